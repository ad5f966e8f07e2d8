"""PO files: translations are read with their messages beside them, and nothing else changes."""

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.formats import Unreadable
from copydesk.formats.excerpt import Excerpt
from copydesk.formats.po import read
from copydesk.options import Options
from copydesk.pipeline import cleaned
from copydesk.revision import Fix, Revision

PO = r"""# A player of music
msgid ""
msgstr ""
"Language: en\n"
"Content-Type: text/plain; charset=UTF-8\n"

#: player.c:12
#, fuzzy, c-format
#| msgid "Noch ein Lied"
msgctxt "menu"
msgid "Das Lied „%s“ fehlt.\n"
msgstr ""
"The song \"%s\" is "
"missing .\n"

msgid "Ein Lied"
msgid_plural "%d Lieder in {folder}"
msgstr[0] "One  song"
msgstr[1] "%d  songs in {folder}, <b>now</b> &amp; then"

msgid "Leer"
msgstr ""

#~ msgid "Alt"
#~ msgstr "Old , old"
"""


def changed(file: Excerpt, before: str, after: str) -> str:
    at = file.text.index(before)
    revision = Revision(file.text).then([Fix.replace(at, at + len(before), after)])
    return file.encode(revision).decode()


def test_translations_are_paragraphs_and_placeholders_are_guarded() -> None:
    file = read(PO.encode())
    assert file.text.split("\n\n") == [
        'The song "%s" is missing .',
        "One  song",
        "%d  songs in {folder}, <b>now</b> &amp; then",
    ]
    guarded = [file.text[span.start : span.end].strip() for span in file.guarded]
    assert guarded == ["%s", "", "%d", "{folder}", "<b>", "</b>", "&amp;"]
    assert file.source == (
        ("Das Lied „%s“ fehlt.", 'The song "%s" is missing .'),
        ("Ein Lied", "One  song"),
        ("%d Lieder in {folder}", "%d  songs in {folder}, <b>now</b> &amp; then"),
    )


def test_all_passes_mend_the_translations_alone() -> None:
    file = read(PO.encode())
    result = cleaned(file.text, Options(), grammar="off", keep=file.guarded)
    expected = PO
    for before, after in [("missing .", "missing."), ("One  song", "One song")]:
        expected = expected.replace(before, after)
    expected = expected.replace("%d  songs in {folder},", "%d songs in {folder},")
    assert file.encode(result.revision).decode() == expected


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        (
            "is missing",
            'was "not" there',
            '"%s\\" is "\n"missing',
            '"%s\\" was \\"not\\" there"\n"',
        ),
        ('song "', "song “", 'song \\"', "song “"),
        ("songs", "song\ts\\", "songs", r"song\ts\\"),
    ],
)
def test_a_change_is_written_with_escapes(before: str, after: str, old: str, new: str) -> None:
    assert changed(read(PO.encode()), before, after) == PO.replace(old, new)


def test_the_header_tells_the_encoding() -> None:
    po = PO.replace("UTF-8", "ISO-8859-2").replace("„", "").replace("“", "").replace("One", "Żółw")
    file = read(po.encode("iso-8859-2"))
    assert "Żółw  song" in file.text
    assert file.encode(Revision(file.text)) == po.encode("iso-8859-2")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"An article, not a file of messages.\n", "line 1 is neither a comment nor a string"),
        (b'msgid "one"\nmsgstr "ein', "line 2 is neither"),
        (b'"msgid"\n', "line 1 is neither"),
        (b"# nothing\n", "it holds no message"),
        (PO.encode("cp1252", "replace"), "says that it is in UTF-8, but its byte"),
        (PO.replace("UTF-8", "rot13").encode(), "“rot13”, which is no encoding"),
        (PO.replace("UTF-8", "KLINGON").encode(), "“KLINGON”, which is no encoding"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is in utf-8, but"),
    ],
)
def test_what_is_no_po_file_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(data)


STRINGS = st.text('ab "\\\n\té“;', min_size=1, max_size=8)


@given(st.lists(st.tuples(STRINGS, STRINGS), max_size=4, unique_by=lambda pair: pair[0]))
def test_another_reader_sees_the_same_strings(pairs: list[tuple[str, str]]) -> None:
    catalog = polib.POFile(wrapwidth=10)
    catalog.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalog.extend(polib.POEntry(msgid=source, msgstr=target) for source, target in pairs)
    po = str(catalog)
    file = read(po.encode())
    assert file.encode(Revision(file.text)).decode() == po
    expected = [target.strip() for _, target in pairs if any(map(str.isalpha, target))]
    assert file.text == "\n\n".join(expected)
    shouted = [Fix.replace(i, i + 1, "A") for i, sign in enumerate(file.text) if sign == "a"]
    again = polib.pofile(file.encode(Revision(file.text).then(shouted)).decode())
    assert [entry.msgid for entry in again] == [source for source, _ in pairs]
    assert [entry.msgstr for entry in again] == [t.replace("a", "A") for _, t in pairs]
