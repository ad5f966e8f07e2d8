"""What the tests of grammar share: one installation, one server, and repositories of our own."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from copydesk.grammar import Checker
from copydesk.grammar.install import REPOSITORY, Installation, Jar, Lock

Answer = Callable[["Handler"], None]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "languagetool: runs the real LanguageTool, some seconds")


@pytest.fixture(scope="session")
def installation() -> Installation:
    """The real LanguageTool, fetched into the user's cache where it is not there yet."""
    installed = Installation.default()
    installed.complete()
    return installed


@pytest.fixture(scope="session")
def checker(installation: Installation) -> Iterator[Checker]:
    with Checker(installation=installation) as running:
        yield running


class Handler(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        with self.server.turn:
            self.server.asked[self.path] += 1
        self.server.answer(self)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def reply(self, body: bytes, status: int = 200, *, sent: int | None = None) -> None:
        """Send ``body``, or break off after ``sent`` bytes of it."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sent])

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
