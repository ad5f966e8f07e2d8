"""Words, phrases and sentences that an engine, or a tired hand, set down twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import eq

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.sentence import Break, breaks
from copydesk.text import Span
from copydesk.words import AUXILIARIES, DETERMINERS, NUMBERS, PREPOSITIONS, SUBJECTS

_DOUBLED = re.compile(r" ([A-Za-z]++)(?: \1)+(?![\w’'-])")

_NEVER_TWICE = frozenset(
    """
    a although already also an and because between during every its my often or our than the their
    they we whether which while your
    """.split()
)
"""Words that no sentence has twice in a row."""

_CLAUSE = rf"\b(?:all|as|how|ones?|that|th[eo]se|things?|this|way|wh\w+|{'|'.join(SUBJECTS)}|I)\b"
_ONCE_AFTER = {
    "then": re.compile(r"\b(?:and|but)$"),
    **dict.fromkeys(
        ("are", "been", "has", "is", "was", "were"), re.compile(rf"^(?!.*{_CLAUSE}).*\w$")
    ),
    **dict.fromkeys(
        ("at", "by", "for", "from", "in", "of", "on", "to", "with"),
        re.compile(r"(?:[\w,] [A-Z]\w+|[\d),;:])$"),
    ),
}
"""Words that a sentence can have twice (``what it is is``, ``log in in``), but not after these."""

_ONCE_BEFORE = {
    "at": re.compile(r" (?:least|most|once)\b"),
    "in": re.compile(r" which\b"),
    **dict.fromkeys(("her", "him", "it", "me", "them", "us", "you"), re.compile(r"[.,;:!?]")),
    "of": re.compile(r"(?! course)"),
    "to": re.compile(r" (?:an?|his|her|its|my|our|the|their|these|this|those|your|[A-Z]\w+)\b"),
}
"""The same, before these."""

_PARTICLES = PREPOSITIONS - {
    "against", "among", "amongst", "despite", "during", "per", "regarding", "since", "than",
    "toward", "towards", "without",
}  # fmt: skip
"""Prepositions that can end a clause, before another one."""

_MAY_BE_TWICE = (
    AUXILIARIES
    | _PARTICLES
    | SUBJECTS
    | frozenset(
        """
        again agar back beri blah bora both chop couscous deep down each enough fast fifty gado
        girl good great half hard hear here hush just knock later like little long loud lots mahi
        many more most much never nice night once only over please poor quick rather real really
        round same slow slowly some such super sure tata that them then there these they this those
        tick tiny today together true under very well wink yada yeah ylang young
        """.split()
    )
)
"""Words of four letters or more that may be meant to stand twice."""

_AFTER_DETERMINER = re.compile(rf"\b(?:{'|'.join(sorted(DETERMINERS))})$")
_NAME = re.compile(r" [A-Z][a-z]{2}")
_CLOSES = re.compile(r"[^\s\w(]")
_SHORT = 30
"""How many code points a sentence may have that is repeated on purpose."""

_TOKEN = re.compile(r"\S+")
_RUNS = {n: re.compile(rb"\x01{%d,}" % n) for n in (2, 3)}
"""For phrases of two and three words: that many words in a row that come again so much later."""


@rule("repeats/word", "word set down twice", reach="words")
def word(doc: Document) -> Iterator[Fix]:
    """Take out the second of two equal words.

    Sure of words that no sentence has twice in a row, such as articles, and of long words after an
    article. Of most others it is suggested. Refuses what may be meant: ``had had``, ``that that``,
    ``very very``, ``log in in``. A name is never changed: ``Duran Duran``.

    >>> repaired("A boat lay in the the harbor.")
    'A boat lay in the harbor.'
    """
    for m in doc.finditer(_DOUBLED):
        said, start, end = m[1], m.end(1), m.end()
        before = " ".join(doc.text[max(0, m.start() - 60) : m.start()].split()[-5:])
        if (
            said in _NEVER_TWICE
            or (said in _ONCE_AFTER and _ONCE_AFTER[said].search(before))
            or (said in _ONCE_BEFORE and _ONCE_BEFORE[said].match(doc.text, end))
            or (len(said) > 5 and said.islower() and _AFTER_DETERMINER.search(before))
        ):
            yield Fix.delete(start, end)
        elif len(said) > 3 and not _may_be_meant(said, doc.text[end : end + 4]):
            yield Fix.delete(start, end, f"“{said}” stands here twice", sure=False)


@rule("repeats/tail", "end of a sentence said again", reach="words")
def tail(doc: Document) -> Iterator[Fix]:
    """Take out words that a broken sentence says again after the break.

    Engines cut long sentences and translate the pieces; the last words of one piece may come back
    as the first of the next. Refuses where what follows may be a sentence of its own (``for the
    children. children can …``); `breaks/inner-period` suggests there.

    >>> repaired("The reservoir holds 2.3 million. million cubic meters of water.")
    'The reservoir holds 2.3 million cubic meters of water.'
    """
    for b in breaks(doc.text):
        if count := _said_again(b):
            end = b.after_word(count)
            stays = count == len(b.after) and not _CLOSES.match(doc.text, end)
            yield Fix.delete(b.span.start + stays, end)


@rule("repeats/phrase", "phrase or sentence said twice", reach="words")
def phrase(doc: Document) -> Iterator[Fix]:
    """Suggest to take out what an equal phrase or sentence just said.

    Refuses what may be meant: ``by and by and``, ``again and again and``, phrases between commas.

    >>> repaired("It was lent by the Academy of the Academy of Arts.")
    'It was lent by the Academy of the Academy of Arts.'
    """
    yield from _sentences_again(doc.text)
    words = doc.text.split()
    if any(runs.search(_comes_again(words, n)) for n, runs in _RUNS.items()):
        for line in doc.lines:
            yield from _phrases_again(doc.text, line)


def _may_be_meant(word: str, rest: str) -> bool:
    """Whether a word may stand twice, or is half of a name: ``bora bora``, ``Duran Duran``.

    Inside a longer name it is more likely a slip: ``the Vale Vale Bridge``.
    """
    return word in _MAY_BE_TWICE if word.islower() else not _NAME.match(rest)


def _said_again(b: Break) -> int:
    """Return how many words right after a break are those right before it, and no new sentence."""
    for count in range(min(4, len(b.after), len(b.before)), 0, -1):
        again, rest = b.after[:count], b.after[count:]
        if again == b.before[-count:]:
            goes_on = (
                not rest
                or again[-1] in NUMBERS | AUXILIARIES
                or rest[0] in PREPOSITIONS | DETERMINERS
                or b.tail[b.after_word(count) - b.span.end :].lstrip()[0] in ",(”’\"'"
            )
            return count if goes_on else 0
    return 0


def _sentences_again(text: str) -> Iterator[Fix]:
    end = 0
    for before, again in pairwise(text.split(". ")):
        start = end + len(before)
        end = start + len(". ")
        said = again.partition("\n")[0].rstrip(".\r")
        if len(said) > _SHORT and before.endswith(said):
            yield Fix.delete(start, end + len(said), "a sentence said twice", sure=False)


def _phrases_again(text: str, line: Span) -> Iterator[Fix]:
    places = list(_TOKEN.finditer(text, line.start, line.end))
    words = [place[0] for place in places]
    for n, runs in _RUNS.items():
        for run in runs.finditer(_comes_again(words, n)):
            said = words[run.start() : run.start() + n]
            if not _is_idiom(said):
                first, more = run.start() + n - 1, (run.end() - run.start()) // n * n
                message = f"“{' '.join(said)}” stands here twice"
                yield Fix.delete(
                    places[first].end(), places[first + more].end(), message, sure=False
                )


def _comes_again(words: list[str], n: int) -> bytes:
    """Say of each word, as 1 or 0, whether the word ``n`` places later is the same."""
    return bytes(map(eq, words, words[n:]))


def _is_idiom(said: list[str]) -> bool:
    """Whether a phrase may stand twice: ``more and more and``, ``the hum, the hum,``."""
    return (
        any(not word[-1].isalnum() for word in said)
        or any(said == said[k:] + said[:k] for k in range(1, len(said)))  # shorter ones, repeated
        or (len(said) == 2 and not {"and", "or", "nor"}.isdisjoint(said))
        or (len(said) == 2 and said[1] in PREPOSITIONS)
        or said == ["and", "so", "on"]
    )
