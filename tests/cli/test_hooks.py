"""The hooks for pre-commit: what they run does what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from typer.testing import CliRunner, Result

from copydesk.cli import app
from copydesk.cli.exits import ExitCode

from .conftest import MENDED

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


def hook(id: str, *files: str) -> Result:
    """Run a hook as pre-commit does: its entry, then its arguments, then the files."""
    own = HOOKS.read_text("utf-8").partition(f"- id: {id}\n")[2].partition("\n- id:")[0]
    entry, arguments = (re.search(rf"^  {key}: (.*)$", own, re.M) for key in ("entry", "args"))
    assert entry
    assert arguments
    program, *command = shlex.split(entry[1])
    assert program == "copydesk"
    return CliRunner().invoke(app, [*command, *arguments[1].strip("[]").split(", "), *files])


def test_one_lists_what_would_be_changed(article: Path) -> None:
    before = article.read_bytes()
    found = hook("copydesk-check", article.name)
    assert found.exit_code == ExitCode.FOUND, "which is how a hook fails"
    assert "quotes/glued-close" in found.stdout
    assert "grammar" not in found.stderr, "nothing is fetched for a hook"
    assert article.read_bytes() == before


def test_one_changes_it_after_which_both_pass(article: Path) -> None:
    assert hook("copydesk", article.name).exit_code == ExitCode.DONE, "the changed file fails it"
    assert article.read_text("utf-8") == MENDED
    assert hook("copydesk-check", article.name).exit_code == ExitCode.DONE
    assert hook("copydesk", article.name).exit_code == ExitCode.DONE
    assert article.read_text("utf-8") == MENDED
