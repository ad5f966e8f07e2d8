"""The original beside the cleaned text, line by line, where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from textwrap import wrap

from copydesk.reports.words import Row, rows
from copydesk.revision import Revision

_BETWEEN = " | "
_NUMBER = 7  # columns


def side_by_side(revision: Revision, width: int) -> Iterator[str]:
    """Yield lines of at most ``width`` columns, if there is room for a few words a side.

    Left stands what was in the original, right what is there now; what differs is in ``[-…-]`` and
    ``{+…+}``.

    >>> from copydesk.revision import Fix
    >>> print(*side_by_side(Revision("Talks failed , alas.").then([Fix.delete(12, 13)]), 60))
        1  Talks failed[- -], alas.  | Talks failed, alas.
    """
    column = max(20, (width - _NUMBER - len(_BETWEEN)) // 2)
    for row in rows(revision):
        yield from _beside(row, column)


def _beside(row: Row, column: int) -> Iterator[str]:
    left = _side(row, "inserted", column)
    right = _side(row, "deleted", column)
    number = f"{row.line:>5}  "
    for old, new in zip_longest(left, right, fillvalue=""):
        yield f"{number}{old:<{column}}{_BETWEEN}{new}".rstrip()
        number = " " * _NUMBER


def _side(row: Row, missing: str, column: int) -> list[str]:
    text = "".join(str(piece) for piece in row.pieces if piece.kind != missing)
    return wrap(text, column, drop_whitespace=False, break_on_hyphens=False) or [""]
