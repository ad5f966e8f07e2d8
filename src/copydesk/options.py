"""What a caller may ask of a run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

CONFIG = "copydesk.toml"
"""The name of the file that sets options for the texts beside and below it."""

Grammar = Literal["auto", "require", "off"]
"""Whether the grammar is checked: where it can be, at any rate, or not at all."""
NOT_CHECKED = "grammar was not checked"
"""How a notice begins that says why it was not, though it was asked for."""
Quotes = Literal["keep", "curly", "straight"]
Source = str | tuple[tuple[str, str], ...]
"""The text that another was translated from, or pairs of its segments and their translations."""


class Stage(StrEnum):
    """What makes changes: the rules, the phrases, or LanguageTool."""

    REPAIRS = "repairs"
    PHRASES = "phrases"
    GRAMMAR = "grammar"


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, without its rarer parts


def grammar_asked(grammar: Grammar | bool) -> Grammar:
    """Return what is asked for: ``True`` means auto, ``False`` off. Raises ValueError."""
    if isinstance(grammar, bool):
        return "auto" if grammar else "off"
    if grammar in get_args(Grammar):
        return grammar
    raise ValueError(f"grammar is “auto”, “require”, “off”, True or False, not {grammar!r}")


def several(name: str, values: Iterable[str | os.PathLike[str]]) -> tuple[str, ...]:
    """Return the values of the argument called ``name``.

    Raises TypeError where they are no texts or paths, or a single one, whose letters would be taken
    for several.
    """
    if isinstance(values, Iterable) and not isinstance(values, (str, bytes)):
        found = tuple(values)
        if all(isinstance(value, (str, os.PathLike)) for value in found):
            return tuple(os.fspath(value) for value in found)
    raise TypeError(f"{name} takes a list of str, not {values!r}")


@dataclass(frozen=True, slots=True)
class Options:
    """How a text is to be cleaned.

    ``language`` is the text's own, as a BCP 47 tag; ``auto`` is English, of the variety that the
    spelling shows, and so is ``en``. ``source_language`` is the one it was translated from, None
    where that is not known. ``quotes`` is ``keep`` to mend wrong marks alone, or the
    style that all are to have. ``only`` and ``skip`` choose rules by id, or by its beginning
    (``quotes``, ``phrases/fr``); ``names``, of one word or several, are spellings that nothing may
    rewrite. ``phrases`` are paths of files of phrases to look for beside copydesk's own. ``source``
    is what the text was translated from; ``set_apart`` are the places, each from a code point to
    another, whose words nothing may rewrite, such as those in italics. Raises TypeError or
    ValueError where it is asked for what there is not.
    """

    language: str = "auto"
    source_language: str | None = None
    quotes: Quotes = "keep"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    source: Source | None = None
    set_apart: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if self.language != "auto":
            _check_tag("language", self.language)
        if self.source_language not in (None, "auto"):
            _check_tag("source_language", self.source_language)
        if self.quotes not in get_args(Quotes):
            raise ValueError(f"quotes is “keep”, “curly” or “straight”, not {self.quotes!r}")
        for name in ("only", "skip", "names", "phrases"):
            several(name, getattr(self, name))

    @property
    def tag(self) -> str:
        """The language as a BCP 47 tag."""
        return "en" if self.language == "auto" else self.language

    @property
    def is_english(self) -> bool:
        """Whether ``language`` is English of any variety.

        >>> Options(language="EN-gb").is_english
        True
        """
        return self.tag.lower().partition("-")[0] == "en"

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


def _check_tag(name: str, tag: object) -> None:
    if not isinstance(tag, str):
        raise TypeError(f"{name} is a str such as “en-US”, not {tag!r}")
    if not _LANGUAGE.fullmatch(tag):
        raise ValueError(f"{name}: “{tag}” is no language tag; en-US or fr are some")


def _is_in(id: str, name: str) -> bool:
    """Whether ``name`` is an id, or the beginning of it up to a slash."""
    return id == name or id.startswith(name + "/")
