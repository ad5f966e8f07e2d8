"""Brackets with spaces where none belong, none where one belongs, or a twin too many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Edit, Span

_PAIR = re.compile(r"[(\[](?<![:;=8-].)(?P<inner>[^()\[\]\r\n]{0,400})[)\]]")
_WORDS = re.compile(r"[^\W_]{2}|\d")  # a face drawn with letters has none
_PAIRS = ("()", "[]")


@rule("brackets/inner-space", "space inside brackets")
def inner_space(doc: Document) -> Iterator[Fix]:
    """Take out the spaces just inside a pair of brackets.

    Engines give each bracket a token of its own and join the tokens by spaces. Refuses empty boxes
    (``[ ]``), single letters (``[ x ]``), emoticons and brackets without a partner.

    >>> repaired("The committee ( which met on Monday ) said nothing.")
    'The committee (which met on Monday) said nothing.'
    """
    if not any(spaced in doc.text for spaced in ("( ", " )", "[ ", " ]")):
        return
    for m in doc.finditer(_PAIR):
        inner = m["inner"]
        words = inner.strip(" \u00a0")
        if (
            len(words) < 2 + words.islower()
            or not _WORDS.search(words)
            or m[0][0] + m[0][-1] not in _PAIRS
        ):
            continue
        start = m.start("inner") + inner.index(words)
        places = Span(m.start("inner"), start), Span(start + len(words), m.end("inner"))
        if edits := tuple(Edit(place, "") for place in places if place):
            yield Fix(edits)


_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_GLUED_OPENING = re.compile(
    rf"\((?<=[{_LETTER}]{{3}}.)(?![IVXLC]+\))"
    r"(?=[A-Z][^()\r\n]{1,99}\)|[^()\s]{1,40} [^()\r\n]{1,99}\))"
)
_GLUED_CLOSING = re.compile(rf"\)(?=[{_LETTER}]{{2}})(?<=[^\W_].)")


@rule("brackets/missing-space", "no space outside brackets")
def missing_space(doc: Document) -> Iterator[Fix]:
    """Suggest the space that is missing before or after brackets.

    Chinese and Japanese set wide brackets, which bring their own space. Formulas and program code
    set none either (``f(x)``, ``Table(rows, columns)``), so nothing is changed. Refuses endings
    and beginnings of words (``guest(s)``, ``(re)build``) and Roman numbers (``iron(II)``).

    >>> repaired("She was born in Ostrava(Moravia).")
    'She was born in Ostrava(Moravia).'
    """
    for m in doc.finditer(_GLUED_OPENING):
        yield Fix.replace(m.start(), m.start(), " ", sure=False)
    for m in doc.finditer(_GLUED_CLOSING):
        opening = doc.text.rfind("(", max(0, m.start() - 400), m.start())
        if " " in doc.text[opening : m.start()] and opening >= 0:
            yield Fix.replace(m.end(), m.end(), " ", sure=False)


_TWINS = re.compile(r"(?<![(\[)\]:;=-])(?:\(\(|\)\)|\[\[|\]\])(?![(\[)\]])")


@rule("brackets/unpaired", "bracket without a partner")
def unpaired(doc: Document) -> Iterator[Fix]:
    """Suggest taking out one of two equal brackets where the other has no partner in the line.

    Engines double a bracket at the edge of a name they copy. A bracket that is missing is not
    guessed: where it stood, only the source tells. Refuses nested brackets that pair, the smiles
    of chat messages (``:))``) and links of wikis (``[[…]]``).

    >>> repaired("It was sent to the tax office (Room 4)) on Monday.")
    'It was sent to the tax office (Room 4)) on Monday.'
    """
    if not any(twins in doc.text for twins in ("((", "))", "[[", "]]")):
        return
    for line in doc.lines:
        part = doc.text[line.start : line.end]
        for pair in _PAIRS:
            opening, closing = (part.count(bracket) for bracket in pair)
            if abs(opening - closing) == 1 and min(opening, closing):
                surplus = pair[0] if opening > closing else pair[1]
                for m in _TWINS.finditer(doc.text, line.start, line.end):
                    if m[0][0] == surplus:
                        yield Fix.delete(m.start(), m.start() + 1, sure=False)
