"""Where lines start, and which lines edits touch."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from copydesk.text import Edit, Span

_LINE_END = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of a text: the line and column of its first code point, and of the one after it."""

    line: int
    column: int
    end_line: int
    end_column: int


class Places:
    """The lines and columns of a text, as editors count them: from 1, columns in code points."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in _LINE_END.finditer(text))]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        r"""Return where the code point at ``offset`` stands.

        >>> Places("one\r\ntwo").line_and_column(6)
        (2, 2)
        """
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def of(self, span: Span) -> Place:
        r"""Return where ``span`` stands.

        >>> Places("one\r\ntwo").of(Span(2, 6))
        Place(line=1, column=3, end_line=2, end_column=2)
        """
        return Place(*self.line_and_column(span.start), *self.line_and_column(span.end))


def lines(text: str) -> list[str]:
    r"""Return the lines of a text with their ends, which ``\n`` alone makes, as ``patch`` has it.

    >>> lines("one\r\ntwo")
    ['one\r\n', 'two']
    """
    return _LINE.findall(text)


@dataclass(frozen=True, slots=True)
class Region:
    """Whole lines of a text, and the edits inside them; ``number`` counts the lines before it."""

    span: Span
    number: int
    edits: tuple[Edit, ...]


def regions(text: str, edits: Iterable[Edit]) -> Iterator[Region]:
    r"""Yield the runs of lines, as ``\n`` ends them, that ``edits`` touch; sorted and apart.

    >>> [r.span for r in regions("one\ntwo\nthree\n", [Edit(Span(4, 8), "")])]
    [Span(start=4, end=8)]
    """
    number = counted = 0
    for start, end, inside in _runs(text, sorted(edits)):
        number += text.count("\n", counted, start)
        counted = start
        yield Region(Span(start, end), number, tuple(inside))


def _runs(text: str, edits: list[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    start = end = at = 0  # the lines found so far, and the end of the last edit in them
    last = ""  # the character that then stands before it
    inside: list[Edit] = []
    for edit in edits:
        span = edit.span
        if inside and span.start > end:
            yield start, end, inside
            inside = []
        if not inside:
            start = at = text.rfind("\n", end, span.start) + 1 or end
            last = ""
        inside.append(edit)
        last = edit.text[-1:] or text[max(at, span.start - 1) : span.start] or last
        at = span.end
        if at >= end:
            whole = last in ("", "\n") and text[at - 1 : at] == "\n"  # takes out lines, no more
            end = at if whole else text.find("\n", at) + 1 or len(text)
    if inside:
        yield start, end, inside
