"""What a caller may ask of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Quotes = Literal["keep", "curly", "straight"]
Source = str | tuple[tuple[str, str], ...]
"""The text that another was translated from, or pairs of its segments and their translations."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a text is to be cleaned.

    ``language`` is the text's own, as a BCP 47 tag; ``source_language`` the one it was translated
    from, None where that is not known. ``quotes`` is ``keep`` to mend wrong marks alone, or the
    style that all are to have. ``only`` and ``skip`` choose rules by id, or by its beginning
    (``quotes``, ``phrases/fr``); ``names`` are spellings that nothing may rewrite. ``phrases`` are
    paths of files of phrases to look for beside copydesk's own. ``source`` is what the text was
    translated from.
    """

    language: str = "en-US"
    source_language: str | None = None
    quotes: Quotes = "keep"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    source: Source | None = None

    def wants(self, rule: str) -> bool:
        """Whether the rule of this id is to run, or some part of it.

        >>> Options(only=("quotes",), skip=("quotes/foreign",)).wants("quotes/foreign")
        False
        >>> Options(only=("phrases/fr",)).wants("phrases")
        True
        """
        chosen = not self.only or any(
            _is_in(rule, name) or _is_in(name, rule) for name in self.only
        )
        return chosen and not any(_is_in(rule, name) for name in self.skip)


def _is_in(id: str, name: str) -> bool:
    """Whether ``name`` is an id, or the beginning of it up to a slash."""
    return id == name or id.startswith(name + "/")
