"""Books in EPUB 2 and 3 (W3C): the pages in the order of reading, each read as HTML.

The list of parts, the contents and all else in the archive stay as they are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from copydesk.formats import Unreadable, html, xml
from copydesk.formats.excerpt import Excerpt
from copydesk.formats.zipped import Archive, ZippedText, archive

_NAMESPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:container": "",
    "http://www.idpf.org/2007/opf": "",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
}
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")
_OWN_TYPE = re.compile(rb"<!DOCTYPE[^>\[]{0,500}\[", re.IGNORECASE)


def read(data: bytes, fields: tuple[str, ...] = ()) -> ZippedText[Excerpt]:
    """Return the text of a book's pages. Raises Unreadable."""
    book = archive(data)
    names = list(dict.fromkeys(_pages(book)))
    if not names:
        raise Unreadable("is an EPUB without a page to read")
    if locked := set(_encrypted(book)).intersection(names):
        raise Unreadable(f"is protected against reading (DRM): {min(locked)} is encrypted")
    pages = zip(names, book.read_all(names), strict=True)
    found = [(name, _page(name, content)) for name, content in pages]
    return ZippedText(book, tuple((name, page) for name, page in found if page.text))


def _page(name: str, content: bytes) -> Excerpt:
    if _OWN_TYPE.search(content, 0, 2000):
        raise Unreadable(f"has a page with a document type of its own, {name}, which is not read")
    try:
        return html.read(content, is_xml=True)
    except Unreadable as error:
        raise Unreadable(f"has a page, {name}, that {error}") from None


def _pages(book: Archive) -> Iterator[str]:
    """Yield the names of the pages, in the order of the book's spine, without the contents."""
    package = _package(book)
    hrefs: dict[str, str] = {}
    for token in _tokens(book, package):
        attributes = token.attributes if token.kind in ("start", "empty") else {}
        if token.name == "item" and attributes.get("media-type") in _PAGES:
            if "nav" not in attributes.get("properties", "").split():
                hrefs[attributes.get("id", "")] = attributes.get("href", "")
        elif token.name == "itemref" and (href := hrefs.get(attributes.get("idref", ""))):
            path = posixpath.join(posixpath.dirname(package), unquote(href.partition("#")[0]))
            yield posixpath.normpath(path)


def _package(book: Archive) -> str:
    """Return the name of the part that lists all others."""
    if _CONTAINER not in book.members:
        raise Unreadable("is a zip archive, but no EPUB")
    for token in _tokens(book, _CONTAINER):
        if token.name == "rootfile" and token.kind != "end":
            return unquote(token.attributes.get("full-path", ""))
    raise Unreadable("is an EPUB that does not say what is in it")


def _encrypted(book: Archive) -> Iterator[str]:
    if _ENCRYPTION in book.members:
        for token in _tokens(book, _ENCRYPTION):
            if token.name == "enc:CipherReference":
                yield unquote(token.attributes.get("URI", ""))


def _tokens(book: Archive, name: str) -> Iterator[xml.Token]:
    return xml.tokens(xml.read(book.read(name)).text, _NAMESPACES)
