"""Two texts of which nothing else is known, and the views of what differs."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.options import Stage
from copydesk.pipeline import Cleaned
from copydesk.reports.choice import chosen
from copydesk.reports.compared import compared
from copydesk.reports.html import page
from copydesk.reports.side_by_side import side_by_side
from copydesk.revision import Fix, Revision
from copydesk.text import Edit, Span

TEXTS = st.text("ab ,\n“", max_size=30)


@given(TEXTS, TEXTS)
def test_the_changes_make_the_one_of_the_other(original: str, cleaned: str) -> None:
    revision = compared(original, cleaned)
    assert revision.text == cleaned
    assert all(change.before != change.after for change in revision.changes)


def test_a_block_too_long_to_be_compared_is_one_change() -> None:
    old, new = 3_000 * "one two ", 3_000 * "two one "
    assert len(compared(old, new).changes) == 1


def test_side_by_side_keeps_to_its_width() -> None:
    words = " ".join(f"word{i}" for i in range(40))
    lines = list(side_by_side(compared(words, words.replace("word20", "other")), 60))
    assert max(map(len, lines)) <= 60
    assert {line[32:35] for line in lines if len(line) > 35} == {" | "}
    left, right = (
        "".join(part) for part in zip(*((x[7:32].ljust(25), x[35:]) for x in lines), strict=True)
    )
    assert "[-word20-]" in left
    assert "{+other+}" in right


HOSTILE = "<script>alert(1)</script> \"onload='x' & \u202edesrever \x00 </td>"


class Tags(HTMLParser):
    """All tags of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_page_shows_hostile_text_and_obeys_none_of_it() -> None:
    revision = compared(f"one {HOSTILE}", f"two {HOSTILE} {HOSTILE}")
    seen = Tags("".join(page([(HOSTILE, revision)])))
    assert "script" not in seen.tags
    assert {"del", "ins"} <= seen.tags
    assert "<script>alert(1)</script>" in seen.text
    assert "\u202e" not in seen.text
    assert "\x00" not in seen.text


def made_by(rule: str, start: int, end: int, text: str) -> Fix:
    return Fix((Edit(Span(start, end), text),), rule=rule)


MADE = Cleaned(
    Revision("a, b. c").then(
        [
            made_by("punctuation/doubled-comma", 1, 2, ""),
            made_by("phrases/fr/stake", 3, 4, "x"),
            made_by("grammar/EN_A_VS_AN", 6, 7, "d"),
        ]
    )
)


@pytest.mark.parametrize(
    ("stages", "rules", "text"),
    [
        ([], [], "a x. d"),
        (["repairs"], [], "a b. c"),
        (["phrases"], [], "a, x. c"),
        (["grammar", "repairs"], [], "a b. d"),
        ([], ["punctuation"], "a b. c"),
        ([], ["phrases/fr"], "a, x. c"),
        (["grammar"], ["phrases"], "a, b. c"),
    ],
)
def test_changes_are_chosen_by_stage_and_rule(
    stages: list[str], rules: list[str], text: str
) -> None:
    assert chosen(MADE, list(map(Stage, stages)), tuple(rules)).text == text
