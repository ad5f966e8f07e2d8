"""Places in a text and replacements for them: plain values. Offsets are code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, takewhile, zip_longest


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

    def in_words(self, text: str) -> Edit:
        """Return the edit of ``text`` with the whole of the words that it cuts into.

        One that changes no letter or digit, but marks and space alone, stays as small as it is.

        >>> Edit(Span(4, 8), "issu").in_words("The stake of the day")
        Edit(span=Span(start=4, end=9), text='issue')
        >>> Edit(Span(3, 3), "’").in_words("dont")
        Edit(span=Span(start=3, end=3), text='’')
        """
        start, end = self.span.start, self.span.end
        core = self.trimmed(text)
        if not _LETTER.search(text[core.span.start : core.span.end] + core.text):
            return self
        left, right = text[max(0, start - _LONGEST) : start], text[end : end + _LONGEST]
        states = (text[start:end], self.text)
        head, tail = _WORD_BEFORE.search(left), _WORD_AFTER.match(right)
        if head and any(_WORD_AFTER.match(state + right) for state in states):
            start -= len(head[0])
        if tail and any(_IN_WORD.search(left + state) for state in states):
            end += len(tail[0])
        put_in = text[start : self.span.start] + self.text + text[self.span.end : end]
        return Edit(Span(start, end), put_in)


_LONGEST = 60  # code points of a word
_LETTER = re.compile(r"[^\W_]")
_WORD_BEFORE = re.compile(r"(?:[^\W_]['’]?)+\Z")
_WORD_AFTER = re.compile(r"(?:['’]?[^\W_])+")
_IN_WORD = re.compile(r"[^\W_]['’]?\Z")


def in_words(edits: Iterable[Edit], text: str) -> list[Edit]:
    """Return ``edits`` of ``text``, none of which touches another, sorted and in whole words.

    Those that would come to touch another stay as they are.

    >>> in_words([Edit(Span(1, 2), "o"), Edit(Span(5, 6), "a")], "hat hut")
    [Edit(span=Span(start=0, end=3), text='hot'), Edit(span=Span(start=4, end=7), text='hat')]
    """
    ordered = sorted(edits)
    whole: list[Edit] = []
    for edit, following in zip_longest(ordered, ordered[1:]):
        wider = edit.in_words(text)
        is_apart = not (whole and whole[-1].span.touches(wider.span)) and not (
            following and following.span.touches(wider.span)
        )
        whole.append(wider if is_apart else edit)
    return whole


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
        at = self._first(span)
        return any(span.overlaps(place) for place in self.places[at : at + 2])

    def within(self, span: Span) -> list[Span]:
        """Return the places of the area that ``span`` overlaps.

        >>> Area.of([Span(0, 2), Span(3, 4), Span(6, 8)]).within(Span(1, 4))
        [Span(start=0, end=2), Span(start=3, end=4)]
        """
        rest = islice(self.places, self._first(span), None)
        places = takewhile(lambda place: place.start < span.end, rest)
        return [place for place in places if place.overlaps(span)]

    def _first(self, span: Span) -> int:
        return bisect_left(self.places, span.start, key=lambda place: place.end)
