"""What there is to decide: the changes and suggestions of a text, each known by what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

from copydesk.pipeline import Cleaned
from copydesk.revision import Change

_NEIGHBOURS = 3  # words on each side: enough to tell a place from most others
_REACH = 80  # code points that they are looked for in
_WORD = re.compile(r"[^\W_]+")  # without marks and space, which changes beside it may mend


Kind = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Content(NamedTuple):
    """What a change says, wherever it stands.

    ``before`` and ``after`` hold a part for each edit of the change: what lies between is not its
    own. ``left`` and ``right`` are the nearest words of the original on both sides.
    """

    rules: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    left: str = ""
    right: str = ""

    @classmethod
    def of(cls, change: Change, original: str) -> Self:
        """Return the content of a change of ``original``."""
        before = tuple(original[e.span.start : e.span.end] for e in change.edits)
        after = tuple(e.text for e in change.edits)
        return cls(change.rules, before, after, *_beside(change, original))

    @property
    def kind(self) -> Kind:
        """The same without the words beside it: identical changes share it."""
        return self[:3]


def _beside(change: Change, original: str) -> tuple[str, str]:
    left = _WORD.findall(original, max(0, change.start - _REACH), change.start)[-_NEIGHBOURS:]
    right = _WORD.findall(original, change.end, change.end + _REACH)[:_NEIGHBOURS]
    return " ".join(left), " ".join(right)


@dataclass(frozen=True)
class Finding:
    """A change or suggestion to be decided; ``id`` is its number in its text, from 0, by place."""

    id: int
    change: Change
    is_suggestion: bool
    content: Content

    @cached_property
    def whole(self) -> Content:
        """The content of it as a single edit, with what lies between the parts.

        An editor who writes another text in its place replaces all that.
        """
        before, after = (self.change.before,), (self.change.after,)
        return self.content._replace(before=before, after=after)

    @cached_property
    def contents(self) -> tuple[Content, ...]:
        """The contents that a decision may know it by."""
        return (self.content,) if len(self.change.edits) == 1 else (self.content, self.whole)

    @cached_property
    def is_trivial(self) -> bool:
        """Whether it changes white space alone, which hardly anybody needs to look at."""
        parts = zip(self.content.before, self.content.after, strict=True)
        return self.change.before != self.change.after and all(
            "".join(before.split()) == "".join(after.split()) for before, after in parts
        )


def findings_of(cleaned: Cleaned) -> tuple[Finding, ...]:
    """Return what there is to decide in ``cleaned``, sorted by place, changes first."""
    both = [(False, c) for c in cleaned.changes] + [(True, s) for s in cleaned.suggestions]
    ordered = sorted(both, key=lambda row: (row[1].start, row[0], row[1].end))
    return tuple(_numbered(ordered, cleaned.original))


def _numbered(changes: Iterable[tuple[bool, Change]], original: str) -> Iterable[Finding]:
    for id, (is_suggestion, change) in enumerate(changes):
        yield Finding(id, change, is_suggestion, Content.of(change, original))
