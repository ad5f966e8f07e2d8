"""Phrases: the files that come with copydesk, the syntax, what is refused, what it costs."""

from __future__ import annotations

import random
import re
import runpy
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import clean
from copydesk.options import Options
from copydesk.phrases import FOLDER, Phrase, Standing, checks, index, load, read_one, shipped
from copydesk.phrases.anchors import anchors, words_alone
from copydesk.phrases.checks import NEEDED, OPTIONAL, BadPhrases, checked, read
from copydesk.phrases.choice import all_phrases, lexicon_for, own_phrases
from copydesk.phrases.index import Index
from copydesk.phrases.inflection import noun, takes_an, verb
from copydesk.phrases.lexicon import Lexicon
from copydesk.phrases.pattern import SLOTS, BadPattern, parsed, written


def entry(pattern: str, *replacements: str, **fields: Any) -> Phrase:
    """An entry with these fields, and others that do not matter."""
    values: dict[str, Any] = {
        "pack": "own",
        "name": "entry",
        "pattern": pattern,
        "replacements": replacements,
        "cause": "cause",
        "reason": "reason",
        "standing": "applied",
        "repairs": (),
        "leaves": (),
    }
    return Phrase(**(values | fields))


def said(phrase: Phrase, text: str) -> str:
    return Lexicon([phrase]).replaced(text)


@pytest.mark.parametrize("pack", shipped())
def test_a_shipped_pack_is_without_problems(pack: str) -> None:
    assert not checks.in_file(FOLDER / f"{pack}.toml")


def test_the_figures_and_their_page_are_of_these_phrases_and_contradict_no_standing() -> None:
    script = runpy.run_path(str(Path(__file__).parents[1] / "scripts" / "measure_phrases.py"))
    measured = script["Measured"].written()
    phrases = tuple(phrase for pack in shipped() for phrase in load(pack))
    assert not list(script["contradictions"](measured, phrases))
    assert script["page"](measured, phrases) == script["DOCS"].read_text("utf-8"), (
        "run scripts/measure_phrases.py"
    )


