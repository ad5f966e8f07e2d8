"""`copydesk clean`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from copydesk.cli.choices import (
    DecisionsOption,
    ExcludeOption,
    FieldOption,
    FilesArgument,
    FormatOption,
    GrammarOption,
    IncludeOption,
    InPlaceOption,
    JobsOption,
    LanguageOption,
    MaxSizeOption,
    NamesOption,
    NoGrammarOption,
    OnlyOption,
    OutputOption,
    PhrasesOption,
    QuotesOption,
    RecordOption,
    ServerOption,
    SkipOption,
    SourceLanguageOption,
    SourceOption,
    StdoutOption,
    decisions_text,
    folder_of,
    format_choice,
    grammar_choice,
    named,
    options,
    printable,
)
from copydesk.cli.configured import said_to
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen, name, tell, tell_untracked
from copydesk.files import LARGEST, reason

if TYPE_CHECKING:
    from copydesk.batch.task import Setting
    from copydesk.cli.targets import Plan
    from copydesk.cli.work import Result
    from copydesk.reports.summary import Summary

Diff = Literal["words", "unified", "none"]
_NAMED = 3  # inputs in the line that lists suggestions
Add = Callable[["Result"], None]


def clean(
    context: typer.Context,
    files: FilesArgument,
    output: OutputOption = None,
    in_place: InPlaceOption = False,
    stdout: StdoutOption = False,
    diff: Annotated[
        Diff | None,
        typer.Option(
            help="How to show the changes: by words in their lines, as a unified diff, or not.",
            show_default="words on a terminal, else unified; none beside --stdout",
        ),
    ] = None,
    diff_file: Annotated[
        str | None,
        typer.Option(
            "--diff-file",
            metavar="PATH",
            help="Write a patch here that `patch` applies to the originals.",
            show_default=False,
            callback=named,
        ),
    ] = None,
    track_changes: Annotated[
        bool,
        typer.Option(
            "--track-changes",
            help="Write the changes in Word documents as tracked revisions, and the suggestions as "
            "comments.",
        ),
    ] = False,
    author: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Who is to be named as the author of those.", callback=printable
        ),
    ] = "copydesk",
    record: RecordOption = None,
    format: FormatOption = None,
    grammar: GrammarOption = "auto",
    no_grammar: NoGrammarOption = False,
    quotes: QuotesOption = "keep",
    language: LanguageOption = "auto",
    source_language: SourceLanguageOption = None,
    only: OnlyOption = None,
    skip: SkipOption = None,
    phrases: PhrasesOption = None,
    names: NamesOption = None,
    source: SourceOption = None,
    field: FieldOption = None,
    decisions: DecisionsOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    jobs: JobsOption = None,
    max_size: MaxSizeOption = LARGEST / 1e6,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be written where; write nothing.")
    ] = False,
    languagetool_url: ServerOption = None,
) -> None:
    """Repair texts: a cleaned copy of each, and a diff that explains every change.

    The copy of article.txt is article.clean.txt beside it; encoding, line ends and byte order mark
    stay as they are, and the original is not touched. Standard input (-) goes to standard output.

    A folder goes with all its files to the folder that -o names. Only files that are new or changed
    since the last run are worked on, so a run that was interrupted goes on where it stopped.

    \b
    Examples:
      copydesk clean article.txt
      copydesk clean drafts/*.txt -o cleaned/
      copydesk clean drafts -o cleaned
      copydesk clean article.txt --in-place --diff-file article.patch
      copydesk clean - --no-grammar < article.txt > cleaned.txt
    """
    from copydesk.batch.task import Setting  # here and below: what help need not wait for
    from copydesk.cli.targets import planned
    from copydesk.cli.work import Work, inputs

    setting = Setting(
        options(language, source_language, quotes, only, skip, phrases, source, names),
        grammar_choice(grammar, no_grammar),
        languagetool_url,
        format=format_choice(format),
        fields=tuple(field or ()),
        largest=round(max_size * 1e6),
        tracks_as=author if track_changes else None,
        decisions=decisions_text(decisions, files),
    )

    def listing(inputs: Sequence[str]) -> str:
        more = " …" if len(inputs) > _NAMED else ""
        return f"`{said_to('check', inputs[:_NAMED], context)}{more}` lists the suggestions"

    if folder := folder_of(files, include, exclude, jobs, setting):
        if stdout or diff not in (None, "none") or diff_file is not None or record is not None:
            raise typer.BadParameter(
                "--stdout, --diff, --diff-file and --record are for files; "
                "the changes of a folder are in its journal"
            )
        from copydesk.cli.folder import clean_folder, into, plan_folder

        placed = into(folder, output, in_place)
        with Work(setting) as work:
            code = plan_folder(placed, work) if dry_run else clean_folder(placed, work, listing)
            raise typer.Exit(code)
    sources = inputs(files)
    plan = planned(sources, output, in_place, stdout)
    if diff_file == "-":
        raise typer.BadParameter(
            "a patch goes to a file; --diff unified prints one", param_hint="--diff-file"
        )
    for hint, path in (("--diff-file", diff_file), ("--record", record)):
        if path is not None and plan.touches(Path(path)):
            raise typer.BadParameter(f"“{name(path)}” is an input or output", param_hint=hint)
    with (
        Work(setting) as work,
        _gathered(None if dry_run else diff_file, _patch) as add_patch,
        _gathered(None if dry_run else record, _recorded(setting)) as add_record,
    ):
        for refused, why in plan.refused.items():
            work.fail(refused, why)
        if dry_run:
            _show_plan(plan)
            raise typer.Exit(ExitCode.FAILED if work.failed else ExitCode.DONE)
        report = _Report(plan, diff, listing)
        untracked = 0

        def use(result: Result) -> None:
            nonlocal untracked
            _write(result, plan, setting)
            if result.cleaned.changes and setting.cannot_track(result.source.given):
                untracked += 1
            add_patch(result)
            add_record(result)
            report.add(result)

        work.each([source for source in sources if source not in plan.refused], use)
        report.end()
        tell_untracked(untracked)
    if work.failed:
        raise typer.Exit(ExitCode.FAILED)


def _show_plan(plan: Plan) -> None:
    for source, target in plan.targets.items():
        if source not in plan.refused:
            where = "standard output" if target is None else name(target)
            Screen.out().line(f"{source} → {where}")


def _write(result: Result, plan: Plan, setting: Setting) -> None:
    from copydesk.cli.targets import write

    data = setting.encoded(result.file, result.cleaned)
    is_in_place = plan.targets[result.source] == result.source.path is not None
    tracks = setting.tracks_as is not None and not setting.cannot_track(result.source.given)
    if not is_in_place or result.cleaned.changes or tracks:
        write(data, result.source, plan)


@contextmanager
def _gathered(path: str | None, piece: Callable[[Result], bytes]) -> Iterator[Add]:
    """Yield what adds a ``piece`` of each result to the file at ``path``, written when all is done.

    Its place is taken at the start: where it cannot be had, nothing is done.
    """
    if path is None:
        yield lambda result: None
        return
    from copydesk.files import replacing

    try:
        with replacing(Path(path)) as file:
            pieces: list[bytes] = []
            yield lambda result: pieces.append(piece(result))
            file.writelines(pieces)
    except OSError as error:
        tell(f"cannot write {name(path)}: {reason(error)}")
        raise typer.Exit(ExitCode.FAILED) from None


def _patch(result: Result) -> bytes:
    from copydesk.reports.unified import patch

    return patch(result.source.given, result.file, result.cleaned.revision)


def _recorded(setting: Setting) -> Callable[[Result], bytes]:
    from copydesk.record import line

    def recorded(result: Result) -> bytes:
        given = os.fsencode(result.source.given).decode("utf-8", "replace")
        format = setting.format_of(result.source.given)
        return line(given, format, setting.fields, result.cleaned, setting.tracks_as).encode()

    return recorded


class _Report:
    """What is printed: the diff of each file, a line on each, and one on all.

    Where the text itself goes to standard output this goes to standard error, the lines only if
    that is a terminal: a filter keeps silent.
    """

    def __init__(
        self, plan: Plan, diff: Diff | None, listing: Callable[[Sequence[str]], str]
    ) -> None:
        self._listing = listing
        self._targets = plan.targets
        self._screen = Screen.err() if plan.uses_stdout else Screen.out()
        usual: Diff = "words" if self._screen.is_terminal else "unified"
        self._diff = diff or ("none" if plan.uses_stdout else usual)
        self._sums_up = self._screen.is_terminal or not plan.uses_stdout
        self._done: list[Summary] = []
        self._with_suggestions: list[str] = []

    def add(self, result: Result) -> None:
        """Print what there is to say of one file."""
        from copydesk.reports.summary import Summary

        self._show_diff(result)
        self._done.append(Summary.of(result.cleaned, result.seconds))
        if result.cleaned.suggestions and result.source.path is not None:  # not read and gone
            self._with_suggestions.append(result.source.given)
        target = self._targets[result.source]
        if target is not None and target != result.source.path:
            self._sum_up(f"{result.source} → {name(target)}", self._done[-1])
        else:
            self._sum_up(f"{result.source}", self._done[-1])

    def end(self) -> None:
        """Print the sum of several files, and what lists the suggestions."""
        if len(self._done) > 1:
            first, *others = self._done
            self._sum_up(f"{len(self._done)} files", sum(others, first))
        if self._sums_up and self._with_suggestions:
            self._screen.line(self._listing(self._with_suggestions))

    def _show_diff(self, result: Result) -> None:
        if self._diff == "none" or not result.cleaned.changes:
            return
        from copydesk.reports.places import in_file

        revision = in_file(result.cleaned, result.file).revision
        if self._diff == "words":
            from copydesk.reports.words import rows

            self._screen.line(f"{result.source}:")
            self._screen.rows(rows(revision))
        else:
            from copydesk.reports.unified import edits_of, unified

            self._screen.diff(unified(result.source.given, revision.original, edits_of(revision)))

    def _sum_up(self, what: str, summary: Summary) -> None:
        if self._sums_up:
            self._screen.line(f"{what}: {summary}")
