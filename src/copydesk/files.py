"""Writing files so that nothing is ever half-written."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_BINARY = getattr(os, "O_BINARY", 0)  # Windows translates line ends without it


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
    new = place.with_name(f".copydesk-{secrets.token_hex(8)}.tmp")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        with open(handle, "wb") as file:
            if old is not None:
                _take_over(new, old)
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, place)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    _sync_folder(place.parent)


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


def _sync_folder(folder: Path) -> None:
    """Make sure that the new name outlasts a loss of power, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
