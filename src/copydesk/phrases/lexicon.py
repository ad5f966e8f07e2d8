"""All phrases of a run as one automaton, and what they find in a text.

A text is searched once for the anchors of all phrases together; a phrase's own expression is tried
only where one of its anchors stands, so the time hardly depends on how many phrases there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

import ahocorasick  # type: ignore[import-not-found]  # it ships no types

from copydesk.phrases import Findable, Phrase
from copydesk.phrases.inflection import takes_an
from copydesk.phrases.pattern import Replacement, words_alone
from copydesk.text import Edit, Span, apply

_BEYOND = 60  # code points after a match that its conditions may read
_ARTICLE_BEFORE = re.compile(r"\b[Aa]n?[ \u00a0]\Z")
_ARTICLE = re.compile(r"\b(an?)\b( +)(?=([^\W_]+))", re.IGNORECASE)
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_SMALL = frozenset("a an and as at but by for from in into of on or the to with".split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a text, from ``start`` to ``end``, and what would mend it there."""

    phrase: Phrase
    start: int
    end: int
    edits: tuple[Edit, ...]
    others: tuple[str, ...]  # further ways to write it

    @property
    def message(self) -> str:
        """Why, with the cause and what else might be written, as one sentence."""
        others = "".join(f", or “{other}”" for other in self.others)
        return f"{self.phrase.reason} ({self.phrase.cause}){others}"


class Lexicon:
    """A set of phrases, ready to be looked for."""

    def __init__(self, phrases: Iterable[Findable]) -> None:
        self.phrases = tuple(phrases)
        anchored: dict[str, list[tuple[Findable, int]]] = defaultdict(list)
        for phrase in self.phrases:
            words, reach = phrase.anchors
            for anchor in words:
                anchored[anchor].append((phrase, reach))
        self._automaton = ahocorasick.Automaton()
        for anchor, found in anchored.items():
            self._automaton.add_word(anchor, (len(anchor), found))
        self._automaton.make_automaton()

    def found(self, text: str) -> list[Hit]:
        """Return where ``text`` has phrases, sorted; of those that start together longest first."""
        if not self.phrases:
            return []
        places: dict[tuple[int, int, str], tuple[Phrase, re.Match[str]]] = {}
        words = words_alone(text)
        for last, (length, entries) in self._automaton.iter(words):
            for entry, reach in entries:
                m = _match(entry.phrase, text, words, last + 1 - length, reach)
                if m is not None:
                    places.setdefault((m.start(), -m.end(), entry.id), (entry.phrase, m))
        hits = (_hit(*places[place], text) for place in sorted(places))
        return [hit for hit in hits if hit is not None]

    def replaced(self, text: str) -> str:
        """Return ``text`` with every hit mended that does not overlap one before it."""
        edits: list[Edit] = []
        end = 0
        for hit in self.found(text):
            if hit.edits[0].span.start >= end:
                edits += hit.edits
                end = hit.end
        return apply(text, edits)


def _match(phrase: Phrase, text: str, words: str, at: int, reach: int) -> re.Match[str] | None:
    """Return the phrase's match that holds the anchor found at ``at``.

    Where the text around has not all that the phrase needs, which is nearly everywhere, its
    expression is not even compiled.
    """
    pattern = phrase.parsed
    start, end = max(0, at - reach), at + pattern.longest + _BEYOND
    around = words[start : end + 2]  # `words` begins with a space more
    if not all(any(map(around.__contains__, ways)) for ways in pattern.needed):
        return None
    if not reach:
        return pattern.regex.match(text, at)
    found = pattern.regex.finditer(text, start, end)
    return next((m for m in found if m.end() > at >= m.start()), None)


def _hit(phrase: Phrase, m: re.Match[str], text: str) -> Hit | None:
    start, end = m.span()
    article = _ARTICLE_BEFORE.search(text, max(0, start - 4), start)
    begin = article.start() if article else start
    best, *others = (_text(new, m, text[begin:start]) for new in phrase.written)
    edits = tuple(_edits(text[begin:end], best, begin))
    return Hit(phrase, begin, end, edits, tuple(others)) if edits else None


def _text(new: Replacement, m: re.Match[str], article: str) -> str:
    """Return what to write for a match and the article before it."""
    return _with_articles(article + _cased(new.written(m), m[0]), article + m[0])


def _cased(new: str, old: str) -> str:
    """Return ``new`` with capitals where ``old`` has them.

    >>> _cased("issue of the day", "Stake of the day"), _cased("issue of the day", "STAKE OF")
    ('Issue of the day', 'ISSUE OF THE DAY')
    >>> _cased("issue of the day", "Stake of the Day")
    'Issue of the Day'

    Words that stand in ``new`` as they are, such as names, tell nothing of a title.

    >>> _cased("as early as Monday", "Already on Monday")
    'As early as Monday'
    """
    if old.isupper() and " " in old:
        return new.upper()
    kept = set(re.findall(r"[^\W_]+", new))
    words = [
        word
        for word in re.findall(r"[^\W_]+", old)
        if word.lower() not in _SMALL and word not in kept
    ]
    if len(words) > 1 and all(word[0].isupper() for word in words):
        new = re.sub(
            r"(?<![\w'’])[^\W_]+",
            lambda w: w[0] if w[0] in _SMALL else w[0][0].upper() + w[0][1:],
            new,
        )
    return new[0].upper() + new[1:] if new and old[0].isupper() else new


def _with_articles(new: str, old: str) -> str:
    """Set a and an right before words that they did not stand before in ``old``."""

    def article(m: re.Match[str]) -> str:
        if f"{m[0]}{m[3]}" in old:
            return m[0]
        an = m[1][0] + "n" * takes_an(m[3])
        return an + m[2]

    return _ARTICLE.sub(article, new)


def _edits(old: str, new: str, start: int) -> Iterator[Edit]:
    """Yield what changes ``old``, which stands at ``start``, into ``new``, word by word.

    Names and numbers come first: where both have one, it stays and the others change around it.
    Words that change side by side change together.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    places = [0, *accumulate(map(len, before))]
    for i, j, k, n in _side_by_side(_differences(before, after), before):
        yield Edit(Span(start + places[i], start + places[j]), "".join(after[k:n]))


Difference = tuple[int, int, int, int]
"""From where to where words differ, in both lists."""


def _side_by_side(found: Iterable[Difference], before: list[str]) -> list[Difference]:
    """Join differences that only a space parts."""
    joined: list[Difference] = []
    for i, j, k, n in found:
        if joined and "".join(before[joined[-1][1] : i]).isspace():
            start, _, start_after, _ = joined.pop()
            i, k = start, start_after
        joined.append((i, j, k, n))
    return joined


def _differences(before: list[str], after: list[str]) -> Iterator[Difference]:
    """Yield from where to where the words differ, in both."""
    i = k = 0
    for j, n in [*_shared_names(before, after), (len(before), len(after))]:
        matcher = SequenceMatcher(None, before[i:j], after[k:n], autojunk=False)
        for kind, *(a, b, c, d) in matcher.get_opcodes():
            if kind != "equal":
                yield i + a, i + b, k + c, k + d
        i, k = j, n


def _shared_names(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """Return where names and numbers stand that both have, in the same order."""
    old, new = (
        [i for i, word in enumerate(words) if word[0].isdigit() or word[0].isupper()]
        for words in (before, after)
    )
    matcher = SequenceMatcher(
        None, [before[i] for i in old], [after[i] for i in new], autojunk=False
    )
    return [
        (old[block.a + n], new[block.b + n])
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    ]
