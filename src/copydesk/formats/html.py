"""HTML, as browsers read it: the text of elements that hold prose.

What is a tag, a comment or text is told by the HTML standard ("Tokenization",
https://html.spec.whatwg.org), whose rules the expressions here follow. The parsers for Python would
not do: lxml, html5lib and selectolax do not tell where a text stands, and html.parser,
tree-sitter-html and justhtml take minutes for some pages of a megabyte.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from copydesk.formats import Unreadable
from copydesk.formats.declared import decoded
from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.plain import PlainText
from copydesk.formats.plain import read as read_plain
from copydesk.formats.segments import STAND_IN, TEMPLATE, joined, with_placeholders
from copydesk.text import Span

_S = r"\t\n\f\r "
_TAG = rf"""
    <(?P<slash>/?)(?P<name>[A-Za-z][^{_S}/>]*+)
    (?P<attributes>(?:
        [{_S}/]++
      | [^{_S}/>][^{_S}/>=]*+
        (?:[{_S}]*+=[{_S}]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^{_S}>"'][^{_S}>]*+)?+)?+
    )*+)
    (?:>|\Z)
"""
_TOKEN = re.compile(
    rf"""
    (?P<text>(?:[^<]|<(?![A-Za-z/!?])|</\Z)++)
    | <!--(?:>|->|.*?(?:--!?>|\Z))
    | {_TAG}
    | <[/!?][^>]*+(?:>|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    rf"""([^{_S}/>=][^{_S}/>=]*+)[{_S}]*+=[{_S}]*+(?:"([^"]*+)|'([^']*+)|([^{_S}>"'][^{_S}>]*+))"""
)
_PIECE = re.compile(
    rf"""
    (?P<space>[{_S}]++)
    | (?P<reference>&(?:\#(?:[0-9]{{1,20}}+|[xX][0-9a-fA-F]{{1,20}}+);?|[A-Za-z][A-Za-z0-9]*+;?))
    | [^{_S}&]+(?:[ ][^{_S}&]+)*
    | &
    """,
    re.VERBOSE,
)

_BLOCKS = frozenset(
    """
    address article aside blockquote body br button caption center col colgroup dd details dialog
    dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head
    header hgroup hr html legend li main menu nav ol optgroup option p pre search section select
    summary table tbody td tfoot th thead title tr ul
    """.split()
)
"""What begins a paragraph, and ends one. Other elements, known or not, stand in a line."""

_RAW = frozenset("iframe noembed noframes script style textarea title xmp".split())
"""What holds text without tags, up to its own closing tag."""

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)  # what has no closing tag

_UNSEEN = frozenset("noembed noframes script style template textarea xmp plaintext pre sup".split())
"""Elements whose text is no prose, or is read apart from it, such as the mark of a note."""

_OBJECTS = frozenset(
    "audio canvas code embed iframe img input kbd math object picture samp svg tt var video".split()
)
"""Elements that stand in a line as things do."""

_SETS_MARKS = frozenset(["sub"])
"""Elements whose text is seen and stays, such as the figure in a formula."""

_ITALIC = frozenset("cite dfn em i".split())

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
"""What an author who writes it as a reference means to be there."""

_REPLACED = re.compile(rf"{TEMPLATE}|<%[^%]{{0,200}}%>")
"""What is no HTML, but becomes some."""

