"""`copydesk clean`, `check` and `status` of a folder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from copydesk.batch.journal import Journal

from .conftest import MENDED, SPOILED, Program, Run, files

SPOILED_BYTES, MENDED_BYTES = SPOILED.encode(), MENDED.encode()


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """A folder with a few files, in folders of their own."""
    folder = tmp_path / "drafts"
    for path in ("a.txt", "more/b.txt", "more/still/c.txt"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(SPOILED_BYTES)
    (folder / "good.txt").write_bytes(b"All is well.\n")
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    """The files of a folder of outputs, without copydesk's own."""
    return {path: data for path, data in files(folder).items() if not path.startswith(".copydesk")}


ALL_MENDED = {
    "a.txt": MENDED_BYTES,
    "more/b.txt": MENDED_BYTES,
    "more/still/c.txt": MENDED_BYTES,
    "good.txt": b"All is well.\n",
}


def test_the_tree_is_mirrored(run: Run, drafts: Path) -> None:
    before = files(drafts)
    result = run("clean", "drafts", "-o", "out")
    assert result.exit_code == 0
    assert outputs(Path("out")) == ALL_MENDED
    assert files(drafts) == before
    said = "drafts → out: 3 changed, 1 unchanged; 3 changes (quotes 3), "
    assert result.stdout.startswith(said)
    assert result.stderr == ""


def test_the_last_line_lists_the_suggestions(run: Run, drafts: Path) -> None:
    (drafts / "doubtful.txt").write_text("In phase 2 300 patients came.\n")
    *_, last = run("clean", "drafts", "-o", "out", "--exclude", "more").stdout.splitlines()
    assert last == "`copydesk check --no-grammar --exclude more drafts` lists the suggestions"
    again = run("clean", "drafts", "-o", "out", "--exclude", "more")
    assert "lists" not in again.stdout


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_number_of_jobs_changes_nothing(program: Program, drafts: Path, jobs: int) -> None:
    for number in range(20):
        (drafts / f"{number}.txt").write_text(f"“Dawn, ”she said , {number} times.\n", "utf-8")
    done = program("clean", "drafts", "-o", "out", "--jobs", str(jobs), "--no-grammar")
    assert done.returncode == 0, done.stderr
    want = {f"{n}.txt": f"“Dawn,” she said, {n} times.\n".encode() for n in range(20)}
    assert outputs(Path("out")) == ALL_MENDED | want


def test_in_place(run: Run, drafts: Path) -> None:
    (drafts / "a.txt").chmod(0o640)
    good = (drafts / "good.txt").stat()
    assert run("clean", "drafts", "--in-place").exit_code == 0
    assert outputs(drafts) == ALL_MENDED
    assert (drafts / "a.txt").stat().st_mode & 0o777 == 0o640
    assert (drafts / "good.txt").stat().st_ino == good.st_ino
    again = run("clean", "drafts", "--in-place")
    assert again.stdout.startswith("drafts: 4 done before; nothing to change, ")
    status = run("status", "drafts")
    assert "3 changed, 1 unchanged, 0 failed" in status.stdout


def aged(*paths: Path) -> None:
    """Make files old enough for their time to say whether they changed."""
    for path in paths:
        os.utime(path, (1_600_000_000, 1_600_000_000))


def test_only_what_is_new_or_changed_is_done_again(run: Run, drafts: Path) -> None:
    aged(*drafts.rglob("*.txt"))
    run("clean", "drafts", "-o", "out")
    (drafts / "new.txt").write_bytes(SPOILED_BYTES)
    (drafts / "good.txt").write_bytes(b"All is well , again.\n")
    os.utime(drafts / "more" / "b.txt")  # written to, but as it was
    result = run("clean", "drafts", "-o", "out")
    assert result.stdout.startswith("drafts → out: 2 changed, 3 done before; ")
    assert outputs(Path("out")) == ALL_MENDED | {
        "new.txt": MENDED_BYTES,
        "good.txt": b"All is well, again.\n",
    }


