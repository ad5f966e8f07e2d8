"""What the tests of the command line share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest
from typer.testing import CliRunner, Result

from copydesk.cli import app

SPOILED = "“We leave at dawn, ”Marlow said.\n"
MENDED = "“We leave at dawn,” Marlow said.\n"


class Run(Protocol):
    def __call__(
        self, command: str, *arguments: str | Path, input: bytes | None = None
    ) -> Result: ...


class Program(Protocol):
    def __call__(
        self, *arguments: str | Path | bytes, **options: Any
    ) -> subprocess.CompletedProcess[bytes]: ...


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COPYDESK_LANGUAGETOOL_URL", raising=False)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A text with one thing to mend."""
    path = tmp_path / "article.txt"
    path.write_text(SPOILED, "utf-8")
    return path


@pytest.fixture
def run() -> Run:
    """Run a command inside this process, without grammar."""

    def run(command: str, *arguments: str | Path, input: bytes | None = None) -> Result:
        grammar = ["--no-grammar"] if command in ("clean", "check") else []
        return CliRunner().invoke(app, [command, *grammar, *map(str, arguments)], input=input)

    return run


@pytest.fixture
def program() -> Program:
    """Run a command as a process of its own."""

    def program(
        *arguments: str | Path | bytes, **options: Any
    ) -> subprocess.CompletedProcess[bytes]:
        asked = {"capture_output": True, "timeout": 120, **options}
        return subprocess.run([sys.executable, "-m", "copydesk", *arguments], **asked)

    return program


@pytest.fixture
def bound(program: Program) -> Program:
    """Run a command without root's right to read and write whatever it likes."""
    if os.geteuid():
        return program
    if not shutil.which("setpriv"):
        pytest.skip("root may read and write everything, and there is no setpriv to change that")

    def bound(*arguments: str | Path | bytes, **options: Any) -> subprocess.CompletedProcess[bytes]:
        without = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
        command = [*without, sys.executable, "-m", "copydesk", *arguments]
        return subprocess.run(command, capture_output=True, timeout=120, **options)

    return bound


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name, so that a test sees what else was written."""
    return {
        os.fsdecode(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }
