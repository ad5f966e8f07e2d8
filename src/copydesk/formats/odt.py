"""Text documents in OpenDocument 1.2 and 1.3 (OASIS), as LibreOffice writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from copydesk.formats import Unreadable, xml
from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.segments import STAND_IN, joined
from copydesk.formats.zipped import ZippedText, archive
from copydesk.text import Span

_NAMESPACES = {
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": name
    for name in ("text", "office", "style", "drawing", "manifest")
}
_TYPE = b"application/vnd.oasis.opendocument.text"
_PARTS = ("content.xml", "styles.xml")
"""The text, and the headers and footers."""

_PASSED_OVER = re.compile(
    "text:(?:tracked-changes|note-citation|ruby-text|table-of-content|bibliography|[a-z-]+-index)"
    "|office:(?:annotation|forms|scripts)"
)
"""What was taken out, marks of notes, what stands above other text, computed lists, comments."""

_PARAGRAPHS = ("text:p", "text:h")
_INLINE = frozenset("text:span text:a text:ruby text:ruby-base text:meta".split())
_CHARACTERS = {"text:tab": "\t", "text:line-break": "\n", "text:s": " "}
_MOST_SPACES = 100
_CODE = re.compile("^(?:Preformatted|Source|Code|Teletype)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+|[^ \t\r\n]+(?: [^ \t\r\n]+)*")


def read(data: bytes, fields: tuple[str, ...] = ()) -> ZippedText[Excerpt]:
    """Return the paragraphs of a document, its tables, frames, notes, headers and footers.

    Raises Unreadable.
    """
    document = archive(data)
    if "mimetype" not in document.members or "content.xml" not in document.members:
        raise Unreadable("is a zip archive, but no OpenDocument text")
    if not document.read("mimetype").startswith(_TYPE):
        raise Unreadable("is an OpenDocument file, but no text")
    manifest = "META-INF/manifest.xml"
    if manifest in document.members and b"encryption-data" in document.read(manifest):
        raise Unreadable("is encrypted; take the password off first")
    names = [name for name in _PARTS if name in document.members]
    parts = zip(names, document.read_all(names), strict=True)
    found = [(name, _excerpt(part)) for name, part in parts]
    return ZippedText(document, tuple((name, part) for name, part in found if part.text))


def _excerpt(part: bytes) -> Excerpt:
    file = xml.read(part)
    return Excerpt(file, joined(_Reader(file.text).segments()), xml.escaped)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What holds for the text in an element: whether it is seen, may change, is in italics."""

    is_seen: bool = True
    prose: bool = True
    italic: bool = False


@dataclass(slots=True)
class _Paragraph:
    """The slices of a paragraph; ``inside`` is what holds in it, and in the elements open in it."""

    is_code: bool
    slices: list[Slice] = field(default_factory=list)
    inside: list[_Inside] = field(default_factory=lambda: [_Inside()])

    def add(self, piece: Slice) -> None:
        """Add a slice; white space is one space, and none at the start (part 3, 6.1.2)."""
        now = self.inside[-1]
        if not now.is_seen:
            return
        prose = piece.prose and now.prose
        if len(piece.span) != len(piece.text):
            self.slices.append(Slice(piece.span, piece.text, prose, now.italic))
            return
        for m in _SPACE.finditer(piece.text):
            place = Span(piece.span.start + m.start(), piece.span.start + m.end())
            if not m[0].isspace():
                self.slices.append(Slice(place, m[0], prose, now.italic))
            elif self.slices and self.slices[-1].text[-1] not in " \t\n":
                self.slices.append(Slice(place, " ", prose, now.italic))


class _Reader:
    """Reads a part: its paragraphs, of which one may stand within another, as that of a note."""

    def __init__(self, text: str) -> None:
        self._tokens = xml.tokens(text, _NAMESPACES)
        self._open: list[_Paragraph] = []
        self._style = ""  # the one that is being told of
        self._code: set[str] = set()
        self._italic = {"Emphasis"}

    def segments(self) -> Iterator[list[Slice]]:
        """Yield the slices of each paragraph; one within another comes before it."""
        for token in self._tokens:
            if token.slice is not None:
                if self._open:
                    self._open[-1].add(token.slice)
            elif token.kind == "end":
                if self._open and len(self._open[-1].inside) > 1:
                    self._open[-1].inside.pop()
                elif token.name in _PARAGRAPHS:
                    paragraph = self._open.pop()
                    if not paragraph.is_code:
                        yield paragraph.slices
            elif _PASSED_OVER.fullmatch(token.name):
                if token.kind == "start":
                    xml.without(self._tokens)
            else:
                self._started(token)

    def _started(self, token: xml.Token) -> None:
        attributes = token.attributes
        if token.name == "style:style":
            self._style = attributes.get("name", "")
            if _CODE.search(attributes.get("parent-style-name", "")):
                self._code.add(self._style)
        elif token.name == "style:text-properties":
            if attributes.get("font-style") == "italic":
                self._italic.add(self._style)
        elif token.name in _CHARACTERS:
            self._character(token)
        elif self._open and attributes.get("anchor-type") == "as-char":
            self._open[-1].slices.append(Slice(token.span, STAND_IN, prose=False))
        if token.kind == "empty":
            return
        style = attributes.get("style-name", "")
        is_code = style in self._code or bool(_CODE.search(style))
        if token.name in _PARAGRAPHS:
            self._open.append(_Paragraph(is_code))
        elif self._open:
            outer = self._open[-1].inside[-1]
            inner = _Inside(
                outer.is_seen and token.name.startswith("text:"),
                outer.prose and token.name in _INLINE and not is_code,
                outer.italic or style in self._italic,
            )
            self._open[-1].inside.append(inner)

    def _character(self, token: xml.Token) -> None:
        """Add a tab, a line end or spaces; a single space can be taken out with its element."""
        if self._open:
            count = token.attributes.get("c", "1")
            length = min(int(count[:9]), _MOST_SPACES) if count.isdecimal() else 1
            character = _CHARACTERS[token.name] * length
            prose = token.kind == "empty" and character == " "
            self._open[-1].add(Slice(token.span, character, prose))
