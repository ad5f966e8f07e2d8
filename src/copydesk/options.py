"""What a caller may ask of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Quotes = Literal["keep", "curly", "straight"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a text is to be cleaned.

    ``language`` is the text's own, as a BCP 47 tag; ``source_language`` the one it was translated
    from, None where that is not known. ``quotes`` is ``keep`` to mend wrong marks alone, or the
    style that all are to have. ``only`` and ``skip`` choose rules by id, or by family
    (``quotes``); ``names`` are spellings that nothing may rewrite.
    """

    language: str = "en-US"
    source_language: str | None = None
    quotes: Quotes = "keep"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()

    def wants(self, rule: str) -> bool:
        """Whether the rule of this id is to run.

        >>> Options(only=("quotes",), skip=("quotes/foreign",)).wants("quotes/foreign")
        False
        """
        family = rule.partition("/")[0]
        chosen = not self.only or rule in self.only or family in self.only
        return chosen and rule not in self.skip and family not in self.skip
