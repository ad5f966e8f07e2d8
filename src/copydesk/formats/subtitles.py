"""Subtitles: SubRip (SRT), as its program wrote it, and WebVTT (https://www.w3.org/TR/webvtt1/).

Of both, the text of each cue is read: what follows a line of times, up to an empty line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import zip_longest

from copydesk.formats import Unreadable
from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.plain import read as read_plain
from copydesk.formats.segments import joined
from copydesk.text import Span

_TIME = r"(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMES = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]*(?:\n|\Z)", re.MULTILINE)
_EMPTY_LINE = re.compile(r"^[ \t\r]*\n", re.MULTILINE)
_NUMBER = re.compile(r"(?:^|\n)[ \t]*\d+[ \t\r]*\n\Z")
_LINE = re.compile(r"[ \t]*+(?P<words>[^\n]*?)[ \t\r]*(?:\n|\Z)")

_TAG = r"</?[A-Za-z0-9.][^<>\n]*>|\{[\\yY][^{}\n]*\}"
_SPEAKS = re.compile(
    rf"(?:(?!<v){_TAG})*+(?:[-–—‐][ \t]*+(?=[^\W_a-z]|[\"“‘'«»„‹›‚¿¡\[(♪<{{])|(?=<v[ .]))"
)
"""How a line begins that another person speaks: with a dash, or with a voice of WebVTT."""

_PIECE = re.compile(
    rf"(?P<unseen>{_TAG})"
    r"|(?P<reference>&(?:amp|lt|gt|nbsp|quot);)|&(?:lrm|rlm);|[^<{&]+|."
)
_SENTENCE_END = re.compile(r"[.!?…:♪)\]。！？؟][\"”’'»)\]]*\Z")
_GOES_ON = re.compile(r"[\"“‘'(\[…. ]*[a-z]")
_MOST_CUES = 40
"""So many cues make one paragraph at most: some files have no sentence marks at all."""


def read(data: bytes, fields: tuple[str, ...] = ()) -> Excerpt:
    """Return the sentences of the cues, each run of cues that one sentence joins as a paragraph.

    Lines stay where they are: no change takes a line end away. Raises Unreadable.
    """
    file = read_plain(data)
    if not _TIMES.search(file.text) and file.text.strip():
        raise Unreadable("holds no subtitles: there is no line of times (00:00:01,000 --> …)")
    reader = _slices_of_webvtt if file.text.startswith("WEBVTT") else _slices_of_srt
    escape = _escaped if reader is _slices_of_webvtt else str
    return Excerpt(file, reader(file.text), escape, reader=reader)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _slices_of_srt(text: str) -> tuple[Slice, ...]:
    return joined(_paragraphs(text, has_references=False))


def _slices_of_webvtt(text: str) -> tuple[Slice, ...]:
    return joined(_paragraphs(text, has_references=True))


def _paragraphs(text: str, has_references: bool) -> Iterator[list[Slice]]:
    """Yield the slices of each run of lines that belong together; line ends in it are spaces."""
    paragraph: list[Slice] = []
    cues = 0
    for cue in _cues(text):
        cues += 1
        for number, line in enumerate(_lines(text, cue)):
            speaks = _SPEAKS.match(text, line.start, line.end)
            said = Span(speaks.end(), line.end) if speaks else line
            slices = list(_pieces(text, said, has_references))
            if not slices:
                continue
            begins = not number and (cues > _MOST_CUES or _is_whole(paragraph, slices))
            if paragraph and (begins or speaks):
                yield paragraph
                paragraph, cues = [], 0
            if paragraph:
                gap = Span(paragraph[-1].span.end, slices[0].span.start)
                paragraph.append(Slice(gap, " ", prose=False))
            paragraph += slices
    yield paragraph


def _cues(text: str) -> Iterator[Span]:
    """Yield where the text of each cue stands."""
    times = list(_TIMES.finditer(text))
    for m, following in zip_longest(times, times[1:]):
        end = following.start() if following else len(text)
        if empty := _EMPTY_LINE.search(text, m.end(), end):
            end = empty.start()
        elif following and (number := _NUMBER.search(text[m.end() : end])):
            end = m.end() + number.start()
        yield Span(m.end(), end)


def _lines(text: str, cue: Span) -> Iterator[Span]:
    at = cue.start
    while at < cue.end and (m := _LINE.match(text, at, cue.end)):
        yield Span.of(m, "words")
        at = m.end()


def _pieces(text: str, line: Span, has_references: bool) -> Iterator[Slice]:
    """Yield the slices of a line, without its tags."""
    words = text[line.start : line.end]
    for m in _PIECE.finditer(words):
        span = Span(line.start + m.start(), line.start + m.end())
        if not has_references and m[0].startswith("&"):
            yield Slice(span, m[0])
        elif m["reference"]:
            yield Slice(span, html.unescape(m[0]))
        elif not m["unseen"] and not m[0].startswith("&"):
            yield Slice(span, m[0])


def _is_whole(before: list[Slice], after: list[Slice]) -> bool:
    """Whether a sentence ends before the line whose slices are ``after``, or seems to."""
    return bool(_SENTENCE_END.search(_seen(before[-9:]))) and not _GOES_ON.match(_seen(after))


def _seen(slices: list[Slice]) -> str:
    """Return what of the text of slices can be seen."""
    text = "".join(piece.text for piece in slices)
    return "".join(c for c in text if c.isprintable() or c.isspace()).strip()
