"""The diff by words and the listing, as a person reads them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from copydesk.pipeline import Cleaned
from copydesk.reports.lines import Places, regions
from copydesk.reports.listing import findings
from copydesk.reports.words import rows
from copydesk.revision import Fix, Revision
from copydesk.text import Edit, Span, apply


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    text = draw(st.text("ab\n .", max_size=60))
    places = st.integers(0, len(text))
    fixes = []
    for _ in range(draw(st.integers(0, 5))):
        start, end = sorted((draw(places), draw(places)))
        fixes.append(Fix.replace(start, end, draw(st.text("xa\n", max_size=4))))
    return Revision(text).then(fixes)


@given(revisions())
def test_regions_are_whole_lines_before_and_after(revision: Revision) -> None:
    edits = sorted(edit for change in revision.changes for edit in change.edits)
    found = list(regions(revision.original, edits))
    assert [edit for region in found for edit in region.edits] == edits
    at = 0
    for region in found:
        start, end = region.span.start, region.span.end
        assert at <= start
        assert start == 0 or revision.original[start - 1] == "\n"
        assert end == len(revision.original) or revision.original[end - 1] == "\n"
        assert region.number == revision.original.count("\n", 0, start)
        moved = [Edit(Span(e.span.start - start, e.span.end - start), e.text) for e in region.edits]
        after = apply(revision.original[start:end], moved)
        assert end == len(revision.original) or after[-1:] in ("", "\n")
        at = end


@given(revisions())
def test_every_edit_is_in_some_row(revision: Revision) -> None:
    shown = list(rows(revision))
    assert bool(shown) == bool(revision.changes)
    for row in shown:
        assert 1 <= row.line <= revision.original.count("\n") + 1
        assert any(piece.kind != "kept" for piece in row.pieces)


def diff(text: str, *fixes: Fix) -> list[str]:
    named = [replace(fix, rule="some/rule") for fix in fixes]
    return [str(row).removesuffix("  (some/rule)") for row in rows(Revision(text).then(named))]


def test_words_stay_whole_and_marks_beside_them_are_kept() -> None:
    text = "the stake of the day .\n"
    fixes = (Fix.replace(0, 16, "the issue of the"), Fix.replace(20, 22, "."))
    assert diff(text, *fixes) == ["    1  the [-stake-]{+issue+} of the day[- -]."]


def test_far_places_of_one_line_stand_in_rows_of_their_own() -> None:
    text = "one , " + "word " * 40 + "two , three\n"
    fixes = (Fix.delete(3, 4), Fix.delete(len(text) - 9, len(text) - 8))
    first, last = diff(text, *fixes)
    assert first == "    1  one[- -], word word word word word word word …"
    assert last == "    1  … word word word word word word word two[- -], three"


def test_a_block_is_folded() -> None:
    text = "The end.\n" + "".join(f"Share {n}\n" for n in range(20))
    assert diff(text, Fix.delete(9, len(text))) == [
        "    2  [-Share 0⏎-]",
        "    3  [-Share 1⏎-]",
        "    4  [-Share 2⏎-]",
        "    5  … 16 more lines …",
        "   21  [-Share 19⏎-]",
    ]


def test_the_invisible_is_made_visible_and_nothing_steers_the_terminal() -> None:
    text = "a\u200bb \x1b[31m[bold]red[/bold]\n"
    assert diff(text, Fix.delete(1, 2)) == ["    1  a[-\\u200b-]b \\x1b[31m[bold]red[/bold]"]


def test_places_count_from_one_in_code_points() -> None:
    places = Places("a\r\n\U0001f600b\rc\nd")
    found = [places.line_and_column(offset) for offset in (0, 3, 4, 6, 8)]
    assert found == [(1, 1), (2, 1), (2, 2), (3, 1), (4, 1)]


def test_a_listing_has_changes_and_suggestions_in_their_order() -> None:
    revision = Revision("Talks failed , she said.\nIn the the end.\n")
    twice = Fix.delete(32, 36, "a word said twice", sure=False)
    space = Fix.delete(12, 13, "space before a comma")
    offered = revision.proposed([replace(twice, rule="c/d")])
    made = revision.then([replace(space, rule="a/b")])
    listed = [str(finding) for finding in findings(Cleaned(made, offered))]
    assert listed == [
        "1:13: a/b: space before a comma: “failed ,” → “failed,”",
        "2:8: c/d: suggestion: a word said twice: “the end.” → “end.”",
    ]
