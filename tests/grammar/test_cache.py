"""The cache: it changes how long a check takes, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from copydesk.cli import app
from copydesk.grammar import Checker, Match
from copydesk.grammar import check as check_module
from copydesk.grammar.cache import Cache, key
from copydesk.grammar.install import HOME
from copydesk.grammar.paragraphs import batches, joined, parted
from copydesk.text import Span

from .conftest import Answer, LanguageTool, Web

Serve = Callable[[Answer], Web]
real = pytest.mark.languagetool

ONE = Match(Span(2, 5), "RULE", "It’s wrong.", ("a", "b"), "TYPOS", "misspelling")
OTHER = Match(Span(0, 1), "OTHER", "…")

matches = st.builds(
    Match,
    st.tuples(st.integers(0, 99), st.integers(0, 9)).map(lambda at: Span(at[0], sum(at))),
    st.text(),
    st.text(),
    st.lists(st.text()).map(tuple),
    st.text(),
    st.text(),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "cache.sqlite"


def filled(path: Path, count: int = 1) -> list[bytes]:
    keys = [key(str(number)) for number in range(count)]
    with Cache(path) as cache:
        cache.put(dict.fromkeys(keys, (ONE,)))
    return keys


@given(st.lists(matches).map(tuple))
def test_matches_come_back_as_they_went(found: tuple[Match, ...]) -> None:
    with Cache() as cache:
        cache.put({b"key": found})
        assert cache.get([b"key", b"other"]) == {b"key": found}


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_a_key_stands_for_its_parts_alone(one: list[str], other: list[str]) -> None:
    assert (key(*one) == key(*other)) == (one == other)


def test_it_outlives_the_process(path: Path) -> None:
    keys = filled(path, 3)
    with Cache(path) as cache:
        assert cache.get(keys) == dict.fromkeys(keys, (ONE,))
        assert cache.size().entries == 3
        cache.clear()
        assert cache.get(keys) == {}
        cache.put({keys[0]: (OTHER,)})
        assert cache.get(keys) == {keys[0]: (OTHER,)}


def damage_all(path: Path) -> None:
    path.write_bytes(b"no database at all" * 500)


def damage_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_table(path: Path) -> None:
    path.unlink()
    import sqlite3

    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE found (word TEXT)")
    file.close()


@pytest.mark.parametrize("damage", [damage_all, damage_the_middle, cut_short, empty, another_table])
def test_a_damaged_one_is_made_anew(path: Path, damage: Callable[[Path], None]) -> None:
    keys = filled(path, 500)
    damage(path)
    with Cache(path) as cache:
        assert cache.get(keys) == {}
        cache.put({keys[0]: (OTHER,)})
        assert cache.get(keys) == {keys[0]: (OTHER,)}
    with Cache(path) as cache:
        assert cache.get(keys) == {keys[0]: (OTHER,)}


def test_a_row_that_was_tampered_with_counts_as_none(path: Path) -> None:
    keys = filled(path, 2)
    with Cache(path) as cache:
        cache._file.execute(
            "UPDATE found SET matches = replace(matches, 'RULE', 'RULF') WHERE key = ?", keys[:1]
        )
        cache._file.commit()
        assert cache.get(keys) == {keys[1]: (ONE,)}


def test_without_a_place_on_the_disk_it_remembers_for_as_long_as_it_lives(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Cache(tmp_path / "file" / "cache.sqlite") as cache:
        cache.put({b"key": (ONE,)})
        assert cache.get([b"key"]) == {b"key": (ONE,)}


def test_it_forgets_what_was_not_used_for_longest(path: Path) -> None:
    limit = 200_000
    with Cache(path, limit=limit) as cache:
        cache.put({key("old"): (ONE,)})
        cache._file.execute("UPDATE found SET used = 0")
        cache._file.commit()
        for number in range(40):
            cache.put({key(str(number), str(i)): (ONE,) for i in range(100)})
        size = cache.size()
        assert size.size <= limit
        assert 500 < size.entries < 4000
        assert not cache.get([key("old")])
        assert cache.get([key("39", "99")])
    assert sum(file.stat().st_size for file in path.parent.iterdir()) < 2 * limit


PUTS = """
import sys
from pathlib import Path
from copydesk.grammar import Match
from copydesk.grammar.cache import Cache, key
from copydesk.text import Span
with Cache(Path(sys.argv[1])) as cache:
    for number in range(50):
        cache.put({key(sys.argv[2], str(number)): (Match(Span(0, 1), sys.argv[2], ""),)})
        cache.get([key(sys.argv[2], str(number))])
