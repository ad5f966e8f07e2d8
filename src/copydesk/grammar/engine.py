"""The LanguageTool that is asked: which server it is, and its life."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from copydesk.grammar.errors import GrammarUnavailable, NoAnswer, TooLong, UnknownLanguage
from copydesk.grammar.install import Installation, Progress, locked
from copydesk.grammar.match import Rules

if TYPE_CHECKING:
    from copydesk.grammar.client import Client
    from copydesk.grammar.kept import Keeper, Kept
    from copydesk.grammar.server import Server

_CONNECTIONS = 8  # at most, however many cores there are: each takes memory in the server
_DYING = 3.0  # seconds that a process may take to end after its connections broke
_SHARED_IDLE = 300.0  # seconds after which a shared server ends if its owner was killed

_T = TypeVar("_T")

Tell = Callable[[str], None]
"""Is handed a notice for the person whose text it is: one sentence."""


class Engine:
    """One LanguageTool server, which is found or started when it is first asked.

    It is the one at ``url``; without one, that which `copydesk server start` keeps; then the one
    that the folder ``shared`` tells of; else our own, of ``installation``, which is completed first
    where something is missing: ``progress`` is told how that goes. ``rules`` are those that run.

    Whatever cannot be done raises GrammarUnavailable. A server that did not start, or that let its
    time limit pass without an answer, is not tried again before `close`.
    """

    def __init__(
        self,
        url: str | None,
        installation: Installation,
        rules: Rules,
        *,
        shared: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._given = url
        self._rules = rules
        self._shared = shared
        self._owns_shared = False
        self._installation = installation
        self._progress = progress
        self._server: Server | None = None
        self._kept: Kept | None = None
        self._client: Client | None = None
        self._version = ""
        self._given_up: GrammarUnavailable | None = None
        self._unlearned: dict[str, GrammarUnavailable] = {}  # languages, and why
        self._turn = threading.RLock()

    @property
    def is_given(self) -> bool:
        """Whether the server is not our own."""
        return self._given is not None

    @property
    def url(self) -> str | None:
        """The address of the server, None as long as none is used."""
        return self._client.url if self._client else None

    @property
    def server(self) -> Server | Kept | None:
        """The server of our own while it runs, be it kept or not."""
        return self._server or self._kept

    @property
    def is_kept(self) -> bool:
        """Whether the server goes on when this is closed."""
        return self._kept is not None and not self._shared

    def prepare(self) -> None:
        """See to it that a check can be tried: install LanguageTool, or greet the given server.

        Nothing is started: where the cache knows a text, no server is needed for it.
        """
        with self._turn, self._giving_up():
            if self._given:
                self._asking()
            elif not self._server and not self._kept and self._installation.missing():
                self._installation.complete(self._progress)

    def start(self) -> None:
        """Do what `prepare` does, and start the server as far as none runs yet."""
        with self._turn:
            self.prepare()
            with self._giving_up():
                self._asking()

    def share(self) -> Path:
        """Return what other processes take as ``shared`` to ask the same server.

        The first that needs it starts it, and closing this ends it. A server that is ours alone is
        let go: from now on we share theirs.
        """
        with self._turn:
            if self._shared is None:
                self._let_go()
                self._shared = Path(tempfile.mkdtemp(prefix="copydesk-"))
                self._owns_shared = True
            return self._shared

    def close(self) -> None:
        """End the server if it is ours alone. The next question starts another."""
        with self._turn:
            self._given_up = None
            self._unlearned.clear()
            self._let_go()
            if self._owns_shared and self._shared:
                self._keeper(self._shared).stop()
                shutil.rmtree(self._shared, ignore_errors=True)
                self._shared, self._owns_shared = None, False

    def identity(self, tell: Tell) -> tuple[str, ...]:
        """Return what a match owes to the server: its version, and which it is if not our own."""
        if not self._given:
            return (self._installation.lock.version,)
        with self._turn, self._giving_up():
            self._asking()
            if self._version != locked().version:
                tell(
                    f"LanguageTool at {self._given} has version {self._version}; what its findings"
                    f" may change was measured with {locked().version}"
                )
            return self._version, self._given

    def asked(self, request: Callable[[Client], _T], *, again: bool = False) -> _T:
        """Make one request. A server of our own that dies of it is replaced once.

        So is one that does not know the language, where that can be had.
        """
        with self._turn, self._giving_up():
            client = self._asking()
        try:
            return request(client)
        except TooLong:
            raise
        except UnknownLanguage as reason:
            if again:
                self._unlearned[reason.language] = reason
            if again or not self._learns(reason.language, client):
                raise
        except NoAnswer as reason:
            self._given_up = reason
            raise
        except GrammarUnavailable as reason:
            why = self._loss(client, reason)
            if again:
                raise GrammarUnavailable(
                    f"LanguageTool ended twice while it checked; {why}"
                ) from reason
        return self.asked(request, again=True)

    def _loss(self, client: Client, reason: GrammarUnavailable) -> str:
        """Let a server go that died, and return its last words. Raises ``reason`` if it lives."""
        with self._turn:
            if self._client is not client:  # another thread was here
                return "it did not say why"
            words = "it did not say why"
            if self._server and self._server.ends_within(_DYING):
                words = self._server.last_words()
            elif self._given or self._server or (self._kept and self._kept.lives()):
                if not self._given and (damaged := self._installation.missing(thorough=True)):
                    raise GrammarUnavailable(
                        f"LanguageTool cannot work: {damaged[0].filename} is damaged;"
                        " `copydesk setup` fetches it again"
                    ) from reason
                raise reason
            self._let_go()
            return words

    def _learns(self, language: str, client: Client) -> bool:
        """Fetch what our own server lacks for a language, and let it go; return whether it did."""
        with self._turn:
            if self._given or not self._installation.code(language):
                return False
            if self._client is not client:  # another thread was here
                return True
            if reason := self._unlearned.get(language):
                raise reason
            try:
                self._installation.complete(self._progress, language)
                if self._kept:
                    for folder in {None, self._shared}:  # the user's own, or that of the workers
                        self._keeper(folder).renew(self._kept)
            except GrammarUnavailable as reason:
                self._unlearned[language] = reason
                raise
            self._let_go()
            return True

    def _asking(self) -> Client:
        """Return what asks the server, which is found or started first where that is needed."""
        from copydesk.grammar.client import Client

        with self._turn:
            if not self._client:
                place = self._given or self._place()
                client = Client(place, connections=connections(), rules=self._rules)
                self._version = client.version()
                if not self._given and self._version != self._installation.lock.version:
                    raise GrammarUnavailable(
                        f"what answers at {client.url} is LanguageTool {self._version} and not"
                        f" {self._installation.lock.version}, which copydesk started"
                    )
                self._client = client
            return self._client

    def _place(self) -> str:
        """Return the address of our own server: the kept, the shared, or one of this checker."""
        self._kept = self._keeper().find()
        if self._kept:
            return self._kept.url
        if self._installation.missing():
            self._installation.complete(self._progress)
        try:
            return self._started()
        except GrammarUnavailable:
            if not self._installation.complete(self._progress):  # no file was damaged
                raise
            return self._started()

    def _started(self) -> str:
        from copydesk.grammar.server import Server

        if self._shared:
            self._kept = self._keeper(self._shared).start(_SHARED_IDLE)
            return self._kept.url
        self._server = Server(self._installation)
        return self._server.url

    def _keeper(self, folder: Path | None = None) -> Keeper:
        from copydesk.grammar.kept import Keeper

        return Keeper(self._installation, folder)

    def _let_go(self) -> None:
        if self._client:
            self._client.close()
        if self._server:
            self._server.close()
        self._client = self._server = self._kept = None

    @contextmanager
    def _giving_up(self) -> Iterator[None]:
        """Remember why it could not be done, so that nobody waits for it again."""
        if self._given_up:
            raise type(self._given_up)(self._given_up.reason)
        try:
            yield
        except GrammarUnavailable as reason:
            self._given_up = reason
            raise


def connections() -> int:
    """Return how many requests a server gets at once: as many as there are cores, up to a limit."""
    has_affinity = hasattr(os, "sched_getaffinity")  # not on every system
    cores = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return min(cores, _CONNECTIONS)
