"""What the tests of grammar share: one installation, one server, and repositories of our own."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from copydesk.grammar import Checker
from copydesk.grammar.cache import Cache
from copydesk.grammar.install import REPOSITORY, Installation, Jar, Lock

NONE: Mapping[str, str] = {}
Answer = Callable[["Handler"], None]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "languagetool: runs the real LanguageTool, some seconds")


@pytest.fixture(scope="session")
def installation() -> Installation:
    """The real LanguageTool, fetched into the user's cache where it is not there yet."""
    installed = Installation.default()
    installed.complete()
    return installed


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test knows what another one asked, nor what the user did."""
    place = tmp_path / "cache" / "grammar.sqlite"
    monkeypatch.setattr("copydesk.grammar.check.cache_path", lambda installation: place)


@pytest.fixture(scope="session")
def checker(installation: Installation) -> Iterator[Checker]:
    """A real one with a server of its own, whose cache forgets between the tests."""
    with Checker(installation=installation, cache=Cache()) as running:
        yield running


@pytest.fixture(autouse=True)
def _forgetful(request: pytest.FixtureRequest) -> None:
    if "checker" in request.fixturenames:
        request.getfixturevalue("checker")._given_cache.clear()


class Handler(BaseHTTPRequestHandler):
    server: Web
    form: dict[str, str]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        with self.server.turn:
            self.server.asked[self.path] += 1
        self.server.answer(self)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.form = {name: value[0] for name, value in parse_qs(body.decode()).items()}
        self.do_GET()

    def reply(
        self,
        body: bytes,
        status: int = 200,
        *,
        sent: int | None = None,
        headers: Mapping[str, str] = NONE,
    ) -> None:
        """Send ``body``, or break off after ``sent`` bytes of it."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sent])
        self.close_connection = sent is not None

    def log_message(self, *_: Any) -> None:
        pass


class Web(ThreadingHTTPServer):
    """A server on this machine that answers as the test says, and counts what it was asked."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.asked: Counter[str] = Counter()
        self.turn = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], Web]]:
    running: list[Web] = []

    def start(answer: Answer) -> Web:
        running.append(Web(answer))
        return running[-1]

    yield start
    for web in running:
        web.shutdown()
        web.server_close()


@dataclass
class Repository:
    """A Maven repository with six small jars, and what is wrong with it."""

    jars: dict[str, bytes]
    faults: dict[str, Answer] = field(default_factory=dict)
    web: Web = field(init=False)

    @property
    def lock(self) -> Lock:
        return Lock(
            "1.0",
            tuple(
                Jar(f"org.example:{name}:1.0", len(content), hashlib.sha256(content).hexdigest())
                for name, content in self.jars.items()
            ),
        )

    @staticmethod
    def path(name: str) -> str:
        return f"/org/example/{name}/1.0/{name}-1.0.jar"

    def fetched(self, name: str) -> int:
        """How often the jar was asked for."""
        return self.web.asked[self.path(name)]

    def __call__(self, handler: Handler) -> None:
        name = handler.path.split("/")[-3]
        if name in self.faults:
            self.faults[name](handler)
        else:
            handler.reply(self.jars[name])


@pytest.fixture
def repository(serve: Callable[[Answer], Web], monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = Repository({f"part-{i}": bytes([65 + i]) * 30_000 * (i + 1) for i in range(6)})
    repository.web = serve(repository)
    monkeypatch.setenv(REPOSITORY, repository.web.url)
    return repository


class LanguageTool:
    """A small one: it takes each ``bad`` for an error, and ``check`` may have its own way."""

    def __init__(self, check: Answer | None = None, *, version: str = "6.8") -> None:
        self.version = version
        self.texts: list[str] = []
        self.languages = [{"name": "English (US)", "code": "en", "longCode": "en-US"}]
        self._check = check

    def __call__(self, handler: Handler) -> None:
        said = {
            "/v2/info": {"software": {"name": "LanguageTool", "version": self.version}},
            "/v2/languages": self.languages,
        }
        if handler.path in said:
            handler.reply(json.dumps(said[handler.path]).encode())
        elif self._check:
            self._check(handler)
        else:
            self.find(handler)

    def find(self, handler: Handler) -> None:
        """Answer as LanguageTool does."""
        text = handler.form["text"]
        self.texts.append(text)
        starts = [m.start() for m in re.finditer("bad", text)]
        handler.reply(json.dumps({"matches": [finding(offset=at) for at in starts]}).encode())


def finding(**values: Any) -> dict[str, Any]:
    """A match as it comes over the wire."""
    known = {"message": "No.", "replacements": [{"value": "good"}], "offset": 0, "length": 3}
    context = {"text": "bad", "offset": 0, "length": 3}
    rule = {"id": "RULE", "issueType": "grammar", "category": {"id": "GRAMMAR"}}
    return {**known, "context": context, "rule": rule, **values}
