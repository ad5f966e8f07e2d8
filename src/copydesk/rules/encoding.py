"""Characters gone wrong between two encodings, and character references that nobody resolved."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5, name2codepoint
from itertools import zip_longest

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.rules.markup import TAG
from copydesk.text import Area, Edit, Span

_ORDINARY = frozenset("“”‘’–—…•\u00a0")
_C1_CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))
_TELLING_ALONE = _C1_CONTROLS.union("ŒœÃÂ")
_PIECE = re.compile(r"[^\r\n]{1,100000}")
"""What is looked at together: a line, or so much of it, as ftfy's decoders are not all linear."""
_PIECE_OF_NEL = re.compile(r"(?:[^\r\n\x85]|(?<=[^\x00-\x7f])\x85){1,100000}")
"""The same where U+0085 ends a line too, except within what may be a garbled character."""

_CUT_QUOTE = re.compile(r"(?<=[^\s(])â€(?=[ \t.,;:!?)\]]|\Z)")
"""A closing quotation mark whose last byte, 9D, is lost: Windows-1252 has no character for it."""

_ANCHOR = re.compile(r"[A-Za-z0-9]+")


@rule("encoding/mojibake", "characters decoded with the wrong encoding", reach="text")
def mojibake(doc: Document) -> Iterator[Fix]:
    """Decode anew what was written in one encoding and read in another.

    UTF-8 read as Windows-1252 shows `â€™` for an apostrophe and `Ã©` for é. What is garbled and
    what it was is decided by ftfy (https://ftfy.readthedocs.io), line by line; nothing else of
    ftfy's doings (straight quotes, normal forms, widths) is asked for. Text without two unusual
    characters in a row is not even looked at. U+0085 is an ellipsis where other such control
    characters stand for marks, and else what Unicode means by it: a line end.

    >>> repaired("The cafÃ© wasnâ€™t open.")
    'The café wasn’t open.'
    """
    if not any(map(_suspicious, doc.unusual_runs)):
        return
    from ftfy.badness import is_bad  # slow to import, and few texts need it

    ends_line = _C1_CONTROLS & doc.unusual_characters == {"\x85"}
    for m in doc.finditer(_PIECE_OF_NEL if ends_line else _PIECE):
        if not m[0].isascii() and is_bad(m[0]):
            yield from _by_word(m[0], _decoded(m[0]), m.start())


def _suspicious(run: str) -> bool:
    """Whether a run of characters beyond ASCII can be garbled: all of ftfy's signs are such."""
    characters = frozenset(run)
    if characters <= _ORDINARY:
        return False
    return len(run) > 1 or not characters.isdisjoint(_TELLING_ALONE)


def _decoded(line: str) -> str:
    from ftfy import fix_encoding
    from ftfy.fixes import fix_surrogates

    return fix_surrogates(fix_encoding(_CUT_QUOTE.sub("â€\x9d", line)))


def _by_word(before: str, after: str, offset: int) -> Iterator[Fix]:
    """Propose what makes ``before`` into ``after``, one fix for each word or run of words."""
    edits: list[Edit] = []
    for edit in _edits(before, after):
        if edits and re.search(r"\s", before[edits[-1].span.end : edit.span.start]):
            yield _moved(edits, offset)
            edits = []
        edits.append(edit)
    if edits:
        yield _moved(edits, offset)


def _moved(edits: list[Edit], by: int) -> Fix:
    return Fix(tuple(Edit(Span(e.span.start + by, e.span.end + by), e.text) for e in edits))


def _edits(before: str, after: str) -> Iterator[Edit]:
    """Return what differs. Letters and digits of ASCII survive decoding, and so hold the rest."""
    from ftfy.fixes import fix_character_width

    anchors = [m.span() for m in _ANCHOR.finditer(before)]
    landed = [m.span() for m in _ANCHOR.finditer(after)]
    if [before[a:b] for a, b in anchors] != [after[a:b] for a, b in landed]:
        anchors, landed = [], []
    ends = (len(before), len(before)), (len(after), len(after))
    at, to = 0, 0
    for (a, a_end), (b, b_end) in zip_longest([*anchors, ends[0]], [*landed, ends[1]]):
        if before[at:a] != after[to:b]:
            yield _trimmed(before[at:a], fix_character_width(after[to:b]), at)
        at, to = a_end, b_end


def _trimmed(before: str, after: str, offset: int) -> Edit:
    """Return the edit from ``before`` to ``after`` without what both start and end with."""
    most = min(len(before), len(after))
    head = next((i for i in range(most) if before[i] != after[i]), most)
    most -= head
    tail = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    span = Span(offset + head, offset + len(before) - tail)
    return Edit(span, after[head : len(after) - tail])


_REFERENCE = re.compile(
    r"&(?:amp;){0,4}(?P<body>#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8}[1-4]?);"
)
_ABOUT_MARKUP = re.compile(
    r"\b(?:X?HTML5?|XML|entit(?:y|ies)|ampersands?|mark-?up|escap(?:e|es|ed|ing)|tags?)\b"
)
_INVISIBLE = frozenset("\r\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


@rule("encoding/entities", "character reference left in the text", reach="text")
def entities(doc: Document) -> Iterator[Fix]:
    """Resolve HTML's character references that a scraper, or a form, left as they were.

    The names are those of HTML 4 and, where they are five letters or longer, of HTML 5; numbers
    are read as browsers read them (`&#146;` is an apostrophe). In a text that speaks of HTML they
    are only pointed at; those that make a tag are left to `markup/tags`.

    >>> repaired("Marks &amp; Daughters don&#8217;t open on Sundays.")
    'Marks & Daughters don’t open on Sundays.'
    """
    if "&" not in doc.text or ";" not in doc.text:
        return
    about_markup = _ABOUT_MARKUP.search(doc.text) is not None
    tags = Area.of(Span.of(m) for m in doc.finditer(TAG))
    for m in doc.finditer(_REFERENCE):
        character = _resolved(m["body"])
        if character is not None and not tags.meets(Span.of(m)):
            yield Fix.replace(m.start(), m.end(), character, sure=not about_markup)


def _resolved(body: str) -> str | None:
    """Return what the reference stands for, nothing for what cannot be seen, None if unknown."""
    known = body[0] == "#" or body in name2codepoint or body == "apos"
    if not known and (len(body) < 5 or f"{body};" not in html5):
        return None
    character = html.unescape(f"&{body};")
    if character in _INVISIBLE:
        return ""
    return character if character.isprintable() or character == "\u00a0" else None
