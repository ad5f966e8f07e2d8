"""Files that are more than text, by way of the command line."""

from __future__ import annotations

from pathlib import Path

from formats.documents import document, members, resolved, runs

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


def test_a_word_document_is_cleaned_and_shown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(document([("", "Rain fell"), ("b", " , it seems.")]))
    result = run("clean", "a.docx", "--no-grammar", "--diff", "unified")
    assert result.exit_code == 0
    assert "-Rain fell , it seems.\n" in result.stdout
    cleaned = (tmp_path / "a.clean.docx").read_bytes()
    assert runs(cleaned) == [[("", "Rain fell"), ("b", ", it seems.")]]


def test_changes_are_tracked_in_the_name_of_the_author(run: Run, tmp_path: Path) -> None:
    data = document([("", "Rain fell"), ("b", " , it seems.")])
    (tmp_path / "a.docx").write_bytes(data)
    result = run("clean", "a.docx", "--no-grammar", "--track-changes", "--author", "Desk A")
    assert result.exit_code == 0
    written = (tmp_path / "a.clean.docx").read_bytes()
    assert b'w:author="Desk A"' in members(written)["word/document.xml"]
    assert runs(resolved(written, accept=True)) == [[("", "Rain fell"), ("b", ", it seems.")]]
    assert runs(resolved(written, accept=False)) == runs(data)


def test_only_word_documents_have_tracked_changes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain fell , it seems.", "utf-8")
    result = run("clean", "a.txt", "--no-grammar", "--track-changes")
    assert result.exit_code == 3
    assert "a.txt: has no tracked changes: only Word documents do" in result.stderr
    assert not (tmp_path / "a.clean.txt").exists()


def test_a_document_is_in_no_patch(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(document([("", "Rain fell , it seems.")]))
    result = run("clean", "a.docx", "--no-grammar", "--diff-file", "all.patch")
    assert result.exit_code == 3
    assert "a.docx: was cleaned, but is not in the patch: it is a container" in result.stderr
    assert (tmp_path / "a.clean.docx").exists()
