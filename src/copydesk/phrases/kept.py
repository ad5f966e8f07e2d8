"""The phrases of a run as they were read from the packs, kept on this machine.

To read them takes longer than to clean an article. A kept file is named by a digest of all that it
was made from, so none ever goes stale, and what is damaged is made anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from copydesk import __version__
from copydesk.files import replacing
from copydesk.home import home
from copydesk.phrases import FOLDER, Phrase, load_briefly, shipped

_VALUES = attrgetter(*(field.name for field in fields(Phrase)), "anchors")
_READERS = ("__init__.py", "pattern.py", "inflection.py")
_LANGUAGE = re.compile("[a-z]{0,3}")


def served(language: str) -> tuple[Phrase, ...]:
    """Return the shipped phrases to look for in a text from ``language``, without their examples.

    Their ``anchors`` are known already.
    """
    if not _LANGUAGE.fullmatch(language):
        return read(language)
    path = home() / "phrases" / f"{language}-{_digest()}.json"
    with suppress(OSError, ValueError):
        return _loads(path.read_bytes())
    phrases = read(language)
    with suppress(OSError):
        _keep(path, _dumps(phrases))
    return phrases


def read(language: str) -> tuple[Phrase, ...]:
    """Return the same, read from the packs."""
    packs = (load_briefly(pack, sure=pack not in ("any", language)) for pack in shipped())
    return tuple(phrase for pack in packs for phrase in pack if phrase.serves(language))


def _digest() -> str:
    """Stand for the packs, and for what reads them."""
    digest = hashlib.sha256(f"{__version__} {shipped()}".encode())
    for name in (*(f"{pack}.toml" for pack in shipped()), *_READERS):
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()[:32]


def _dumps(phrases: tuple[Phrase, ...]) -> bytes:
    rows = json.dumps([_VALUES(phrase) for phrase in phrases]).encode()
    return hashlib.sha256(rows).digest() + rows


def _loads(data: bytes) -> tuple[Phrase, ...]:
    """Return what was kept. Raises ValueError where it is damaged."""
    digest, rows = data[:32], data[32:]
    if hashlib.sha256(rows).digest() != digest:
        raise ValueError("damaged")
    return tuple(map(_phrase, json.loads(rows)))


def _phrase(row: list[Any]) -> Phrase:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    texts, reach = values.pop()
    phrase = Phrase(*values)
    vars(phrase)["anchors"] = tuple(texts), reach  # as a cached property keeps them
    return phrase


def _keep(path: Path, data: bytes) -> None:
    """Write a file, and take away those for the same language that stand for something else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(data)
    language = path.name.partition("-")[0]
    for other in path.parent.glob(f"{language}-*.json"):
        if other != path:
            other.unlink(missing_ok=True)