def test_a_file_changed_within_one_tick_of_the_clock_is_seen(run: Run, drafts: Path) -> None:
    run("clean", "drafts", "-o", "out")
    good = drafts / "good.txt"
    time_ns = good.stat().st_mtime_ns
    good.write_bytes(b"All is bad ,\n")  # as many bytes
    os.utime(good, ns=(time_ns, time_ns))
    result = run("clean", "drafts", "-o", "out")
    assert result.stdout.startswith("drafts → out: 1 changed, 3 done before; ")


def test_other_options_are_another_result(run: Run, drafts: Path) -> None:
    run("clean", "drafts", "-o", "out")
    run("clean", "drafts", "-o", "out", "--quotes", "straight")
    assert outputs(Path("out"))["a.txt"] == b'"We leave at dawn," Marlow said.\n'


def test_a_copy_that_is_gone_is_made_again(run: Run, drafts: Path) -> None:
    run("clean", "drafts", "-o", "out")
    Path("out/a.txt").unlink()
    run("clean", "drafts", "-o", "out")
    assert outputs(Path("out")) == ALL_MENDED


def test_a_copy_that_was_edited_stays_as_long_as_its_original(run: Run, drafts: Path) -> None:
    run("clean", "drafts", "-o", "out")
    Path("out/a.txt").write_text("By hand.")
    run("clean", "drafts", "-o", "out")
    assert Path("out/a.txt").read_text() == "By hand."


def test_a_failure_is_forgotten_where_the_file_is_no_longer_asked_for(
    run: Run, drafts: Path
) -> None:
    (drafts / "broken.docx").write_bytes(b"no archive")
    assert run("clean", "drafts", "-o", "out").exit_code == 3
    (drafts / ".gitignore").write_text("broken.docx\n")
    assert run("clean", "drafts", "-o", "out").exit_code == 0
    assert run("status", "out").exit_code == 0


def test_a_dry_run_does_not_touch_the_journal(run: Run, drafts: Path) -> None:
    def stamp() -> object:
        with Journal.open(Path("out")) as journal:
            return journal.stamp("a.txt")

    run("clean", "drafts", "-o", "out")
    os.utime(drafts / "a.txt", (1, 1))
    before = stamp()
    assert run("clean", "drafts", "-o", "out", "--dry-run").stderr == ""
    assert stamp() == before


def test_originals_that_are_gone_are_told_of_once(run: Run, drafts: Path) -> None:
    run("clean", "drafts", "-o", "out")
    (drafts / "a.txt").unlink()
    gone = "copydesk: 1 file done before are gone; their copies were left alone\n"
    assert run("clean", "drafts", "-o", "out").stderr == gone
    assert run("clean", "drafts", "-o", "out").stderr == ""
    assert outputs(Path("out")) == ALL_MENDED


def test_a_bad_file_stops_nothing(run: Run, drafts: Path) -> None:
    (drafts / "bad.txt").write_bytes(b"\x00\x01")
    result = run("clean", "drafts", "-o", "out")
    assert result.exit_code == 3
    assert outputs(Path("out")) == ALL_MENDED
    why = "bad.txt: is not a text file: it holds NUL bytes\n"
    assert result.stderr == f"copydesk: {why}"
    status = run("status", "out")
    assert status.exit_code == 3
    assert "3 changed, 1 unchanged, 1 failed" in status.stdout
    assert "3  quotes/glued-close\n" in status.stdout
    assert status.stdout.endswith(f"Failed:\n  {why}")
    (drafts / "bad.txt").write_bytes(b"good")
    assert run("clean", "drafts", "-o", "out").exit_code == 0
    assert run("status", "out").exit_code == 0


