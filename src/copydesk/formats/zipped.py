"""Files that are zip archives of XML: what is not changed in them is copied byte for byte.

The standard library reads the archive. It cannot write one in which some members stay as they are,
so that is done here; the layout is told in APPNOTE.TXT of PKWARE, chapter 4.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from typing import Generic, TypeVar

from copydesk.formats import Unreadable
from copydesk.formats.excerpt import Excerpt
from copydesk.revision import Change, Revision
from copydesk.text import Edit, Span

Part = TypeVar("Part", bound=Excerpt)

_MOST = 256 * 2**20
"""Bytes of the members that are read, in all: fifty times a long novel with all its markup."""
_WORTH_A_LOOK = 2**20  # bytes: what is smaller harms nobody
_RATIO = 400
"""How far a member may have been compressed: the markup of tables shrinks to a hundredth, what was
made to fill a memory to a thousandth, which is the most that deflate can do."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_HAS_SIZES_BEHIND = 0x08
_IS_ENCRYPTED = 0x01
_IN_ZIP64 = 0xFFFFFFFF
_ZIP64 = 1  # the id of an extra field

_BETWEEN = "\n\n"

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError)


@dataclass(frozen=True)
class Archive:
    """The bytes of a zip archive, and where its members lie."""

    data: bytes
    members: Mapping[str, zipfile.ZipInfo]
    directory: Span

    def read(self, name: str) -> bytes:
        """Return what the member holds. Raises Unreadable."""
        info = self.members.get(name)
        if info is None:
            raise Unreadable(f"lacks its part {name}")
        if info.flag_bits & _IS_ENCRYPTED:
            raise Unreadable("is encrypted; take the password off first")
        if info.file_size > max(_WORTH_A_LOOK, _RATIO * info.compress_size):
            raise Unreadable(
                f"is a zip bomb, or damaged: its part {name} says that it unpacks to "
                f"{info.file_size // 2**20} MB"
            )
        try:
            return self._file.read(info)
        except NotImplementedError:
            raise Unreadable(f"has its part {name} compressed in a way not known here") from None
        except _BROKEN as error:
            raise Unreadable(f"is damaged: its part {name} cannot be unpacked ({error})") from None

    @cached_property
    def _file(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.data))

    def read_all(self, names: Iterable[str]) -> list[bytes]:
        """Return what the members hold. Raises Unreadable, also where that is too much."""
        names = list(names)
        size = sum(self.members[name].file_size for name in names if name in self.members)
        if size > _MOST:
            raise Unreadable(f"unpacks to {size // 2**20} MB; at most {_MOST // 2**20} are read")
        return [self.read(name) for name in names]

    def replaced(self, contents: Mapping[str, bytes]) -> bytes:
        """Return the archive with ``contents`` in the place of what its members of these names
        hold, and with new members for other names at its end.
        """
        infos = sorted(self.members.values(), key=lambda info: info.header_offset)
        edges = [*(info.header_offset for info in infos), self.directory.start]
        out = bytearray(self.data[: edges[0]])
        written: dict[str, _Written] = {}
        for info, (start, end) in zip(infos, pairwise(edges), strict=True):
            offset = len(out)
            if info.filename in contents:
                packed = _Packed.of(contents[info.filename], info.compress_type)
                out += _local(self.data[start:end], packed)
                written[info.filename] = _Written(offset, packed)
            else:
                out += self.data[start:end]
                written[info.filename] = _Written(offset)
        added = [name for name in contents if name not in self.members]
        new = [_added(name, contents[name], infos[0]) for name in added]
        offsets = accumulate((len(local) for local, _ in new), initial=len(out))
        out += b"".join(local for local, _ in new)
        directory = b"".join(
            [*self._directory(written), *(c(at) for (_, c), at in zip(new, offsets, strict=False))]
        )
        return bytes(out) + directory + self._end(len(out), len(directory), len(added))

    def _directory(self, written: Mapping[str, _Written]) -> Iterator[bytes]:
        at = self.directory.start
        for info in self.members.values():
            record = bytearray(self.data[at : at + _central_size(self.data, at)])
            at += len(record)
            new = written[info.filename]
            struct.pack_into("<L", record, 42, new.offset)
            if new.packed:
                flags = struct.unpack_from("<H", record, 8)[0] & ~_HAS_SIZES_BEHIND
                struct.pack_into("<2H", record, 8, flags, new.packed.method)
                struct.pack_into("<3L", record, 16, *new.packed.sums)
            yield bytes(record)

    def _end(self, offset: int, size: int, added: int) -> bytes:
        end = bytearray(self.data[self.directory.end :])
        count = len(self.members) + added
        struct.pack_into("<2H2L", end, 8, count, count, size, offset)
        return bytes(end)


