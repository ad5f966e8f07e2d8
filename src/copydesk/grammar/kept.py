"""A server that outlives the command which started it, so that later ones need not wait.

Whoever starts one leaves a note beside it: the process, when it was born, and its port. A note is
believed as long as that very process lives: it watches over Java, and ends when Java does. There is
one server for each note, and whoever holds the lock beside it may start or stop it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from copydesk.grammar.errors import GrammarUnavailable
from copydesk.grammar.install import Installation

IDLE = 1800.0
"""Seconds after which a kept server ends that nobody asked anything."""

_LOCK_LIMIT = 90.0  # seconds; longer than a server may take to start


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept server: its process, when that was born (seconds of the epoch), port and version."""

    pid: int
    born: float
    port: int
    version: str
    idle: float

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def memory(self) -> int | None:
        """The bytes of memory that it takes, None where that cannot be told."""
        from copydesk.grammar.server import memory

        return memory(self.pid)

    def lives(self) -> bool:
        """Whether the process is still there, and the same."""
        import psutil  # type: ignore[import-untyped]

        try:
            process = psutil.Process(self.pid)
            is_over = process.status() == psutil.STATUS_ZOMBIE
            return abs(process.create_time() - self.born) < 1 and not is_over
        except psutil.Error:
            return False


class Keeper:
    """Starts, finds and stops the kept server of an installation; its note lies in ``folder``."""

    def __init__(self, installation: Installation, folder: Path | None = None) -> None:
        self._installation = installation
        name = f"server-{installation.lock.version}"
        self._note = (folder or installation.folder.parent) / f"{name}.json"

    def find(self) -> Kept | None:
        """Return the server if it runs; a note that is not true any more counts as none."""
        try:
            kept = Kept(**json.loads(self._note.read_bytes()))
            is_ours = kept.version == self._installation.lock.version and kept.lives()
        except (OSError, ValueError, TypeError):
            return None
        return kept if is_ours else None

    def start(self, idle: float = IDLE) -> Kept:
        """Return the server that runs, or start one. GrammarUnavailable where it does not start."""
        with self._alone():
            return self.find() or self._started(idle)

    def renew(self, kept: Kept) -> None:
        """Start another in the place of ``kept``, unless it is no more the one that runs."""
        with self._alone():
            if self.find() == kept:
                _end(kept)
                self._started(kept.idle)

    def _started(self, idle: float) -> Kept:
        import psutil

        from copydesk.files import replacing
        from copydesk.grammar.server import Server

        server = Server(self._installation, idle=idle)
        born = psutil.Process(server.pid).create_time()
        kept = Kept(server.pid, born, server.port, self._installation.lock.version, idle)
        try:
            with replacing(self._note, 0o600) as file:
                file.write(json.dumps(asdict(kept)).encode())
        except OSError as e:
            server.close()
            raise GrammarUnavailable(
                f"no server can be kept: cannot write to {self._note.parent} ({e.strerror})"
            ) from e
        server.leave()
        return kept

    def stop(self) -> bool:
        """Stop the server; return whether there was one."""
        with self._alone():
            kept = self.find()
            if kept:
                _end(kept)
            with suppress(OSError):
                self._note.unlink()
            return kept is not None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        lock = FileLock(self._note.with_suffix(".lock"), timeout=_LOCK_LIMIT)
        try:
            self._note.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            raise GrammarUnavailable(
                "another command has been starting or stopping the server for too long"
            ) from None
        except OSError as e:
            raise GrammarUnavailable(
                f"no server can be kept: cannot write to {self._note.parent} ({e.strerror})"
            ) from e
        try:
            yield
        finally:
            lock.release()


def _end(kept: Kept) -> None:
    """End Java; what watches over it ends with it."""
    import psutil

    with suppress(psutil.Error):
        process = psutil.Process(kept.pid)
        below = process.children()
        for child in below:
            child.kill()
        psutil.wait_procs(below, timeout=5)
        with suppress(psutil.TimeoutExpired):
            process.wait(timeout=5)
