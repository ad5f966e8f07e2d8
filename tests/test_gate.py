"""What the grammar checker changes is looked at again, and undone where it does harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest

from copydesk.document import Document
from copydesk.gate import admitted
from copydesk.grammar import GrammarUnavailable, Match
from copydesk.options import Options
from copydesk.pipeline import Cleaned, cleaned
from copydesk.revision import Fix, Revision
from copydesk.text import Span

Judge = Callable[[str], list[tuple[str, str, str]]]


class Checker:
    """Finds what ``judge`` says of a text: words, the rule that finds them, what it would write."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.checked: list[str] = []

    def check(self, text: str, language: str, tell: object) -> tuple[Match, ...]:
        self.checked.append(text)
        return tuple(
            Match(Span.of(place), rule, "Wrong.", (new,) if new else ())
            for words, rule, new in self._judge(text)
            if (place := re.search(rf"\b{words}(?!\w)", text))
        )

    def suggestions(self, words: Iterable[str], language: str) -> dict[str, tuple[str, ...]]:
        return {}


def led(text: str, judge: Judge) -> Cleaned:
    return cleaned(text, Options(), checker=Checker(judge))  # type: ignore[arg-type]


def articles(text: str) -> list[tuple[str, str, str]]:
    return [("a(?= apple)", "EN_A_VS_AN", "an")]


def test_a_change_that_does_no_harm_is_made() -> None:
    copy = led("She ate a apple , he said.", articles)
    assert copy.text == "She ate an apple, he said."
    assert [change.rules for change in copy.changes] == [
        ("grammar/en-a-vs-an",),
        ("punctuation/space-before",),
    ]


def test_a_change_that_brings_up_another_finding_is_undone_and_says_why() -> None:
    def judge(text: str) -> list[tuple[str, str, str]]:
        return [*articles(text), ("an apple", "OTHER", "")]

    copy = led("She ate a apple.", judge)
    assert copy.text == "She ate a apple."
    [suggestion] = copy.suggestions
    assert suggestion.message == (
        "Wrong; not made, because it would bring up another finding (Wrong.)"
    )


def test_a_finding_that_was_there_before_keeps_no_change_back() -> None:
    def judge(text: str) -> list[tuple[str, str, str]]:
        return [*articles(text), ("apple", "OTHER", "")]

    assert led("She ate a apple.", judge).text == "She ate an apple."


def test_only_the_change_next_to_the_new_finding_is_undone() -> None:
    def judge(text: str) -> list[tuple[str, str, str]]:
        aircraft = ("aircrafts", "AIRCRAFTS", "aircraft")
        return [*articles(text), aircraft, ("two aircraft", "OTHER", "")]

    assert led("She ate a apple near two aircrafts.", judge).text == (
        "She ate an apple near two aircrafts."
    )


def test_a_change_that_our_own_rules_object_to_is_undone() -> None:
    def judge(text: str) -> list[tuple[str, str, str]]:
        return [("aircrafts are", "AIRCRAFTS", "aircraft are are")]

    assert led("Two aircrafts are here.", judge).text == "Two aircrafts are here."


def test_each_text_is_checked_once() -> None:
    checker = Checker(articles)
    cleaned("She ate a apple.", Options(), checker=checker)  # type: ignore[arg-type]
    assert checker.checked == ["She ate a apple.", "She ate an apple."]


def test_a_second_run_changes_nothing() -> None:
    first = led("She ate a apple , he said.", articles)
    assert led(first.text, articles).changes == ()


@pytest.mark.parametrize(
    ("text", "old", "new", "what"),
    [
        ("It cost 40 crowns.", "40", "14", "a number"),
        ("See example.org now.", "example.org", "example. org", "a link"),
        ("We saw Turan there.", "Turan", "Turin", "a name"),
        ("She said “no” twice.", "no”", "no", "how quotation marks pair"),
        ("She said: so it is.", "so it is", "so “it is", "how quotation marks pair"),
    ],
)
def test_facts_are_not_for_grammar_to_change(text: str, old: str, new: str, what: str) -> None:
    start = text.index(old)
    fix = Fix.replace(start, start + len(old), new, "Wrong.")
    [held] = admitted([fix], Revision(text), Document(text), [], lambda revision: [])
    assert not held.sure
    assert held.message == f"Wrong; not made, because it would change {what}"


def test_an_ending_may_join_its_figure() -> None:
    text = "On the 62 nd day, on the 23th."
    fixes = [Fix.delete(9, 10, "Join."), Fix.replace(27, 29, "rd", "Mend.")]
    admitted_fixes = admitted(fixes, Revision(text), Document(text), [], lambda revision: [])
    assert admitted_fixes == fixes


def test_an_apostrophe_may_join_its_word() -> None:
    text = "I 'm sure that he said ‘it’ s."
    doc, revision = Document(text), Revision(text)
    for start, harms in ((1, False), (text.index("’") + 1, True)):
        fix = Fix.delete(start, start + 1, "Join.")
        [held] = admitted([fix], revision, doc, [], lambda revision: [])
        assert ("quotation marks" in held.message) is harms


def test_a_repaired_place_is_not_changed_again() -> None:
    revision = Revision("the two. countries fail").then([Fix.replace(7, 9, " ", "")])
    fix = Fix.replace(8, 17, "nations", "Wrong.")
    doc = Document(revision.text)
    [held] = admitted([fix], revision, doc, [], lambda revision: [])
    assert held.message == "Wrong; not made, because a repair changed this place"


def test_where_the_second_check_fails_no_grammar_is_made() -> None:
    def judge(text: str) -> list[tuple[str, str, str]]:
        if "an apple" in text:
            raise GrammarUnavailable("the server is gone")
        return articles(text)

    copy = led("She ate a apple , he said.", judge)
    assert copy.text == "She ate a apple, he said."
    assert copy.notices == ("grammar was not checked: the server is gone",)


def test_grammar_of_another_language_is_only_suggested() -> None:
    checker = Checker(articles)
    copy = cleaned("She ate a apple.", Options("es"), checker=checker)  # type: ignore[arg-type]
    assert (copy.changes, len(copy.suggestions)) == ((), 1)
    [notice] = copy.notices
    assert "“es” are only suggested" in notice
