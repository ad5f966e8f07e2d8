"""What a text has wherever a pattern matches: words to look up, and the words beside them.

By these a text is searched for all patterns at once, and hardly any expression has to be tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Self

from copydesk.phrases.pattern import BadPattern, Part, Pattern

_MOST_WAYS = 40  # to write parts side by side: more make more anchors than they spare tries
_SHORTEST = 3  # code points of an anchor
FREQUENT = Path(__file__).parent / "frequent.txt"
"""How often words and pairs of words are met in a million words; ``scripts/count_words.py`` counts.
"""
_LISTED = 50  # times in a million words from which a word or pair is in the list
_SELDOM = 10.0  # what the others are taken to be met: a guess that keeps pairs before words
_SELDOM_PAIR = 2.5
_GAP = "_"  # in the list, for what no letter stands in

_WORDS_ALONE = bytes(
    ord(c.lower()) if (c := chr(b)).isalnum() or c == "\0" else 32 for b in range(256)
)


def words_alone(text: str) -> str:
    """Return ``text`` in small letters, with a space for all that is no letter and no digit.

    A letter beyond Latin-1 counts as none. A space stands before and after it all; no code point
    moves otherwise. To translate bytes takes a tenth of the time that `str.lower` takes.

    >>> words_alone("It’s NEW")
    ' it s new '
    """
    return f" {text.encode('latin-1', 'replace').translate(_WORDS_ALONE).decode('latin-1')} "


def anchors(pattern: Pattern) -> tuple[tuple[str, ...], int]:
    """Return words or pairs of words of which each match has one, and how far before them it
    starts at most, in code points.

    They are as `words_alone` has them, and come from all the ways to write some parts that stand
    side by side: those parts whose words are met least often. Raises BadPattern where there are
    none.
    """
    best = min(_choices(pattern), default=None)
    if best is None:
        raise BadPattern("no word of three letters, or two words, that are always there")
    _, reach, found = best
    return found, reach


def _choices(pattern: Pattern) -> Iterator[tuple[float, int, tuple[str, ...]]]:
    """Yield anchors of each run of parts, with what they cost and how far they reach."""
    before = 0
    for start, part in enumerate(pattern.parts):
        for end, ways in _runs(pattern.parts, start):
            words = _words_of(ways, pattern.is_open(start), pattern.is_open(end))
            found = tuple(dict.fromkeys(map(_rarest, words)))
            if found and min(map(len, found)) >= _SHORTEST:
                heads = tuple(f" {anchor} " for anchor in found)
                is_first = not start and all(words_alone(way).startswith(heads) for way in ways)
                reach = 0 if is_first else before + max(map(len, ways))
                size = len(found)  # each takes its time to load
                yield sum(map(_often, found)) + size, reach, found
        before += part.longest


def _runs(parts: tuple[Part, ...], start: int) -> Iterator[tuple[int, list[str]]]:
    """Yield up to which part ways from part ``start`` go, and these ways."""
    ways = [""]
    for end, part in enumerate(parts[start:], start + 1):
        if part.kind == "slot" or part.optional or len(ways) * len(part.spellings) > _MOST_WAYS:
            return
        ways = [way + spelling for way in ways for spelling in part.spellings]
        yield end, ways


def _words_of(ways: list[str], open_before: bool, open_after: bool) -> tuple[str, ...]:
    """Return the whole words of each way, as they stand in `words_alone`; none if one has none.

    Where ways are open they begin or end with a piece of a word.
    """
    found = words_alone("\0".join(ways))[1:-1].split("\0")
    if open_before:
        found = [words.partition(" ")[2] for words in found]
    if open_after:
        found = [words.rpartition(" ")[0] for words in found]
    whole = dict.fromkeys(words.strip() for words in found)
    return () if "" in whole else tuple(whole)


def _rarest(words: str) -> str:
    """Return the two words side by side that are rarest, or the only word.

    >>> _rarest("in the evening of"), _rarest("evening")
    ('evening of', 'evening')
    """
    return min(map(" ".join, pairwise(words.split(" "))), key=_often, default=words)


def _often(words: str) -> float:
    """Tell how often a word or a pair of words is met in a million words.

    >>> _often("of the") > _often("said") > _often("in vain")
    True
    """
    return _frequent().get(words, _SELDOM_PAIR if " " in words else _SELDOM)


@cache
def _frequent() -> dict[str, int]:
    rows = (line.split("\t") for line in FREQUENT.read_text("utf-8").splitlines())
    return {words.replace(_GAP, ""): int(often) for words, often in rows}


def frequent(counted: Iterable[tuple[str, float]]) -> str:
    """Return what the list is to hold of words and pairs, as `words_alone` has them, that are met
    so often in a million words.
    """
    listed = [
        (" ".join(word or _GAP for word in words.split(" ")), round(often))
        for words, often in counted
        if often >= _LISTED
    ]
    return "".join(f"{words}\t{often}\n" for words, often in sorted(listed))


@dataclass(frozen=True)
class Needed:
    """What stands wherever a pattern matches, in the text as `words_alone` has it.

    Runs follow one another; the parts of a run stand side by side, with nothing but spaces
    between; of each part there is one of its ways. Where no letter can touch a way it has a space.
    """

    runs: tuple[tuple[tuple[str, ...], ...], ...]

    @classmethod
    def of(cls, pattern: Pattern) -> Self:
        """Return what ``pattern`` needs."""
        runs: list[list[tuple[str, ...]]] = [[]]
        for i, part in enumerate(pattern.parts):
            words = [w.strip(" ") for w in words_alone("\0".join(part.spellings)).split("\0")]
            if part.kind == "slot" or part.optional or (any(words) and not all(words)):
                runs.append([])
            elif all(words):
                before, after = ("" if pattern.is_open(at) else " " for at in (i, i + 1))
                runs[-1].append(tuple(f"{before}{alone}{after}" for alone in words))
        return cls(tuple(map(tuple, filter(None, runs))))

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what `written` has written."""
        return cls(
            tuple(
                tuple(tuple(ways.split("|")) for ways in run.split("+")) for run in text.split("/")
            )
        )

    def written(self) -> str:
        """Return it as a line."""
        return "/".join("+".join(map("|".join, run)) for run in self.runs)

    def is_in(self, words: str) -> bool:
        """Whether it all is in ``words``; where this says no, the pattern does not match."""
        for ways in self._fewest_first:
            for way in ways:
                if way in words:
                    break
            else:
                return False
        at = 0
        for run in self.runs:
            ends = list(_ends(run, words, at))
            if not ends:
                return False
            at = min(ends) - 1  # two runs may share a space
        return True

    @cached_property
    def _fewest_first(self) -> tuple[tuple[str, ...], ...]:
        """All parts; that of which there are fewest ways comes first: it is soonest missed."""
        return tuple(sorted((ways for run in self.runs for ways in run), key=len))


def _ends(run: tuple[tuple[str, ...], ...], words: str, at: int) -> Iterator[int]:
    """Yield where a run ends that starts at ``at`` or later."""
    first, *others = run
    for way in first:
        start = words.find(way, at)
        while start >= 0:
            ends = {start + len(way)}
            for ways in others:
                ends = {end for before in ends for end in _ends_beside(before, ways, words)}
            yield from ends
            start = words.find(way, start + 1)


def _ends_beside(before: int, ways: tuple[str, ...], words: str) -> Iterator[int]:
    """Yield where ways end that stand right after ``before``, or after spaces."""
    rest = words[before:]
    word = before + len(rest) - len(rest.lstrip(" "))
    for way in ways:
        for start in {word - 1} if way[0] == " " else {before, word}:
            if words.startswith(way, start):
                yield start + len(way)
