"""The source of a text, passage by passage, as rules may ask it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from copydesk.revision import Revision
from copydesk.text import Span

_NEAR = 0.12  # of the length of a passage: sentences of both end at the same place


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage of the text and the one of the source that it was made of; one may be empty.

    ``is_sure`` says that they belong together beyond doubt: they share numbers, names or words, or
    their lengths agree well. ``ends`` is where the sentences of the source passage end.
    """

    text: Span
    source: Span
    ends: tuple[int, ...]
    is_sure: bool


@dataclass(frozen=True)
class Alignment:
    """A text, its source, and the pairs of their passages, in the order of the text."""

    text: str
    source: str
    pairs: tuple[Pair, ...]
    language: str | None = None

    @cached_property
    def starts(self) -> list[int]:
        """Where the pairs start in the text."""
        return [pair.text.start for pair in self.pairs]

    def around(self, span: Span) -> list[Pair]:
        """Return the pairs whose part of the text ``span`` touches."""
        first = max(0, bisect_right(self.starts, span.start) - 1)
        last = bisect_right(self.starts, max(span.start, span.end - 1))
        return [pair for pair in self.pairs[first:last] if pair.text.touches(span)]


@dataclass(frozen=True)
class Evidence:
    """What the source says about places of the text as it now is (code points of it).

    The alignment is that of the original text; ``revision`` tells where a place of the current
    text was there.
    """

    alignment: Alignment
    revision: Revision

    @property
    def language(self) -> str | None:
        """The language of the source, as a BCP 47 tag, where it is known."""
        return self.alignment.language

    def passage(self, span: Span) -> str | None:
        """Return the words of the source that ``span`` comes from; None where that is not sure."""
        pairs = self._pairs(span)
        if not pairs or not all(pair.is_sure for pair in pairs):
            return None
        low = min(pair.source.start for pair in pairs)
        high = max(pair.source.end for pair in pairs)
        return self.alignment.source[low:high]

    def has(self, span: Span, pattern: re.Pattern[str]) -> bool | None:
        """Return whether ``pattern`` is in that passage; None where the passage is not sure."""
        passage = self.passage(span)
        return None if passage is None else pattern.search(passage) is not None

    def breaks_at(self, offset: int) -> bool | None:
        """Return whether a sentence of the source ends there; None where that cannot be said."""
        at = self.revision.origin(Span(offset, offset)).start
        pairs = [pair for pair in self.alignment.around(Span(at, at + 1)) if pair.source]
        if not pairs or not all(pair.is_sure for pair in pairs):
            return None
        pair = pairs[0]
        if len(pairs) > 1 or at >= pair.text.end - 1:
            return True
        if len(pair.ends) < 2:
            return False if pair.ends else None
        place = (at - pair.text.start) / len(pair.text)
        near = min(
            abs((end - pair.source.start) / len(pair.source) - place) for end in pair.ends[:-1]
        )
        return True if near < _NEAR else False if near > 2 * _NEAR else None

    def pairs(self) -> Iterator[tuple[Span, str, Pair]]:
        """Yield each passage of the text as it now is, its source, and the pair behind them."""
        for pair in self.alignment.pairs:
            place = self.revision.current(pair.text)
            yield place, self.passage_of(pair), pair

    def passage_of(self, pair: Pair) -> str:
        """Return the words of the source that belong to a pair."""
        return self.alignment.source[pair.source.start : pair.source.end]

    def _pairs(self, span: Span) -> list[Pair]:
        return self.alignment.around(self.revision.origin(span))
