"""`copydesk check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from copydesk.cli.screen import Screen
from copydesk.files import LARGEST

if TYPE_CHECKING:
    from copydesk.cli.work import Result


def check(
    files: FilesArgument,
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
    """
    from copydesk.batch.task import Setting  # what help need not wait for
    from copydesk.cli.work import Work, inputs
    from copydesk.reports.listing import findings
    from copydesk.reports.places import in_file

    screen = Screen.out()
    found = False

    def use(result: Result) -> None:
        nonlocal found
        found = found or bool(result.cleaned.changes)
        for finding in findings(in_file(result.cleaned, result.file)):
            screen.finding(str(result.source), finding)

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
    with Work(setting) as work:
        if folder:
            from copydesk.cli.folder import check_folder

            raise typer.Exit(check_folder(folder, work))
        work.each(inputs(files), use)
    if work.has_failed:
        raise typer.Exit(ExitCode.FAILED)
    raise typer.Exit(ExitCode.FOUND if found else ExitCode.DONE)
