"""Reading files whole, and writing them so that nothing is ever half-written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

LARGEST = 20_000_000
"""Bytes of the largest file that is read, where nothing else is said: its passes take a minute or
two, and forty times its size in memory."""

_BINARY = getattr(os, "O_BINARY", 0)  # Windows translates line ends without it
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # opening a pipe must not wait for who writes to it
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_TRIES = 3


class Trouble(Exception):
    """One file cannot be processed; says why, for a person."""


def reason(error: OSError) -> str:
    """Say why the system refused something, in lower case to go on a sentence."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, IsADirectoryError):
        return "it is a folder, not a file"
    said = error.strerror or str(error) or type(error).__name__
    return said[:1].lower() + said[1:]


def each_once(files: Iterable[str]) -> list[str]:
    """Return the paths without those that name a file again, by another spelling or a link."""
    named: dict[str, str] = {}
    for file in files:
        named.setdefault(os.path.realpath(file), file)
    return list(named.values())


def above(*files: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield the folder that all of these files and folders lie in, and those above it.

    A folder with ``.git`` in it is the last. Where no file is named it is the current folder.
    """
    folders = [file if os.path.isdir(file) else os.path.dirname(file) for file in files or ("",)]
    common = Path(os.path.commonpath([os.path.abspath(folder) for folder in folders]))
    for place in (common, *common.parents):
        yield place
        if (place / ".git").exists():
            return


def limited(file: BinaryIO, limit: int) -> bytes:
    """Return what ``file`` holds from here on. Raises Trouble for more than ``limit`` bytes."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise Trouble(
            f"it is larger than {limit / 1e6:g} MB, the limit; --max-size sets another one, and "
            f"takes forty times its size in memory"
        )
    return data


def read_stable(path: str | Path, limit: int) -> tuple[bytes, os.stat_result]:
    """Return the content of a regular file, as it was at one moment, and its status then.

    Links are not followed. Raises OSError, and Trouble where it is no regular file, is larger than
    ``limit`` bytes, or changes each time that it is read.
    """
    for _ in range(_TRIES):
        handle = os.open(path, os.O_RDONLY | _BINARY | _NO_WAIT | _NO_LINK)
        with open(handle, "rb") as file:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise Trouble("it is no regular file any more")
            data = limited(file, limit)
            after = os.fstat(handle)
        if same(before, after) and len(data) == before.st_size:
            return data, before
    raise Trouble("it changed each time that it was read")


def same(a: os.stat_result, b: os.stat_result) -> bool:
    """Whether two statuses are of one file that was not written to between them."""
    return (a.st_ino, a.st_size, a.st_mtime_ns) == (b.st_ino, b.st_size, b.st_mtime_ns)


@contextmanager
def replacing(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Open a file that takes the place of ``path`` when all of it is safely on disk.

    It is written beside its place and removed again if anything goes wrong, an interrupt included.
    A link is followed; the permissions and, where allowed, the owner of a file that was there are
    kept; a new one gets ``mode`` less the umask. What is no regular file, such as a pipe, is
    written to as it is. Raises OSError.
    """
    old = _status(path)
    if old is not None and not stat.S_ISREG(old.st_mode):
        with path.open("wb") as special:  # a pipe of the shell's has no other path
            yield special
        return
    place = Path(os.path.realpath(path))
    if old is not None and not os.access(place, os.W_OK):
        raise PermissionError(13, "it is read-only", str(path))
    with _new(place.parent, mode, old) as (file, new):
        yield file
        finished(file)
        os.replace(new, place)
    sync_folder(place.parent)


def aside(folder: Path, data: bytes, mode: int, old: os.stat_result | None = None) -> Path:
    """Write ``data`` to a new file in ``folder``, safely on disk, and return its path.

    It has the permissions and the owner of ``old``, or else ``mode`` less the umask. Nothing stays
    behind where that goes wrong. Raises OSError.
    """
    with _new(folder, mode, old) as (file, new):
        file.write(data)
        finished(file)
    return new


@contextmanager
def _new(folder: Path, mode: int, old: os.stat_result | None) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a new file in ``folder`` that goes away again if anything goes wrong."""
    new = folder / f".copydesk-{os.urandom(8).hex()}.tmp"
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        with open(handle, "wb") as file:
            if old is not None:
                _take_over(new, old)
            yield file, new
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def finished(file: BinaryIO) -> None:
    """See to it that what was written to ``file`` is on disk."""
    file.flush()
    os.fsync(file.fileno())


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _take_over(new: Path, old: os.stat_result) -> None:
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(new, old.st_uid, old.st_gid)
    new.chmod(stat.S_IMODE(old.st_mode))  # last: a new owner takes away set-user-id


def sync_folder(folder: Path) -> None:
    """Make sure that new names in it outlast a loss of power, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
