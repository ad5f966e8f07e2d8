"""`copydesk setup`: fetch LanguageTool ahead of its first use."""

from __future__ import annotations

import typer

from copydesk.cli.exits import ExitCode
from copydesk.cli.progress import installing
from copydesk.cli.screen import Screen, tell


def setup() -> None:
    """Fetch LanguageTool, 101 MB, and verify it; the first check would do so otherwise.

    What is there already and whole is not fetched again; what is damaged is.
    """
    from copydesk.grammar import GrammarUnavailable
    from copydesk.grammar.install import Installation  # slow to import

    installation = Installation.default()
    try:
        with installing() as progress:
            installation.complete(progress)
    except GrammarUnavailable as unavailable:
        tell(unavailable.reason)
        raise typer.Exit(ExitCode.FAILED) from None
    lock, folder = installation.lock, installation.folder
    Screen.out().line(
        f"LanguageTool {lock.version} is set up in {folder} ({lock.size / 1e6:.0f} MB)"
    )
