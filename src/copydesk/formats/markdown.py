"""Markdown: CommonMark with front matter, definitions and GitHub's tables, footnotes and the like.

It is read by pyromark, which is Rust's pulldown-cmark: of the parsers for Python the one that tells
the place of every piece of text, and does not slow down on hostile files.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any

import pyromark

from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.plain import read as read_plain
from copydesk.formats.segments import STAND_IN, TEMPLATE, joined, with_placeholders
from copydesk.text import Span

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
    | pyromark.Options.ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
)
_INLINE = frozenset(("Emphasis", "Strong", "Strikethrough", "Link", "Image"))
_NOT_PROSE = frozenset(("CodeBlock", "HtmlBlock", "MetadataBlock", "Image"))
_BARE_LINKS = frozenset(("Autolink", "Email"))

_CODE = re.compile(r"<(/?)(code|kbd|samp|var|tt|pre|script|style|svg|math)\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_NOT_SEEN = re.compile(
    rf"{TEMPLATE} |"
    r"""
    \{:?[ ]?[.\#][^{}]{0,200}\}  # attributes, as in {: .lead}
    | \$\$[^$]{1,2000}\$\$  |  (?<![\w$])\$(?!\s)[^$]{1,200}(?<!\s)\$(?![\w$])  # formulas, no sums
    | \[\[[^][|]{1,200}(?:\]\]|\|)  # the page that a wiki's link leads to
    """,
    re.VERBOSE,
)
"""What programs other than a reader of CommonMark read as markup."""

_MARKUP = re.compile(r"[\\`*_\[\]<&|~]")


def read(data: bytes, fields: tuple[str, ...] = ()) -> Excerpt:
    """Return the paragraphs, headings, list items and cells of a file. Raises Unreadable."""
    file = read_plain(data)
    return Excerpt(file, _slices(file.text), _escaped, reader=_slices)


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _slices(text: str) -> tuple[Slice, ...]:
    return joined(
        with_placeholders(segment, _NOT_SEEN) for segment in _Reader(text).segments() if segment
    )


class _Reader:
    """Goes through what the parser tells, and collects the slices of each block in turn."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._segment: list[Slice] = []
        self._ignoring = 0  # how many elements are open whose text is no prose
        self._guarding = 0  # how many whose text is seen and stays
        self._italic = 0
        self._code = ""  # the element of HTML, if any, whose text is not seen
        self._line_end: int | None = None  # where a line ends that the next piece goes on from

    def segments(self) -> Iterator[list[Slice]]:
        """Yield the slices of each block, none where it has no text."""
        offset = _code_points(self._text)
        for event, place in pyromark.events_with_range(self._text, options=_OPTIONS):
            kind, what = next(iter(event.items())) if isinstance(event, dict) else (event, None)
            span = Span(offset(place["start"]), offset(place["end"]))
            if self._is_border(kind, what):
                yield self._flushed()
            elif not self._ignoring and kind not in ("SoftBreak", "End"):
                self._go_on(span.start)
            self._take(kind, what, span)
        yield self._flushed()

    def _is_border(self, kind: str, what: Any) -> bool:
        if kind in ("Start", "End"):
            return _name(what) not in _INLINE
        return kind in ("Rule", "HardBreak") or (kind == "InlineHtml" and bool(_BREAK.match(what)))

    def _flushed(self) -> list[Slice]:
        segment, self._segment, self._line_end = self._segment, [], None
        return segment

    def _take(self, kind: str, what: Any, span: Span) -> None:
        if kind == "Start":
            self._open(what, span)
        elif kind == "End":
            self._ignoring -= _name(what) in _NOT_PROSE
            self._italic -= _name(what) == "Emphasis"
            self._guarding -= self._guarding > 0 and _name(what) == "Link"
        elif self._ignoring:
            return
        elif kind == "InlineHtml":
            self._tag(what, span)
        elif self._code:
            return
        elif kind == "Text":
            self._write(what, span)
        elif kind == "Code":
            self._segment.append(Slice(span, STAND_IN, prose=False))
        elif kind == "SoftBreak":
            self._line_end = self._end_of_line(span.start)

    def _open(self, what: Any, span: Span) -> None:
        name = _name(what)
        if name == "Image" and not self._ignoring and not self._code:
            self._segment.append(Slice(span, STAND_IN, prose=False))
        self._ignoring += name in _NOT_PROSE
        self._italic += name == "Emphasis"
        if name == "Link" and (self._guarding or what["Link"]["link_type"] in _BARE_LINKS):
            self._guarding += 1

    def _tag(self, tag: str, span: Span) -> None:
        m = _CODE.match(tag)
        if m is None:
            return
        name = m[2].lower()
        if not m[1] and not self._code:
            self._code = name
            self._segment.append(Slice(Span(span.start, span.start), STAND_IN, prose=False))
        elif m[1] and self._code == name:
            self._code = ""

    def _write(self, text: str, span: Span) -> None:
        here = self._text[span.start : span.end]
        prose, italic = not self._guarding, self._italic > 0
        if self._is_escaped(span.start):
            place = Span(span.start - 1, span.start + 1)
            self._segment.append(Slice(place, text[0], prose, italic))
            text, here, span = text[1:], here[1:], Span(span.start + 1, span.end)
        if here != text:  # a reference such as &amp;
            prose = prose and len(text) == 1 and text.isprintable()
        self._segment.append(Slice(span, text, prose, italic))

    def _is_escaped(self, start: int) -> bool:
        """Whether a backslash that is no text stands before ``start``."""
        end = self._segment[-1].span.end if self._segment else 0
        return start > end and self._text[start - 1] == "\\" and self._line_end is None

    def _go_on(self, start: int) -> None:
        """Let the line end before ``start``, with the marks of the next line, be one space."""
        if self._line_end is not None and self._line_end < start:
            self._segment.append(Slice(Span(self._line_end, start), " ", italic=self._italic > 0))
        self._line_end = None

    def _end_of_line(self, start: int) -> int:
        """Where the white space before the line end at ``start`` begins."""
        low = self._segment[-1].span.end if self._segment else start
        while start > low and self._text[start - 1] in " \t":
            start -= 1
        return start


def _name(what: Any) -> str:
    return next(iter(what)) if isinstance(what, dict) else str(what)


def _code_points(text: str) -> Callable[[int], int]:
    """Return what makes an offset of the text in UTF-8 one in code points."""
    if text.isascii():
        return int
    inside = [m.start() for m in re.finditer(rb"[\x80-\xbf]", text.encode())]
    return lambda offset: offset - bisect_left(inside, offset)
