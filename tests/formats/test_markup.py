"""Markdown, HTML and subtitles: the prose is mended, and all around it stays, byte for byte."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.formats import FORMATS, TextFile, Unreadable, format_of, read
from copydesk.formats.fit import fitted
from copydesk.options import Options
from copydesk.pipeline import Cleaned, cleaned
from copydesk.revision import Fix, Revision
from copydesk.text import Area, Span, apply

FILES = Path(__file__).parent / "files"
MARKED_UP = ("markdown", "html", "srt", "webvtt")

PROSE = "word|Word |, | ,| .|. |the the |”|“|é|…|\n|\n\n|\r\n"
SOUPS = {
    "markdown": "# |- |1. |1 .|> |*|**|_|`|```\n|[|](x)|![|<b>|</b>|<div>|&amp;|&|\\|  \n||---"
    "|$$|{{|}}|~~|<http://a.b>|=|---\n|[^1]|[^1]: |    ",
    "html": "<p>|</p>|<b>|</b>|<br>|<code>|</code>|<pre>|<script>|</script>|<p lang=fr>|<!--|-->"
    "|&amp;|&nbsp;|&rsquo;|&copy|&shy;|&|<|>|\"|'| |  |<div a='b'>|</",
    "srt": "1\n00:00:01,000 --> 00:00:02,000\n|- |<i>|</i>|{\\an8}|{|<|2\n|♪",
    "webvtt": "00:01.000 --> 00:02.000\n|<v Ann>|</v>|<c.x>|&amp;|&lrm;|&|<|NOTE x\n\n",
}
BEGINNINGS = {
    "srt": "1\n00:00:01,000 --> 00:00:02,000\n",
    "webvtt": "WEBVTT\n\n00:01.0 --> 00:02.0\n",
}


def files_of(name: str) -> st.SearchStrategy[bytes]:
    """Files of the format, of pieces that touch its grammar."""
    start = {
        "srt": "1\n00:00:01,000 --> 00:00:02,000\n",
        "webvtt": "WEBVTT\n\n00:01.0 --> 00:02.0\n",
    }
    pieces = st.lists(st.sampled_from(SOUPS[name].split("|")), max_size=30)
    return pieces.map(lambda found: (start.get(name, "") + "".join(found)).encode())


ANY_FILE = st.sampled_from(MARKED_UP).flatmap(lambda name: st.tuples(st.just(name), files_of(name)))


def mended(file: TextFile) -> Cleaned:
    return fitted(cleaned(file.text, Options(), grammar="off", keep=file.guarded), file)


@pytest.mark.parametrize("name", ["ferry.md", "harbor.html", "tides.srt", "tides.vtt"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_file_is_mended_within_its_markup(name: str, line_end: bytes) -> None:
    stem, _, suffix = name.partition(".")
    given_, expected = (
        (FILES / f"{stem}{part}.{suffix}").read_bytes().replace(b"\n", line_end)
        for part in ("", ".clean")
    )
    file = read(given_, format_of(name))
    assert file.encode(mended(file).revision) == expected
    again = read(expected, format_of(name))
    assert not mended(again).changes


@given(ANY_FILE)
def test_without_changes_the_bytes_are_the_same(given_: tuple[str, bytes]) -> None:
    name, data = given_
    file = read(data, format_of("", name))
    unchanged = Revision(file.text)
    assert file.encode(unchanged) == data
    assert file.fits(unchanged)


@given(ANY_FILE)
def test_a_mended_file_reads_as_mended_and_stays_so(given_: tuple[str, bytes]) -> None:
    name, data = given_
    file = read(data, format_of("", name))
    result = mended(file)
    again = read(file.encode(result.revision), format_of("", name))
    assert again.text.split() == result.text.split()


@given(ANY_FILE, st.data())
def test_a_change_lands_where_it_should_or_is_refused(
    given_: tuple[str, bytes], draw: st.DataObject
) -> None:
    name, data = given_
    file = read(data, format_of("", name))
    start = draw.draw(st.integers(0, len(file.text)))
    end = draw.draw(st.integers(start, min(len(file.text), start + 9)))
    fix = Fix.replace(start, end, draw.draw(st.text('a*_<&”" .', max_size=3)))
    if Area(file.guarded).meets(Span(start, end)) or not file.text:
        return
    made = Revision(file.text).then([fix])
    result = fitted(Cleaned(made), file)
    written = file.encode(result.revision)
    again = read(written, format_of("", name))
    assert again.text.split() == result.text.split()
    edits = [edit for change in result.changes for edit in change.edits]
    in_file = list(file.in_file(edits))
    assert all(a.span.end <= b.span.start for a, b in pairwise(in_file))
    in_bytes = file.in_bytes(edits)
    assert in_bytes is not None
    assert apply(data.decode("latin-1"), in_bytes).encode("latin-1") == written


@pytest.mark.parametrize(
    ("name", "page"),
    [
        (
            "markdown",
            "By *the\nthe **sea*** she read *Sea , Sea*.\n\n**No , no.** *" + "no " * 40 + "no*",
        ),
        (
            "html",
            "<p>By <i>the the <b>sea</b></i> she read <cite>Sea , Sea</cite>.<p><b>No</b> <em>no",
        ),
    ],
)
def test_words_in_italics_stay_and_their_marks_are_mended(name: str, page: str) -> None:
    file = read(page.encode(), format_of("", name))
    words = [file.text[place.start : place.end] for place in file.italics]
    assert words[:2] == ["the the sea", "Sea , Sea"]
    assert all(len(said) <= 80 for said in words)
    apart = tuple((place.start, place.end) for place in file.italics)
    result = cleaned(file.text, Options(set_apart=apart), grammar="off", keep=file.guarded)
    assert result.text.startswith("By the the sea she read Sea, Sea.")


HOSTILE = {
    "markdown": "<·[·*a_·> ·`a``b·- a\n·|a·[a](<b·![·\\·&a·a\n",
    "html": "<·<a·</·<!--·<?·<![CDATA[·&·&a·<a b=\"·<a b='·<div>·<b>·</b>·<script>·<title>·<code>"
    "·<p lang=fr>·<a =·\0· ·a ·<sub>",
    "srt": "<·{·1\n·\n·00:00:01,000 --> 00:00:02,000\n·a\n·- A\n·-->",
    "webvtt": "<v ·&·00:01.000 --> 00:02.000\n·a ·\n\n",
}


@pytest.mark.parametrize("name", MARKED_UP)
def test_hostile_files_are_read_in_time(name: str) -> None:
    for piece in HOSTILE[name].split("·"):
        data = (BEGINNINGS.get(name, "") + piece * 15_000).encode()
        start = time.perf_counter()
        try:
            file = read(data, format_of("", name))
        except Unreadable:
            continue
        assert file.encode(Revision(file.text)) == data
        assert len(file.guarded) <= len(data)
        assert time.perf_counter() - start < 20, piece


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_told_of(format: object) -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    names, endings = (getattr(format, part) for part in ("name", "suffixes"))
    row = next(line for line in page.splitlines() if line.startswith("|") and f"`{names}`" in line)
    assert all(f"`{ending}`" in row for ending in endings if ending)
