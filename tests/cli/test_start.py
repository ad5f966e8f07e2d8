"""What a start may import: nobody waits for help."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.cli import COMMANDS
from copydesk.grammar.install import HOME

SLOW = {"copydesk.rules", "copydesk.grammar", "ftfy", "rich", "charset_normalizer", "jgo"}


def imported(*arguments: str) -> set[str]:
    """The modules that a command has imported at its end."""
    code = (
        "import sys\nfrom copydesk.cli import app\n"
        "try: app(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, input=""
    )
    return set(done.stderr.splitlines())


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["clean", "--help"], ["doctor", "--help"]]
)
def test_help_imports_nothing_slow(arguments: list[str]) -> None:
    assert not imported(*arguments) & SLOW


def test_help_imports_no_command() -> None:
    commands = {f"copydesk.cli.{command.module}" for command in COMMANDS}
    assert not imported("--help") & commands
    assert imported("rules", "--help") & commands == {"copydesk.cli.rules"}


def test_cleaning_without_grammar_imports_only_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME, str(tmp_path))
    slow = SLOW - {"copydesk.rules", "ftfy"}
    assert not imported("clean", "-", "--no-grammar") & slow
    phrases_are_kept = imported("clean", "-", "--no-grammar")
    assert not phrases_are_kept & {*slow, "tomllib", "sqlite3", "importlib.resources"}
