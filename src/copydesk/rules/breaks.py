"""Periods that a translation engine left in the middle of a sentence.

Engines cut long input near 200 to 290 characters and translate it piece by piece; every piece
comes back with a period. Where all words came through in their order, the period alone is too much.
Often, though, the second piece says again what the first one said, or holds a word that belongs
into it; then only a person can tell what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Span
from copydesk.words import (
    ABBREVIATIONS,
    AUXILIARIES,
    DETERMINERS,
    NAME_ABBREVIATIONS,
    NUMBERS,
    PREPOSITIONS,
    SUBJECTS,
)

_BREAK = re.compile(r"\.[ \u00a0]{1,4}(?=[a-z])")
_REACH = 600
"""How many code points on each side of a break are read; sentences are shorter."""

_PIECE = 150
"""How many code points an engine translates at least before it cuts a sentence."""

_SENTENCE_START = re.compile(r"[.!?…][)\]”’\"']*[^\S\r\n]+(?=[^\s\w]*[^\W\d_a-z])")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_PLAIN = re.compile(r"[a-z]+(?:[’'-][a-z]+)*(?![\w@/-]|[.:]\S)")
"""A word as it stands in a sentence: not ``iPhone``, ``al-Assad``, ``e.g.`` or an address."""

_PARTICLE = re.compile(r"(?:al|bin|da|de|del|der|di|du|el|ibn|la|le|ten|ter|van|von) [A-Z]")
_SHORT_FORM = re.compile(r"[A-Z]?[b-df-hj-np-tv-xz]+|[^\W\d_]")
"""A word without a vowel (``Kft``, ``sq``), or a letter alone."""

_SMALL_I = re.compile(r"(?<![\w.’'-])i(?: [a-z]|[’'](?:m|d|ll|ve)\b)")
"""The pronoun as people write it who leave capitals out."""

_GOES_ON = (
    PREPOSITIONS
    | frozenset("and as because if nor or rather unless when whether while who whom whose".split())
) - {"like", "past", "regarding"}
"""Words with which a sentence goes on, and seldom starts."""

_LEADS = _GOES_ON - {"and", "because", "of", "or", "who", "whom", "whose"}
"""Those of them that can also lead a sentence, up to a comma and the main clause."""

_MAIN_CLAUSE = re.compile(
    rf", (?:please|let|do|just|I|a|an|the|this|that|these|those|{'|'.join(sorted(SUBJECTS))})\b"
)
_ADVERBIAL = re.compile(
    r"(?:in (?:fact|short|addition|general|particular|other words|the meantime)|of course"
    r"|for (?:example|instance)|at (?:first|last|least)|on the (?:other|contrary)|after all"
    r"|as (?:for|a result)|by the way|to be honest|above all)\b"
)
_STARTS = SUBJECTS | frozenset(
    """
    actually also anyway can could did do does finally first furthermore hello hence hi how however
    instead later let maybe moreover nevertheless no nonetheless not now okay one otherwise perhaps
    please so sorry still thank thanks then therefore this thus what why yes yet
    """.split()
)
"""Words that start a sentence, or the half of one that a semicolon sets off."""

_AFTER_COMMA = frozenset(
    "according although but especially even including though whereas which".split()
)
"""Words with which a sentence goes on after a comma."""

_DISPLACED = re.compile(
    r"\w+ wh(?:ich|om)\b|(?:at|by|from|in) the (?:beginning|end|start)$|(?:from|to) the others?$"
)
"""What belongs further up: ``if the conditions improve. in which they live``."""

_OPEN_ENDED = frozenset(
    "a an and as at but by every for from into its my of or our than the their to with your".split()
)
"""Words that no sentence ends in, or hardly one."""


_GRAMMATICAL = frozenset().union(
    PREPOSITIONS, DETERMINERS, SUBJECTS, NUMBERS, AUXILIARIES
) | frozenset(
    "and but even if more most nor not or other that when where which who whom whose".split()
)
"""Words that come again and again without saying anything twice."""


@dataclass(frozen=True)
class _Break:
    """A period before a small letter, and what its sentence says before and after it."""

    span: Span  # the period and the space after it
    head: str
    tail: str

    @cached_property
    def before(self) -> list[str]:
        """The words before the period."""
        return _WORD.findall(self.head)

    @cached_property
    def after(self) -> list[str]:
        """The words after it."""
        return _WORD.findall(self.tail)

    @cached_property
    def again(self) -> list[str]:
        """The first words after the period that the last words before it said already."""
        said = {_stem(word) for word in self.before[-8:] if _has_meaning(word)}
        return [word for word in self.after[:4] if _has_meaning(word) and _stem(word) in said]


@rule("breaks/inner-period", "period in the middle of a sentence")
def inner_period(doc: Document) -> Iterator[Fix]:
    """Take out a period after which the sentence goes on.

    Engines cut long input near 200 to 290 characters and translate it piece by piece; every piece
    comes back with a period. The next letter stays small, which tells such a period from the end of
    a sentence. It is taken out where a preposition, a conjunction or a relative pronoun goes on
    with the sentence, or where the words before it cannot end one.

    Suggests, and leaves to the reader: words left behind (``the authorities said. authorities.``),
    words out of place, a comma or a capital that seem to be wanted. Refuses abbreviations (``sq.
    km``), names and brands in small letters, and people who write without capitals.

    >>> repaired("Tension grows between the two. countries if the talks on fishing fail.")
    'Tension grows between the two countries if the talks on fishing fail.'
    """
    found = [_break_at(doc.text, m) for m in doc.finditer(_BREAK)]
    if len(found) > 2 and len(found) > sum(1 for _ in doc.finditer(_SENTENCE_START)):
        return  # someone who writes without capitals
    for b in found:
        if b.before and not _is_no_break(b):
            yield _judged(b)


def _judged(b: _Break) -> Fix:
    """Say what to do about a break: first what speaks against a mere period too much."""
    shown = f"“{b.tail[:50].strip()}{'…' if len(b.tail) > 50 else ''}”"
    if b.again:
        return _said_twice(b, f"the words after a break repeat what was said: {shown}")
    if b.after[-1] in _OPEN_ENDED or _DISPLACED.match(b.tail):
        return _deleted(b, f"words out of place after a break: {shown}", sure=False)
    if b.after[0] in _AFTER_COMMA:
        return _comma(b)
    if _starts_sentence(b):
        return _capital(b)
    if _goes_on(b) or _cannot_end(b):
        return _deleted(b)
    return _deleted(b, f"words left behind after a break: {shown}", sure=False)


def _deleted(b: _Break, message: str = "", *, sure: bool = True) -> Fix:
    return Fix.replace(b.span.start, b.span.end, " ", message, sure=sure)


def _comma(b: _Break) -> Fix:
    """``which is`` says more of a thing already known; other clauses may also tell which thing."""
    sure = b.after[0] == "which" and b.after[1:2] in (["is"], ["are"], ["was"], ["were"])
    message = f"a period where a comma belongs, before “{b.after[0]}”"
    return Fix.replace(b.span.start, b.span.end, ", ", message, sure=sure)


def _capital(b: _Break) -> Fix:
    start = b.span.end
    message = "a sentence that starts small, or a period too much"
    return Fix.replace(start, start + 1, b.tail[0].upper(), message, sure=False)


def _said_twice(b: _Break, message: str) -> Fix:
    """Take out the words that come again: all after the break, the first, or the period alone."""
    start, end = b.span.start, b.span.end
    if len(b.again) == sum(map(_has_meaning, b.after)):
        return Fix.delete(start, end + len(b.tail), message, sure=False)
    if _stem(b.after[0]) == _stem(b.before[-1]):
        return Fix.delete(start, end + len(b.after[0]), message, sure=False)
    return _deleted(b, message, sure=False)


def _goes_on(b: _Break) -> bool:
    """Whether the first words after the break carry a sentence on."""
    first, *rest = b.after
    if not rest:
        return False
    if first == "about":
        return rest[0] in DETERMINERS
    if first.endswith("ing"):
        return rest[0] in DETERMINERS | PREPOSITIONS or rest[0][0].isdigit()
    return first in _GOES_ON


def _cannot_end(b: _Break) -> bool:
    """Whether the words before the break ask for a noun: ``the``, ``between the two``."""
    *_, second, last = ["", *b.before]
    return last in _OPEN_ENDED & DETERMINERS or (last in NUMBERS and second in DETERMINERS)


def _starts_sentence(b: _Break) -> bool:
    first = b.after[0]
    return (
        first in _STARTS
        or _ADVERBIAL.match(b.tail) is not None
        or (first in _LEADS and _MAIN_CLAUSE.search(b.tail) is not None)
    )


def _is_no_break(b: _Break) -> bool:
    """Whether a small letter is right after this period, or its writer has no others."""
    return (
        not _PLAIN.match(b.tail)
        or _PARTICLE.match(b.tail) is not None
        or _is_abbreviated(b)
        or (len(b.before) == 1 and b.before[0].isdigit())  # the number of a list
        or (b.head.lstrip("“‘\"'([ ")[:1].islower() and len(b.head) < _PIECE)
        or _SMALL_I.search(b.head + b.tail) is not None
    )


def _is_abbreviated(b: _Break) -> bool:
    """Whether the period belongs to the word before it."""
    word = b.head.split()[-1].strip("()[]“”‘’\"'")
    return (
        not word
        or not (word[-1].isalnum() or word[-1] == "%")
        or "." in word
        or word.lower() in ABBREVIATIONS
        or word in NAME_ABBREVIATIONS
        or _SHORT_FORM.fullmatch(word) is not None
        or (word == "in" and _is_number(b.before[-2:-1]))  # inches
    )


def _break_at(text: str, m: re.Match[str]) -> _Break:
    """Read the sentence around a break, as far as its line goes."""
    head = re.split(r"[\r\n]", text[max(0, m.start() - _REACH) : m.start()])[-1]
    tail = re.split(r"[\r\n]", text[m.end() : m.end() + _REACH])[0]
    start = max((s.end() for s in _SENTENCE_START.finditer(head)), default=0)
    end = _SENTENCE_START.search(tail)
    tail = tail[: end.start()] if end else tail.rstrip(" .!?…")
    return _Break(Span.of(m), head[start:], tail)


def _is_number(words: list[str]) -> bool:
    return bool(words) and (words[0].isdigit() or words[0] in NUMBERS)


def _has_meaning(word: str) -> bool:
    return len(word) > 2 and word.lower() not in _GRAMMATICAL


def _stem(word: str) -> str:
    """What forms of one word have in common, roughly."""
    return word[:5].lower() if len(word) > 5 else word.lower().removesuffix("s")
