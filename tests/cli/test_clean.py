"""`copydesk clean`: where the copy goes, and what is printed."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk import Cleaned, Options, Revision

from .conftest import MENDED, SPOILED, Program, Run, files

SPOILED_BYTES, MENDED_BYTES = SPOILED.encode(), MENDED.encode()


def test_the_copy_lies_beside_the_original(run: Run, article: Path) -> None:
    result = run("clean", article.name)
    assert result.exit_code == 0
    assert files(article.parent) == {
        "article.txt": SPOILED_BYTES,
        "article.clean.txt": MENDED_BYTES,
    }
    *diff, summary = result.stdout.splitlines()
    assert diff == [
        "--- article.txt",
        "+++ article.txt",
        "@@ -1 +1 @@",
        f"-{SPOILED.rstrip()}",
        f"+{MENDED.rstrip()}",
    ]
    assert summary.startswith("article.txt → article.clean.txt: 1 change (quotes 1), ")
    assert result.stderr == ""


def test_a_name_without_ending(run: Run, tmp_path: Path) -> None:
    (tmp_path / "article").write_bytes(SPOILED_BYTES)
    assert run("clean", "article").exit_code == 0
    assert "article.clean" in files(tmp_path)


def test_a_text_without_defect_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(b"\xef\xbb\xbfAll is well.\r\nIt stays so.")
    result = run("clean", "good.txt")
    assert (tmp_path / "good.clean.txt").read_bytes() == (tmp_path / "good.txt").read_bytes()
    assert result.stdout.startswith("good.txt → good.clean.txt: nothing to change, ")


def test_an_empty_file_gives_an_empty_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert run("clean", "empty.txt").exit_code == 0
    assert files(tmp_path) == {"empty.txt": b"", "empty.clean.txt": b""}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SPOILED.encode("cp1252"), MENDED.encode("cp1252")),
        (SPOILED.encode("utf-16"), MENDED.encode("utf-16")),
        (SPOILED.encode("utf-16-be"), MENDED.encode("utf-16-be")),
        (SPOILED.encode("utf-8-sig"), MENDED.encode("utf-8-sig")),
        (SPOILED_BYTES.rstrip(), MENDED_BYTES.rstrip()),
        (SPOILED_BYTES.replace(b"\n", b"\r\n"), MENDED_BYTES.replace(b"\n", b"\r\n")),
        (SPOILED_BYTES + b"\r\n\n" + SPOILED_BYTES, MENDED_BYTES + b"\r\n\n" + MENDED_BYTES),
    ],
    ids=["cp1252", "utf-16", "utf-16-be", "bom", "no newline", "crlf", "mixed"],
)
def test_encoding_and_line_ends_are_kept(
    run: Run, article: Path, before: bytes, after: bytes
) -> None:
    article.write_bytes(before)
    assert run("clean", article).exit_code == 0
    assert article.with_name("article.clean.txt").read_bytes() == after


def test_output_to_a_file(run: Run, article: Path) -> None:
    article.with_name("out.txt").write_text("an older copy")
    assert run("clean", article, "-o", "out.txt").exit_code == 0
    assert files(article.parent) == {"article.txt": SPOILED_BYTES, "out.txt": MENDED_BYTES}


def test_output_of_several_files_to_a_folder_that_is_made(run: Run, article: Path) -> None:
    article.with_name("other.txt").write_text("All is well.")
    result = run("clean", "article.txt", "other.txt", "-o", "new/cleaned")
    assert result.exit_code == 0
    assert files(article.parent / "new") == {
        "cleaned/article.txt": MENDED_BYTES,
        "cleaned/other.txt": b"All is well.",
    }
    assert result.stdout.splitlines()[-1].startswith("2 files: 1 change (quotes 1), ")


def test_output_to_a_folder_that_is_there(run: Run, article: Path) -> None:
    (article.parent / "out").mkdir()
    assert run("clean", article, "-o", "out").exit_code == 0
    assert (article.parent / "out" / "article.txt").read_bytes() == MENDED_BYTES


def test_in_place_keeps_mode_and_link(run: Run, article: Path) -> None:
    article.chmod(0o640)
    link = article.with_name("link.txt")
    link.symlink_to(article.name)
    assert run("clean", link, "--in-place").exit_code == 0
    assert link.is_symlink()
    assert article.read_bytes() == MENDED_BYTES
    assert stat.S_IMODE(article.stat().st_mode) == 0o640


def test_in_place_leaves_a_good_text_untouched(run: Run, article: Path) -> None:
    article.write_text("All is well.\n")
    before = article.stat()
    assert run("clean", article, "--in-place").exit_code == 0
    assert (article.stat().st_ino, article.stat().st_mtime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
    )


def test_a_private_article_has_a_private_copy(run: Run, article: Path) -> None:
    article.chmod(0o600)
    run("clean", article)
    assert stat.S_IMODE(article.with_name("article.clean.txt").stat().st_mode) == 0o600


def test_a_filter_writes_the_text_and_nothing_else(program: Program, tmp_path: Path) -> None:
    done = program("clean", "-", "--no-grammar", input=SPOILED.encode("utf-16"))
    assert (done.returncode, done.stdout, done.stderr) == (0, MENDED.encode("utf-16"), b"")
    assert files(tmp_path) == {}


def test_stdout_with_a_diff_keeps_them_apart(program: Program, article: Path) -> None:
    done = program("clean", article.name, "--stdout", "--diff", "words", "--no-grammar")
    assert done.stdout == MENDED_BYTES
    shown = (
        "article.txt:\n    1  “We leave at dawn,[- ”-]{+” +}Marlow said.  (quotes/glued-close)\n"
    )
    assert done.stderr.decode() == shown
    assert files(article.parent) == {"article.txt": SPOILED_BYTES}


def test_standard_input_can_go_to_a_file(run: Run, tmp_path: Path) -> None:
    assert run("clean", "-", "-o", "out.txt", input=SPOILED_BYTES).exit_code == 0
    assert files(tmp_path) == {"out.txt": MENDED_BYTES}


def test_a_device_is_written_to_and_not_replaced(run: Run, article: Path) -> None:
    assert run("clean", article, "-o", os.devnull).exit_code == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def through(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a command of the shell, in which `copydesk` is this one."""
    own = f'copydesk() {{ {sys.executable} -m copydesk "$@" --no-grammar; }}; '
    return subprocess.run(["bash", "-c", own + command], capture_output=True, cwd=folder)


