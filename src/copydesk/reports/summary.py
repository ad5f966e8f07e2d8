"""What a run did, in one line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from copydesk.options import NOT_CHECKED

if TYPE_CHECKING:
    from copydesk.pipeline import Cleaned


@dataclass(frozen=True, slots=True)
class Summary:
    """How many changes were made of each kind (family of rules), how many were suggested, how many
    seconds it took, and how many texts were to be checked for grammar and were not. Summaries can
    be added up.

    >>> print(Summary(Counter(spacing=7, quotes=1), 2, 0.31))
    8 changes (spacing 7, quotes 1), 2 suggestions, 0.31 s
    """

    kinds: Counter[str] = field(default_factory=Counter)
    suggestions: int = 0
    seconds: float = 0.0
    unchecked: int = 0

    @classmethod
    def of(cls, cleaned: Cleaned, seconds: float) -> Self:
        """Sum up one text; a change counts for the rule that acted first."""
        kinds = Counter(change.rules[0].partition("/")[0] for change in cleaned.changes)
        return cls(kinds, len(cleaned.suggestions), seconds, int(cleaned.lacks_grammar))

    def __add__(self, other: Summary) -> Summary:
        return Summary(
            self.kinds + other.kinds,
            self.suggestions + other.suggestions,
            self.seconds + other.seconds,
            self.unchecked + other.unchecked,
        )

    def __str__(self) -> str:
        total = self.kinds.total()
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in self.kinds.most_common())
        made = f"{counted(total, 'change')} ({kinds})" if total else "nothing to change"
        offered = f", {counted(self.suggestions, 'suggestion')}" if self.suggestions else ""
        grammar = f", {NOT_CHECKED}" if self.unchecked else ""
        return f"{made}{offered}{grammar}, {self.seconds:.2f} s"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it has to be.

    >>> counted(1, "change"), counted(1200, "change")
    ('1 change', '1,200 changes')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
