"""Files that hold a source: plain text, or pairs of segments in TMX, XLIFF or TSV.

The standard library reads the XML: a file that declares entities is refused, so none is expanded
or fetched, and nothing else of a document type is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from copydesk.formats import Unreadable
from copydesk.formats.plain import read as read_plain
from copydesk.options import Source

_CODES = frozenset("bpt ept it ph sub ut x bx ex cp sc ec sm em".split())
"""Inline elements that hold a format's codes, and no words (TMX 1.4b, XLIFF 1.2 and 2.0)."""

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(data: bytes, name: str = "", language: str = "en", origin: str | None = None) -> Source:
    """Return the source that a file's bytes hold: its text, or pairs of segments.

    ``name`` is the file's, whose ending tells its format; TMX and XLIFF are known by their contents
    too. ``language`` is that of the text, ``origin`` that of its source, where it is known. Raises
    Unreadable for a file that is none of these.
    """
    ending = name.lower().rpartition(".")[2]
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:400]
    if ending in ("tmx", "xlf", "xliff") or b"<tmx" in text or b"<xliff" in text:
        try:
            return _pairs(_parsed(data), language, origin)
        except RecursionError:
            raise Unreadable("has elements too deep in one another") from None
    plain = read_plain(data).text
    return _rows(plain) if ending == "tsv" else plain


def _rows(text: str) -> Source:
    """Read lines of a source segment, a tab, and its translation."""
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    for number, row in enumerate(rows, 1):
        if len(row) < 2:
            raise Unreadable(f"has no tab between two segments in row {number}")
    return tuple((row[0].strip(), row[1].strip()) for row in rows)


def _parsed(data: bytes) -> ElementTree.Element:
    checker = expat.ParserCreate()
    checker.EntityDeclHandler = _refuse
    try:
        checker.Parse(data, True)
        return ElementTree.fromstring(data)
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"is no well-formed XML: {error}") from None


def _refuse(*_: object) -> None:
    raise Unreadable("declares entities, which pairs need none of")


def _pairs(root: ElementTree.Element, language: str, origin: str | None) -> Source:
    found = _of_tmx(root, language, origin) if _is(root, "tmx") else _of_xliff(root)
    pairs = tuple((ours, theirs) for ours, theirs in found if ours and theirs)
    if not pairs:
        raise Unreadable("holds no pair of a source segment and its translation")
    return pairs


def _of_tmx(
    root: ElementTree.Element, language: str, origin: str | None
) -> Iterator[tuple[str, str]]:
    header = next((e for e in root if _is(e, "header")), None)
    declared = origin or (header.get("srclang") if header is not None else None) or ""
    for unit in root.iter():
        if _is(unit, "tu"):
            segments = {_tag(v): _words(s) for v in unit for s in v if _is(s, "seg")}
            target = next((tag for tag in segments if _is_of(tag, language)), None)
            others = [tag for tag in segments if tag != target]
            others.sort(key=lambda tag: not _is_of(tag, declared))
            if target is not None and others:
                yield segments[others[0]], segments[target]


def _tag(variant: ElementTree.Element) -> str:
    return (variant.get(_LANGUAGE) or variant.get("lang") or "").lower()


def _is_of(tag: str, language: str) -> bool:
    return tag.partition("-")[0] == language.partition("-")[0].lower()


def _of_xliff(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for unit in root.iter():
        if _is(unit, "trans-unit") or _is(unit, "segment"):
            parts = {e.tag.rpartition("}")[2]: _words(e) for e in unit}
            yield parts.get("source", ""), parts.get("target", "")


def _is(element: ElementTree.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _words(element: ElementTree.Element) -> str:
    """The words of a segment, without codes."""
    return "".join(_text(element)).strip()


def _text(element: ElementTree.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag.rpartition("}")[2] not in _CODES:
            yield from _text(child)
        yield child.tail or ""
