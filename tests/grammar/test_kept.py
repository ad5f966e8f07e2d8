"""The kept server: one for each user, found by later commands, and gone when nobody asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from copydesk.grammar import Checker, supervise
from copydesk.grammar import check as check_module
from copydesk.grammar.cache import Cache
from copydesk.grammar.install import HOME, Installation
from copydesk.grammar.kept import Keeper, Kept

from .conftest import Answer, LanguageTool, Web

MISTAKE = "The baker sold a apple."
real = pytest.mark.languagetool


@pytest.fixture
def home(tmp_path: Path, installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with LanguageTool in it and no server."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv(HOME, str(tmp_path / "home"))
    Installation.default().folder.symlink_to(installation.folder, target_is_directory=True)
    return tmp_path / "home"


@pytest.fixture
def keeper(home: Path) -> Iterator[Keeper]:
    keeper = Keeper(Installation.default())
    yield keeper
    keeper.stop()


def copydesk(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, **environment},
    )


@real
def test_it_is_kept_for_later_commands(keeper: Keeper, home: Path, tmp_path: Path) -> None:
    assert (copydesk("server", "status").returncode, keeper.find()) == (3, None)
    started = copydesk("server", "start", "--idle", "20")
    assert started.returncode == 0, started.stderr
    kept = keeper.find()
    assert kept
    assert f"6.8 is kept at {kept.url}: process {kept.pid}, " in started.stdout
    assert "it ends after 20 minutes" in started.stdout
    assert 1e8 < (kept.memory or 0) < 1e9
    assert copydesk("server", "start").stdout.startswith(started.stdout.partition(",")[0])

    article = tmp_path / "article.txt"
    article.write_text(MISTAKE)
    assert copydesk("check", str(article)).returncode == 1
    with Checker(cache=Cache()) as checker:
        assert "EN_A_VS_AN" in {match.rule for match in checker.check(MISTAKE)}
        engine = checker.engine
        assert (engine.url, engine.is_kept, engine.server) == (kept.url, True, kept)
    assert keeper.find() == kept
    assert psutil.Process(kept.pid).children()[0].net_connections()[0].laddr.ip in (
        "127.0.0.1",
        "::ffff:127.0.0.1",
    )

    assert copydesk("server", "stop").stdout == "LanguageTool was stopped\n"
    assert not psutil.pid_exists(kept.pid)
    assert copydesk("server", "stop").stdout == "no LanguageTool is kept\n"


@real
def test_it_ends_when_nobody_asks_and_is_missed_by_none(keeper: Keeper) -> None:
    kept = keeper.start(idle=6)
    with Checker(cache=Cache()) as checker:
        checker.engine.start()
        assert checker.engine.is_kept
        deadline = time.monotonic() + 60
        while keeper.find() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert keeper.find() is None
        assert "EN_A_VS_AN" in {match.rule for match in checker.check(MISTAKE)}
        assert not checker.engine.is_kept
    assert not kept.lives()


@real
def test_it_learns_another_language_when_that_is_asked_for(
    tmp_path: Path, installation: Installation
) -> None:
    folder = tmp_path / "languagetool"
    folder.mkdir()
    for jar in installation.lock.jars:
        (folder / jar.filename).symlink_to(installation.path(jar))
    own = Installation(folder, installation.lock)
    keeper = Keeper(own)
    kept = keeper.start(idle=300)
    try:
        with Checker(installation=own, cache=Cache()) as checker:
            checker.engine.start()
            checker.check("Jeg har en hund.", "da-DK")  # which it did not know before
            assert checker.engine.is_kept
        assert (renewed := keeper.find()) != kept
        assert renewed
        assert renewed.idle == 300
        assert not kept.lives()
    finally:
        keeper.stop()


def note(home: Path, **values: object) -> None:
    me = psutil.Process()
    known = {"pid": me.pid, "born": me.create_time(), "port": 9, "version": "6.8", "idle": 60}
    path = home / f"server-{Installation.default().lock.version}.json"
    path.write_text(json.dumps({**known, **values}))


def test_a_note_is_believed_as_long_as_its_process_lives(home: Path) -> None:
    keeper = Keeper(Installation.default())
    note(home)
    assert keeper.find() == Kept(os.getpid(), psutil.Process().create_time(), 9, "6.8", 60)


@pytest.mark.parametrize(
    "values",
    [
        {"pid": 2**22 + 1},
        {"pid": -1},
        {"pid": "me"},
        {"born": 0.0},
        {"born": None},
        {"version": "6.7"},
        {"password": "x"},
    ],
    ids=lambda values: "-".join(map(str, *values.items())),
)
def test_a_stale_or_damaged_note_counts_as_none(home: Path, values: dict[str, object]) -> None:
    note(home, **values)
    assert Keeper(Installation.default()).find() is None


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null"])
def test_what_is_no_note_counts_as_none(home: Path, text: str) -> None:
    (home / f"server-{Installation.default().lock.version}.json").write_text(text)
    assert Keeper(Installation.default()).find() is None


def test_a_server_that_is_named_goes_before_the_kept_one(
    home: Path, serve: Callable[[Answer], Web], tmp_path: Path
) -> None:
    note(home)
    small = LanguageTool()
    url = serve(small).url
    article = tmp_path / "article.txt"
    for text, arguments, environment in (
        ("Too bad.", ["--languagetool-url", url], {}),
        ("A bad day.", [], {check_module.URL: url}),
    ):
        article.write_text(text)
        copydesk("check", str(article), *arguments, **environment)
    assert small.texts == ["Too bad.\n\n", "A bad day.\n\n"]


SHARES = """
import sys
from pathlib import Path
from copydesk.grammar import Checker
from copydesk.grammar.cache import Cache
with Checker(shared=Path(sys.argv[1]), cache=Cache()) as checker:
    assert any(m.rule == "EN_A_VS_AN" for m in checker.check("The baker sold a apple."))
    print(checker.engine.url)
