"""`--source`: a file that holds what the text was translated from."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run

TEXT = "The ferry will run through the winter. now that the harbour has been dredged by 91 men.\n"
SOURCE = "Die Fähre fährt auch im Winter, da der Hafen von 19 Männern ausgebaggert wurde.\n"


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_the_source_decides_and_shows_what_was_lost(run: Run, ferry: Path) -> None:
    ferry.with_name("fähre.txt").write_text(SOURCE, "utf-8")
    result = run("check", ferry.name, "--source", "fähre.txt", "--no-grammar")
    assert "breaks/inner-period: period in the middle of a sentence" in result.stdout
    assert "suggestion: the source has 19: “" in result.stdout


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "cannot read"), (bytes(range(256)) * 9, "is not a text file")],
    ids=["missing", "binary"],
)
def test_a_source_that_cannot_be_read_is_a_usage_error(
    run: Run, ferry: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        ferry.with_name("source.txt").write_bytes(content)
    result = run("clean", ferry.name, "--source", "source.txt", "--no-grammar")
    assert result.exit_code == 2
    assert why in " ".join(result.stderr.split())
    assert not ferry.with_name("ferry.clean.txt").exists()


def test_a_source_that_does_not_belong_is_said(run: Run, ferry: Path) -> None:
    ferry.with_name("source.txt").write_text("…\n", "utf-8")
    result = run("clean", ferry.name, "--source", "source.txt", "--no-grammar")
    assert result.exit_code == 0
    assert "the source has no words in it, and was not used" in result.stderr


def test_a_guess_names_its_file(run: Run, article: Path) -> None:
    article.write_text("All is well.\n")
    told = run("check", article, "--source-language", "auto").stderr
    assert f"{article.name}: the source language could not be guessed" in " ".join(told.split())


@pytest.mark.parametrize(("language", "said"), [("sr", True), ("any", True), ("fr-CA", False)])
def test_a_language_without_phrases_is_said_once(
    run: Run, article: Path, language: str, said: bool
) -> None:
    told = run("check", article, article, "--source-language", language, "--no-grammar").stderr
    assert told.count(f"no phrases are known from “{language}”") == said
