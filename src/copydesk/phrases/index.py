"""Where each shipped phrase is looked for: what a run knows of phrases before it meets one.

To read thousands of phrases takes longer than to clean an article, and few of them are in it. So
``index.json`` beside this file holds the anchors of all, and a phrase is read when one of its
anchors is there. ``python -m copydesk.phrases.index`` makes the file anew; until then the anchors
of a pack that has changed are worked out from the pack itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from zlib import crc32

from copydesk.phrases import (
    FOLDER,
    Anchors,
    Phrase,
    Scope,
    Standing,
    load,
    read_one,
    shipped,
    text_of,
)

_FILE = "index.json"


@dataclass(frozen=True)
class Entry(Scope):
    """A shipped phrase that was not read yet."""

    pack: str
    name: str
    standing: Standing
    languages: str
    needs_language: bool
    anchors: Anchors

    @cached_property
    def phrase(self) -> Phrase:
        """The phrase, without its examples."""
        return read_one(self.pack, self.name)


@cache
def entries(pack: str) -> tuple[Entry, ...]:
    """Return the phrases of a shipped pack, in its order."""
    kept = _kept().get(pack, {})
    rows = kept["entries"] if kept.get("crc") == _crc(pack) else _rows(pack)
    return tuple(
        Entry(pack, name, standing, languages, needs_language, (tuple(words), reach))
        for name, (standing, languages, needs_language, reach, *words) in rows.items()
    )


@cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((FOLDER / _FILE).read_text("utf-8"))
    return kept


def _crc(pack: str) -> int:
    return crc32(text_of(pack).encode())


def _rows(pack: str) -> dict[str, list[Any]]:
    return {
        p.name: [p.standing, p.languages, p.needs_language, p.anchors[1], *p.anchors[0]]
        for p in load(pack)
    }


def written() -> str:
    """Return what the file is to hold: a line for each phrase."""
    return "{\n" + ",\n".join(map(_written, shipped())) + "\n}\n"


def _written(pack: str) -> str:
    head = f'"{pack}": {{"crc": {_crc(pack)}, "entries": {{\n'
    rows = (
        f"  {json.dumps(name)}: {json.dumps(row, ensure_ascii=False)}"
        for name, row in _rows(pack).items()
    )
    return head + ",\n".join(rows) + "\n}}"


if __name__ == "__main__":
    (FOLDER / _FILE).write_text(written(), "utf-8")
