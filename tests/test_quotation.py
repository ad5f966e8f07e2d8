"""How quotation marks are read, from single marks to quotations over several paragraphs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.document import Document
from copydesk.options import Options
from copydesk.pipeline import repaired
from copydesk.revision import Revision
from copydesk.rules.quotes import style

SIGNS = {"opens": "<", "closes": ">", "apostrophe": "^", "prime": "'"}


def roles(text: str) -> str:
    """The text with each mark replaced by a sign of its role: < opens, > closes, ^ and '."""
    out, at = "", 0
    for mark in Document(text).marks:
        out += text[at : mark.start] + SIGNS[mark.role]
        at = mark.end
    return out + text[at:]


def words(text: str) -> list[str]:
    """The words of each quotation."""
    return [text[q.words.start : q.words.end] for q in Document(text).quotations]


def curled(text: str) -> str:
    return repaired(Revision(text), Options(quotes="curly"), rules=[style]).text


def straightened(text: str) -> str:
    return repaired(Revision(text), Options(quotes="straight"), rules=[style]).text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('He said "no" twice.', "He said <no> twice."),
        ('"Go," he said, "now."', "<Go,> he said, <now.>"),
        ('("Go" or "stay")', "(<Go> or <stay>)"),
        ('They left—"at once"—for the coast.', "They left—<at once>—for the coast."),
        ('"I thought—" He fell silent.', "<I thought—> He fell silent."),
        ('"…and then?"', "<…and then?>"),
        ("'Go,' he said.", "<Go,> he said."),
        ("\"He said, 'Go,' and left.\"", "<He said, <Go,> and left.>"),
        ("\" 'Go,' he said. \"", "< <Go,> he said. >"),
        ('"She asked for the "old key" and left."', "<She asked for the <old key> and left.>"),
        ("The dogs' bowls and James' cup.", "The dogs^ bowls and James^ cup."),
        ("'The dogs' bowls are gone,' he said.", "<The dogs^ bowls are gone,> he said."),
        ("'Tis late; get 'em up.", "^Tis late; get ^em up."),
        ("In the '90s and in '68.", "In the ^90s and in ^68."),
        ("Rock 'n' roll.", "Rock ^n^ roll."),
        ("He kept on goin' an' singin'.", "He kept on goin^ an^ singin^."),
        ("She is 6'2\" tall.", "She is 6'2' tall."),
        ('"The board is 6\'2" long," he said.', "<The board is 6'2' long,> he said."),
        ('The record is a 12" one.', "The record is a 12' one."),
        ('Two boards, " long " and " short ".', "Two boards, < long > and < short >."),
        ("“Go, ”he said.", "<Go, >he said."),
        ("In ”Salt”, she wrote", "In <Salt>, she wrote"),
        ('"Go, "said Ines Moreau.', "<Go, >said Ines Moreau."),
        ("„Salt“ and »Ash« and «Snow»", "<Salt> and <Ash> and <Snow>"),
        ('We leave on Monday," he said.', "We leave on Monday,> he said."),
    ],
)
def test_the_whole_paragraph_says_what_each_mark_is(text: str, read: str) -> None:
    assert roles(text).replace("2''", "2'") == read


def test_a_mark_knows_its_partner() -> None:
    first, second, third, fourth = Document("\"He said, 'Go.'\"").marks
    assert (first.partner, fourth.partner) == (fourth.start, first.start)
    assert (second.partner, third.partner) == (third.start, second.start)


def test_the_words_of_nested_quotations() -> None:
    assert words("“He said, ‘Go.’” She did.") == ["He said, ‘Go.’", "Go."]


def test_a_quotation_over_paragraphs_opens_in_each_and_closes_in_the_last() -> None:
    text = "“It was late.\n\n“We went home.\n\n“Nobody came,” she said."
    assert words(text) == ["It was late.", "We went home.", "Nobody came,"]
    assert not any(mark.alone for mark in Document(text).marks)


def test_a_quotation_over_broken_lines_opens_once() -> None:
    text = '"It was late\nand nobody\r\ncame," she said.'
    assert roles(text) == "<It was late\nand nobody\r\ncame,> she said."
    assert not any(mark.alone for mark in Document(text).marks)


def test_a_quotation_left_open_goes_no_further_than_the_next_one() -> None:
    text = '"It was late.\n\nShe said "no" and left.\n\nHe said "yes".'
    assert words(text) == ["no", "yes"]
    assert [mark.alone for mark in Document(text).marks] == [True, False, False, False, False]


def test_a_table_of_marks_is_no_prose() -> None:
    assert Document("\" ' " * 100).marks == ()


PROSE = st.lists(
    st.sampled_from(
        "“Go,” he said. “She wrote, ‘It’s late.’” It’s 6′2″ long. The dogs’ bowls—“gone”—were "
        "his. They (“all”) left. ’Tis so. It was ‘odd’. In the ’90s she sang.".split(". ")
    ),
    min_size=1,
    max_size=6,
).map(". ".join)


@given(PROSE)
def test_straight_marks_curl_back_to_what_they_were(text: str) -> None:
    assert curled(straightened(text)) == text


@pytest.mark.parametrize("unit", ['abcdefgh" ', "a 'b ", "“x ", "x” ", "\"'", '12" ', "it's "])
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        _ = Document(text).marks
        return time.process_time() - began

    assert seconds(400_000) < 1 + 10 * seconds(100_000)  # sixteen times as long if quadratic
