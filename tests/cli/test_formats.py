"""`--format`, and where findings and diffs say that they are in files with markup."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from copydesk.cli.exits import ExitCode

from .conftest import Run

PAGE = "<h1>Rain</h1>\r\n<p>It <b>rained ,</b>\r\n&mdash; then snowed .\r\n"


def test_places_are_those_of_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rain.html").write_text(PAGE, "utf-8", newline="")
    found = run("check", "rain.html").stdout.splitlines()
    assert [line.partition(": ")[0] for line in found] == ["rain.html:2:16", "rain.html:3:20"]
    assert found[0].endswith("“rained ,” → “rained,”")
    diff = run("clean", "rain.html", "--diff", "unified").stdout
    assert "@@ -1,3 +1,3 @@" in diff
    assert "+<p>It <b>rained,</b>" in diff
    words = run("clean", "rain.html", "--diff", "words", "--in-place").stdout
    assert "    2  <p>It <b>rained[- -],</b>" in words
    mended = PAGE.replace(" ,", ",").replace(" .", ".")
    assert (tmp_path / "rain.html").read_bytes() == mended.encode()


ENTRY = 'msgstr "\\n{} of the day"'


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.txt", "The {} of the day.\n", "The {} of the day."),
        ("a.md", "The **{} of** the day.\n", "The **{} of** the day."),
        ("a.html", "<p>The <b>{}</b> of the day.\n", "<p>The <b>{}</b> of the day."),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nThe {} of the day.\n", "The {} of the day."),
        (
            "a.po",
            'msgid "L’enjeu du jour"\nmsgstr "\\n{} of the day"\n',
            'msgstr "\\n{} of the day"',
        ),
    ],
)
def test_whole_words_are_shown(
    run: Run, tmp_path: Path, name: str, content: str, shown: str
) -> None:
    """Both words end in the same letter, which is no reason to leave it out."""
    (tmp_path / name).write_text(content.format("stake"), "utf-8")
    found = run("clean", name, "--diff", "words", "--no-grammar", "-o", f"new-{name}").stdout
    words = shown.format("[-stake-]{+issue+}") + "  (phrases/fr/stake-of-the-day)"
    assert [line[7:] for line in found.splitlines() if "[-" in line] == [words]
    assert (tmp_path / f"new-{name}").read_text("utf-8") == content.format("issue")


def test_a_format_can_be_named(run: Run) -> None:
    page = b"Use `a , b` , they say .\n"
    plain, markdown = (
        run("clean", "-", "--format", name, input=page).stdout for name in ("text", "markdown")
    )
    assert plain == "Use `a , b` , they say.\n"
    assert markdown == "Use `a , b`, they say.\n"


def test_a_format_that_is_none_is_refused(run: Run) -> None:
    result = run("check", "-", "--format", "doc", input=b"")
    assert result.exit_code == ExitCode.USAGE
    assert "markdown" in result.stderr


def test_what_a_file_cannot_hold_is_suggested(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("Rain:\n\n1 . January , then February .\n", "utf-8")
    result = run("check", "list.md")
    assert "list.md:3:2: punctuation/space-before: suggestion: " in result.stdout
    assert run("clean", "list.md", "--stdout").stdout == "Rain:\n\n1 . January, then February.\n"


def test_no_format_needs_an_extra() -> None:
    """What `pip install copydesk` leaves out cannot be imported here, and no format misses it."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    assert set(extras) == {"review", "ray", "dev", "bench", "measure"}
    code = (
        "import sys\n"
        "for left_out in 'jinja2 starlette uvicorn ray docx polib justhtml markdown_it'.split():\n"
        "    sys.modules[left_out] = None\n"
        "from importlib import import_module\n"
        "from copydesk.formats import FORMATS\n"
        "for format in FORMATS: import_module(f'copydesk.formats.{format.module}')\n"
        "import copydesk.formats.tracked\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
