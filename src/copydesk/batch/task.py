"""What is done with one file: it is read, cleaned and written aside. This runs in any process."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import time
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

from copydesk import __version__
from copydesk.files import LARGEST, Trouble, aside, read_stable, reason
from copydesk.formats import Format, TextFile, Unreadable, Unwritable, format_of, read
from copydesk.options import NOT_CHECKED, Grammar, Options

if TYPE_CHECKING:
    from copydesk.batch.journal import Entry
    from copydesk.grammar import Checker
    from copydesk.pipeline import Cleaned
    from copydesk.reports.listing import Listing
    from copydesk.reports.summary import Summary
    from copydesk.review.decisions import Decisions
    from copydesk.review.obey import Clean
    from copydesk.text import Span

_DOUBTFUL = 2_000_000_000  # nanoseconds: a file so new may change again without a later time
_NO_SPACE = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class Stop(Exception):
    """The whole run cannot go on; says why, for a person."""


@dataclass(frozen=True)
class Setting:
    """What is the same for every file of a run.

    ``url`` is that of the LanguageTool server, None for our own, which the processes that have
    ``shared`` share; ``unavailable`` says why there is none, once that is known. ``format`` is that
    of all files, None to tell it from each name; ``largest`` is in bytes. ``tracks_as`` is the
    author of the changes in Word documents where they are to be tracked there. ``decisions`` is the
    text of a file of decisions.
    """

    options: Options = field(default_factory=Options)
    grammar: Grammar = "auto"
    url: str | None = None
    shared: Path | None = None
    unavailable: str = ""
    format: Format | None = None
    fields: tuple[str, ...] = ()
    largest: int = LARGEST
    tracks_as: str | None = None
    decisions: str = ""

    @property
    def asks_grammar(self) -> bool:
        """Whether grammar is to be checked."""
        return self.grammar != "off" and self.options.wants("grammar")

    def format_of(self, path: str) -> Format:
        """Return the format of the file at ``path``."""
        return self.format or format_of(path)

    def cannot_track(self, path: str) -> bool:
        """Whether changes are to be tracked, and the file at ``path`` is no Word document."""
        return self.tracks_as is not None and self.format_of(path).name != "word"

    def key(self, path: str, *, grammar: bool) -> str:
        """Return what is the same for two results if nothing but the file can make them differ.

        ``grammar`` says whether it was checked.
        """
        return f"{self.format_of(path).name} {'with' if grammar else 'without'} {self._digest}"

    def to_dict(self) -> dict[str, object]:
        """Return what was asked for as JSON can hold it."""
        given = asdict(self.options)
        options = {k: sorted(v) if isinstance(v, frozenset) else v for k, v in given.items()}
        asked = {"grammar": self.grammar, "fields": self.fields, "tracks_as": self.tracks_as}
        return {**options, **asked}

    def encoded(self, file: TextFile, cleaned: Cleaned) -> bytes:
        """Return the bytes of the cleaned file; only Word documents have tracked changes. Raises
        Unwritable.
        """
        if self.tracks_as is None:
            return file.encode(cleaned.revision)
        from datetime import UTC, datetime

        from copydesk.formats.tracked import tracked  # what most runs do without
        from copydesk.formats.word import WordDocument

        if not isinstance(file, WordDocument):
            return file.encode(cleaned.revision)
        now = datetime.now(UTC)
        return tracked(file, cleaned.revision, cleaned.suggestions, self.tracks_as, now)

    @cached_property
    def _digest(self) -> str:
        asked = {**self.to_dict(), "grammar": None, "version": __version__}
        asked["decisions"] = self.decisions
        asked["phrases"] = [digest(Path(file).read_bytes()) for file in self.options.phrases]
        return digest(json.dumps(asked, sort_keys=True).encode())


def why(error: Exception) -> str:
    """Say why a file could not be processed."""
    if isinstance(error, (Trouble, Unreadable, Unwritable)):
        return str(error)
    if isinstance(error, OSError):
        return reason(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for it"
    at = extract_tb(error.__traceback__)[-1]
    return (
        f"an error of copydesk itself, please report it: {type(error).__name__}: {error} "
        f"({Path(at.filename).name}:{at.lineno})"
    )


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a file: an entry for the journal, with its record as JSON.

    ``copy`` is where the cleaned copy lies until it is put into its place; None where there is
    nothing to put. ``seen`` is the input's status when it was read, ``summary`` what was found.
    """

    entry: Entry
    record: str = ""
    copy: Path | None = None
    seen: os.stat_result | None = None
    notices: tuple[str, ...] = ()
    summary: Summary | None = None


