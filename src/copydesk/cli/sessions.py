"""The session of a review: of one file, which is cleaned for it, or of a folder of copies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from copydesk.batch.journal import NoJournal
from copydesk.cli.choices import decisions_file
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import name, tell
from copydesk.cli.targets import planned
from copydesk.cli.work import Input, Result, Work
from copydesk.files import reason
from copydesk.review.articles import Article, Articles, Folder, NoReview, OneArticle
from copydesk.review.place import NAME
from copydesk.review.session import Session
from copydesk.review.store import BadDecisions, Store

if TYPE_CHECKING:
    from copydesk.batch.task import Setting


def session_of(path: str, decisions: str | None, setting: Setting) -> Session:
    """Return the session about the file or the folder of cleaned copies at ``path``.

    Decisions are kept in the file that is named, or else in the nearest to the originals; where
    there is none it is made beside them. Where there is nothing to review, that is told, and the
    program ends.
    """
    try:
        if Path(path).is_dir():
            folder = Folder(Path(path))
            return Session(folder, _store(decisions, folder.root))
        return Session(_cleaned(path, setting), _store(decisions, Path(path).parent))
    except (NoReview, NoJournal, BadDecisions) as why:
        tell(str(why))
    except OSError as error:
        tell(f"{name(error.filename or path)}: {reason(error)}")
    raise typer.Exit(ExitCode.FAILED)


def _store(given: str | None, folder: Path) -> Store:
    if given is not None:
        return Store(Path(given))
    return Store(decisions_file(None, [str(folder)]) or folder / NAME)


def _cleaned(path: str, setting: Setting) -> Articles:
    """Clean the file as if nobody had decided anything."""
    found: list[Result] = []
    source = Input(path)
    if source.path is None:
        raise typer.BadParameter("a review needs a file, and - is standard input")
    target = planned([source], None, False, False).targets[source]
    with Work(replace(setting, decisions="")) as work:
        work.each([source], found.append)
    if not found or target is None:
        raise typer.Exit(ExitCode.FAILED)
    return OneArticle(Article(path, source.path, target, found[0].file, found[0].cleaned))
