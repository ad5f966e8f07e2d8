"""The installer, against a repository on this machine that can be made to fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from copydesk.grammar import GrammarUnavailable
from copydesk.grammar.install import REPOSITORY, Installation, Lock, locked

from .conftest import Handler, Repository


@pytest.fixture
def installed(repository: Repository, tmp_path: Path) -> Installation:
    return Installation(tmp_path / "cache" / "languagetool", repository.lock)


def contents(installation: Installation) -> dict[str, bytes]:
    """What lies in the folder, by name, without what is under way."""
    return {path.name: path.read_bytes() for path in installation.folder.iterdir()}


def expected(repository: Repository) -> dict[str, bytes]:
    return {f"{name}-1.0.jar": content for name, content in repository.jars.items()}


def breaking_off(times: int) -> Callable[[Handler], None]:
    """An answer that breaks off in the middle, so many times."""
    left = [None] * times

    def answer(handler: Handler) -> None:
        body = b"A" * 30_000
        if left:
            left.pop()
            handler.reply(body, sent=len(body) // 2)
        else:
            handler.reply(body)

    return answer


def test_everything_comes_and_progress_tells(
    repository: Repository, installed: Installation
) -> None:
    told: list[tuple[int, int]] = []
    installed.complete(lambda done, total: told.append((done, total)))
    assert contents(installed) == expected(repository)
    assert not installed.missing(thorough=True)
    assert told[0] == (0, installed.lock.size)
    assert told[-1] == (installed.lock.size, installed.lock.size)
    assert told == sorted(told)


def test_what_another_language_needs_comes_when_it_is_asked_for(
    repository: Repository, tmp_path: Path
) -> None:
    *jars, more, most = repository.lock.jars
    lock = Lock("1.0", tuple(jars), {"xx": (more, most)})
    installed = Installation(tmp_path / "cache" / "languagetool", lock)
    installed.complete()
    assert not installed.missing()
    assert more.filename not in installed.class_path

    installed.complete(language="xx-AT")
    assert installed.class_path.endswith(f"{most.filename}")
    assert installed.size == repository.lock.size
    installed.path(more).write_bytes(b"B" * more.size)
    assert installed.missing(thorough=True) == (more,)
    installed.complete()
    assert not installed.missing(thorough=True)


def test_what_came_of_another_language_in_part_is_as_good_as_nothing(
    repository: Repository, tmp_path: Path
) -> None:
    *jars, more, most = repository.lock.jars
    installed = Installation(tmp_path / "lt", Lock("1.0", tuple(jars), {"xx": (more, most)}))
    installed.complete()
    repository.faults["part-5"] = lambda handler: handler.reply(b"", 404)
    with pytest.raises(GrammarUnavailable, match=r"does not give org\.example:part-5"):
        installed.complete(language="xx", threads=1)
    assert installed.path(more).exists()
    assert not installed.missing()
    assert more.filename not in installed.class_path


def test_nothing_is_fetched_twice(repository: Repository, installed: Installation) -> None:
    installed.complete()
    repository.web.asked.clear()
    installed.complete()
    assert not repository.web.asked


def test_a_connection_that_breaks_is_tried_again(
    repository: Repository, installed: Installation
) -> None:
    repository.faults["part-0"] = breaking_off(1)
    told: list[int] = []
    installed.complete(lambda done, total: told.append(done))
    assert contents(installed) == expected(repository)
    assert told[-1] == installed.lock.size


def test_a_repository_that_is_busy_is_asked_again(
    repository: Repository, installed: Installation
) -> None:
    def busy(handler: Handler) -> None:
        del repository.faults["part-1"]
        handler.reply(b"", 503)

    repository.faults["part-1"] = busy
    installed.complete()
    assert contents(installed) == expected(repository)


def test_the_next_run_goes_on_where_one_stopped(
    repository: Repository, installed: Installation
) -> None:
    repository.faults["part-5"] = lambda handler: handler.reply(b"", 403)
    with pytest.raises(GrammarUnavailable):
        installed.complete(threads=1)
    assert [jar.of for jar in installed.missing()] == ["org.example:part-5:1.0"]
    repository.faults.clear()
    installed.complete()
    assert contents(installed) == expected(repository)
    assert [repository.fetched(name) for name in repository.jars] == [1, 1, 1, 1, 1, 2]


def test_a_file_that_is_not_the_expected_one_is_refused(
    repository: Repository, installed: Installation
) -> None:
    repository.faults["part-3"] = lambda handler: handler.reply(b"x" * 120_000)
    with pytest.raises(GrammarUnavailable, match=r"part-3:1\.0 .*SHA-256") as caught:
        installed.complete()
    assert "\n" not in caught.value.reason
    assert "part-3-1.0.jar" not in contents(installed)


def test_a_file_that_the_repository_lacks_is_named(
    repository: Repository, installed: Installation
) -> None:
    repository.faults["part-2"] = lambda handler: handler.reply(b"", 404)
    with pytest.raises(GrammarUnavailable, match=r"does not give org.example:part-2:1\.0"):
        installed.complete()


def test_without_network_it_says_so_at_once(
    installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REPOSITORY, "http://127.0.0.1:9/maven")
    begun = time.monotonic()
    with pytest.raises(GrammarUnavailable, match="cannot be reached; run `copydesk setup`"):
        installed.complete()
    assert time.monotonic() - begun < 5


def test_a_folder_that_cannot_be_written_is_named(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GrammarUnavailable, match=r"cannot write to .*file"):
        Installation(tmp_path / "file" / "languagetool", repository.lock).complete()


def test_a_damaged_file_is_fetched_again(repository: Repository, installed: Installation) -> None:
    installed.complete()
    jar = installed.lock.jars[1]
    installed.path(jar).write_bytes(b"x" * jar.size)
    assert not installed.missing()
    assert installed.missing(thorough=True) == (jar,)
    installed.complete()
    assert contents(installed) == expected(repository)


def test_two_installations_at_once_do_no_harm(
    repository: Repository, installed: Installation
) -> None:
    both = [threading.Thread(target=installed.complete) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert contents(installed) == expected(repository)


def test_a_killed_installation_leaves_nothing_wrong(
    repository: Repository, installed: Installation
) -> None:
    release = threading.Event()

    def half(handler: Handler) -> None:
        handler.reply(repository.jars["part-4"], sent=60_000)
        handler.wfile.flush()
        release.wait(30)

    repository.faults["part-4"] = half
    code = (
        "import sys; from pathlib import Path; from copydesk.grammar.install import *;"
        "jars = (Jar(*x.split()) for x in sys.argv[2:]);"
        "lock = Lock('1.0', tuple(Jar(j.of, int(j.size), j.sha256) for j in jars));"
        "Installation(Path(sys.argv[1]), lock).complete()"
    )
    jars = [f"{jar.of} {jar.size} {jar.sha256}" for jar in installed.lock.jars]
    process = subprocess.Popen([sys.executable, "-c", code, str(installed.folder), *jars])
    deadline = time.monotonic() + 30
    while len(installed.missing()) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    release.set()
    assert [jar.of for jar in installed.missing(thorough=True)] == ["org.example:part-4:1.0"]

    repository.faults.clear()
    leftover = next(path for path in installed.folder.iterdir() if path.is_dir())
    os.utime(leftover, (0, 0))  # as if it had been days ago
    installed.complete()
    assert contents(installed) == expected(repository)


def test_the_lock_names_each_file_once() -> None:
    lock = locked()
    jars = [*lock.jars, *(jar for more in lock.languages.values() for jar in more)]
    assert len({jar.filename for jar in jars}) == len(jars)
    assert all(len(jar.sha256) == 64 for jar in jars)
    assert {"de", "fr", "ru", "zh"} <= lock.languages.keys()
    assert lock.version == "6.8"
