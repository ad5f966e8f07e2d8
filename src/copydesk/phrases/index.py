"""Where each shipped phrase is looked for: what a run knows of phrases before it finds one.

To read thousands of phrases takes longer than to clean an article, and few of them are in it. So
``index.json`` beside this file holds the anchors of all and what else each needs: a phrase is read
when all that is there. ``python -m copydesk.phrases.index`` makes the file anew; as long as a pack
has another size than it knows, each start works it all out from the packs, which takes seconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, KeysView, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Any

from copydesk.phrases import FOLDER, Phrase, Scope, Standing, load, read_one, shipped
from copydesk.phrases.anchors import Needed
from copydesk.phrases.pattern import Pattern

_FILE = "index.json"


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
        self._numbers: dict[str, list[int]] = _kept()["anchors"]
        self._met: dict[str, list[Entry]] = {}

    def __getitem__(self, anchor: str) -> list[Entry]:
        if anchor not in self._met:
            entries = map(_entry, self._numbers[anchor])
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
def _entry(number: int) -> Entry:
    return Entry(*_kept()["phrases"][number])


@cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((FOLDER / _FILE).read_text("utf-8"))
    return kept if kept["sizes"] == _sizes() else _worked_out()


def _sizes() -> dict[str, int]:
    """Return how many bytes each pack has, by which most changes show at once."""
    return {pack: (FOLDER / f"{pack}.toml").stat().st_size for pack in shipped()}


def _worked_out() -> dict[str, Any]:
    phrases = [phrase for pack in shipped() for phrase in load(pack)]
    anchors: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases):
        for anchor in phrase.anchors:
            anchors.setdefault(anchor, []).append(number)
    return {"sizes": _sizes(), "phrases": list(map(_row, phrases)), "anchors": anchors}


def _row(phrase: Phrase) -> list[str | int]:
    known = {"needs": phrase.needed.written()}
    names = (field.name for field in fields(Entry))
    return [known.get(name) or getattr(phrase, name) for name in names]


def written() -> str:
    """Return what the file is to hold: a line for each phrase and each anchor."""
    found = _worked_out()
    sizes = json.dumps(found["sizes"])
    phrases = ",\n".join(json.dumps(row, ensure_ascii=False) for row in found["phrases"])
    anchors = ",\n".join(f"{json.dumps(a)}: {numbers}" for a, numbers in found["anchors"].items())
    return f'{{"sizes": {sizes},\n"phrases": [\n{phrases}\n],\n"anchors": {{\n{anchors}\n}}}}\n'


if __name__ == "__main__":
    (FOLDER / _FILE).write_text(written(), "utf-8")
