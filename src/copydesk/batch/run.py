"""A run over a folder: which files are to be done, who does them, and where the copies go."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from itertools import chain, count, islice
from pathlib import Path
from typing import Self

from copydesk import __version__
from copydesk.batch.journal import FOLDER, Journal, NoJournal, Run
from copydesk.batch.task import Cleaner, Done, Setting, Stop, Worker, digest, failed, settled_time
from copydesk.batch.tree import Found, Tree, readable
from copydesk.files import Trouble, read_stable, reason, same, sync_folder

_BATCH = 64
"""Files whose copies are put into their places together, and written down together."""
_FEW = 8  # files that are done sooner than processes for them have started
_PAUSE = 0.5  # seconds that such a file may wait for the others

StartGrammar = Callable[[], Setting]
"""Prepares LanguageTool and returns the setting with what the processes need to share it, or with
why it cannot be had. Raises Stop where it is required."""


@dataclass
class FolderRun:
    """Cleans the files of ``tree`` into the folder ``output``, or in place where that is None.

    Use it in a ``with`` block, which raises Stop where it cannot begin: another run may be at work
    there. ``up_to_date`` counts the files that were done before; ``lost`` are files done before
    that are no longer there, and ``replaced`` copies that were not as they had been written, and
    are kept in the journal's folder. ``notices`` are about the run as a whole.
    """

    tree: Tree
    output: Path | None
    setting: Setting
    jobs: int
    start_grammar: StartGrammar
    up_to_date: int = 0
    lost: int = 0
    replaced: int = 0
    notices: list[str] = field(default_factory=list)
    _with_grammar: bool | None = field(init=False, default=None)  # known when it was tried
    _made: Path | None = field(init=False, default=None)
    _keys: dict[tuple[str, bool], str] = field(init=False, default_factory=dict)  # by name's end
    _failed: set[Path] = field(init=False, default_factory=set)
    _journal: Journal = field(init=False)
    _opened: ExitStack | None = field(init=False, default=None)  # None while it is only planned

    def __enter__(self) -> Self:
        try:
            with ExitStack() as opened:
                opened.enter_context(closing(_lock(self.folder)))
                self._journal, aside = Journal.open_or_create(self.folder)
                opened.enter_context(self._journal)
                if aside:
                    self.notices.append(
                        f"the journal was damaged; it is kept as {aside}, "
                        "and all files are done again"
                    )
                self._check_root()
                shutil.rmtree(self._staging, ignore_errors=True)  # of a run that was killed
                self._staging.mkdir()
                opened.callback(shutil.rmtree, self._staging, ignore_errors=True)
                self.tree.tells_case = _tells_case(self._staging)
                self._journal.begin(self._facts())
                self._opened = opened.pop_all()
        except NoJournal as no:
            raise Stop(str(no)) from None
        except sqlite3.Error as error:
            raise Stop(f"the journal in {self.folder} cannot be written: {error}") from None
        except OSError as error:
            raise Stop(f"nothing can be written to {self.folder}: {reason(error)}") from None
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened:
            self._opened.close()

    def _check_root(self) -> None:
        before = self._journal.run()
        if before and self.output and before.root != self._facts().root:
            raise Stop(
                f"{self.output} holds the cleaned copies of {before.root}; "
                "give those of another folder a place of their own"
            )

    @property
    def folder(self) -> Path:
        """The folder of the outputs."""
        return self.output or Path(self.tree.root)

    @property
    def _staging(self) -> Path:
        return self.folder / FOLDER / "new"

    def _facts(self) -> Run:
        root = Path(self.tree.root).absolute()
        is_in_place = self.output is None
        asked = self.setting.to_dict()
        return Run(root, is_in_place, asked, __version__, os.getpid(), time.time())

    def results(self) -> Generator[Done, None, None]:
        """Do what is to be done, and yield each file when its copy is in its place.

        Raises Stop where the run cannot go on; what was yielded is safe.
        """
        pending = self.pending()
        first = list(islice(pending, _FEW))
        try:
            if first:
                jobs = self.jobs if len(first) == _FEW else 1
                yield from self._worked(chain(first, pending), jobs)
            self._forget_lost()
        except sqlite3.Error as error:
            raise Stop(f"the journal in {self.folder} cannot be written: {error}") from None

    def planned(self) -> Iterator[Found]:
        """Yield the same as `pending` without a run: nothing is written or locked."""
        try:
            self._journal = Journal.open(self.folder)
        except NoJournal:
            yield from self.tree
            return
        with self._journal:
            yield from self.pending()

    def pending(self) -> Iterator[Found]:
        """Yield the files that are new or changed, and what cannot be read at all."""
        for found in self.tree:
            if not found.why and self._is_done(found.path):
                self.up_to_date += 1
            else:
                yield found

    def _worked(self, pending: Iterator[Found], jobs: int) -> Iterator[Done]:
        from copydesk.batch.pool import Died, each, preload  # what one with nothing to do needs not

        preload("copydesk.batch.task", "copydesk.pipeline", "copydesk.reports.summary")
        if self.setting.asks_grammar:
            self._has_grammar()
        cleaner = Cleaner(self.setting)
        worker = Worker(cleaner, self.tree.root, self._staging, self.output is None)
        refused: list[Found] = []
        waiting: list[Done] = []
        since = time.monotonic()
        try:
            for path, done in each(worker, readable(pending, refused), jobs, ordered=False):
                waiting.append(failed(path, str(done)) if isinstance(done, Died) else done)
                if len(waiting) >= _BATCH or time.monotonic() - since > _PAUSE:
                    yield from self._settled(waiting)
                    since = time.monotonic()
        finally:
            done_too = list(self._settled(waiting))
        yield from done_too
        yield from self._settled([failed(found.path, found.why) for found in refused])

    def _settled(self, waiting: list[Done]) -> Iterator[Done]:
        """Put the copies into their places, write that down, and empty the list."""
        ready, waiting[:] = waiting[:], []
        if not ready:
            return
        if self.output is None:  # a copy in place whose changes nobody wrote down would hide them
            self._journal.add((done.entry, done.record) for done in ready)
        placed = [self._placed(done) for done in ready]
        for folder in {(self.folder / done.entry.path).parent for done in placed if done.copy}:
            sync_folder(folder)
        self._journal.add((done.entry, done.record) for done in placed)
        self._failed |= {done.entry.path for done in placed if done.entry.outcome == "failed"}
        yield from placed

    def _placed(self, done: Done) -> Done:
        if done.copy is None:
            return self._with_former_copy(done)
        target = self.folder / done.entry.path
        try:
            if self.output is None:
                _check_unchanged(target, done)
            else:
                self._make(target.parent)
            if _holds(target, done.entry.output):
                done.copy.unlink()
            else:
                if self.output:
                    self._keep(done.entry.path)
                os.replace(done.copy, target)
        except (OSError, Trouble) as error:
            done.copy.unlink(missing_ok=True)
            why = reason(error) if isinstance(error, OSError) else str(error)
            lost = failed(str(done.entry.path), f"its copy cannot be put into its place: {why}")
            return self._with_former_copy(lost)
        return done

    def _with_former_copy(self, done: Done) -> Done:
        """Remember the sum of the copy that stays where it is, so that it is known for ours."""
        known = self._journal.entry(done.entry.path) if self.output else None
        return replace(done, entry=replace(done.entry, output=known.output)) if known else done

    def _keep(self, path: Path) -> None:
        """Put a copy elsewhere that is not as the journal says: edited, or of another program."""
        target = self.folder / path
        if target.is_dir() or not os.path.lexists(target):
            return
        known = self._journal.entry(path)
        if known is not None and _holds(target, known.output):
            return
        places = (self.folder / FOLDER / "replaced" / str(n) / path for n in count())
        kept = next(place for place in places if not os.path.lexists(place))
        kept.parent.mkdir(parents=True, exist_ok=True)
        os.replace(target, kept)
        self.replaced += 1

    def _make(self, folder: Path) -> None:
        """Make a folder among the outputs; links must not lead out of them."""
        if folder == self._made:
            return  # as for the file before
        folder.mkdir(parents=True, exist_ok=True)
        if not folder.resolve().is_relative_to(self.folder.resolve()):
            raise Trouble("a link in the folder of the outputs leads out of it")
        self._made = folder

    def _is_done(self, path: str) -> bool:
        stamp = self._journal.stamp(path)
        if stamp is None:
            return False
        size, modified, key = stamp
        place = os.path.join(self.tree.root, path)
        try:
            status = os.lstat(place)
            copy = os.path.join(self.output, path) if self.output else place
            if not os.path.lexists(copy) or os.path.isdir(copy):
                return False
            is_same = (size, modified) == (status.st_size, status.st_mtime_ns)
            if not is_same and not self._is_known(path, place):
                return False
        except (OSError, Trouble):
            return False  # whoever works on it will say why
        return self._is_as_asked(path, key)

    def _is_known(self, path: str, place: str) -> bool:
        """Whether the content of a file is what it was, whatever its time says."""
        entry = self._journal.entry(Path(path))
        data, status = read_stable(place, self.setting.largest)
        if entry is None or digest(data) != (entry.input if self.output else entry.output):
            return False
        if self._opened:  # a plan writes nothing
            self._journal.seen(entry.path, status.st_size, settled_time(status))
        return True

    def _is_as_asked(self, path: str, key: str) -> bool:
        """Whether the same was asked for. What lacks grammar is done again where it can be had."""
        asked = self.setting.asks_grammar
        if key == self._key(path, asked):
            return True
        if not asked or key != self._key(path, False) or not self._opened:
            return False  # a plan fetches nothing, and so counts what lacks grammar
        return not self._has_grammar()

    def _key(self, path: str, grammar: bool) -> str:
        asked = os.path.splitext(path)[1], grammar
        if asked not in self._keys:
            self._keys[asked] = self.setting.key(path, grammar=grammar)
        return self._keys[asked]

    def _has_grammar(self) -> bool:
        if self._with_grammar is None:
            self.setting = self.start_grammar()
            self._with_grammar = not self.setting.unavailable
        return self._with_grammar

    def _forget_lost(self) -> None:
        """Take out of the journal what is gone, and what failed and is no more to be cleaned."""
        if sum(self._journal.counts().values()) == self.tree.listed:
            return  # all that it knows are there
        lost: list[Path] = []
        given_up: list[Path] = []
        for entry in self._journal.entries():
            if _is_gone(os.path.join(self.tree.root, entry.path)):
                lost.append(entry.path)
            elif entry.outcome == "failed" and entry.path not in self._failed:
                given_up.append(entry.path)
        self.lost = len(lost)
        self._journal.forget([*lost, *given_up])


def _is_gone(place: str) -> bool:
    """Whether there is no such file; one in a folder that cannot be read may be there."""
    try:
        os.lstat(place)
    except OSError as error:
        return isinstance(error, FileNotFoundError | NotADirectoryError)
    return False


def _lock(folder: Path) -> sqlite3.Connection:
    """Keep other runs out of ``folder`` until the lock is closed or this process ends, however.

    The lock is a transaction that is never finished, on a database that holds nothing. Raises Stop.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    place = folder / FOLDER / "lock.sqlite"
    lock = sqlite3.connect(place, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        raise Stop(f"another run is at work on {folder}{_whose(folder)}") from None
    except sqlite3.DatabaseError:
        lock.close()
        raise Stop(f"{place} is damaged; delete it if no other run is at work") from None
    return lock


def _whose(folder: Path) -> str:
    with suppress(NoJournal, sqlite3.Error), Journal.open(folder) as journal:
        if run := journal.run():
            since = time.strftime("%H:%M:%S", time.localtime(run.started))
            return f": process {run.pid}, since {since}"
    return ""


def _tells_case(folder: Path) -> bool:
    """Whether the file system of ``folder`` tells small letters from capitals."""
    probe = folder / "case"
    probe.touch()
    try:
        return not (folder / "CASE").exists()
    finally:
        probe.unlink()


def _check_unchanged(place: Path, done: Done) -> None:
    if done.seen is None or not same(place.lstat(), done.seen):
        raise Trouble("it was changed while it was being worked on, and stays as it is now")


def _holds(target: Path, sum: str) -> bool:
    """Whether the copy is there already: the journal may have been lost."""
    with suppress(OSError):
        return target.is_file() and not target.is_symlink() and digest(target.read_bytes()) == sum
    return False
