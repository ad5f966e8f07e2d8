"""What LanguageTool found in a paragraph, kept on this machine so that it is asked only once.

The cache is an SQLite file. A row's key is a digest of all that its matches depend on, so no row
ever goes stale; a sum tells a damaged row, which counts as none. Of the policy only what
LanguageTool was told is part of a key: what is kept are its matches as they came, and a policy is
laid on them anew each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from copydesk.grammar.match import Match
from copydesk.text import Span

LIMIT = 100_000_000
"""Bytes that the file may have; some 200,000 paragraphs."""

_FORM = "1"  # of keys and rows; another one reads nothing that this one wrote
_WAIT = 5  # seconds for another process to finish writing
_ROWS = 500  # asked for at once
_DAY = 24 * 3600 * 10**9  # nanoseconds; how exactly it is known when a row was last used
_TABLES = """
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS found (
    key BLOB PRIMARY KEY, sum INTEGER NOT NULL, matches TEXT NOT NULL, used INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_use ON found (used);
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much a cache holds: paragraphs, and the bytes of its file."""

    entries: int
    size: int


class Cache:
    """A cache in the file ``path``, or in memory where there is no path or the file is of no use.

    Threads and processes may share it. A damaged file is made anew. Nothing here raises: what
    cannot be read was not kept, and what cannot be written is not. Where the file grows over
    ``limit`` bytes, what was not used for longest is forgotten.
    """

    def __init__(self, path: Path | None = None, *, limit: int = LIMIT) -> None:
        self._path = path
        self._limit = limit
        self._turn = threading.Lock()
        self._file = _opened(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. The cache is empty from then on."""
        with self._turn, contextlib.suppress(sqlite3.Error):
            self._file.close()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, tuple[Match, ...]]:
        """Return what is kept under those of the ``keys`` that there are."""
        wanted = list(keys)
        known: dict[bytes, tuple[Match, ...]] = {}
        with self._working():
            for at in range(0, len(wanted), _ROWS):
                known |= self._rows(wanted[at : at + _ROWS])
        return known

    def put(self, found: Mapping[bytes, Sequence[Match]]) -> None:
        """Keep what was found, by keys of `key`."""
        now = time.time_ns()
        rows = [(k, _sum(k, written := _written(ms)), written, now) for k, ms in found.items()]
        with self._working():
            with self._file:
                self._file.executemany("INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?)", rows)
            self._forget()

    def clear(self) -> None:
        """Forget everything, and give the room on the disk back."""
        with self._working():
            with self._file:
                self._file.execute("DELETE FROM found")
            self._shrink()

    def size(self) -> Size:
        """Return how much it holds."""
        with self._working():
            (entries,) = self._file.execute("SELECT count(*) FROM found").fetchone()
            return Size(entries, self._bytes())
        return Size(0, 0)

    def _rows(self, keys: Sequence[bytes]) -> dict[bytes, tuple[Match, ...]]:
        marks = ",".join("?" * len(keys))
        rows = self._file.execute(
            f"SELECT key, sum, matches, used FROM found WHERE key IN ({marks})", keys
        ).fetchall()
        whole = [row for row in rows if _sum(row[0], row[2]) == row[1]]
        now = time.time_ns()
        if old := [(now, row[0]) for row in whole if row[3] < now - _DAY]:
            with self._file:
                self._file.executemany("UPDATE found SET used = ? WHERE key = ?", old)
        return {row[0]: _read(row[2]) for row in whole}

    def _forget(self) -> None:
        if self._bytes() <= self._limit:
            return
        (entries,) = self._file.execute("SELECT count(*) FROM found").fetchone()
        with self._file:
            self._file.execute(
                "DELETE FROM found WHERE key IN (SELECT key FROM found ORDER BY used LIMIT ?)",
                (entries // 4 + 1,),  # a quarter, so that this is rare
            )
        self._shrink()

    def _shrink(self) -> None:
        self._file.execute("PRAGMA incremental_vacuum").fetchall()
        self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _bytes(self) -> int:
        (pages,) = self._file.execute("PRAGMA page_count").fetchone()
        (each,) = self._file.execute("PRAGMA page_size").fetchone()
        return int(pages) * int(each)

    @contextmanager
    def _working(self) -> Iterator[None]:
        """Have the file to ourselves; where it is damaged, go on with a new one."""
        with self._turn:
            try:
                yield
            except sqlite3.ProgrammingError:
                pass  # it was closed
            except sqlite3.DatabaseError as error:
                if _is_damage(error):
                    self._file.close()
                    self._file = _anew(self._path)


def key(*parts: str) -> bytes:
    """Return the key for what depends on these ``parts`` and on nothing else.

    >>> key("6.8", "en-US") == key("6.8en", "-US")
    False
    """
    said = json.dumps([_FORM, *parts])
    return hashlib.blake2b(said.encode(), digest_size=16).digest()


def _opened(path: Path | None) -> sqlite3.Connection:
    if path is None:
        return _connection(":memory:")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _connection(str(path))
    except OSError:
        return _connection(":memory:")
    except sqlite3.DatabaseError as error:
        return _anew(path if _is_damage(error) else None)


def _anew(path: Path | None) -> sqlite3.Connection:
    """Take a damaged file away, and open a new one in its place."""
    try:
        if path is not None:
            for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                file.unlink(missing_ok=True)
            return _connection(str(path))
    except (sqlite3.Error, OSError):
        pass  # another process holds it
    return _connection(":memory:")


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is at fault; else another process writes for long, or there is no room."""
    return not isinstance(error, sqlite3.OperationalError) or "no such" in str(error)


def _connection(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=_WAIT, check_same_thread=False)
    try:
        connection.executescript(_TABLES)
        connection.execute("SELECT key, sum, matches, used FROM found LIMIT 1").fetchall()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _written(matches: Sequence[Match]) -> str:
    return json.dumps(
        [
            (m.span.start, m.span.end, m.rule, m.message, m.replacements, m.category, m.kind)
            for m in matches
        ],
        separators=(",", ":"),
    )


def _read(written: str) -> tuple[Match, ...]:
    return tuple(
        Match(Span(start, end), rule, message, tuple(replacements), category, kind)
        for start, end, rule, message, replacements, category, kind in json.loads(written)
    )


def _sum(key: bytes, written: str) -> int:
    return zlib.crc32(written.encode("utf-8", "surrogatepass"), zlib.crc32(key))
