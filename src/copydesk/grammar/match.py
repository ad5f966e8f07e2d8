"""What LanguageTool says about a place in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.text import Span

_SPELLING = re.compile("MORFOLOGIK_RULE|HUNSPELL|SPELLER_RULE|SPELLING_RULE")
"""Rules that look words up. Their category, TYPOS, holds rules of another kind too."""


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A finding of LanguageTool.

    ``rule`` is the id of its rule (``EN_A_VS_AN``), ``category`` the id of the rule's category,
    ``kind`` the rule's ITS 2.0 quality issue type (``misspelling``, ``grammar``, ``style``);
    ``replacements`` are its suggestions, best first, and may be none.
    """

    span: Span
    rule: str
    message: str
    replacements: tuple[str, ...] = ()
    category: str = ""
    kind: str = ""

    @property
    def is_spelling(self) -> bool:
        """Whether a word was not in the dictionary, and that is all."""
        return _SPELLING.search(self.rule) is not None
