"""What can go wrong while a folder is cleaned, made to happen."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from copydesk.batch.journal import FOLDER, Journal
from copydesk.batch.run import FolderRun
from copydesk.batch.task import Cleaner, Done, Setting, Stop, Worker
from copydesk.batch.tree import Tree

SPOILED, MENDED = "“We leave at dawn, ”Marlow said.\n", "“We leave at dawn,” Marlow said.\n"
SETTING = Setting(grammar="off")


def run_over(root: Path, output: Path | None, jobs: int = 1) -> FolderRun:
    return FolderRun(Tree(os.fspath(root)), output, SETTING, jobs, lambda: SETTING)


def cleaned(root: Path, output: Path | None, jobs: int = 1) -> dict[str, Done]:
    """Clean a folder, and return what became of each file that was worked on."""
    with run_over(root, output, jobs) as run:
        return {os.fspath(done.entry.path): done for done in run.results()}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but those of the journal."""
    return {
        os.fspath(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and FOLDER not in path.parts
    }


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "a.txt").write_text(SPOILED, "utf-8")
    (folder / "b.txt").write_text(SPOILED, "utf-8")
    return folder


# A process that ends at any moment


def killed_again_and_again(work: Callable[[], object], times: int) -> int:
    """Let a copy of this process ``work``, and kill it at a random moment; so many ``times``.

    Returns how often it was killed before it was done.
    """
    moments = random.Random(7)
    for number in range(times):
        child = os.fork()
        if child == 0:
            work()
            os._exit(0)
        time.sleep(moments.uniform(0, 0.1))
        os.kill(child, signal.SIGKILL)
        _, how = os.waitpid(child, 0)
        if how != signal.SIGKILL:
            return number
    return times


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder that is not on a disk, where the system has one: nothing waits for it there."""
    place = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


@pytest.mark.parametrize(("in_place", "times"), [(False, 50), (True, 15)])
def test_killed_again_and_again_it_ends_as_if_nothing_had_happened(
    memory: Path, in_place: bool, times: int
) -> None:
    drafts, out = memory / "drafts", None if in_place else memory / "out"
    for number in range(50 * times):
        path = drafts / str(number % 7) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"“Dawn, ”she said , {number} times.\n", "utf-8")
    cleaned(drafts, memory / "undisturbed")
    assert killed_again_and_again(lambda: cleaned(drafts, out), times) == times
    cleaned(drafts, out)
    assert contents(out or drafts) == contents(memory / "undisturbed")
    with Journal.open(out or drafts) as journal:
        assert journal.counts() == {"changed": 50 * times, "unchanged": 0, "failed": 0}
        records = [journal.record(entry.path) for entry in journal.entries()]
    assert all(record and record["changes"] for record in records)


def test_killed_with_its_processes_at_work_it_goes_on(memory: Path) -> None:
    drafts, out = memory / "drafts", memory / "out"
    drafts.mkdir()
    for number in range(300):
        (drafts / f"{number}.txt").write_text(f"“Dawn, ”she said , {number} times.\n", "utf-8")
    clean = [sys.executable, "-m", "copydesk", "clean", os.fspath(drafts), "-o", os.fspath(out)]
    for done_before in (0, 100):
        with subprocess.Popen([*clean, "--no-grammar", "--jobs", "2"]) as run:
            deadline = time.monotonic() + 60
            while len(contents(out)) <= done_before and time.monotonic() < deadline:
                time.sleep(0.01)
            run.kill()
        assert done_before < len(contents(out)) < 300
    cleaned(drafts, out)
    cleaned(drafts, memory / "undisturbed")
    assert contents(out) == contents(memory / "undisturbed")
    assert not (out / FOLDER / "new").exists()


# A disk that is full


def test_a_file_too_large_for_the_disk_fails_alone(drafts: Path, tmp_path: Path) -> None:
    (drafts / "large.txt").write_text(SPOILED * 20_000, "utf-8")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limit[1]))
    try:
        done = cleaned(drafts, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert done["large.txt"].entry.reason == "its copy cannot be written: file too large"
    assert contents(tmp_path / "out").keys() == {"a.txt", "b.txt"}
    assert cleaned(drafts, tmp_path / "out")["large.txt"].entry.outcome == "changed"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", os.fspath(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("file systems cannot be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_stops_the_run_and_leaves_whole_copies(small_disk: Path, drafts: Path) -> None:
    for number in range(30):
        (drafts / f"{number}.txt").write_text(SPOILED * 3000, "utf-8")
    with pytest.raises(Stop, match=r"no space left|full"):
        cleaned(drafts, small_disk / "out")
    copies = contents(small_disk / "out")
    assert 0 < len(copies) < 32
    for path, data in copies.items():
        original = (drafts / path).read_text("utf-8")
        assert data.decode() == original.replace(SPOILED, MENDED)


# Files that change under our hands


class Meddling(Worker):
    """Does something to a file before or after it is worked on."""

    before: Callable[[Path], None] = staticmethod(lambda path: None)
    after: Callable[[Path], None] = staticmethod(lambda path: None)

    def __call__(self, path: str) -> Done:
        self.before(Path(self.root, path))
        done = super().__call__(path)
        self.after(Path(self.root, path))
        return done


def replaced(path: Path) -> None:
    path.write_text("Somebody wrote this.\n")


def to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def to_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def to_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (Path.unlink, "no such file or folder"),
        (to_folder, "it is a folder, not a file"),
        (to_pipe, "it is no regular file any more"),
        (to_link, "too many levels of symbolic links"),
    ],
)
@pytest.mark.parametrize("in_place", [False, True])
def test_a_file_that_is_no_file_any_more(
    drafts: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: Callable[[Path], None],
    why: str,
    in_place: bool,
) -> None:
    monkeypatch.setattr(
        Meddling, "before", staticmethod(lambda p: before(p) if p.name == "a.txt" else None)
    )
    monkeypatch.setattr("copydesk.batch.run.Worker", Meddling)
    out = None if in_place else drafts.parent / "out"
    done = cleaned(drafts, out)
    assert (done["a.txt"].entry.outcome, done["a.txt"].entry.reason) == ("failed", why)
    assert contents(out or drafts)["b.txt"] == MENDED.encode()


UNREADABLE = """
import sys
from copydesk.batch import run
from copydesk.batch.task import Setting, Worker
from copydesk.batch.tree import Tree

