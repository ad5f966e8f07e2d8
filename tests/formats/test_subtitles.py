"""Subtitles: a sentence is one text over lines and cues, which stay as they are."""

import pytest

from copydesk.formats import Unreadable
from copydesk.formats.subtitles import read

TIMES = ["00:00:01,000 --> 00:00:02,000", "00:00:03,000 --> 00:00:04,000"]


def paragraphs(*cues: str) -> list[str]:
    blocks = (
        f"{n}\n{times}\n{cue}" for n, (times, cue) in enumerate(zip(TIMES, cues, strict=True))
    )
    return read("\n\n".join(blocks).encode()).text.split("\n\n")


@pytest.mark.parametrize(
    ("cues", "read_as"),
    [
        (("He left\nthe house.", "She stayed."), ["He left the house.", "She stayed."]),
        (("He left the", "house at ten."), ["He left the house at ten."]),
        (("The two.", "countries agreed."), ["The two. countries agreed."]),
        (("- Who is it?\n- Me.", "<i>Come in.</i>"), ["Who is it?", "Me.", "Come in."]),
        (("- « Go ! »\n– „Ja“, no.", "- So."), ["« Go ! »", "„Ja“, no.", "So."]),
        (("He left.\u2060", "\u200bthe house."), ["He left.\u2060 \u200bthe house."]),
        (("He came - late\n- and tired -", "home."), ["He came - late - and tired - home."]),
        (("{\\an8}“I came.”", "He lied."), ["“I came.”", "He lied."]),
        (("2\n3 sheep", "went by."), ["2 3 sheep went by."]),
        (("It rained…", "…and rained."), ["It rained… …and rained."]),
    ],
)
def test_sentences_run_over_cues(cues: tuple[str, str], read_as: list[str]) -> None:
    assert paragraphs(*cues) == read_as


def test_a_cue_may_follow_without_an_empty_line() -> None:
    page = f"1\n{TIMES[0]}\nIt rained.\n2\n{TIMES[1]}\nIt snowed."
    assert read(page.encode()).text == "It rained.\n\nIt snowed."


def test_what_is_no_cue_is_not_read() -> None:
    page = (
        "WEBVTT a\n\nNOTE b\nc\n\nSTYLE\nd {}\n\ne\n00:01.000 --> 00:02.000 line:0\n<v F>I &lt; you"
    )
    assert read(page.encode()).text == "I < you"


def test_a_file_without_cues_is_refused() -> None:
    with pytest.raises(Unreadable, match="no line of times"):
        read(b"Once upon a time")
    assert read(b"").text == ""
