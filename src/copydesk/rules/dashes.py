"""Dashes and hyphens whose spaces a translation engine lost or added.

A spaced hyphen used as a dash, two hyphens, and any habit that a text follows stay as they are:
only what no habit explains is mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Edit, Span
from copydesk.words import DETERMINERS, PREPOSITIONS, SUBJECTS

_ASIDE = re.compile(
    r" (?P<dash>[-–—])(?=[^\W\d_])(?P<inner>[^\r\n–—.;:?!-]{1,120}[^\W_])(?P=dash) (?=[^\W_])"
)
_NEXT_WORD = re.compile(r"\w{1,20}")
_JOINS = frozenset("and or to nor but und oder und ja y et".split())


@rule("dashes/aside", "dashes glued to an aside", english=True)
def aside(doc: Document) -> Iterator[Fix]:
    """Set the spaces inside a pair of dashes that enclose an aside.

    Spanish glues both dashes to the words between them (Real Academia Española, *Ortografía*,
    2010, on the *raya*). Refuses single words, numbers, suffixes (``the ending -ing``) and hyphens
    that wait for their second half (``pre- and post-war``).

    >>> repaired("The bridge -the oldest in town- is closed.")
    'The bridge - the oldest in town - is closed.'
    """
    for m in doc.finditer(_ASIDE):
        following = _NEXT_WORD.match(doc.text, m.end())
        if " " in m["inner"] and following and following[0].lower() not in _JOINS:
            start, end = m.span("inner")
            yield Fix((Edit(Span(start, start), " "), Edit(Span(end, end), " ")))


_HYPHEN = re.compile(r"-(?:(?<= -)(?= ?[^\W\d_]{3})|(?= [^\W\d_]{3}))")
_PREFIX = re.compile(
    r"\b(non|anti|semi|quasi|pseudo|multi|neo|inter|intra|co|re|pro|ex|self|mid) ?\Z", re.IGNORECASE
)
_SECOND = re.compile(r" ?([^\W\d_]+)")
_WORDS_TOO = frozenset("pro ex self mid".split())
_NO_SECOND_PART = (
    DETERMINERS | PREPOSITIONS | SUBJECTS | _JOINS | frozenset(("while", "when", "but"))
)
_AGE = re.compile(
    r"-(?:(?<=\d-)|(?<=\d -)) ?(year|month|week|day|hour|minute)(?: ?- ?(olds?|long))?\b"
    r"(?! ?-\w| of\b)"
)


@rule("dashes/split-compound", "compound split at its hyphen", english=True)
def split_compound(doc: Document) -> Iterator[Fix]:
    """Join a prefix and the word it belongs to, and the parts of an age.

    Engines that make a token of each hyphen join them by spaces (``non - military``, ``a 23 - year
    - old man``, ``a 17 -year-old``). Sure for prefixes that are no words themselves. Refuses
    hyphens that wait for their second half (``pre- and post-war``) and, before function words,
    what is a dash.

    >>> repaired("It is a non -profit group led by a 34 - year - old nurse.")
    'It is a non-profit group led by a 34-year-old nurse.'
    """
    for m in doc.finditer(_HYPHEN):
        prefix = _PREFIX.search(doc.text, max(0, m.start() - 9), m.start())
        word = _SECOND.match(doc.text, m.end())
        if prefix and word and word[1].lower() not in _NO_SECOND_PART:
            sure = prefix[1].lower() not in _WORDS_TOO
            yield Fix.replace(prefix.end(1), word.start(1), "-", sure=sure)
    for m in doc.finditer(_AGE):
        start = m.start() - (doc.text[m.start() - 1] == " ")
        joined = "".join(f"-{part}" for part in m.groups() if part)
        if doc.text[start : m.end()] != joined:
            yield Fix.replace(start, m.end(), joined)


_TWICE = re.compile(r"(?<=[^\s—–-] )(?P<dash>--|[—–-]) (?P=dash)(?= [^\s—–-])")


@rule("dashes/doubled", "doubled dash")
def doubled(doc: Document) -> Iterator[Fix]:
    """Suggest one dash where two stand side by side.

    >>> repaired("The road -- -- still unpaved.")
    'The road -- -- still unpaved.'
    """
    if not any(twice in doc.text for twice in ("-- --", "— —", "– –", "- -")):
        return
    for m in doc.finditer(_TWICE):
        yield Fix.delete(m.end("dash"), m.end(), sure=False)
