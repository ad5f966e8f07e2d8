"""`copydesk diff`."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from copydesk.cli.choices import (
    FieldOption,
    FormatOption,
    RecordOption,
    complete_rule,
    format_choice,
)
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen, name, tell
from copydesk.options import Stage

if TYPE_CHECKING:
    from copydesk.formats import Format
    from copydesk.pipeline import Cleaned

View = Literal["words", "unified", "side-by-side", "html", "json"]


def diff(
    original: Annotated[
        str,
        typer.Argument(metavar="ORIGINAL", help="A text, or a folder of them.", show_default=False),
    ],
    cleaned: Annotated[
        str,
        typer.Argument(
            metavar="CLEANED|OUT",
            help="The cleaned copy, or the folder of the copies.",
            show_default=False,
        ),
    ],
    view: Annotated[View, typer.Option("--as", help="How to show the changes.")] = "words",
    stage: Annotated[
        list[Stage] | None,
        typer.Option("--stage", help="Show the changes of this stage. May be repeated."),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            metavar="RULE",
            help="Show the changes of this rule or family of rules. May be repeated.",
            autocompletion=complete_rule,
        ),
    ] = None,
    record: RecordOption = None,
    format: FormatOption = None,
    field: FieldOption = None,
) -> None:
    """Show what was changed between a text and its cleaned copy.

    Which rule made a change is known from the journal of a folder of copies, or from a --record;
    two files alone are compared word by word. The exit code is 1 where there are changes.

    \b
    Examples:
      copydesk diff drafts/article.txt cleaned --stage phrases
      copydesk diff drafts cleaned --as html > changes.html
      copydesk diff article.txt article.clean.txt --as side-by-side
    """
    from copydesk.choice import check_names  # what help need not wait for
    from copydesk.files import Trouble
    from copydesk.formats import Unreadable
    from copydesk.reports.choice import chosen

    try:
        check_names(tuple(rule or ()), ())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--rule") from None
    asked = _Asked(original, cleaned, record, format_choice(format), tuple(field or ()))
    if (stage or rule) and not asked.has_record:
        raise typer.BadParameter(
            "two files alone do not say which rule made a change; name a --record, or the folder "
            "of the copies",
            param_hint="--stage" if stage else "--rule",
        )
    found = False

    def revisions() -> Iterator[tuple[str, Cleaned]]:
        nonlocal found
        for title, copy in asked.results():
            shown = chosen(copy, stage or (), tuple(rule or ()))
            found = found or bool(shown.changes)
            yield title, shown

    try:
        _show(view, revisions())
    except (Trouble, Unreadable) as why:
        tell(f"{name(original)}: {why}")
        raise typer.Exit(ExitCode.FAILED) from None
    if asked.failed:
        raise typer.Exit(ExitCode.FAILED)
    raise typer.Exit(ExitCode.FOUND if found else ExitCode.DONE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The texts to compare, and how they are read."""

    original: str
    cleaned: str
    record: str | None
    format: Format | None
    fields: tuple[str, ...]
    failed: list[str] = field(default_factory=list)
    """Texts that could not be read, which was told."""

    @property
    def has_record(self) -> bool:
        """Whether it is known which rule made which change."""
        return self.record is not None or os.path.isdir(self.cleaned)

    def results(self) -> Iterator[tuple[str, Cleaned]]:
        """Yield the name of each text and what was made of it, in the lines of its file."""
        if os.path.isdir(self.cleaned):
            yield from self._of_folder()
        else:
            yield self.original, self._of_file()

    def _of_folder(self) -> Iterator[tuple[str, Cleaned]]:
        from copydesk.batch.journal import NoJournal
        from copydesk.files import Trouble
        from copydesk.reports.places import in_file
        from copydesk.review.articles import Folder, NoReview

        try:
            folder = Folder(Path(self.cleaned))
            place = os.path.relpath(os.path.realpath(self.original), os.path.realpath(folder.root))
        except (NoJournal, NoReview) as why:
            raise Trouble(str(why)) from None
        meant = {n for n in folder.names if place in (".", n) or n.startswith(place + os.sep)}
        if not meant and place != ".":
            raise Trouble(f"is none of the texts that were cleaned into {name(self.cleaned)}")
        for title in [article.name for article in folder.listed if article.name in meant]:
            try:
                article = folder.load(title)
            except NoReview as why:
                tell(str(why))
                self.failed.append(title)
                continue
            yield title, in_file(article.copy, article.file)

    def _of_file(self) -> Cleaned:
        from copydesk.batch.task import Setting
        from copydesk.files import Trouble, reason
        from copydesk.formats import read
        from copydesk.pipeline import Cleaned
        from copydesk.record import replayed
        from copydesk.reports.compared import compared
        from copydesk.reports.places import in_file

        if os.path.isdir(self.original):
            raise Trouble(f"{name(self.cleaned)} is no folder of cleaned copies")
        form = Setting(format=self.format).format_of(self.original)
        try:
            before = Path(self.original).read_bytes()
            after = Path(self.cleaned).read_bytes()
            if self.record is not None:
                run = replayed(before, self.original, Path(self.record))
                if not run.tracks_as and run.file.encode(run.cleaned.revision) != after:
                    tell(f"{name(self.cleaned)} is not as {name(self.record)} made it")
                return in_file(run.cleaned, run.file)
        except OSError as error:
            raise Trouble(f"{name(error.filename)}: {reason(error)}") from None
        file, other = (read(data, form, self.fields) for data in (before, after))
        return Cleaned(compared(file.file_text, other.file_text))


def _show(view: View, results: Iterator[tuple[str, Cleaned]]) -> None:
    screen = Screen.out()
    if view == "html":
        from copydesk.reports.html import page

        for part in page((title, copy.revision) for title, copy in results):
            screen.text(part)
        return
    from copydesk.reports.data import data_of

    for title, copy in results:
        if view == "json":
            screen.line(json.dumps({"file": name(title), **data_of(copy)}, ensure_ascii=False))
        elif copy.changes:
            _show_one(view, title, copy, screen)


def _show_one(view: View, title: str, copy: Cleaned, screen: Screen) -> None:
    from copydesk.reports.side_by_side import side_by_side
    from copydesk.reports.unified import edits_of, unified
    from copydesk.reports.words import rows

    if view == "unified":
        screen.diff(unified(title, copy.original, edits_of(copy.revision)))
        return
    screen.line(f"{name(title)}:")
    if view == "words":
        screen.rows(rows(copy.revision))
        return
    for line in side_by_side(copy.revision, shutil.get_terminal_size((120, 0)).columns):
        screen.line(line)
