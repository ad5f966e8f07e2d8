"""The command line: parse, call, print. What is slow to import is imported by the command."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from copydesk import __version__
from copydesk.cli.configured import Configured
from copydesk.cli.deferred import Deferred, DeferredGroup
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen

_EXIT_CODES = "\n".join(f"  {code.value:>3}  {code.meaning}" for code in ExitCode)

COMMANDS = (
    Deferred("clean", "clean", "Repair texts and show every change.", Configured),
    Deferred("check", "check", "List what clean would change; write nothing.", Configured),
    Deferred("diff", "diff", "Show what was changed, and by which rules.", Configured),
    Deferred("review", "review", "Decide about changes and suggestions, once.", Configured),
    Deferred("report", "report", "Write the review as one page, to be mailed or kept.", Configured),
    Deferred(
        "decisions",
        "decisions",
        "List what was decided, and what of it matches nothing.",
        Configured,
    ),
    Deferred("apply", "apply", "Make the copy again from a record, or as was decided.", Configured),
    Deferred("status", "status", "Say how the files of a cleaned folder stand."),
    Deferred("config", "config", "Show which options apply, and where they are set."),
    Deferred("rules", "rules", "List every rule."),
    Deferred("explain", "rules", "Say what a rule does, with examples.", Configured),
    Deferred("setup", "setup", "Fetch LanguageTool ahead of its first use."),
    Deferred("doctor", "doctor", "Say whether grammar can be checked.", Configured),
    Deferred("server", "server", "Keep LanguageTool running, so that nobody waits for its start."),
    Deferred("cache", "cache", "Say how much of the grammar is known already, or forget it."),
)
"""The commands, in the order of the help."""


class _Program(DeferredGroup):
    deferred = COMMANDS


app = typer.Typer(
    cls=_Program,
    no_args_is_help=True,
    rich_markup_mode=None,  # help in plain text needs a tenth of a second less
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"\b\nExit codes:\n{_EXIT_CODES}",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"copydesk {__version__}")
        raise typer.Exit


@app.callback()
def _copydesk(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Repair machine-translated, spun or scraped text, and show every change.

    `copydesk clean article.txt` is where to start; `copydesk clean --help` says what else it can
    do, and so for each command.
    """


def main() -> None:
    """Run the program."""
    signal.signal(signal.SIGTERM, _terminate)
    _stand_in_for_closed_streams()
    try:
        app(prog_name="copydesk")
    except OSError as error:  # of Typer's own printing, such as help
        sys.exit(Screen.out().refused(error))


def _stand_in_for_closed_streams() -> None:
    """Make writing to a closed standard output an error, and to a closed standard error nothing."""
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _terminate(number: int, frame: FrameType | None) -> None:
    raise SystemExit(ExitCode.TERMINATED)  # an exception, so that what is half-done is cleared away
