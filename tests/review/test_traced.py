"""What has become of findings in a text that somebody went over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.pipeline import Cleaned
from copydesk.review.findings import findings_of
from copydesk.review.traced import Trace
from copydesk.text import apply

from .conftest import cleaned_texts, said

TEXT = "The colour of the the harbour is gray .\n\nA sailor sees it, and and is happy.\n\nHe waves."
CLEANED = said(TEXT, ("colour", "color"), ("the the", "the"), (" .", "."), ("and and", "and"))
FINDINGS = findings_of(CLEANED)
YES, NO, UNKNOWN = True, False, None


@pytest.mark.parametrize(
    ("old", "new", "made"),
    [
        ("", "", [NO, NO, NO, NO]),
        ("colour", "color", [YES, NO, NO, NO]),
        ("the the harbour is gray .", "the harbour is gray.", [NO, YES, YES, NO]),
        ("He waves", "At last he waves", [NO, NO, NO, NO]),
        ("harbour is gray .", "quay was rather gray.", [NO, NO, YES, NO]),
        ("and and is happy", "and and most sailors are happy", [NO, NO, NO, NO]),
        ("colour", "hue", [UNKNOWN, NO, NO, NO]),
        ("The colour", "Each colour", [NO, NO, NO, NO]),
        ("gray .", "green.", [NO, NO, YES, NO]),
        ("The colour of", "Of", [UNKNOWN, NO, NO, NO]),
        ("A sailor sees it, and and is happy.\n\n", "", [NO, NO, NO, UNKNOWN]),
        ("A sailor", "Nobody knows why.\n\nA sailor", [NO, NO, NO, NO]),
        (TEXT, "All of it was written anew.", [UNKNOWN] * 4),
    ],
)
def test_what_is_made(old: str, new: str, made: list[bool | None]) -> None:
    trace = Trace(TEXT, FINDINGS, TEXT.replace(old, new, 1))
    assert [trace.is_made(finding) for finding in FINDINGS] == made


def test_all_is_made() -> None:
    trace = Trace(TEXT, FINDINGS, CLEANED.text)
    assert all(trace.is_made(finding) for finding in FINDINGS)


@pytest.mark.parametrize(
    ("new", "instead"),
    [
        ("The hue of", "hue"),
        ("The of", None),
        ("The colourful hue of", "colourful hue"),
        ("Each hue of", None),
    ],
)
def test_what_somebody_wrote_instead(new: str, instead: str | None) -> None:
    trace = Trace(TEXT, FINDINGS, TEXT.replace("The colour of", new))
    assert trace.instead_of(FINDINGS[0]) == instead


@given(cleaned_texts(), st.data())
def test_what_is_made_makes_the_text(cleaned: Cleaned, data: st.DataObject) -> None:
    """Two ways to the same text may be told for each other, but never one to another text."""
    findings = findings_of(Cleaned(cleaned.revision))
    made = [f for f in findings if data.draw(st.booleans())]
    text = apply(cleaned.original, (e for f in made for e in f.change.edits))
    trace = Trace(cleaned.original, findings, text)
    found = {f.id: trace.is_made(f) for f in findings}
    if None not in found.values():
        told = (e for f in findings if found[f.id] for e in f.change.edits)
        assert apply(cleaned.original, told) == text
