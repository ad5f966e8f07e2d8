"""The changes of a text as JSON can hold them, with their lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from copydesk.pipeline import Cleaned
from copydesk.reports.lines import Places
from copydesk.revision import Change


def data(cleaned: Cleaned) -> dict[str, list[dict[str, Any]]]:
    """Return the changes and the suggestions as `Change.to_dict` has them, and where they are.

    ``line`` and ``column`` count from 1, columns in code points.
    """
    places = Places(cleaned.original)

    def placed(changes: Iterable[Change]) -> list[dict[str, Any]]:
        where = ((c, *places.line_and_column(c.start)) for c in changes)
        return [{"line": line, "column": column, **c.to_dict()} for c, line, column in where]

    return {"changes": placed(cleaned.changes), "suggestions": placed(cleaned.suggestions)}
