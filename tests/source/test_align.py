"""Sentences beside their sources: what belongs together, what is missing, how long it takes."""

import time
from contextlib import suppress

import pytest

from copydesk import clean
from copydesk.source import Unrelated
from copydesk.source.compare import alignment_of

TOWNS = ["Arden", "Ostrava", "Brest", "Lindau", "Tarnow", "Odessa", "Vigo", "Malmo", "Trieste"]


def german(i: int) -> str:
    return f"Die Fähre nach {TOWNS[i % 9]} fasst {i + 17} Autos und ist an allen Tagen unterwegs."


def english(i: int) -> str:
    return f"The ferry to {TOWNS[i % 9]} carries {i + 17} cars and runs on every day of the week."


def passages(text: str, source: str) -> list[tuple[str, str]]:
    found = alignment_of(text, source).pairs
    return [(text[p.text.start : p.text.end], source[p.source.start : p.source.end]) for p in found]


def test_every_sentence_finds_its_own() -> None:
    text, source = (" ".join(map(of, range(40))) for of in (english, german))
    assert passages(text, source) == [(english(i), german(i)) for i in range(40)]


def test_a_sentence_left_out_leaves_the_others_in_their_places() -> None:
    text = "\n".join(english(i) for i in range(40) if i != 20)
    source = "\n".join(map(german, range(40)))
    found = passages(text, source)
    assert ("", german(20)) in found
    assert all((english(i), german(i)) in found for i in range(40) if i != 20)


def test_two_sentences_of_one() -> None:
    text = f"{english(1)} It was built at the yard in Brest. Nobody sails on it. {english(2)}"
    source = (
        f"{german(1)} Sie wurde in der Werft in Brest gebaut, und keiner fährt mit. {german(2)}"
    )
    assert passages(text, source)[1] == (
        "It was built at the yard in Brest. Nobody sails on it.",
        "Sie wurde in der Werft in Brest gebaut, und keiner fährt mit.",
    )


@pytest.mark.parametrize("end", ["\r\n", "\n\n", "\n \n", " \n"])
def test_line_ends_of_any_kind(end: str) -> None:
    text, source = "\n".join(map(english, range(12))), end.join(map(german, range(12)))
    assert passages(text, source) == [(english(i), german(i)) for i in range(12)]


def test_a_source_broken_by_hand() -> None:
    words = " ".join(map(german, range(12))).split(" ")
    lines = [" ".join(words[i : i + 9]) for i in range(0, len(words), 9)]
    text = " ".join(map(english, range(12)))
    found = dict(passages(text, "\n".join(lines)))
    assert " ".join(found[english(5)].split()) == german(5)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "no words"),
        (" \n\t\n", "no words"),
        ("12 – 34 …", "no words"),
        ("\0\x01\x02\ufffd" * 50, "no words"),
        (
            "The ferry carries 17 cars, and it is the only one that runs in the winter.",
            "own language",
        ),
        (" ".join(f"Das Orchester spielte {n} Lieder. Ja." for n in range(3000, 3040)), "belong"),
        (" ".join(map(german, range(300, 330))), "belong"),
    ],
    ids=["empty", "blank", "figures", "binary", "same language", "another text", "other numbers"],
)
def test_what_is_no_source_is_noticed_and_not_used(source: str, why: str) -> None:
    text = " ".join(map(english, range(30)))
    with pytest.raises(Unrelated, match=why):
        alignment_of(text, source)
    cleaned = clean(text, grammar=False, source=source)
    assert (cleaned.text, cleaned.suggestions) == (text, ())
    assert len(cleaned.notices) == 1
    assert why in cleaned.notices[0]
    assert "not used" in cleaned.notices[0]


def test_a_text_without_words_has_no_source() -> None:
    assert clean("", grammar=False, source=german(1)).notices


def test_time_grows_with_the_length_of_the_texts() -> None:
    def seconds(count: int) -> float:
        text, source = ("\n".join(map(of, range(count))) for of in (english, german))
        start = time.process_time()
        alignment_of(text, source)
        return time.process_time() - start

    assert seconds(1200) < 8 * seconds(300) + 0.5


@pytest.mark.parametrize("unit", ["Ja. ", "Wort ", "a. b", "\n", ". ", "»…« "])
def test_hostile_sources_take_no_time(unit: str) -> None:
    text = " ".join(map(english, range(30)))
    start = time.process_time()
    clean(text, grammar=False, source=german(1) + unit * (100_000 // len(unit)))
    assert time.process_time() - start < 10


def test_many_short_sentences_on_both_sides() -> None:
    start = time.process_time()
    with suppress(Unrelated):
        alignment_of("Yes. " * 3_000, "Ja. " * 3_000)
    assert time.process_time() - start < 20


def test_the_language_of_the_source_is_the_source_language() -> None:
    text, source = english(1), german(1)
    cleaned = clean(text, grammar=False, source=source, source_language="auto")
    assert cleaned.notices == ()


def test_places_are_those_of_the_original_while_the_text_changes() -> None:
    text = f"{english(1)} ,, {english(2)} It runs when the. weather is good. {english(3)}"
    source = f"{german(1)} {german(2)} Sie fährt, wenn das Wetter gut ist. {german(3)}"
    cleaned = clean(text.replace("19", "91"), grammar=False, source=source)
    assert "when the weather is good" in cleaned.text
    (wrong,) = [s for s in cleaned.suggestions if s.rules == ("source/number",)]
    assert (wrong.before, wrong.after) == ("91", "19")
    assert cleaned.revision.accept(wrong).text.count("19") == 1


def test_a_remark_is_a_suggestion_that_changes_nothing() -> None:
    text = "The old mill was rebuilt by its owner."
    source = "Die alte Mühle wurde 1894 von ihrem Besitzer wieder aufgebaut."
    (remark,) = clean(text, grammar=False, source=source).suggestions
    assert remark.before == remark.after == text
    assert "1894" in remark.message
