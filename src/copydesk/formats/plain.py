"""Plain text in the encodings that articles come in.

What a file has beside its text (encoding, byte order mark, line ends, a missing final newline) is
kept: every encoding that is read gives back the bytes that it was read from, and its characters
are encoded one by one, so that bytes outside changed text stay as they were.
"""

from __future__ import annotations

import codecs
import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from copydesk.formats import Unreadable, Unwritable
from copydesk.revision import Revision
from copydesk.text import Edit, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the start of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TITLES = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_STATEFUL = ["hz", "iso2022_jp", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_3"]
_STATEFUL += ["iso2022_jp_ext", "iso2022_kr", "utf_7"]  # a byte's meaning hangs on others before it

_ASCII = bytes(range(128))
_LETTERS = string.ascii_letters.encode()
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r"})
_CONTROLS_OF_TEXT = 0.05
"""The share of control characters up to which bytes are text: scraped pages hold a few of them,
compressed data holds a tenth."""
_LAST_LETTER = re.compile(rb"[A-Za-z][\xc0-\xff]\Z")  # of a word in Windows-1252, such as café
_ODD_CAPITAL = re.compile("[a-zß-öø-ÿ][À-ÖØ-ÞŒŠŽŸ](?![A-ZÀ-Þ])|[ÒÓ](?=[A-Z])|(?<=[.,])[ÒÓ]")
"""What Mac Roman's accents and quotes look like in Windows-1252, and the other way around: capitals
within a word (donÕt, cafŽ, cafÈ)."""
_ODD_SYMBOL = re.compile(
    r"[^\W\d_][¡-¦¨-©¬¯±-³¹¼-¿][^\W\d_]"
)  # a letter of Polish or Turkish, misread
_STRAY = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class PlainText:
    r"""A text as it was read: ``mark`` is the file's byte order mark, ``codec`` Python's name.

    Where ``ends_in_cr``, the file ends lines by ``\r`` alone, as old Macs did, and ``text`` has
    ``\n`` in its place: rules know no other.
    """

    text: str
    codec: str
    mark: bytes = b""
    ends_in_cr: bool = False

    @property
    def guarded(self) -> tuple[Span, ...]:
        """No place: all of it is prose."""
        return ()

    @property
    def italics(self) -> tuple[Span, ...]:
        """No place that is known of."""
        return ()

    @property
    def source(self) -> None:
        """Nothing: it holds one text."""
        return

    @property
    def source_language(self) -> None:
        """Nothing: it does not say."""
        return

    def encode(self, revision: Revision) -> bytes:
        """Return the file with the changes of ``revision`` made. Raises Unwritable."""
        return self.encoded(revision.text)

    def encoded(self, text: str) -> bytes:
        """Return the file that holds ``text`` instead.

        Raises Unwritable where the encoding has no place for a character of it.
        """
        try:
            return self.mark + self._body(text)
        except UnicodeEncodeError as error:
            character = text[error.start]
            what = f"U+{ord(character):04X} ({unicodedata.name(character, '?')})"
            raise Unwritable(
                f"a change puts in {what}, which the file's encoding, {_title(self.codec)}, "
                "cannot hold; convert the file to UTF-8"
            ) from None

    @property
    def file_text(self) -> str:
        """The text itself."""
        return self.text

    def in_file(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield the ``edits``, sorted."""
        yield from sorted(edits)

    def fits(self, revision: Revision) -> bool:
        """Nothing is markup, so all does."""
        return True

    def in_bytes(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield the ``edits`` of the text as edits of the file, sorted.

        Each byte stands as the character of its number (Latin-1), so that they are edits like all
        others.
        """
        at, offset = 0, len(self.mark)
        for edit in sorted(edits):
            start = offset + self._size(at, edit.span.start)
            offset = start + self._size(edit.span.start, edit.span.end)
            at = edit.span.end
            yield Edit(Span(start, offset), self._body(edit.text).decode("latin-1"))

    def _size(self, start: int, end: int) -> int:  # bytes
        return len(self.text[start:end].encode(self.codec))

    def _body(self, text: str) -> bytes:
        return (text.replace("\n", "\r") if self.ends_in_cr else text).encode(self.codec)


def read(data: bytes, fields: tuple[str, ...] = ()) -> PlainText:
    """Return the text that a file's bytes hold; `PlainText.encoded` of it gives the same bytes.

    Read are UTF-8, UTF-16 and UTF-32 with a byte order mark, UTF-8 and unmistakable UTF-16 without,
    Windows-1252, Mac Roman, and what charset-normalizer recognises. Raises Unreadable for the rest.

    >>> read(b"It\\x92s late.").text
    'It’s late.'
    """
    file = _decoded(data)
    if "\r" in file.text and "\n" not in file.text:
        return replace(file, text=file.text.replace("\r", "\n"), ends_in_cr=True)
    return file


def _decoded(data: bytes) -> PlainText:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], codec, mark)
    if 0 in data:
        return _unmarked_utf16(data)
    _refuse_controls(data)
    try:
        return PlainText(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error.start)
        return _of_one_script(data)


