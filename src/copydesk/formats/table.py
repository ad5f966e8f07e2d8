"""Tables: CSV, TSV and their kin (RFC 4180), of which the named columns are read.

How each cell is quoted stays as it was; one is quoted where a change makes that necessary. What
separates the cells is told by the first row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from copydesk.formats import Unreadable
from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.plain import read as read_plain
from copydesk.formats.segments import joined
from copydesk.text import Edit, Span, apply

_QUOTED_CELL = r'"[^"]*+(?:""[^"]*+)*+"'
_QUOTED = re.compile(rf"(?<![^\t,;|\r\n]){_QUOTED_CELL}(?=[\t,;|\r\n]|\Z)")
_FIRST_ROW = re.compile(rf"(?:{_QUOTED.pattern}|[^\r\n])*+")
_PIECE = re.compile(r'""|[^"]+')
_SHOWN = 20  # columns


@dataclass(frozen=True, slots=True)
class _Cell:
    """The place of a cell, with its quote marks."""

    span: Span
    is_quoted: bool

    @property
    def inside(self) -> Span:
        """The place of what it holds."""
        return Span(self.span.start + self.is_quoted, self.span.end - self.is_quoted)


@dataclass(frozen=True)
class Table(Excerpt):
    """A table of which ``cells`` are read, sorted; a `TextFile`."""

    cells: tuple[_Cell, ...] = ()
    separator: str = ","

    def in_file(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Return the ``edits`` of `text` as edits of the file's text, with quotes doubled in cells
        that are quoted, and quotes around cells that have to be.
        """
        starts = [cell.span.start for cell in self.cells]
        parts = sorted(super().in_file(edits))
        for i, found in groupby(parts, lambda e: bisect_right(starts, e.span.start) - 1):
            cell, own = self.cells[i], list(found)
            yield from self._in_cell(cell, own) if any(map(self._changes, own)) else own

    def _changes(self, edit: Edit) -> bool:
        return self.file.text[edit.span.start : edit.span.end] != edit.text

    def _in_cell(self, cell: _Cell, edits: list[Edit]) -> Iterator[Edit]:
        if cell.is_quoted:
            yield from (Edit(edit.span, _doubled(edit.text)) for edit in edits)
            return
        start, end = cell.span.start, cell.span.end
        before = self.file.text[start:end]
        after = apply(
            before, (Edit(Span(e.span.start - start, e.span.end - start), e.text) for e in edits)
        )
        if self._needs_quotes(before, after):
            yield Edit(cell.span, f'"{_doubled(after)}"')
        else:
            yield from edits

    def _needs_quotes(self, before: str, after: str) -> bool:
        new_quote = after.startswith('"') and not before.startswith('"')
        return new_quote or any(mark in after for mark in (self.separator, "\n", "\r"))


def read(data: bytes, fields: tuple[str, ...] = ()) -> Table:
    """Return the table with the columns ``fields``: names from its first row, or numbers from 1.

    The first row is read as text only where all columns are given by number. Raises Unreadable,
    also where no column is named.
    """
    file = read_plain(data)
    separator = _separator(file.text)
    rows = list(_rows(file.text, separator))
    if not rows:
        return Table(file, ())
    names = [_value(cell, file.text).strip() for cell in rows[0]]
    columns = [_column(field, names) for field in fields]
    if not columns:
        raise Unreadable(f"has {_columns(names)}; say with --field which of them hold prose")
    for number, row in enumerate(rows, 1):
        if any(len(cell.inside) for cell in row[len(names) :]):
            raise Unreadable(f"has {len(row)} cells in row {number}, and {len(names)} in the first")
    by_name = any(field in names for field in fields)
    cells = [
        row[column]
        for row in rows[by_name:]
        for column in sorted(set(columns))
        if column < len(row)
    ]
    slices = joined(list(_slices(cell, file.text)) for cell in cells)
    return Table(file, slices, cells=tuple(cells), separator=separator)


def _separator(text: str) -> str:
    """Return what separates the cells of the first row: a tab, or else what comes oftenest."""
    row = _FIRST_ROW.match(text)
    bare = _QUOTED.sub("", row[0]) if row else ""
    return "\t" if "\t" in bare else max(",;|", key=bare.count)


def _rows(text: str, separator: str) -> Iterator[list[_Cell]]:
    """Yield the cells of each row that is not blank.

    A cell that starts with a quote mark but does not end with one is taken as it stands.
    """
    pattern = re.compile(rf"({_QUOTED_CELL}(?=[{separator}\r\n]|\Z))|[^{separator}\r\n]*+")
    at, row = 0, list[_Cell]()
    while at < len(text) or row:
        m = pattern.match(text, at)
        assert m is not None  # it matches anywhere
        row.append(_Cell(Span.of(m), m[1] is not None))
        at = m.end() + 1
        if text[m.end() : at] != separator:
            if len(row) > 1 or len(row[0].span):
                yield row
            row = []


def _value(cell: _Cell, text: str) -> str:
    return "".join(piece.text for piece in _slices(cell, text))


def _slices(cell: _Cell, text: str) -> Iterator[Slice]:
    start, end = cell.inside.start, cell.inside.end
    if not cell.is_quoted:
        yield Slice(cell.span, text[start:end])
        return
    for m in _PIECE.finditer(text, start, end):
        yield Slice(Span.of(m), '"' if m[0] == '""' else m[0])


def _column(field: str, names: list[str]) -> int:
    if field in names:
        return names.index(field)
    if field.isdecimal() and 0 < int(field) <= len(names):
        return int(field) - 1
    raise Unreadable(f"has no column “{field}”; it has {_columns(names)}")


def _columns(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"the columns {shown}{more}"


def _doubled(text: str) -> str:
    return text.replace('"', '""')
