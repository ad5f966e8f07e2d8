"""Sentences of a text in any language, found by their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.late import late
from copydesk.text import Span
from copydesk.words import ABBREVIATIONS, NAME_ABBREVIATIONS

_END = late(
    r"[.!?…]+[\"”“»’')\]]*(?=\s)"  # before white space; a full-width mark needs none
    r"|[。！？｡]+[」』”’）\"]*|[؟۔।]+[\"»”]*"
    r"|(?:[^\S\n]*\n)+"
)
_FOREIGN_ABBREVIATIONS = frozenset(
    """
    abs art av bd bspw bzw ca cca cf chap čl dna dott dr ds dtto ex evtl fam fig fr ggf gosp hl hod
    ing inkl kap kč lic máj mag mgr mil milj min mio mld mln mme mrd mtro nám napr např no nr núm op
    par pág pan pp prof proc pkt pl por resp rys sig sog sr sra sta str strana św tab tel tis tj tys
    tzn tzv ul usw vgl vol vor zob zzgl
    гг им млн млрд напр обл пр проф рис руб св см стр ст тел тыс ул
    """.split()
)
"""Short forms of other languages, in lower case, after which a sentence goes on."""

_WORD_BEFORE = late(r"[^\s(\[“”„«\"'’]*\Z")
_SOUND = late(r"\w")
_WRAPPED = 40  # code points: a line as long as this without a mark at its end may be a broken one


def sentences(text: str, *, pieces: bool = False) -> list[Span]:
    """Return the sentences of ``text``, without the white space between them.

    A line ends a sentence, unless it looks broken by hand; a paragraph always does. With
    ``pieces`` a period before a small letter ends one too, as engines leave them, and no number
    with a period is an ordinal.

    >>> text = "Am 8. Mai kam Dr. Orban. Er ging."
    >>> [text[s.start : s.end] for s in sentences(text)]
    ['Am 8. Mai kam Dr. Orban.', 'Er ging.']
    >>> len(sentences("He saw the. bridge.", pieces=True))
    2
    """
    found: list[Span] = []
    start = 0
    for end in _ends(text, pieces):
        if (span := _stripped(text, start, end)) and _SOUND.search(text, span.start, span.end):
            found.append(span)
        start = end
    return found


def _ends(text: str, pieces: bool) -> Iterator[int]:
    line = 0
    for m in _END.finditer(text):
        if "\n" in m[0]:
            if not _goes_on(text, line, m):
                yield m.end()
            line = m.end()
        elif not _is_inside(text, m, pieces):
            yield m.end()
    yield len(text)


def _goes_on(text: str, line: int, m: re.Match[str]) -> bool:
    """Whether the line before ``m`` is one of those that were broken by hand."""
    last = text[m.start() - 1 : m.start()]
    return (
        m[0].count("\n") == 1 and m.start() - line >= _WRAPPED and (last.isalnum() or last == ",")
    )


def _is_inside(text: str, m: re.Match[str], pieces: bool) -> bool:
    """Whether the mark stands within a sentence: an abbreviation, an ordinal, a small letter."""
    if m[0][0] not in ".…!?":
        return False
    after = text[m.end() : m.end() + 40].lstrip()
    if after[:1].islower() and not (pieces and m[0] == "."):
        return True
    if m[0] != ".":
        return False
    word = _WORD_BEFORE.search(text, max(0, m.start() - 40), m.start())
    before = word[0] if word else ""
    return (
        (len(before) == 1 and before.isupper())
        or (not pieces and before.isdigit() and len(before) < 3)  # an ordinal
        or "." in before
        or before in NAME_ABBREVIATIONS
        or before.lower() in ABBREVIATIONS
        or before.lower() in _FOREIGN_ABBREVIATIONS
    )


def _stripped(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
