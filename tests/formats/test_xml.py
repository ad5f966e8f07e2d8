"""XML: tokens with their places, and files that are refused."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.formats import Unreadable
from copydesk.formats.xml import escaped, read, tokens

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE doc [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<doc>&b;</doc>"""
OUTSIDE = b'<!DOCTYPE doc [<!ENTITY a SYSTEM "file:///etc/passwd">]><doc>&a;</doc>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB, "a document type of its own"),
        (OUTSIDE, "a document type of its own"),
        (b"<doc>text", "is no well-formed XML: no element found in line 1"),
        (b"<doc>&nbsp;</doc>", "undefined entity in line 1"),
        (b"", "no element found"),
        (b"PK\x03\x04", "well-formed"),
        (b"<a>\xff</a>", "says that it is in utf-8, but its byte 4 is not"),
        (b"<?xml version='1.0' encoding='ebcdic-x'?><a/>", "“ebcdic-x”, which is no encoding"),
        (b"\xff\xfe<\0a\0", "well-formed"),
    ],
)
def test_what_is_not_to_be_read_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_that_is_declared_is_kept(encoding: str) -> None:
    data = f"<?xml version='1.0' encoding='{encoding}'?><a>né</a>".encode(encoding)
    file = read(data)
    assert file.text.endswith("<a>né</a>")
    assert file.encoded(file.text) == data


def test_a_document_type_that_is_only_named_is_not_fetched() -> None:
    file = read(b'<!DOCTYPE tmx SYSTEM "http://localhost:9/tmx14.dtd"><tmx>a&nbsp;b</tmx>')
    slices = [token.slice for token in tokens(file.text, {}) if token.slice]
    assert [(s.text, s.prose) for s in slices] == [("a", True), ("\ufffc", False), ("b", True)]


def test_names_have_the_prefixes_of_the_reader() -> None:
    text = '<x:a xmlns:x="urn:1" t="a>b" x:u=\'&lt;\'><b xmlns="urn:2"><c/></b><b/></x:a>'
    found = list(tokens(text, {"urn:1": "w"}))
    assert [token.name for token in found] == ["w:a", "?:b", "?:c", "?:b", "b", "w:a"]
    assert found[0].attributes == {"x": "urn:1", "t": "a>b", "u": "<"}


def test_depth_is_no_matter() -> None:
    file = read(b"<a>" * 20_000 + b"deep" + b"</a>" * 20_000)
    assert sum(token.kind == "text" for token in tokens(file.text, {})) == 1


NAMES = st.sampled_from(["a", "b", "c"])
TEXTS = st.text("x <>&'\"é]", max_size=6)
ELEMENTS = st.recursive(
    TEXTS.map(escaped)
    | TEXTS.filter(lambda text: "]]>" not in text).map(lambda text: f"<![CDATA[{text}]]>")
    | st.sampled_from(["<!-- <a> & -->", "<?go a>b?>", "<a/>", "<b x='>' />", "&#233;&#xe9;"]),
    lambda inner: st.tuples(NAMES, st.lists(inner, max_size=3)).map(
        lambda e: f'<{e[0]} y = "/\'">{"".join(e[1])}</{e[0]} >'
    ),
    max_leaves=8,
)


@given(ELEMENTS)
def test_another_parser_finds_the_same(inner: str) -> None:
    text = f"<root>{inner}</root>\n"
    found = list(tokens(read(text.encode()).text, {}))
    root = ElementTree.fromstring(text)
    elements = [token.name for token in found if token.kind in ("start", "empty")]
    assert elements == [element.tag for element in root.iter()]
    words = [token.slice.text for token in found if token.slice]
    assert "".join(words) == "".join(root.itertext())
    spans = [token.span for token in found]
    assert spans == sorted(spans)