def test_a_pipe_is_written_to(article: Path) -> None:
    done = through("copydesk clean article.txt -o >(cat >&2) --diff none | cat", article.parent)
    assert (done.stderr, done.stdout.count(b"\n")) == (MENDED_BYTES, 1)
    assert files(article.parent) == {"article.txt": SPOILED_BYTES}


@pytest.mark.parametrize("into", ["| cat", ">out.txt; cat out.txt; rm out.txt"])
def test_a_path_of_standard_output_is_standard_output(article: Path, into: str) -> None:
    done = through(f"copydesk clean article.txt -o /dev/stdout {into}", article.parent)
    assert (done.stdout, done.stderr) == (MENDED_BYTES, b"")
    assert files(article.parent) == {"article.txt": SPOILED_BYTES}


def test_a_patch_can_go_to_a_pipe(article: Path) -> None:
    command = "copydesk clean article.txt --in-place --diff-file >(patch -R -s -o back.txt) | cat"
    assert through(command, article.parent).stderr == b""
    assert files(article.parent) == {"article.txt": MENDED_BYTES, "back.txt": SPOILED_BYTES}


@pytest.mark.parametrize("special", ["pipe", os.devnull, "folder"])
def test_in_place_is_for_regular_files(run: Run, article: Path, special: str) -> None:
    os.mkfifo("pipe")
    os.mkdir("folder")
    result = run("clean", special, article, "--in-place")
    assert result.exit_code == 3
    assert result.stderr == f"copydesk: {special}: --in-place needs a regular file\n"
    assert article.read_bytes() == MENDED_BYTES


def test_diff_none_leaves_the_summary(run: Run, article: Path) -> None:
    assert len(run("clean", article, "--diff", "none").stdout.splitlines()) == 1


DOUBTFUL = "In phase 2 300 patients came.\n"


def test_the_last_line_lists_the_suggestions_by_the_same_options(run: Run, tmp_path: Path) -> None:
    for name in ("one.txt", "-two it.txt", "good.txt"):
        (tmp_path / name).write_text("Fine.\n" if name == "good.txt" else DOUBTFUL)
    options = ["--skip", "grammar", "--skip", "quotes", "--isolated"]
    inputs = ["one.txt", "good.txt", "-two it.txt"]
    result = run("clean", "--diff", "none", *options, "-o", "out", "--", *inputs)
    *_, last = result.stdout.splitlines()
    command, _, said = last.strip("`").partition("`")
    assert said == " lists the suggestions"
    program, command, *arguments = shlex.split(command)
    assert (program, command) == ("copydesk", "check")
    assert sorted(arguments[:-3]) == sorted([*options, "--no-grammar"])
    assert arguments[-3:] == ["--", "one.txt", "-two it.txt"]
    listed = run("check", *arguments[arguments.index("--skip") :])
    assert listed.stdout.count("suggestion: ") == 2


def test_of_many_files_with_suggestions_the_first_are_named(run: Run, tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(5)]
    for name in names:
        (tmp_path / name).write_text(DOUBTFUL)
    *_, last = run("clean", *names, "-o", "out").stdout.splitlines()
    assert last == "`copydesk check --no-grammar 0.txt 1.txt 2.txt …` lists the suggestions"


