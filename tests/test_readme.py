"""What the README shows is what copydesk does."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copydesk import clean
from copydesk.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_diff(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    (shown,) = re.findall(r"<!-- the diff below .*? -->\n```\n(.*?)```", README, re.DOTALL)
    article = "corpus/french-harbor/article.txt"
    options = ["--diff", "words", "--no-grammar", "-o", str(tmp_path / "copy.txt")]
    printed = CliRunner().invoke(app, ["clean", article, *options]).stdout
    assert (
        printed.splitlines()[:-1] == shown.splitlines()
    )  # the last line counts and tells the time


def test_the_example_in_python() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (text,) = re.findall(r'clean\("(.*?)"', code)
    (after,) = re.findall(r"cleaned.text  # '(.*?)'", code)
    assert clean(text, grammar=False).text == after


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
