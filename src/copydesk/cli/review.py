"""`copydesk review`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
from copydesk.cli.screen import Screen, name

if TYPE_CHECKING:
    from copydesk.review.session import Session

ReviewedArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE|FOLDER",
        help="A text, which is cleaned for the review, or a folder of cleaned copies.",
        show_default=False,
        callback=named,
    ),
]
KeptOption = Annotated[
    str | None,
    typer.Option(
        "--decisions",
        metavar="FILE",
        help="Keep the decisions in this file.",
        show_default="copydesk-decisions.toml beside the originals, or the nearest above",
        callback=named,
    ),
]


def review(
    reviewed: ReviewedArgument,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="Ask about each finding in the terminal.")
    ] = False,
    all: Annotated[
        bool, typer.Option("--all", help="Ask about changes of white space alone as well.")
    ] = False,
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
    """Decide about changes and suggestions, once: later runs obey.

    Decisions are saved as they are made, so a review can be left at any moment; the same command
    goes on. At its end the cleaned copies are written as was decided.

    \b
    Examples:
      copydesk review article.txt --terminal
      copydesk clean drafts -o cleaned && copydesk review cleaned --terminal
    """
    from copydesk.batch.task import Setting  # what help need not wait for
    from copydesk.cli.sessions import session_of

    setting = Setting(
        options(language, source_language, quotes, only, skip, phrases, source, names),
        grammar_choice(grammar, no_grammar),
        languagetool_url,
        format=format_choice(format),
        fields=tuple(field or ()),
    )
    in_terminal(session_of(reviewed, decisions, setting), all)


def in_terminal(session: Session, all: bool) -> None:
    """Walk through the findings, and write the copies where the end is reached."""
    from copydesk.cli.screen import tell
    from copydesk.review.store import BadDecisions
    from copydesk.review.terminal import Walk

    screen = Screen.out()
    try:
        is_done = Walk(session, screen, _ask, _edited, all).walk()
    except (BadDecisions, OSError) as error:
        tell(f"the last decision could not be kept: {error}")
        raise typer.Exit(ExitCode.FAILED) from None
    screen.line(f"{session.progress()}, kept in {name(session.place)}")
    if not is_done:
        screen.line("the same command goes on here; `copydesk clean` obeys what was decided")
        return
    has_failed = False
    for finished in session.finish():
        if finished.target is None:
            has_failed = True
            tell(f"{name(finished.name)}: {finished.trouble}")
        else:
            screen.line(f"{name(finished.name)} → {name(finished.target)}")
    if has_failed:
        raise typer.Exit(ExitCode.FAILED)


def _ask(question: str) -> str:
    import readline  # noqa: F401 # lets a person move in the line and take up earlier ones

    return input(question)


def _edited(text: str) -> str | None:
    from click import edit

    edited = edit(text)
    return edited if edited is None or text.endswith("\n") else edited.removesuffix("\n")
