"""XLIFF and TMX: translations are read with their sources beside them; all else stays."""

from collections.abc import Callable

import pytest

from copydesk.formats import Unreadable
from copydesk.formats.excerpt import Excerpt
from copydesk.formats.tmx import read as read_tmx
from copydesk.formats.xliff import read as read_xliff
from copydesk.options import Options
from copydesk.pipeline import cleaned
from copydesk.revision import Fix, Revision

XLIFF_1 = """<?xml version="1.0" encoding="utf-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="a.html" source-language="de" target-language="en" datatype="html"><body>
    <trans-unit id="1" approved='yes'>
      <source>Das <g id="1">Schiff</g> &amp; die <x id="2"/> Möwen.</source>
      <seg-source><mrk mtype="seg">Das Schiff</mrk></seg-source>
      <target state="translated">The <g id="1">ship</g> &amp; the <x id="2"/> gulls .</target>
      <alt-trans><source>Das Boot</source><target>The boat , it is.</target></alt-trans>
    </trans-unit>
    <group translate="no">
      <trans-unit id="2"><source>Rumpf</source><target>Hull , hull</target></trans-unit>
      <trans-unit id="3" translate="yes"><source>Bug</source><target>
        <bpt id="1">{b , b}</bpt>Bow<ept id="1">x</ept> , or <mrk mtype="protected">Bug ,</mrk>
      </target></trans-unit>
    </group>
    <trans-unit id="4"><source>Leer</source><target/></trans-unit>
  </body></file>
</xliff>
"""

XLIFF_2 = """<xliff version="2.0" srcLang="de" trgLang="en"
  xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:m="urn:oasis:names:tc:xliff:matches:2.0">
 <file id="f1">
  <unit id="1">
   <m:matches><m:match><source>Ruder</source><target>Oar ,</target></m:match></m:matches>
   <segment><source>Das <pc id="1">Ruder</pc> brach.</source>
    <target>The <pc id="1">oar</pc> broke .</target></segment>
   <ignorable><source> </source><target> , </target></ignorable>
   <segment><source>Kein <ph id="2"/> blieb.</source>
    <target>No <ph id="2"/> stayed<mrk id="m1" translate="no"> ,</mrk></target></segment>
  </unit>
  <unit id="2" translate="no"><segment><target>Kept , kept</target></segment></unit>
 </file>
</xliff>
"""

TMX = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="de-DE" datatype="plaintext" segtype="sentence"/><body>
 <tu><tuv xml:lang="de-DE"><seg>Der <bpt i="1">&lt;b></bpt>Kai<ept i="1">x</ept>.</seg></tuv>
  <tuv xml:lang="en-US"><seg>The <bpt i="1">&lt;b ></bpt>quay<ept i="1">x</ept> .</seg></tuv></tu>
 <tu srclang="fr"><tuv xml:lang="en-us"><seg>Fog , fog.</seg></tuv>
  <tuv xml:lang="fr"><seg>Du brouillard , oui.</seg></tuv></tu>
</body></tmx>
"""


def mended(file: Excerpt) -> str:
    """The file after all passes."""
    result = cleaned(file.text, Options(), grammar="off", keep=file.guarded)
    return file.encode(result.revision).decode()


def test_the_targets_of_xliff_1_are_read() -> None:
    file = read_xliff(XLIFF_1.encode())
    assert file.text == "The ship & the \ufffc gulls .\n\nBow , or Bug ,"
    assert file.source == (
        ("Das Schiff & die \ufffc Möwen.", "The ship & the \ufffc gulls ."),
        ("Bug", "Bow , or Bug ,"),
    )
    expected = XLIFF_1.replace("gulls .", "gulls.")
    assert mended(file) == expected.replace("</ept> , or", "</ept>, or")


def test_the_targets_of_xliff_2_are_read() -> None:
    file = read_xliff(XLIFF_2.encode())
    assert file.text == "The oar broke .\n\nNo \ufffc stayed ,"
    assert file.source == (
        ("Das Ruder brach.", "The oar broke ."),
        ("Kein \ufffc blieb.", "No \ufffc stayed ,"),
    )
    assert mended(file) == XLIFF_2.replace("broke .", "broke.")


def test_the_translations_of_a_memory_are_read() -> None:
    file = read_tmx(TMX.encode())
    assert file.text == "The quay .\n\nFog , fog."
    assert file.source == (("Der Kai.", "The quay ."), ("Du brouillard , oui.", "Fog , fog."))
    expected = TMX.replace("</ept> .", "</ept>.").replace("Fog , fog", "Fog, fog")
    assert mended(file) == expected


def test_a_field_names_the_language_of_a_memory() -> None:
    tmx = TMX.replace('srclang="fr"', 'srclang="de"')
    with pytest.raises(Unreadable, match="into “en-us”, “fr”; say with --field which to read"):
        read_tmx(tmx.encode())
    assert read_tmx(tmx.encode(), ("FR",)).text == "Du brouillard , oui."
    assert read_tmx(tmx.encode(), ("en",)).text == "The quay .\n\nFog , fog."
    with pytest.raises(Unreadable, match="no translations into “es”; it has some into “en-us”"):
        read_tmx(tmx.encode(), ("es",))


@pytest.mark.parametrize(
    ("file", "says", "language"),
    [
        (read_xliff, XLIFF_1, "de"),
        (read_xliff, XLIFF_2, "de"),
        (read_tmx, TMX, "de-DE"),
        (read_xliff, XLIFF_2.replace('srcLang="de"', 'srcLang="German!"'), None),
    ],
)
def test_the_language_of_the_sources_is_known(
    file: Callable[[bytes], Excerpt], says: str, language: str | None
) -> None:
    assert file(says.encode()).source_language == language


def test_what_a_change_puts_in_is_escaped() -> None:
    file = read_xliff(XLIFF_1.encode())
    at = file.text.index("gulls")
    revision = Revision(file.text).then([Fix.replace(at, at + 5, "<g> & co")])
    assert file.encode(revision).decode() == XLIFF_1.replace("gulls", "&lt;g&gt; &amp; co")


def test_a_section_of_cdata_is_prose_without_escapes() -> None:
    words = "<![CDATA[<p>Fish & chips , <b>twice</b> .</p>]]>"
    xliff = XLIFF_1.replace("<target/>", f"<target>{words}</target>")
    file = read_xliff(xliff.encode())
    expected = XLIFF_1.replace("<target/>", f"<target>{words}</target>")
    for before, after in (("gulls .", "gulls."), ("> , or", ">, or"), ("chips ,", "chips,")):
        expected = expected.replace(before, after)
    assert mended(file) == expected
    at = file.text.index("chips")
    revision = Revision(file.text).then([Fix.replace(at, at + 5, "a & b ]]> c")])
    again = read_xliff(file.encode(revision))
    assert again.text == file.text.replace("chips", "a & b ]]> c")


@pytest.mark.parametrize(
    ("data", "why"),
    [(TMX, "is XML, but no XLIFF"), (XLIFF_1[:300], "no well-formed XML"), ("", "no element")],
)
def test_what_is_no_xliff_is_refused(data: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_xliff(data.encode())
    with pytest.raises(Unreadable, match=r"well-formed|no TMX"):
        read_tmx(data.replace("tmx", "xliff").encode())
