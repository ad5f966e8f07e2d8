"""Word documents, .docx (Office Open XML, ECMA-376 part 1): the text of paragraphs.

The runs of a paragraph are one text, so a change across them keeps the formatting of each. Of
revisions that the document already tracks, what they put in is read and what they take out is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from copydesk.formats import Unreadable, xml
from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.segments import STAND_IN, joined
from copydesk.formats.zipped import Archive, ZippedText, archive
from copydesk.text import Edit, Span, apply

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}
_MAIN = ("document.main+xml", "template.main+xml", "document.macroEnabled.main+xml")
_PARTS = (*_MAIN, "footnotes+xml", "endnotes+xml", "header+xml", "footer+xml")
"""How the content types of the parts that are read end, in the order in which they are."""

_PASSED_OVER = frozenset(
    "w:del w:moveFrom w:rt w:pPrChange w:rPrChange w:tblPrChange w:sectPrChange mc:Fallback".split()
)
"""What was taken out, what stands above other text (ruby), what was otherwise, and the copy of a
text box for readers of 2007."""

_CHARACTERS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
    "w:sym": STAND_IN,
    "w:object": STAND_IN,
    "?:inline": STAND_IN,  # a picture in the line
}
_CODE = re.compile(r"^code|(?:source|html|inline|program)[ _-]?code|preformatted|verbatim|^macro",
                   re.IGNORECASE)  # fmt: skip
_LINK = re.compile(r"\s*HYPERLINK\b")


@dataclass(frozen=True, slots=True)
class TextElement:
    """The places of one ``w:t`` in the file: its content, its start tag, and what opens its run.

    That is the run's start tag and its properties.
    """

    content: Span
    tag: Span
    run: Span


@dataclass(frozen=True)
class Runs(Excerpt):
    """The text of a document, and the ``elements`` that hold it, sorted."""

    elements: tuple[TextElement, ...] = ()

    def in_file(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Return the ``edits`` of `text` as edits of the file's text, sorted.

        Where an element comes to start or end with a space, it is marked to be kept.
        """
        for element, parts in self.parts(edits):
            if self._needs_mark(element, parts):
                yield Edit(Span(element.tag.end - 1, element.tag.end - 1), ' xml:space="preserve"')
            yield from parts

    def parts(self, edits: Iterable[Edit]) -> Iterator[tuple[TextElement, list[Edit]]]:
        """Yield the elements that ``edits`` of `text` are in, and their parts in each, sorted."""
        found = sorted(super().in_file(edits))
        for number, parts in groupby(found, lambda edit: self.number_at(edit.span.start)):
            content = self.elements[number].content
            yield self.elements[number], [_moved_into(content, edit) for edit in parts]

    def number_at(self, offset: int) -> int:
        """Return which element is the last to start at ``offset`` of the file's text or before."""
        return max(0, bisect_right(self._starts_of_elements, offset) - 1)

    def place_of(self, span: Span) -> Span | None:
        """Return where in the file ``span`` of `text` starts and ends, None where no text is."""
        found = [place for place in self._cut(span) if self._is_text(place)]
        return Span(found[0].start, found[-1].end) if found else None

    def _is_text(self, place: Span) -> bool:
        content = self.elements[self.number_at(place.start)].content
        return content.start <= place.start and place.end <= content.end

    @cached_property
    def _starts_of_elements(self) -> list[int]:
        return [element.content.start for element in self.elements]

    def _needs_mark(self, element: TextElement, edits: list[Edit]) -> bool:
        text = self.file.text
        if "xml:space" in text[element.tag.start : element.tag.end]:
            return False
        start = element.content.start
        after = apply(
            text[start : element.content.end],
            (Edit(Span(e.span.start - start, e.span.end - start), e.text) for e in edits),
        )
        return after != after.strip()


def _moved_into(content: Span, edit: Edit) -> Edit:
    """Return the edit within an element, for what is put in beside a tab or the like."""
    start = min(max(edit.span.start, content.start), content.end)
    return Edit(Span(start, max(start, min(edit.span.end, content.end))), edit.text)


@dataclass(frozen=True)
class WordDocument(ZippedText[Runs]):
    """A Word document; ``body`` is the name of its main part, beside notes and the like."""

    body: str = ""


def read(data: bytes, fields: tuple[str, ...] = ()) -> WordDocument:
    """Return the paragraphs of a document, its tables, text boxes, notes, headers and footers.

    Raises Unreadable.
    """
    package = archive(data)
    names = _names(package)
    runs = [(name, _runs(part)) for name, part in zip(names, package.read_all(names), strict=True)]
    members = tuple((name, found) for name, found in runs if found.text)
    return WordDocument(package, members, body=names[0])


def _runs(part: bytes) -> Runs:
    file = xml.read(part)
    reader = _Reader(file.text)
    slices = joined(reader.segments())
    return Runs(file, slices, xml.escaped, elements=tuple(reader.elements))


def _names(package: Archive) -> list[str]:
    """Return the names of the parts that are read, the document itself first."""
    if "[Content_Types].xml" not in package.members:
        raise Unreadable("is a zip archive, but no Word document")
    types = xml.read(package.read("[Content_Types].xml")).text
    found: list[tuple[int, str]] = []
    for token in xml.tokens(types, {}):
        if token.name.endswith("Override"):
            attributes = token.attributes
            name = attributes.get("PartName", "").lstrip("/")
            kind = attributes.get("ContentType", "")
            rank = next((i for i, end in enumerate(_PARTS) if kind.endswith(f".{end}")), None)
            if rank is not None and name in package.members:
                found.append((max(0, rank - len(_MAIN) + 1), name))
    if not found or min(found)[0]:
        raise Unreadable("is an Office file, but no Word document")
    return [name for _, name in sorted(found)]


