"""Streams, signals and terminals: what a real process does with them."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import MENDED, SPOILED, Program, files

ESCAPE = b"\x1b"


def on_terminal(*arguments: str, **environment: str) -> bytes:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    known = {"TERM": "xterm-256color", "COLUMNS": "80", **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "copydesk", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, **known},
    )
    os.close(theirs)
    written = b""
    try:
        while part := os.read(ours, 4096):
            written += part
    except OSError:  # Linux says so where a terminal was closed
        pass
    finally:
        os.close(ours)
        process.wait(20)
    return written


def test_a_terminal_shows_words_in_colour(article: Path) -> None:
    shown = on_terminal("clean", article.name, "--no-grammar")
    assert b"\x1b[9;31m" in shown  # struck through and red
    assert b"\x1b[4;32m" in shown  # underlined and green
    assert article.with_name("article.clean.txt").read_text("utf-8") == MENDED


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colour_brackets_tell_what_changed(
    article: Path, environment: dict[str, str]
) -> None:
    shown = on_terminal("clean", article.name, "--no-grammar", **environment)
    assert ESCAPE not in shown
    assert "dawn,[- ”-]{+” +}Marlow" in shown.decode()


def test_a_text_cannot_steer_the_terminal_or_use_markup(article: Path) -> None:
    article.write_text("[bold]Dawn[/bold] \x1b[31m\x9b31m\u202e came , at last\x07.\n", "utf-8")
    for diff in ("words", "unified"):
        shown = on_terminal("clean", article.name, "--no-grammar", "--diff", diff)
        without_ours = re.sub(rb"\x1b\[[\d;]*m", b"", shown)
        assert b"[bold]Dawn[/bold] \\x1b[31m" in without_ours
        assert ESCAPE not in without_ours
        assert b"\x07" not in shown
        assert not re.search("[\x80-\x9f\u202e]", without_ours.decode())


def test_a_listing_has_colour_on_a_terminal_alone(article: Path, program: Program) -> None:
    assert b"\x1b[31mquotes/glued-close" in on_terminal("check", article.name, "--no-grammar")
    assert ESCAPE not in program("check", article.name, "--no-grammar").stdout


def test_colour_stays_out_of_pipes(article: Path, program: Program) -> None:
    done = program("clean", article.name, "--no-grammar", "--diff", "words")
    assert ESCAPE not in done.stdout + done.stderr


def test_a_reader_that_stops_reading_is_no_error(article: Path) -> None:
    article.write_text(SPOILED * 9000, "utf-8")
    command = f"{sys.executable} -m copydesk clean {article} --no-grammar --only quotes"
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -1; exit ${{PIPESTATUS[0]}}"], capture_output=True
    )
    assert done.returncode == 141
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("option", ["--stdout", "--diff=unified", "--help"])
def test_a_full_disk_behind_standard_output(article: Path, program: Program, option: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = program(
            "clean", article.name, "--no-grammar", option,
            capture_output=False, stdout=full, stderr=subprocess.PIPE,
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr == b"copydesk: cannot write the output: no space left on device\n"


def test_standard_input_that_is_closed(article: Path) -> None:
    command = f"{sys.executable} -m copydesk clean - --no-grammar <&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True)
    assert done.returncode == 3
    assert done.stderr == b"copydesk: <stdin>: standard input is closed\n"


@pytest.mark.parametrize("command", ["check article.txt --no-grammar", "rules", "--help"])
def test_standard_output_that_is_closed(article: Path, command: str) -> None:
    command = f"{sys.executable} -m copydesk {command} >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True)
    assert done.returncode == 3
    assert done.stderr == b"copydesk: cannot write the output: bad file descriptor\n"


def test_standard_error_that_is_closed_hides_what_is_told(article: Path) -> None:
    command = f"{sys.executable} -m copydesk check missing.txt article.txt --no-grammar 2>&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True)
    assert (done.returncode, done.stderr) == (3, b"")
    assert done.stdout.startswith(b"article.txt:1:19: quotes/glued-close")


def test_an_interrupt_while_the_program_is_loaded(article: Path) -> None:
    interrupts = (
        "import sys\n"
        "from copydesk.__main__ import main\n"
        "class Finder:\n"
        "    def find_spec(name, *_):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Finder)\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", interrupts], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)
def test_an_interrupt_leaves_nothing_half_written(article: Path, number: int, code: int) -> None:
    waits = (
        "import copydesk.files as f, os, signal, sys, time\n"
        "from copydesk import cli\n"
        "def sync(handle): print('writing', flush=True); time.sleep(60)\n"
        "os.fsync = sync\n"
        "cli.main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", waits, "clean", "--in-place", "--no-grammar", article.name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.readline() == b"writing\n"
    time.sleep(0.1)
    assert len(files(article.parent)) == 2  # the temporary file beside the article
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert process.returncode == code
    assert b"Traceback" not in said
    assert files(article.parent) == {"article.txt": SPOILED.encode()}
