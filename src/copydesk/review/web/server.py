"""The page, served to this machine alone, and what its buttons do."""

from __future__ import annotations

import json
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from copydesk.files import reason
from copydesk.reports.visible import safe
from copydesk.review.articles import NoReview
from copydesk.review.decisions import Verdict
from copydesk.review.session import Finished, Session
from copydesk.review.store import BadDecisions
from copydesk.review.web import page
from copydesk.review.web.board import Board, Conflict

_HOST = "127.0.0.1"
_LONGEST = 1 << 20  # bytes of a request
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": page.policy("'self'", "'self'", "'self'")
    + "; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Keys:
    """What opens the page: a token that does so always, and others that each do so once.

    The command line of a browser can be read by all who use the machine: it gets one of the latter.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(32)
        self._once: set[str] = set()

    def once(self) -> str:
        """Return a new token that is good for one use."""
        self._once.add(token := secrets.token_urlsafe(32))
        return token

    def is_token(self, given: str) -> bool:
        """Whether this is the token that is always good."""
        return secrets.compare_digest(given.encode(), self.token.encode())

    def opens(self, given: str) -> bool:
        """Whether this is a token; one that was good once is used up."""
        if given in self._once:
            self._once.remove(given)
            return True
        return self.is_token(given)


def app(session: Session, keys: Keys, finished: Callable[[list[Finished]], None]) -> Starlette:
    """Return the application. It answers only requests of this machine that have one of ``keys``.

    ``finished`` is told what was written when the review is done. Requests are served one after
    another, as a session is for one thread.
    """
    board = Board(session)
    unsaved = f"It cannot be saved in {safe(str(session.place))}"

    async def home(request: Request) -> HTMLResponse:
        return HTMLResponse(page.served())

    async def review(request: Request) -> JSONResponse:
        return _Answer(board.review())

    async def text(request: Request) -> JSONResponse:
        return _Answer(board.text(request.path_params["article"]))

    async def news(request: Request) -> JSONResponse:
        return _Answer(board.news(request.path_params["seen"]))

    async def decide(request: Request) -> JSONResponse:
        asked = await _Asked.of(request)
        seen, place = asked.number("seen"), (asked.number("article"), asked.number("finding"))
        if asked.values.get("verdict") is None:
            board.undecide(seen, place)
        else:
            board.decide(
                seen,
                place,
                cast(Verdict, asked.words("verdict")),  # that it is one is checked there
                asked.words("text"),
                asked.words("reason"),
                asked.values.get("everywhere") is True,
            )
        return _Answer(board.news(seen))

    async def undo(request: Request) -> JSONResponse:
        seen = (await _Asked.of(request)).number("seen")
        board.undo(seen)
        return _Answer(board.news(seen))

    async def finish(request: Request) -> JSONResponse:
        await _Asked.of(request)
        written = board.finish()
        finished(written)
        return _Answer([{"name": w.name, "trouble": w.trouble} for w in written])

    return Starlette(
        middleware=[Middleware(_Guard, keys=keys)],
        routes=[
            Route("/", home),
            Route("/review", review),
            Route("/articles/{article:int}", text),
            Route("/news/{seen:int}", news),
            Route("/decisions", decide, methods=["POST"]),
            Route("/undo", undo, methods=["POST"]),
            Route("/finish", finish, methods=["POST"]),
            Mount("/static", StaticFiles(directory=page.STATIC)),
        ],
        exception_handlers={
            Conflict: _refusal(409, lambda error: "It was decided elsewhere meanwhile."),
            IndexError: _refusal(404, lambda error: "There is no such finding."),
            ValueError: _refusal(400, str),
            NoReview: _refusal(410, str),
            BadDecisions: _refusal(500, str),
            OSError: _refusal(500, lambda error: f"{unsaved}: {reason(cast(OSError, error))}"),
        },
    )


class Server:
    """Serves the review of a session on ``port`` of this machine, 0 for any that is free.

    ``address`` opens the page always, ``address_once`` does so once. Raises OSError where the port
    is taken.
    """

    def __init__(self, session: Session, port: int = 0) -> None:
        keys = Keys()
        self._listening = socket.create_server((_HOST, port))
        home = f"http://{_HOST}:{self._listening.getsockname()[1]}/"
        self.address = f"{home}?token={keys.token}"
        self.address_once = f"{home}?token={keys.once()}"
        self._written: list[Finished] | None = None
        config = uvicorn.Config(
            app(session, keys, self._finish),
            log_level="error",
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)

    def run(self) -> list[Finished] | None:
        """Serve until the review is finished, and return what was written; None where it was not,
        as the server was stopped. An interrupt from the keyboard goes through.
        """
        with self._listening, self._interruptible():
            self._server.run(sockets=[self._listening])
        return self._written

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Let an interrupt stop the server in good order, also before it listens to signals."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        is_interrupted = False

        def interrupt(number: int, frame: object) -> None:
            nonlocal is_interrupted
            is_interrupted = True
            self.stop()

        before = signal.signal(signal.SIGINT, interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
        if is_interrupted:
            raise KeyboardInterrupt

    def stop(self) -> None:
        """Let `run` come to its end."""
        self._server.should_exit = True

    def _finish(self, written: list[Finished]) -> None:
        self._written = written
        self.stop()


class _Guard:
    """Lets only requests through that come from our page, and says nothing to others."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        answer = self._answer(Request(scope)) or self._app
        await answer(scope, receive, send_with_headers)

    def _answer(self, request: Request) -> Response | None:
        """Return what is answered instead, None where the request is one of the page."""
        host = request.headers.get("host", "")
        port = request.scope["server"][1]
        if host not in (f"{_HOST}:{port}", f"localhost:{port}") and (host, port) != (_HOST, 80):
            return PlainTextResponse("This page is for its own machine.", 403)
        origin = request.headers.get("origin")
        if origin != f"http://{host}" and not (
            origin is None and request.method in ("GET", "HEAD")
        ):
            return PlainTextResponse("Another page asked for this.", 403)
        cookie = f"copydesk-{port}"  # cookies do not know ports: each server has its own
        given = request.query_params.get("token")
        if given is not None and request.url.path == "/" and self._keys.opens(given):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(cookie, self._keys.token, httponly=True, samesite="strict")
            return answer
        if not self._keys.is_token(request.cookies.get(cookie, "")):
            return PlainTextResponse("Open the address that the terminal shows.", 403)
        return None


class _Answer(JSONResponse):
    """JSON in ASCII: half of a surrogate pair in a text comes through."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, separators=(",", ":")).encode()


def _refusal(
    status: int, words: Callable[[Exception], str]
) -> Callable[[Request, Exception], Response]:
    return lambda request, error: _Answer({"trouble": words(error)}, status)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request asks for. Its methods raise ValueError where it is not what we ask."""

    values: dict[str, Any]

    @classmethod
    async def of(cls, request: Request) -> _Asked:
        if int(request.headers.get("content-length", _LONGEST + 1)) > _LONGEST:
            raise ValueError("the request is too long")
        try:
            values = json.loads(await request.body())
        except RecursionError:
            raise ValueError("the request goes too deep") from None
        if not isinstance(values, dict):
            raise ValueError("the request is no object")
        return cls(values)

    def number(self, name: str) -> int:
        value = self.values.get(name)
        if type(value) is not int:
            raise ValueError(f"{name} is no number")
        return value

    def words(self, name: str) -> str:
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise ValueError(f"{name} is no text")
        return value
