"""`copydesk check`."""

from __future__ import annotations

from collections.abc import Iterator
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
    JobsOption,
    LanguageOption,
    MaxSizeOption,
    NamesOption,
    NoGrammarOption,
    OnlyOption,
    PhrasesOption,
    QuotesOption,
    ServerOption,
    SkipOption,
    SourceLanguageOption,
    SourceOption,
    decisions_text,
    folder_of,
    format_choice,
    grammar_choice,
    options,
)
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen, name, tell
from copydesk.files import LARGEST

if TYPE_CHECKING:
    from copydesk.cli.folder import Folder
    from copydesk.cli.work import Work
    from copydesk.reports.listing import Listing


View = Literal["text", "json", "sarif", "github"]


def check(
    files: FilesArgument,
    output_format: Annotated[
        View,
        typer.Option(
            "--output-format",
            metavar="FORMAT",
            help="Print text, a line a finding, or one document about all: json, sarif, or github "
            "for commands that GitHub shows beside the lines.",
        ),
    ] = "text",
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
    languagetool_url: ServerOption = None,
) -> None:
    """List what `clean` would change, and what it would suggest; write nothing.

    A line each: file:line:column: rule: message. Lines and columns count from 1, columns in code
    points. The exit code is 1 where there are changes to make; suggestions alone do not count.

    \b
    Examples:
      copydesk check article.txt
      copydesk check drafts --output-format sarif > copydesk.sarif
    """
    from copydesk.batch.task import Setting  # what help need not wait for
    from copydesk.cli.work import Work

    setting = Setting(
        options(language, source_language, quotes, only, skip, phrases, source, names),
        grammar_choice(grammar, no_grammar),
        languagetool_url,
        format=format_choice(format),
        fields=tuple(field or ()),
        largest=round(max_size * 1e6),
        decisions=decisions_text(decisions, files),
    )
    folder = folder_of(files, include, exclude, jobs, setting)
    outcome = ExitCode.DONE
    with Work(setting) as work:

        def looked_at() -> Iterator[tuple[str, Listing]]:
            nonlocal outcome
            for path, listing in _listings(files, folder, work):
                outcome = max(outcome, _outcome(listing))
                yield path, listing

        _show(output_format, looked_at())
    raise typer.Exit(outcome)


def _outcome(listing: Listing) -> ExitCode:
    if listing.why:
        return ExitCode.FAILED
    is_good = all(finding.is_suggestion for finding in listing.findings)
    return ExitCode.DONE if is_good else ExitCode.FOUND


def _listings(files: list[str], folder: Folder | None, work: Work) -> Iterator[tuple[str, Listing]]:
    """Yield what there is to say of each file; where the run cannot go on, at last why not."""
    from copydesk.batch.task import Stop
    from copydesk.cli.work import inputs
    from copydesk.reports.listing import Listing, listing

    try:
        if folder:
            from copydesk.cli import folder as of_folder

            for path, found in of_folder.listings(folder, work):
                _tell(name(path), found, work)
                yield path, found
            return
        sources = inputs(files)
        for source, made in work.made(sources, lambda done: listing(done.cleaned, done.file)):
            yield source.given, made or Listing(why=work.failed[source])
    except Stop as stop:
        tell(str(stop))
        yield "", Listing(why=str(stop))


def _tell(file: str, listing: Listing, work: Work) -> None:
    if listing.why:
        tell(f"{file}: {listing.why}")
    for notice in listing.notices:
        work.tell_once(notice, file)


def _show(view: View, listings: Iterator[tuple[str, Listing]]) -> None:
    from copydesk.cli.work import Input

    screen = Screen.out()
    if view == "text":
        for path, listing in listings:
            for finding in listing.findings:
                screen.finding(str(Input(path)), finding)
        return
    if view == "json":
        from copydesk.reports.data import document as written
    elif view == "sarif":
        from copydesk.reports.sarif import sarif as written
    else:
        from copydesk.reports.github import github as written
    for piece in written(listings):
        screen.write(piece.encode("utf-8", "backslashreplace"))  # a stray surrogate is an escape
