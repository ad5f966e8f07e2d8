"""Words, phrases and sentences that an engine, or a tired hand, set down twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from operator import eq

from copydesk.document import Document
from copydesk.late import late
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.sentence import Break, breaks
from copydesk.text import Span
from copydesk.words import AUXILIARIES, DETERMINERS, NUMBERS, PREPOSITIONS, SUBJECTS

_DOUBLED = tuple(
    late(word + r"(?![\w’'@/-])")
    for word in (
        r" (?P<first>[a-z]++)(?: (?P=first))+",
        r"(?P<first>[A-Z][a-z]*+)(?: (?i:(?P=first)))+",
    )
)
_INSIDE_WORD = frozenset(".’'@/-_")

_NEVER_TWICE = frozenset(
    """
    a although already also amongst among an and because between despite during every into its my
    nor often or other our she since than the their they toward towards until we when whether which
    while who whose your
    """.split()
)
"""Words that no sentence has twice in a row."""

_CLAUSE = late(
    rf"\b(?:all|as|how|ones?|that|th[eo]se|things?|this|way|wh\w+|{'|'.join(SUBJECTS)}|I)\b"
)
"""A clause may be open after such a word, and end in a verb before another verb."""

_ENDS_NO_NOUN = frozenset(
    "against am are be been could does has have is should was were without would".split()
)
"""Words that only a clause can end in before it goes on with the same word."""

_AFTER_NOUN = late(r"(?:[\w,] [A-Z]\w+|[\d),;:])$")
_ONCE_AFTER = {
    "then": late(r"\b(?:and|but)$"),
    **dict.fromkeys(("at", "by", "for", "from", "in", "of", "on", "to", "with"), _AFTER_NOUN),
}
"""Words that a sentence can have twice (``log in in``), but not after these."""

_ONCE_BEFORE = {
    "at": late(r" (?:(?:least|most|once)\b|[\d$€£])"),
    "in": late(r" which\b"),
    **dict.fromkeys(("her", "him", "it", "me", "them", "us", "you"), late(r"[.,;:!?]")),
    "of": late(r"(?! course)"),
    "to": late(r" (?:an?|his|her|its|my|our|the|their|these|this|those|your|[A-Z]\w+)\b"),
}
"""The same, before these."""

_OPENS_NO_SENTENCE_TWICE = (
    _NEVER_TWICE
    | PREPOSITIONS
    | DETERMINERS
    | (SUBJECTS - {"he", "there"})
    | frozenset("as but if what where".split())
) - {"a", "her", "no", "off", "that"}
_STARTS = late(r"(?:^|[.!?:…\n][\"“”’]?) ?[\"“(]?\Z")

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
        round same sapiens slow slowly some such super sure tata that them then there these they
        this those tick tiny today together true under very well wink yada yeah ylang young
        """.split()
    )
)
"""Words of four letters or more that may be meant to stand twice."""

_TAKEN_IN = late(
    r"\b(?:(?:are|been?|is|was|were)$|(?:br[io]ng|brought|call|came|check|clos|com|draw|drew|drop"
    r"|fill|g[ai]v|go|join|kick|la[iy]|le[dt]|liv|log|mov|phon|pitch|plug|put|ring|s[ae]t|settl"
    r"|sign|sink|sneak|stand|stay|step|stood|stuck|sw[eo]r|tak|took|turn|typ|walk|went|work|writ)"
    r"(?:e|en|e?s|n|[a-z]?ing|[a-z]?ed)?\b)",
    re.IGNORECASE,
)
"""Words to which *in* may belong that follows them: ``they came in in June``."""

_NAME = late(r" [A-Z][a-z]{2}")
_CLOSES = late(r"[^\s\w(]")
_SHORT = 30
"""How many code points a sentence may have that is repeated on purpose."""

_TOKEN = late(r"\S+")
_RUNS = {n: re.compile(rb"\x01{%d,}" % n) for n in (2, 3)}
"""For phrases of two and three words: that many words in a row that come again so much later."""


@rule("repeats/word", "word set down twice", reach="words", english=True)
def word(doc: Document) -> Iterator[Fix]:
    """Take out the second of two equal words.

    Sure of words that no sentence has twice in a row, such as articles; of prepositions and the
    like where a sentence begins with them; of long words that do not end a clause before another
    begins (``what happened happened``). Of most others it is suggested. Refuses what may be meant:
    ``had had``, ``that that``, ``very very``, ``log in in``. A name is never changed: ``Duran
    Duran``.

    >>> repaired("In in 1957 a boat lay in the the harbor.")
    'In 1957 a boat lay in the harbor.'
    """
    for m in chain.from_iterable(map(doc.finditer, _DOUBLED)):
        said, *again = m[0].split()
        up_to = doc.text[max(0, m.start("first") - 60) : m.start("first")]
        if up_to[-1:] in _INSIDE_WORD or up_to[-1:].isalnum():
            continue
        before = " ".join(up_to.split()[-5:])
        if {said} == set(again):
            sure = _is_slip(said, before, doc.text[m.end() : m.end() + 20])
        elif said.istitle() and {said.lower()} == set(again):
            sure = _STARTS.search(up_to) is not None and said.lower() in _OPENS_NO_SENTENCE_TWICE
        else:
            continue
        if sure:
            yield Fix.delete(m.end("first"), m.end())
        elif _is_odd(again[0], before, doc.text[m.end() : m.end() + 4]):
            yield Fix.delete(m.end("first"), m.end(), f"“{said}” stands here twice", sure=False)


@rule("repeats/tail", "end of a sentence said again", reach="words", english=True)
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


@rule("repeats/phrase", "phrase or sentence said twice", reach="words", english=True)
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


def _is_slip(said: str, before: str, rest: str) -> bool:
    """Whether ``said``, which stands twice, is sure to be meant once."""
    in_clause = _CLAUSE.search(before) is not None
    return (
        said in _NEVER_TWICE
        or (said in _ENDS_NO_NOUN and not in_clause and before[-1:].isalnum())
        or (said in _ONCE_AFTER and _ONCE_AFTER[said].search(before) is not None)
        or (said in _ONCE_BEFORE and _ONCE_BEFORE[said].match(rest) is not None)
        or (_is_long(said) and before.rpartition(" ")[2] in DETERMINERS)
        or (_is_long(said) and not in_clause and _is_one_phrase(said, before, rest))
    )


def _is_long(word: str) -> bool:
    return len(word) > 5 and word.islower() and word not in _MAY_BE_TWICE


def _is_one_phrase(said: str, before: str, rest: str) -> bool:
    """Whether no clause ends between the two: not so in ``the plants plants grow on``."""
    return (
        before.rpartition(" ")[2] in PREPOSITIONS
        or _CLOSES.match(rest) is not None
        or not (said.endswith("s") or rest.startswith((" to ", " that ")))
    )


def _is_odd(word: str, before: str, rest: str) -> bool:
    """Whether a word may hardly stand twice, as in ``bora bora`` and ``Duran Duran``.

    Inside a longer name it is more likely a slip: ``the Vale Vale Bridge``.
    """
    if word == "in":
        return not (_CLAUSE.search(before) or _TAKEN_IN.search(before))
    if len(word) < 4:
        return False
    return word not in _MAY_BE_TWICE if word.islower() else _NAME.match(rest) is not None


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
