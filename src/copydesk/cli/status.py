"""`copydesk status`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen, name, tell

if TYPE_CHECKING:
    from copydesk.batch.journal import Journal


def status(
    folder: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER",
            help="The folder of the cleaned copies; that of the files, if they are cleaned in "
            "place.",
            show_default=False,
        ),
    ],
    most: Annotated[
        int, typer.Option("--most", min=1, metavar="NUMBER", help="How many of each to list.")
    ] = 10,
) -> None:
    """Say how the files of a folder stand, from the journal that `clean` keeps.

    How many there are by outcome, which rules acted most, which files took longest, and which
    failed and why. The exit code is 3 where some failed.
    """
    import sqlite3

    from copydesk.batch.journal import Journal, NoJournal

    try:
        with Journal.open(Path(folder)) as journal:
            failed = _show(journal, Screen.out(), most)
    except NoJournal as no:
        raise typer.BadParameter(str(no)) from None
    except sqlite3.Error as error:
        tell(f"the journal of {name(folder)} cannot be read: {error}")
        raise typer.Exit(ExitCode.FAILED) from None
    raise typer.Exit(ExitCode.FAILED if failed else ExitCode.DONE)


def _show(journal: Journal, screen: Screen, most: int) -> bool:
    """Print what the journal says, and return whether files failed."""
    run = journal.run()
    if run:
        screen.line(f"{name(run.root)}, cleaned {'in place' if run.in_place else 'into copies'}")
    counts = journal.counts()
    screen.line(", ".join(f"{number:,} {outcome}" for outcome, number in counts.items()))
    _list(screen, "Rules that acted most", [f"{n:>8,}  {rule}" for rule, n in journal.rules(most)])
    slowest = [f"{e.seconds:>8.2f} s  {name(e.path)}" for e in journal.slowest(most)]
    _list(screen, "Files that took longest", slowest)
    failed = [f"  {name(e.path)}: {e.reason}" for e in journal.entries("failed")]
    _list(screen, "Failed", failed)
    return bool(failed)


def _list(screen: Screen, title: str, lines: list[str]) -> None:
    if lines:
        screen.line(f"\n{title}:")
    for line in lines:
        screen.line(line)
