"""Files that hold a source, and files that do not."""

import pytest

from copydesk import clean
from copydesk.formats import Unreadable
from copydesk.source.read import read

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="de-DE" datatype="plaintext"/><body>
<tu><tuv xml:lang="en-GB">
<seg>The mill is <bpt i="1">&lt;b></bpt>old<ept i="1">&lt;/b></ept>.</seg></tuv>
<tuv xml:lang="fr"><seg>Le moulin est vieux.</seg></tuv>
<tuv xml:lang="de-DE"><seg>Die Mühle ist <hi>alt</hi>.</seg></tuv></tu>
</body></tmx>"""
XLIFF_1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="de" target-language="en"><body><trans-unit id="1">
<source>Die <g id="1">Mühle</g> ist<x id="2"/> alt.</source><target>The mill is old.</target>
</trans-unit><trans-unit id="2"><source>Ja.</source></trans-unit></body></file></xliff>"""
XLIFF_2 = """<xliff version="2.0" srcLang="de" trgLang="en"
xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="u"><segment>
<source>Die <pc id="1">Mühle</pc> ist alt.</source><target>The mill is old.</target>
</segment></unit></file></xliff>"""
PAIRS = (("Die Mühle ist alt.", "The mill is old."),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tmx", TMX),
        ("a.xml", TMX),
        ("a.xlf", XLIFF_1),
        ("a.xliff", XLIFF_2),
        ("a.tsv", "Die Mühle ist alt.\tThe mill is old.\r\n\r\n"),
    ],
)
def test_pairs(name: str, content: str) -> None:
    assert read(content.encode(), name) == PAIRS


def test_the_source_of_several_is_the_one_asked_for() -> None:
    assert read(TMX.encode(), origin="fr") == (("Le moulin est vieux.", "The mill is old."),)


def test_plain_text_in_an_old_encoding() -> None:
    assert read("Die Mühle ist alt.".encode("cp1252"), "a.txt") == "Die Mühle ist alt."


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tmx><body>&b;</body></tmx>'
FETCHED = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]><tmx><body>&a;</body></tmx>'


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.tmx", BOMB.encode(), "declares entities"),
        ("a.tmx", FETCHED.encode(), "declares entities"),
        ("a.tmx", b"<tmx><body>", "no well-formed XML"),
        ("a.tmx", b"", "no well-formed XML"),
        ("a.tmx", b"<tmx><body/></tmx>", "holds no pair"),
        ("a.xlf", b"<html><p>Die</p></html>", "holds no pair"),
        ("a.tmx", b'<?xml version="1.0" encoding="x-none"?><tmx/>', "no well-formed XML"),
        ("a.tsv", b"only one\n", "no tab"),
        ("a.txt", bytes(range(256)) * 20, "not a text file"),
        ("a.txt", "Die Mühle".encode() + b"\xff ist alt, so \xc3\xa4lter als alle", "is not"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(name: str, content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(content, name)


def test_elements_deep_in_one_another() -> None:
    deep = b"<seg>" * 100_000 + b"</seg>" * 100_000
    with pytest.raises(Unreadable):
        read(b"<tmx><body><tu><tuv>" + deep + b"</tuv></tu></body></tmx>", "a.tmx")


def test_pairs_are_evidence_where_their_translations_stand_in_the_text() -> None:
    pairs = (
        ("Sie fährt, wenn das Wetter gut ist.", "It runs when the. weather is good."),
        ("Sie fasst 19 Autos.", "It carries 91 cars."),
        ("Etwas anderes.", "Something else."),
    )
    text = "It carries 91 cars. It runs when the. weather is good."
    cleaned = clean(text, grammar=False, source=pairs)
    assert cleaned.text == "It carries 91 cars. It runs when the weather is good."
    assert [s.after for s in cleaned.suggestions] == ["19"]
    assert clean("Another text.", grammar=False, source=pairs).notices
