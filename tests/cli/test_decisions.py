"""Runs that obey decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from copydesk.cli import app

from .conftest import Run

TEXT = "A vote , at last. It was was long.\n"
REJECTED = """\
[[decision]]
rules = ["punctuation/space-before"]
before = " "
after = ""
left = "A vote"
right = "at last"
verdict = "reject"
"""


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """A folder of one text, and a decision about it in the folder above."""
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    (drafts / "a.txt").write_text(TEXT)
    (tmp_path / "copydesk-decisions.toml").write_text(REJECTED)
    return drafts


def test_what_was_rejected_is_not_proposed_again(run: Run, drafts: Path) -> None:
    assert run("clean", drafts / "a.txt").exit_code == 0
    assert (drafts / "a.clean.txt").read_text() == "A vote , at last. It was long.\n"
    listed = run("check", drafts / "a.txt").stdout.splitlines()
    assert [line.split(": ")[1] for line in listed] == ["repeats/word"]


def test_a_folder_obeys_too_and_is_done_again_for_another_decision(
    run: Run, drafts: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("clean", drafts, "-o", out).exit_code == 0
    assert (out / "a.txt").read_text() == "A vote , at last. It was long.\n"
    (tmp_path / "copydesk-decisions.toml").unlink()
    assert run("clean", drafts, "-o", out).exit_code == 0
    assert (out / "a.txt").read_text() == "A vote, at last. It was long.\n"


def test_the_file_of_decisions_is_none_of_the_texts(run: Run, drafts: Path, tmp_path: Path) -> None:
    (drafts / "copydesk-decisions.toml").write_text(REJECTED)
    assert "left out" not in run("clean", drafts, "-o", tmp_path / "out").stderr


def test_a_file_that_is_named_comes_before_the_nearest(
    run: Run, drafts: Path, tmp_path: Path
) -> None:
    (tmp_path / "other.toml").write_text("")
    run("clean", drafts / "a.txt", "--decisions", tmp_path / "other.toml")
    assert (drafts / "a.clean.txt").read_text() == "A vote, at last. It was long.\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "there is no file"),
        ("\nverdict\n", "other.toml:2: write a key, = and its value"),
        ("[[decision]]", "other.toml:1: entry 1: “rules” is missing"),
    ],
)
def test_a_file_of_no_decisions_is_a_usage_error(
    run: Run, drafts: Path, tmp_path: Path, content: str | None, why: str
) -> None:
    path = tmp_path / "other.toml"
    if content is not None:
        path.write_text(content)
    done = run("clean", drafts / "a.txt", "--decisions", path)
    assert done.exit_code == 2
    assert why in " ".join(done.output.split())
    assert not (drafts / "a.clean.txt").exists()


def test_a_bad_file_beside_the_texts_is_named_and_no_option(run: Run, drafts: Path) -> None:
    (drafts / "copydesk-decisions.toml").write_text("[[decision]]\n")
    said = " ".join(run("clean", drafts / "a.txt").output.split())
    assert "copydesk-decisions.toml:1: entry 1: “rules” is missing" in said
    assert "--decisions" not in said


LISTED = "reject: punctuation/space-before: “ ” → “”, at A vote | at last\n"


def test_what_was_decided_is_listed(run: Run, drafts: Path) -> None:
    assert run("decisions").stdout == LISTED


def test_entries_that_match_nothing_any_more(run: Run, drafts: Path, tmp_path: Path) -> None:
    run("clean", drafts, "-o", "out")
    done = run("decisions", "out")
    assert (done.exit_code, done.stdout) == (0, "")
    (drafts / "a.txt").write_text("Nothing is wrong here.\n")
    run("clean", drafts, "-o", "out")
    done = run("decisions", "out")
    assert (done.exit_code, done.stdout) == (1, f"matches nothing: {LISTED}")


def test_a_whole_review_of_a_folder(run: Run, drafts: Path, tmp_path: Path) -> None:
    """What a review finishes is what the next run makes."""
    (tmp_path / "copydesk-decisions.toml").unlink()
    run("clean", drafts, "-o", "out")
    CliRunner().invoke(app, ["review", "out", "--terminal"], input="n\n")
    finished = (tmp_path / "out" / "a.txt").read_text()
    assert finished == "A vote, at last. It was was long.\n"
    assert (drafts / "copydesk-decisions.toml").exists()
    run("clean", drafts, "-o", "out")
    assert (tmp_path / "out" / "a.txt").read_text() == finished


def test_no_decisions_anywhere(run: Run) -> None:
    done = run("decisions")
    assert done.exit_code == 3
    assert "there is no copydesk-decisions.toml" in done.stderr
