"""How far a run is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from .conftest import SPOILED, Run

SAID = r"\d+ of 12 files, [\d.,]+ a second, \d+:\d\d left"


@pytest.fixture(autouse=True)
def drafts(tmp_path: Path) -> Path:
    folder = tmp_path / "drafts"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(SPOILED, "utf-8")
    return folder


def test_elsewhere_it_is_lines(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.cli.progress._EVERY", 0)
    result = run("clean", "drafts", "-o", "out", "--jobs", "1")
    lines = result.stderr.splitlines()
    assert len(lines) == 12
    assert all(re.fullmatch(f"copydesk: {SAID}", line) for line in lines)
    assert lines[-1].startswith("copydesk: 12 of 12 files, ")
    assert lines[-1].endswith(" 0:00 left")


def test_what_was_done_before_counts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("clean", "drafts", "-o", "out", "--jobs", "1", "--include", "1*.txt")
    monkeypatch.setattr("copydesk.cli.progress._EVERY", 0)
    result = run("clean", "drafts", "-o", "out", "--jobs", "1")
    assert len(result.stderr.splitlines()) == 9
    assert "12 of 12 files" in result.stderr


def test_on_a_terminal_it_is_a_bar() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "copydesk", "clean", "drafts", "-o", "out", "--no-grammar"]
    size = {"COLUMNS": "120", "TERM": "xterm"}
    with subprocess.Popen(command, stderr=theirs, env={**os.environ, **size}) as running:
        os.close(theirs)
        said = b""
        with suppress(OSError):  # the other end is closed
            while data := os.read(ours, 4096):
                said += data
    os.close(ours)
    assert running.returncode == 0
    bar = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", said.decode())
    assert re.search(f"━ {SAID}", bar)
    assert not bar.strip().splitlines()[-1:] or "━" in bar  # and it goes away again