@dataclass(frozen=True, slots=True)
class _Packed:
    """A member's content as it is written; ``sums`` are its checksum and its sizes."""

    data: bytes
    method: int
    sums: tuple[int, int, int]

    @classmethod
    def of(cls, content: bytes, method: int) -> _Packed:
        data = content
        if method != zipfile.ZIP_STORED:
            method = zipfile.ZIP_DEFLATED
            data = zlib.compress(content, wbits=-15)
        return cls(data, method, (zlib.crc32(content), len(data), len(content)))


@dataclass(frozen=True, slots=True)
class _Written:
    """Where a member now lies, and what is new in it."""

    offset: int
    packed: _Packed | None = None


def archive(data: bytes) -> Archive:
    """Return the archive that ``data`` is. Raises Unreadable."""
    if data.startswith(_OLE):
        raise Unreadable(
            "is encrypted, or a file of Word before 2007; save it as .docx, without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            infos, start = file.infolist(), file.start_dir
            end = start
            for _ in infos:
                end += _central_size(data, end)
    except NotImplementedError as error:
        raise Unreadable(f"is a zip archive of a kind not known here: {error}") from None
    except _BROKEN as error:
        raise Unreadable(f"is no zip archive, or a damaged one ({error})") from None
    members = {info.filename: info for info in infos}
    _check(data, infos, members, end)
    return Archive(data, members, Span(start, end))


def _check(
    data: bytes, infos: list[zipfile.ZipInfo], members: Mapping[str, zipfile.ZipInfo], end: int
) -> None:
    """Raise Unreadable for archives that `Archive.replaced` could not write."""
    if len(members) < len(infos):
        raise Unreadable("is damaged: it holds two parts of the same name")
    offset = struct.unpack_from("<L", data, end + 16)[0] if len(data) >= end + _END.size else -1
    if data[end : end + 4] != b"PK\5\6" or offset == _IN_ZIP64:
        raise Unreadable("is a zip archive of the kind for more than 4 GB, which is not read")
    offsets = [info.header_offset for info in infos]
    if offset < 0 or not infos or len(set(offsets)) < len(offsets):
        raise Unreadable("is damaged: its parts overlap, or there are none")
    if any(not 0 <= at < end or data[at : at + 4] != b"PK\3\4" for at in offsets):
        raise Unreadable("is damaged: its parts are not where its directory says")


def _central_size(data: bytes, at: int) -> int:
    lengths: tuple[int, ...] = _CENTRAL.unpack_from(data, at)[10:13]
    return _CENTRAL.size + sum(lengths)


def _local(record: bytes, packed: _Packed) -> bytes:
    """Return the record of a member, with its name, time and extra fields, and a new content."""
    head = list(_LOCAL.unpack_from(record))
    name_end = _LOCAL.size + head[9]
    extra = b"".join(_extras(record[name_end : name_end + head[10]]))
    head[2] &= ~_HAS_SIZES_BEHIND
    head[3] = packed.method
    head[6:9] = packed.sums
    head[10] = len(extra)
    return _LOCAL.pack(*head) + record[_LOCAL.size : name_end] + extra + packed.data


def _extras(fields: bytes) -> Iterator[bytes]:
    """Yield the extra fields, but for one that holds sizes of more than 4 GB."""
    at = 0
    while at + 4 <= len(fields):
        kind, size = struct.unpack_from("<2H", fields, at)
        if kind != _ZIP64:
            yield fields[at : at + 4 + size]
        at += 4 + size


def _added(
    name: str, content: bytes, like: zipfile.ZipInfo
) -> tuple[bytes, Callable[[int], bytes]]:
    """Return the record of a new member, and what makes its place in the directory."""
    packed = _Packed.of(content, zipfile.ZIP_DEFLATED)
    year, month, day, hour, minute, second = like.date_time
    time = hour << 11 | minute << 5 | second // 2
    date = (year - 1980) << 9 | month << 5 | day
    common = (20, 0, packed.method, time, date, *packed.sums, len(name.encode()), 0)
    local = _LOCAL.pack(b"PK\3\4", *common) + name.encode() + packed.data
    return (
        local,
        lambda offset: _CENTRAL.pack(b"PK\1\2", 20, *common, 0, 0, 0, 0, offset) + name.encode(),
    )


@dataclass(frozen=True)
class ZippedText(Generic[Part]):
    """An archive of which the text of some members is read; a `TextFile`.

    ``members`` are the names of those that have text, each with its excerpt, in the order of
    reading; guarded blank lines lie between their texts.
    """

    archive: Archive
    members: tuple[tuple[str, Part], ...]
    source: None = None
    source_language: None = None

    @cached_property
    def text(self) -> str:
        """The prose of all members."""
        return _BETWEEN.join(excerpt.text for _, excerpt in self.members)

    @cached_property
    def guarded(self) -> tuple[Span, ...]:
        """The places that are not prose; where two meet they are one."""
        places: list[Span] = []
        for start, (_, excerpt) in zip(self._starts, self.members, strict=False):
            between = [Span(start - len(_BETWEEN), start)] if start else []
            for place in (*between, *(_moved(place, start) for place in excerpt.guarded)):
                met = bool(places) and places[-1].end == place.start
                places.append(Span(places.pop().start, place.end) if met else place)
        return tuple(places)

    @cached_property
    def italics(self) -> tuple[Span, ...]:
        """The passages in italics."""
        return tuple(
            _moved(place, start)
            for start, (_, excerpt) in zip(self._starts, self.members, strict=False)
            for place in excerpt.italics
        )

    @property
    def file_text(self) -> str:
        """The prose too: a person sees no lines of markup."""
        return self.text

    def in_file(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Return the ``edits`` as they are, sorted."""
        return iter(sorted(edits))

    def in_bytes(self, edits: Iterable[Edit]) -> None:
        """Return None: the file is no text."""

    def encode(self, revision: Revision) -> bytes:
        """Return the file with the changes of ``revision`` made. Raises Unwritable."""
        contents = {
            name: excerpt.encode(own) for name, excerpt, own in self.by_member(revision.changes)
        }
        return self.archive.replaced(contents) if contents else self.archive.data

    def fits(self, revision: Revision) -> bool:
        """Whether the changed file would be read as ``revision`` says."""
        return all(excerpt.fits(own) for _, excerpt, own in self.by_member(revision.changes))

    def by_member(self, changes: Iterable[Change]) -> Iterator[tuple[str, Part, Revision]]:
        """Yield the members that ``changes`` of the text touch, and what becomes of their texts."""
        own: dict[int, list[Change]] = {}
        for change in changes:
            for number, edits in groupby(change.edits, lambda edit: self._number(edit.span)):
                start = self._starts[number]
                moved = tuple(Edit(_moved(edit.span, -start), edit.text) for edit in edits)
                own.setdefault(number, []).append(replace(change, edits=moved, within=None))
        for number, found in sorted(own.items()):
            name, excerpt = self.members[number]
            yield name, excerpt, Revision(excerpt.text, tuple(found))

    def _number(self, span: Span) -> int:
        return bisect_right(self._starts[:-1], span.start) - 1

    @cached_property
    def _starts(self) -> list[int]:
        """Where the text of each member starts."""
        lengths = (len(excerpt.text) + len(_BETWEEN) for _, excerpt in self.members)
        return list(accumulate(lengths, initial=0))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
