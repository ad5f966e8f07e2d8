"""Runs that obey decisions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.formats import read
from copydesk.options import Options
from copydesk.pipeline import Cleaned, cleaned
from copydesk.review.decisions import Decision, Decisions, Verdict
from copydesk.review.findings import findings_of
from copydesk.review.obey import Clean, obeyed
from copydesk.review.place import NAME, nearest
from copydesk.review.store import dumps, loads
from copydesk.revision import Fix, Revision
from copydesk.text import Span

from .conftest import decisions_on

CORPUS = Path(__file__).parents[2] / "corpus"
ARTICLES = {
    path.parent.name: read(path.read_bytes()).text for path in sorted(CORPUS.glob("*/article.txt"))
}


def clean(text: str, keep: tuple[Span, ...]) -> Cleaned:
    return cleaned(text, Options(), grammar="off", keep=keep)


def obeying(text: str, decisions: Decisions) -> Cleaned:
    return obeyed(clean, text, (), decisions)


@settings(max_examples=40)
@given(st.data(), st.sampled_from(list(ARTICLES.values())))
def test_a_second_run_changes_nothing(data: st.DataObject, text: str) -> None:
    """The copy may lack words by which a rejected place is known, so these hold everywhere."""
    drawn = data.draw(decisions_on(findings_of(clean(text, ()))))
    decisions = Decisions.of(replace(d, everywhere=d.verdict == "reject") for d in drawn)
    copy = obeying(text, decisions)
    assert obeying(copy.text, decisions).text == copy.text


@pytest.mark.parametrize("text", ARTICLES.values(), ids=list(ARTICLES))
def test_what_was_rejected_is_not_made_whatever_is_made_beside_it(text: str) -> None:
    for finding in findings_of(clean(text, ()))[::5]:
        copy = obeying(text, Decisions.of([Decision.on(finding, "reject")]))
        made = {edit for change in copy.changes for edit in change.edits}
        assert made.isdisjoint(finding.change.edits)


def test_a_space_stays_that_was_rejected_behind_a_word_said_twice() -> None:
    text = "He opened the the door !"
    (space,) = (f for f in findings_of(clean(text, ())) if f.change.before == " ")
    decisions = Decisions.of([Decision.on(space, "reject")])
    assert obeying(text, decisions).text == "He opened the door !"


@pytest.mark.parametrize("text", ARTICLES.values(), ids=list(ARTICLES))
def test_all_rejected_is_the_original_and_nothing_is_asked_again(text: str) -> None:
    proposed = clean(text, ())
    decisions = Decisions.of(Decision.on(f, "reject") for f in findings_of(proposed))
    copy = obeying(text, decisions)
    assert copy.text == text
    assert copy.suggestions == ()
    assert copy.proposed == (proposed if decisions else None)


def test_an_editors_own_words_stand() -> None:
    """The rule would mend them at once, were they anybody else's."""
    text = "The vote , he said, is lost."
    (finding,) = findings_of(clean(text, ()))
    decisions = Decisions.of([Decision.on(finding, "edit", "  ")])
    copy = obeying(text, decisions)
    assert copy.text == "The vote  , he said, is lost."
    assert obeying(copy.text, decisions).text == copy.text


def edited_twice(text: str, words: str, everywhere: bool) -> str:
    """Return the text with its one finding edited: the edit is not made to its own words again."""
    (finding,) = findings_of(clean(text, ()))
    decisions = Decisions.of([Decision.on(finding, "edit", words, everywhere=everywhere)])
    copy = obeying(text, decisions)
    assert obeying(copy.text, decisions).text == copy.text
    return copy.text


@pytest.mark.parametrize("everywhere", [False, True])
@pytest.mark.parametrize("words", [" then ", "s ", " \n "])
def test_an_edit_is_not_made_to_its_own_words(words: str, everywhere: bool) -> None:
    text = "They stood along the wall of the mosque , and the buyers walked among them."
    assert edited_twice(text, words, everywhere) == text.replace(" ,", f"{words},")


@pytest.mark.parametrize("everywhere", [False, True])
@pytest.mark.parametrize("words", [" \nthen", "s\r\nthen"])
def test_an_edit_ends_its_lines_as_the_text_does(words: str, everywhere: bool) -> None:
    text = "They stood along the wall\r\nof the mosque , and the buyers walked.\r\n"
    expected = text.replace(" ,", f"{words[0]}\r\nthen,")
    assert edited_twice(text, words, everywhere) == expected


@pytest.mark.parametrize(
    ("verdict", "text", "changes", "suggestions"),
    [("accept", "", 1, 0), ("reject", "", 0, 0), ("edit", ";", 1, 0)],
)
def test_what_was_decided_is_not_asked_again(
    verdict: Verdict, text: str, changes: int, suggestions: int
) -> None:
    article = "It was said by the mayor mayor of the town."
    (finding,) = findings_of(clean(article, ()))
    copy = obeying(article, Decisions.of([Decision.on(finding, verdict, text)]))
    assert (len(copy.changes), len(copy.suggestions)) == (changes, suggestions)


@pytest.mark.parametrize(
    "phrase", ["stake", "stake of the day", "the stake of the day", "the stake"]
)
@pytest.mark.parametrize(
    "text",
    [
        "Then they all say that the stake of the day is the old bridge.",
        "They all say the bridge is the stake of the day.",
        "He asked. “The bridge is the stake of the day.” So it was.",
        "They all came. the stake of the day is the old bridge.",
        "the stake of the day",
    ],
)
def test_another_rule_does_not_change_a_phrase_that_was_rejected(text: str, phrase: str) -> None:
    def saying(words: str, within: str) -> Clean:
        def clean(text: str, keep: tuple[Span, ...]) -> Cleaned:
            at, place = text.index("stake"), text.index(within)
            fix = Fix.replace(at, at + 5, words)
            return Cleaned(
                Revision(text).then([replace(fix, within=Span(place, place + len(within)))])
            )

        return clean

    (finding,) = findings_of(saying("issue", phrase)(text, ()))
    decisions = loads(dumps(Decisions.of([Decision.on(finding, "reject")])))
    copy = obeyed(saying("stick", "stake"), text, (), decisions)
    assert (copy.text, [s.after for s in copy.suggestions]) == (text, ["stick"])


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (
            "The price was high and nobody paid ; he said no.",
            "The price was high and nobody paid; he said no.",
        ),
        (
            "The price was high. Nobody  paid it at all ! So he said no.",
            "The price was high. Nobody paid it at all! So he said no.",
        ),
    ],
)
def test_a_rejected_space_holds_back_no_change_of_another_sentence(text: str, result: str) -> None:
    (space,) = findings_of(clean("The price , he said.", ()))
    decisions = Decisions.of([Decision.on(space, "reject")])
    copy = obeying(text, decisions)
    assert (copy.text, copy.suggestions) == (result, ())


def test_decisions_lie_with_the_texts_or_above(tmp_path: Path) -> None:
    drafts = tmp_path / "site" / "drafts"
    drafts.mkdir(parents=True)
    (tmp_path / "site" / ".git").mkdir()
    (tmp_path / NAME).touch()
    assert nearest(drafts) is None, "it is outside of the repository"
    (tmp_path / "site" / NAME).touch()
    assert nearest(drafts) == tmp_path / "site" / NAME
    (drafts / NAME).touch()
    assert nearest(drafts) == drafts / NAME
