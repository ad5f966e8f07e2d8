"""The engine: rounds until the text is at rest, guards, suggestions; with small rules made here."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from copydesk import Options, clean
from copydesk.document import Document
from copydesk.pipeline import repaired
from copydesk.revision import Fix, Revision
from copydesk.rule import Reach, Rule, rule
from copydesk.text import Edit, Span
from copydesk.verify import guarded


def replacing(pattern: str, by: str, *, reach: Reach = "marks", sure: bool = True) -> Rule:
    @rule("test/replacing", f"{pattern} should be {by}", reach=reach)
    def find(doc: Document) -> Iterator[Fix]:
        for m in doc.finditer(re.compile(pattern)):
            yield Fix.replace(m.start(), m.end(), by, sure=sure)

    return find


def test_rules_go_on_until_the_text_is_at_rest() -> None:
    closes_up = replacing(" ;", ";")
    doubles = replacing(";,", " ;")  # gives the rule before it more to do
    assert repaired(Revision("one;, two"), rules=[closes_up, doubles]).text == "one; two"


def test_rules_that_undo_each_other_come_to_an_end() -> None:
    rules = [replacing("a", "b", reach="text"), replacing("b", "a", reach="text")]
    assert repaired(Revision("a"), rules=rules).text in {"a", "b"}


def test_an_unsure_fix_is_suggested_not_made() -> None:
    cleaned = repaired(Revision("two. countries"), rules=[replacing(r"\. ", " ", sure=False)])
    assert cleaned.text == "two. countries"
    (suggestion,) = cleaned.suggestions
    assert (suggestion.start, suggestion.before, suggestion.after) == (3, ". ", " ")
    assert suggestion.rules == ("test/replacing",)
    assert suggestion.message == r"\.  should be  "


def test_a_suggestion_lies_on_the_original_and_holds_the_change_that_it_grew_from() -> None:
    rules = [replacing(r"\.\.", "."), replacing(r"\. (?=[a-z])", " ", sure=False)]
    cleaned = repaired(Revision("Far away.. the two.. countries"), rules=rules[:1])
    assert cleaned.text == "Far away. the two. countries"
    cleaned = repaired(Revision("Far away.. the two.. countries"), rules=rules)
    first, second = cleaned.suggestions
    assert (second.before, second.after) == (".. ", " ")
    assert cleaned.revision.accept(second).text == "Far away. the two countries"
    assert cleaned.revision.accept(first).accept(second).text == "Far away the two countries"


def test_of_two_fixes_in_one_place_the_first_is_made() -> None:
    rules = [replacing("!!", "!", reach="marks"), replacing("!!", "?", reach="marks")]
    assert repaired(Revision("Now!!"), rules=rules).text == "Now!"


@pytest.mark.parametrize(
    ("reach", "text", "pattern", "by", "made"),
    [
        ("marks", "so , now", " ,", ",", True),
        ("marks", "teh end", "teh", "the", False),
        ("marks", "40 000", " ", ",", True),
        ("marks", "40 000", "40 000", "40,000", True),
        ("words", "see the the house", "the the", "the", True),
        ("words", "about 40 000", "40", "41", False),
        ("words", "in the city of Ankara now", "Ankara", "Angora", False),
        ("words", "she said “the the house”", "the the", "the", False),
        ("text", "she said 40", "40", "41", True),
    ],
)
def test_a_fix_beyond_its_rules_reach_is_only_suggested(
    reach: Reach, text: str, pattern: str, by: str, made: bool
) -> None:
    cleaned = repaired(Revision(text), rules=[replacing(pattern, by, reach=reach)])
    assert (cleaned.text != text) == made
    assert bool(cleaned.suggestions) != made


def test_a_protected_place_is_neither_changed_nor_remarked() -> None:
    cleaned = repaired(Revision("see www.example.org/a,b , now"), rules=[replacing(" ?,", "")])
    assert cleaned.text == "see www.example.org/a,b now"
    assert cleaned.suggestions == ()


def test_places_that_a_format_keeps_are_kept_while_the_text_before_them_grows() -> None:
    revision = Revision("a-b <b-c> d-e")
    cleaned = repaired(revision, rules=[replacing("(?<! )-(?! )", " - ")], keep=(Span(4, 9),))
    assert cleaned.text == "a - b <b-c> d - e"


def test_a_fix_that_leaves_a_kept_place_alone_is_made_around_it() -> None:
    revision = Revision("late\u3000 \u3000tram")
    cleaned = repaired(revision, rules=[replacing("[ \u3000]+", " ")], keep=(Span(5, 6),))
    assert cleaned.text == "late tram"
    (change,) = cleaned.changes
    assert [(edit.span, edit.text) for edit in change.edits] == [(Span(4, 5), ""), (Span(6, 7), "")]


@pytest.mark.parametrize(
    ("replaced", "edits"),
    [
        ("two three", [Edit(Span(7, 13), "")]),
        ("one two three", [Edit(Span(0, 4), ""), Edit(Span(7, 13), "")]),
        ("wo t", []),
        ("e tw", []),
        ("two", []),
    ],
)
def test_a_fix_is_made_around_kept_places_that_it_holds_whole(
    replaced: str, edits: list[Edit]
) -> None:
    doc = Document("one two three four", guarded=(Span(4, 7),))
    at = doc.text.index(replaced)
    fixes = guarded([Fix.replace(at, at + len(replaced), "two")], "text", doc)
    assert [edit for fix in fixes for edit in fix.edits] == edits
    assert bool(fixes) == bool(edits), "one without edits would be a remark"


def test_rules_are_chosen_by_id_and_by_family() -> None:
    text = "“We leave at dawn, ”Marlow said."
    assert clean(text, grammar=False).text != text
    assert clean(text, grammar=False, skip=["quotes"]).text == text
    assert clean(text, grammar=False, skip=["quotes/glued-close"]).text == text
    assert clean(text, grammar=False, only=["punctuation"]).text == text


@pytest.mark.parametrize("text", [None, b"The tram was late.", 7])
def test_what_is_no_text_is_refused(text: Any) -> None:
    with pytest.raises(TypeError, match="clean takes a str, not"):
        clean(text, grammar=False)


@pytest.mark.parametrize(
    ("argument", "value", "error"),
    [
        ("quotes", "french", ValueError),
        ("quotes", None, ValueError),
        ("grammar", "sometimes", ValueError),
        ("grammar", None, ValueError),
        ("language", None, TypeError),
        ("language", "English, please", ValueError),
        ("source_language", 7, TypeError),
        ("source_language", "the French", ValueError),
        ("names", "Marlow", TypeError),
        ("names", [b"Marlow"], TypeError),
        ("only", "punctuation", TypeError),
        ("only", None, TypeError),
        ("only", ["nonsense/rule"], ValueError),
        ("only", ["phrases/fr/nonsense"], ValueError),
        ("skip", "punctuation", TypeError),
        ("skip", ["quotes/glued-clsoe"], ValueError),
        ("phrases", "mine.toml", TypeError),
    ],
)
def test_a_wrong_argument_is_refused_by_name(
    argument: str, value: Any, error: type[Exception]
) -> None:
    about = (
        "no rule is called" if argument in ("only", "skip") and error is ValueError else argument
    )
    with pytest.raises(error, match=about):
        clean("The tram was late.", **{"grammar": False, argument: value})


def test_options_refuse_the_same() -> None:
    with pytest.raises(TypeError, match="only takes a list of str, not 'quotes'"):
        Options(only="quotes")  # type: ignore[arg-type]


def test_grammar_is_left_out_by_the_word_that_the_command_line_takes() -> None:
    class Unasked:
        def check(self, *_: object) -> None:
            raise AssertionError("it was asked")

    checker: Any = Unasked()
    assert clean("The tram was late.", grammar="off", checker=checker).notices == ()
