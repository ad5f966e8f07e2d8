"""The changes in their lines, word by word, for a person to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from copydesk.reports.lines import Region, lines, regions
from copydesk.reports.visible import clipped, safe, visible
from copydesk.revision import Revision
from copydesk.text import Edit

_CONTEXT = 40  # code points kept beside a change
_LONGEST = 240  # code points shown of one piece
_FOLDED = 3  # lines shown at the start of a block that is taken out or put in


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line, fit to be shown."""

    kind: Literal["kept", "deleted", "inserted", "left out"]
    text: str

    def __str__(self) -> str:
        if self.kind == "deleted":
            return f"[-{self.text}-]"
        return f"{{+{self.text}+}}" if self.kind == "inserted" else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of one line with changes in it; ``line`` counts from 1 in the original.

    ``rules`` are those whose changes begin here. As a string, deletions stand in ``[-…-]`` and
    insertions in ``{+…+}``.
    """

    line: int
    pieces: tuple[Piece, ...]
    rules: tuple[str, ...]

    def __str__(self) -> str:
        rules = f"  ({', '.join(self.rules)})" if self.rules else ""
        return f"{self.line:>5}  {''.join(map(str, self.pieces))}{rules}"


def rows(revision: Revision) -> Iterator[Row]:
    """Yield the rows that show every change, in their order.

    Text far from any change is left out, and so are the inner lines of long blocks.

    >>> from copydesk.revision import Fix
    >>> from copydesk.text import Span
    >>> fix = Fix((Edit(Span(12, 13), ""),), rule="punctuation/space-before")
    >>> print(*rows(Revision("Talks failed , she said.").then([fix])))
        1  Talks failed[- -], she said.  (punctuation/space-before)
    """
    rules = {edit: change.rules for change in revision.changes for edit in change.edits}
    for region in regions(revision.original, rules):
        yield from _folded(_rows_of(revision.original, region, rules))


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece as it stands in the text, none of it beyond one line."""

    kind: Literal["kept", "deleted", "inserted"]
    text: str
    rules: tuple[str, ...] = ()


def _rows_of(text: str, region: Region, rules: dict[Edit, tuple[str, ...]]) -> Iterator[Row]:
    line = region.number + 1
    parts: list[_Part] = []
    for part in _parts(text, region, rules):
        if part.kind == "kept" and len(part.text) > 2 * _CONTEXT:
            yield from _row(line, [*parts, _Part("kept", _beginning(part.text))])
            parts = [_Part("kept", _ending(part.text))]
        else:
            parts.append(part)
        if part.text.endswith("\n"):
            yield from _row(line, parts)
            parts = []
            line += part.kind != "inserted"
    yield from _row(line, parts)


def _parts(text: str, region: Region, rules: dict[Edit, tuple[str, ...]]) -> Iterator[_Part]:
    at = region.span.start
    for edit in region.edits:
        span = edit.span
        yield from _lines("kept", text[at : span.start])
        yield from _edited(text[span.start : span.end], edit.text, rules[edit])
        at = span.end
    yield from _lines("kept", text[at : region.span.end])


def _edited(before: str, after: str, rules: tuple[str, ...]) -> Iterator[_Part]:
    """Yield the parts of one edit, where marks that stay at its ends are kept."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    yield from _lines("kept", before[:head])
    changed = [
        *_lines("deleted", before[head : len(before) - tail]),
        *_lines("inserted", after[head : len(after) - tail]),
    ]
    yield replace(changed[0], rules=rules)
    yield from changed[1:]
    yield from _lines("kept", before[len(before) - tail :])


def _lines(kind: Literal["kept", "deleted", "inserted"], text: str) -> Iterator[_Part]:
    return (_Part(kind, line) for line in lines(text))


def _alike(one: str, other: str) -> int:
    """Return how many characters both have at their start, up to a mark: words stay whole."""
    pairs = enumerate(zip(one, other, strict=False))
    count = next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
    while count and one[count - 1].isalnum():
        count -= 1
    return count


def _row(line: int, parts: list[_Part]) -> Iterator[Row]:
    """Yield the row of these parts, if anything in them changes."""
    if any(part.kind != "kept" for part in parts):
        rules = dict.fromkeys(rule for part in parts for rule in part.rules)
        yield Row(line, tuple(_piece(part) for part in parts), tuple(rules))


def _piece(part: _Part) -> Piece:
    if part.kind == "kept":
        return Piece("kept", safe(part.text.rstrip("\r\n")))
    return Piece(part.kind, clipped(visible(part.text), _LONGEST))


def _beginning(text: str) -> str:
    """Return the first words of a text, or characters where its words are too long."""
    return (text[:_CONTEXT].rpartition(" ")[0] or text[:_CONTEXT]) + " …"


def _ending(text: str) -> str:
    return "… " + (text[-_CONTEXT:].partition(" ")[2] or text[-_CONTEXT:])


def _folded(rows: Iterable[Row]) -> Iterator[Row]:
    """Leave out the inner rows of a block that is taken out or put in as a whole."""
    for block, members in groupby(rows, key=_block):
        run = list(members)
        if block and len(run) > 2 * _FOLDED:
            note = Piece("left out", f"… {len(run) - _FOLDED - 1} more lines …")
            yield from run[:_FOLDED]
            yield Row(run[_FOLDED].line, (note,), ())
            yield run[-1]
        else:
            yield from run


def _block(row: Row) -> str:
    """Return the kind of a row's pieces where they all are of one, and no text is kept."""
    kinds = {piece.kind for piece in row.pieces if piece.text}
    return kinds.pop() if len(kinds) == 1 else ""
