"""Quotation marks and what they enclose, over all paragraphs of a text.

A paragraph is a line. A quotation may run over several: each opens it anew and the last one closes
it, or, where lines were broken by hand, only the first opens it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from copydesk.quotemarks import DOUBLE, FOREIGN, SINGLE, Reading, read
from copydesk.text import Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage in quotation marks; ``words`` is what lies between them."""

    opening: Span
    closing: Span

    @property
    def words(self) -> Span:
        """The place between the marks."""
        return Span(self.opening.end, self.closing.start)


def quotations(text: str, readings: tuple[tuple[int, Reading], ...]) -> Iterator[Quotation]:
    """Yield the passages in quotation marks, sorted by where they open.

    One that runs on into the next paragraph ends, here, where its paragraph does; a mark that
    nothing closes opens none.
    """
    for offset, reading in readings:
        for mark in reading.marks:
            if mark.role == "opens" and not mark.alone:
                opening = Span(mark.start + offset, mark.end + offset)
                if mark.partner is None:
                    end = _end_of_line(text, opening.end)
                    yield Quotation(opening, Span(end, end))
                else:
                    end = mark.partner + offset
                    yield Quotation(opening, Span(end, end + len(mark.glyph)))


def readings(text: str) -> tuple[tuple[int, Reading], ...]:
    """Read every paragraph of ``text`` that has marks; each with the offset where it starts."""
    found: list[tuple[int, Reading]] = []
    carried = ""
    for start, end, places in _paragraphs(text):
        paragraph = text[start:end]
        reading = _read(paragraph, places, carried, False)
        if reading.left_open and _opens_next(text, end, reading.left_open[0]):
            reading = _read(paragraph, places, carried, True)
        if reading.resumes:
            found[-1] = (found[-1][0], _running_on(found[-1][1]))
        carried = reading.left_open
        found.append((start, reading))
    return tuple(found)


def _running_on(reading: Reading) -> Reading:
    """The same reading, now that what it leaves open is known to go on."""
    marks = (m._replace(alone=False) if m.role == "opens" else m for m in reading.marks)
    return reading._replace(marks=tuple(marks))


# Rules are asked again after each change, and most paragraphs stay as they are.
_REMEMBERED = 4_000  # code points: longer paragraphs are rare, and would keep much in memory
_remembered = lru_cache(maxsize=1_000)(read)


def _read(text: str, places: tuple[int, ...], carried: str, goes_on: bool) -> Reading:
    reader = _remembered if len(text) <= _REMEMBERED else read
    return reader(text, places, carried, goes_on)


_MARKS = {glyph: re.compile(glyph) for glyph in (*DOUBLE, *SINGLE, "`") if len(glyph) == 1} | {
    glyph: re.compile(rf"{glyph}(?<![^\W_]{glyph}(?=[^\W_]))") for glyph in "'’"
}
"""Each mark; of the apostrophes only those that are not inside a word, which need no reading."""


_JOIN = r"(?:,|,? (?:and|or)| ?[&/])? ?"
_NOUN = r"\b(?:characters?|glyphs?|guillemets?|marks?|signs?|symbols?)"
_MENTIONED = re.compile(
    rf"(?<![^\s(\[])(?:«{_JOIN}»|‹{_JOIN}›|„{_JOIN}[“”]|‚{_JOIN}[‘’]|“ (?:and|or) ”)(?!\w)"
    r"|(?<=[\"'“‘])[«»‹›„](?=[\"'”’])|(?<=[(\[])[«»‹›„](?=[)\]])"
)
"""Marks that a text does not use but mentions: a pair that nothing parts but a word which joins the
two, and one alone within other marks or brackets.
"""
_CALLED = re.compile(rf"{_NOUN} ([«»‹›])(?!\w)[^«»‹›\n]*{_NOUN} ((?!\1)[«»‹›])(?!\w)")
"""Two marks that differ, each called one: ``the sign « to open and the sign » to close``."""


def _paragraphs(text: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield start and end of each paragraph with marks, and their places in it."""
    glyphs = [glyph for glyph in _MARKS if glyph in text]
    places = sorted(m.start() for glyph in glyphs for m in _MARKS[glyph].finditer(text))
    if mentioned := _mentioned(text, glyphs):
        places = [place for place in places if place not in mentioned]
    first = 0
    while first < len(places):
        start = text.rfind("\n", 0, places[first]) + 1
        end = _end_of_line(text, places[first])
        last = bisect_left(places, end, first)
        yield start, end, tuple([place - start for place in places[first:last]])
        first = last


def _mentioned(text: str, glyphs: Collection[str]) -> frozenset[int]:
    """Return the places of the marks in ``text`` that it mentions."""
    if FOREIGN.isdisjoint(glyphs) and " and ”" not in text and " or ”" not in text:
        return frozenset()
    found = [range(*m.span()) for m in _MENTIONED.finditer(text)]
    found += [range(*m.span(mark)) for m in _CALLED.finditer(text) for mark in (1, 2)]
    return frozenset(at for places in found for at in places if text[at] in _MARKS)


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if end > at and text[end - 1] == "\r" else end


_OPENING = re.compile(r"\s*([\"“„«'‘‚‹”])(?=\w)")


def _opens_next(text: str, end: int, glyph: str) -> bool:
    """Whether the paragraph that follows ``end`` opens with a mark of the kind of ``glyph``."""
    m = _OPENING.match(text, end)
    return m is not None and (m[1] in DOUBLE) == (glyph in DOUBLE)