@pytest.mark.parametrize(
    ("pattern", "replacement", "before", "after"),
    [
        ("red fish", "carp", "He ate Red fish.", "He ate Carp."),
        ("red fish", "carp", "Red fish swim.", "Carp swim."),
        ("red fish", "carp", "The Red Fish Swims", "The Carp Swims"),
        ("red fish", "gold carp", "THE RED FISH", "THE GOLD CARP"),
        ("red fish", "carp", "a red\u00a0fish swims", "a carp swims"),
        ("red fish", "carp", "an infrared fish, red fishing, half-red fish", ""),
        ("red fish", "carp", "red fish\nred\nfish", "carp\nred\nfish"),
        ("red fish", "carp", "a red fish’s fin and the red fish's tail", ""),
        ("{verb:put} the table", "{verb:lay} the table", "Put the table!", "Lay the table!"),
        (
            "{verb:put} the table",
            "{verb:lay} the table",
            "She put the table.",
            "She laid the table.",
        ),
        ("<noun>s of old", "old <noun>s", "in bridges of old", "in old bridges"),
        ("fish's bone", "carp’s bone", "a fish’s bone", "a carp’s bone"),
        ("the UN way", "so", "in the un way", ""),
        ("stake(|s) of old", "issue{1} of old", "Stakes of old", "Issues of old"),
        ("{noun:stake} of old", "{noun:issue} of old", "a stake of old", "an issue of old"),
        ("{noun:child} of old", "{noun:man} of old", "children of old", "men of old"),
        ("{verb:realise} a study", "{verb:do} a study", "They realise a study", "They do a study"),
        ("{verb:realise} a study", "{verb:do} a study", "She realised a study", "She did a study"),
        ("{verb:realise} a study", "{verb:do} a study", "has realised a study", "has done a study"),
        (
            "{verb:realise} a study",
            "{verb:do} a study",
            "was not realised a study",
            "was not done a study",
        ),
        ("{verb:realise} a study", "{verb:do} a study", "by realising a study", "by doing a study"),
        ("{verb:put} in doubt", "{verb:doubt} it", "They will put in doubt", "They will doubt it"),
        ("{verb:put} in doubt", "{verb:doubt} it", "It was put in doubt", "It was doubted it"),
        ("{verb:be} of use", "{verb:help}", "They are of use", "They help"),
        ("{verb:be} of use", "{verb:help}", "It is of use", "It helps"),
        ("{verb:be} of use", "{verb:be} useful", "They were of use", "They were useful"),
        ("{verb:take|hold} hostage", "{verb:seize}", "They held hostage", "They seized"),
        (
            "{verb:organize} so",
            "{verb:run} so",
            "organising so, organized so",
            "running so, ran so",
        ),
        ("(makes|made) up a part", "{1:is|was} a part", "It made up a part", "It was a part"),
        (
            "at <det> <adj>? hour here",
            "in <det> <adj> hour",
            "at the late hour here",
            "in the late hour",
        ),
        ("at <det> <adj>? hour here", "in <det> <adj> hour", "at that hour here", "in that hour"),
        (
            "a <adj>? stake now",
            "a <adj> issue",
            "a big stake now, a stake now",
            "a big issue, an issue",
        ),
        ("take (an active)? part so", "join {1}", "to take part so", "to join"),
        (
            "put <np> in light",
            "show <np>",
            "put the first new results in light",
            "show the first new results",
        ),
        ("put <np> in light", "show <np>", "put it in light", "show it"),
        (
            "<name> of his state",
            "<name>",
            "In 2004 Ada Lovelace of his state went",
            "In 2004 Ada Lovelace went",
        ),
        (
            "of <number> years aged",
            "aged <number>",
            "a man of 1,200 years aged",
            "a man aged 1,200",
        ),
        ("^it is that", "", "It is that he came. So it is that he came.", ""),
        (
            "^as for him",
            "for him",
            "As for him, no. Now as for him.",
            "For him, no. Now as for him.",
        ),
        ("so it is$", "yes", "so it is now; so it is.", "so it is now; yes."),
        ("(red one|it) fish", "{1:a|the} carp", "red\u00a0one fish", "a carp"),
        (
            "(isn’t|is) fish",
            "{1:was not|was} carp",
            "isn't fish, Isn’t fish",
            "was not carp, Was not carp",
        ),
        ("šport fish", "carp", "a šport fish", "a carp"),
        ("red fish", "hour", "A RED FISH IS HERE", "AN HOUR IS HERE"),
        ("red fish", "eel", "a\u00a0red fish", "an\u00a0eel"),
        ("red fish", "hour", "a red fish, an red fish", "an hour, an hour"),
        ("red fish", "union", "an red fish", "a union"),
        ("red fish", "unimportant thing", "a red fish", "an unimportant thing"),
        ("red fish", "red carp", "A red fish", "A red carp"),
    ],
)
def test_the_syntax(pattern: str, replacement: str, before: str, after: str) -> None:
    if not replacement:
        with pytest.raises(BadPattern):
            written(replacement + " ", parsed(pattern))
        return
    assert said(entry(pattern, replacement), before) == (after or before)


@pytest.mark.parametrize(
    ("fields", "text", "found"),
    [
        ({"not_after": "a|the"}, "the red fish", False),
        ({"not_after": "a|the"}, "The red fish", False),
        ({"not_after": "a|the"}, "bathe red fish", True),
        ({"not_before": "is|was here"}, "red fish is", False),
        ({"not_before": "is|was here"}, "red fish island", True),
        ({"not_before": "is|was here"}, "red fish, was here", True),
    ],
)
def test_words_that_may_not_stand_beside(fields: dict[str, str], text: str, found: bool) -> None:
    assert bool(Lexicon([entry("red fish", "carp", **fields)]).found(text)) is found


