"""What LanguageTool says about a place in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.text import Span

MODE = "allButTextLevelOnly"
"""What a server is asked for: rules that compare sentences depend on what else is in the request. A
part of the cache's keys."""

_SPELLING = re.compile("MORFOLOGIK_RULE|HUNSPELL|SPELLER_RULE|SPELLING_RULE")
"""Rules that look words up. Their category, TYPOS, holds rules of another kind too."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Which rules a server is to run otherwise than it would: ids of rules and of categories.

    What is ``on`` runs even though its category is ``categories_off``.
    """

    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    categories_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A finding of LanguageTool.

    ``rule`` is the id of its rule (``EN_A_VS_AN``), ``category`` the id of the rule's category,
    ``kind`` the rule's ITS 2.0 quality issue type (``misspelling``, ``grammar``, ``style``);
    ``replacements`` are its suggestions, best first, and may be none; our own server sends none for
    a word that is not in the dictionary.
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
