"""Files: bytes to text and back. One module a format.

A file is one text, whatever lies around it: its paragraphs, cues or segments stand one after
another with guarded separators between them. So one revision, one diff and one record hold for
every format, and rules see the habits and names of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Protocol

from copydesk.options import Source
from copydesk.revision import Revision
from copydesk.text import Edit, Span


class Unreadable(ValueError):
    """Bytes that hold no text of the format; says why, for a person."""


class Unwritable(ValueError):
    """A text that the file's encoding cannot hold; says why, for a person."""


class TextFile(Protocol):
    """A file as it was read: its prose as one text, and the way back to bytes."""

    @property
    def text(self) -> str:
        """The prose, with guarded stand-ins and separators where a rule must see something."""

    @property
    def guarded(self) -> tuple[Span, ...]:
        """The places of ``text`` that are no prose: no rule touches them."""

    @property
    def italics(self) -> tuple[Span, ...]:
        """The passages of ``text`` in italics, which is how words are set that are not to change:
        of another language, and titles.
        """

    @property
    def source(self) -> Source | None:
        """What it was translated from, where the file holds that too."""

    @property
    def source_language(self) -> str | None:
        """The tag of the language that it was translated from, where the file says so."""

    def encode(self, revision: Revision) -> bytes:
        """Return the file with the changes of ``revision``, whose original is `text`.

        Without changes these are the bytes that were read. Raises Unwritable.
        """

    @property
    def file_text(self) -> str:
        """The text in whose lines a person finds a place: the file's own, or, where the file is no
        text, `text`.
        """

    def in_file(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Return the ``edits`` of `text` as edits of `file_text`, sorted."""

    def fits(self, revision: Revision) -> bool:
        """Whether the file with the changes of ``revision`` would be read as they say.

        Not so where something put in, or what a deletion brings together, would be markup.
        """

    def in_bytes(self, edits: Iterable[Edit]) -> Iterator[Edit] | None:
        """Return the ``edits`` of `text` as edits of the file's bytes, sorted.

        Each byte stands as the character of its number (Latin-1). None where the file is no text,
        such as a zip container.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its ``name``, the one that `read` takes and ``--format`` offers.

    ``module`` has a function ``read(data: bytes, fields: tuple[str, ...]) -> TextFile`` that raises
    Unreadable; ``suffixes`` are the file name endings, in lower case.
    """

    name: str
    module: str
    suffixes: tuple[str, ...]


PLAIN = Format("text", "plain", ("", ".txt", ".text"))
FORMATS = (
    PLAIN,
    Format("markdown", "markdown", (".md", ".markdown", ".mdown", ".mkd")),
    Format("html", "html", (".html", ".htm", ".xhtml")),
    Format("srt", "subtitles", (".srt",)),
    Format("webvtt", "subtitles", (".vtt",)),
    Format("csv", "table", (".csv",)),
    Format("tsv", "table", (".tsv", ".tab")),
    Format("jsonl", "jsonl", (".jsonl", ".ndjson")),
    Format("po", "po", (".po",)),
    Format("xliff", "xliff", (".xlf", ".xliff", ".sdlxliff", ".mxliff", ".mqxliff")),
    Format("tmx", "tmx", (".tmx",)),
    Format("word", "word", (".docx", ".docm", ".dotx")),
    Format("odt", "odt", (".odt", ".ott")),
    Format("epub", "epub", (".epub",)),
)
"""Every format. A file whose suffix is none of theirs is read as plain text."""


def format_of(path: str, name: str | None = None) -> Format:
    """Return the format called ``name``, without one that of the file name's ending.

    Raises ValueError for a name that is none.

    >>> format_of("article.TXT").name
    'text'
    """
    if name is not None:
        for format in FORMATS:
            if format.name == name:
                return format
        known = ", ".join(format.name for format in FORMATS)
        raise ValueError(f"“{name}” is no format; there are {known}")
    suffix = PurePath(path).suffix.lower()
    return next((format for format in FORMATS if suffix in format.suffixes), PLAIN)


def read(data: bytes, format: Format = PLAIN, fields: tuple[str, ...] = ()) -> TextFile:
    """Return the file that ``data`` holds; ``fields`` are the columns or keys that hold prose.

    Raises Unreadable.
    """
    module = import_module(f"copydesk.formats.{format.module}")
    file: TextFile = module.read(data, fields)
    return file
