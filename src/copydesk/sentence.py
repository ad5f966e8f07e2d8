"""Sentences that a period breaks in two: the break, and what is said before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from copydesk.late import late
from copydesk.text import Span
from copydesk.words import (
    AUXILIARIES,
    DETERMINERS,
    NUMBERS,
    PREPOSITIONS,
    SUBJECTS,
    is_abbreviation,
)

SHORTEST_PIECE = 150
"""How many code points a translation engine takes at least before it cuts a sentence."""

_BREAK = late(r"\.[ \u00a0]{1,4}(?=[a-z])")
_REACH = 600
"""How many code points on each side of a break are read; sentences are shorter."""

_SENTENCE_END = late(r"[.!?…][)\]”’\"']*[^\S\r\n]+(?=[^\s\w]*[^\W\d_a-z])|[\r\n]+")
_WORD = late(r"[^\W_]+(?:[’'-][^\W_]+)*")
_PLAIN = late(r"[a-z]+(?:[’'-][a-z]+)*(?![\w@/-]|[.:]\S)")
"""A word as it stands in a sentence: not ``iPhone``, ``al-Assad``, ``e.g.`` or an address."""

_PARTICLE = late(r"(?:al|bin|da|de|del|der|di|du|el|ibn|la|le|ten|ter|van|von) [A-Z]")
_SHORT_FORM = late(r"[A-Z]?[b-df-hj-np-tv-xz]+|[^\W\d_]")
"""A word without a vowel (``Kft``, ``sq``), or a letter alone."""

_ENDS_IN_A = late(r"[a-z]{2} a\Z")
_NOT_AFTER_A = (AUXILIARIES | DETERMINERS | PREPOSITIONS | SUBJECTS).union(
    """
    also although and because but choose compare hence how however if nor or see so then therefore
    though thus unless what when where whereas whether which who whom why
    """.split()
)
"""Words before which ``a`` is a letter (``of class a. and``): after the article a noun comes."""

_FOREIGN = late(r"(?:\w+ ){0,2}(?:[cdjlmnst]|qu)[’']\w")
"""The elisions of French, Italian and Catalan: words left untranslated."""

_SMALL_I = late(r"(?<![\w.’'-])i(?: [a-z]|[’'](?:m|d|ll|ve)\b)")
"""The pronoun as people write it who leave capitals out."""


@dataclass(frozen=True)
class Break:
    """A period before a small letter, and what its sentence says before and after it.

    ``span`` holds the period and the space after it; ``tail`` ends before the mark, if any, that
    ends the sentence.
    """

    span: Span
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

    def after_word(self, count: int) -> int:
        """Where the text goes on after the first ``count`` words of the tail."""
        return self.span.end + list(_WORD.finditer(self.tail))[count - 1].end()


def breaks(text: str) -> list[Break]:
    """Return the places where a period stands and a sentence seems to go on.

    Left out are abbreviations (``sq. km``), names and brands in small letters, the numbers of a
    list, and the sentences of people who write without capitals.

    >>> [b.tail for b in breaks("It covers 9 sq. km. of the heath. It was sold.")]
    []
    >>> [b.tail for b in breaks("It covers the north. of the heath. It was sold.")]
    ['of the heath']
    """
    found = list(_BREAK.finditer(text))
    if len(found) > 2 and len(found) > sum(1 for _ in _SENTENCE_END.finditer(text)):
        return []
    return [b for b in (_read(text, m) for m in found) if b.before and not _is_right(b)]


def _read(text: str, m: re.Match[str]) -> Break:
    """Read the sentence around a break."""
    ends = list(_SENTENCE_END.finditer(text, max(0, m.start() - _REACH), m.start()))
    start = ends[-1].end() if ends else max(0, m.start() - _REACH)
    end = _SENTENCE_END.search(text, m.end(), m.end() + _REACH)
    tail = text[m.end() : end.start() if end else m.end() + _REACH]
    return Break(Span.of(m), text[start : m.start()], tail.rstrip(" .!?…"))


def _is_right(b: Break) -> bool:
    """Whether a small letter is right after this period, or its writer has no others."""
    return (
        not _PLAIN.match(b.tail)
        or _PARTICLE.match(b.tail) is not None
        or _FOREIGN.match(b.tail) is not None
        or _is_abbreviated(b)
        or (len(b.before) == 1 and b.before[0].isdigit())  # the number of a list
        or (b.head.lstrip("“‘\"'([ ")[:1].islower() and len(b.head) < SHORTEST_PIECE)
        or _SMALL_I.search(b.head + b.tail) is not None
    )


def _is_abbreviated(b: Break) -> bool:
    """Whether the period belongs to the word before it."""
    word = b.head.split()[-1]
    if word == "in":
        return _is_number(b.before[-2:-1])  # inches
    return is_short_form(word) and not _ends_in_article(b)


def _ends_in_article(b: Break) -> bool:
    """Whether the word before the period is the article ``a``, and no letter (``STV, a. s.``)."""
    first = b.after[0]
    return bool(_ENDS_IN_A.search(b.head)) and len(first) > 1 and first not in _NOT_AFTER_A


def is_short_form(word: str) -> bool:
    """Whether a period right after ``word`` may belong to it, and not to the sentence.

    >>> [w for w in ("approx", "p.m", "Kft", "J", "harbor", "(sq") if is_short_form(w)]
    ['approx', 'p.m', 'Kft', 'J', '(sq']
    """
    word = word.strip("()[]“”‘’\"'")
    return (
        not word
        or not (word[-1].isalnum() or word[-1] == "%")
        or is_abbreviation(word)
        or _SHORT_FORM.fullmatch(word) is not None
    )


def _is_number(words: list[str]) -> bool:
    return bool(words) and (words[0].isdigit() or words[0] in NUMBERS)
