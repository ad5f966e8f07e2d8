"""Zip archives: members that do not change stay, byte for byte, and traps are refused."""

import io
import struct
import zipfile

import pytest

from copydesk.formats import Unreadable
from copydesk.formats.zipped import Archive, archive

CONTENTS = {
    "mimetype": b"application/x",
    "a/b.xml": b"<a>" + b"one " * 500 + b"</a>",
    "é.xml": b"<b/>",
}


def packed(contents: dict[str, bytes], *, streamed: bool = False, comment: bytes = b"") -> bytes:
    """An archive: the first member stored, the others deflated; streamed ones have no sizes."""
    buffer = io.BytesIO()
    if streamed:
        buffer.seekable = lambda: False  # type: ignore[method-assign]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.comment = comment
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, (2011, 3, 4, 5, 6, 8))
            info.comment = b"kept"
            info.extra = b"\xfe\xca\x02\x00hi"
            info.external_attr = 0o640 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return buffer.getvalue()


def records(data: bytes) -> dict[str, bytes]:
    """The bytes of each member as they lie in the archive."""
    found = archive(data)
    edges = [*(info.header_offset for info in found.members.values()), found.directory.start]
    return {name: data[a:b] for name, a, b in zip(found.members, edges, edges[1:], strict=False)}


@pytest.mark.parametrize("streamed", [False, True])
def test_what_is_not_changed_is_copied(streamed: bool) -> None:
    data = packed(CONTENTS, streamed=streamed, comment=b"a comment")
    assert archive(data).replaced({}) == data
    written = archive(data).replaced({"a/b.xml": b"<new/>", "added.xml": b"<c/>"})
    before, after = records(data), records(written)
    assert [after[name] == before[name] for name in CONTENTS] == [True, False, True]
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        assert file.testzip() is None
        assert file.namelist() == [*CONTENTS, "added.xml"]
        assert file.comment == b"a comment"
        assert file.read("a/b.xml") == b"<new/>"
        assert file.read("added.xml") == b"<c/>"
        info = file.getinfo("a/b.xml")
        assert (info.date_time, info.comment, info.extra, info.external_attr) == (
            (2011, 3, 4, 5, 6, 8), b"kept", b"\xfe\xca\x02\x00hi", 0o640 << 16,
        )  # fmt: skip


def test_what_stands_before_an_archive_stays() -> None:
    written = archive(b"#!/bin/sh\n" + packed(CONTENTS)).replaced({"é.xml": b"<c/>"})
    assert written.startswith(b"#!/bin/sh\n")
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        assert file.testzip() is None
        assert file.read("é.xml") == b"<c/>"


def claiming(data: bytes, size: int) -> bytes:
    """The archive with a member that says it unpacks to ``size`` bytes."""
    at = data.index(b"PK\1\2", data.index(b"PK\1\2") + 1)
    return data[: at + 24] + struct.pack("<L", size) + data[at + 28 :]


def encrypted(data: bytes) -> bytes:
    out = bytearray(data)
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.index(sign, data.index(sign) + 1)
        out[place + at] |= 1
    return bytes(out)


BOMB = packed({"mimetype": b"", "a/b.xml": b"\0" * 20_000_000})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is no zip archive"),
        (b"PK\3\4 and so on", "is no zip archive"),
        (packed(CONTENTS)[:-30], "is no zip archive"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "encrypted, or a file of Word before"),
        (BOMB, "is a zip bomb, or damaged: its part a/b.xml says that it unpacks to 19 MB"),
        (claiming(packed(CONTENTS), 10), "part a/b.xml cannot be unpacked"),
        (encrypted(packed(CONTENTS)), "is encrypted; take the password off"),
        (packed(CONTENTS).replace(b"PK\3\4", b"PK\3\5"), "parts are not where"),
        (packed({**CONTENTS, "a/c.xml": b""}).replace(b"a/c", b"a/b"), "two parts of the same"),
        (packed({}), "there are none"),
    ],
    ids=range(10),
)
def test_what_is_not_to_be_unpacked_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        archive(data).read("a/b.xml")


def test_a_damaged_member_is_refused() -> None:
    data = bytearray(packed(CONTENTS))
    at = data.index(b"a/b.xml") + 20
    data[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(Unreadable, match=r"part a/b\.xml cannot be unpacked"):
        archive(bytes(data)).read("a/b.xml")


def test_much_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.formats.zipped._MOST", 1000)
    package: Archive = archive(packed(CONTENTS))
    assert package.read_all(["mimetype"]) == [b"application/x"]
    with pytest.raises(Unreadable, match="unpacks to 0 MB; at most 0 are read"):
        package.read_all(CONTENTS)


def test_every_truncation_is_refused() -> None:
    data = packed({"mimetype": b"x", "a/b.xml": b"<a/>"})
    for length in range(len(data)):
        with pytest.raises(Unreadable):
            archive(data[:length])