def _marked(body: bytes, codec: str, mark: bytes) -> PlainText:
    """Decode what can only be this encoding."""
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        _refuse_surrogates(body, codec)
        byte = len(mark) + error.start + 1
        raise Unreadable(f"is marked as {_title(codec)}, but byte {byte} is not") from None
    _refuse_controls(text.encode())
    return PlainText(text, codec, mark)


def _unmarked_utf16(data: bytes) -> PlainText:
    """Decode what has a zero in every other byte, as European text has in one byte order."""
    for codec, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if 2 * high.count(0) > len(high):
            with suppress(Unreadable):
                return _marked(data, codec, b"")
    raise Unreadable("is not a text file: it holds NUL bytes")


def _of_one_script(data: bytes) -> PlainText:
    """Decode one of the encodings that were made for a few languages each."""
    if _count(_LETTERS, data) >= len(data) - _count(_ASCII, data):  # a Latin script
        with suppress(UnicodeDecodeError):
            readings = [PlainText(data.decode(codec), codec) for codec in ("cp1252", "mac_roman")]
            likely = min(readings, key=lambda file: len(_ODD_CAPITAL.findall(file.text)))
            if not _ODD_SYMBOL.search(likely.text):
                return likely

    from charset_normalizer import from_bytes  # slow to import

    best = from_bytes(data, cp_exclusion=_STATEFUL).best()
    if best is not None:
        with suppress(UnicodeError):
            text = data.decode(best.encoding)
            if text.encode(best.encoding) == data:
                return PlainText(text, best.encoding)
    raise Unreadable("is in no encoding that can be told; convert the file to UTF-8")


def _refuse_controls(data: bytes) -> None:
    if 0 in data:
        raise Unreadable("is not a text file: it holds NUL characters")
    if _count(_CONTROLS, data) > _CONTROLS_OF_TEXT * len(data):
        raise Unreadable("is not a text file: it is full of control characters")


def _refuse_damaged_utf8(data: bytes, start: int) -> None:
    """Raise Unreadable for UTF-8 with errors, which would be misread as anything else."""
    _refuse_surrogates(data, "utf-8")
    with suppress(UnicodeDecodeError):
        codecs.utf_8_decode(data, "strict", False)  # False: more bytes may follow
        if not _LAST_LETTER.search(data):
            raise Unreadable("is UTF-8, but breaks off in the middle of its last character")
    strays = _STRAY.subn("", data.decode("utf-8", "surrogateescape"))[1]
    beyond_ascii = len(data) - _count(_ASCII, data)
    if beyond_ascii >= 3 * strays:  # as many good characters, of two bytes or more, as stray bytes
        line = data.count(b"\n", 0, start) + 1
        raise Unreadable(f"is UTF-8, but the byte {data[start]:#04x} in line {line} is not")


def _refuse_surrogates(data: bytes, codec: str) -> None:
    with suppress(UnicodeDecodeError):
        data.decode(codec, "surrogatepass")
        raise Unreadable("holds half of a surrogate pair, which is no character")


def _count(bytes_: bytes, data: bytes) -> int:
    return len(data) - len(data.translate(None, bytes_))


def _title(codec: str) -> str:
    return _TITLES.get(codec, codec.upper().replace("_", "-"))