class Locking(Worker):
    def __call__(self, path):
        if path == "a.txt":
            open(f"{self.root}/a.txt").close()  # it can be read until now
            __import__("os").chmod(f"{self.root}/a.txt", 0)
        return super().__call__(path)

run.Worker = Locking
setting = Setting(grammar="off")
with run.FolderRun(Tree(sys.argv[1]), run.Path(sys.argv[2]), setting, 1, lambda: setting) as all:
    for done in all.results():
        print(done.entry.path, done.entry.outcome, done.entry.reason)
"""


def test_a_file_that_is_made_unreadable_meanwhile(drafts: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", UNREADABLE, str(drafts), str(tmp_path / "out")]
    if not os.geteuid():
        if not shutil.which("setpriv"):
            pytest.skip("root may read everything, and there is no setpriv to change that")
        without = "-dac_override,-dac_read_search"
        command = ["setpriv", "--bounding-set", without, *command]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert said.stdout.splitlines() == ["a.txt failed permission denied", "b.txt changed "]
    assert contents(tmp_path / "out") == {"b.txt": MENDED.encode()}


def test_in_place_what_somebody_writes_meanwhile_stays(
    drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Meddling, "after", staticmethod(replaced))
    monkeypatch.setattr("copydesk.batch.run.Worker", Meddling)
    done = cleaned(drafts, None)
    assert "was changed while it was being worked on" in done["a.txt"].entry.reason
    assert contents(drafts) == dict.fromkeys(("a.txt", "b.txt"), b"Somebody wrote this.\n")


def test_a_copy_is_of_what_was_read_and_the_next_run_sees_the_rest(
    drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Meddling, "after", staticmethod(replaced))
        patch.setattr("copydesk.batch.run.Worker", Meddling)
        cleaned(drafts, drafts.parent / "out")
    assert contents(drafts.parent / "out")["a.txt"] == MENDED.encode()
    cleaned(drafts, drafts.parent / "out")
    assert contents(drafts.parent / "out")["a.txt"] == b"Somebody wrote this.\n"


def test_a_file_that_is_written_to_without_end_is_refused(
    drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = drafts / "a.txt"
    limited = sys.modules["copydesk.files"].limited

    def written_to(file: object, limit: int) -> bytes:
        data: bytes = limited(file, limit)
        with growing.open("a") as more:
            more.write("And on it goes.\n")
        return data

    monkeypatch.setattr("copydesk.files.limited", written_to)
    done = cleaned(drafts, drafts.parent / "out")
    assert done["a.txt"].entry.reason == "it changed each time that it was read"


# Two runs at once


def test_a_second_run_is_refused_and_the_first_named(drafts: Path, tmp_path: Path) -> None:
    with run_over(drafts, tmp_path / "out"):
        with pytest.raises(Stop, match=f"another run is at work on .*: process {os.getpid()}, "):
            cleaned(drafts, tmp_path / "out")
        assert cleaned(drafts, tmp_path / "other").keys() == {"a.txt", "b.txt"}
    assert cleaned(drafts, tmp_path / "out").keys() == {"a.txt", "b.txt"}


def test_a_damaged_lock_is_named(drafts: Path, tmp_path: Path) -> None:
    lock = tmp_path / "out" / FOLDER / "lock.sqlite"
    lock.parent.mkdir(parents=True)
    lock.write_bytes(b"no database" * 100)
    with pytest.raises(Stop, match=r"lock\.sqlite is damaged"), run_over(drafts, tmp_path / "out"):
        pass


# Links


def test_links_are_not_followed(drafts: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SPOILED)
    (drafts / "loop").symlink_to(".")
    (drafts / "up").symlink_to("..")
    (drafts / "self.txt").symlink_to("self.txt")
    (drafts / "secret.txt").symlink_to(tmp_path / "secret.txt")
    run = run_over(drafts, tmp_path / "out")
    with run:
        assert {str(done.entry.path) for done in run.results()} == {"a.txt", "b.txt"}
    assert run.tree.left_out == {"link": 4}


def test_a_link_among_the_outputs_does_not_lead_out_of_them(drafts: Path, tmp_path: Path) -> None:
    (drafts / "more").mkdir()
    (drafts / "more" / "c.txt").write_text(SPOILED, "utf-8")
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "more").symlink_to(elsewhere)
    (out / "a.txt").symlink_to(drafts / "a.txt")  # through it the original would be overwritten
    done = cleaned(drafts, out)
    assert "a link in the folder of the outputs leads out" in done["more/c.txt"].entry.reason
    assert not list(elsewhere.iterdir())
    assert (drafts / "a.txt").read_text("utf-8") == SPOILED
    assert (out / "a.txt").read_text("utf-8") == MENDED


# Names


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_name_will_do(tmp_path: Path, jobs: int) -> None:
    names = [b"new\nline.txt", b"caf\xe9.txt", b"-o", b"x" * 251 + b".txt", b"A.txt", b"a.txt"]
    names += ["naïve ☺.txt".encode(), b" ", b"\x1b[31m.txt"]
    drafts = tmp_path / "drafts"
    for folder in (drafts, drafts / os.fsdecode(b"f\xff\n")):
        folder.mkdir()
        for name in names:
            (folder / os.fsdecode(name)).write_text(SPOILED, "utf-8")
    done = cleaned(drafts, tmp_path / "out", jobs)
    assert {d.entry.outcome for d in done.values()} == {"changed"}
    assert len(done) == 2 * len(names)
    assert contents(tmp_path / "out") == {name: MENDED.encode() for name in contents(drafts)}
    assert cleaned(drafts, tmp_path / "out", jobs) == {}


def test_names_that_the_outputs_cannot_tell_apart(tmp_path: Path) -> None:
    for name in ("a.txt", "A.txt", "b/x.txt", "B/y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = {f.path: f.why for f in Tree(os.fspath(tmp_path), tells_case=False)}
    why = "the folder of the outputs takes its name for that of"
    assert found == {
        "A.txt": "",
        "B/y.txt": "",
        "a.txt": f"{why} A.txt",
        "b": f"{why} B",
    }


# Sizes


def test_a_file_of_two_hundred_megabytes_is_refused(drafts: Path, tmp_path: Path) -> None:
    with (drafts / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    done = cleaned(drafts, tmp_path / "out")
    assert done["huge.txt"].entry.reason.startswith("it is larger than 20 MB, the limit")
    assert "--max-size" in done["huge.txt"].entry.reason


def test_the_limit_of_size_can_be_raised(drafts: Path, tmp_path: Path) -> None:
    worker = Worker(Cleaner(Setting(grammar="off", largest=10)), str(drafts), tmp_path, False)
    assert "larger than 1e-05 MB" in worker("a.txt").entry.reason
    worker.cleaner.setting = Setting(grammar="off", largest=100)
    assert worker("a.txt").entry.outcome == "changed"


# The journal


def test_a_damaged_journal_is_made_anew_and_right_copies_stay(drafts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    cleaned(drafts, out)
    with Journal.open(out) as journal:
        before = list(journal.entries())
    (out / "b.txt").write_text("no copy any more")
    old = (out / "a.txt").stat()
    (out / FOLDER / "journal.sqlite").write_bytes(b"SQLite format 3\0 and no more")
    with run_over(drafts, out) as run:
        assert "it is kept as" in run.notices[0]
        assert len(list(run.results())) == 2
    assert (out / "a.txt").stat().st_ino == old.st_ino
    assert (out / "b.txt").read_text("utf-8") == MENDED
    assert (out / FOLDER / "replaced" / "0" / "b.txt").read_text("utf-8") == "no copy any more"
    with Journal.open(out) as journal:
        after = list(journal.entries())
    assert [(e.path, e.input, e.output, e.outcome) for e in after] == [
        (e.path, e.input, e.output, e.outcome) for e in before
    ]


def test_a_copy_that_somebody_edited_is_kept(drafts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    cleaned(drafts, out)
    for number in range(2):
        (out / "a.txt").write_text(f"edited by hand {number}")
        for name in ("a.txt", "b.txt"):
            (drafts / name).write_text(f"{SPOILED} {number}")
        with run_over(drafts, out) as run:
            assert len(list(run.results())) == 2
            assert run.replaced == 1
        kept = out / FOLDER / "replaced" / str(number) / "a.txt"
        assert kept.read_text("utf-8") == f"edited by hand {number}"
    assert not list(out.rglob("replaced/*/b.txt"))


def test_a_copy_of_ours_is_known_after_its_original_failed(drafts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    cleaned(drafts, out)
    (drafts / "a.txt").write_bytes(b"\0\1\2")
    assert cleaned(drafts, out)["a.txt"].entry.outcome == "failed"
    (drafts / "a.txt").write_text(f"{SPOILED} Again .")
    with run_over(drafts, out) as run:
        assert [done.entry.outcome for done in run.results()] == ["changed"]
        assert run.replaced == 0


def test_a_folder_where_a_copy_is_to_go_stays(drafts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "a.txt" / "mine").mkdir(parents=True)
    entry = cleaned(drafts, out)["a.txt"].entry
    assert entry.outcome == "failed"
    assert (out / "a.txt" / "mine").is_dir()


def test_in_place_a_damaged_journal_costs_no_text(drafts: Path) -> None:
    cleaned(drafts, None)
    (drafts / FOLDER / "journal.sqlite").write_bytes(b"SQLite format 3\0 and no more")
    assert {done.entry.outcome for done in cleaned(drafts, None).values()} == {"unchanged"}
    assert contents(drafts) == dict.fromkeys(("a.txt", "b.txt"), MENDED.encode())
    assert (drafts / FOLDER / "journal-damaged-1.sqlite").exists()


def test_a_journal_that_cannot_be_written_stops_the_run(drafts: Path, tmp_path: Path) -> None:
    with run_over(drafts, tmp_path / "out") as run:
        other = sqlite3.connect(tmp_path / "out" / FOLDER / "journal.sqlite")
        other.execute("DROP TABLE record")
        other.close()
        with pytest.raises(Stop, match=r"the journal in .* cannot be written"):
            list(run.results())


# A process of ours that dies


class Deadly(Worker):
    def __call__(self, path: str) -> Done:
        if path == "a.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(path)


def test_a_file_that_kills_its_process_fails_alone(
    drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        (drafts / f"{number}.txt").write_text(SPOILED, "utf-8")
    monkeypatch.setattr("copydesk.batch.run.Worker", Deadly)
    done = cleaned(drafts, tmp_path / "out", jobs=2)
    assert "SIGKILL" in done["a.txt"].entry.reason
    assert {d.entry.outcome for path, d in done.items() if path != "a.txt"} == {"changed"}
    assert len(done) == 12
