"""What a start may import: nobody waits for help."""

from __future__ import annotations

import subprocess
import sys

import pytest

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


def test_cleaning_without_grammar_imports_only_what_it_needs() -> None:
    slow = SLOW - {"copydesk.rules", "ftfy"}
    assert not imported("clean", "-", "--no-grammar") & slow
