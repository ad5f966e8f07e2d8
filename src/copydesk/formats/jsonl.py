"""JSON Lines: values of JSON, one a line or laid out freely, of which named strings are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from copydesk.formats import Unreadable
from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.plain import PlainText
from copydesk.formats.plain import read as read_plain
from copydesk.formats.segments import STAND_IN, joined
from copydesk.text import Span

_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*+")(\s*:)?|[{}\[\]]')
_PIECE = re.compile(r'\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|[^\\"]+')
_SPACE = re.compile(r"\s*")
_SHOWN = 20  # keys


@dataclass(frozen=True, slots=True)
class _String:
    """A string of the file: the keys that lead to it, joined by points, and its place."""

    path: str
    span: Span


def read(data: bytes, fields: tuple[str, ...] = ()) -> Excerpt:
    """Return the strings at ``fields``: keys, or ways through several such as ``article.body``.

    A list on the way, or at its end, stands for all that it holds. Raises Unreadable, also where no
    field is named.
    """
    file = read_plain(data)
    _check(file.text)
    strings = list(_strings(file.text))
    known = dict.fromkeys(string.path for string in strings)
    if not fields and known:
        raise Unreadable(
            f"has strings at {_listed(known)}; say with --field which of them hold prose"
        )
    for field in fields:
        if field not in known and known:
            raise Unreadable(f"has no string at “{field}”; it has some at {_listed(known)}")
    chosen = (string.span for string in strings if string.path in fields)
    slices = joined(list(_slices(span, file.text)) for span in chosen)
    return Excerpt(file, slices, _escape(file))


def _check(text: str) -> None:
    """Raise Unreadable where the file is no sequence of JSON values."""
    decoder = json.JSONDecoder()
    at = _end_of_space(text, 0)
    while at < len(text):
        try:
            at = _end_of_space(text, decoder.raw_decode(text, at)[1])
        except json.JSONDecodeError as error:
            raise Unreadable(f"is no JSON in line {error.lineno}: {error.msg}") from None
        except RecursionError:
            line = text.count("\n", 0, at) + 1
            raise Unreadable(f"has values too deep in one another in line {line}") from None
        except ValueError:  # a number of thousands of digits
            line = text.count("\n", 0, at) + 1
            raise Unreadable(f"has a number too long to read in line {line}") from None


def _end_of_space(text: str, at: int) -> int:
    m = _SPACE.match(text, at)
    return m.end() if m else at


def _strings(text: str) -> Iterator[_String]:
    """Yield the strings of a file that is JSON, but for keys."""
    outer: list[str] = []  # paths
    path = key = ""
    for m in _TOKEN.finditer(text):
        if m[0] in ("{", "["):
            outer.append(path)
            path = key
        elif m[0] in ("}", "]"):
            path = outer.pop()
            key = path
        elif m[2]:
            name = json.loads(m[1]) if "\\" in m[1] else m[1][1:-1]
            key = f"{path}.{name}" if path else name
        else:
            yield _String(key, Span(m.start() + 1, m.end() - 1))


def _slices(span: Span, text: str) -> Iterator[Slice]:
    for m in _PIECE.finditer(text, span.start, span.end):
        if m[0].startswith("\\"):
            character = json.loads(f'"{m[0]}"')
            is_half = "\ud800" <= character <= "\udfff"
            yield Slice(Span.of(m), STAND_IN if is_half else character, not is_half)
        else:
            yield Slice(Span.of(m), m[0])


def _escape(file: PlainText) -> Callable[[str], str]:
    """Return what writes a text as the file's strings have it: with its letters, or in ASCII."""
    in_ascii = file.text.isascii() and "\\u" in file.text
    return lambda text: json.dumps(text, ensure_ascii=in_ascii)[1:-1]


def _listed(paths: dict[str, None]) -> str:
    names = list(paths)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(f"“{name}”" for name in names[:_SHOWN]) + more
