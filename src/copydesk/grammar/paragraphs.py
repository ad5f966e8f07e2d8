"""The paragraphs of a text, and how they are sent together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from copydesk.grammar.match import Match
from copydesk.text import Span

REQUEST = 20_000
"""Characters sent in one request at most; from 10,000 on its cost of its own is nothing."""

LEAST = 1_000
"""Characters for which a request of their own is worth it, if a core has nothing else to do."""

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"\n[^\S\r\n]*\r?\n")
_END = "\n\n"  # what LanguageTool takes for a paragraph's end
_WRAPPED = 100  # characters: no line of a text wrapped by hand is longer


def paragraphs(text: str) -> Iterator[Span]:
    """Yield where the paragraphs of ``text`` are.

    They are its lines, or, in a text that is wrapped by hand, the blocks between empty lines.

    >>> list(paragraphs("A title\\n\\nA line\\nand more\\n"))
    [Span(start=0, end=7), Span(start=9, end=24)]
    """
    lines = [Span.of(m) for m in _LINE.finditer(text) if not m[0].isspace()]
    if any(len(line) > _WRAPPED for line in lines) or not _BLANK_LINE.search(text):
        yield from lines
        return
    start = 0
    for i, line in enumerate(lines):
        last = i + 1 == len(lines)
        if last or _BLANK_LINE.search(text, line.end, lines[i + 1].start):
            yield Span(lines[start].start, line.end)
            start = i + 1


def batches(texts: Sequence[str], connections: int) -> Iterator[list[str]]:
    """Share the paragraphs out to as many requests as there are ``connections``, or more.

    None has more than `REQUEST` characters, unless it is one paragraph, and few less than `LEAST`.
    """
    share = sum(map(len, texts)) / connections
    enough = max(LEAST, min(REQUEST, share))
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (size >= enough or size + len(text) > REQUEST):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def joined(batch: Iterable[str]) -> str:
    """Return the paragraphs as one text; the same comes after each, the last one included."""
    return "".join(text + _END for text in batch)


def parted(matches: Iterable[Match], batch: Sequence[str]) -> list[tuple[Match, ...]]:
    """Return the matches in ``joined(batch)`` by paragraphs, each placed within its own."""
    starts = [0]
    for text in batch:
        starts.append(starts[-1] + len(text) + len(_END))
    found: list[list[Match]] = [[] for _ in batch]
    for match in matches:
        at = bisect_right(starts, match.span.start) - 1
        if match.span.end <= starts[at] + len(batch[at]):
            found[at].append(placed(match, -starts[at]))
    return [tuple(each) for each in found]


def placed(match: Match, by: int) -> Match:
    """Return the match moved by so many code points."""
    return replace(match, span=Span(match.span.start + by, match.span.end + by))