def test_what_may_not_be_read_fails_alone(bound: Program, drafts: Path) -> None:
    (drafts / "a.txt").chmod(0)
    (drafts / "more" / "still").chmod(0)
    done = bound("clean", "drafts", "-o", "out", "--no-grammar")
    (drafts / "more" / "still").chmod(0o700)
    assert done.returncode == 3
    assert done.stderr.decode().splitlines() == [
        "copydesk: a.txt: permission denied",
        "copydesk: more/still: permission denied",
    ]
    assert outputs(Path("out")).keys() == {"more/b.txt", "good.txt"}


def test_an_output_folder_within_the_inputs_is_no_input(run: Run, drafts: Path) -> None:
    for _ in range(2):
        assert run("clean", ".", "-o", "cleaned").exit_code == 0
    mirrored = {f"drafts/{path}": data for path, data in ALL_MENDED.items()}
    assert outputs(Path("cleaned")) == mirrored


@pytest.mark.parametrize(
    ("options", "taken"),
    [
        ([], "a.txt good.txt more/b.txt more/still/c.txt"),
        (["--include", "b.*"], "more/b.txt"),
        (["--include", "/*.txt", "--exclude", "good.txt"], "a.txt"),
        (["--exclude", "still/"], "a.txt good.txt more/b.txt"),
        (["--exclude", "more/*", "--exclude", "!more/b.txt"], "a.txt good.txt more/b.txt"),
        (["--include", "*.png"], "picture.png"),
    ],
)
def test_which_files_are_taken(run: Run, drafts: Path, options: list[str], taken: str) -> None:
    for path in ("picture.png", "a.clean.txt", "a.clean", ".hidden.txt", ".git/x.txt"):
        (drafts / path).parent.mkdir(exist_ok=True)
        (drafts / path).write_text("Well.")
    run("clean", "drafts", "-o", "out", *options)
    assert sorted(outputs(Path("out"))) == taken.split()


def test_a_gitignore_is_respected_in_its_folder(run: Run, drafts: Path) -> None:
    (drafts / ".gitignore").write_text("*.txt\n!\n\\\n!good.txt\n")  # Git takes no notice of two
    (drafts / "more" / ".gitignore").write_text("!/b.txt\n")
    run("clean", "drafts", "-o", "out")
    assert sorted(outputs(Path("out"))) == ["good.txt", "more/b.txt"]


def test_a_dry_run_writes_nothing(run: Run, drafts: Path) -> None:
    result = run("clean", "drafts", "-o", "out", "--dry-run")
    assert result.exit_code == 0
    assert not Path("out").exists()
    assert result.stdout.splitlines() == [
        *(f"drafts/{path} → out/{path}" for path in sorted(ALL_MENDED)),
        "4 files to clean, 0 done before",
    ]
    run("clean", "drafts", "-o", "out")
    before = files(Path("out"))
    again = run("clean", "drafts", "-o", "out", "--dry-run")
    assert again.stdout == "0 files to clean, 4 done before\n"
    assert files(Path("out")) == before


def test_a_dry_run_of_files(run: Run, article: Path) -> None:
    result = run("clean", article.name, "--dry-run", "--diff-file", "x.patch")
    assert result.stdout == "article.txt → article.clean.txt\n"
    assert files(article.parent) == {"article.txt": SPOILED_BYTES}


def test_what_is_left_out_is_said(run: Run, drafts: Path) -> None:
    (drafts / "picture.png").touch()
    (drafts / "link.txt").symlink_to("a.txt")
    os.mkfifo(drafts / "pipe.txt")
    result = run("clean", "drafts", "-o", "out")
    assert result.exit_code == 0
    assert result.stderr == (
        "copydesk: left out: 1 link, 1 other file, 1 special file; "
        "--include takes files of any name\n"
    )
    assert outputs(Path("out")) == ALL_MENDED


