"""Files of many short texts, such as cells or messages: their slices, put together as one text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from copydesk.formats.excerpt import Slice
from copydesk.options import Source
from copydesk.text import Span

Segment = Sequence[Slice]
"""The slices of one such text, in its order."""

STAND_IN = "\ufffc"
"""What stands for a thing within a text that is no text, such as a placeholder or a picture: the
character that Unicode has for that. Without it the spaces around would seem to be doubled."""

PLACEHOLDER = re.compile(
    r"""
    %(?:\(\w+\)|[0-9]+\$)?[-+\#0']*(?:\*|[0-9]+)?(?:\.(?:\*|[0-9]+))?(?:hh|h|ll|[lLqjzt])?
      [diouxXeEfFgGaAcCsSpnm@%]  # printf (POSIX), with Python's names and Objective-C's objects;
      # its flag “space” is not read: “50 % of” has more often a percentage
    | \$?\{[\w.:!,\s-]{0,40}\}  # Python, C#, JavaScript, ICU
    | %\{\w+\}|%\w+%  # Ruby, and Windows and Symfony
    | &(?:\w+|\#[0-9]+|\#[xX][0-9a-fA-F]+);  # entities
    | </?[A-Za-z][^<>]*>  # tags
    """,
    re.VERBOSE,
)
"""What programs replace in messages, or read as markup."""

TEMPLATE = r"\{[{%][^{}]{0,200}[%}]\}"
"""An expression for what generators of pages replace, in Markdown and in HTML."""


def joined(segments: Iterable[Segment]) -> tuple[Slice, ...]:
    """Return the slices of all ``segments``, with a guarded blank line between every two.

    Those without a letter in their prose are left out: there is nothing to mend in them.
    """
    slices: list[Slice] = []
    for segment in segments:
        if not any(s.prose and any(map(str.isalpha, s.text)) for s in segment):
            continue
        if slices:
            end = slices[-1].span.end
            slices.append(Slice(Span(end, end), "\n\n", prose=False))
        slices += segment
    return tuple(slices)


def words(segment: Segment) -> str:
    """Return the text of a segment."""
    return "".join(piece.text for piece in segment)


def paired(pairs: Iterable[tuple[Segment, Segment]]) -> Source | None:
    """Return source segments and their translations as `Source`; None where there are none."""
    found = ((words(source), words(target)) for source, target in pairs)
    return (
        tuple((ours, theirs) for ours, theirs in found if ours.strip() and theirs.strip()) or None
    )


def within(segment: Segment) -> list[Slice]:
    """Return the segment without the white space at its ends, which is layout, or a program's."""
    text = words(segment)
    start = len(text) - len(text.lstrip())
    end = max(start, len(text.rstrip()))
    return [piece for at, piece in _cut(segment, [start, end]) if start <= at < end]


def with_placeholders(segment: Segment, pattern: re.Pattern[str] = PLACEHOLDER) -> list[Slice]:
    """Return the segment with guarded slices where ``pattern`` matches its text.

    >>> [s.text for s in with_placeholders([Slice(Span(4, 14), "Hi %(you)!")]) if not s.prose]
    []
    >>> [s.text for s in with_placeholders([Slice(Span(4, 15), "Hi %(you)s!")]) if not s.prose]
    ['%(you)s']
    """
    places = [Span.of(m) for m in pattern.finditer(words(segment))]
    edges = [edge for place in places for edge in (place.start, place.end)]
    return [
        replace(piece, prose=piece.prose and bisect_right(edges, at) % 2 == 0)
        for at, piece in _cut(segment, edges)
    ]


def _cut(segment: Segment, edges: Sequence[int]) -> Iterator[tuple[int, Slice]]:
    """Yield the slices, cut at the sorted ``edges`` of the text, and where in it each starts.

    One that reads otherwise than the file has it stays whole.
    """
    start = number = 0
    for piece in segment:
        end = start + len(piece.text)
        at = start
        while number < len(edges) and edges[number] < end:
            if edges[number] > at and len(piece.span) == len(piece.text):
                yield at, _stretch(piece, at - start, edges[number] - start)
                at = edges[number]
            number += 1
        yield at, piece if at == start else _stretch(piece, at - start, end - start)
        start = end


def _stretch(piece: Slice, low: int, high: int) -> Slice:
    at = piece.span.start
    return replace(piece, span=Span(at + low, at + high), text=piece.text[low:high])
