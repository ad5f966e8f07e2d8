"""The findings of a text one by one, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.pipeline import Cleaned
from copydesk.reports.lines import Places
from copydesk.reports.visible import clipped, visible
from copydesk.revision import Change

_SHOWN = 60  # code points of a change
_CONTEXT = 24  # code points beside it, at most
_WORD_BEFORE = re.compile(r"\S*\Z")
_WORD_AFTER = re.compile(r"\S*")


@dataclass(frozen=True, slots=True)
class Finding:
    """A change or suggestion as shown to a person.

    ``line`` and ``column`` count from 1, the column in code points; ``before`` and ``after`` are
    the words at that place, fit to be shown.
    """

    line: int
    column: int
    rules: tuple[str, ...]
    message: str
    before: str
    after: str
    is_suggestion: bool

    def __str__(self) -> str:
        kind = "suggestion: " if self.is_suggestion else ""
        what = f"“{self.before}”" + (f" → “{self.after}”" if self.before != self.after else "")
        rules = ",".join(self.rules)
        return f"{self.line}:{self.column}: {rules}: {kind}{self.message}: {what}"


def findings(cleaned: Cleaned) -> Iterator[Finding]:
    """Yield the changes and suggestions, sorted by their place."""
    places = Places(cleaned.original)
    both = [(c, False) for c in cleaned.changes] + [(s, True) for s in cleaned.suggestions]
    for change, is_suggestion in sorted(both, key=lambda row: (row[0].start, row[1])):
        before, after = _in_words(cleaned.original, change)
        yield Finding(
            *places.line_and_column(change.start),
            change.rules,
            visible(change.message),
            before,
            after,
            is_suggestion,
        )


def _in_words(text: str, change: Change) -> tuple[str, str]:
    """Return what the change replaces, and by what, with the rest of the words that it touches."""
    left = text[max(0, change.start - _CONTEXT) : change.start]
    right = text[change.end : change.end + _CONTEXT]
    head, tail = _WORD_BEFORE.search(left), _WORD_AFTER.match(right)
    before, after = (
        f"{head[0] if head else ''}{part}{tail[0] if tail else ''}"
        for part in (change.before, change.after)
    )
    return clipped(visible(before), _SHOWN), clipped(visible(after), _SHOWN)
