"""Bad input: an error that names the file, nothing written, and the other files still done."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from copydesk import Options
from copydesk.files import replacing

from .conftest import MENDED, SPOILED, Program, Run, files

GOOD, BAD = "article.txt", "bad.txt"
XLIFF = """\
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="fr" target-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>Le</source><target>He opened the the door.</target></trans-unit>
</body></file></xliff>
"""
EDITED = r"""
[[decision]]
rules = ["repeats/word"]
before = " the"
after = ""
everywhere = true
verdict = "edit"
text = "\u0001x"
"""


def assert_only_the_good_one_was_done(
    done: Result | subprocess.CompletedProcess[bytes], folder: Path, name: str, why: str
) -> None:
    if isinstance(done, Result):
        code, said = done.exit_code, done.stderr
    else:
        code, said = done.returncode, done.stderr.decode()
    assert code == 3
    assert said.startswith(f"copydesk: {name}: ")
    assert why in said
    assert len(said.splitlines()) == 1
    found = files(folder)
    assert found.pop("article.clean.txt").decode() == MENDED
    assert not [left for left in found if "clean" in left or "tmp" in left]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "NUL"),
        (b"one\0two\n", "NUL"),
        (b"half a pair \xed\xa0\x80\n", "surrogate"),
        ("“Dawn”".encode() + b" and a stray \x92\n", "line 1"),
        (b"\x81\x8d\x8f\x90\x9d" * 9, "no encoding"),
        (bytes(range(1, 32)) * 20, "control characters"),
        (b"\xff\xfea", "marked as UTF-16"),
    ],
    ids=["binary", "nul", "surrogate", "mixed", "unknown", "controls", "cut short"],
)
def test_unreadable_bytes(run: Run, article: Path, tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / BAD).write_bytes(data)
    done = run("clean", BAD, GOOD, "--diff", "none")
    assert_only_the_good_one_was_done(done, tmp_path, BAD, why)
    assert (tmp_path / BAD).read_bytes() == data


@pytest.mark.parametrize(
    ("option", "value"),
    [("--include", "!"), ("--exclude", "\\"), ("--max-size", "1e300"), ("--author", "a\x01b")],
)
def test_values_that_no_option_takes(run: Run, article: Path, option: str, value: str) -> None:
    done = run("clean", GOOD, option, value)
    assert done.exit_code == 2
    assert f"'{option}'" in done.stderr


def test_a_nul_in_the_file_of_options(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('phrases = ["\\u0000"]\n')
    done = run("clean", GOOD)
    assert done.exit_code == 2
    assert "copydesk.toml:1: phrases: holds the character U+0000" in done.stderr


def test_a_character_that_xml_cannot_hold(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(XLIFF)
    (tmp_path / "copydesk-decisions.toml").write_text(EDITED)
    done = run("clean", "a.xlf")
    assert done.exit_code == 3
    assert "no XML can hold the character U+0001" in done.stderr
    assert not (tmp_path / "a.clean.xlf").exists()


def test_a_source_without_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "…"\nmsgstr "Ia. h"\n\nmsgid "i"\nmsgstr "s"\n')
    assert run("clean", "a.po").exit_code == 0


def test_a_missing_file(run: Run, article: Path, tmp_path: Path) -> None:
    done = run("clean", BAD, GOOD, "--diff", "none")
    assert_only_the_good_one_was_done(done, tmp_path, BAD, "no such file")


def test_a_folder(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    done = run("clean", "drafts", GOOD, "--diff", "none")
    assert_only_the_good_one_was_done(done, tmp_path, "drafts", "is a folder")


def test_a_path_below_a_file(run: Run, article: Path, tmp_path: Path) -> None:
    done = run("clean", f"{GOOD}/{BAD}", GOOD, "--diff", "none")
    assert_only_the_good_one_was_done(done, tmp_path, f"{GOOD}/{BAD}", "not a directory")


def test_a_name_that_is_no_text(program: Program, article: Path, tmp_path: Path) -> None:
    name = b"caf\xe9\x1b[31m.txt"
    done = program("clean", name, GOOD, "--no-grammar", "--diff", "none")
    assert_only_the_good_one_was_done(done, tmp_path, "caf\\xe9\\x1b[31m.txt", "no such file")
    (tmp_path / os.fsdecode(name)).write_text(SPOILED)
    assert program("clean", name, "--no-grammar").returncode == 0
    assert (tmp_path / os.fsdecode(b"caf\xe9\x1b[31m.clean.txt")).read_text() == MENDED


@pytest.mark.parametrize("mode", [0o200, 0o000])
def test_a_file_that_may_not_be_read(
    bound: Program, article: Path, tmp_path: Path, mode: int
) -> None:
    (tmp_path / BAD).write_text(SPOILED)
    (tmp_path / BAD).chmod(mode)
    done = bound("clean", BAD, GOOD, "--no-grammar", "--diff", "none")
    assert_only_the_good_one_was_done(done, tmp_path, BAD, "permission denied")


def test_a_folder_that_may_not_be_entered(bound: Program, article: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(0o000)
    done = bound("clean", f"closed/{BAD}", GOOD, "--no-grammar", "--diff", "none")
    assert_only_the_good_one_was_done(done, tmp_path, f"closed/{BAD}", "permission denied")


def test_a_folder_that_may_not_be_written(bound: Program, article: Path) -> None:
    article.parent.chmod(0o500)
    done = bound("clean", GOOD, "--no-grammar")
    article.parent.chmod(0o700)
    assert done.returncode == 3
    assert b"article.txt: cannot write article.clean.txt: permission denied" in done.stderr


def test_a_file_that_may_not_be_written(bound: Program, article: Path) -> None:
    article.chmod(0o400)
    done = bound("clean", GOOD, "--in-place", "--no-grammar")
    assert done.returncode == 3
    assert b"article.txt: cannot write article.txt: it is read-only" in done.stderr
    assert files(article.parent) == {GOOD: SPOILED.encode()}


@pytest.mark.parametrize("kind", [FileNotFoundError, PermissionError])
def test_what_the_system_refuses_is_told(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch, kind: type[OSError]
) -> None:
    def refuse(path: Path, mode: str) -> object:
        raise kind(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    result = run("clean", article)
    assert result.exit_code == 3
    assert "Traceback" not in result.output


@pytest.mark.parametrize("target", ["article.txt/out.txt", "missing/out.txt", "x" * 300])
def test_a_target_that_cannot_be_written(run: Run, article: Path, target: str) -> None:
    result = run("clean", article, "-o", target)
    assert result.exit_code == 3
    assert result.stderr.startswith(f"copydesk: {article}: cannot write {target}: ")
    assert files(article.parent) == {GOOD: SPOILED.encode()}


def test_a_patch_that_cannot_be_written_stops_the_run(run: Run, article: Path) -> None:
    result = run("clean", article, "--diff-file", "missing/a.patch")
    assert result.exit_code == 3
    assert "cannot write missing/a.patch: no such file or folder" in result.stderr
    assert files(article.parent) == {GOOD: SPOILED.encode()}


def test_a_character_that_the_encoding_lacks(run: Run, article: Path) -> None:
    article.write_bytes('Письмо пришло вовремя, "сказал он", и все были рады.'.encode("koi8-r") * 9)
    result = run("clean", article, "--quotes", "curly")
    assert result.exit_code == 3
    assert "cannot hold" in result.stderr
    assert list(files(article.parent)) == [GOOD]


def test_an_output_over_its_own_input(run: Run, article: Path) -> None:
    result = run("clean", article, "-o", "./article.txt")
    assert result.exit_code == 3
    assert "--in-place" in result.stderr
    assert article.read_text("utf-8") == SPOILED


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_an_output_over_an_input_under_another_name(
    run: Run, article: Path, link: Callable[[Path, Path], None]
) -> None:
    link(article, article.parent / "other.txt")
    result = run("clean", article, "-o", "other.txt")
    assert result.exit_code == 3
    assert article.read_text("utf-8") == SPOILED


def test_an_output_over_another_input(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "article.clean.txt").write_text("All is well.")
    result = run("clean", "article.txt", "article.clean.txt")
    assert result.exit_code == 3
    assert "article.txt: its output would overwrite the input article.clean.txt" in result.stderr
    assert (tmp_path / "article.clean.txt").read_text() == "All is well."
    assert (tmp_path / "article.clean.clean.txt").exists()


def test_one_output_for_two_inputs(run: Run, article: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.txt").write_text("All is well.")
    result = run("clean", "a/same.txt", "b/same.txt", article, "-o", "out")
    assert result.exit_code == 3
    assert result.stderr.count("would be the output of another input too") == 2
    assert files(tmp_path / "out") == {GOOD: MENDED.encode()}


def test_a_defect_of_ours_stops_one_file_alone(
    run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from copydesk.pipeline import cleaned

    def failing(text: str, options: Options, **asked: object) -> object:
        if "Marlow" in text:
            raise ZeroDivisionError("by nought")
        return cleaned(text, options, grammar="off")

    monkeypatch.setattr("copydesk.pipeline.cleaned", failing)
    (tmp_path / "good.txt").write_text("All is well.")
    result = run("clean", article, "good.txt")
    assert result.exit_code == 3
    assert "an error of copydesk itself" in result.stderr
    assert "ZeroDivisionError: by nought" in result.stderr
    assert (tmp_path / "good.clean.txt").exists()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small disk takes root")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk(program: Program, article: Path, tiny_disk: Path) -> None:
    article.write_text(SPOILED + "All is well. " * 20_000, "utf-8")
    older = tiny_disk / "out.txt"
    older.write_text("an older copy")
    done = program("clean", GOOD, "-o", older, "--no-grammar", "--only", "quotes/glued-close")
    assert done.returncode == 3
    assert f"cannot write {older}: no space left on device".encode() in done.stderr
    assert files(tiny_disk) == {"out.txt": b"an older copy"}


def test_a_limit_on_the_size_of_files(program: Program, article: Path) -> None:
    article.write_text(SPOILED + "All is well. " * 20_000, "utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    only = ["--only", "quotes/glued-close"]
    done = program("clean", GOOD, "--in-place", "--no-grammar", *only, preexec_fn=limit)
    assert done.returncode == 3
    assert b"file too large" in done.stderr
    assert list(files(article.parent)) == [GOOD]
    assert article.read_text("utf-8").startswith(SPOILED)


def test_a_patch_that_cannot_be_finished_is_removed(program: Program, article: Path) -> None:
    article.write_text("The talks failed , she said.\n" * 2000)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    output = ["-o", os.devnull, "--diff", "none", "--diff-file", "fp.patch"]
    done = program("clean", GOOD, "--no-grammar", *output, preexec_fn=limit)
    assert done.returncode == 3
    assert done.stderr == b"copydesk: cannot write fp.patch: file too large\n"
    assert list(files(article.parent)) == [GOOD]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, OSError])
def test_what_is_half_written_is_removed(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "article.txt"
    target.write_text("the original")

    def write() -> None:
        with replacing(target) as file:
            file.write(b"half of ")
            raise error

    with pytest.raises(error):
        write()
    assert files(tmp_path) == {"article.txt": b"the original"}


def test_a_single_line_of_fifty_megabytes(article: Path) -> None:
    article.write_text(
        ("“We leave at dawn, ”Marlow said. " + "All is well. " * 4000) * 1000, "utf-8"
    )
    assert article.stat().st_size > 50e6
    measure = (
        "import resource, subprocess, sys; ended = subprocess.run(sys.argv[1:]).returncode;"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(ended)"
    )
    clean = ["-m", "copydesk", "clean", GOOD, "--no-grammar", "--only", "quotes/glued-close"]
    clean += ["--max-size", "100"]
    program = [sys.executable, "-c", measure, sys.executable, *clean, "--diff", "words"]
    done = subprocess.run(program, capture_output=True, timeout=120)
    *diff, summary, memory = done.stdout.decode().splitlines()
    assert len(diff) == 1 + 1000
    assert "1,000 changes" in summary
    assert int(memory) < 1_000_000  # kilobytes
