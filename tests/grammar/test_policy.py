"""What becomes of LanguageTool's findings: which are made, suggested, or not shown at all."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from copydesk.document import Document
from copydesk.grammar import Checker, Finder, Match
from copydesk.grammar.policy import POLICY, policy
from copydesk.options import Options
from copydesk.revision import Fix, Revision
from copydesk.text import Edit, Span

real = pytest.mark.languagetool


def match(text: str, piece: str, rule: str, *replacements: str) -> Match:
    start = text.index(piece)
    span = Span(start, start + len(piece))
    return Match(span, rule, "A message.", replacements, "MISC", "grammar")


def fixes(text: str, *matches: Match, names: frozenset[str] = frozenset()) -> list[Fix]:
    return list(policy().fixes(matches, Document(text, Options(names=names))))


def is_sure(text: str, piece: str, rule: str, *replacements: str) -> list[bool]:
    return [fix.sure for fix in fixes(text, match(text, piece, rule, *replacements))]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("She bought a apple.", True),
        ("A apple a day.", True),
        ("She bought a elephant’s tooth.", True),
        ("She bought a on-demand film.", True),
        ("She won a Olympic medal.", True),
        ("She met a Einstein.", False),  # who knows how that is said
        ("She bought a 80s record.", False),  # figures
        ("She bought a MM pipe.", False),  # letters
        ("She has a “apple” of gold.", False),  # a quotation's word
        ("They say “she bought a apple” now.", False),
        ("It was signed a un lato.", False),  # another language
        ("It couldn’t a been worse.", False),  # dialect
        ("The town of a Żyrardów company.", False),
    ],
)
def test_an_article_is_corrected_before_a_plain_word(text: str, sure: bool) -> None:
    piece = "A" if text.startswith("A ") else "a "
    start = text.index(piece) if piece == "A" else text.index(" a ") + 1
    finding = Match(Span(start, start + 1), "EN_A_VS_AN", "Use an.", ("an",), "MISC", "misspelling")
    assert any(fix.sure for fix in fixes(text, finding)) is sure


def test_a_rule_with_a_choice_only_suggests() -> None:
    text = "A apple fell."
    assert is_sure(text, "A", "EN_A_VS_AN", "An", "One") == [False]


def test_a_rule_without_a_word_in_the_policy_only_suggests() -> None:
    assert is_sure("He go home.", "go", "SOME_NEW_RULE", "goes") == [False]


def test_near_a_word_of_another_language_nothing_is_sure() -> None:
    text = "Her film Partir a estrenar was a event."
    estrenar = match(text, "estrenar", "MORFOLOGIK_RULE_EN_US", "strainer")
    start = text.index("a event")
    first = Match(Span(start, start + 1), "EN_A_VS_AN", "Use an.", ("an",))
    assert [fix.sure for fix in fixes(text, first, estrenar)] == [False]


@pytest.mark.parametrize(
    ("text", "unknown", "better"),
    [
        ("They definately left in a hour.", "definately", "definitely"),  # a slip
        ("They sang gratia plena. It took a hour.", "plena", "plans"),  # in another sentence
        ("They sang the *tarantela* for a hour.", "tarantela", "tarantella"),  # set apart
        ("They met zeynep within a hour.", "zeynep", "zen"),  # a name that the user gave
    ],
)
def test_a_slip_or_a_word_set_apart_or_elsewhere_keeps_nothing_back(
    text: str, unknown: str, better: str
) -> None:
    spelling = match(text, unknown, "MORFOLOGIK_RULE_EN_US", better)
    start = text.index("a hour")
    article = Match(Span(start, start + 1), "EN_A_VS_AN", "Use an.", ("an",))
    found = fixes(text, spelling, article, names=frozenset({"zeynep"}))
    assert [fix.edits for fix in found if fix.sure] == [(Edit(Span(start, start + 1), "an"),)]


def test_a_word_of_another_variety_is_no_other_language() -> None:
    text = "Its colour was a event."
    message = "Possible spelling mistake. ‘colour’ is British English."
    colour = Match(Span(4, 10), "MORFOLOGIK_RULE_EN_US", message, ("color",))
    article = Match(Span(15, 16), "EN_A_VS_AN", "Use an.", ("an",))
    assert [fix.sure for fix in fixes(text, colour, article)] == [True]


@pytest.mark.parametrize(
    "rule",
    [
        "UPPERCASE_SENTENCE_START",
        "EN_DIACRITICS_REPLACE_ORTHOGRAPHY_MALMO",
        "ERDOGAN",
        "EN_DATE_WEEKDAY_CURRENTYEAR",
    ],
)
def test_some_rules_are_not_shown(rule: str) -> None:
    text = "He saw the tower of iron."
    category = "PROPER_NOUNS" if rule == "ERDOGAN" else "MISC"
    finding = Match(Span(0, 2), rule, "A message.", ("She",), category, "style")
    assert not fixes(text, finding)


def test_a_name_is_never_respelled() -> None:
    text = "On Monday Turan met the minister. Mikheyev was late, and so was zeynep."
    spelling = "MORFOLOGIK_RULE_EN_US"
    assert not fixes(text, match(text, "Turan", spelling, "Turn"))
    assert not fixes(text, match(text, "Mikheyev", spelling, "Mikhael"))
    assert not fixes(text, match(text, "Turan met", "ANY", "Turn met"))
    assert not fixes(
        text, match(text, "so was zeynep", "ANY", "so keep"), names=frozenset({"zeynep"})
    )


def test_a_comma_after_a_name_may_be_suggested() -> None:
    text = "On Monday Turan however left."
    assert is_sure(text, "Turan", "SOME_COMMA", "Turan,") == [False]


@pytest.mark.parametrize(
    ("text", "word", "better", "is_shown"),
    [
        ("They recieve guests.", "recieve", "receive", True),
        ("They recieve guests.", "recieve", "revive", False),  # too far from it
        ("They play “recieve” well.", "recieve", "receive", False),  # a quoted word
        ("They play *recieve* well.", "recieve", "receive", False),  # a foreign word
        ("They play calle well.", "calle", "called", False),  # too short to tell
        ("They play inkjet well.", "inkjet", "ink-jet", False),  # a new word
        ("They left brussels early.", "brussels", "Brussels", True),
        ("They recieve guests and recieve more.", "recieve", "receive", False),  # a term
        ("They recieve guests at Recieve.", "Recieve", "Receive", False),  # a name
        ("The hästäg failed.", "hästäg", "hashtag", False),
    ],
)
def test_a_spelling_is_suggested_for_a_slip_of_one_letter(
    text: str, word: str, better: str, is_shown: bool
) -> None:
    finding = match(text, word, "MORFOLOGIK_RULE_EN_US", better)
    assert bool(fixes(text, finding)) is is_shown


def test_no_spelling_is_suggested_for_a_word_like_many() -> None:
    text = "The cantera is old."
    choice = match(text, "cantera", "MORFOLOGIK_RULE_EN_US", "canter", "cantata", "cancer")
    assert not fixes(text, choice)


@pytest.mark.parametrize(
    ("language", "is_shown"), [("auto", False), ("en", False), ("en-US", True)]
)
def test_another_variety_is_an_error_only_where_one_is_asked_for(
    language: str, is_shown: bool
) -> None:
    message = "Possible spelling mistake. ‘colour’ is British English."
    finding = Match(Span(4, 10), "MORFOLOGIK_RULE_EN_US", message, ("color",))
    doc = Document("The colour faded.", Options(language=language))
    assert bool(list(policy().fixes([finding], doc))) is is_shown


def test_a_variety_that_is_asked_for_is_had_throughout() -> None:
    message = "Possible spelling mistake. ‘color’ is American English."
    text = "The color is a color."
    places = [Span(4, 9), Span(15, 20)]
    found = [Match(span, "MORFOLOGIK_RULE_EN_GB", message, ("colour",)) for span in places]
    for language, shown in (("en-GB", places), ("auto", [])):
        fixes = policy().fixes(found, Document(text, Options(language=language)))
        assert [fix.edits[0].span for fix in fixes] == shown


@real
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-CA", "The colour of the harbour was analyzed. A centre had one tyre."),
        ("en-GB", "The colour of the grey harbour faded. He traveled to the theatre by elevator."),
        ("en-AU", "The harbour labour program was recognised. The centre analyzed it."),
        ("en-US", "The color of the harbor was gray. He travelled to the labor day by lorry."),
    ],
)
def test_what_another_variety_spells_otherwise_is_no_error(
    checker: Checker, language: str, text: str
) -> None:
    assert Document(text).language == language
    assert not Finder(checker)(Document(text)).fixes


def test_a_term_is_not_rewritten_by_any_rule() -> None:
    text = "The qanun is old. A qanun has strings."
    unknown = match(text, "qanun", "MORFOLOGIK_RULE_EN_US", "queen")
    assert not fixes(text, unknown, match(text, "A qanun", "ANY", "A queen"))
    assert fixes(text, unknown, match(text, "A qanun", "ANY", "The qanun"))


def test_a_change_is_of_the_words_that_differ_and_a_suggestion_is_whole() -> None:
    text = "She met an man in Rome."
    [fix] = fixes(text, match(text, "an", "EN_A_VS_AN", "a"))
    assert fix.edits == (Edit(Span(8, 10), "a"),)
    [fix] = fixes(text, match(text, "an man", "ANY", "a man"))
    assert fix.edits == (Edit(Span(8, 14), "a man"),)


def test_a_word_that_the_author_writes_throughout_is_not_misspelled() -> None:
    text = "The qanun is old. A qanun has many strings."
    finding = match(text, "qanun", "MORFOLOGIK_RULE_EN_US", "queen")
    assert not fixes(text, finding)


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("“No,” she said. It isnt so.", "isn’t"),
        ('"No," she said. It isnt so.', "isn't"),
        ("“No,” she said. It is n't so.", "isn't"),  # as the place itself has it
    ],
)
def test_a_new_apostrophe_is_written_as_the_text_does(text: str, better: str) -> None:
    found = "isnt" if "isnt" in text else "is n't"
    fix = fixes(text, match(text, found, "ANY_RULE", "isn't"))[0]
    assert fix.edits[0].text == better


def test_without_a_replacement_there_is_nothing_to_show() -> None:
    text = "He go home."
    assert not fixes(text, match(text, "go", "SOME_NEW_RULE"))


@pytest.mark.parametrize(
    ("rule", "text", "found", "replacement", "sure"),
    [
        ("AIRCRAFTS", "Two aircrafts landed.", "aircrafts", "aircraft", True),
        ("I_LOWERCASE", "Then i saw it.", "i", "I", True),
        ("I_LOWERCASE", "Fabra i Coats opened.", "i", "I", False),
        ("CURRENCY_SPACE", "It cost $ 8 more.", "$ 8", "$8", True),
        ("CURRENCY_SPACE", "It cost 7 $ 8 years ago.", "$ 8", "$8", False),
        ("CD_TH", "On the 62 nd day.", "62 nd", "62nd", True),
        ("ORDINAL_NUMBER_SUFFIX", "In the 23th year.", "23th", "23rd", True),
        ("LOWERCASE_MONTHS", "As of may 2015 it rained.", "may", "May", True),
        ("LOWERCASE_MONTHS", "What may 2015 bring?", "may", "May", False),
        ("YEAR_OLD_HYPHEN", "Then a 19 year old man fell.", "19 year old", "19-year-old", True),
        ("YEAR_OLD_HYPHEN", "He is 19 year old.", "19 year old", "19-year-old", False),
        ("YEAR_OLD_HYPHEN", "It is for 8 or 9 year old boys.", "9 year old", "9-year-old", False),
        ("PHRASE_REPETITION", "They left one day one day.", "one day one day", "one day", True),
        (
            "PHRASE_REPETITION",
            "He won year after year after year.",
            "year after year after",
            "",
            False,
        ),
        (
            "PHRASE_REPETITION",
            "There lay layers of layers of dust.",
            "layers of layers of",
            "layers of",
            False,
        ),
        ("LOWERCASE_MONTHS", "In august 2015 it rained.", "august", "August", True),
        ("LOWERCASE_MONTHS", "In august company it rained.", "august", "August", False),
        ("DELETE_SPACE", "He does n't know.", "does n't", "doesn't", True),
        ("APOS_SPACE_CONTRACTION", "Now I 'm sure.", "I 'm", "I'm", True),
        ("APOS_SPACE_CONTRACTION", "Now it' s here.", "it' s", "it's", True),
        ("APOS_SPACE_CONTRACTION", "The boys' s on.", "boys' s", "boys's", False),
        ("EN_CONTRACTION_SPELLING", "They didnt go.", "didnt", "didn't", True),
        ("EN_CONTRACTION_SPELLING", "They cant go.", "cant", "can't", False),
        ("ACCORDING_TO", "So it is according with law.", "according with", "according to", True),
        ("ACCORDING_TO", "It is in according with it.", "according with", "according to", False),
        (
            "AUXILIARY_DO_WITH_INCORRECT_VERB_FORM",
            "He did not went home.",
            "went",
            "go",
            True,
        ),
        (
            "AUXILIARY_DO_WITH_INCORRECT_VERB_FORM",
            "They did not found it.",
            "found",
            "find",
            False,
        ),
        ("EN_COMPOUNDS_AN_OTHER", "We saw an other man.", "an other", "another", True),
        ("EN_COMPOUNDS_AN_OTHER", "We saw an other than him.", "an other", "another", False),
        ("PHRASE_REPETITION", "It was ha ha ha ha.", "ha ha ha ha", "ha ha", False),
    ],
)
def test_what_acts_acts_under_its_conditions_alone(
    rule: str, text: str, found: str, replacement: str, sure: bool
) -> None:
    place = re.search(rf"\b{re.escape(found)}\b" if found[0].isalnum() else re.escape(found), text)
    assert place
    finding = Match(Span.of(place), rule, "A message.", (replacement,), "MISC", "grammar")
    assert any(fix.sure for fix in fixes(text, finding)) is sure


def test_a_figure_is_not_part_of_what_changes_beside_it() -> None:
    text = "On the 62 nd day."
    [fix] = fixes(text, match(text, "62 nd", "CD_TH", "62nd"))
    assert fix.edits == (Edit(Span(9, 10), ""),)


def test_the_policy_gives_reasons_and_standings() -> None:
    data = tomllib.loads(POLICY.read_text(encoding="utf-8"))
    entries = [*data["act"].values(), *data["silent"]]
    standings = [entry["standing"] for entry in data["act"].values()] + [*data["show"].values()]
    standings += [standing for group in data["silent"] for standing in group["rules"].values()]
    assert all(entry["why"] for entry in entries)
    assert all(hits == right + even + wrong for hits, right, even, wrong, _ in standings)


def test_what_acts_is_hardly_ever_wrong_and_the_page_on_grammar_says_so() -> None:
    page = (Path(__file__).parents[2] / "docs" / "grammar.md").read_text("utf-8")
    for rule, entry in tomllib.loads(POLICY.read_text(encoding="utf-8"))["act"].items():
        hits, _, _, wrong, _ = entry["standing"]
        assert wrong <= max(2, 0.05 * hits), rule
        standing = " | ".join(map(str, entry["standing"]))
        assert f"| `{rule}` | {standing} | {entry['why']} |" in page


def corrected(text: str, checker: Checker) -> str:
    made = (fix for fix in Finder(checker)(Document(text)).fixes if fix.sure)
    return Revision(text).then(made).text


@real
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was a old bridge.", "It was an old bridge."),
        ("It took a hour and an year.", "It took an hour and a year."),
        ("When i came home it rained.", "When I came home it rained."),
        ("The army sold two aircrafts.", "The army sold two aircraft."),
    ],
)
def test_errors_are_corrected(checker: Checker, text: str, expected: str) -> None:
    assert corrected(text, checker) == expected


@real
@pytest.mark.parametrize(
    "text",
    [
        "Mr Mikheyev and Mrs Turan met near Rivne. Mr Erdogan was not there.",
        "The talks between the two. countries failed.",
        "She read “a old book” aloud.",
        "A European, a one-off, a unicorn and an honest man met in an NGO’s office.",
        "He sang the Ave Maria, and we heard Carmina a cappella.",
    ],
)
def test_these_are_left_alone(checker: Checker, text: str) -> None:
    assert corrected(text, checker) == text


@real
def test_options_choose_among_the_rules(checker: Checker) -> None:
    text = "It was a old bridge. Now i am here. They recieve guests."
    ids = {fix.rule for fix in Finder(checker)(Document(text)).fixes}
    assert ids == {"grammar/en-a-vs-an", "grammar/i-lowercase", "grammar/morfologik-rule-en-us"}
    skipped = Options(skip=("grammar/en-a-vs-an",))
    assert {fix.rule for fix in Finder(checker)(Document(text, skipped)).fixes} == ids - set(
        skipped.skip
    )


@real
def test_spanish_is_only_suggested(checker: Checker) -> None:
    told: list[str] = []
    text = "El niños juegan en la casa vieja."
    fixes = Finder(checker, told.append)(Document(text, Options(language="es"))).fixes
    assert fixes
    assert not any(fix.sure for fix in fixes)
    assert len(told) == 1
