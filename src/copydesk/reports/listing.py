"""The findings of a text one by one, each with its place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from copydesk.formats import TextFile
from copydesk.pipeline import Cleaned
from copydesk.reports.lines import Place, Places
from copydesk.reports.places import in_file
from copydesk.reports.visible import clipped, visible
from copydesk.revision import Change
from copydesk.text import Span

_SHOWN = 60  # code points of a change
_CONTEXT = 24  # code points beside it, at most
_ADJOINING_BEFORE = re.compile(r"[^\s<>]*\Z")
_ADJOINING_AFTER = re.compile(r"[^\s<>]*")


@dataclass(frozen=True, slots=True)
class Finding:
    """A ``change``, or one that is only suggested, as shown to a person.

    ``place`` is where it stands; ``before`` and ``after`` are what stands there between white
    space, fit to be shown. ``edits`` are those of the change, each with the place of what it
    replaces.
    """

    change: Change
    place: Place
    before: str
    after: str
    is_suggestion: bool
    edits: tuple[tuple[Place, str], ...]

    @property
    def rules(self) -> str:
        """The ids of the rules that had a part in it."""
        return ",".join(self.change.rules)

    @property
    def what(self) -> str:
        """What is wrong, and what would stand there instead."""
        kind = "suggestion: " if self.is_suggestion else ""
        what = f"“{self.before}”" + (f" → “{self.after}”" if self.before != self.after else "")
        return f"{kind}{visible(self.change.message)}: {what}"

    def __str__(self) -> str:
        return f"{self.place.line}:{self.place.column}: {self.rules}: {self.what}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What there is to say of a file: findings, notices, or ``why`` it could not be processed.

    ``is_text`` says whether lines and columns are those of the file itself, and not those of the
    text of a container such as a Word document.
    """

    findings: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()
    why: str = ""
    is_text: bool = True


Listings = Iterable[tuple[str, Listing]]
"""Paths of files, each with what there is to say of it. ``-`` is standard input, and what is about
no file has the empty path.
"""


def listing(cleaned: Cleaned, file: TextFile) -> Listing:
    """Return what there is to say of ``file`` and what became of it, in its own lines."""
    found = tuple(findings(in_file(cleaned, file)))
    return Listing(found, cleaned.notices, is_text=file.in_bytes(()) is not None)


def findings(cleaned: Cleaned) -> Iterator[Finding]:
    """Yield the changes and suggestions, sorted by their place."""
    places = Places(cleaned.original)
    both = [(c, False) for c in cleaned.changes] + [(s, True) for s in cleaned.suggestions]
    for change, is_suggestion in sorted(both, key=lambda row: (row[0].start, row[1])):
        yield Finding(
            change,
            places.of(Span(change.start, change.end)),
            *_between_spaces(cleaned.original, change),
            is_suggestion,
            tuple((places.of(edit.span), edit.text) for edit in change.edits),
        )


def shown_path(path: str) -> str:
    """Return a path of a listing as text; bytes that are no UTF-8 stand as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _between_spaces(text: str, change: Change) -> tuple[str, str]:
    """Return what the change replaces, and by what, with what adjoins it up to white space.

    A mark alone would not tell a reader where it stands.
    """
    left = text[max(0, change.start - _CONTEXT) : change.start]
    right = text[change.end : change.end + _CONTEXT]
    head, tail = _ADJOINING_BEFORE.search(left), _ADJOINING_AFTER.match(right)
    before, after = (
        f"{head[0] if head else ''}{part}{tail[0] if tail else ''}"
        for part in (change.before, change.after)
    )
    return clipped(visible(before), _SHOWN), clipped(visible(after), _SHOWN)
