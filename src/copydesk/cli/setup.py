"""`copydesk setup`: fetch LanguageTool ahead of its first use."""

from __future__ import annotations

from typing import Annotated

import typer

from copydesk.cli.exits import ExitCode
from copydesk.cli.progress import installing
from copydesk.cli.screen import Screen, tell


def setup(
    language: Annotated[
        list[str] | None,
        typer.Option(
            "--language", metavar="TAG", help="Fetch what this language needs too. May be repeated."
        ),
    ] = None,
) -> None:
    """Fetch LanguageTool, 101 MB, and verify it; the first check would do so otherwise.

    What is there already and whole is not fetched again; what is damaged is.
    """
    from copydesk.grammar import GrammarUnavailable
    from copydesk.grammar.install import Installation  # slow to import

    installation = Installation.default()
    for tag in language or []:
        if not installation.offers(tag):
            raise typer.BadParameter(f"LanguageTool does not know the language {tag}")
    try:
        with installing() as progress:
            for tag in language or [""]:
                installation.complete(progress, tag)
    except GrammarUnavailable as unavailable:
        tell(unavailable.reason)
        raise typer.Exit(ExitCode.FAILED) from None
    version, folder, size = installation.lock.version, installation.folder, installation.size
    Screen.out().line(f"LanguageTool {version} is set up in {folder} ({size / 1e6:.0f} MB)")
