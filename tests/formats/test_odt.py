"""OpenDocument texts: their paragraphs are read, and all else in them stays."""

import pytest

from copydesk.formats import Unreadable
from copydesk.formats.odt import read
from copydesk.options import Options
from copydesk.pipeline import cleaned
from copydesk.revision import Fix, Revision

from .documents import members, packed, replaced

ADDRESSES = {"draw": "drawing", "fo": "xsl-fo-compatible", "svg": "svg-compatible"}
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{ADDRESSES.get(name, name)}:1.0"'
    for name in ("office", "text", "style", "table", *ADDRESSES)
)
STYLES = (
    '<style:style style:name="P7" style:parent-style-name="Preformatted_20_Text"/><style:style '
    'style:name="T1"><style:text-properties fo:font-style="italic"/></style:style>'
)


def document(body: str) -> bytes:
    """A document whose body is this markup."""
    content = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {NAMESPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document-content>"""
    mimetype = b"application/vnd.oasis.opendocument.text"
    return packed({"mimetype": mimetype, "content.xml": content.encode(), "a.png": b"\x89PNG"})


NOTE = (
    "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>Note.</text:p></text:note-body></text:note>"
)
FRAME = (
    '<draw:frame text:anchor-type="as-char"><draw:text-box><text:p>Box.</text:p></draw:text-box>'
    "<svg:title>Title , title</svg:title></draw:frame>"
)
GONE = "<text:tracked-changes><text:deletion><text:p>Gone.</text:p></text:deletion>"


@pytest.mark.parametrize(
    ("body", "text", "guarded"),
    [
        ("<text:h>A &amp; b</text:h><text:p>C <text:span>d</text:span>.</text:p>",
         "A & b\n\nC d.", ["\n\n"]),
        ("<text:p>\n  A\n  b <text:s/>c<text:s text:c='2'/>d</text:p>", "A b  c  d", ["  "]),
        ("<text:p>A<text:tab/>b<text:line-break/>c</text:p>", "A\tb\nc", ["\t", "\n"]),
        ("<text:p>Page <text:page-number>7</text:page-number>.</text:p>", "Page 7.", ["7"]),
        (f"<text:p>A{NOTE} b.</text:p>", "Note.\n\nA b.", ["\n\n"]),
        (f"<text:p>A {FRAME} b.</text:p>", "Box.\n\nA \ufffc b.", ["\n\n", "\ufffc"]),
        (f"{GONE}</text:tracked-changes><text:p>Here.</text:p>", "Here.", []),
        ("<text:p>A<office:annotation><text:p>No</text:p></office:annotation>b</text:p>", "Ab", []),
        ("<text:p text:style-name='P7'>x = y</text:p><text:p>A.</text:p>", "A.", []),
        ("<text:p>Run <text:span text:style-name='Source_20_Text'>go</text:span>.</text:p>",
         "Run go.", ["go"]),
        ("<table:table><table:table-cell><text:p>Cell.</text:p></table:table-cell></table:table>",
         "Cell.", []),
        ("<text:table-of-content><text:p>One 7</text:p></text:table-of-content><text:p>A</text:p>",
         "A", []),
    ],
)  # fmt: skip
def test_the_text_is_what_a_reader_sees(body: str, text: str, guarded: list[str]) -> None:
    file = read(document(body))
    assert file.text == text
    assert [file.text[span.start : span.end] for span in file.guarded] == guarded


def test_words_in_italics_are_told() -> None:
    file = read(document("<text:p>The <text:span text:style-name='T1'>Eos</text:span>.</text:p>"))
    assert [file.text[place.start : place.end] for place in file.italics] == ["Eos"]


def test_all_else_stays() -> None:
    data = document("<text:p>It <text:span>left</text:span> , they &amp;<text:s/> we say.</text:p>")
    file = read(data)
    assert file.encode(Revision(file.text)) == data
    result = cleaned(file.text, Options(), grammar="off", keep=file.guarded)
    before, after = members(data), members(file.encode(result.revision))
    assert after["content.xml"] == before["content.xml"].replace(
        b"</text:span> ,", b"</text:span>,"
    )
    assert after["a.png"] == before["a.png"]


def test_a_space_that_is_an_element_can_go() -> None:
    file = read(document("<text:p>One <text:s/>two</text:p>"))
    revision = Revision(file.text).then([Fix.replace(3, 5, " ")])
    assert read(file.encode(revision)).text == "One two"


def test_headers_are_read_after_the_text() -> None:
    styles = f"<office:styles {NAMESPACES}><text:p>The head .</text:p></office:styles>"
    file = read(replaced(document("<text:p>A.</text:p>"), {"styles.xml": styles.encode()}))
    assert file.text == "A.\n\nThe head ."


def test_depth_is_no_matter() -> None:
    deep = "<text:span>" * 3000 + "A." + "</text:span>" * 3000
    assert read(document(f"<text:p>{deep}</text:p>")).text == "A."


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "but no text"),
        ({"content.xml": b"<a>"}, "no well-formed XML"),
        ({"content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "document type of its own"),
        ({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}, "is encrypted"),
    ],
)
def test_what_is_no_text_document_is_refused(contents: dict[str, bytes], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(replaced(document("<text:p>A.</text:p>"), contents))


def test_other_archives_are_refused() -> None:
    with pytest.raises(Unreadable, match="no OpenDocument text"):
        read(packed({"a": b""}))
