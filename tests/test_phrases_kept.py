"""The phrases kept from run to run: they save time, and change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.home import HOME
from copydesk.phrases import Phrase, load_briefly, shipped
from copydesk.phrases.kept import served


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME, str(tmp_path))
    return tmp_path


def kept(home: Path) -> list[Path]:
    return sorted((home / "phrases").iterdir())


@pytest.mark.parametrize("language", ["", "fr", "gl", "../x"])
def test_what_is_kept_is_what_was_read(home: Path, language: str) -> None:
    every = [phrase for pack in shipped() for phrase in load_briefly(pack)]
    read, again = served(language), served(language)
    assert again == read == tuple(phrase for phrase in every if phrase.serves(language))
    assert [phrase.anchors for phrase in again] == [phrase.parsed.anchors for phrase in read]


def test_each_language_is_kept_once(home: Path) -> None:
    for language in ("", "fr", "", "fr"):
        served(language)
    (home / "phrases" / "fr-0123.json").touch()  # of a version before
    kept(home)[-1].unlink()
    served("fr")
    assert [path.name.partition("-")[0] for path in kept(home)] == ["", "fr"]


@pytest.mark.parametrize("keep", [0, 10, 1000, -1])
def test_what_is_damaged_is_made_anew(home: Path, keep: int) -> None:
    read = served("")
    (file,) = kept(home)
    whole = file.read_bytes()
    file.write_bytes(whole[:keep])
    assert served("") == read
    assert file.read_bytes() == whole


def test_where_nothing_can_be_kept_they_are_read(home: Path) -> None:
    (home / "phrases").touch()  # and so no folder
    assert all(isinstance(phrase, Phrase) for phrase in served(""))
