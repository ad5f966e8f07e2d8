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
from itertools import accumulate
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
        self._places = _kept().places
        self._met: dict[str, list[Entry]] = {}

    def __getitem__(self, anchor: str) -> list[Entry]:
        if anchor not in self._met:
            entries = map(_entry, self._places[anchor].split())
            self._met[anchor] = [entry for entry in entries if self._wanted(entry)]
        return self._met[anchor]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def keys(self) -> KeysView[str]:
        """All anchors: those of a dictionary, which are quick to ask for a word."""
        return self._places.keys()


@cache
def _entry(place: str) -> Entry:
    rows = _kept().rows
    start = int(place)
    return Entry(*json.loads(rows[start : rows.index(b"\n", start)]))


class _Kept(NamedTuple):
    """The file, of which a run looks at little: what it knows of phrases stays bytes."""

    rows: bytes  # of each phrase a line with the fields of its `Entry`
    places: dict[str, str]  # where the lines of the phrases that have an anchor start


@cache
def _kept() -> _Kept:
    content = (FOLDER / _FILE).read_bytes()
    if not content.startswith(f"{_sizes()}\n".encode()):
        content = written().encode()
    _, anchors, places, rows = content.split(b"\n\n", 3)
    return _Kept(
        rows, dict(zip(*(each.decode().split("\n") for each in (anchors, places)), strict=True))
    )


def _sizes() -> str:
    """Return how many bytes each pack has, by which most changes show at once."""
    return json.dumps({pack: (FOLDER / f"{pack}.toml").stat().st_size for pack in shipped()})


def written() -> str:
    """Return what the file is to hold: the sizes of the packs, a line for each anchor, a line for
    each with the places of its phrases, and a line for each phrase; these are ASCII, and a place is
    how many bytes of them stand before it.
    """
    phrases = [phrase for pack in shipped() for phrase in load(pack)]
    rows = [f"{_row(phrase)}\n" for phrase in phrases]
    found: dict[str, list[str]] = {}
    for phrase, place in zip(phrases, accumulate(map(len, rows), initial=0), strict=False):
        for anchor in phrase.anchors:
            found.setdefault(anchor, []).append(str(place))
    return "\n\n".join(
        [_sizes(), "\n".join(found), "\n".join(map(" ".join, found.values())), "".join(rows)]
    )


def _row(phrase: Phrase) -> str:
    return json.dumps([getattr(phrase, field.name) for field in fields(Entry)])


if __name__ == "__main__":
    (FOLDER / _FILE).write_bytes(written().encode())
