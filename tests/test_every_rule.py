"""Laws that hold for all rules together, on Unicode of every kind and on hostile texts."""

import gc
import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from copydesk import clean
from copydesk.cases import cases_of
from copydesk.document import Document
from copydesk.pipeline import Cleaned, repaired
from copydesk.revision import Revision
from copydesk.rule import Rule
from copydesk.rules import ORDER

PIECES = [
    *"“”‘’\"'«»„‚‹›`.,;:!?…()[]{}-–—%/\\#@&<>=+*_~|\n\r\t \u00a0\u2009\u00ad\u200b\ufeff",
    *("the", "The", "of", "two", "40", "000", "1.5", "’68", "'90s", "rock 'n' roll", "6'2\""),
    *("Ankara", "NATO", "S-400", "iPhone", "https://example.org/a,b", "me@example.org", "\r\n"),
    *("…the vote, ”Marlow said", "deals. .", "&amp;", "<b>", "[1]", "govern- ment", "Ã©", "15 %"),
    *(
        "العربية",
        "中文。",
        "и",
        "e\u0301",
        "\U0001f600",
        "\U0001f468\u200d\U0001f469",
        "\ud800",
        "\0",
    ),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.text(max_size=80),
    st.text(st.characters(codec=None), max_size=40),
)
QUOTES = st.sampled_from(["keep", "curly", "straight"])


def cleaned(text: str, quotes: str = "keep") -> Cleaned:
    return clean(text, grammar=False, quotes=quotes)  # type: ignore[arg-type]


@given(TEXTS, QUOTES)
def test_a_second_run_changes_nothing(text: str, quotes: str) -> None:
    once = cleaned(text, quotes).text
    assert cleaned(once, quotes).text == once


@given(TEXTS)
def test_only_what_is_reported_changes(text: str) -> None:
    result = cleaned(text)
    at = 0
    kept = []
    for edit in sorted(edit for change in result.changes for edit in change.edits):
        kept.append(text[at : edit.span.start])
        at = edit.span.end
        kept.append(edit.text)
    assert result.text == "".join(kept) + text[at:]


@given(TEXTS)
def test_rules_of_marks_change_no_letter_and_no_digit(text: str) -> None:
    marks = [rule for rule in ORDER if rule.reach == "marks"]
    after = repaired(Revision(text), rules=marks).text
    assert _letters(after) == _letters(text)


@given(TEXTS)
@example("“the“العربيةrock 'n' roll")  # a remark beside a change
def test_each_suggestion_can_be_accepted(text: str) -> None:
    result = cleaned(text)
    for suggestion in result.suggestions:
        assert suggestion.rules
        assert suggestion.message
        is_remark = suggestion.before == suggestion.after  # it points at a place, no more
        assert (result.revision.accept(suggestion).text == result.text) == is_remark


def _letters(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN")


def _worst(rule: Rule) -> list[str]:
    """What surrounds the words in the rule's own cases: the characters that it looks for."""
    texts = [case.before for case in cases_of(rule)]
    marks = {m for text in texts for m in re.findall(r"\w?[^\w]{1,3}\w?", text)}
    return sorted(marks | set(texts))


def _seconds(rule: Rule, unit: str, size: int) -> float:
    """How long the rule takes on one line of ``size`` code points, made of ``unit``."""
    text = unit * (size // len(unit))
    gc.disable()  # as timeit does: to look through all that the tests hold takes half a second
    try:
        began = time.process_time()
        rule(Document(text))
        return time.process_time() - began
    finally:
        gc.enable()


@pytest.mark.parametrize("rule", ORDER, ids=lambda rule: rule.id)
def test_time_grows_with_a_line_and_not_faster(rule: Rule) -> None:
    for unit in [unit for unit in _worst(rule) if len(unit) < 6][:40]:
        assert _seconds(rule, unit, 40_000) < 0.5 + 8 * _seconds(rule, unit, 10_000), unit


@pytest.mark.parametrize("rule", ORDER, ids=lambda rule: rule.id)
def test_a_megabyte_of_its_own_worst_characters_takes_no_more_than_seconds(rule: Rule) -> None:
    units = _worst(rule)
    share = 1_000_000 // len(units)
    text = "\n".join(unit * (share // len(unit)) for unit in units)
    began = time.process_time()
    rule(Document(text))
    assert time.process_time() - began < 10  # seconds; quadratic time would take minutes