@pytest.mark.parametrize(
    "command", [["check"], ["clean", "-o", "out"], ["clean", "-o", "out", "--dry-run"]], ids=str
)
def test_that_there_is_nothing_to_do_is_said(run: Run, drafts: Path, command: list[str]) -> None:
    result = run(*command, "drafts", "--include", "nothing*")
    assert result.exit_code == 0
    assert result.stderr == "copydesk: no file in drafts is one to clean\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["drafts"], "-o, or say --in-place"),
        (["drafts", "-o", "drafts"], "would mix with the originals"),
        (["drafts", "-o", "."], "would mix with the originals"),
        (["drafts", "-o", "drafts/a.txt"], "is none to put it into"),
        (["drafts", "-o", "-"], "is none to put it into"),
        (["drafts", "--in-place", "-o", "out"], "exclude each other"),
        (["drafts", "--stdout"], "are for files"),
        (["drafts", "-o", "out", "--diff", "words"], "are for files"),
        (["drafts", "-o", "out", "--jobs", "0"], "--jobs"),
        (["drafts/a.txt", "--include", "*"], "choose the files of a folder"),
    ],
)
def test_wrong_usage(run: Run, drafts: Path, arguments: list[str], message: str) -> None:
    result = run("clean", *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert not Path("out").exists()


def test_a_folder_of_outputs_holds_those_of_one_folder(run: Run, drafts: Path) -> None:
    run("clean", "drafts", "-o", "out")
    result = run("clean", "drafts/more", "-o", "out")
    assert result.exit_code == 3
    assert f"out holds the cleaned copies of {drafts}" in result.stderr


def test_check_lists_the_findings_of_all_files(run: Run, drafts: Path) -> None:
    (drafts / "bad.txt").write_bytes(b"\x00\x01")
    result = run("check", "drafts")
    assert result.exit_code == 3
    places = [line.split(": ")[0] for line in result.stdout.splitlines()]
    assert places == [f"drafts/{p}:1:19" for p in ("a.txt", "more/b.txt", "more/still/c.txt")]
    assert result.stderr.startswith("copydesk: drafts/bad.txt: is not a text file")
    (drafts / "bad.txt").unlink()
    assert run("check", "drafts").exit_code == 1
    assert run("check", "drafts", "--include", "good.txt").exit_code == 0
    assert not (drafts / ".copydesk").exists()


def test_status_of_a_folder_without_outputs(run: Run, drafts: Path) -> None:
    result = run("status", "drafts")
    assert result.exit_code == 2
    assert "holds no outputs" in result.stderr


def test_an_interrupted_run_says_how_to_go_on(drafts: Path) -> None:
    for number in range(1_000):
        (drafts / f"{number}.txt").write_bytes(SPOILED_BYTES)
    command = [sys.executable, "-m", "copydesk", "clean", "drafts", "-o", "out", "--no-grammar"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as running:
        deadline = time.monotonic() + 60
        while not list(Path("out").glob("*.txt")) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to the workers too
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    pattern = rb"copydesk: interrupted; [\d,]+ files? done, the same command goes on with .*\n"
    assert re.fullmatch(pattern, said)
    assert not list(Path("out/.copydesk").glob("new*"))
    subprocess.run(command, check=True, timeout=300)
    assert outputs(Path("out")).keys() == {*ALL_MENDED, *(f"{n}.txt" for n in range(1_000))}


def test_a_reason_that_no_encoding_has_is_written_down_too(run: Run, drafts: Path) -> None:
    (drafts / "keys.jsonl").write_text('{"\\ud800": "A vote , at last."}')
    assert run("clean", "drafts", "-o", "out").exit_code == 3
    assert "keys.jsonl: has strings at “\\ud800”" in run("status", "out").stdout


def test_a_copy_without_its_original_is_a_text_like_others(run: Run, drafts: Path) -> None:
    (drafts / "alone.clean.txt").write_text("A vote , at last.\n")
    (drafts / "a.clean.txt").write_text("A vote , at last.\n")
    run("clean", "drafts", "-o", "out")
    assert (Path("out") / "alone.clean.txt").read_text() == "A vote, at last.\n"
    assert not (Path("out") / "a.clean.txt").exists()
