"""The server of our own: it starts in time or says why, and never outlives us."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from copydesk.grammar import GrammarUnavailable
from copydesk.grammar import server as server_module
from copydesk.grammar.install import Installation, Lock
from copydesk.grammar.server import Server

pytestmark = pytest.mark.languagetool

STARTS = """
import sys, time
from copydesk.grammar.install import Installation
from copydesk.grammar.server import Server
server = Server(Installation.default())
print(server._process.pid, flush=True)
{then}
"""


def descendants(code: str) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """Start a process that starts a server; return both it and what runs below it."""
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    supervisor = psutil.Process(int(process.stdout.readline()))
    return process, [supervisor, *supervisor.children()]


def test_java_ends_with_its_supervisor(installation: Installation) -> None:
    server = Server(installation)
    supervisor = psutil.Process(server._process.pid)
    (java,) = supervisor.children()
    supervisor.kill()
    _, alive = psutil.wait_procs([java], timeout=10)
    server.close()
    assert not alive or sys.platform != "linux"


@pytest.mark.parametrize(
    ("then", "number"),
    [
        ("time.sleep(60)", signal.SIGTERM),
        ("time.sleep(60)", signal.SIGKILL),
        ("time.sleep(60)", signal.SIGINT),
        ("raise ValueError", None),
    ],
)
def test_java_ends_with_the_process(
    installation: Installation, then: str, number: signal.Signals | None
) -> None:
    process, below = descendants(STARTS.format(then=then))
    if number:
        process.send_signal(number)
    process.communicate(timeout=20)
    _, alive = psutil.wait_procs(below, timeout=10)
    assert not alive
    assert len(below) == 2


def test_java_that_dies_at_start_is_reported(installation: Installation) -> None:
    begun = time.monotonic()
    with pytest.raises(GrammarUnavailable, match=r"ended at its start; it said: .*-Xmx1x"):
        Server(installation, options=("-Xmx1x",))
    assert time.monotonic() - begun < 10


def test_too_little_memory_is_reported(installation: Installation) -> None:
    with pytest.raises(GrammarUnavailable, match="OutOfMemoryError"):
        Server(installation, options=("-Xmx10m",))


def test_a_start_takes_no_longer_than_its_limit(installation: Installation) -> None:
    begun = time.monotonic()
    with pytest.raises(GrammarUnavailable, match="did not start within 0 seconds"):
        Server(installation, limit=0.2)
    assert time.monotonic() - begun < 5


def test_a_missing_jar_is_reported(installation: Installation) -> None:
    nowhere = Installation(installation.folder / "nowhere", installation.lock)
    with pytest.raises(GrammarUnavailable, match="HTTPServer"):
        Server(nowhere)


def test_a_taken_port_is_not_the_end(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ports = iter([taken.getsockname()[1], server_module._free_port()])
        monkeypatch.setattr(server_module, "_free_port", lambda: next(ports))
        server = Server(installation)
    assert not server.died
    assert (server.memory or 0) > 50e6
    server.close()
    server.close()
    assert server.died


@pytest.mark.parametrize(
    ("lacks", "why"),
    [
        ("copydesk.grammar.server._free_port", "Address already in use"),
        ("copydesk.grammar.server.subprocess.Popen", "Cannot allocate memory"),
        ("copydesk.grammar.server.tempfile.TemporaryFile", "No space left on device"),
    ],
)
def test_what_the_machine_refuses_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lacks: str, why: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, why)

    monkeypatch.setattr(lacks, refuse)
    with pytest.raises(GrammarUnavailable, match=f"cannot be started: .*{why}"):
        Server(Installation(tmp_path, Lock("1.0", ())))
