"""The unified diff and the patch: `patch` gives the cleaned copy back, byte for byte."""

import codecs
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.formats.plain import PlainText
from copydesk.reports.unified import edits_of, patch, unified
from copydesk.revision import Fix, Revision

needs_patch = pytest.mark.skipif(not shutil.which("patch"), reason="the program patch is missing")


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    text = draw(st.text("ab\n\r é", max_size=60))
    places = st.integers(0, len(text))
    fixes = []
    for _ in range(draw(st.integers(0, 5))):
        start, end = sorted((draw(places), draw(places)))
        fixes.append(Fix.replace(start, end, draw(st.text("xa\n", max_size=4))))
    return Revision(text).then(fixes)


def patched(folder: Path, name: str, data: bytes, diff: bytes) -> bytes:
    """What becomes of a file when `patch` applies the diff to it."""
    original = folder / name
    original.write_bytes(data)
    if diff:  # patch takes an empty one for a mistake
        subprocess.run(["patch", "-s", original], input=diff, check=True, timeout=20)
    assert not list(folder.glob("*.rej"))
    return original.read_bytes()


ENCODINGS = st.sampled_from(
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("cp1252", b""),
    ]
)


@needs_patch
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(revisions(), ENCODINGS)
def test_patch_makes_the_cleaned_copy(
    tmp_path: Path, revision: Revision, encoding: tuple[str, bytes]
) -> None:
    file = PlainText(revision.original, *encoding)
    diff = patch("an article.txt", file, revision)
    before, after = file.encoded(revision.original), file.encoded(revision.text)
    assert patched(tmp_path, "an article.txt", before, diff) == after


@needs_patch
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one\ntwo\n", "one\nTwo\n"),
        ("one\r\ntwo\r\n", "One\r\ntwo\r\n"),
        ("no newline at the end", "No newline at the end"),
        ("a line\n", "a line"),
        ("a line", "a line\n"),
        ("all of it goes\n", ""),
        ("", "all of it is new\n"),
        ("-- a line like a header\n+++ and another\n", "-- a line\n"),
        ("\n".join(map(str, range(40))), "0\nx\n" + "\n".join(map(str, range(2, 40))) + "!"),
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "article.txt",
        "with spaces.txt",
        " in front",
        "behind ",
        "  both  ",
        'a"quote\\.txt',
        "новости.txt",
    ],
)
def test_patch_finds_the_file_by_its_name(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    file = PlainText(before, "utf-8")
    diff = patch(name, file, Revision(before).then([Fix.replace(0, len(before), after)]))
    (tmp_path / name).write_bytes(before.encode())
    subprocess.run(["patch", "-p0", "-s"], input=diff, cwd=tmp_path, check=True, timeout=20)
    assert (tmp_path / name).read_bytes() == after.encode()


def shown(before: str, *fixes: Fix) -> str:
    return "".join(unified("a.txt", before, edits_of(Revision(before).then(fixes))))


def test_no_change_is_no_diff() -> None:
    assert shown("one\n") == ""


def test_lines_taken_out_are_shown_alone() -> None:
    text = "The last sentence.\n\nLeave a comment\nName\n"
    assert shown(text, Fix.delete(18, len(text) - 1)) == (
        "--- a.txt\n+++ a.txt\n@@ -1,4 +1 @@\n The last sentence.\n-\n-Leave a comment\n-Name\n"
    )


def test_changes_far_apart_are_hunks_of_their_own() -> None:
    text = "".join(f"line {i}\n" for i in range(1, 21))
    diff = shown(text, Fix.replace(0, 1, "L"), Fix.delete(len(text) - 8, len(text)))
    assert [line for line in diff.splitlines() if line.startswith("@@")] == [
        "@@ -1,4 +1,4 @@",
        "@@ -17,4 +17,3 @@",
    ]


def test_it_is_linear_in_one_long_line() -> None:
    text = "word , " * 20_000
    fixes = [Fix.delete(at, at + 1) for at in range(4, len(text), 7)]
    diff = shown(text, *fixes)
    assert len(diff) == pytest.approx(2 * len(text), rel=0.1)
