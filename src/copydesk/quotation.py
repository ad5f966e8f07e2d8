"""Quotation marks and what they enclose, read from a whole paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.text import Span

_QUOTED = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"|‘[^‘’\n]*’")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage in quotation marks; ``words`` is what lies between them."""

    opening: Span
    closing: Span

    @property
    def words(self) -> Span:
        """The place between the marks."""
        return Span(self.opening.end, self.closing.start)


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the passages in quotation marks, sorted by where they open."""
    return tuple(
        Quotation(Span(m.start(), m.start() + 1), Span(m.end() - 1, m.end()))
        for m in _QUOTED.finditer(text)
    )
