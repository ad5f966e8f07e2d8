"""`copydesk setup` and `copydesk doctor`, as they are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from copydesk.cli import app
from copydesk.grammar import Checker
from copydesk.grammar.install import HOME, Installation, locked

from .conftest import Repository

real = pytest.mark.languagetool


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


@real
def test_the_doctor_says_what_is_there(installation: Installation) -> None:
    code, output = run("doctor")
    assert code == 0
    assert str(installation.folder) in output
    assert [line.partition(":")[0] for line in output.splitlines()] == [
        "copydesk", "Python", "Java", "LanguageTool", "start", "first check", "memory", "grammar"
    ]  # fmt: skip


@real
def test_the_doctor_asks_a_server_that_is_named(checker: Checker) -> None:
    checker.engine.start()
    assert checker.engine.server
    code, output = run("doctor", "--languagetool-url", checker.engine.server.url)
    assert code == 0
    assert f"6.8 at {checker.engine.server.url}" in output


def test_the_doctor_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME, str(tmp_path / "none"))
    code, output = run("doctor")
    assert code == 3
    assert "`copydesk setup`" in output
    assert not (tmp_path / "none").exists()


def test_the_doctor_knows_when_nobody_answers() -> None:
    code, output = run("doctor", "--languagetool-url", "http://127.0.0.1:9")
    assert code == 3
    assert "no LanguageTool answers at http://127.0.0.1:9" in output


@real
def test_setup_is_done_once(installation: Installation) -> None:
    code, output = run("setup")
    assert code == 0
    assert output.startswith(f"LanguageTool {locked().version} is set up in {installation.folder}")


def test_setup_says_why_it_failed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME, str(tmp_path / "none"))
    code, output = run("setup")
    assert code == 3
    assert "LanguageTool cannot be set up" in output


def test_setup_refuses_a_language_that_there_is_not() -> None:
    code, output = run("setup", "--language", "tlh")
    assert code == 2
    assert "LanguageTool does not know the language tlh" in output
