"""Text made fit to be shown: nothing in it can steer a terminal or hide from the reader."""

from __future__ import annotations

import re

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
STEERING = re.compile(rf"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ud800-\udfff]")
HIDDEN = re.compile(
    r"[\xa0\xad\u034f\u1680\u180e\u2000-\u200d\u202f\u205f-\u2064\u3000\ufe00-\ufe0f\ufeff]"
)


def safe(text: str) -> str:
    r"""Return ``text`` with control characters, line ends among them, written as escapes.

    >>> safe("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return STEERING.sub(_escape, text)


def visible(text: str) -> str:
    r"""Return ``text`` with line ends shown as ``⏎`` and all that is invisible as escapes.

    >>> visible("a\u200b\r\n")
    'a\\u200b⏎'
    """
    shown = text.replace("\r\n", "\n").replace("\n", "⏎")
    return HIDDEN.sub(_escape, safe(shown))


def visible_lines(text: str) -> str:
    r"""Return ``text`` in its lines, with all else that is invisible as escapes.

    >>> visible_lines("one\u200b\ntwo")
    'one\\u200b\ntwo'
    """
    return "\n".join(visible(line) for line in text.split("\n"))


def clipped(text: str, width: int) -> str:
    """Return ``text`` with its middle left out where it is longer than ``width`` code points.

    >>> clipped("abcdefghij", 7)
    'abc…hij'
    """
    if len(text) <= width:
        return text
    return f"{text[: width // 2]}…{text[len(text) - (width - 1) // 2 :]}"


def _escape(m: re.Match[str]) -> str:
    number = ord(m[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
