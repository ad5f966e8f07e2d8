"""The name lock: which spellings of a text are names, so that nothing rewrites them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from copydesk.text import Span
from copydesk.words import AUXILIARIES, DETERMINERS, NUMBERS, PREPOSITIONS, SUBJECTS

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
"""A word as the lock knows it: with its hyphens, without what follows an apostrophe."""

_OPENERS = (
    AUXILIARIES
    | DETERMINERS
    | NUMBERS
    | PREPOSITIONS
    | SUBJECTS
    | frozenset(
        """
        according after all also although and as because but finally first here how however if
        instead it later many maybe me meanwhile moreover most much never no nor not nothing now
        often once only or perhaps second similarly so sometimes soon still such then therefore
        though thus today tomorrow unless well what when where whether which while who whom whose
        why yes yesterday yet
        """.split()
    )
)
"""Words that open sentences, and so have capitals without being names."""


_CAPITALISED = re.compile(r"[^\W\d_a-z](?<![^\W_].)(?<![^\W_]-.)[^\W_]*+(?:-[^\W_]++)*+")
"""A word that starts with a capital, or with a letter beyond ASCII."""


def locked_names(text: str) -> frozenset[str]:
    """Return the spellings that are names in ``text``.

    These are words with a capital inside a sentence, with a capital or a figure inside the word,
    and those at the start of a sentence that stand before another capital (`Eleanor Blackburn`) or
    come again so and never in lower case.

    >>> sorted(locked_names("Near Ostrava the S-400 of NATO passed. Mrs Turan looked on."))
    ['Mrs', 'NATO', 'Ostrava', 'S', 'S-400', 'Turan']
    """
    words = set(WORD.findall(text))
    odd = {word for word in words if not is_small(word)}
    names = {name for word in odd if _has_the_shape(word) for name in _spellings(word)}
    opening: Counter[str] = Counter()
    for m in _CAPITALISED.finditer(text):
        word = m[0]
        if word in names or word not in odd:
            continue
        if _is_inside(text, m.start()):
            names.update(_spellings(word))
        elif word.lower() not in _OPENERS:
            opening[word] += 1 + _stands_before_capital(text, m.end())
    names.update(w for w, n in opening.items() if n > 1 and w.lower() not in words)
    return frozenset(names - {"I"})


_ITALICS = re.compile(
    r"(?<![\w*])\*(?![*\s])[^*\n]{1,80}(?<!\s)\*(?![\w*])"
    r"|(?<!\w)_(?![_\s])[^_\n]{1,80}(?<!\s)_(?!\w)"
    r"|<(i|em|cite)\b[^<>\n]{0,80}>[^<>\n]{1,80}</\1>"
)


def italics(text: str) -> Iterator[Span]:
    """Yield the passages of up to 80 code points in italics, as Markdown and HTML write them.

    That is how a text sets words of another language apart, and the titles of works.

    >>> list(italics("She plays the _qanun_, 2*3*4 times."))
    [Span(start=14, end=21)]
    """
    return map(Span.of, _ITALICS.finditer(text)) if any(c in text for c in "*_<") else iter(())


def places(names: frozenset[str], text: str) -> Iterator[Span]:
    """Yield where ``names``, of one word or several, stand in ``text`` as whole words.

    >>> list(places(frozenset({"van der Elst"}), "Mr van der Elst paid."))
    [Span(start=3, end=15)]
    """
    return map(Span.of, _any_of(names).finditer(text)) if names else iter(())


@lru_cache(maxsize=8)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def listed(lines: Iterable[str]) -> Iterator[str]:
    """Yield the names in a list of them: one a line; what follows a ``#`` is a comment.

    The sign is one only at the start of a line or after a space, so that C# can be a name.

    >>> list(listed(["# the staff", "van der Elst", "C#  # the language", ""]))
    ['van der Elst', 'C#']
    """
    for line in lines:
        if name := _COMMENT.sub("", line).strip():
            yield name


_COMMENT = re.compile(r"(?:^|\s)#.*", re.DOTALL)


def is_small(word: str) -> bool:
    """Whether a word has small letters only, so that no text makes a name of it."""
    return word.islower() and word.isalpha()


def _has_the_shape(word: str) -> bool:
    """Whether a word has a figure, or a capital past its first letter."""
    return any(map(str.isdigit, word)) or any(map(str.isupper, word[1:]))


def _is_inside(text: str, start: int) -> bool:
    """Whether a word follows another, or a comma, on its line."""
    before, gap = text[max(0, start - 2) : start - 1], text[max(0, start - 1) : start]
    if gap in (" ", "\u00a0"):
        return before.isalnum() or before in (",", ";", "’", "'", ")")
    return gap in ("’", "'") and before.isalnum()


def _stands_before_capital(text: str, end: int) -> bool:
    return text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()


def _spellings(word: str) -> list[str]:
    """Return a name and the capitalised parts that hyphens join in it."""
    return [word, *(part for part in word.split("-") if part[:1].isupper())]