@pytest.mark.parametrize(
    ("pattern", "replacement", "why"),
    [
        ("red (fish", "carp", "cannot read the pattern from “(fish”"),
        ("red .* fish+", "carp", "cannot read"),
        ("red <fish> swims", "carp", "no slot is called <fish>"),
        ("<word> of <word>", "carp", "no word of three letters"),
        ("(very)? red", "carp", "begins or ends with what may be missing"),
        ("red(very)?fish", "carp", "needs a space beside it"),
        ("red? fish", "carp", "`?` stands after"),
        ("red  fish", "carp", "a space too many"),
        ("red (fish|fish)", "carp", "the same twice"),
        ("red <np> <np> <np> <np> <np> fish", "carp", "more than 4 slots"),
        ("red fish " * 40, "carp", "more than 300 characters"),
        ("red fish", "{1} carp", "no part 1"),
        ("red (a|b) fish", "{1:x|y|z} carp", "part 1 is no choice of 3"),
        ("red fish", "{noun:carp}", "has no noun, not one"),
        ("{noun:fish} of {noun:fish}", "{noun:carp}", "has 2 noun, not one; number it"),
        ("{verb:make} up fish", "{verb:be}", "`be` has more forms"),
        ("red <det> fish of <det> fish", "<det> fish", "has 2 <det>"),
        ("red fish", "carp (a|b)", "cannot read the replacement"),
    ],
)
def test_bad_syntax_is_refused(pattern: str, replacement: str, why: str) -> None:
    def read() -> None:
        found = parsed(pattern)
        written(replacement, found)
        _ = anchors(found)

    with pytest.raises(BadPattern) as refused:
        read()
    assert why in str(refused.value)


GOOD = """\
# A pack.

[red-fish]
pattern = "red fish"
replace = "carp"
cause = "der rote Fisch"
reason = "a carp is meant"
standing = "applied"
repairs = [
  ["The red fish swam.", "The carp swam."],
  ["A red fish sang.", "A carp sang."],
]
leaves = [
  ["The fish was red.", "a colour"],
  ["The redfish swam.", "another fish"],
]
"""


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("\ufeff" + GOOD, "utf-8")
    assert [phrase.id for phrase in read(path)] == ["phrases/own/red-fish"]


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("standing", "standng", 8, "there is no key “standng”"),
        ('"applied"', '"certain"', 8, "“standing” has to be applied or suggested"),
        ('"red fish"', "7", 4, "“pattern” has to be a text"),
        ('"red fish"', '"red (fish"', 4, "cannot read the pattern"),
        ('"red fish"', '"red', 4, "a text lacks its closing quotation mark"),
        ('"carp"', '["carp", 1]', 5, "a text or a list of texts"),
        ('"carp"', '"red fish"', 9, "finds nothing in its example"),
        ('"carp"', '"a red fish"', 9, "makes “The a red fish swam.”"),
        ("The carp swam", "The cod swam", 9, "makes “The carp swam.” of its example"),
        ("The redfish", "The red fish", 13, "finds “red fish” in “The red fish swam.”"),
        ("cause", "source = '(\\w+)+x'\ncause", 6, "backtrack without end"),
        ("cause", "source = '(?:a|aa)+x'\ncause", 6, "backtrack without end"),
        ("cause", f"source = '{'.?' * 32}x'\ncause", 6, "can match in more than 1,000 ways"),
        ("cause", "source = '((((a?){3}){3}){3}){3}x'\ncause", 6, "more than 1,000 ways"),
        ("cause", "source = '(a|b'\ncause", 6, "not a regular expression"),
        ("cause", "not_after = 'the |'\ncause", 6, "words, with | between them"),
        ("cause", "needs_language = 1\ncause", 6, "true or false"),
        ("[red-fish]", "[Red_fish]", 3, "small letters, figures and hyphens"),
        ("[red-fish]", "top = 1\n[red-fish]", 1, "holds [tables] alone"),
        ("# A pack.", "[red-fish]", 3, "red-fish"),
        ('  ["A red fish sang.", "A carp sang."],\n', "", 9, "two or more pairs"),
        ('reason = "a carp is meant"\n', "", 3, "“reason” is missing"),
    ],
)
def test_a_bad_file_is_refused(old: str, new: str, line: int, why: str) -> None:
    with pytest.raises(BadPhrases) as refused:
        checked(GOOD.replace(old, new, 1), "own", "own.toml")
    assert str(refused.value).startswith(f"own.toml:{line}: "), refused.value
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "replacement", "example", "changed"),
    [
        (
            "the nineties of our century",
            "the 1990s",
            "So were the nineties of our century.",
            "nineties",
        ),
        ("in the Internet", "on the internet", "He read in the Internet.", "Internet"),
    ],
)
def test_an_applied_phrase_changes_no_name_and_no_number(
    pattern: str, replacement: str, example: str, changed: str
) -> None:
    after = example.replace(pattern, replacement)
    text = GOOD.replace("red fish", pattern, 1).replace('"carp"', f'"{replacement}"')
    text = text.replace("The red fish swam.", example).replace("The carp swam.", after)
    text = text.replace("A red fish sang.", example).replace("A carp sang.", after)
    with pytest.raises(BadPhrases, match=rf"own\.toml:8: red-fish: only .*{changed}"):
        checked(text, "own", "own.toml")
    assert checked(text.replace("applied", "suggested"), "own", "own.toml")


