"""Suggestions for words that are in no dictionary, which are asked for where one can be shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from copydesk.document import Document
from copydesk.grammar import Checker, Finder, Match
from copydesk.grammar.findings import suggested
from copydesk.grammar.install import Installation
from copydesk.grammar.match import Rules
from copydesk.grammar.policy import policy
from copydesk.text import Span

from .conftest import Answer, LanguageTool, Web, finding

Serve = Callable[[Answer], Web]
real = pytest.mark.languagetool


class Speller:
    """A checker that knows one slip, and notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def suggestions(self, words: list[str], language: str) -> dict[str, tuple[str, ...]]:
        self.asked += words
        return {word: ("government",) for word in words if word == "goverment"}


def unknown(text: str, *words: str) -> list[Match]:
    """What a server finds that suggests nothing."""
    starts = [text.index(word) for word in words]
    spans = [Span(at, at + len(word)) for at, word in zip(starts, words, strict=True)]
    return [Match(span, "MORFOLOGIK_RULE_EN_US", "Possible spelling mistake.") for span in spans]


def with_suggestions(speller: Any, text: str, *words: str) -> tuple[Match, ...]:
    return suggested(unknown(text, *words), Document(text), speller)


def test_a_slip_gets_its_suggestion() -> None:
    (match,) = with_suggestions(Speller(), "It is what the goverment said.", "goverment")
    assert match.replacements == ("government",)


def test_two_slips_beside_each_other_may_both_be_some() -> None:
    speller = Speller()
    with_suggestions(speller, "It is definately the goverment.", "definately", "goverment")
    assert speller.asked == ["definately", "goverment"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is what Goverment said.", ["Goverment"]),  # a name
        ("What the goverment said, the goverment did.", ["goverment"]),  # a term
        ("It is what “goverment” means.", ["goverment"]),  # a quotation's word
        ("It is lo que goverment said.", ["lo", "que", "goverment"]),  # another language
        ("It is what the goverment2 said.", ["goverment2"]),
    ],
)
def test_what_can_be_no_slip_is_not_asked_about(text: str, words: list[str]) -> None:
    speller = Speller()
    matches = with_suggestions(speller, text, *words)
    assert speller.asked == []
    assert [match.replacements for match in matches] == [()] * len(words)


@real
def test_a_server_of_our_own_says_what_a_word_may_be(checker: Checker) -> None:
    words = ["goverment", "wednesday", "neighbuor", "xqzvxk"]
    assert checker.suggestions(words, "en-US") == {
        "goverment": ("government",),
        "wednesday": ("Wednesday", "Wednesdays"),
        "neighbuor": ("neighbor",),
        "xqzvxk": (),
    }
    assert checker.suggestions(["neighbuor"], "en-GB") == {"neighbuor": ("neighbour",)}


@real
def test_with_its_findings_it_sends_none(checker: Checker) -> None:
    text = "It is what the goverment said in the childs hall."
    spellings = [match for match in checker.check(text) if match.is_spelling]
    assert [match.replacements for match in spellings] == [()] * len(spellings) != []
    (fix,) = Finder(checker)(Document(text.replace("childs", "big"))).fixes
    assert fix.edits[0].text == "government"


@real
def test_what_it_once_said_needs_no_server(
    checker: Checker, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = checker.suggestions(["goverment"])
    monkeypatch.setattr(checker.engine, "asked", None)
    assert checker.suggestions(["goverment"]) == said


def test_a_server_of_another_is_not_asked(serve: Serve) -> None:
    with Checker(serve(LanguageTool()).url) as checker:
        assert checker.suggestions(["goverment"]) == {}


def test_a_server_that_reached_its_limit_suggested_nothing(serve: Serve) -> None:
    values = [{"value": "child"}, {"value": "(suggestion limit reached)"}]
    found = {"matches": [finding(replacements=values)]}
    small = LanguageTool(lambda handler: handler.reply(json.dumps(found).encode()))
    with Checker(serve(small).url) as checker:
        (match,) = checker.check("bad")
    assert match.replacements == ()


def test_rules_that_are_silent_do_not_run(serve: Serve) -> None:
    small = LanguageTool()
    forms: list[dict[str, str]] = []

    def note(handler: Any) -> None:
        forms.append(handler.form)
        small.find(handler)

    web = serve(LanguageTool(note))
    with Checker(web.url) as checker:
        checker.check("Too bad.")
    with Checker(web.url, rules=Rules()) as checker:
        checker.check("Too bad.")  # not the same question, whatever the cache knows
    led, bare = forms
    assert "DASH_RULE" in led["disabledRules"].split(",")
    assert "STYLE" in led["disabledCategories"].split(",")
    assert "EN_A_VS_AN" in led["enabledRules"].split(",")
    assert not {"disabledRules", "disabledCategories", "enabledRules"} & bare.keys()


def test_no_rule_that_is_shown_is_told_not_to_run() -> None:
    rules = policy().rules
    assert {*policy().act, *policy().shown} == {*rules.on}
    assert not {*rules.on} & {*rules.off}
    assert not any("*" in name or "/" in name for name in (*rules.off, *rules.categories_off))
