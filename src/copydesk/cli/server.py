"""`copydesk server`: keep LanguageTool running between commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from copydesk.cli.exits import ExitCode
from copydesk.cli.progress import installing, status
from copydesk.cli.screen import Screen, tell

if TYPE_CHECKING:
    from copydesk.grammar.kept import Keeper, Kept


def server(
    action: Annotated[
        Literal["start", "stop", "status"],
        typer.Argument(
            metavar="start|stop|status", help="What to do with the server.", show_default=False
        ),
    ],
    idle: Annotated[
        float,
        typer.Option(
            "--idle", metavar="MINUTES", min=0.1, help="End it when nobody asked for so long."
        ),
    ] = 30,
) -> None:
    """Keep LanguageTool running, so that `clean` and `check` need not wait for its start.

    One server is kept for each user, on this machine's own address alone. `clean` and `check` find
    it by themselves. `status` ends with 3 where none is kept.
    """
    from copydesk.grammar import GrammarUnavailable
    from copydesk.grammar.install import Installation  # slow to import
    from copydesk.grammar.kept import Keeper

    installation = Installation.default()
    keeper = Keeper(installation)
    try:
        if action == "start":
            with installing() as progress:
                if installation.missing():
                    installation.complete(progress)
            _start(keeper, idle * 60)
        elif action == "stop":
            Screen.out().line("LanguageTool was stopped" if keeper.stop() else _NONE)
        elif kept := keeper.find():
            Screen.out().line(_state(kept))
        else:
            Screen.out().line(_NONE)
            raise typer.Exit(ExitCode.FAILED)
    except GrammarUnavailable as unavailable:
        tell(unavailable.reason)
        raise typer.Exit(ExitCode.FAILED) from None


_NONE = "no LanguageTool is kept"


def _start(keeper: Keeper, idle: float) -> None:
    """Start it and have it read its rules, which takes longer than the start."""
    from copydesk.grammar.client import Client
    from copydesk.grammar.policy import policy

    with status("starting LanguageTool"):
        kept = keeper.start(idle)
        client = Client(kept.url, rules=policy().rules)
        client.check("A fine day.", "en-US")
        client.close()
    Screen.out().line(_state(kept))


def _state(kept: Kept) -> str:
    memory = f", {kept.memory / 1e6:.0f} MB" if kept.memory else ""
    return (
        f"LanguageTool {kept.version} is kept at {kept.url}: process {kept.pid}{memory};"
        f" it ends after {kept.idle / 60:g} minutes without a question"
    )
