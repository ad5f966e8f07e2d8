"""Files that are more than text, by way of the command line."""

from __future__ import annotations

from pathlib import Path

from .conftest import Run

TABLE = "id,body\n1,Rain fell  all night.\n2,The roof held .\n"


def test_a_column_of_a_table_is_cleaned(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text(TABLE, "utf-8")
    result = run("clean", "news.csv", "--field", "body", "--no-grammar")
    assert result.exit_code == 0
    cleaned = (tmp_path / "news.clean.csv").read_text("utf-8")
    assert cleaned == "id,body\n1,Rain fell all night.\n2,The roof held.\n"


def test_a_table_without_a_column_named_is_no_success(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text(TABLE, "utf-8")
    result = run("check", "news.csv", "--no-grammar")
    assert result.exit_code == 3
    said = " ".join(result.stderr.split())
    assert "news.csv: has the columns “id”, “body”; say with --field which of them hold" in said
