"""What the page draws from says the same as the text and its findings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.pipeline import Cleaned
from copydesk.review.findings import Finding, findings_of
from copydesk.review.web.layout import ASIDE, Layout, Piece
from copydesk.revision import Fix, Revision
from copydesk.text import Edit, Span

from .conftest import marked


def laid_out(cleaned: Cleaned) -> list[list[Piece]]:
    return Layout(cleaned.original, findings_of(cleaned)).paragraphs()


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", [[]]),
        ("one\r\n\ntwo", [["one"], [""], ["two"]]),
        ("the [-the -]sea", [["the ", (0, 0), "sea"]]),
        ("one[-\n\n-]two\nthree", [["one", (0, 0), "two"], ["three"]]),
        ("[-a-]{+b+}(-c-)(+d+)", [[(0, 0), (1, 0)]]),
    ],
)
def test_paragraphs(text: str, paragraphs: list[list[Piece]]) -> None:
    assert laid_out(marked(text)) == paragraphs


def test_text_between_the_parts_of_a_finding() -> None:
    fix = Fix((Edit(Span(0, 1), "“"), Edit(Span(4, 5), "”")), "paired", rule="quotes/mixed")
    cleaned = Cleaned(Revision('"a\nb" c').then([fix]))
    assert laid_out(cleaned) == [[(0, 0), (0, 0, "a")], [(0, 0, "b"), (0, 1), " c"]]


def test_what_lies_over_a_change_is_drawn_before_it() -> None:
    below, above = marked("on the [-see-]{+sea+} now"), marked("on (-the see-)(+a sea+) now")
    cleaned = Cleaned(below.revision, above.suggestions)
    assert laid_out(cleaned) == [["on ", (0, ASIDE), (0, ASIDE, "the "), (1, 0), " now"]]
    assert Layout(cleaned.original, findings_of(cleaned)).covers == {0: (1,)}


@st.composite
def crowded_texts(draw: st.DrawFn) -> Cleaned:
    text = draw(st.text("ab\r\n", min_size=1, max_size=30))
    spans = st.builds(
        lambda *at: Span(*sorted(at)), st.integers(0, len(text)), st.integers(0, len(text))
    )
    fixes = st.lists(
        st.builds(lambda s, t: Fix((Edit(s, t),), rule="a/b"), spans, st.text("xy", max_size=2)),
        max_size=5,
    )
    revision = Revision(text).then(draw(fixes))
    suggestions = [s for fix in draw(fixes) for s in Revision(text).proposed([fix])]
    return Cleaned(revision, tuple(suggestions))


@given(crowded_texts())
def test_nothing_of_the_text_is_lost_or_told_twice(cleaned: Cleaned) -> None:
    findings = findings_of(cleaned)
    shown = ["".join(_original(p, findings) for p in line) for line in laid_out(cleaned)]
    assert "\n".join(shown).replace("\r", "") == cleaned.original.replace("\r", "")


@given(crowded_texts())
def test_every_finding_is_shown_in_all_its_parts(cleaned: Cleaned) -> None:
    pieces = [piece for line in laid_out(cleaned) for piece in line if len(piece) == 2]
    for finding in findings_of(cleaned):
        parts = [piece[1] for piece in pieces if piece[0] == finding.id]
        assert parts in ([ASIDE], [*range(len(finding.change.edits))])


def _original(piece: Piece, findings: tuple[Finding, ...]) -> str:
    if isinstance(piece, str):
        return piece
    if len(piece) == 3:
        return piece[2]
    return "" if piece[1] == ASIDE else findings[piece[0]].content.before[piece[1]]