_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CALLED = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_CALLED |= {"iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "euc-kr": "cp949"}
_CALLED |= dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "utf-16-le", "utf-16-be"), "utf-8")
_CALLED |= {"shift_jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "tis-620": "cp874"}
"""What browsers take these names for ("Names and labels", https://encoding.spec.whatwg.org)."""


def read(data: bytes, fields: tuple[str, ...] = (), *, is_xml: bool = False) -> Excerpt:
    """Return the text of a page's headings, paragraphs, list items, cells and so on.

    ``is_xml`` says that a tag such as ``<title/>`` is an element without content, as is so where
    the page itself says so. What a change puts in is written as a reference where the page's
    encoding lacks it. Raises Unreadable.
    """
    if b"\x1b$" in data[:100_000]:
        raise Unreadable("is in ISO-2022, whose bytes hang on others before; convert it to UTF-8")
    file = _file(data)
    is_xml = is_xml or file.text.startswith("<?xml")

    def slices(text: str) -> tuple[Slice, ...]:
        found = (segment for segment in _Page(text, is_xml).segments() if segment)
        return joined(with_placeholders(segment, _REPLACED) for segment in found)

    def escaped(text: str) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;")
        return text.encode(file.codec, "xmlcharrefreplace").decode(file.codec)

    return Excerpt(file, slices(file.text), escaped, reader=slices)


def _file(data: bytes) -> PlainText:
    """Decode a page: by what it says of itself where it is not Unicode."""
    charset = _CHARSET.search(data, 0, 4096)
    if charset is None or _is_unicode(data):
        return read_plain(data)
    name = charset[1].decode().lower()
    try:
        return decoded(data, _CALLED.get(name, name))
    except Unreadable:
        return read_plain(data)


def _is_unicode(data: bytes) -> bool:
    try:
        codecs.utf_8_decode(data, "strict", True)
    except UnicodeDecodeError:
        return 0 in data[:1000]
    return True


class _Region(NamedTuple):
    """The inside of an element, up to its end, whose text is not to be changed."""

    name: str
    is_seen: bool


class _Page:
    """Goes through the tokens of a page and collects the slices of each block in turn."""

    def __init__(self, text: str, is_xml: bool) -> None:
        self._text = text
        self._is_xml = is_xml
        self._segment: list[Slice] = []
        self._region: _Region | None = None
        self._italic = 0
        self._depth = 0  # how many elements of the region's name are open
        self._language = ""  # of the page

    def segments(self) -> Iterator[list[Slice]]:
        """Yield the slices of each block, none where it has no text."""
        at = 0
        while m := _TOKEN.match(self._text, at):
            at = m.end()
            if m["text"]:
                self._write(Span.of(m))
            elif m["name"]:
                name = m["name"].lower()
                if name in _BLOCKS and (self._region is None or self._region.is_seen):
                    yield self._flushed()
                has_content = not m["slash"] and not (self._is_xml and m[0].endswith("/>"))
                self._tag(name, m, has_content)
                if name in _RAW and has_content:
                    end = self._end_of(name, at)
                    self._write(Span(at, end))
                    at = end
                if name == "plaintext" and has_content:
                    break
        yield self._flushed()

    def _flushed(self) -> list[Slice]:
        segment, self._segment, self._italic = self._segment, [], 0
        if segment and segment[-1].text == " ":
            segment.pop()
        return segment

    def _tag(self, name: str, m: re.Match[str], has_content: bool) -> None:
        if self._region is not None and self._region.name == "p" and name in _BLOCKS:
            self._region = None  # a paragraph ends where another block starts or ends
        if self._region is not None:
            if name == self._region.name:
                self._depth += -1 if m["slash"] else has_content
            if not self._depth:
                self._region = None
            return
        if name in _ITALIC:
            self._italic = max(0, self._italic + (-1 if m["slash"] else 1))
        if m["slash"]:
            return
        if name in _OBJECTS:
            self._segment.append(Slice(Span(m.start(), m.start()), STAND_IN, prose=False))
        if name in _VOID or not has_content:
            return
        if name in _OBJECTS or name in _UNSEEN:
            self._region, self._depth = _Region(name, is_seen=False), 1
        elif name in _SETS_MARKS or (m["attributes"] and self._is_foreign(name, m["attributes"])):
            self._region, self._depth = _Region(name, is_seen=True), 1

    def _is_foreign(self, name: str, attributes: str) -> bool:
        """Whether an element is not to be translated, or in another language than the page."""
        named = {
            m[1].lower(): (m[2] or m[3] or m[4] or "").strip().lower()
            for m in _ATTRIBUTE.finditer(attributes)
        }
        language = named.get("lang", "").partition("-")[0]
        if name == "html":
            self._language = language
        differs = language and self._language and language != self._language
        untouched = (
            named.get("translate") == "no" or "notranslate" in named.get("class", "").split()
        )
        return bool(differs or untouched)

    def _end_of(self, name: str, at: int) -> int:
        m = re.compile(rf"</{name}(?=[{_S}/>])", re.IGNORECASE).search(self._text, at)
        return m.start() if m else len(self._text)

    def _write(self, span: Span) -> None:
        """Collect the slices of a text; white space is one space, and none at a block's edge."""
        if self._region is not None and not self._region.is_seen:
            return
        prose, italic = self._region is None, self._italic > 0
        for m in _PIECE.finditer(self._text, span.start, span.end):
            if m["space"]:
                if self._segment and self._segment[-1].text != " ":
                    self._segment.append(Slice(Span.of(m), " ", prose, italic))
            elif m["reference"]:
                self._refer(m, prose)
            else:
                self._segment.append(Slice(Span.of(m), m[0], prose, italic))

    def _refer(self, m: re.Match[str], prose: bool) -> None:
        """Collect what looks like a character reference."""
        length = _length(m[0])
        if not length:
            self._segment.append(Slice(Span.of(m), m[0], prose))
            return
        place, rest = Span(m.start(), m.start() + length), m[0][length:]
        character = html.unescape(m[0][:length])
        if character not in _INVISIBLE:
            plain = len(character) == 1 and (character.isprintable() or character == "\u00a0")
            stands_for = character if plain else STAND_IN
            self._segment.append(Slice(place, stands_for, prose and plain, self._italic > 0))
        if rest:
            self._segment.append(Slice(Span(place.end, m.end()), rest, prose))


def _length(reference: str) -> int:
    """Return how much of a text is a character reference: 0 for none at all.

    Some old names need no semicolon, as in ``&copy2024``.
    """
    if reference[1] == "#" or reference[1:] in html5:
        return len(reference)
    names = (reference[1:end] for end in range(min(len(reference), 8), 2, -1))
    return next((1 + len(name) for name in names if name in html5), 0)
