"""Translations of programs: gettext's PO files, of which the translations are read.

The format is told in the manual of GNU gettext, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from copydesk.formats import Unreadable
from copydesk.formats.declared import decoded
from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.segments import STAND_IN, joined, paired, with_placeholders, within
from copydesk.text import Span

_LINE = re.compile(
    r"""[ \t]*+(?:
      (?P<comment>\#.*)
    | (?:(?P<word>msgctxt|msgid_plural|msgid|msgstr|domain)[ \t]*
        (?:\[(?P<form>[0-9]{1,3})\])?[ \t]*)?
        "(?P<string>(?:[^"\\\r\n]|\\.)*+)"[ \t]*
    )?(?:\r\n|\n|\r|\Z)""",
    re.VERBOSE,
)
_PIECE = re.compile(r"\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)|[^\\]+")
_ESCAPES = dict(zip('ntrabfv"\\', '\n\t\r\a\b\f\v"\\', strict=True))
_WRITTEN = str.maketrans({sign: f"\\{letter}" for letter, sign in _ESCAPES.items()})
_CHARSET = re.compile(rb"Content-Type:[^\"\n]*charset=([\w.:-]+)", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    """A message: the places of the strings of ``msgid`` and the like, and of each translation."""

    source: list[Span] = field(default_factory=list)
    plural: list[Span] = field(default_factory=list)
    targets: dict[int, list[Span]] = field(default_factory=dict)


def read(data: bytes, fields: tuple[str, ...] = ()) -> Excerpt:
    """Return the translations of all entries, but for the header and obsolete ones.

    Placeholders and tags in them are guarded; the messages are the source. Raises Unreadable.
    """
    charset = _CHARSET.search(data[:10_000])
    encoding = charset[1].decode("ascii", "replace") if charset else "utf-8"
    file = decoded(data, "utf-8" if encoding == "CHARSET" else encoding)
    pairs = [
        (_slices(source, file.text), within(with_placeholders(_slices(target, file.text))))
        for entry in _entries(file.text)
        for source, target in _translations(entry)
    ]
    return Excerpt(
        file,
        joined(target for _, target in pairs),
        lambda text: text.translate(_WRITTEN),
        paired((within(source), target) for source, target in pairs),
    )


def _entries(text: str) -> Iterator[_Entry]:
    entry, current = _Entry(), None
    at = number = 0
    while at < len(text):
        number += 1
        m = _LINE.match(text, at)
        if m is None or (m["string"] is not None and not m["word"] and current is None):
            raise Unreadable(f"is no PO file: line {number} is neither a comment nor a string")
        at = m.end()
        word = m["word"]
        if word in ("msgctxt", "msgid", "domain") and entry.targets:
            yield entry
            entry = _Entry()
        if word:
            current = _strings(entry, word, int(m["form"] or 0))
        if m["string"] is not None and current is not None:
            current.append(Span.of(m, "string"))
    if current is None and text.strip():
        raise Unreadable("is no PO file: it holds no message")
    yield entry


def _strings(entry: _Entry, word: str, form: int) -> list[Span]:
    """Return the list that the strings after ``word`` belong to."""
    if word == "msgid":
        return entry.source
    if word == "msgid_plural":
        return entry.plural
    return entry.targets.setdefault(form, []) if word == "msgstr" else []


def _translations(entry: _Entry) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield the places of a message and a translation of it; the header has no message."""
    if any(len(span) for span in entry.source):
        for form, target in sorted(entry.targets.items()):
            yield entry.plural if form and entry.plural else entry.source, target


def _slices(spans: list[Span], text: str) -> list[Slice]:
    return [_slice(m) for span in spans for m in _PIECE.finditer(text, span.start, span.end)]


def _slice(m: re.Match[str]) -> Slice:
    if not m[0].startswith("\\"):
        return Slice(Span.of(m), m[0])
    character = _ESCAPES.get(m[0][1:])
    return Slice(Span.of(m), character or STAND_IN, character is not None)
