"""`copydesk decisions`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copydesk.cli.choices import DecisionsOption, RecordOption, decisions_file, named
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen, name, tell
from copydesk.files import reason

if TYPE_CHECKING:
    from copydesk.review.decisions import Decision

_SHOWN = 60  # code points of a text


def decisions(
    folders: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[OUT… | import DOCX]",
            help="Folders of cleaned copies, in which the entries are looked for; or a Word "
            "document whose tracked changes somebody accepted or rejected.",
            show_default=False,
        ),
    ] = None,
    decisions: DecisionsOption = None,
    original: Annotated[
        str | None,
        typer.Option(
            "--original",
            metavar="DOCX",
            help="With import: the document before its changes were tracked.",
            show_default=False,
            callback=named,
        ),
    ] = None,
    record: RecordOption = None,
    author: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="With import: whose tracked changes they are.",
            show_default="whom the record names",
        ),
    ] = None,
) -> None:
    """List what was decided, and which entries are about nothing any more.

    Without a folder all entries are listed; with some, those that match nothing in any of them, and
    the exit code is 1 where there are such.

    With import, what an editor accepted, rejected or wrote anew in a document with tracked changes
    becomes decisions; what is still tracked is left open. The --record is that of the run.

    \b
    Examples:
      copydesk decisions
      copydesk decisions cleaned
      copydesk clean a.docx --track-changes --record a.json -o tracked.docx
      copydesk decisions import edited.docx --original a.docx --record a.json
    """
    if folders and folders[0] == "import":
        if len(folders) != 2 or original is None or record is None:
            raise typer.BadParameter("import takes one document, its --original and the --record")
        _import(folders[1], original, record, decisions, author)
        return
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


def _import(
    edited: str, original: str, record: str, decisions: str | None, author: str | None
) -> None:
    from copydesk.files import Trouble
    from copydesk.formats import Unreadable
    from copydesk.record import replayed
    from copydesk.review.findings import findings_of
    from copydesk.review.place import NAME
    from copydesk.review.store import BadDecisions, Store
    from copydesk.review.word import authors, decisions_in

    at = Path(original)
    try:
        run = replayed(at.read_bytes(), original, Path(record))
        cleaned, author = run.cleaned, author or run.tracks_as or "copydesk"
        findings = findings_of(cleaned.proposed or cleaned)
        document = Path(edited).read_bytes()
        found = list(decisions_in(cleaned.original, findings, document, author))
        others = ", ".join(map(name, sorted(authors(document) - {author})))
        place = Path(decisions) if decisions else decisions_file(None, [original])
        store = Store(place or at.parent / NAME)
        store.change(add=found)
    except Unreadable as why:
        tell(f"{name(edited)}: {why}")
        raise typer.Exit(ExitCode.FAILED) from None
    except (Trouble, BadDecisions) as why:
        tell(str(why))
        raise typer.Exit(ExitCode.FAILED) from None
    except OSError as error:
        tell(f"{name(error.filename or edited)}: {reason(error)}")
        raise typer.Exit(ExitCode.FAILED) from None
    if others:
        tell(f"{name(edited)}: what is still tracked by {others} counts as done (see --author)")
    for decision in found:
        Screen.out().line(_line(decision))
    Screen.out().line(f"{len(found)} of {len(findings)} decided, kept in {name(store.path)}")


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
