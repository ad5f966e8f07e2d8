"""Word documents for tests, made with python-docx, and readers of them that are not copydesk's."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def document(*paragraphs: list[tuple[str, str]]) -> bytes:
    """A document of paragraphs of runs: the format of each (b, i or nothing) and its text."""
    return with_body("".join(f"<w:p>{''.join(map(_run, runs))}</w:p>" for runs in paragraphs))


def _run(run: tuple[str, str]) -> str:
    style, text = run
    properties = "".join(f"<w:{sign}/>" for sign in style)
    words = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{words}</w:r>" if style else f"<w:r>{words}</w:r>"


def with_body(xml: str) -> bytes:
    """A document whose body is this markup."""
    part = "word/document.xml"
    start, _, end = _empty()[part].decode().partition("<w:sectPr")
    return packed({**_empty(), part: f"{start}{xml}<w:sectPr{end}".encode()})


@cache
def _empty() -> dict[str, bytes]:
    return members(saved(docx.Document()))


def packed(contents: dict[str, bytes]) -> bytes:
    """An archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return buffer.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """What an archive holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def replaced(data: bytes, contents: dict[str, bytes]) -> bytes:
    """The archive with other contents."""
    return packed({**members(data), **contents})


def runs(data: bytes) -> list[list[tuple[str, str]]]:
    """The runs of all paragraphs as python-docx reads them; those of one format are one."""
    found = []
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        joined: list[tuple[str, str]] = []
        for run in paragraph.runs:
            style = "b" * bool(run.bold) + "i" * bool(run.italic)
            if joined and joined[-1][0] == style:
                joined[-1] = (style, joined[-1][1] + run.text)
            elif run.text:
                joined.append((style, run.text))
        found.append(joined)
    return found


def resolved(data: bytes, *, accept: bool, part: str = "word/document.xml") -> bytes:
    """The document with all tracked revisions accepted, or rejected."""
    root = etree.fromstring(members(data)[part])
    kept, dropped = ("ins", "del") if accept else ("del", "ins")
    for element in list(root.iter(W + dropped)):
        _remove(element)
    for element in list(root.iter(W + kept)):
        for child in list(element):
            element.addprevious(child)
        _remove(element)
    for element in root.iter(W + "delText"):
        element.tag = W + "t"
    return replaced(data, {part: etree.tostring(root, xml_declaration=True, encoding="UTF-8")})


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
