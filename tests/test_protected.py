"""Places that no rule may touch: what is one, what is not, and that they survive every rule."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.pipeline import repaired
from copydesk.protected import protected_spans
from copydesk.revision import Revision


def places(text: str) -> list[str]:
    return [text[span.start : span.end] for span in protected_spans(text)]


WHOLE = (
    "https://example.org/a,b;c?q=1,2#top",
    "HTTP://EXAMPLE.ORG/x",
    "https://en.example.org/wiki/Lake_(Norway)",
    "ftp://files.example.net/pub/",
    "www.example.com/shop?item=4,5",
    "news.example.co.uk/2021/05/05/story",
    "Example.cz",
    "jana.k+list@mail.example.org",
    "@jana_k",
    "#OpenData",
    "10.1000/182(3)x",
    "report.final.pdf",
    "setup.py",
    r"C:\Users\jana\notes.txt",
    "~/photos/2020",
    "./run",
    "../notes/b",
    "/usr/local/bin",
    "192.168.100.200",
    "fe80::1ff:fe23:4567:890a",
    "1.2.3",
    "2.0.1-rc1",
    "2003-04-01",
    "2003-04-01T10:20:30Z",
    "1.4.2003",
    "01/04/2003",
    "12:30:45",
    "snake_case_name",
    "std::vector",
    "list.sort()",
    "`a , b`",
)


@pytest.mark.parametrize("place", WHOLE)
@pytest.mark.parametrize(
    "around", ["{}", "See {}.", "({})", "“{}”, they say", "and {}: yes!", "{}…"]
)
def test_a_place_is_protected_whole_without_the_marks_around_it(place: str, around: str) -> None:
    assert places(around.format(place)) == [place]


@pytest.mark.parametrize(
    "prose",
    [
        "It is closed.The ferry runs.",
        "They went home.It was late.",
        "At 12:30 p.m. the U.S. won 3:2, e.g. by 3.5 points and/or 15 %.",
        "It cost 2.500.000 pesos, or 1.000.000.000 in all.",
        "Fish & chips, no. 5, 50/50, 24/7, P.S. Yahoo! and C&A.",
        "He paid 40 000 euros - or 1,234.56 dollars; that's all...",
    ],
)
def test_prose_is_not_protected(prose: str) -> None:
    assert places(prose) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Do:\n```\na ,b\n```\nand `x ;` too", ["```\na ,b\n```", "`x ;`"]),
        ("<p>Do <code>a ,b</code> now ,</p>", ["a ,b"]),
        ("Then:\n  pip install . && x\nand , done", ["  pip install . && x"]),
        ("$ make , all\n$5 , or less", ["$ make , all"]),
        ("sudo git clone x .\ncd ~ ;", ["sudo git clone x .", "cd ~ ;"]),
        ("git is a tool .\npip , too, can install . It did\ncp is short .", []),
        ("A ` alone and <code> alone ,\n```\nno end ,", []),
    ],
)
def test_code_is_protected_where_its_end_is_there(text: str, code: list[str]) -> None:
    assert places(text) == code


MARKS = " ,| .|..|. .|,,| !|“|”|‘| (|) |the the|two. countries|40 000|15 %|so ,it|end.The|a - b|x"
MESS = st.lists(st.sampled_from([*MARKS.split("|"), '"', "\u00a0", "\u200b", "\n"]), max_size=6)


@given(st.lists(st.tuples(MESS, st.sampled_from(WHOLE)), min_size=1, max_size=4), MESS)
def test_protected_places_survive_all_rules(
    parts: list[tuple[list[str], str]], end: list[str]
) -> None:
    text = " ".join(f"{' '.join(mess)} {place}" for mess, place in parts) + " " + " ".join(end)
    cleaned = repaired(Revision(text)).text
    at = 0
    for span in protected_spans(text):
        place = text[span.start : span.end]
        assert place in cleaned[at:]
        at = cleaned.index(place, at) + len(place)


@pytest.mark.parametrize(
    "unit",
    [
        *"a. a@ a@a. a_ a/ 1. a:: () com. 12-12-12 ` <code> www.( ) x @ # ://".split(),
        ".a ",
        "```\n",
    ],
)
def test_time_is_linear(unit: str) -> None:
    small, large = (unit * (n // len(unit)) for n in (20_000, 160_000))
    assert seconds(large) < 40 * seconds(small) + 0.2  # 8 where time is linear, 64 where quadratic


def seconds(text: str) -> float:
    """The best of three, for a collection of garbage may fall into any of them."""

    def once() -> float:
        start = time.process_time()
        protected_spans(text)
        return time.process_time() - start

    return min(once() for _ in range(3))


@pytest.mark.parametrize(
    "text", [":: a , b", "Note!:: a , b", "a , b!::", ":::note\nHi , you.\n:::"]
)
def test_colons_alone_are_no_address(text: str) -> None:
    assert repaired(Revision(text)).text == text.replace(" ,", ",")