def test_without_suggestions_nothing_lists_them(run: Run, article: Path) -> None:
    assert "lists" not in run("clean", article).stdout


def test_no_command_lists_those_of_standard_input_which_is_gone(run: Run) -> None:
    result = run("clean", "-", "-o", "out.txt", input=DOUBTFUL.encode())
    assert "1 suggestion" in result.stdout
    assert "lists" not in result.stdout


def test_a_diff_to_a_pipe_is_a_patch(program: Program, article: Path) -> None:
    text = "one \x1b[31m[bold]\x02\r\n“Dawn, ”she said.\r\n"
    article.write_bytes(text.encode())
    done = program("clean", article.name, "--no-grammar", "--only", "quotes", "--diff", "unified")
    assert b"\n one \x1b[31m[bold]\x02\r\n-" in done.stdout


def test_the_patch_of_several_files_applies(program: Program, article: Path) -> None:
    article.with_name("an other.txt").write_bytes(b"\xef\xbb\xbf" + SPOILED_BYTES.rstrip())
    names = ["article.txt", "an other.txt", "missing.txt"]
    done = program("clean", *names, "--diff-file", "all.patch", "--diff", "none", "--no-grammar")
    assert done.returncode == 3
    subprocess.run("patch -s -p0 < all.patch", shell=True, check=True, cwd=article.parent)
    found = files(article.parent)
    assert found["article.txt"] == found["article.clean.txt"]
    assert found["an other.txt"] == found["an other.clean.txt"]


def test_only_and_skip(run: Run, article: Path) -> None:
    article.write_text("“Dawn, ”she said , and left.")
    clean = article.with_name("article.clean.txt")
    run("clean", article, "--only", "quotes/glued-close")
    assert clean.read_text("utf-8") == "“Dawn,” she said , and left."
    run("clean", article, "--skip", "quotes")
    assert "“Dawn, ”she said, and left." in clean.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "quotes/glued-clsoe"], "did you mean “quotes/glued-close”?"),
        (["--skip", "glued-close"], "did you mean “quotes/glued-close”?"),
        (["--skip", "xyzzy"], "copydesk rules"),
        (["--in-place", "--stdout"], "exclude each other"),
        (["-o", "x", "--in-place"], "exclude each other"),
        (["--language", "English, please"], "is no language tag"),
        (["--grammar", "require"], "exclude each other"),  # `run` adds --no-grammar
        (["--quotes", "fancy"], "keep"),
        (["--diff-file", "article.txt"], "is an input or output"),
        (["--diff-file", "article.clean.txt"], "is an input or output"),
        (["--diff-file", "-"], "--diff unified"),
        (["--diff-file", ""], "a path cannot be empty"),
        (["--output", ""], "a path cannot be empty"),
        ([""], "a path cannot be empty"),
        (["--wrong"], "--wrong"),
    ],
)
def test_wrong_usage(run: Run, article: Path, arguments: list[str], message: str) -> None:
    result = run("clean", article, *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert files(article.parent) == {"article.txt": SPOILED_BYTES}


@pytest.mark.parametrize("arguments", [["-", "--in-place"], ["-", "article.txt", "-o", "out"], []])
def test_wrong_usage_of_standard_input(run: Run, article: Path, arguments: list[str]) -> None:
    assert run("clean", *arguments).exit_code == 2
    assert files(article.parent) == {"article.txt": SPOILED_BYTES}


def test_every_option_reaches_the_pipeline(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Options, object]] = []

    def cleaned(text: str, options: Options, **asked: object) -> Cleaned:
        seen.append((options, asked["grammar"]))
        return Cleaned(Revision(text))

    monkeypatch.setattr("copydesk.pipeline.cleaned", cleaned)
    article.with_name("names.txt").write_text("# the band\nvan der Elst\n\nC#  # the language\n")
    options = (
        "--quotes curly --language en-GB --source-language fr --only quotes --skip breaks"
        " --names names.txt"
    )
    assert run("clean", article, *options.split()).exit_code == 0
    names = frozenset({"van der Elst", "C#"})
    assert seen == [(Options("en-GB", "fr", "curly", ("quotes",), ("breaks",), names), "off")]


@pytest.mark.parametrize(
    ("content", "why"), [(None, "cannot read names.txt: No such file"), (b"\xe9", "not in UTF-8")]
)
def test_a_list_of_names_that_cannot_be_read(
    run: Run, article: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        article.with_name("names.txt").write_bytes(content)
    result = run("clean", article, "--names", "names.txt")
    assert result.exit_code == 2
    said = " ".join(result.stderr.replace("│", " ").split())
    assert why in said
    assert "--names" in said