def test_what_finds_itself_again_is_refused() -> None:
    grows = GOOD.replace('"carp"', '"old red fish"').replace("carp s", "old red fish s")
    with pytest.raises(BadPhrases, match=r"own\.toml:5: red-fish: .* which itself finds again"):
        checked(grows.replace("A old", "An old"), "own", "own.toml")


def test_phrases_that_undo_each_other_are_refused() -> None:
    back = GOOD.replace("[red-fish]", "[carp]").replace("carp", "RED FISH")
    back = back.replace("red fish", "carp").replace("RED FISH", "red fish")
    with pytest.raises(BadPhrases, match=r"which “.*” finds again"):
        checked(
            GOOD + back.replace("[red fish]", "[carp]").replace("# A pack.", ""), "own", "own.toml"
        )


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("red fish", "stake of the day", 4, "the same phrase as “phrases/fr/stake-of-the-day”"),
        ("carp", "stake of the day", 5, "which “phrases/fr/stake-of-the-day” finds again"),
    ],
)
def test_what_a_file_says_may_not_clash_with_what_is_shipped(
    tmp_path: Path, old: str, new: str, line: int, why: str
) -> None:
    path = tmp_path / "own.toml"
    text = GOOD.replace('"A ', '"The ').replace(old, new).replace("carp", "issue of the day")
    path.write_text(text.replace("The redfish swam", "They swam").replace("The fish", "It"))
    with pytest.raises(BadPhrases) as refused:
        own_phrases((str(path),))
    assert str(refused.value).startswith(f"{path}:{line}: red-fish: "), refused.value
    assert why in str(refused.value)


def test_a_file_may_mend_a_shipped_phrase_in_another_way(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace("red fish", "stake of the day").replace("redfish", "stakes"))
    cleaned = clean(STAKE, grammar=False, source_language="fr", phrases=[str(path)])
    assert cleaned.text == "The carp is water."


def test_files_do_not_clash_with_each_other(tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("own.toml", "two.toml", "b/own.toml"))
    third.parent.mkdir()
    first.write_text(GOOD)
    second.write_text(GOOD.replace("[red-fish]", "[ruddy-fish]"))
    third.write_text(GOOD.replace("red fish", "blue fish").replace("redfish", "bluefish"))
    assert len(own_phrases((str(first), str(first)))) == 1
    with pytest.raises(BadPhrases, match=r"two\.toml:4: .* the same phrase as “phrases/own/red-f"):
        own_phrases((str(first), str(second)))
    with pytest.raises(BadPhrases, match=r"own\.toml:3: .*another file has an entry “phrases/own"):
        own_phrases((str(first), str(third)))


