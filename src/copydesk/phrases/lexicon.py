"""All phrases of a run, and what they find in a text.

Each word of a text, and each pair of words, is looked up once among the anchors of all phrases; a
phrase's own expression is tried only where one of its anchors stands, so the time hardly depends on
how many phrases there are. An automaton searches no faster and takes a tenth of a second to build.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, compress, count, pairwise

from copydesk.phrases import Anchored, Findable, Phrase
from copydesk.phrases.anchors import words_alone
from copydesk.phrases.inflection import takes_an
from copydesk.phrases.pattern import SENTENCE_START, Replacement
from copydesk.text import Edit, Span, apply

_BEYOND = 60  # code points after a match that its conditions may read
_SENTENCE_START = re.compile(SENTENCE_START)
_ARTICLE_BEFORE = re.compile(r"\b[Aa]n?[ \u00a0]\Z")
_ARTICLE = re.compile(r"\b(an?)\b([ \u00a0]+)(?=([^\W_]+))", re.IGNORECASE)
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

    def __init__(self, phrases: Iterable[Phrase], *others: Anchored) -> None:
        self._anchored = (_by_anchor(phrases), *others)

    def found(self, text: str) -> list[Hit]:
        """Return where ``text`` has phrases, sorted; of those that start together longest first."""
        places: dict[tuple[int, int, str], tuple[Phrase, re.Match[str]]] = {}
        words = words_alone(text)
        for at, entry in self._met(words):
            m = _match(entry, text, words, at)
            if m is not None:
                place = m.start(), -m.end(), entry.phrase.id
                places.setdefault(place, (entry.phrase, m))
        return list(_hits(map(places.__getitem__, sorted(places)), text))

    def _met(self, words: str) -> Iterator[tuple[int, Findable]]:
        """Yield where in the text an anchor stands that is among words alone, and what of."""
        alone = words.split(" ")
        letters = list(accumulate(map(len, alone), initial=0))  # before each word
        for words_or_pairs in (alone, [f"{word} {after}" for word, after in pairwise(alone)]):
            for anchored in filter(None, self._anchored):
                are_there = map(anchored.keys().__contains__, words_or_pairs)
                for i in compress(count(), are_there):
                    for entry in anchored[words_or_pairs[i]]:
                        yield letters[i] + i - 1, entry

    def replaced(self, text: str) -> str:
        """Return ``text`` with every hit mended that does not overlap one before it."""
        edits: list[Edit] = []
        end = 0
        for hit in self.found(text):
            if hit.edits[0].span.start >= end:
                edits += hit.edits
                end = hit.end
        return apply(text, edits)


def _by_anchor(phrases: Iterable[Phrase]) -> Anchored:
    found: dict[str, list[Findable]] = defaultdict(list)
    for phrase in phrases:
        for anchor in phrase.anchors:
            found[anchor].append(phrase)
    return dict(found)


def _match(entry: Findable, text: str, words: str, at: int) -> re.Match[str] | None:
    """Return the match of a phrase that holds the anchor found at ``at``.

    Where the text around has not all that the phrase needs, which is nearly everywhere, its
    pattern is not even read.
    """
    start, end = max(0, at - entry.reach), at + entry.longest
    if not entry.needed.is_in(words[start : end + 2]):  # `words` begins with a space more
        return None
    pattern = entry.parsed
    if not entry.reach:
        starts = not pattern.at_start or _SENTENCE_START.match(text, at)
        return pattern.regex.match(text, at) if starts else None
    found = pattern.regex.finditer(text, start, end + _BEYOND)
    return next((m for m in found if m.end() > at >= m.start()), None)


def _hits(found: Iterable[tuple[Phrase, re.Match[str]]], text: str) -> Iterator[Hit]:
    """Yield the hits of matches in their order; a phrase is not found again within itself."""
    ends: dict[str, int] = {}
    for phrase, m in found:
        if m.start() >= ends.get(phrase.id, 0):
            ends[phrase.id] = m.end()
            hit = _hit(phrase, m, text)
            if hit is not None:
                yield hit


def _hit(phrase: Phrase, m: re.Match[str], text: str) -> Hit | None:
    start, end = m.span()
    article = _ARTICLE_BEFORE.search(text, max(0, start - 4), start)
    begin = article.start() if article else start
    written = (_text(new, m, text[begin:start]) for new in phrase.written)
    if text.startswith(".", end):  # `p.m.` at the end of a sentence
        written = (new.removesuffix(".") for new in written)
    best, *others = written
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
    in_capitals = new.isupper() and " " in new.strip()

    def article(m: re.Match[str]) -> str:
        if f"{m[0]}{m[3]}" in old:
            return m[0]
        if in_capitals:
            return ("AN" if takes_an(m[3].lower()) else "A") + m[2]
        return m[1][0] + "n" * takes_an(m[3]) + m[2]

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
