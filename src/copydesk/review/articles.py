"""Where the articles of a review come from: a run over one file, or the journal of a folder."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol, Self

from copydesk.batch.journal import Entry, Journal, NoJournal
from copydesk.files import reason
from copydesk.formats import TextFile, Unreadable, format_of, read
from copydesk.pipeline import Cleaned
from copydesk.review.decisions import Keyed
from copydesk.review.findings import Finding, Kind, findings_of, is_trivial, kind_of
from copydesk.revision import Change, Revision


class NoReview(Exception):
    """There is nothing that could be reviewed; says why, for a person."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list shows it: its name, and how many changes and suggestions it has.

    ``trivial`` of them change white space alone; ``kinds`` are those of its findings.
    """

    name: str
    changes: int
    suggestions: int
    trivial: int
    kinds: frozenset[Kind]

    @classmethod
    def of(cls, name: str, changes: Sequence[Change], suggestions: Sequence[Change]) -> Self:
        """List an article in which these were found."""
        both = [*changes, *suggestions]
        kinds = [kind_of(change) for change in both]
        wholes: set[Kind] = {(c.rules, (c.before,), (c.after,)) for c in both}
        trivial = sum(map(is_trivial, kinds))
        return cls(name, len(changes), len(suggestions), trivial, frozenset(wholes.union(kinds)))

    @property
    def total(self) -> int:
        """How many findings there are to decide."""
        return self.changes + self.suggestions


@dataclass(frozen=True)
class Article:
    """A file as it was read, and what was found in it before anybody decided anything.

    ``original`` is where it lies and ``target`` where its cleaned copy belongs. ``decided`` is what
    decisions had made of it when it was cleaned, if they were about it. ``written`` is the SHA-256
    sum of the copy as copydesk wrote it last, in hexadecimal, where that is known. ``tracks_as`` is
    the author of the changes where the copy is a Word document that tracks them.
    """

    name: str
    original: Path
    target: Path
    file: TextFile
    cleaned: Cleaned
    decided: Cleaned | None = None
    written: str = ""
    tracks_as: str | None = None

    @property
    def copy(self) -> Cleaned:
        """What is in the cleaned copy: what was proposed, or what was decided about it before."""
        return self.decided or self.cleaned

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to decide, sorted by place; the id of each is its index."""
        return findings_of(self.cleaned)

    @cached_property
    def keyed(self) -> Keyed:
        """The findings by what a decision may know them by."""
        return Keyed(self.findings)

    def encoded(self, cleaned: Cleaned) -> bytes:
        """Return the bytes of the copy that ``cleaned`` makes. Raises Unwritable."""
        from copydesk.batch.task import Setting

        return Setting(tracks_as=self.tracks_as).encoded(self.file, cleaned)

    def check_original(self) -> None:
        """Raise NoReview where the file is no longer as it was read."""
        try:
            data = self.original.read_bytes()
        except OSError as error:
            raise NoReview(f"{self.original}: cannot be read: {reason(error)}") from None
        if data != self.file.encode(Revision(self.file.text)):
            raise NoReview(
                f"{self.original} was changed since it was cleaned; clean it again, all decisions "
                "are kept"
            )

    def check_target(self, copy: bytes) -> None:
        """Raise NoReview where the target holds what neither copydesk wrote nor is the ``copy``."""
        try:
            found = _sum(self.target.read_bytes()) if self.written else ""
        except FileNotFoundError:
            return
        if found not in (self.written, _sum(copy)):
            raise NoReview(
                f"{self.target} was edited since it was written, and is left as it is; move it "
                "away to have it written as was decided"
            )


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Articles(Protocol):
    """The articles of one review."""

    @property
    def listed(self) -> Sequence[Listed]:
        """The articles in their order, without their texts."""

    def load(self, name: str) -> Article:
        """Return an article. Raises NoReview where it is not as it was when it was cleaned."""

    def finished(self, article: Article, cleaned: Cleaned, data: bytes) -> None:
        """Take note that ``data``, which `Article.target` now holds, came out of the review."""


@dataclass(frozen=True)
class OneArticle:
    """The article of a run over one file."""

    article: Article

    @property
    def listed(self) -> tuple[Listed]:
        """That article."""
        cleaned = self.article.cleaned
        return (Listed.of(self.article.name, cleaned.changes, cleaned.suggestions),)

    def load(self, name: str) -> Article:
        """Return it."""
        return self.article

    def finished(self, article: Article, cleaned: Cleaned, data: bytes) -> None:
        """Take note of nothing: there is no journal."""


class Folder:
    """The articles in the journal of ``out``, a folder of cleaned copies, in which something was
    found. Raises NoJournal and NoReview.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        with Journal.open(out) as journal:
            run = journal.run()
            if run is None:
                raise NoReview(f"{out} holds no cleaned copies yet")
            if run.in_place:
                raise NoReview(
                    f"the files of {out} were cleaned in place, so their originals are gone; "
                    "clean them into a folder (-o) to review them"
                )
            self._run = run
            self._entries = {str(entry.path): entry for entry in journal.entries()}
            listed = (self._listed(journal, entry) for entry in self._entries.values())
            self.listed = tuple(article for article in listed if article.total)

    @property
    def root(self) -> Path:
        """The folder of the originals."""
        return self._run.root

    @property
    def names(self) -> Collection[str]:
        """The names of all files, those in which nothing was found included."""
        return self._entries.keys()

    def _listed(self, journal: Journal, entry: Entry) -> Listed:
        record = journal.record(entry.path) or {}
        proposed = record.get("proposed") or record
        changes, suggestions = (
            [Change.from_dict(change) for change in proposed.get(key, ())]
            for key in ("changes", "suggestions")
        )
        return Listed.of(str(entry.path), changes, suggestions)

    def load(self, name: str) -> Article:
        """Read an article and what was found in it. Raises NoReview."""
        entry = self._entries[name]
        original = self.root / entry.path
        again = f"clean {self.root} into {self._out} again"
        try:
            file = read(
                original.read_bytes(),
                format_of(name, entry.key.partition(" ")[0]),
                tuple(self._run.options.get("fields", ())),
            )
            with Journal.open(self._out, is_known=True) as journal:
                cleaned = journal.cleaned(entry.path, file.text)
        except (NoJournal, sqlite3.Error) as error:
            raise NoReview(f"the journal of {self._out} is lost: {error}; {again}") from None
        except OSError as error:
            raise NoReview(f"{original}: cannot be read: {reason(error)}") from None
        except Unreadable as error:
            raise NoReview(f"{original} {error}") from None
        except ValueError:
            raise NoReview(f"{original} is not as it was when it was cleaned; {again}") from None
        if cleaned is None:
            raise NoReview(f"{original} is no longer in the journal; {again}")
        target = self._out / entry.path
        proposed, decided = (cleaned.proposed, cleaned) if cleaned.proposed else (cleaned, None)
        author = self._run.options.get("tracks_as")
        return Article(name, original, target, file, proposed, decided, entry.output, author)

    def finished(self, article: Article, cleaned: Cleaned, data: bytes) -> None:
        """Write down in the journal what the review made of an article."""
        entry = self._entries[article.name]
        is_changed = data != article.file.encode(Revision(article.file.text))
        done = replace(
            entry,
            output=_sum(data),
            outcome="changed" if is_changed else "unchanged",
        )
        try:
            with Journal.open(self._out, is_known=True) as journal:
                journal.add([(done, json.dumps(cleaned.to_dict()))])
        except (NoJournal, sqlite3.Error) as error:
            raise NoReview(f"the copy was written, but not noted in the journal: {error}") from None
        self._entries[article.name] = done
