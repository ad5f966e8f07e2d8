"""The journal of a run over a folder."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from copydesk import clean
from copydesk.batch.journal import FOLDER, Entry, Journal, NoJournal, Run

TEXT = "The talks failed , she said .They went home"
RECORD = json.dumps(clean(TEXT, grammar=False).to_dict())
ENTRY = Entry(Path("a/b.txt"), 43, 1_700_000_000, "0a", "0b", "k", "changed", "", 0.25)
FAILED = replace(ENTRY, path=Path("bad.txt"), outcome="failed", reason="is no text", seconds=9.5)
RUN = Run(Path("/drafts"), False, {"quotes": "keep"}, "0.1", 4711, 1_700_000_000.5)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal, aside = Journal.open_or_create(tmp_path)
    assert aside is None
    yield journal
    journal.close()


def test_what_is_written_down_is_there_for_the_next_run(journal: Journal, tmp_path: Path) -> None:
    journal.begin(RUN)
    journal.add([(FAILED, ""), (ENTRY, RECORD)])
    journal.close()
    with Journal.open(tmp_path) as again:
        assert again.run() == RUN
        assert list(again.entries()) == [ENTRY, FAILED]
        assert list(again.entries("failed")) == [FAILED]
        assert again.entry(ENTRY.path) == ENTRY
        assert again.cleaned(ENTRY.path, TEXT) == clean(TEXT, grammar=False)
        assert again.entry(Path("a")) is None
        assert again.record(FAILED.path) is None


def test_a_reader_sees_what_a_running_run_wrote(journal: Journal, tmp_path: Path) -> None:
    with journal, Journal.open(tmp_path) as reader:
        assert list(reader.entries()) == []
        journal.add([(ENTRY, RECORD)])
        assert list(reader.entries()) == [ENTRY]


def test_a_file_done_again_has_one_entry(journal: Journal) -> None:
    with journal:
        journal.add([(ENTRY, RECORD)])
        failed = replace(ENTRY, outcome="failed", reason="gone")
        journal.add([(failed, "")])
        assert list(journal.entries()) == [failed]
        assert journal.record(ENTRY.path) is None


def test_nothing_is_added_where_one_cannot_be(journal: Journal) -> None:
    with journal:
        impossible = replace(ENTRY, path=Path("c.txt"), size=2**70)
        with pytest.raises(OverflowError):
            journal.add([(ENTRY, RECORD), (impossible, "")])
        assert list(journal.entries()) == []


@pytest.mark.parametrize("name", [b"new\nline", b"caf\xe9.txt", "naïve.txt".encode(), b"x" * 255])
def test_a_name_may_be_any_bytes(journal: Journal, name: bytes) -> None:
    with journal:
        entry = replace(ENTRY, path=Path(os.fsdecode(name)))
        journal.add([(entry, RECORD)])
        assert journal.entry(entry.path) == entry
        assert list(journal.entries()) == [entry]


def test_what_a_person_asks(journal: Journal) -> None:
    with journal:
        journal.add([(ENTRY, RECORD), (FAILED, ""), (replace(ENTRY, path=Path("c")), RECORD)])
        assert journal.counts() == {"changed": 2, "unchanged": 0, "failed": 1}
        assert [entry.path.name for entry in journal.slowest(2)] == ["bad.txt", "b.txt"]
        rules = clean(TEXT, grammar=False).changes[0].rules
        assert journal.rules(1) == [(rules[0], 2)]


def test_a_folder_without_a_journal_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(NoJournal, match="holds no outputs"):
        Journal.open(tmp_path)


def _overwrite(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def _tear(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _empty(path: Path) -> None:
    os.truncate(path, 0)


def _other(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE other (a)")
    db.close()


def _without_runs(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE run")
    db.close()


@pytest.mark.parametrize("damage", [_overwrite, _tear, _empty, _other, _without_runs])
def test_a_damaged_journal_is_kept_and_a_new_one_begun(
    journal: Journal, tmp_path: Path, damage: object
) -> None:
    assert callable(damage)
    journal.add((replace(ENTRY, path=Path(str(n))), RECORD) for n in range(1000))
    journal.close()
    damage(tmp_path / FOLDER / "journal.sqlite")
    with pytest.raises(NoJournal, match="is damaged"):
        Journal.open(tmp_path)
    fresh, aside = Journal.open_or_create(tmp_path)
    with fresh:
        assert list(fresh.entries()) == []
    assert aside == tmp_path / FOLDER / "journal-damaged-1.sqlite"
    assert aside.exists()


def test_it_is_read_where_nothing_can_be_written(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.add([(ENTRY, RECORD)])
    journal.close()
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write anywhere
    with Journal.open(tmp_path) as again:
        assert list(again.entries()) == [ENTRY]
        assert [file.name for file in (tmp_path / FOLDER).iterdir()] == ["journal.sqlite"]


def test_a_journal_that_others_keep_locked_is_not_damaged(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copydesk.batch.journal._WAIT", 0)
    journal.add([(ENTRY, RECORD)])
    journal._db.execute("PRAGMA journal_mode = DELETE")
    journal._db.execute("BEGIN EXCLUSIVE")
    with pytest.raises(NoJournal, match="cannot be opened: database is locked"):
        Journal.open_or_create(tmp_path)
    assert not list((tmp_path / FOLDER).glob("*damaged*"))


def test_a_journal_of_a_later_version_is_left_alone(journal: Journal, tmp_path: Path) -> None:
    journal._db.execute("PRAGMA user_version = 99")
    journal.close()
    with pytest.raises(NoJournal, match="later version"):
        Journal.open_or_create(tmp_path)
