"""Places in a text and replacements for them: plain values. Offsets are code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open range ``start <= offset < end`` of a text; empty where both are equal.

    Raises ValueError for a range that is no place in any text.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    @classmethod
    def of(cls, match: re.Match[str], group: int | str = 0) -> Span:
        """The place of a regular expression's match, or of one group of it."""
        return cls(*match.span(group))

    def __len__(self) -> int:  # code points
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether some code point lies in both.

        >>> Span(0, 2).overlaps(Span(1, 3)), Span(0, 2).overlaps(Span(2, 3))
        (True, False)
        """
        return self.start < other.end and other.start < self.end

    def touches(self, other: Span) -> bool:
        """Whether they overlap or meet at an edge.

        >>> Span(0, 2).touches(Span(2, 3)), Span(0, 2).touches(Span(3, 3))
        (True, False)
        """
        return self.start <= other.end and other.start <= self.end

    def conflicts(self, other: Span) -> bool:
        """Whether no order of replacing both makes sense: they overlap, or insert at one offset.

        >>> Span(2, 2).conflicts(Span(2, 2)), Span(2, 2).conflicts(Span(2, 3))
        (True, False)
        """
        return self == other or self.overlaps(other)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put ``text`` in the place of ``span``."""

    span: Span
    text: str

    def trimmed(self, text: str) -> Edit:
        """Return the edit of ``text`` without what it leaves as it is at its ends.

        >>> Edit(Span(3, 5), " ").trimmed("two. countries")
        Edit(span=Span(start=3, end=4), text='')
        """
        before, after = text[self.span.start : self.span.end], self.text
        shorter = min(len(before), len(after))
        head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
        rest = shorter - head
        tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
        span = Span(self.span.start + head, self.span.end - tail)
        return Edit(span, after[head : len(after) - tail])


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with every edit made. The edits must not conflict; their order is free.

    >>> apply("the two. countries", [Edit(Span(7, 8), "")])
    'the two countries'
    """
    out: list[str] = []
    at = 0
    for edit in sorted(edits):
        out += text[at : edit.span.start], edit.text
        at = edit.span.end
    return "".join(out) + text[at:]


@dataclass(frozen=True, slots=True)
class Area:
    """Places of a text, sorted and apart."""

    places: tuple[Span, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Area:
        """Return the area that ``spans`` cover together.

        >>> Area.of([Span(4, 6), Span(0, 2), Span(1, 3)]).places
        (Span(start=0, end=3), Span(start=4, end=6))
        """
        places: list[Span] = []
        for span in sorted(spans):
            if places and span.start < places[-1].end:
                places[-1] = Span(places[-1].start, max(places[-1].end, span.end))
            else:
                places.append(span)
        return cls(tuple(places))

    def meets(self, span: Span) -> bool:
        """Whether replacing ``span`` would change something within the area.

        >>> area = Area.of([Span(2, 4)])
        >>> area.meets(Span(3, 9)), area.meets(Span(3, 3)), area.meets(Span(4, 4))
        (True, True, False)
        """
        at = bisect_left(self.places, span.start, key=lambda place: place.end)
        return any(span.overlaps(place) for place in self.places[at : at + 2])