def test_a_file_counts_once_however_its_path_is_spelt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.toml").write_text(GOOD)
    Path("link.toml").symlink_to("own.toml")
    same = ("own.toml", "./own.toml", str(tmp_path / "own.toml"), "link.toml")
    assert [phrase.id for phrase in own_phrases(same)] == ["phrases/own/red-fish"]
    Path("own.toml").write_text("red = 1\n")
    assert checks.main(same) == 1
    assert capsys.readouterr().out.startswith("own.toml:1: red: ")


FORMAT = Path(__file__).parents[1] / "docs" / "phrases-format.md"


def test_the_example_of_the_docs_loads_and_all_keys_and_slots_are_told() -> None:
    text = FORMAT.read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert [phrase.id for phrase in checked(example, "house", "house.toml")] == [
        "phrases/house/hold-a-webinar"
    ]
    told = set(re.findall(r"`([a-z_]+)`", text)) | set(re.findall(r"`(<[a-z]+>)`", text))
    assert {*NEEDED, *OPTIONAL, *(f"<{slot}>" for slot in SLOTS)} <= told


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[" * 100_000, b"a." * 3_000 + b"b = 1", b"x"])
def test_hostile_files_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(data)
    with pytest.raises(BadPhrases, match=r"own\.toml:1: "):
        read(path)


@pytest.mark.parametrize("name", ["fr.toml", "my pack.toml"])
def test_a_pack_has_a_name_of_its_own(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(GOOD)
    with pytest.raises(BadPhrases):
        read(tmp_path / name)


def test_a_pack_of_ones_own_is_used(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD)
    cleaned = clean("A red fish.", grammar=False, phrases=[str(path)])
    assert cleaned.text == "A carp."
    assert cleaned.changes[0].rules == ("phrases/own/red-fish",)
    left = clean("A red fish.", grammar=False, phrases=[str(path)], skip=["phrases/own"])
    assert left.text == left.original


STAKE = "The stake of the day is water."


@pytest.mark.parametrize("id", ["phrases", "phrases/fr", "phrases/fr/stake-of-the-day"])
def test_phrases_are_chosen_and_skipped_by_the_parts_of_their_id(id: str) -> None:
    assert clean(STAKE, grammar=False, only=[id]).changes
    assert not clean(STAKE, grammar=False, skip=[id]).changes
    assert not clean(STAKE, grammar=False, only=["phrases/ru", "quotes"]).changes


def test_a_finding_says_what_causes_it_and_why() -> None:
    (change,) = clean(STAKE, grammar=False).changes
    assert "l’enjeu du jour" in change.message
    assert change.rules == ("phrases/fr/stake-of-the-day",)


@pytest.mark.parametrize(
    ("standing", "needs_language", "at_home", "elsewhere"),
    [
        ("applied", False, "applied", "applied"),
        ("applied", True, "applied", "suggested"),
        ("suggested", False, "suggested", "suggested"),
        ("suggested", True, "suggested", None),
    ],
)
def test_what_needs_its_language_stands_a_step_lower_elsewhere(
    standing: Standing, needs_language: bool, at_home: Standing, elsewhere: Standing | None
) -> None:
    french = replace(
        entry("red fish", "carp", pack="fr"), standing=standing, needs_language=needs_language
    )
    romance = replace(french, pack="any", languages="fr|it")
    for phrase, homes in ((french, ["fr"]), (romance, ["fr", "it"])):
        assert [phrase.standing_in(home) for home in homes] == [at_home] * len(homes)
        assert [phrase.standing_in(other) for other in ("", "ru")] == [elsewhere] * 2
    for phrase in (replace(french, pack="any"), replace(french, pack="own")):
        assert phrase.standing_in("") == at_home


def test_a_country_in_the_source_language_changes_nothing() -> None:
    french, canadian = (lexicon_for(Options(source_language=code)) for code in ("fr", "fr-CA"))
    assert french is canadian


def test_phrases_of_a_user_s_file_come_from_languages_too(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(
        """[red-zworgle]
pattern = "red zworgle"
replace = "carp"
cause = "rote"
reason = "it is a fish"
standing = "suggested"
languages = "fr|de"
needs_language = true
repairs = [["A red zworgle.", "A carp."], ["Red zworgle!", "Carp!"]]
leaves = [["A red fish.", "another"], ["A zworgle.", "not red"]]
""",
        "utf-8",
    )
    for language, number in (("fr", 1), ("de", 1), ("ru", 0), (None, 0)):
        phrases, text = [str(file)], "One red zworgle."
        found = clean(text, grammar=False, source_language=language, phrases=phrases).suggestions
        assert len(found) == number


@pytest.mark.parametrize(
    ("fields", "made"),
    [
        ([{"pack": "fr"}, {"pack": "de"}], "de"),
        ([{"pack": "fr"}, {"pack": "any"}], "any"),
        ([{"pack": "any"}, {"pack": "any", "languages": "cs|de"}], "any cs|de"),
        ([{"pack": "de"}, {"pack": "own"}, {"pack": "any"}], "own"),
        ([{"pack": "de", "standing": "suggested"}, {"pack": "fr"}], "fr"),
        ([{"pack": "any"}, {"pack": "any", "pattern": "big red fish"}], "any big red fish"),
        ([{"pack": "fr", "pattern": "big red fish"}, {"pack": "de"}], "de"),
    ],
)
def test_of_phrases_that_overlap_the_best_is_taken(
    monkeypatch: pytest.MonkeyPatch, fields: list[dict[str, str]], made: str
) -> None:
    phrases = [
        entry(values.pop("pattern", "red fish"), "carp", name=f"entry-{i}", **values)
        for i, values in enumerate(map(dict, fields))
    ]
    monkeypatch.setattr("copydesk.rules.phrases.lexicon_for", lambda _: Lexicon(phrases))
    (change,) = clean("A big red fish.", grammar=False, source_language="de").changes
    number = int(change.rules[0].rpartition("-")[2])
    assert " ".join(fields[number].values()) == made


def test_words_in_a_quotation_are_only_pointed_at() -> None:
    cleaned = clean("He said: “The stake of the day is water.”", grammar=False)
    assert not cleaned.changes
    assert [change.after for change in cleaned.suggestions] == ["issue"]


@pytest.mark.parametrize(
    ("pattern", "replacement", "before", "after"),
    [
        (
            "relays <name>",
            "{1} reports",
            "It rains, relays Halden.",
            "It rains, Halden reports.",
        ),
        (
            "^as it was known to <name>,",
            "<name> has learned that",
            "As it was known to Halden, it rains.",
            "Halden has learned that it rains.",
        ),
    ],
)
def test_a_name_keeps_its_place_and_words_change_around_it(
    tmp_path: Path, pattern: str, replacement: str, before: str, after: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(GOOD.replace("red fish", pattern, 1).replace('"carp"', f'"{replacement}"'))
    text = own.read_text().replace("The red fish swam.", before).replace("The carp swam.", after)
    text = text.replace("A red fish sang.", before).replace("A carp sang.", after)
    own.write_text(text.replace("The fish was red", "None").replace("The redfish swam", "Nothing"))
    assert clean(before, grammar=False, phrases=[str(own)]).text == after


NOT_GUESSED = "the source language could not be guessed"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Sarkozy, Jean-Claude and Hollande met in Lyon, dans la Loire, par le train.",
            "the source language was taken to be “fr”: dans, la, par, le, Sarkozy",
        ),
        (
            "The stake of the day is water. The town put in place a network of wells.",
            "the source language was taken to be “fr”: stake of the day, town put in place a",
        ),
        ("All is well.", NOT_GUESSED),
        (
            "Sarkozy, Hollande, Macron, the UMP, the SNCF, Lyon, Lille, Nantes and Paris",
            NOT_GUESSED,
        ),
    ],
)
def test_a_guess_is_told_and_names_are_not_enough_for_it(text: str, told: str) -> None:
    assert clean(text, grammar=False, source_language="auto").notices == (told,)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("stop", "stop stops stopped stopped stopping"),
        ("carry", "carry carries carried carried carrying"),
        ("agree", "agree agrees agreed agreed agreeing"),
        ("die", "die dies died died dying"),
        ("refer", "refer refers referred referred referring"),
        ("offer", "offer offers offered offered offering"),
        ("fix", "fix fixes fixed fixed fixing"),
        ("play", "play plays played played playing"),
        ("need", "need needs needed needed needing"),
        ("visit", "visit visits visited visited visiting"),
        ("go", "go goes went gone going"),
        ("undergo", "undergo undergoes underwent undergone undergoing"),
        ("have", "have has had had having"),
        ("use", "use uses used used using"),
        ("argue", "argue argues argued argued arguing"),
        ("free", "free frees freed freed freeing"),
        ("prize", "prize prizes prized prized prizing"),
    ],
)
def test_forms_of_verbs(lemma: str, forms: str) -> None:
    assert [spellings[0] for spellings in verb(lemma).values()] == forms.split()


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("an", "MP MPs NGO MBA FBI SUV HIV EU SMS NHS F S HTML MI6 hour heir 8 11 18 uninvited"),
        ("an", "unidentified unimportant unlikely umbrella ID A SOS honest onerous"),
        ("a", "UN US UFO UNESCO NATO NASA NEW RED unit unique university uniform union unanimous"),
        ("a", "European ewe one user MAN BBC PR CEO UK 110 180 house use utility unilateral"),
    ],
)
def test_articles(article: str, words: str) -> None:
    wrong = [word for word in words.split() if takes_an(word) != (article == "an")]
    assert not wrong


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        ("in the measure of it", "as far as", ["as far as"]),
        ("people mountain people sea", "a sea of people", ["a sea of", ""]),
    ],
)
def test_words_that_change_side_by_side_change_together(
    before: str, after: str, edits: list[str]
) -> None:
    (hit,) = Lexicon([entry(before, after)]).found(before)
    assert [edit.text for edit in hit.edits] == edits


