"""`copydesk report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copydesk.cli.choices import (
    FieldOption,
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
    named,
    options,
)
from copydesk.cli.exits import ExitCode
from copydesk.cli.review import KeptOption, ReviewedArgument, needed_for_pages
from copydesk.cli.screen import Screen, name, tell
from copydesk.files import reason


def report(
    reviewed: ReviewedArgument,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the page here.",
            show_default=False,
            callback=named,
        ),
    ],
    decisions: KeptOption = None,
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
    """Write the page of a review as one file that works from disk or out of a mail.

    What is decided there stays in the page until its button saves it as a file of decisions, which
    `copydesk apply` and `copydesk clean` take.

    \b
    Examples:
      copydesk report cleaned -o review.html
      copydesk apply article.txt --decisions copydesk-decisions.toml
    """
    from copydesk.batch.task import Setting  # what help need not wait for
    from copydesk.cli.sessions import session_of
    from copydesk.files import replacing

    with needed_for_pages():
        from copydesk.review.web.file import written

    setting = Setting(
        options(language, source_language, quotes, only, skip, phrases, source, names),
        grammar_choice(grammar, no_grammar),
        languagetool_url,
        format=format_choice(format),
        fields=tuple(field or ()),
    )
    session = session_of(reviewed, decisions, setting)
    page = written(session).encode()
    try:
        with replacing(Path(output)) as file:
            file.write(page)
    except OSError as error:
        tell(f"cannot write {name(output)}: {reason(error)}")
        raise typer.Exit(ExitCode.FAILED) from None
    Screen.out().line(f"{name(output)}: {session.progress()}")
