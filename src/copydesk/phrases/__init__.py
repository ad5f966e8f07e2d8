"""Phrases that machine translation and spinning leave behind: data, one file a source language.

``<language>.toml`` beside this file (``any.toml`` for what no single language explains) holds one
table an entry. Its name is the entry's id, made of the English phrase: ``[stake-of-the-day]``.

The keys of an entry and the syntax of patterns are told in ``docs/phrases-format.md``: files of
users follow the same rules. ``python -m copydesk.phrases.checks FILE…`` says all that is wrong with
files, with their lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from copydesk.phrases.anchors import Needed, anchors
from copydesk.phrases.pattern import Pattern, Replacement, parsed, written

Standing = Literal["applied", "suggested"]
_EXAMPLES = re.compile(r"^(?:repairs|leaves) = \[\n(?:[ \t].*\n)*\]\n", re.MULTILINE)
_PACK_FILE = re.compile(r"([a-z]{2,3})\.toml")

FOLDER = Path(__file__).parent
"""Where the packs are."""


class Scope:
    """In which texts a phrase is looked for, and whether it is applied there."""

    pack: str
    name: str
    standing: Standing
    languages: str
    needs_language: bool

    @property
    def id(self) -> str:
        """What findings carry and users choose: ``phrases/fr/stake-of-the-day``."""
        return f"phrases/{self.pack}/{self.name}"

    @property
    def is_sure(self) -> bool:
        """Whether it is applied, in a text that may come from its language."""
        return self.standing == "applied"

    @property
    def origins(self) -> tuple[str, ...]:
        """The languages that it comes from, as ISO 639-1 codes; none where it may be any."""
        if self.languages:
            return tuple(self.languages.split("|"))
        return () if self.pack == "any" or self.pack not in shipped() else (self.pack,)

    def comes_from(self, language: str) -> bool:
        """Whether it may come from ``language``, an ISO 639-1 code; nothing is not known."""
        return not self.origins or language in self.origins

    def standing_in(self, language: str) -> Standing | None:
        """Return how the phrase stands in a text from ``language``; nothing is not known.

        One that needs its language stands a step lower in other texts: it is suggested in place of
        applied, or not looked for in place of suggested, which is None.
        """
        if not self.needs_language or self.comes_from(language):
            return self.standing
        return "suggested" if self.is_sure else None


class Findable(Protocol):
    """What can be looked for: a phrase, or what stands for one until it is found."""

    @property
    def parsed(self) -> Pattern:
        """The pattern, read."""

    @property
    def reach(self) -> int:
        """How many code points before an anchor the phrase starts at most."""

    @property
    def longest(self) -> int:
        """How many code points it has at most."""

    @property
    def needed(self) -> Needed:
        """What stands wherever it does."""

    @property
    def phrase(self) -> Phrase:
        """The phrase itself."""


Anchored = Mapping[str, Sequence[Findable]]
"""What to look for where a word or two stand, by these, as `words_alone` has them."""


@dataclass(frozen=True)
class Phrase(Scope):
    """One phrase, and what to write in its place.

    Its fields are the keys of an entry; ``replacements`` is ``replace`` as a tuple, the best first.
    """

    pack: str
    name: str
    pattern: str
    replacements: tuple[str, ...]
    cause: str
    reason: str
    standing: Standing
    repairs: tuple[tuple[str, str], ...]
    leaves: tuple[tuple[str, str], ...]
    source: str = ""
    not_after: str = ""
    not_before: str = ""
    needs_language: bool = False
    languages: str = ""

    @property
    def phrase(self) -> Phrase:
        """The phrase itself."""
        return self

    @cached_property
    def _anchors(self) -> tuple[tuple[str, ...], int]:
        return anchors(self.parsed)

    @property
    def anchors(self) -> tuple[str, ...]:
        """Words or pairs of words of which each match has one. Raises BadPattern."""
        return self._anchors[0]

    @property
    def reach(self) -> int:
        """How many code points before an anchor it starts at most. Raises BadPattern."""
        return self._anchors[1]

    @property
    def longest(self) -> int:
        """How many code points it has at most. Raises BadPattern."""
        return self.parsed.longest

    @cached_property
    def needed(self) -> Needed:
        """What stands wherever it does. Raises BadPattern."""
        return Needed.of(self.parsed)

    @property
    def needs(self) -> str:
        """The same as a line. Raises BadPattern."""
        return self.needed.written()

    @cached_property
    def parsed(self) -> Pattern:
        """The pattern, read. Raises BadPattern."""
        return parsed(self.pattern, self.not_after, self.not_before)

    @cached_property
    def written(self) -> tuple[Replacement, ...]:
        """The replacements, read. Raises BadPattern."""
        return tuple(written(text, self.parsed) for text in self.replacements)

    @cached_property
    def cause_regex(self) -> re.Pattern[str] | None:
        """Finds the cause in a text of the source language; None where ``source`` is missing."""
        return re.compile(self.source, re.IGNORECASE) if self.source else None


@cache
def shipped() -> tuple[str, ...]:
    """Return the names of the packs that come with copydesk, sorted: ``any``, ``fr`` and so on."""
    names = (_PACK_FILE.fullmatch(file.name) for file in FOLDER.iterdir())
    return tuple(sorted(m[1] for m in names if m))


@cache
def text_of(pack: str) -> str:
    """Return the file of a shipped pack."""
    return (FOLDER / f"{pack}.toml").read_text("utf-8")


@cache
def load(pack: str) -> tuple[Phrase, ...]:
    """Return the phrases of a shipped pack. They are not checked here: the tests do that."""
    return tuple(phrase(pack, name, table) for name, table in _tables(text_of(pack)).items())


def read_one(pack: str, name: str) -> Phrase:
    """Return one phrase of a shipped pack, without its examples."""
    text = text_of(pack)
    start = text.index(f"\n[{name}]\n")
    end = text.find("\n[", start + 1)
    tables = _tables(_EXAMPLES.sub("", text[start : end if end > 0 else None] + "\n"))
    return phrase(pack, name, tables[name])


def _tables(text: str) -> dict[str, Any]:
    import tomllib  # what a text without phrases does without

    return tomllib.loads(text)


@cache
def figures() -> dict[str, dict[str, int]]:
    """Return what was counted of each shipped phrase, by its id; the names are in `FIGURES`."""
    text = (FOLDER / "standing.toml").read_text("utf-8")
    counted: dict[str, dict[str, int]] = _tables(text)["phrases"]
    return counted


def phrase(pack: str, name: str, table: dict[str, Any]) -> Phrase:
    """Return the entry that a table of a file describes; the table has to be of the right types."""
    fields = {_FIELDS.get(key, key): value for key, value in table.items()}
    new = fields["replacements"]
    fields["replacements"] = (new,) if isinstance(new, str) else tuple(new)
    for key in ("repairs", "leaves"):
        fields[key] = tuple((first, second) for first, second in fields.get(key, ()))
    return Phrase(pack, name, **fields)


_FIELDS = {"replace": "replacements"}
STANDINGS = get_args(Standing)
FIGURES = {
    "machine": "hits in machine output from the phrase’s language",
    "caused": "of these, the source has the cause",
    "judged": "of these, there is a human translation as well",
    "otherwise": "of those, it does not have the phrase",
    "closer": "the fix brings the line closer to it",
    "further": "the fix takes the line further away from it",
    "elsewhere": "hits in machine output from other languages",
    "human": "hits in all those human translations",
    "clean": "hits in other professional text",
}
"""What is counted of a phrase."""
