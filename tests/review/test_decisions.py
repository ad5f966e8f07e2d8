"""What decisions make of a text, and where they hold."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.pipeline import Cleaned
from copydesk.pipeline import clean as cleaned_with
from copydesk.review.decisions import Decision, Decisions, Keyed, Verdict, decided
from copydesk.review.findings import Finding, findings_of
from copydesk.revision import Change, Fix, Revision
from copydesk.text import Edit, Span, apply

from .conftest import cleaned_texts, decisions_on, said

clean = partial(cleaned_with, grammar="off")
TEXT = "The colour of the harbour is gray. A sailor sees it and is happy."
CLEANED = said(TEXT, ("colour", "color"), ("harbour", "harbor"), unsure=("gray", "grey"))


def on(cleaned: Cleaned, before: str, verdict: Verdict, text: str = "") -> Decisions:
    """A decision about the one finding that takes out ``before``."""
    (finding,) = (f for f in findings_of(cleaned) if f.change.before == before)
    return Decisions.of([Decision.on(finding, verdict, text)])


def quoted(text: str) -> Cleaned:
    """One change of two marks."""
    left, right = text.index('"'), text.rindex('"')
    pair = Edit(Span(left, left + 1), "“"), Edit(Span(right, right + 1), "”")
    return Cleaned(Revision(text).then([Fix(pair)]))


@pytest.mark.parametrize(
    ("before", "verdict", "text", "result"),
    [
        ("colour", "accept", "", "The color of the harbor is gray."),
        ("colour", "reject", "", "The colour of the harbor is gray."),
        ("colour", "edit", "paint", "The paint of the harbor is gray."),
        ("colour", "edit", "", "The  of the harbor is gray."),
        ("gray", "accept", "", "The color of the harbor is grey."),
        ("gray", "reject", "", "The color of the harbor is gray."),
        ("gray", "edit", "drab", "The color of the harbor is drab."),
    ],
)
def test_a_verdict_makes_the_text(before: str, verdict: Verdict, text: str, result: str) -> None:
    copy = decided(CLEANED, on(CLEANED, before, verdict, text))
    assert copy.text.startswith(result)
    still_asked = [s.before for s in copy.suggestions]
    assert still_asked == ([] if before == "gray" else ["gray"])


@given(st.data(), cleaned_texts())
def test_the_text_is_what_accepting_and_rejecting_says(
    data: st.DataObject, cleaned: Cleaned
) -> None:
    """Without edits: changes less those rejected, then accepted suggestions in their order."""
    findings = findings_of(cleaned)
    drawn = data.draw(decisions_on(findings))
    decisions = Decisions.of(d for d in drawn if d.verdict != "edit")
    matched = decisions.matched(findings)

    def told(verdict: Verdict, is_suggestion: bool) -> list[Change]:
        return [
            f.change
            for f in findings
            if f.is_suggestion == is_suggestion and f.id in matched
            if matched[f.id].verdict == verdict
        ]

    refused = told("reject", is_suggestion=False)
    expected = cleaned.revision.only([c for c in cleaned.changes if c not in refused])
    accepted: list[Change] = []
    for suggestion in told("accept", is_suggestion=True):
        if not any(suggestion.touches(other) for other in accepted):
            accepted.append(suggestion)
            expected = expected.accept(suggestion)
    assert decided(cleaned, decisions).revision == expected


@given(st.data(), cleaned_texts())
def test_what_comes_out_is_a_record_like_any_other(data: st.DataObject, cleaned: Cleaned) -> None:
    copy = decided(cleaned, Decisions.of(data.draw(decisions_on(findings_of(cleaned)))))
    edits = sorted(e for c in copy.changes for e in c.edits)
    assert all(not a.span.touches(b.span) for a, b in pairwise(edits))
    assert copy.text == apply(cleaned.original, edits)
    assert Cleaned.from_dict(cleaned.original, copy.to_dict()) == copy


@given(st.data(), cleaned_texts())
def test_the_order_of_decisions_does_not_matter(data: st.DataObject, cleaned: Cleaned) -> None:
    decisions = list(Decisions.of(data.draw(decisions_on(findings_of(cleaned)))))
    shuffled = data.draw(st.permutations(decisions))
    assert decided(cleaned, Decisions.of(shuffled)) == decided(cleaned, Decisions.of(decisions))


@given(cleaned_texts(), st.text("defg .\n"), st.text("defg .\n"))
def test_decisions_survive_edits_elsewhere(cleaned: Cleaned, head: str, tail: str) -> None:
    """The text is moved into another, five words away from what was written anew."""
    first = _within(cleaned, " a few more words stand ", " a few more words stand ")
    second = _within(cleaned, f"{head} a few more words stand ", f" a few more words stand {tail}")
    decisions = Decisions.of(Decision.on(f, "reject") for f in findings_of(first))
    assert decided(second, decisions).changes == ()


def _within(cleaned: Cleaned, head: str, tail: str) -> Cleaned:
    def moved(edit: Edit) -> Edit:
        return Edit(Span(edit.span.start + len(head), edit.span.end + len(head)), edit.text)

    fixes = [Fix(tuple(map(moved, change.edits))) for change in cleaned.changes]
    return Cleaned(Revision(f"{head}{cleaned.original}{tail}").then(fixes))


SENTENCE = "In all of the old towns the colour of the doors is said to be blue."


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        f"It rains. {SENTENCE} Nobody knows why.",
        f"“Who says so?”\n\n{SENTENCE}\n\nSo it goes.",
        SENTENCE.replace("the colour", "the dull colour"),
        SENTENCE.replace("doors", "shutters"),
        SENTENCE.replace("old towns the", "villages, the").replace("said to be", "mostly"),
    ],
)
def test_a_decision_holds_where_five_words_around_it_still_stand(text: str) -> None:
    decision = on(said(SENTENCE, ("colour", "color")), "colour", "reject")
    assert decided(said(text, ("colour", "color")), decision).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Any colour will do.",
        "The colour of the doors does not matter to us.",
        "They are known to all for the colour of the sea and of the sky.",
        "In few of the old towns is anyone asked which colour the doors have.",
        "Of all doors in old towns this one has the colour I like.",
    ],
)
def test_it_does_not_hold_in_another_sentence(text: str) -> None:
    decision = on(said(SENTENCE, ("colour", "color")), "colour", "reject")
    again = said(text, ("colour", "color"))
    assert decided(again, decision) is again


@pytest.mark.parametrize(
    "text",
    [
        "In Lille they met, and the stake of the day was clear to all of them.",
        "What is the stake of the day in this town?",
        "The stake of the day is the new bridge.",
    ],
)
def test_a_phrase_is_not_known_by_its_own_words(text: str) -> None:
    """What is replaced is one word of it, and the others stand beside that everywhere."""
    (rejected,) = findings_of(clean("For her the stake of the day was the new school."))
    assert rejected.content.before == ("stake",)
    assert (rejected.content.left, rejected.content.right) == ("For her the", "was the new school")
    decisions = Decisions.of([Decision.on(rejected, "reject")])
    again = clean(text)
    assert [change.before for change in decided(again, decisions).changes] == ["stake"]
    assert len(decisions.unmatched([findings_of(again)])) == 1


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (
            "The stake of the day is this.",
            "All had come early. The stake of the day is this. They sat down.",
        ),
        ("We left. 40 000 came.", "It rained. 40 000 came."),
        ("We paid 40 000 euros. 3 of us did.", "We paid 40 000 euros. 5 did not."),
    ],
)
def test_the_same_sentence_of_another_file_is_the_same_place(sentence: str, text: str) -> None:
    """However short it is, and whatever stands around it."""
    (finding,) = findings_of(clean(sentence))
    rejected = Decisions.of([Decision.on(finding, "reject")])
    assert decided(clean(text), rejected).text == text


def test_a_mark_that_begins_a_sentence_is_of_that_sentence() -> None:
    (mark,) = findings_of(said('It rained. "‘We leave,’ he said', ('"', "“")))
    assert (mark.content.left, mark.content.right) == ("", "We leave he said")


def test_few_findings_are_looked_at_again_where_the_same_words_come_often() -> None:
    def ferries(*numbers: int) -> tuple[Finding, ...]:
        text = "".join(f"It has the colour of ferry {number}. " for number in numbers)
        places = [m.start() for m in re.finditer("colour", text)]
        fixes = [Fix.replace(i, i + 6, "color") for i in places]
        return findings_of(Cleaned(Revision(text).then(fixes)))

    here, elsewhere = ferries(1, 2, 3), ferries(4, 5, 6)
    decision = Decision.on(here[0], "reject")
    assert Keyed(here).concerned([decision]) == [here[0]]
    assert Keyed(elsewhere).concerned([decision]) == [*elsewhere], "any of them may be meant"


def test_everywhere_means_all_but_those_decided_one_by_one() -> None:
    text = "One colour here, then a second colour, at last some third colour."
    places = [m.start() for m in re.finditer("colour", text)]
    cleaned = Cleaned(Revision(text).then(Fix.replace(i, i + 6, "color") for i in places))
    first, second, _ = findings_of(cleaned)
    everywhere = Decision.on(first, "reject", everywhere=True)
    copy = decided(cleaned, Decisions.of([everywhere, Decision.on(second, "accept")]))
    assert copy.text == "One colour here, then a second color, at last some third colour."


def test_a_pair_of_marks_is_known_whatever_is_between_them() -> None:
    """The words in quotation marks may be repaired on their own before the next run."""
    first = quoted('She said "we leave at dawwn" and left.')
    second = quoted('She said "we leave at dawn" and left.')
    (finding,) = findings_of(first)
    rejected = Decisions.of([Decision.on(finding, "reject")])
    assert decided(second, rejected).text == second.original
    edited = Decisions.of([Decision.on(finding, "edit", "that")])
    assert decided(first, edited).text == "She said that and left."
    assert decided(second, edited) is second, "an edit replaces those very words alone"


def test_entries_that_no_longer_match_anything() -> None:
    decisions = on(CLEANED, "colour", "reject").changed(add=on(CLEANED, "gray", "accept"))
    other = said("The whole colour of the harbour is gray.", unsure=("gray", "grey"))
    unmatched = decisions.unmatched([findings_of(other)])
    assert [d.content.before for d in unmatched] == [("colour",)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "maybe"},
        {"verdict": "reject", "text": "x"},
        {"verdict": "reject", "reason": "\ud800"},
        {"verdict": "edit", "text": "\udfff"},
    ],
)
def test_what_cannot_be_decided_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"verdict|edit|surrogate"):
        Decision(findings_of(CLEANED)[0].content, **wrong)  # type: ignore[arg-type]


def test_a_remark_is_only_taken_note_of() -> None:
    revision = Revision("Two of all.")
    cleaned = Cleaned(revision, revision.proposed([Fix.remark(0, 3, "a number is missing")]))
    verdicts: tuple[Verdict, ...] = ("accept", "reject")
    for verdict in verdicts:
        decisions = Decisions.of(Decision.on(f, verdict) for f in findings_of(cleaned))
        assert decided(cleaned, decisions) == replace(cleaned, suggestions=())


@pytest.mark.parametrize(
    ("before", "after", "trivial"),
    [("a ,", "a,", True), (" ", "\n", True), ("a ,", "a.", False), ("“", "”", False)],
)
def test_trivial_is_what_changes_space_alone(before: str, after: str, trivial: bool) -> None:
    (finding,) = findings_of(said(before, (before, after)))
    assert finding.is_trivial is trivial
