"""The file of decisions: what it looks like, what it refuses, who may write to it."""

from __future__ import annotations

import multiprocessing
import tomllib
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from copydesk.review import store
from copydesk.review.decisions import VERDICTS, Decision, Decisions, Verdict
from copydesk.review.findings import Content
from copydesk.review.place import NAME
from copydesk.review.store import BadDecisions, Store, dumps, load, loads

HOSTILE = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [
        '"""',
        "'''",
        "\\",
        "\0",
        "\x7f",
        "\u202e",
        "\u2028",
        "\r\n",
        "\t",
        "]]\n[[decision]]",
        "\ufeff",
    ]
)


@st.composite
def any_decision(draw: st.DrawFn) -> Decision:
    parts = draw(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=3))
    before, after = zip(*parts, strict=True)
    content = Content(("quotes/style",), before, after, draw(HOSTILE), draw(HOSTILE))
    verdict = draw(st.sampled_from(VERDICTS))
    text = draw(HOSTILE) if verdict == "edit" else ""
    phrase = draw(st.tuples(HOSTILE, HOSTILE))
    return Decision(content, verdict, text, draw(HOSTILE), draw(st.booleans()), phrase)


def decision(before: str, verdict: Verdict = "reject", reason: str = "") -> Decision:
    return Decision(Content(("spelling",), (before,), ("x",), "a", "b"), verdict, reason=reason)


@given(st.lists(any_decision()))
def test_what_is_written_is_read_back(drawn: list[Decision]) -> None:
    decisions = Decisions.of(drawn)
    text = dumps(decisions)
    assert loads(text) == decisions
    assert text.replace("\n", "").isprintable(), "nothing hides in it"


@given(st.lists(any_decision()), st.randoms())
def test_it_is_the_same_whatever_came_first(drawn: list[Decision], random: object) -> None:
    unique = list(Decisions.of(drawn))
    shuffled = list(unique)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert dumps(Decisions.of(shuffled)) == dumps(Decisions.of(unique))


def test_a_megabyte_survives() -> None:
    decisions = Decisions.of([decision('“\\" \u200b' * 200_000)])
    assert loads(dumps(decisions)) == decisions


def test_it_can_be_read_by_people() -> None:
    pair = Content(("quotes/style",), ('"', '"'), ("“", "”"), "she said", "and left")
    stake = Content(("phrases/fr/stake",), ("stake",), ("issue",), "This is the")
    text = dumps(
        Decisions.of(
            [
                Decision(pair, "reject", reason="house style"),
                Decision(pair, "edit", "\u00a0", everywhere=True),
                Decision(stake, "reject", phrase=("", " of the day")),
            ]
        )
    )
    assert text.splitlines() == [
        "# What was decided about copydesk's changes and suggestions.",
        "",
        "[[decision]]",
        'rules = ["phrases/fr/stake"]',
        'before = "stake"',
        'after = "issue"',
        'left = "This is the"',
        'phrase = ["", " of the day"]',
        'verdict = "reject"',
        "",
        "[[decision]]",
        'rules = ["quotes/style"]',
        r'before = ["\"", "\""]',
        'after = ["“", "”"]',
        "everywhere = true",
        'verdict = "edit"',
        r'text = "\U000000A0"',
        "",
        "[[decision]]",
        'rules = ["quotes/style"]',
        r'before = ["\"", "\""]',
        'after = ["“", "”"]',
        'left = "she said"',
        'right = "and left"',
        'verdict = "reject"',
        'reason = "house style"',
    ]
    assert len(tomllib.loads(text)["decision"]) == 3


ENTRY = '[[decision]]\nrules = ["spelling"]\nbefore = "a"\nafter = "b"\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("verdict: reject\n", "1: write a key, = and its value"),
        (ENTRY + 'verdict = "reject\n', "5: a text lacks its closing quotation mark"),
        (
            ENTRY + "<<<<<<< HEAD\nverdict = 'accept'\n",
            "5: holds a merge that is not done: this line begins with <<<<<<<",
        ),
        (ENTRY[:11] + ENTRY[12:], "1: the \\[\\[name\\]\\] of an entry lacks its closing \\]\\]"),
        ("[decision]\n[decision]\n", "2: .* or write \\[\\[decision\\]\\] for a list of entries"),
        ("a = " + "[" * 5000 + "]" * 5000, "1: has too many lists"),
        ("a = " + "9" * 5000, "1: is no TOML: .*digits"),
        ("\nverdict = 'reject'\n", "2: .*each under \\[\\[decision\\]\\]"),
        ("decision = 1\n", "1: .*each under"),
        ("decision = [1]\n", "1: entry 1: it is no table"),
        (f"# ours\n{ENTRY}", "2: entry 1: “verdict” is missing"),
        (
            ENTRY + "verdict = 'rejct'\n",
            "1: entry 1: a verdict is accept, reject or edit, not 'rejct'",
        ),
        (ENTRY + "verdict = 'edit'\n", "1: entry 1: an edit needs a “text”"),
        (
            ENTRY + "verdict = 'reject'\nreasn = 'x'\n",
            "1: entry 1: “reasn” means nothing; is it “reason”",
        ),
        (ENTRY + "verdict = 'reject'\nreason = 1\n", "1: entry 1: “reason” is a text"),
        (
            ENTRY + "verdict = 'reject'\neverywhere = 1\n",
            "1: entry 1: “everywhere” is true or false",
        ),
        (ENTRY + "verdict = 'reject'\nphrase = 'x'\n", "1: entry 1: “phrase” is a list of two"),
        (ENTRY.replace('"b"', "[]") + "verdict = 'reject'\n", "1: entry 1: “after” is a text"),
        (
            ENTRY.replace('"b"', '["b", "c"]') + "verdict = 'reject'\n",
            "1: entry 1: .* as many parts",
        ),
        (
            f"{ENTRY}verdict = 'reject'\n{ENTRY}verdict = 'accept'\n",
            "6: entry 2: the same change is to reject and to accept; take one of the two",
        ),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_a_reason(
    tmp_path: Path, text: str, why: str
) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadDecisions, match=rf"decisions\.toml:{why}"):
        load(path)


def test_the_same_entry_twice_does_no_harm() -> None:
    """As after a merge of two branches that decided alike."""
    one = f"{ENTRY}verdict = 'reject'\n"
    assert len(loads(one + one)) == 1


def test_no_file_holds_no_decisions(tmp_path: Path) -> None:
    assert not load(tmp_path / "none.toml")


def test_two_sessions_keep_each_others_decisions(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    first, second = Store(path), Store(path)
    first.change(add=[decision("one"), decision("both")])
    second.change(add=[decision("two"), decision("both", "accept")])
    first.change(remove=[decision("one")])
    assert load(path) == Decisions.of([decision("two"), decision("both", "accept")])
    assert first.decisions == load(path)
    assert not first.refresh()
    assert second.refresh()


def test_many_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_decide, args=(path, number)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert len(load(path)) == 4 * 5


def _decide(path: Path, number: int) -> None:
    store = Store(path)
    for i in range(5):
        store.change(add=[decision(f"{number} {i}")])


def test_a_damaged_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    store = Store(path)
    store.change(add=[decision("one")])
    path.write_text("=======\n")
    with pytest.raises(BadDecisions):
        store.change(add=[decision("two")])
    assert path.read_text() == "=======\n"


def test_a_lock_that_stays_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_WAIT", 0.1)
    lock = tmp_path / f".{NAME}.lock"
    with FileLock(lock), pytest.raises(TimeoutError, match=f"{lock} stays locked"):
        Store(tmp_path / NAME).change(add=[decision("a")])
