"""Bytes to text and back: nothing that was not changed may come out otherwise."""

import codecs
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from copydesk.formats import Unreadable, Unwritable
from copydesk.formats.plain import read
from copydesk.revision import Fix, Revision
from copydesk.text import apply

MARKED = [
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
]
PROSE = "“Dawn,” she wrote — the café’s first guest.\r\nThe tram was late.\n"


@given(st.binary())
@example(b"caf\xe9\r\n\r")
@example("Обе стороны не пришли к согласию по этому вопросу.".encode("cp1251"))
@example("会議は午後に開かれ、両国は合意に達しなかった。".encode("shift_jis"))
@example(b"e\0t\0")
def test_whatever_is_read_is_written_as_the_same_bytes(data: bytes) -> None:
    with suppress(Unreadable):
        file = read(data)
        assert file.encoded(file.text) == data


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.sampled_from(MARKED))
def test_marked_unicode_is_read(text: str, marked: tuple[str, bytes]) -> None:
    codec, mark = marked
    data = mark + text.encode(codec)
    assert read(data).text == text
    assert read(data).encoded(text) == data


@given(st.text("aé“— \r\n\U0001f600"), st.data())
def test_bytes_outside_a_change_stay(text: str, data: st.DataObject) -> None:
    codec, mark = data.draw(st.sampled_from([("utf-8", b""), *MARKED]))
    file = read(mark + text.encode(codec))
    start = data.draw(st.integers(0, len(file.text)))
    end = data.draw(st.integers(start, len(file.text)))
    revision = Revision(file.text).then([Fix.replace(start, end, "neu — ")])
    edits = [edit for change in revision.changes for edit in change.edits]
    before = file.encoded(file.text).decode("latin-1")
    assert apply(before, file.in_bytes(edits)).encode("latin-1") == file.encoded(revision.text)


def test_lines_that_end_as_on_old_macs() -> None:
    file = read(b"The tram\r\rwas late.\r")
    assert file.text == "The tram\n\nwas late.\n"
    revision = Revision(file.text).then([Fix.replace(4, 8, "bus\n")])
    assert file.encode(revision) == b"The bus\r\r\rwas late.\r"


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (b"", "utf-8"),
        (b"plain\n", "utf-8"),
        (PROSE.encode(), "utf-8"),
        (PROSE.encode("cp1252"), "cp1252"),
        (PROSE.encode("mac_roman"), "mac_roman"),
        ("Późną nocą gość wstał z łóżka i wyszedł.".encode("cp1250"), "cp1250"),
        (PROSE.encode("utf-16-le"), "utf-16-le"),
        (PROSE.encode("utf-16-be"), "utf-16-be"),
        (b"a page scraped with a stray \x02 control character", "utf-8"),
    ],
)
def test_the_encoding_is_told_without_a_mark(data: bytes, codec: str) -> None:
    assert read(data).codec == codec


def test_an_encoding_of_another_script_is_recognised() -> None:
    text = "Переговоры в столице закончились поздно вечером, стороны не пришли к согласию.\n" * 5
    assert read(text.encode("cp1251")).text == text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL"),
        (b"one\0two", "NUL"),
        (bytes(range(1, 32)) * 9, "control characters"),
        (codecs.BOM_UTF16_LE + b"a\0\0\0", "NUL"),
        (codecs.BOM_UTF8 + b"caf\xe9", "marked as UTF-8, but byte 7 is not"),
        (codecs.BOM_UTF16_LE + b"a\0\0\xd8", "surrogate"),
        (codecs.BOM_UTF16_LE + b"a\0b", "marked as UTF-16"),
        (b"half a pair: \xed\xa0\x80", "surrogate"),
        ("“Dawn,” she said.\n".encode() + b"It\x92s late.", "byte 0x92 in line 2"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(data)


@pytest.mark.parametrize("kept", [1, 2])
@pytest.mark.parametrize("before", ["She said: ", "“Dawn,” she said. ", "A café: "])
def test_utf8_that_breaks_off_is_refused(before: str, kept: int) -> None:
    with pytest.raises(Unreadable, match="breaks off in the middle of its last character"):
        read(before.encode() + "”".encode()[:kept])


def test_a_last_letter_of_windows_1252_is_no_utf8_that_breaks_off() -> None:
    assert read(b"They met at the caf\xe9").text == "They met at the café"


def test_a_character_that_the_encoding_lacks_is_refused() -> None:
    file = read(b"caf\xe9")
    with pytest.raises(Unwritable, match=r"U\+2192 \(RIGHTWARDS ARROW\).*Windows-1252"):
        file.encoded("café → bar")
