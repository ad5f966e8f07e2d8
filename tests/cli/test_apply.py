"""`copydesk apply`: the copy again, from a record or from decisions."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from formats.documents import document, members

from .conftest import Run

MAIN_PART = "word/document.xml"
CORPUS = Path(__file__).parents[2] / "corpus"
REJECTED = """\
[[decision]]
rules = ["repeats/word"]
before = " was"
after = ""
everywhere = true
verdict = "reject"
"""


@pytest.mark.parametrize(
    "article", sorted(CORPUS.glob("*/article.txt")), ids=lambda p: p.parent.name
)
def test_the_record_gives_the_copy_again(run: Run, article: Path, tmp_path: Path) -> None:
    """Byte for byte, whatever the encoding and the line ends."""
    shutil.copy(article, tmp_path / "a.txt")
    assert run("clean", "a.txt", "--record", "a.json").exit_code == 0
    (tmp_path / "a.txt").rename(tmp_path / "moved.txt")
    assert run("apply", "moved.txt", "--record", "a.json", "-o", "again.txt").exit_code == 0
    assert (tmp_path / "again.txt").read_bytes() == (tmp_path / "a.clean.txt").read_bytes()


def test_a_record_of_several_files_serves_each(run: Run, tmp_path: Path) -> None:
    texts = {
        "a.txt": "A vote , at last.\n",
        "b.srt": "1\n00:00:01,000 --> 00:00:02,000\nIt was was.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    run("clean", *texts, "--record", "both.json")
    done = run("apply", "b.srt", "--record", "both.json", "--stdout")
    assert done.stdout == texts["b.srt"].replace("was was", "was")


def test_what_was_tracked_is_tracked_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(document([("", "A vote , at last.")]))
    done = run("clean", "a.docx", "--track-changes", "--author", "Desk", "--record", "a.json")
    assert done.exit_code == 0
    assert run("apply", "a.docx", "--record", "a.json", "-o", "again.docx").exit_code == 0
    copy, again = (
        re.sub(rb'w:date="[^"]+"', b"", members((tmp_path / name).read_bytes())[MAIN_PART])
        for name in ("a.clean.docx", "again.docx")
    )
    assert b'w:author="Desk"' in again
    assert copy == again
    assert run("diff", "a.docx", "a.clean.docx", "--record", "a.json").stderr == ""


def test_decisions_about_a_record(run: Run, tmp_path: Path) -> None:
    text = "It was was long , he said.\n"
    (tmp_path / "a.txt").write_text(text)
    run("clean", "a.txt", "--record", "a.json")
    (tmp_path / "d.toml").write_text(REJECTED)
    done = run("apply", "a.txt", "--record", "a.json", "--decisions", "d.toml", "--stdout")
    assert done.stdout == "It was was long, he said.\n"


def test_decisions_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It was was long , he said.\n")
    (tmp_path / "d.toml").write_text(REJECTED)
    done = run("apply", "a.txt", "--no-grammar", "--decisions", "d.toml")
    assert done.stdout == "a.txt → a.clean.txt\n"
    assert (tmp_path / "a.clean.txt").read_text() == "It was was long, he said.\n"


@pytest.mark.parametrize(
    ("record", "code", "why"),
    [
        ('{"format": "text"}\n', 3, "is no record of a run"),
        ("[1]\n", 3, "not made of JSON lines"),
        ("<xml>\n", 3, "not made of JSON lines"),
        ("[" * 100_000 + "\n", 3, "not made of JSON lines"),
        ("", 3, "has no record of this text"),
        (None, 3, "no such file"),
    ],
)
def test_what_is_no_record_is_refused(
    run: Run, tmp_path: Path, record: str | None, code: int, why: str
) -> None:
    (tmp_path / "a.txt").write_text("It was was long.\n")
    if record is not None:
        (tmp_path / "a.json").write_text(record)
    done = run("apply", "a.txt", "--record", "a.json")
    assert done.exit_code == code
    assert why in done.stderr
    assert not (tmp_path / "a.clean.txt").exists()


def test_a_text_that_was_changed_since_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It was was long.\n")
    run("clean", "a.txt", "--record", "a.json")
    (tmp_path / "a.txt").write_text("It was was short.\n")
    assert "may have changed since" in run("apply", "a.txt", "--record", "a.json").stderr


def test_neither_record_nor_decisions_is_a_usage_error(run: Run, article: Path) -> None:
    assert run("apply", article).exit_code == 2