@pytest.mark.parametrize(
    ("lemma", "plural"),
    [("party", "parties"), ("day", "days"), ("box", "boxes"), ("hero", "heroes"), ("man", "men")],
)
def test_plurals(lemma: str, plural: str) -> None:
    assert noun(lemma)["plural"] == (plural,)


def test_texts_keep_their_length_as_they_are_searched() -> None:
    text = "İ’ß\u0130ŉ中\U0001f600\ud800 x"
    assert len(words_alone(text)) == len(text) + 2


def _words(count: int) -> list[str]:
    rng = random.Random(7)
    return ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(count)]


def _lexicon(size: int) -> Lexicon:
    words = iter(_words(3 * size))
    return Lexicon(
        entry(f"{{verb:{next(words)}}} the <adj>? {next(words)}", f"{next(words)} it", name=str(i))
        for i in range(size)
    )


def _seconds(lexicon: Lexicon, text: str) -> float:
    lexicon.found(text)
    times = []
    for _ in range(5):
        began = time.process_time()
        lexicon.found(text)
        times.append(time.process_time() - began)
    return min(times)


def test_ten_times_the_phrases_take_nothing_like_ten_times_the_time() -> None:
    rng = random.Random(8)
    text = " ".join(rng.choices([*_words(500), "the", "of", "green"], k=40_000))
    few, many = (_seconds(_lexicon(size), text) for size in (300, 3_000))
    assert many < 4 * few


