"""What stands between the words of a segment in XLIFF and TMX: codes, markers, placeholders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copydesk.formats.excerpt import Slice
from copydesk.formats.segments import STAND_IN
from copydesk.formats.xml import Token

_CODES = frozenset("bpt ept it ph sub ut".split())
"""Elements that hold the codes of another format, and no words (TMX 1.4b, XLIFF 1.2)."""

_PLACEHOLDERS = frozenset("ph x cp".split())
"""Elements that stand for something within the sentence, so that something must be seen there."""


def content(tokens: Iterator[Token]) -> list[Slice]:
    """Return what an element holds, whose start was the last of ``tokens``; they are taken.

    Tags are not seen; a placeholder is a guarded stand-in, and a passage marked as not to be
    translated is guarded. A section of CDATA is prose as all else: some programs write all segments
    so, since these hold the tags of another format.
    """
    slices: list[Slice] = []
    outer: list[tuple[bool, bool]] = []
    is_seen = is_prose = True
    for token in tokens:
        if token.slice is not None:
            if is_seen:
                prose = is_prose and (token.slice.prose or token.slice.escape is not None)
                slices.append(replace(token.slice, prose=prose))
            continue
        if token.kind == "end":
            if not outer:
                break
            is_seen, is_prose = outer.pop()
            continue
        if token.name in _PLACEHOLDERS and is_seen:
            slices.append(Slice(token.span, STAND_IN, prose=False))
        if token.kind == "start":
            outer.append((is_seen, is_prose))
            is_seen = is_seen and token.name not in _CODES
            is_prose = is_prose and not _is_kept(token)
    return slices


def _is_kept(token: Token) -> bool:
    attributes = token.attributes if token.name == "mrk" else {}
    return attributes.get("translate") == "no" or attributes.get("mtype") == "protected"
