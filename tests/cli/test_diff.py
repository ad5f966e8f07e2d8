"""`copydesk diff`: what was changed, and by which rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

TEXT = "It was was long , he said.\nAll is well.\n"


@pytest.fixture
def cleaned(run: Run, tmp_path: Path) -> Path:
    """A text, its copy, the record of that, and a folder of copies."""
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    (drafts / "a.txt").write_text(TEXT)
    (drafts / "good.txt").write_text("All is well.\n")
    run("clean", "drafts/a.txt", "-o", "copy.txt", "--record", "a.json")
    run("clean", "drafts", "-o", "out")
    return tmp_path


WORDS = """\
drafts/a.txt:
    1  It was[- was-] long , he said.  (repeats/word)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["drafts/a.txt", "copy.txt", "--record", "a.json", "--rule", "repeats"],
        ["drafts/a.txt", "out", "--rule", "repeats/word"],
        ["drafts", "out", "--stage", "repairs", "--rule", "repeats"],
    ],
)
def test_rules_are_known_from_a_record_or_a_journal(
    run: Run, cleaned: Path, arguments: list[str]
) -> None:
    done = run("diff", *arguments)
    assert done.exit_code == 1
    assert done.stdout.partition("\n")[2] == WORDS.partition("\n")[2]


def test_two_files_alone_are_compared(run: Run, cleaned: Path) -> None:
    done = run("diff", "drafts/a.txt", "copy.txt")
    assert done.stdout == "drafts/a.txt:\n    1  It was [-was -]long[- -], he said.\n"
    refused = run("diff", "drafts/a.txt", "copy.txt", "--stage", "grammar")
    assert refused.exit_code == 2
    assert run("diff", "drafts/a.txt", "drafts/a.txt").exit_code == 0


def test_every_view(run: Run, cleaned: Path) -> None:
    asked = ("diff", "drafts/a.txt", "out", "--as")
    assert run(*asked, "unified").stdout == (
        "--- a.txt\n+++ a.txt\n@@ -1,2 +1,2 @@\n-It was was long , he said.\n"
        "+It was long, he said.\n All is well.\n"
    )
    assert "It was[- was-] long[- -], he said." in run(*asked, "side-by-side").stdout
    assert "<del> was</del>" in run(*asked, "html").stdout
    found = json.loads(run(*asked, "json").stdout)
    assert [(c["line"], c["column"], c["rules"]) for c in found["changes"]] == [
        (1, 7, ["repeats/word"]),
        (1, 16, ["punctuation/space-before"]),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (["drafts/none.txt", "copy.txt"], 3, "no such file"),
        (["copy.txt", "out"], 3, "none of the texts that were cleaned into out"),
        (["drafts/a.txt", "drafts"], 3, "holds no outputs"),
        (["out", "out"], 3, "none of the texts that were cleaned into out"),
        (["drafts", "nowhere"], 3, "nowhere is no folder of cleaned copies"),
        (["drafts/a.txt", "out", "--rule", "nonsense"], 2, "nonsense"),
    ],
)
def test_what_cannot_be_compared(
    run: Run, cleaned: Path, arguments: list[str], code: int, why: str
) -> None:
    done = run("diff", *arguments)
    assert done.exit_code == code
    assert why in done.output


def test_a_text_that_was_changed_does_not_hide_the_others(run: Run, cleaned: Path) -> None:
    (cleaned / "drafts" / "b.txt").write_text(TEXT)
    run("clean", "drafts", "-o", "out")
    (cleaned / "drafts" / "a.txt").write_text("Other words.\n")
    done = run("diff", "drafts", "out", "--rule", "repeats")
    assert done.exit_code == 3
    assert "a.txt is not as it was when it was cleaned" in done.stderr
    assert done.stdout.startswith("b.txt:\n    1  It was[- was-]")


def test_a_copy_that_was_changed_since_is_told_of(run: Run, cleaned: Path) -> None:
    (cleaned / "copy.txt").write_text("Other words.\n")
    done = run("diff", "drafts/a.txt", "copy.txt", "--record", "a.json")
    assert "copy.txt is not as a.json made it" in done.stderr