@dataclass(slots=True)
class _Paragraph:
    slices: list[Slice] = field(default_factory=list)
    is_code: bool = False


@dataclass(slots=True)
class _Run:
    opening: Span
    is_code: bool = False
    is_italic: bool = False


@dataclass(slots=True)
class _Field:
    """A field: its instruction up to where its result starts; ``outer`` is the one that it is in.

    A result is seen, but only a link's is ours to change: the others are computed anew, such as
    numbers of pages.
    """

    outer: _Field | None
    instruction: str = ""
    is_seen: bool = False
    is_link: bool = False

    def show(self) -> None:
        """Go on with the result."""
        self.is_seen = self.outer is None or self.outer.is_seen
        self.is_link = _LINK.match(self.instruction) is not None
        if self.outer is not None:
            self.is_link = self.is_link and self.outer.is_link


class _Reader:
    """Reads a part; ``elements`` are filled while it does."""

    def __init__(self, text: str) -> None:
        self.elements: list[TextElement] = []
        self._tokens = xml.tokens(text, _NAMESPACES)
        self._outer: list[str] = []
        self._paragraphs: list[_Paragraph] = []
        self._runs: list[_Run] = []
        self._fields: list[_Field] = []

    def segments(self) -> Iterator[list[Slice]]:
        """Yield the slices of each paragraph; one within another comes before it."""
        for token in self._tokens:
            if token.kind == "end":
                self._outer.pop()
                yield from self._ended(token)
            elif token.slice is not None:
                if self._outer and self._outer[-1] == "w:instrText" and self._fields:
                    self._fields[-1].instruction += token.slice.text
            elif token.name in _PASSED_OVER:
                if token.kind == "start":
                    xml.without(self._tokens)
            elif token.name == "m:oMath" and token.kind == "start":
                self._add(Slice(Span(token.span.start, token.span.start), STAND_IN, prose=False))
                xml.without(self._tokens)
            else:
                self._started(token)

    def _started(self, token: xml.Token) -> None:
        name = token.name
        if name == "w:fldChar":
            self._field(token.attributes.get("fldCharType"))
        elif name == "w:pStyle":
            self._paragraphs[-1].is_code = _is_code(token)
        elif name in ("w:rStyle", "w:i") and self._outer[-2:] == ["w:r", "w:rPr"]:
            self._format(token)
        elif name in _CHARACTERS and self._is_in_run(name):
            self._add(Slice(token.span, _CHARACTERS[name], prose=False))
        if token.kind == "empty":
            return
        if name == "w:t" and self._outer and self._outer[-1] == "w:r":
            self._read_text(token)
            return
        self._outer.append(name)
        if name == "w:p":
            self._paragraphs.append(_Paragraph())
        elif name == "w:r":
            self._runs.append(_Run(token.span))
        elif name == "w:fldSimple":
            self._begin(token.attributes.get("instr", ""))
            self._fields[-1].show()

    def _ended(self, token: xml.Token) -> Iterator[list[Slice]]:
        if token.name == "w:p":
            paragraph = self._paragraphs.pop()
            if not paragraph.is_code:
                yield paragraph.slices
        elif token.name == "w:r":
            self._runs.pop()
        elif token.name == "w:rPr" and self._outer and self._outer[-1] == "w:r":
            run = self._runs[-1]
            run.opening = Span(run.opening.start, token.span.end)
        elif token.name == "w:fldSimple" and self._fields:
            self._fields.pop()

    def _read_text(self, tag: xml.Token) -> None:
        end = tag.span.end
        for token in self._tokens:
            if token.slice is not None:
                self._add(token.slice)
                end = token.span.end
            elif token.kind == "end":
                break
        self.elements.append(TextElement(Span(tag.span.end, end), tag.span, self._runs[-1].opening))

    def _add(self, piece: Slice) -> None:
        if not self._paragraphs or (self._fields and not self._fields[-1].is_seen):
            return
        run = self._runs[-1] if self._runs else _Run(piece.span)  # formulas stand beside runs
        is_kept = run.is_code or (bool(self._fields) and not self._fields[-1].is_link)
        piece = Slice(piece.span, piece.text, piece.prose and not is_kept, run.is_italic)
        self._paragraphs[-1].slices.append(piece)

    def _is_in_run(self, name: str) -> bool:
        """Whether an element is a character there; ``w:tab`` is a place of a ruler elsewhere."""
        return bool(self._runs) and (name == "?:inline" or self._outer[-1] == "w:r")

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._begin()
        elif self._fields and kind == "separate":
            self._fields[-1].show()
        elif self._fields and kind == "end":
            self._fields.pop()

    def _begin(self, instruction: str = "") -> None:
        self._fields.append(_Field(self._fields[-1] if self._fields else None, instruction))

    def _format(self, token: xml.Token) -> None:
        run, value = self._runs[-1], token.attributes.get("val", "")
        if token.name == "w:i":
            run.is_italic = value not in ("0", "false", "off")
        else:
            run.is_code = _is_code(token)
            run.is_italic = run.is_italic or value == "Emphasis"


def _is_code(token: xml.Token) -> bool:
    return _CODE.search(token.attributes.get("val", "")) is not None
