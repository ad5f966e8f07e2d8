"""`copydesk check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from copydesk.cli.choices import (
    FieldOption,
    FilesArgument,
    FormatOption,
    GrammarOption,
    LanguageOption,
    NamesOption,
    NoGrammarOption,
    OnlyOption,
    PhrasesOption,
    QuotesOption,
    ServerOption,
    SkipOption,
    SourceLanguageOption,
    SourceOption,
    format_choice,
    grammar_choice,
    options,
)
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen

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
    languagetool_url: ServerOption = None,
) -> None:
    """List what `clean` would change, and what it would suggest; write nothing.

    A line each: file:line:column: rule: message. Lines and columns count from 1, columns in code
    points. The exit code is 1 where there are changes to make; suggestions alone do not count.
    """
    from copydesk.cli.work import Work, inputs  # what help need not wait for
    from copydesk.reports.listing import findings
    from copydesk.reports.places import in_file

    screen = Screen.out()
    found = False

    def use(result: Result) -> None:
        nonlocal found
        found = found or bool(result.cleaned.changes)
        for finding in findings(in_file(result.cleaned, result.file)):
            screen.finding(str(result.source), finding)

    form = format_choice(format)
    asked = options(language, source_language, quotes, only, skip, phrases, source, names)
    checking = grammar_choice(grammar, no_grammar)
    with Work(asked, checking, languagetool_url, form, field or ()) as work:
        work.each(inputs(files), use)
    if work.has_failed:
        raise typer.Exit(ExitCode.FAILED)
    raise typer.Exit(ExitCode.FOUND if found else ExitCode.DONE)
