"""Where each shipped phrase is looked for: what a run knows of phrases before it finds one.

To read thousands of phrases takes longer than to clean an article, and few of them are in it. So
``index.txt`` beside this file holds the anchors of all and what else each needs: a phrase is read
when all that is there. ``python -m copydesk.phrases.index`` makes the file anew; as long as a pack
has another size than it knows, each start works it all out from the packs, which takes seconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, KeysView, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import NamedTuple

from copydesk.phrases import FOLDER, Phrase, Scope, Standing, load, read_one, shipped
from copydesk.phrases.anchors import Needed
from copydesk.phrases.pattern import Pattern

_FILE = "index.txt"


@dataclass(frozen=True)
class Entry(Scope):
    """A shipped phrase that was not read yet; its fields are those of `Phrase`."""

    pack: str
    name: str
    standing: Standing
    languages: str
    needs_language: bool
    reach: int
    longest: int
    needs: str

    @cached_property
    def needed(self) -> Needed:
        """What stands wherever the phrase does."""
        return Needed.read(self.needs)

    @property
    def parsed(self) -> Pattern:
        """The pattern, read."""
        return self.phrase.parsed

    @cached_property
    def phrase(self) -> Phrase:
        """The phrase, without its examples."""
        return read_one(self.pack, self.name)


class Index(Mapping[str, list[Entry]]):
    """The shipped phrases that are ``wanted``, by their anchors."""

    def __init__(self, wanted: Callable[[Entry], bool] = lambda entry: True) -> None:
        self._wanted = wanted
        self._numbers = _kept().numbers
        self._met: dict[str, list[Entry]] = {}

    def __getitem__(self, anchor: str) -> list[Entry]:
        if anchor not in self._met:
            entries = map(_entry, self._numbers[anchor].split())
            self._met[anchor] = [entry for entry in entries if self._wanted(entry)]
        return self._met[anchor]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def keys(self) -> KeysView[str]:
        """All anchors: those of a dictionary, which are quick to ask for a word."""
        return self._numbers.keys()


@cache
def _entry(number: str) -> Entry:
    return Entry(*json.loads(_kept().rows[int(number)]))


class _Kept(NamedTuple):
    """The file, of which a run looks at little: the rest stays text."""

    rows: list[str]  # of each phrase the fields of its `Entry`
    numbers: dict[str, str]  # of the phrases that have an anchor


@cache
def _kept() -> _Kept:
    text = (FOLDER / _FILE).read_text("utf-8")
    if not text.startswith(f"{_sizes()}\n"):
        text = written()
    _, rows, anchors, numbers = text.removesuffix("\n").split("\n\n")
    return _Kept(rows.split("\n"), dict(zip(anchors.split("\n"), numbers.split("\n"), strict=True)))


def _sizes() -> str:
    """Return how many bytes each pack has, by which most changes show at once."""
    return json.dumps({pack: (FOLDER / f"{pack}.toml").stat().st_size for pack in shipped()})


def written() -> str:
    """Return what the file is to hold: the sizes of the packs, a line for each phrase, a line for
    each anchor, and a line for each with the numbers of its phrases.
    """
    phrases = [phrase for pack in shipped() for phrase in load(pack)]
    found: dict[str, list[str]] = {}
    for number, phrase in enumerate(phrases):
        for anchor in phrase.anchors:
            found.setdefault(anchor, []).append(str(number))
    blocks = [[_sizes()], map(_row, phrases), found, map(" ".join, found.values())]
    return "\n\n".join(map("\n".join, blocks)) + "\n"


def _row(phrase: Phrase) -> str:
    return json.dumps([getattr(phrase, field.name) for field in fields(Entry)])


if __name__ == "__main__":
    (FOLDER / _FILE).write_text(written(), "utf-8")