SENTENCES = [before for phrase in all_phrases() for before, _ in phrase.repairs]


@given(st.lists(st.sampled_from(SENTENCES), max_size=6), st.sampled_from([None, *shipped()]))
def test_a_second_run_finds_nothing_more(sentences: list[str], language: str | None) -> None:
    run = partial(clean, grammar=False, only=["phrases"], source_language=language)
    once = run(" ".join(sentences))
    again = run(once.text)
    assert not again.changes


def test_importing_reads_no_phrases() -> None:
    code = (
        "import copydesk, copydesk.pipeline, copydesk.phrases as p; "
        "print(p.load.cache_info().currsize + p.text_of.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


@pytest.fixture
def nothing_read() -> Iterator[None]:
    """Forget what was read of the index, before and after."""
    for kept in (index._kept, index._entry):
        kept.cache_clear()
    yield
    for kept in (index._kept, index._entry):
        kept.cache_clear()


@pytest.mark.usefixtures("nothing_read")
def test_hardly_any_phrases_are_read_but_those_that_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def recorded(pack: str, name: str) -> Phrase:
        read.append(f"{pack}/{name}")
        return read_one(pack, name)

    monkeypatch.setattr(index, "read_one", recorded)
    Lexicon([], Index()).found(STAKE)
    assert read[0] == "fr/stake-of-the-day"
    assert len(read) < 4


@pytest.mark.parametrize("pack", shipped())
def test_one_phrase_is_read_as_the_whole_pack_is(pack: str) -> None:
    brief = [replace(phrase, repairs=(), leaves=()) for phrase in load(pack)]
    assert [read_one(pack, phrase.name) for phrase in brief] == brief


def test_the_index_tells_of_each_phrase_what_the_phrase_tells() -> None:
    names = [field.name for field in fields(index.Entry)]

    def told(phrase: Phrase | index.Entry) -> tuple[object, ...]:
        return (phrase.needed, *(getattr(phrase, name) for name in names))

    known = {(told(entry), anchor) for anchor, entries in Index().items() for entry in entries}
    assert known == {(told(phrase), a) for phrase in all_phrases() for a in phrase.anchors}


@pytest.mark.parametrize("pack", shipped())
def test_what_a_phrase_needs_is_in_all_that_it_matches(pack: str) -> None:
    missed = [
        (phrase.name, text)
        for phrase in load(pack)
        for text in phrase.parsed.samples()
        if not phrase.needed.is_in(words_alone(text))
    ]
    assert not missed


def test_the_index_is_of_these_packs() -> None:
    file = Path(index.__file__).with_name("index.txt").read_text("utf-8")
    assert file == index.written(), "run python -m copydesk.phrases.index"


@pytest.mark.usefixtures("nothing_read")
def test_packs_that_changed_are_read_in_place_of_their_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index, "_sizes", lambda: "other")
    monkeypatch.setattr(index, "load", lambda pack: load(pack)[:1])
    assert {entry.pack for entries in Index().values() for entry in entries} == set(shipped())
    assert len({entry for entries in Index().values() for entry in entries}) == len(shipped())