"""


def test_several_processes_use_one(path: Path) -> None:
    names = ["a", "b", "c"]
    running = [subprocess.Popen([sys.executable, "-c", PUTS, path, name]) for name in names]
    assert [process.wait(60) for process in running] == [0] * len(names)
    keys = {key(name, str(number)): name for name in names for number in range(50)}
    with Cache(path) as cache:
        known = cache.get(keys)
    assert {k: ms[0].rule for k, ms in known.items()} == keys


words = st.sampled_from(["bad", "good", "a", "🙂", "Too"])
lines = st.lists(words, max_size=6).map(" ".join)
texts = st.lists(lines, max_size=12).map("\n".join)


@given(st.lists(st.text(st.characters(exclude_characters="\n")), min_size=1), st.integers(1, 8))
def test_batches_hold_every_paragraph_once_and_in_order(texts: list[str], count: int) -> None:
    shares = list(batches(texts, count))
    assert [text for share in shares for text in share] == texts
    assert all(shares)


@given(st.lists(lines, min_size=1))
def test_matches_are_handed_back_to_their_paragraphs(texts: list[str]) -> None:
    text = joined(texts)
    bad = [at for at in range(len(text)) if text.startswith("bad", at)]
    found = parted([Match(Span(at, at + 3), "BAD", "") for at in bad], texts)
    for paragraph, own in zip(texts, found, strict=True):
        starts = [at for at in range(len(paragraph)) if paragraph.startswith("bad", at)]
        assert [match.span.start for match in own] == starts


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=4), st.integers(1, 200), st.integers(1, 4), st.data())
def test_neither_cache_nor_batches_change_what_is_found(
    serve: Serve, wanted: list[str], request_size: int, count: int, data: st.DataObject
) -> None:
    small = LanguageTool()
    web = serve(small)
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr("copydesk.grammar.paragraphs.REQUEST", request_size)
        patch.setattr("copydesk.grammar.paragraphs.LEAST", 1)
        patch.setattr(check_module, "connections", lambda: count)
        cache = Cache(Path(folder) / "cache.sqlite")
        with cache, Checker(web.url, cache=cache) as checker:
            for text in data.draw(st.permutations(wanted)):
                found = [match.span.start for match in checker.check(text)]
                assert found == [at for at in range(len(text)) if text.startswith("bad", at)]
    asked = [line for text in small.texts for line in text.split("\n\n") if line]
    assert len(asked) == len(set(asked))


PARAGRAPHS = [
    "The baker sold a apple and an pear.",
    "The baker sold a apple and an pear. The the oven was hot.",
    "Their going home , they said.",
    "He go to school every day. She have two cats and him like them.",
    "A title without a period",
    "Its a fine day; we was glad of it.",
    "  Spaces before. And after.  ",
    "“I could of gone,” Ada said. “Than why not?”",
    "Teh garden is more nicer then it was last week.",
]


@real
def test_no_paragraph_is_found_fault_with_for_what_stands_beside_it(checker: Checker) -> None:
    alone = {text: [(m.span, m.rule) for m in checker.check(text)] for text in PARAGRAPHS}
    assert any(alone.values())
    checker._given_cache.clear()  # type: ignore[union-attr]
    text = "\n".join(PARAGRAPHS[::-1] + PARAGRAPHS)
    together = [(m.span, m.rule) for m in checker.check(text)]
    at, expected = 0, []
    for paragraph in PARAGRAPHS[::-1] + PARAGRAPHS:
        expected += [(Span(s.start + at, s.end + at), rule) for s, rule in alone[paragraph]]
        at += len(paragraph) + 1
    assert together == expected
    assert [(m.span, m.rule) for m in checker.check(text)] == expected


def test_what_is_known_needs_no_server(serve: Serve) -> None:
    small = LanguageTool()
    with Checker(serve(small).url) as checker:
        checker.check("Too bad.\nA bad day.")
        checker.check("A bad day.\nToo bad.\nA new bad line.\nToo bad.")
    assert small.texts == ["Too bad.\n\nA bad day.\n\n", "A new bad line.\n\n"]


def test_another_server_is_asked_anew(serve: Serve) -> None:
    for small in (LanguageTool(), LanguageTool(version="6.9")):
        web = serve(small)
        for language in ("en-US", "en-US"):
            with Checker(web.url) as checker:
                checker.check("Too bad.", language)
        assert small.texts == ["Too bad.\n\n"]


def test_the_command_shows_and_clears_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "grammar.sqlite"
    monkeypatch.setenv(HOME, str(tmp_path))
    monkeypatch.setattr(check_module, "cache_path", lambda installation: path)
    assert CliRunner().invoke(app, ["cache"]).stdout.startswith(f"0 paragraphs in {path} (")
    assert not path.exists()
    filled(path, 1200)
    assert CliRunner().invoke(app, ["cache"]).stdout.startswith(f"1,200 paragraphs in {path} (")
    assert CliRunner().invoke(app, ["cache", "--clear"]).stdout.startswith("0 paragraphs in")
    with Cache(path) as cache:
        assert cache.size().entries == 0
