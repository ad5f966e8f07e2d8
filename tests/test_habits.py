"""What is measured of a text's habits, on small documents."""

from typing import Any

import pytest

from copydesk.document import Document
from copydesk.habits import Habits
from copydesk.options import Options

OUTSIDE = "They sold “salt”, “ash”, “rope”, “tar”, “hemp” and “pitch”. "
INSIDE = "“No.” “Yes.” “So.” “Go,” he said. “Stop,” she said. "


@pytest.mark.parametrize(
    ("habit", "text", "expected"),
    [
        ("curly", "“Go,” she said, and it's late.", True),
        ("curly", '"Go," she said, and it’s late.', False),
        ("curly", '“Go,” she said. "No." "Why?"', False),
        ("curly", "It’s late.", True),
        ("curly", "It's late.", False),
        ("curly", "No marks at all.", False),
        ("glyphs_are_clear", "“Go.” “No.”", True),
        ("glyphs_are_clear", "“Go.”", False),
        ("glyphs_are_clear", '“Go.” “No.” "Why?" "So."', False),
        ("single_outside", "‘He said “go”,’ she wrote.", True),
        ("single_outside", "“He said ‘go’,” she wrote. It’s late.", False),
        ("single_outside", "It’s late.", False),
        ("placement", INSIDE, "inside"),
        ("placement", INSIDE + "He was “late”.", "inside"),
        ("placement", INSIDE + "He was “late”, they were “lost”.", None),
        ("placement", OUTSIDE, "outside"),
        ("placement", OUTSIDE + "It was the “last straw,” he thought.", "outside"),
        ("placement", OUTSIDE + "“Go,” he said. “Stop,” she said. “Why?”", "outside"),
        ("placement", OUTSIDE + "The “salt,” the “ash,” then.", None),
        ("placement", "He sold “salt”, “ash”.", None),
        ("placement", "“Go.”", None),
        ("ellipsis", "Well… so... and… then.", "…"),
        ("ellipsis", "Well... so… and... then.", "..."),
        ("ellipsis", "Well .. so it goes.", ".."),
        ("ellipsis", "Well.. So it goes.", None),
        ("dash", "The door—or the wind—slammed. He left – late.", "—"),
        ("dash", "The door – or the wind – slammed, 1914–1918.", "–"),
        ("dash", "The door--or the wind--slammed.", "--"),
        ("dash", "The door---or the wind---slammed, 1914--1918.", "---"),
        ("dash", "Run it with --quiet, or not.", None),
        ("variety", "The grey harbour lay still, and its colours faded.", "en-GB"),
        ("variety", "They organised a vote, and realised why.", "en-GB"),
        ("variety", "The gray harbor lay still, and its colors faded.", "en-US"),
        ("variety", "The grey harbor lay still, and its colours faded.", None),
        ("variety", "They organized a vote, realized why, and recognized it.", None),
        ("variety", "The grey, the grey and the grey.", None),
        ("variety", "They analyze its colour and flavour, but not the aluminum.", "en-CA"),
        ("variety", "They analyze its colour and flavour, and organise a vote.", None),
        ("variety", "The program was organised by a neighbour in the harbour.", "en-AU"),
        ("variety", "The computer program was organised by a neighbour.", "en-GB"),
        ("variety", "Labour met at the Centre; the Theatre was shut.", None),
        ("variety", "The laboratory had an honorary greyhound, its cancellation humorous.", None),
    ],
)
def test_a_habit(habit: str, text: str, expected: Any) -> None:
    assert getattr(Document(text).habits, habit) == expected


def test_what_ends_words_within_a_sentence() -> None:
    found = Document(
        "“Yes.” It is the “last straw,” and the “end.” He wrote, “No.” Ask the “Hill Co.” Now. "
        "It was “late,” she said. The “four very long words,” then."
    )
    words = [found.text[q.words.start : q.words.end] for q in found.habits.stops_in_words]
    assert words == ["last straw,", "end."]


def test_a_text_without_anything_has_no_habits() -> None:
    habits = Habits("")
    assert (habits.curly, habits.glyphs_are_clear, habits.single_outside) == (False, False, False)
    assert {habits.placement, habits.ellipsis, habits.dash, habits.variety} == {None}


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("auto", True),
        ("en", True),
        ("en-US", True),
        ("EN-gb", True),
        ("fr", False),
        ("enm", False),
        ("de-AT", False),
    ],
)
def test_what_is_english(tag: str, expected: bool) -> None:
    assert Options(language=tag).is_english is expected


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [
        ("auto", "The grey harbour lay still.", "en-GB"),
        ("en", "The grey harbour lay still.", "en-GB"),
        ("en-US", "The grey harbour lay still.", "en-US"),
        ("auto", "The sea lay still.", "en-US"),
        ("es", "El mar estaba en calma.", "es"),
    ],
)
def test_the_language_of_a_text(asked: str, text: str, language: str) -> None:
    assert Document(text, Options(language=asked)).language == language
