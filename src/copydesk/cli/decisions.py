"""`copydesk decisions`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copydesk.cli.choices import DecisionsOption, decisions_file
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen, name, tell

if TYPE_CHECKING:
    from copydesk.review.decisions import Decision

_SHOWN = 60  # code points of a text


def decisions(
    folders: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[OUT]…",
            help="Folders of cleaned copies, in which the entries are looked for.",
            show_default=False,
        ),
    ] = None,
    decisions: DecisionsOption = None,
) -> None:
    """List what was decided, and which entries are about nothing any more.

    Without a folder all entries are listed; with some, those that match nothing in any of them, and
    the exit code is 1 where there are such.

    \b
    Examples:
      copydesk decisions
      copydesk decisions cleaned
    """
    from copydesk.batch.journal import NoJournal  # what help need not wait for
    from copydesk.review.articles import Folder, NoReview
    from copydesk.review.store import BadDecisions, load

    screen = Screen.out()
    try:
        outs = [Folder(Path(folder)) for folder in folders or ()]
        path = decisions_file(decisions, [str(out.root) for out in outs] or ["-"])
        if path is None:
            tell("there is no copydesk-decisions.toml in the folder of the texts or above")
            raise typer.Exit(ExitCode.FAILED)
        shown = load(path)
        if outs:
            names = ((out, article.name) for out in outs for article in out.listed)
            shown = shown.unmatched(out.load(name).findings for out, name in names)
    except (NoJournal, NoReview, BadDecisions) as why:
        tell(str(why))
        raise typer.Exit(ExitCode.FAILED) from None
    except OSError as error:
        tell(f"cannot read {name(error.filename or '')}: {error.strerror}")
        raise typer.Exit(ExitCode.FAILED) from None
    for decision in shown:
        screen.line(("matches nothing: " if outs else "") + _line(decision))
    raise typer.Exit(ExitCode.FOUND if outs and len(shown) else ExitCode.DONE)


def _line(decision: Decision) -> str:
    from copydesk.reports.visible import clipped, visible

    def text(text: str) -> str:
        return f"“{clipped(visible(text), _SHOWN)}”"

    content = decision.content
    what = " … ".join(map(text, content.before)) + " → " + " … ".join(map(text, content.after))
    if decision.verdict == "edit":
        what += f", but {text(decision.text)} instead"
    beside = f"{visible(content.left)} | {visible(content.right)}"
    where = "everywhere" if decision.everywhere else f"at {beside}"
    reason = f" ({visible(decision.reason)})" if decision.reason else ""
    return f"{decision.verdict}: {','.join(content.rules)}: {what}, {where}{reason}"
