"""The record of a run as a file: a line of JSON a text, from which its copy can be made again.

A line holds `Cleaned.to_dict`, and how the file was read. Texts are known by their content, so a
record serves wherever the originals lie.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copydesk import __version__
from copydesk.files import Trouble
from copydesk.formats import Format, TextFile, Unreadable, format_of, read
from copydesk.pipeline import Cleaned

if TYPE_CHECKING:
    from pathlib import Path


class NoRecord(Trouble):
    """A file that holds no record of a text; says why, for a person."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a file was read as, and what was made of it; ``tracks_as`` is the author of tracked
    changes where the copy has them.
    """

    file: TextFile
    cleaned: Cleaned
    tracks_as: str | None = None


def line(
    name: str,
    format: Format,
    fields: tuple[str, ...],
    cleaned: Cleaned,
    tracks_as: str | None = None,
) -> str:
    """Return the line about the file called ``name``, which was read and written in this way."""
    read_as = {"format": format.name, "fields": list(fields), "tracks_as": tracks_as}
    about = {"file": name, **read_as, "version": __version__}
    return json.dumps({**about, **cleaned.to_dict()}) + "\n"


def replayed(data: bytes, name: str, record: Path) -> Recorded:
    """Return what ``record`` says of a file that holds these bytes.

    Nothing is looked for again: the copy is that of the recorded run, byte for byte but for the
    time in tracked changes. Raises NoRecord where the record has none of this text, and OSError.
    """
    files: dict[tuple[str, tuple[str, ...]], TextFile] = {}
    for row in _rows(record):
        try:
            read_as = str(row["format"]), tuple(map(str, row["fields"]))
            if read_as not in files:
                files[read_as] = read(data, format_of(name, read_as[0]), read_as[1])
            file, author = files[read_as], row.get("tracks_as")
            return Recorded(file, Cleaned.from_dict(file.text, row), author and str(author))
        except (Unreadable, ValueError):  # it is of another file
            continue
        except (KeyError, TypeError):
            raise NoRecord(f"{record} is no record of a run") from None
    raise NoRecord(f"{record} has no record of this text; it may have changed since")


def _rows(record: Path) -> Iterator[dict[str, Any]]:
    with record.open(encoding="utf-8") as lines:
        try:
            for text in lines:
                row = json.loads(text)
                if not isinstance(row, dict):
                    raise ValueError(text)
                yield row
        except (ValueError, RecursionError):
            raise NoRecord(
                f"{record} is no record of a run: it is not made of JSON lines"
            ) from None
