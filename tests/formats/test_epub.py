"""EPUB: the pages of a book are read in its order, and all else in it stays."""

import pytest

from copydesk.formats import Unreadable
from copydesk.formats.epub import read
from copydesk.options import Options
from copydesk.pipeline import cleaned
from copydesk.revision import Fix, Revision

from .documents import members, packed, replaced

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="pages/two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="one.xhtml#start" media-type="application/xhtml+xml"/>
<item id="c" href="cover.jpg" media-type="image/jpeg"/>
</manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="c"/><itemref idref="b"/>
</spine></package>"""


def page(body: str) -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x.js"/></head>
<body>{body}</body></html>""".encode()


BOOK = {
    "mimetype": b"application/epub+zip",
    "META-INF/container.xml": CONTAINER.encode(),
    "EPUB/book.opf": PACKAGE.encode(),
    "EPUB/pages/two b.xhtml": page("<p>The gulls <i>left</i> , they say.</p>"),
    "EPUB/one.xhtml": page("<h1>One</h1><p>Rain&#8217;s  fall on the quay &amp; the boats.</p>"),
    "EPUB/nav.xhtml": page("<nav><a href='one.xhtml'>One , one</a></nav>"),
    "EPUB/cover.jpg": b"\xff\xd8 , ",
}


def test_pages_are_read_in_the_order_of_the_book() -> None:
    assert read(packed(BOOK)).text == (
        "One\n\nRain’s fall on the quay & the boats.\n\nThe gulls left , they say."
    )


def test_what_is_between_pages_is_guarded() -> None:
    file = read(packed(BOOK))
    guarded = [file.text[span.start : span.end] for span in file.guarded]
    assert guarded == ["\n\n", "\n\n"]


def test_all_passes_change_the_pages_alone() -> None:
    data = packed(BOOK)
    file = read(data)
    result = cleaned(file.text, Options(), grammar="off", keep=file.guarded)
    written = members(file.encode(result.revision))
    changed = {name for name in BOOK if written[name] != BOOK[name]}
    assert changed == {"EPUB/pages/two b.xhtml"}
    assert written["EPUB/pages/two b.xhtml"] == page("<p>The gulls <i>left</i>, they say.</p>")
    assert file.encode(Revision(file.text)) == data


def test_changes_of_two_pages_go_to_their_places() -> None:
    file = read(packed(BOOK))
    end = len(file.text)
    revision = Revision(file.text).then([Fix.replace(0, 3, "A & B"), Fix.replace(end, end, "!")])
    written = members(file.encode(revision))
    assert b"<h1>A &amp; B</h1>" in written["EPUB/one.xhtml"]
    assert b"they say.!</p>" in written["EPUB/pages/two b.xhtml"]
    assert read(file.encode(revision)).text == revision.text
    assert file.fits(revision)


ENCRYPTION = b"""<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:CipherData><enc:CipherReference URI="EPUB/one.xhtml"/></enc:CipherData>
</enc:EncryptedData></encryption>"""
BOMB = b'<!DOCTYPE html [<!ENTITY a "aa">]><html><body><p>&a;</p></body></html>'


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        ({"META-INF/container.xml": b"<container/>"}, "does not say what is in it"),
        ({"META-INF/container.xml": BOMB}, "document type of its own"),
        ({"META-INF/encryption.xml": ENCRYPTION}, r"\(DRM\): EPUB/one.xhtml is encrypted"),
        ({"EPUB/one.xhtml": BOMB}, r"document type of its own, EPUB/one\.xhtml"),
        ({"EPUB/one.xhtml": b"<p>\0</p>"}, r"has a page, EPUB/one\.xhtml, that is not a text"),
        ({"EPUB/book.opf": b"<package>"}, "no well-formed XML"),
        ({"EPUB/book.opf": b"<package/>"}, "without a page to read"),
        ({"EPUB/book.opf": PACKAGE.replace("one.x", "three.x").encode()}, "lacks its part EPUB/th"),
    ],
)
def test_what_is_no_readable_book_is_refused(contents: dict[str, bytes], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(replaced(packed(BOOK), contents))


@pytest.mark.parametrize("data", [b"", packed({"mimetype": b"x"}), packed(BOOK)[:900]])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"no EPUB|no zip archive"):
        read(data)
