"""What runs over a folder did, file by file: a SQLite database in the folder of the outputs.

It is what makes a run resumable, and what `copydesk status` and the review of a folder read.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

if TYPE_CHECKING:
    from copydesk.pipeline import Cleaned

Outcome = Literal["changed", "unchanged", "failed"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

FOLDER = ".copydesk"
"""The folder of our own files, in the folder of the outputs."""

_NAME = "journal.sqlite"
_SCHEMA_VERSION = 1
_SCHEMA = f"""
CREATE TABLE run (
    number INTEGER PRIMARY KEY,
    root BLOB NOT NULL, in_place INTEGER NOT NULL, options TEXT NOT NULL, version TEXT NOT NULL,
    pid INTEGER NOT NULL, started REAL NOT NULL
);
CREATE TABLE file (
    path BLOB PRIMARY KEY,
    size INTEGER NOT NULL, modified INTEGER NOT NULL,
    input TEXT NOT NULL, output TEXT NOT NULL, key TEXT NOT NULL,
    outcome TEXT NOT NULL, reason TEXT NOT NULL, seconds REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE record (path BLOB PRIMARY KEY, json TEXT NOT NULL);
PRAGMA user_version = {_SCHEMA_VERSION};
"""
_WAIT = 30  # seconds for another process to finish writing


class NoJournal(Exception):
    """There is no journal, or none that can be read; says why, for a person."""


@dataclass(frozen=True, slots=True)
class Run:
    """The facts of one run.

    ``root`` is the absolute path of the folder of the inputs, ``options`` what was asked for, as
    JSON can hold it, ``version`` copydesk's, ``pid`` the process's number, ``started`` the time in
    seconds since 1970.
    """

    root: Path
    in_place: bool
    options: dict[str, Any]
    version: str
    pid: int
    started: float


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done to one file.

    ``path`` is relative to the root, and to the folder of the outputs. ``size`` (bytes) and
    ``modified`` (nanoseconds since 1970) are those of the input, or, in place, of the output; a
    ``modified`` of 0 means that the file was so new that its time says nothing. ``input`` and
    ``output`` are SHA-256 sums in hexadecimal, empty where there is no such file; ``key`` stands
    for the options, the format and the version. ``reason`` says why it failed.
    """

    path: Path
    size: int
    modified: int
    input: str
    output: str
    key: str
    outcome: Outcome
    reason: str
    seconds: float


_COLUMNS = ", ".join(field.name for field in fields(Entry))
_VALUES = attrgetter(*(field.name for field in fields(Entry)))
_PLACES = ", ".join("?" for _ in fields(Entry))


_OUTWARD = (
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
)
"""What keeps a journal from being opened that is as it should be."""


class Journal:
    """The journal of a folder of outputs; close it, or use it in a ``with`` block."""

    def __init__(self, path: Path) -> None:
        self._db = _opened(path)
        self.path = path

    @classmethod
    def open(cls, folder: Path, is_known: bool = False) -> Self:
        """Open the journal that is in ``folder``. Raises NoJournal.

        One that ``is_known`` was opened before, and is not checked for damage again, which takes
        the longer the more files it has.
        """
        path = folder / FOLDER / _NAME
        if not path.is_file():
            raise NoJournal(f"{folder} holds no outputs of a run over a folder")
        return cls(path) if is_known else cls._checked(path)

    @classmethod
    def open_or_create(cls, folder: Path) -> tuple[Self, Path | None]:
        """Open the journal of ``folder`` to write to it.

        One that is damaged is kept under another name, the second value, and a new one begun.
        Raises NoJournal for one that cannot be opened or is of a later version, OSError and
        sqlite3.OperationalError.
        """
        path = folder / FOLDER / _NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            return cls._created(path), None
        try:
            return cls._checked(path), None
        except DamagedJournal:
            aside = _set_aside(path)
            return cls._created(path), aside

    @classmethod
    def _created(cls, path: Path) -> Self:
        """Make a new journal, whole or not at all: a run may be killed at any moment."""
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with closing(sqlite3.connect(new)) as db:
            db.executescript(_SCHEMA)
        os.replace(new, path)
        journal = cls(path)
        journal._db.execute("PRAGMA journal_mode = WAL")  # readers do not wait for the run
        journal._db.execute("PRAGMA synchronous = NORMAL")  # at worst the last files are done again
        return journal

    @classmethod
    def _checked(cls, path: Path) -> Self:
        journal = cls(path)
        try:
            (version,) = journal._db.execute("PRAGMA user_version").fetchone()
            faults = journal._db.execute("PRAGMA quick_check('file')").fetchone()[0]
            journal._db.execute(f"SELECT {_COLUMNS} FROM file LIMIT 0")
            journal._db.execute("SELECT path, json FROM record LIMIT 0")
            journal._db.execute("SELECT root, in_place, options FROM run LIMIT 0")
            journal._db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.DatabaseError as error:
            journal.close()
            if error.sqlite_errorcode & 0xFF in _OUTWARD:
                raise NoJournal(f"the journal {path} cannot be opened: {error}") from None
            raise DamagedJournal(f"the journal {path} is damaged: {error}") from None
        if version > _SCHEMA_VERSION:
            journal.close()
            raise NoJournal(f"the journal {path} is of a later version of copydesk")
        if faults != "ok":
            journal.close()
            raise DamagedJournal(f"the journal {path} is damaged: {faults}")
        return journal

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close it. To close it twice does no harm."""
        self._db.close()

    def begin(self, run: Run) -> None:
        """Write down that a run begins."""
        values = (os.fsencode(run.root), run.in_place, json.dumps(run.options))
        with self._db:
            self._db.execute(
                "INSERT INTO run (root, in_place, options, version, pid, started) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (*values, run.version, run.pid, run.started),
            )

    def run(self) -> Run | None:
        """Return the facts of the last run."""
        row = self._db.execute(
            "SELECT root, in_place, options, version, pid, started "
            "FROM run ORDER BY number DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        return Run(Path(os.fsdecode(row[0])), bool(row[1]), json.loads(row[2]), *row[3:])

    def add(self, entries: Iterable[tuple[Entry, str]]) -> None:
        """Write down what was done to files, all or nothing.

        Beside each entry stands its record: `Cleaned.to_dict` as JSON, or nothing. What was known
        of such a file before is forgotten.
        """
        with self._db:
            for entry, record in entries:
                path, *others = _VALUES(entry)
                key = os.fsencode(path)
                self._db.execute(
                    f"INSERT OR REPLACE INTO file ({_COLUMNS}) VALUES ({_PLACES})", (key, *others)
                )
                self._db.execute("DELETE FROM record WHERE path = ?", (key,))
                if record:
                    self._db.execute("INSERT INTO record VALUES (?, ?)", (key, record))

    def seen(self, path: Path, size: int, modified: int) -> None:
        """Write down the size and time of a file whose content is known already."""
        with self._db:
            self._db.execute(
                "UPDATE file SET size = ?, modified = ? WHERE path = ?",
                (size, modified, os.fsencode(path)),
            )

    def forget(self, paths: Iterable[Path]) -> None:
        """Take out what is known of files."""
        keys = [(os.fsencode(path),) for path in paths]
        with self._db:
            for table in ("file", "record"):
                self._db.executemany(f"DELETE FROM {table} WHERE path = ?", keys)

    def entry(self, path: Path) -> Entry | None:
        """Return what was done to the file at ``path``, relative to the root."""
        query = f"SELECT {_COLUMNS} FROM file WHERE path = ?"
        row = self._db.execute(query, (os.fsencode(path),)).fetchone()
        return _entry(row) if row else None

    def stamp(self, path: str) -> tuple[int, int, str] | None:
        """Return size, time and key of a file that was cleaned; None of others."""
        query = "SELECT size, modified, key FROM file WHERE path = ? AND outcome != 'failed'"
        row: tuple[int, int, str] | None
        row = self._db.execute(query, (os.fsencode(path),)).fetchone()
        return row

    def entries(self, outcome: Outcome | None = None) -> Iterator[Entry]:
        """Yield what was done to each file, by path; ``outcome`` chooses."""
        query = f"SELECT {_COLUMNS} FROM file WHERE ? IN (outcome, '') ORDER BY path"
        yield from map(_entry, self._db.execute(query, (outcome or "",)))

    def record(self, path: Path) -> dict[str, Any] | None:
        """Return the changes and suggestions of a file as `Cleaned.to_dict` has them.

        None where there is no such file, or where it failed.
        """
        query = "SELECT json FROM record WHERE path = ?"
        row = self._db.execute(query, (os.fsencode(path),)).fetchone()
        if row is None:
            return None
        record: dict[str, Any] = json.loads(row[0])
        return record

    def cleaned(self, path: Path, original: str) -> Cleaned | None:
        """Return what was made of the file at ``path``, whose text was ``original``.

        None where there is no record of it. Raises ValueError where the text has changed since.
        """
        from copydesk.pipeline import Cleaned  # a run with nothing to do does without

        record = self.record(path)
        return Cleaned.from_dict(original, record) if record else None

    def counts(self) -> dict[Outcome, int]:
        """Return how many files had each outcome."""
        rows = self._db.execute("SELECT outcome, count(*) FROM file GROUP BY outcome")
        return dict.fromkeys(OUTCOMES, 0) | dict(rows)

    def rules(self, most: int) -> list[tuple[str, int]]:
        """Return the rules that had a part in ``most`` changes, with their number."""
        return self._db.execute(
            "SELECT rule.value, count(*) FROM record, "
            "json_each(record.json, '$.changes') AS change, "
            "json_each(change.value, '$.rules') AS rule "
            "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
            (most,),
        ).fetchall()

    def slowest(self, most: int) -> list[Entry]:
        """Return the ``most`` files that took longest."""
        query = f"SELECT {_COLUMNS} FROM file ORDER BY seconds DESC, path LIMIT ?"
        return [_entry(row) for row in self._db.execute(query, (most,))]


class DamagedJournal(NoJournal):
    """A journal that is no longer one."""


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(Path(os.fsdecode(row[0])), *row[1:])


def _opened(path: Path) -> sqlite3.Connection:
    """Open a journal, also where it lies on a disk that is read-only.

    SQLite would write beside it, and so does not open it there otherwise.
    """
    is_behind = path.with_name(f"{path.name}-wal").exists()  # some of it is not in the file yet
    if is_behind or os.access(path.parent, os.W_OK):
        return sqlite3.connect(path, timeout=_WAIT)
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)


def _set_aside(path: Path) -> Path:
    """Give a damaged journal another name, and return that."""
    number = 1
    while (aside := path.with_name(f"journal-damaged-{number}.sqlite")).exists():
        number += 1
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    return aside