def test_what_neighbours_share_is_suggested_in_texts_from_each() -> None:
    text = "The firm will leave its actual headquarters in May."
    for language in ("fr", "it", "es", "pt"):
        (found,) = clean(text, grammar=False, source_language=language).suggestions
        assert (found.before, found.after) == ("actual", "current")
    assert not clean(text, grammar=False, source_language="ru").suggestions


def test_the_language_of_the_source_text_counts_where_none_is_given() -> None:
    text = "The firm will leave its actual headquarters in May. It is too small for the staff."
    source = "L'entreprise quittera son siège en mai. Il est trop petit pour le personnel."
    found = [clean(text, grammar=False, source=s).suggestions for s in (None, source)]
    assert [[s.before for s in each] for each in found] == [[], ["actual"]]


RUSSIAN = "Стало известно, что мельница закроется. Хозяин молчит. Город ждёт весны."


@pytest.mark.parametrize(
    ("source", "made"),
    [(None, False), (RUSSIAN, True), (RUSSIAN.replace("Стало известно, что м", "М"), False)],
)
def test_the_source_text_decides_whether_a_phrase_is_mended(source: str | None, made: bool) -> None:
    text = (
        "It became known that the mill will close. The owner is silent. The town waits for spring."
    )
    cleaned = clean(text, grammar=False, source_language="ru", source=source)
    assert cleaned.text.startswith("It emerged that") == made
    assert bool(cleaned.suggestions) != made
