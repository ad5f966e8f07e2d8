"""Grammar from the command line: with the real LanguageTool, and without any."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copydesk.cli import app

from .conftest import MENDED, SPOILED, Program, files

MISTAKE = "He ate a apple that had lain in the garden since the morning.\n"


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """Surroundings without LanguageTool and without a network to fetch it from."""
    return {
        **os.environ,
        "COPYDESK_HOME": str(tmp_path / "home"),
        "COPYDESK_MAVEN_REPOSITORY": "http://127.0.0.1:9/",
    }


@pytest.mark.languagetool
def test_grammar_is_checked_by_default(program: Program, article: Path) -> None:
    article.write_text(SPOILED + "\n" + MISTAKE, "utf-8")
    done = program("check", article.name, "--grammar", "require")
    assert (done.returncode, done.stderr) == (1, b"")
    places = [line.split(": ")[0] for line in done.stdout.decode().splitlines()]
    assert places == ["article.txt:1:19", "article.txt:3:8"]


def test_without_grammar_the_repairs_are_made_and_one_line_says_so(
    program: Program, article: Path, nowhere: dict[str, str]
) -> None:
    article.with_name("other.txt").write_text("All is well.\n")
    done = program("clean", "article.txt", "other.txt", "-o", "out", env=nowhere)
    assert done.returncode == 0
    said = done.stderr.decode()
    assert said.count("grammar was not checked: ") == 1
    assert (article.parent / "out" / "article.txt").read_text("utf-8") == MENDED


@pytest.mark.parametrize("url", [[], ["--languagetool-url", "http://127.0.0.1:9"]])
def test_grammar_that_is_required_stops_the_run(
    program: Program, article: Path, nowhere: dict[str, str], url: list[str]
) -> None:
    done = program("clean", article.name, "--grammar", "require", *url, env=nowhere)
    assert done.returncode == 3
    assert b"copydesk: grammar cannot be checked: " in done.stderr
    assert b"Traceback" not in done.stderr
    assert "article.clean.txt" not in files(article.parent)


def test_a_server_that_never_answers_costs_its_time_limit_once(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copydesk.grammar.client.ANSWER_LIMIT", 0.5)
    copies = [article.with_name(f"{number}.txt") for number in range(20)]
    for copy in copies:
        copy.write_bytes(article.read_bytes())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        begun = time.monotonic()
        arguments = ["--in-place", "--languagetool-url", url]
        result = CliRunner().invoke(app, ["clean", *map(str, copies), *arguments])
        assert time.monotonic() - begun < 20 * 0.5
    assert result.exit_code == 0
    assert result.stderr == (
        f"copydesk: grammar was not checked: LanguageTool at {url} did not answer in 0.5 seconds\n"
    )
    assert {copy.read_text("utf-8") for copy in copies} == {MENDED}


def test_an_address_that_is_none_costs_no_repairs(program: Program, article: Path) -> None:
    done = program("clean", article.name, "--languagetool-url", "http://[::1")
    assert done.returncode == 0
    assert "grammar was not checked: “http://[::1” is no address".encode() in done.stderr
    assert article.with_name("article.clean.txt").read_text("utf-8") == MENDED


def test_rules_chosen_without_grammar_start_no_server(
    program: Program, article: Path, nowhere: dict[str, str]
) -> None:
    done = program("clean", article.name, "--only", "quotes", env=nowhere)
    assert (done.returncode, done.stderr) == (0, b"")
