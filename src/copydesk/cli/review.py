"""`copydesk review`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
from copydesk.cli.screen import Screen, name, tell
from copydesk.files import reason

if TYPE_CHECKING:
    from copydesk.review.session import Finished, Session

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
        bool,
        typer.Option(
            "--all", help="In the terminal, ask about changes of white space alone as well."
        ),
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address of the page, but open none.")
    ] = False,
    port: Annotated[
        int,
        typer.Option(
            metavar="NUMBER",
            help="The port of the page.",
            min=0,
            max=65535,
            show_default="any that is free",
        ),
    ] = 0,
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

    A page opens in the browser, for this machine alone. Decisions are saved as they are made, so a
    review can be left at any moment; the same command goes on. At its end the cleaned copies are
    written as was decided.

    \b
    Examples:
      copydesk review article.txt
      copydesk clean drafts -o cleaned && copydesk review cleaned
      copydesk review cleaned --terminal
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
    session = session_of(reviewed, decisions, setting)
    if terminal:
        in_terminal(session, all)
    else:
        in_browser(session, port, not no_browser)


def in_browser(session: Session, port: int, is_opened: bool) -> None:
    """Serve the page until the review is finished there, or interrupted here."""
    with needed_for_pages():
        from copydesk.review.web.server import Server

    screen = Screen.out()
    try:
        server = Server(session, port)
    except OSError as error:
        raise typer.BadParameter(reason(error), param_hint="--port") from None
    try:
        screen.line(f"{session.progress()}, kept in {name(session.place)}")
        screen.line(f"The review is at {server.address}")
        screen.line("Finish it there, or leave it with Ctrl+C: what is decided is kept.")
        if is_opened:
            _open(server.address_once)
        written = server.run()
    except KeyboardInterrupt:
        screen.line(f"{session.progress()}; the same command goes on here")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    _tell(written or [])


def _open(address: str) -> None:
    """Open a page in the person's browser, without waiting for it: some wait for the page."""
    import webbrowser
    from threading import Thread

    Thread(target=webbrowser.open, args=[address], daemon=True).start()


@contextmanager
def needed_for_pages() -> Iterator[None]:
    """Tell what to install where an import fails, and end."""
    try:
        yield
    except ModuleNotFoundError as error:
        tell(
            f"the page needs the package {error.name}, which is not installed; "
            '`pip install "copydesk[review]"` brings it, and `copydesk review --terminal` '
            "does without"
        )
        raise typer.Exit(ExitCode.FAILED) from None


def in_terminal(session: Session, all: bool) -> None:
    """Walk through the findings, and write the copies where the end is reached."""
    from copydesk.review.store import BadDecisions
    from copydesk.review.terminal import Walk

    screen = Screen.out()
    try:
        is_done = Walk(session, screen, _ask, _edited, all).walk()
        screen.line(f"{session.progress(all=all)}, kept in {name(session.place)}")
        if is_done:
            _tell(session.finish())
        else:
            screen.line("the same command goes on here; `copydesk clean` obeys what was decided")
    except BadDecisions as why:
        tell(str(why))
        raise typer.Exit(ExitCode.FAILED) from None
    except OSError as error:
        tell(f"the last decision could not be kept in {name(session.place)}: {reason(error)}")
        raise typer.Exit(ExitCode.FAILED) from None


def _tell(copies: Iterable[Finished]) -> None:
    has_failed = False
    for finished in copies:
        if finished.target is None:
            has_failed = True
            tell(f"{name(finished.name)}: {finished.trouble}")
        else:
            Screen.out().line(f"{name(finished.name)} → {name(finished.target)}")
    if has_failed:
        raise typer.Exit(ExitCode.FAILED)


def _ask(question: str) -> str:
    import readline  # noqa: F401 # lets a person move in the line and take up earlier ones

    try:
        return input(question)
    except UnicodeDecodeError:
        return "?"  # no key at all


def _edited(text: str) -> str | None:
    from click import ClickException, edit

    try:
        edited = edit(text)
    except ClickException as error:
        raise ValueError(error.message) from None
    return edited if edited is None or text.endswith("\n") else edited.removesuffix("\n")
