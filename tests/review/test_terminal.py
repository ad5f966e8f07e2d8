"""The review in the terminal: questions, answers and what comes of them."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from copydesk.reports.words import Row
from copydesk.review.session import Session
from copydesk.review.store import load
from copydesk.review.terminal import HELP, Walk

from .test_session import session_of

TEXT = "It was was long, and and the the end came. So so it goes , he said.\n"


class Shown:
    """A screen that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, text: str) -> None:
        self.lines.append(text)

    def rows(self, rows: Iterable[Row]) -> None:
        self.lines += map(str, rows)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    return path


def walked(session: Session, *answers: str, edited: str | None = None, all: bool = False) -> Shown:
    """Answer the questions one after another; the walk ends when there are no more answers."""
    screen = Shown()
    script = iter(answers)

    def ask(question: str) -> str:
        try:
            return next(script)
        except StopIteration:
            raise EOFError from None

    Walk(session, screen, ask, lambda text: edited, all).walk()
    assert next(script, None) is None, "all answers were asked for"
    return screen


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ([], "It was long, and the end came. So so it goes, he said.\n"),
        (["y", "n"], "It was long, and and the end came. So so it goes, he said.\n"),
        (["n", "u", "y", "n"], "It was long, and and the end came. So so it goes, he said.\n"),
        (["s", "n", "u", "n"], "It was long, and and the end came. So so it goes, he said.\n"),
        (["s", "u", "n"], "It was was long, and the end came. So so it goes, he said.\n"),
        (["e at last"], "It was at last long, and the end came. So so it goes, he said.\n"),
        (["n", "a"], "It was was long, and the end came. So so it goes, he said.\n"),
        (["what", "n"], "It was was long, and the end came. So so it goes, he said.\n"),
    ],
)
def test_answers_make_the_text(article: Path, answers: list[str], result: str) -> None:
    session = session_of(article)
    walked(session, *answers)
    assert session.result("a.txt").text == result


def test_an_editor_may_be_used(article: Path) -> None:
    session = session_of(article)
    walked(session, "e", edited=" is")
    assert session.result("a.txt").text.startswith("It was is long")
    assert "nothing was edited" in walked(session, "e", "q").lines


def test_all_like_it_and_all_that_follow(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("It was was long. It was was late. It was was cold. The the end.\n")
    session = session_of(path)
    walked(session, "N", "a")
    assert session.result("a.txt").text == path.read_text().replace("The the", "The")
    assert session.progress().decided == session.progress().total


def test_nobody_decides_over_what_another_decided_meanwhile(article: Path) -> None:
    session, other = session_of(article), session_of(article)
    screen = Shown()

    def ask(question: str) -> str:
        if other.decisions:
            raise EOFError
        other.decide("a.txt", 0, "reject")
        return "y"

    Walk(session, screen, ask, lambda text: None).walk()
    assert "it was decided elsewhere meanwhile" in screen.lines
    assert [d.verdict for d in load(session.place)] == ["reject"]


def test_an_editor_that_cannot_be_started_loses_nothing(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "/nowhere/editor")
    command = [sys.executable, "-m", "copydesk", "review", "a.txt", "--terminal", "--no-grammar"]
    said = _talk(command, article.parent, [b"n\n", b"e\n", b"q\n"])
    assert "/nowhere/editor: Editing failed" in said
    assert "1 of 3 decided" in said


def test_reasons_are_kept(article: Path) -> None:
    session = session_of(article)
    walked(session, "n the author stutters")
    assert [d.reason for d in session.decisions] == ["the author stutters"]


def test_changes_of_space_alone_are_asked_about_on_demand(article: Path) -> None:
    session = session_of(article)
    walked(session, "a")
    assert str(session.progress()) == "3 of 3 decided"
    assert str(session.progress(all=True)) == "3 of 4 decided"
    walked(session, "n", all=True)
    assert "goes , he" in session.result("a.txt").text


def test_help_names_every_key(article: Path) -> None:
    assert walked(session_of(article), "?").lines[-len(HELP.splitlines()) :] == HELP.splitlines()


def test_a_real_terminal(article: Path) -> None:
    """In colour; leaving it by Control-C loses nothing, and the same command goes on."""
    command = [sys.executable, "-m", "copydesk", "review", "a.txt", "--terminal", "--no-grammar"]
    first = _talk(command, article.parent, [b"n\n", b"\x03"])
    assert "\x1b[" in first, "there is colour"
    assert "1 of 3 decided" in first
    second = _talk(command, article.parent, [b"a\n"])
    assert "3 of 3 decided" in second
    copy = article.with_name("a.clean.txt").read_text()
    assert copy == "It was was long, and the end came. So so it goes, he said.\n"


def _talk(command: list[str], folder: Path, answers: list[bytes]) -> str:
    """Run a program in a terminal of its own, and give an answer at each question."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: _control(theirs),
    ) as process:
        os.close(theirs)
        said = b""
        for answer in answers:
            asked = said.count(b"]? ")
            while said.count(b"]? ") == asked:
                said += os.read(ours, 10_000)
            os.write(ours, answer)
        while chunk := _rest(ours):
            said += chunk
        process.wait(60)
    os.close(ours)
    return said.decode()


def _control(terminal: int) -> None:
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored in what a shell runs in the background


def _rest(ours: int) -> bytes:
    try:
        return os.read(ours, 10_000)
    except OSError:  # the other end is closed
        return b""
