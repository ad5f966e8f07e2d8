"""The laws of edits and revisions, and examples of each."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.revision import Change, Fix, Revision, disjoint
from copydesk.text import Edit, Span, apply

TEXTS = st.text("xyz. “\U0001f600", max_size=20)


@st.composite
def fixes_of(draw: st.DrawFn, text: str, rule: str) -> list[Fix]:
    """Some fixes of one pass, as a rule yields them: of one edit or two, in any order."""
    places = st.integers(0, len(text))
    edits = [
        Edit(Span(*sorted((draw(places), draw(places)))), draw(st.text("ab “", max_size=3)))
        for _ in range(draw(st.integers(0, 6)))
    ]
    fixes = []
    while edits:
        first, *rest = edits
        partner = next((e for e in rest if not e.span.conflicts(first.span)), None)
        both = (first, partner) if partner and draw(st.booleans()) else (first,)
        edits = [e for e in edits if e not in both]
        fixes.append(Fix(tuple(sorted(both)), message=f"because of {rule}", rule=rule))
    return fixes


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    revision = Revision(draw(TEXTS))
    for n in range(draw(st.integers(0, 4))):
        revision = revision.then(draw(fixes_of(revision.text, f"rule/{n}")))
    return revision


@given(st.data(), revisions())
def test_composing_passes_equals_applying_them_one_after_another(
    data: st.DataObject, revision: Revision
) -> None:
    fixes = data.draw(fixes_of(revision.text, "rule/last"))
    made = disjoint(fixes, revision.text)
    expected = apply(revision.text, (e for f in made for e in f.edits))
    assert revision.then(fixes).text == expected


@given(revisions())
def test_changes_are_real_sorted_and_apart(revision: Revision) -> None:
    edits = [e for c in revision.changes for e in c.edits]
    assert list(revision.changes) == sorted(revision.changes, key=lambda c: c.edits)
    for edit in edits:
        assert revision.original[edit.span.start : edit.span.end] != edit.text
    ordered = sorted(edits)
    for left, right in pairwise(ordered):
        assert not left.span.touches(right.span)


@given(revisions())
def test_a_change_says_what_stood_there_and_what_stands_there_now(revision: Revision) -> None:
    for change in revision.changes:
        alone = revision.only([change])
        assert revision.original[change.start : change.end] == change.before
        assert alone.text == (
            revision.original[: change.start] + change.after + revision.original[change.end :]
        )


@given(st.data(), revisions())
def test_any_subset_of_changes_can_be_kept(data: st.DataObject, revision: Revision) -> None:
    kept = data.draw(st.sets(st.sampled_from(revision.changes))) if revision.changes else set()
    assert revision.only(kept).text == apply(revision.original, (e for c in kept for e in c.edits))


@given(revisions())
def test_a_revision_survives_json(revision: Revision) -> None:
    record = json.loads(json.dumps(revision.to_dict()))
    assert Revision.from_dict(revision.original, record) == revision


@given(st.data(), revisions())
def test_accepting_a_proposal_equals_making_it(data: st.DataObject, revision: Revision) -> None:
    for fix in disjoint(data.draw(fixes_of(revision.text, "rule/unsure")), revision.text):
        made = revision.then([fix])
        proposed = revision.proposed([fix])
        if proposed:  # none where the fix takes an earlier change back
            assert revision.accept(*proposed).text == made.text


@given(st.data(), revisions())
def test_one_revision_follows_another(data: st.DataObject, revision: Revision) -> None:
    fixes = data.draw(fixes_of(revision.text, "rule/last"))
    again = Revision(revision.text).then(fixes)
    both = revision.followed(again)
    assert both.text == again.text
    edits = sorted(e for fix in disjoint(fixes, revision.text) for e in fix.edits)
    if not any(left.span.touches(right.span) for left, right in pairwise(edits)):
        assert both == revision.then(fixes)  # two that touch could take each other back


def test_a_record_refuses_another_text() -> None:
    with pytest.raises(ValueError, match="another text"):
        Revision.from_dict("deals.", Revision("deals. .").to_dict())


@pytest.mark.parametrize(
    ("edit", "error"), [([5, 5, 7], TypeError), ([99, 100, "s"], ValueError)], ids=str
)
def test_a_record_refuses_what_no_run_wrote(edit: list[object], error: type[Exception]) -> None:
    record = Revision("deals.").then([Fix.delete(5, 6)]).to_dict()
    record["changes"][0]["edits"] = [edit]
    with pytest.raises(error):
        Revision.from_dict("deals.", record)


def test_edits_that_touch_become_one_change_of_the_original() -> None:
    revision = Revision('he said "hi" .')
    revision = revision.then(
        [Fix((Edit(Span(8, 9), "“"), Edit(Span(11, 12), "”")), "curl", rule="quotes/curl")]
    )
    revision = revision.then([Fix.delete(12, 13, "close up")])
    assert revision.text == "he said “hi”."
    assert revision.changes == (
        Change(
            (Edit(Span(8, 9), "“"), Edit(Span(11, 13), "”")),
            ("quotes/curl", ""),
            "curl; close up",
            '"hi" ',
            "“hi”",
        ),
    )


def test_edits_far_apart_stay_changes_of_their_own() -> None:
    revision = Revision("a , b .").then([Fix.delete(1, 2)]).then([Fix.delete(4, 5)])
    assert revision.text == "a, b."
    assert [(c.start, c.before, c.after) for c in revision.changes] == [(1, " ", ""), (5, " ", "")]


def test_a_change_keeps_the_place_that_it_was_found_in() -> None:
    revision = Revision("Well , the stake of the day  is this.").then([Fix.delete(4, 5)])
    phrase = Fix.replace(10, 15, "issue")
    revision = revision.then([replace(phrase, within=Span(10, 25))])
    first, second = revision.changes
    assert (first.place, second.place) == (Span(4, 5), Span(11, 26))
    assert Revision.from_dict(revision.original, revision.to_dict()) == revision
    assert "within" not in first.to_dict(), "as in records of before"


def test_what_a_later_pass_takes_back_is_no_change() -> None:
    assert Revision("deals.").then([Fix.replace(5, 6, "!")]).then([Fix.replace(5, 6, ".")]) == (
        Revision("deals.")
    )


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_place_that_no_text_has_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)