@dataclass
class Cleaner:
    """Cleans what files hold. Without a ``checker`` it asks the server that the setting names."""

    setting: Setting
    checker: Checker | None = None

    def cleaned(self, data: bytes, path: str) -> tuple[TextFile, Cleaned]:
        """Return what the file at ``path``, which holds ``data``, is, and what becomes of it.

        Raises Unreadable, and Stop where the grammar is required and cannot be checked.
        """
        from copydesk.formats.fit import fitted
        from copydesk.pipeline import cleaned  # slow to import: a run may have nothing to do

        setting = self.setting
        file = read(data, setting.format_of(path), setting.fields)
        options = replace(
            setting.options, set_apart=tuple((place.start, place.end) for place in file.italics)
        )
        if file.source is not None and options.source is None:
            options = replace(options, source=file.source)
        if options.source_language is None:
            options = replace(options, source_language=file.source_language)
        asks = setting.asks_grammar and not setting.unavailable
        if asks and self.checker is None:
            from copydesk.grammar import Checker

            self.checker = Checker(setting.url, shared=setting.shared)

        def clean(text: str, keep: tuple[Span, ...]) -> Cleaned:
            grammar = setting.grammar if asks else "off"
            return cleaned(text, options, grammar=grammar, keep=keep, checker=self.checker)

        try:
            done = self._obeying(clean, file)
        except Exception as error:
            from copydesk.grammar import GrammarUnavailable  # slow to import

            if isinstance(error, GrammarUnavailable):
                raise Stop(f"grammar cannot be checked: {error}") from None
            raise
        if setting.asks_grammar and not asks:
            notice = f"{NOT_CHECKED}: {setting.unavailable}"
            done = replace(done, notices=(*done.notices, notice))
        return file, fitted(done, file)

    def _obeying(self, clean: Clean, file: TextFile) -> Cleaned:
        if not self.setting.decisions:
            return clean(file.text, file.guarded)
        from copydesk.review.obey import obeyed  # most runs do without

        return obeyed(clean, file.text, file.guarded, self._decisions)

    @cached_property
    def _decisions(self) -> Decisions:
        from copydesk.review.store import loads

        return loads(self.setting.decisions)


@dataclass
class Lister:
    """Lists what would be changed in files of the folder ``root``, and what suggested."""

    cleaner: Cleaner
    root: str

    def __call__(self, path: str) -> Listing:
        """List the findings of the file at ``path``, relative to the root. Raises Stop."""
        from copydesk.reports.listing import Listing, listing

        try:
            data, _ = read_stable(os.path.join(self.root, path), self.cleaner.setting.largest)
            file, cleaned = self.cleaner.cleaned(data, path)
            return listing(cleaned, file)
        except Stop:
            raise
        except Exception as error:
            return Listing(why=why(error))


@dataclass
class Worker:
    """Cleans files of the folder ``root`` one by one, and writes their copies to ``staging``.

    In place, copies take over the owner and permissions, and there are none of unchanged files.
    """

    cleaner: Cleaner
    root: str
    staging: Path
    in_place: bool

    def __call__(self, path: str) -> Done:
        """Clean the file at ``path``, relative to the root. Raises Stop."""
        start = time.perf_counter()
        try:
            done = self._done(path)
        except Stop:
            raise
        except Exception as error:
            done = failed(path, why(error))
        return replace(done, entry=replace(done.entry, seconds=time.perf_counter() - start))

    def _done(self, path: str) -> Done:
        from copydesk.batch.journal import Entry  # here and below: no single file has a journal
        from copydesk.reports.summary import Summary

        setting = self.cleaner.setting
        data, seen = read_stable(os.path.join(self.root, path), setting.largest)
        file, cleaned = self.cleaner.cleaned(data, path)
        new = setting.encoded(file, cleaned)
        copy = None if self.in_place and new == data else self._aside(new, seen)
        lasting = copy.stat() if copy and self.in_place else seen
        is_checked = setting.asks_grammar and not cleaned.lacks_grammar
        entry = Entry(
            Path(path),
            lasting.st_size,
            settled_time(lasting),
            input=digest(data),
            output=digest(new),
            key=setting.key(path, grammar=is_checked),
            outcome="unchanged" if new == data else "changed",
            reason="",
            seconds=0.0,
        )
        record = json.dumps(cleaned.to_dict())
        return Done(entry, record, copy, seen, cleaned.notices, Summary.of(cleaned, 0.0))

    def _aside(self, data: bytes, seen: os.stat_result) -> Path:
        mode = (stat.S_IMODE(seen.st_mode) | stat.S_IWUSR) & 0o666
        try:
            return aside(self.staging, data, mode, seen if self.in_place else None)
        except OSError as error:
            if error.errno in _NO_SPACE:
                raise Stop(f"the cleaned copies cannot be written: {reason(error)}") from None
            raise Trouble(f"its copy cannot be written: {reason(error)}") from None


def failed(path: str, why: str) -> Done:
    """Return what became of a file that could not be processed."""
    from copydesk.batch.journal import Entry

    reason = why.encode("utf-8", "backslashreplace").decode()  # it may quote a stray surrogate
    return Done(Entry(Path(path), 0, 0, "", "", "", "failed", reason, 0.0))


def digest(data: bytes) -> str:
    """Return the SHA-256 sum of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def settled_time(status: os.stat_result) -> int:
    """Return when a file was last written to, in nanoseconds; 0 where that says nothing.

    That is so soon after, when it may be written to once more at what counts as the same time.
    """
    time_ns = status.st_mtime_ns
    return time_ns if time.time_ns() - time_ns > _DOUBTFUL else 0