"""


LETS_GO = """
import os, subprocess, sys, time
supervisor = [sys.executable, "-I", "-S", sys.argv[1], "300", "sleep", "300"]
process = subprocess.Popen(
    supervisor, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
)
print(process.pid, flush=True)
if sys.argv[2] == "leaves":
    process.stdin.write(b".")
    process.stdin.flush()
os._exit(0)
"""


@pytest.mark.parametrize(("how", "goes_on"), [("leaves", True), ("dies", False)])
def test_a_server_outlives_who_started_it_only_if_that_left_it(how: str, goes_on: bool) -> None:
    starter = [sys.executable, "-c", LETS_GO, supervise.__file__, how]
    pid = int(subprocess.run(starter, stdout=subprocess.PIPE, check=True).stdout)
    try:
        psutil.wait_procs([psutil.Process(pid)], timeout=3)
    except psutil.NoSuchProcess:
        assert not goes_on
    else:
        assert psutil.pid_exists(pid) == goes_on
        if goes_on:
            psutil.Process(pid).terminate()


@real
def test_workers_share_one_server_that_ends_with_its_owner(home: Path) -> None:
    with Checker(cache=Cache()) as owner:
        command = [sys.executable, "-c", SHARES, str(owner.engine.share())]
        workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        urls = {worker.communicate(timeout=240)[0] for worker in workers}
        assert [worker.returncode for worker in workers] == [0, 0]
        owner.engine.start()
        assert urls == {f"{owner.engine.url}\n"}
        kept = owner.engine.server
        assert isinstance(kept, Kept)
        assert kept.lives()
        assert not owner.engine.is_kept
    assert not kept.lives()
    assert Keeper(Installation.default()).find() is None


def test_sharing_starts_nothing_where_nobody_asks(home: Path) -> None:
    with Checker() as owner:
        folder = owner.engine.share()
        assert owner.engine.share() == folder
        assert owner.engine.url is None
    assert not folder.exists()
