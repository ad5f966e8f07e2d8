"""Which sentence of a text was made of which sentence of its source.

The way of William Gale and Kenneth Church, "A Program for Aligning Sentences in Bilingual Corpora"
(Computational Linguistics 19, 1993): the cheapest chain of pairs of passages, where a pair costs
more the less its lengths agree and the rarer its shape (one sentence for one, two for one, …) is.
Numbers, names and related words that come in both make a pair cheaper. Those that come once in
each text are also the landmarks that the chain is looked for around, so time grows with the length
of the texts, not with its square.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from copydesk.source.keys import keys

_SHAPES = (
    (1, 1, 0.89),
    (1, 2, 0.0445),
    (2, 1, 0.0445),
    (2, 2, 0.011),
    (1, 0, 0.0099),
    (0, 1, 0.0099),
    (1, 3, 0.005),
    (3, 1, 0.005),
)
"""Sentences of the source, of the text, and how often; after Gale and Church, table 5, with one to
three put in for sentences that engines cut into pieces."""

_COST = {(a, b): -math.log(p) for a, b, p in _SHAPES}
_VARIANCE = 6.8  # of a length per character of the source; ibidem, section 3.2
_FARTHEST = 14.0  # what lengths that do not agree at all cost
_EVEN = 1_000  # letters: how long texts have to be to show that one language is the longer
_STEPS = 16  # of a standard deviation
_FAR = [-math.log(math.erfc(z / _STEPS / math.sqrt(2))) for z in range(5 * _STEPS)]
"""What it costs that lengths do not agree, by how far; ibidem, section 3.3."""

_SHARED = 4.0  # what a landmark is worth; what comes oftener is worth less
_JOINED = 0.7  # of which is this left where several sentences share it, each with each
_TOO_COMMON = 30  # pairs of sentences
_ACROSS_PARAGRAPHS = 2.0  # what it costs to join the end of one and the start of the next
_UNEVEN_PARAGRAPHS = 0.7  # what it costs to end a paragraph in one text alone
_NARROW, _WIDE = 10, 40  # sentences to each side of the way between two landmarks
_PLACES = 200_000  # to each side, in all: what two novels of 1 MB take

_DENSE = 2.6  # letters of an alphabet that a character of Chinese or Japanese is worth


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one text, as they are aligned; ``ends`` are those that end a paragraph."""

    texts: Sequence[str]
    ends: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences ``source`` and ``text`` (ranges of numbers) that belong together.

    ``shared`` is what they have in common, ``strain`` how far their lengths are from agreeing, in
    standard deviations.
    """

    source: range
    text: range
    shared: float
    strain: float


def aligned(source: Sentences, text: Sentences) -> list[Bead]:
    """Return the beads of the cheapest chain, in order; every sentence is in one of them."""
    if not source.texts or not text.texts:
        return []
    return list(_Chain(source, text).beads())


class _Chain:
    def __init__(self, source: Sentences, text: Sentences) -> None:
        self.n, self.m = len(source.texts), len(text.texts)
        lengths, others = [*map(size, source.texts)], [*map(size, text.texts)]
        ratio = (sum(others) + _EVEN) / (sum(lengths) + _EVEN)
        self.ratio = min(max(ratio, 0.6), 1.7)
        self.lengths = [0.0, *accumulate(lengths)]
        self.others = [0.0, *accumulate(others)]
        self.ends = [i - 1 in source.ends for i in range(self.n + 1)]
        self.other_ends = [j - 1 in text.ends for j in range(self.m + 1)]
        self.shared = self._shared([*map(keys, source.texts)], [*map(keys, text.texts)])
        self.most = [sum(row.values()) for row in self.shared]

    def _shared(
        self, ours: list[frozenset[str]], theirs: list[frozenset[str]]
    ) -> list[dict[int, float]]:
        """What source sentence i and sentence j of the text have in common, where they do."""
        where: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, found in enumerate((ours, theirs)):
            for i, names in enumerate(found):
                for name in names:
                    where[name][side].append(i)
        shared: list[dict[int, float]] = [defaultdict(float) for _ in range(self.n)]
        self.landmarks = []
        for rows, columns in where.values():
            if (many := len(rows) * len(columns)) and many <= _TOO_COMMON:
                for i in rows:
                    for j in columns:
                        shared[i][j] += _SHARED / many
                if many == 1:
                    self.landmarks.append((rows[0], columns[0]))
        return shared

    def _band(self) -> Iterator[tuple[int, int]]:
        """Yield the first and last j that are looked at for each i from 0 to n."""
        way = [(0, 0), *_longest_rising(self.landmarks), (self.n, self.m)]
        widest = max(_NARROW, min(_WIDE, _PLACES // (self.n + 1)))
        knots = [a for a, b in pairwise(way) if a[0] < b[0]] + [way[-1]]
        k = 0
        for i in range(self.n + 1):
            while k + 2 < len(knots) and knots[k + 1][0] <= i:
                k += 1
            (i0, j0), (i1, j1) = knots[k], knots[k + 1]
            middle = j0 + (j1 - j0) * (i - i0) // max(1, i1 - i0)
            width = min(widest, _NARROW + max(i1 - i0, j1 - j0) // 2)
            yield max(0, middle - width), min(self.m, middle + width)

    def beads(self) -> Iterator[Bead]:
        band = list(self._band())
        band[0] = (0, band[0][1])
        band[-1] = (band[-1][0], self.m)
        best: list[list[float]] = []
        came: list[list[tuple[int, int]]] = []
        for i, (low, high) in enumerate(band):
            best.append(row := [math.inf] * (high - low + 1))
            came.append(steps := [(1, 0)] * (high - low + 1))
            shapes = [
                (a, b, cost, sum(self.most[i - a : i])) for (a, b), cost in _COST.items() if a <= i
            ]
            for j in range(low, high + 1):
                least, step = (math.inf, (1, 0)) if i or j else (0.0, (0, 0))
                for a, b, cost, bonus in shapes:
                    first, last = band[i - a]
                    if first <= (k := j - b) <= last:
                        cost += best[i - a][k - first]
                        if cost - bonus < least:
                            cost += self._cost(i - a, i, k, j)
                            if cost < least:
                                least, step = cost, (a, b)
                row[j - low], steps[j - low] = least, step
        yield from reversed(list(self._walked(band, came)))

    def _walked(
        self, band: list[tuple[int, int]], came: list[list[tuple[int, int]]]
    ) -> Iterator[Bead]:
        i, j = self.n, self.m
        while i or j:
            a, b = came[i][j - band[i][0]]
            shared, strain = self._in_common(i - a, i, j - b, j), self._strain(i - a, i, j - b, j)
            yield Bead(range(i - a, i), range(j - b, j), shared, strain)
            i, j = i - a, j - b

    def _cost(self, i0: int, i1: int, j0: int, j1: int) -> float:
        cost = _UNEVEN_PARAGRAPHS if self.ends[i1] != self.other_ends[j1] else 0.0
        if i0 == i1 or j0 == j1:
            return cost
        if i1 - i0 > 1 and any(self.ends[i0 + 1 : i1]):
            cost += _ACROSS_PARAGRAPHS
        if j1 - j0 > 1 and any(self.other_ends[j0 + 1 : j1]):
            cost += _ACROSS_PARAGRAPHS
        strain = int(abs(self._strain(i0, i1, j0, j1)) * _STEPS)
        cost += _FAR[strain] if strain < len(_FAR) else _FARTHEST
        joined = (i1 - i0) * (j1 - j0) > 1
        return cost - self._in_common(i0, i1, j0, j1) * (_JOINED if joined else 1.0)

    def _strain(self, i0: int, i1: int, j0: int, j1: int) -> float:
        length = self.lengths[i1] - self.lengths[i0]
        other = self.others[j1] - self.others[j0]
        expected = length * self.ratio
        return (other - expected) / math.sqrt(_VARIANCE * max(1.0, (expected + other) / 2))

    def _in_common(self, i0: int, i1: int, j0: int, j1: int) -> float:
        total = 0.0
        for row in self.shared[i0:i1]:
            if row:
                for j in range(j0, j1):
                    if j in row:
                        total += row[j]
        return total


def size(sentence: str) -> float:
    """Return the length of a sentence in letters of an alphabet."""
    if sentence.isascii():
        return len(sentence)
    dense = sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in sentence)
    return len(sentence) + dense * (_DENSE - 1)


def _longest_rising(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain of points that rises in both directions (patience sorting)."""
    piles: list[tuple[int, int]] = []
    tops: list[int] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for point in sorted(set(points), key=lambda p: (p[0], -p[1])):
        at = bisect_right(tops, point[1] - 1)
        before[point] = piles[at - 1] if at else None
        piles[at : at + 1] = [point]
        tops[at : at + 1] = [point[1]]
    chain: list[tuple[int, int]] = []
    point_ = piles[-1] if piles else None
    while point_:
        chain.append(point_)
        point_ = before[point_]
    return chain[::-1]
