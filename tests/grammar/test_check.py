"""Checking texts, with the real LanguageTool and with servers that are something else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copydesk.grammar import Checker, GrammarUnavailable, Match
from copydesk.grammar.check import LONGEST
from copydesk.grammar.client import version
from copydesk.grammar.install import REPOSITORY, Installation
from copydesk.grammar.paragraphs import paragraphs
from copydesk.text import Span

from .conftest import Answer, LanguageTool, Web, finding

Serve = Callable[[Answer], Web]
real = pytest.mark.languagetool


def places(text: str, matches: tuple[Match, ...], rule: str) -> list[str]:
    return [text[m.span.start : m.span.end] for m in matches if m.rule == rule]


@real
def test_a_wrong_article_is_found(checker: Checker) -> None:
    text = "The baker sold a apple and an pear."
    found = [m for m in checker.check(text) if m.rule == "EN_A_VS_AN"]
    assert [(text[m.span.start : m.span.end], m.replacements) for m in found] == [
        ("a", ("an",)),
        ("an", ("a",)),
    ]


@real
@pytest.mark.parametrize(
    "before",
    ["", "🙂 ", "🙂🏽🙂 said: ", "𝔉𝔯𝔞𝔨𝔱𝔲𝔯 ", "\ud83d "],
    ids=["none", "one", "more", "letters", "half"],
)
def test_places_are_code_points_after_an_emoji(checker: Checker, before: str) -> None:
    text = f"{before}The baker sold a apple."
    assert places(text, checker.check(text), "EN_A_VS_AN") == ["a"]


@real
def test_places_are_code_points_around_an_emoji(checker: Checker) -> None:
    text = "The garden 🌻🌻 🌻🌻 is in flower, said a aunt."
    for match in checker.check(text):
        piece = text[match.span.start : match.span.end]
        assert not any("☺" in replacement for replacement in match.replacements)
        assert "🌻" not in piece or not match.replacements
    assert places(text, checker.check(text), "EN_A_VS_AN") == ["a"]


@real
def test_a_paragraph_is_judged_by_itself(checker: Checker) -> None:
    one = "The baker sold a apple. Their going home."
    many = [one, "A title without a period", "An clear sky.", one]
    alone = [[(m.span, m.rule) for m in checker.check(p)] for p in many]
    for joint in ("\n", "\n\n", "\r\n", "\r\n \r\n\r\n"):
        text = joint.join(many)
        together: list[tuple[Span, str]] = []
        at = 0
        for paragraph, found in zip(many, alone, strict=True):
            together += [(Span(s.start + at, s.end + at), rule) for s, rule in found]
            at += len(paragraph) + len(joint)
        assert [(m.span, m.rule) for m in checker.check(text)] == together


@real
def test_a_long_text_goes_in_several_requests(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copydesk.grammar.paragraphs.REQUEST", 1000)
    paragraph = "The baker sold a apple. " + "It rained in the morning. " * 12
    text = "\n".join([paragraph] * 10)
    starts = [m.span.start for m in checker.check(text) if m.rule == "EN_A_VS_AN"]
    step = len(paragraph) + 1
    assert starts == [i * step + 15 for i in range(len(starts))]
    assert len(starts) == text.count("a apple")


@real
def test_a_paragraph_without_end_is_left_out_and_said(checker: Checker) -> None:
    text = "A fine day.\n" + "word " * (LONGEST // 5 + 1) + "\nThe baker sold a apple."
    notices: list[str] = []
    matches = checker.check(text, tell=notices.append)
    assert places(text, matches, "EN_A_VS_AN") == ["a"]
    assert [n.partition(" was")[0] for n in notices] == ["the paragraph in line 2"]


@real
def test_texts_of_nothing_but_marks(checker: Checker) -> None:
    for text in ("", "\n\n", " ", "\x00\x01", "—", "🙂"):
        checker.check(text)


@real
def test_a_language_that_is_not_there_is_named(checker: Checker) -> None:
    with pytest.raises(GrammarUnavailable, match="does not know the language xx"):
        checker.check("Text.", "xx")


@real
def test_a_proxy_is_not_asked_for_this_machine(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert checker.engine.server
    assert version(checker.engine.server.url) == "6.8"
    with Checker(checker.engine.server.url + "/v2/") as other:
        assert other.check("The baker sold a apple.")
        assert other.engine.server is None


@real
@pytest.mark.parametrize("part", ["languagetool-core", "english-pos-dict"])
def test_a_damaged_file_is_fetched_again_or_named(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    (jar,) = (jar for jar in installation.lock.jars if part in jar.filename)
    damaged = Installation(tmp_path, installation.lock)
    for each in installation.lock.jars:
        damaged.path(each).symlink_to(installation.path(each))

    def mend(self: Installation, progress: object = None) -> bool:
        found = self.missing(thorough=True)
        for each in found:
            self.path(each).unlink()
            self.path(each).symlink_to(installation.path(each))
        return bool(found)

    monkeypatch.setattr(Installation, "complete", mend)
    damaged.path(jar).unlink()
    damaged.path(jar).write_bytes(b"x" * jar.size)
    with Checker(installation=damaged) as checker:
        if part == "languagetool-core":  # without which it does not even start
            checker.engine.start()
            assert not damaged.missing(thorough=True)
        else:
            with pytest.raises(GrammarUnavailable, match=rf"{part}.* damaged; `copydesk setup`"):
                checker.check("A fine day.")


@pytest.mark.parametrize(
    "body", [b"<html><title>Welcome</title></html>", b"{}", b"[]", b"[1]", b'"hello"', b"\xff"]
)
def test_an_address_of_something_else_is_named(serve: Serve, body: bytes) -> None:
    web = serve(lambda handler: handler.reply(body))
    with Checker(web.url) as checker, pytest.raises(GrammarUnavailable, match=web.url):
        checker.check("Text.")
    with pytest.raises(GrammarUnavailable, match=f"{web.url} is not LanguageTool"):
        version(web.url)


def test_an_address_where_nothing_is_is_named() -> None:
    with (
        Checker("127.0.0.1:9") as checker,
        pytest.raises(GrammarUnavailable, match=r"127\.0\.0\.1:9"),
    ):
        checker.check("Text.")
    with pytest.raises(
        GrammarUnavailable, match=r"no LanguageTool answers .*:9 \(Connection refused\)"
    ):
        version("http://127.0.0.1:9")


@pytest.mark.parametrize("url", ["http://[::1", "ftp://localhost", "http://", "http://here:port"])
def test_what_is_no_address_is_named(url: str) -> None:
    with Checker(url) as checker, pytest.raises(GrammarUnavailable, match="is no address"):
        checker.check("Text.")
    with pytest.raises(GrammarUnavailable, match="is no address"):
        version(url)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (200, "is not LanguageTool: it sends a web page"),
        (404, "404 Not Found and says: a web page"),
    ],
)
def test_a_web_page_is_called_one(serve: Serve, status: int, why: str) -> None:
    web = serve(lambda handler: handler.reply(b"\n<html><p>Welcome</p></html>", status))
    with Checker(web.url) as checker, pytest.raises(GrammarUnavailable, match=why):
        checker.check("Text.")
    with pytest.raises(GrammarUnavailable, match=why):
        version(web.url)


def nonsense(**values: Any) -> bytes:
    return json.dumps({"matches": [finding(**values)]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b"[" * 100_000,
        b'{"matches": [{}]}',
        b'{"matches": 3}',
        nonsense(offset=1000),
        nonsense(offset=-3),
        nonsense(length=10**20),
        nonsense(length=-1),
        nonsense(offset="first"),
        nonsense(replacements=[{"value": 7}]),
        nonsense(message=None),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(serve: Serve, body: bytes) -> None:
    web = serve(LanguageTool(lambda handler: handler.reply(body)))
    with Checker(web.url) as checker, pytest.raises(GrammarUnavailable, match="not LanguageTool"):
        checker.check("Text.")


def test_without_network_or_installation_it_says_so(
    installation: Installation, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REPOSITORY, "http://127.0.0.1:9/maven")
    empty = Installation(tmp_path / "none", installation.lock)
    with (
        Checker(installation=empty) as checker,
        pytest.raises(GrammarUnavailable, match="copydesk setup"),
    ):
        checker.check("Text.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One.", ["One."]),
        ("One.\nTwo.\r\n\r\n \nThree.\n", ["One.\nTwo.", "Three."]),
        ("A line\nwrapped.\n\nAnother\nline.", ["A line\nwrapped.", "Another\nline."]),
        (
            "A title\n" + "A long line. " * 10 + "\n\nEnd.",
            ["A title", "A long line. " * 10, "End."],
        ),
        ("Short\nlines\nonly", ["Short", "lines", "only"]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in paragraphs(text)] == expected
