"""The command line: parse, call, print. What is slow to import is imported by the command."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from copydesk import __version__
from copydesk.cli.apply import apply
from copydesk.cli.cache import cache
from copydesk.cli.check import check
from copydesk.cli.clean import clean
from copydesk.cli.config import config
from copydesk.cli.configured import Configured
from copydesk.cli.decisions import decisions
from copydesk.cli.diff import diff
from copydesk.cli.doctor import doctor
from copydesk.cli.exits import ExitCode
from copydesk.cli.report import report
from copydesk.cli.review import review
from copydesk.cli.rules import explain, rules
from copydesk.cli.screen import Screen
from copydesk.cli.server import server
from copydesk.cli.setup import setup
from copydesk.cli.status import status

_EXIT_CODES = "\n".join(f"  {code.value:>3}  {code.meaning}" for code in ExitCode)

app = typer.Typer(
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


app.command(short_help="Repair texts and show every change.", cls=Configured)(clean)
app.command(short_help="List what clean would change; write nothing.", cls=Configured)(check)
app.command(short_help="Show what was changed, and by which rules.", cls=Configured)(diff)
app.command(short_help="Decide about changes and suggestions, once.", cls=Configured)(review)
app.command(short_help="Write the review as one page, to be mailed or kept.", cls=Configured)(
    report
)
app.command(short_help="List what was decided, and what of it matches nothing.", cls=Configured)(
    decisions
)
app.command(short_help="Make the copy again from a record, or as was decided.", cls=Configured)(
    apply
)
app.command(short_help="Say how the files of a cleaned folder stand.")(status)
app.command(short_help="Show which options apply, and where they are set.")(config)
app.command(short_help="List every rule.")(rules)
app.command(short_help="Say what a rule does, with examples.", cls=Configured)(explain)
app.command(short_help="Fetch LanguageTool ahead of its first use.")(setup)
app.command(short_help="Say whether grammar can be checked.", cls=Configured)(doctor)
app.command(short_help="Keep LanguageTool running, so that nobody waits for its start.")(server)
app.command(short_help="Say how much of the grammar is known already, or forget it.")(cache)


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
