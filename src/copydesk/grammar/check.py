"""Checks texts with LanguageTool: what is known from the cache, and the rest from one server."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from copydesk.grammar.cache import Cache, key
from copydesk.grammar.errors import GrammarUnavailable, NoAnswer, TooLong, UnknownLanguage
from copydesk.grammar.install import Installation, Progress, locked
from copydesk.grammar.match import MODE, Match, Rules
from copydesk.grammar.paragraphs import batches, joined, paragraphs, parted, placed
from copydesk.grammar.policy import policy
from copydesk.text import Span

if TYPE_CHECKING:
    from copydesk.grammar.client import Client
    from copydesk.grammar.kept import Keeper, Kept
    from copydesk.grammar.server import Server

URL = "COPYDESK_LANGUAGETOOL_URL"
"""The environment variable that names a running LanguageTool to use in place of our own."""

LONGEST = 40_000
"""Characters of the longest paragraph that is checked; no author writes one of that length."""

_WORD = "suggestions"  # in the place of a mode, for what a word may be a slip of
_WORDS = 50  # asked about in one request; each takes the server some hundredths of a second
_CONNECTIONS = 8  # at most, however many cores there are: each takes memory in the server
_DYING = 3.0  # seconds that a process may take to end after its connections broke
_SHARED_IDLE = 300.0  # seconds after which a shared server ends if its owner was killed

_T = TypeVar("_T")

Tell = Callable[[str], None]
"""Is handed a notice for the person whose text it is: one sentence."""


class Checker:
    """Checks texts on one LanguageTool server, which it asks nothing that the cache knows.

    The server is the one at ``url``; without one, that which `copydesk server start` keeps; else
    our own, which is installed and started when it is first needed and ended by `close` or at the
    end of the ``with`` block. ``progress`` is told how the installation goes; ``cache`` is the
    user's where none is given. Rules that the policy silences do not run, unless ``rules`` say
    otherwise.

    Worker processes share one server: the process that owns them hands what `share` returns to the
    `Checker` of each as ``shared``. The first that needs the server starts it, and closing the
    owner's checker ends it.

    Whatever cannot be done raises GrammarUnavailable. A server that did not start, or that let its
    time limit pass without an answer, is not tried again before `close`.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        shared: Path | None = None,
        installation: Installation | None = None,
        progress: Progress | None = None,
        cache: Cache | None = None,
        rules: Rules | None = None,
    ) -> None:
        self._given = url
        self._rules = policy().rules if rules is None else rules
        self._shared = shared
        self._owns_shared = False
        self._installation = installation or Installation.default()
        self._progress = progress
        self._given_cache = cache
        self._own_cache: Cache | None = None
        self._server: Server | None = None
        self._kept: Kept | None = None
        self._client: Client | None = None
        self._version = ""
        self._given_up: GrammarUnavailable | None = None
        self._unlearned: dict[str, GrammarUnavailable] = {}  # languages, and why
        self._turn = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server if it is ours alone. The next check starts another."""
        with self._turn:
            self._given_up = None
            self._unlearned.clear()
            self._let_go()
            if self._own_cache:
                self._own_cache.close()
                self._own_cache = None
            if self._owns_shared and self._shared:
                self._keeper(self._shared).stop()
                shutil.rmtree(self._shared, ignore_errors=True)
                self._shared, self._owns_shared = None, False

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
        """Return what the checkers of other processes take as ``shared``.

        A server that is this checker's alone is let go: from now on it shares theirs.
        """
        with self._turn:
            if self._shared is None:
                self._let_go()
                self._shared = Path(tempfile.mkdtemp(prefix="copydesk-"))
                self._owns_shared = True
            return self._shared

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
        """Whether the server goes on when this checker is closed."""
        return self._kept is not None and not self._shared

    def check(
        self, text: str, language: str = "en-US", tell: Tell = lambda notice: None
    ) -> tuple[Match, ...]:
        """Return what LanguageTool finds in ``text``, by place; offsets are code points.

        Each paragraph is judged by itself. One of more than `LONGEST` characters is not checked,
        and ``tell`` is told so.
        """
        spans = list(_checkable(text, tell))
        if not spans:
            return ()
        engine = self._engine(tell)
        asked = key(*engine, language, repr((MODE, self._rules))).hex()
        keys = {p: key(asked, p) for p in (text[s.start : s.end] for s in spans)}
        cached = self._open_cache().get(keys.values())
        found = {p: cached[k] for p, k in keys.items() if k in cached}
        if missing := [p for p in keys if p not in found]:
            found |= self._found(missing, language, keys, tell)
        return tuple(
            placed(match, span.start)
            for span in spans
            for match in found.get(text[span.start : span.end], ())
        )

    def suggestions(
        self, words: Iterable[str], language: str = "en-US"
    ) -> dict[str, tuple[str, ...]]:
        """Return what each of the ``words``, which are in no dictionary, may be a slip of.

        Best first. A server that is not our own sends it with its findings, and is not asked.
        """
        if self._given:
            return {}
        keys = {word: key(self._installation.lock.version, language, _WORD, word) for word in words}
        cached = self._open_cache().get(keys.values())
        missing = [word for word, k in keys.items() if k not in cached]
        for at in range(0, len(missing), _WORDS):
            some = missing[at : at + _WORDS]
            said = self._asked(methodcaller("suggestions", some, language))
            new = {keys[w]: (Match(Span(0, len(w)), _WORD, "", said[w]),) for w in some}
            self._open_cache().put(new)
            cached |= new
        return {word: cached[k][0].replacements for word, k in keys.items()}

    def _engine(self, tell: Tell) -> tuple[str, ...]:
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

    def _found(
        self, texts: list[str], language: str, keys: dict[str, bytes], tell: Tell
    ) -> dict[str, tuple[Match, ...]]:
        """Ask the server about the paragraphs, as many at once as there are connections."""
        found: dict[str, tuple[Match, ...]] = {}
        failures: list[GrammarUnavailable] = []

        def answer(share: list[str]) -> dict[str, tuple[Match, ...]]:
            if failures:  # of another share: the text cannot be checked any more
                raise failures[0]
            try:
                return self._answer(share, language, tell)
            except GrammarUnavailable as reason:
                failures.append(reason)
                raise

        shares = list(batches(texts, connections()))
        with ThreadPoolExecutor(min(len(shares), connections())) as pool:
            try:
                for known in pool.map(answer, shares):
                    self._open_cache().put({keys[text]: ms for text, ms in known.items()})
                    found |= known
            finally:  # also at Control-C: what waits never starts
                pool.shutdown(cancel_futures=True)
        return found

    def _answer(self, batch: list[str], language: str, tell: Tell) -> dict[str, tuple[Match, ...]]:
        """Ask about some paragraphs in one request, or in two where that is too long."""
        try:
            matches = self._asked(lambda client: client.check(joined(batch), language))
        except TooLong as refused:
            if len(batch) > 1:
                half = len(batch) // 2
                return {
                    **self._answer(batch[:half], language, tell),
                    **self._answer(batch[half:], language, tell),
                }
            length = f"{len(batch[0]):,} characters"
            tell(f"a paragraph of {length} was not checked for grammar: {refused}")
            return {}
        return dict(zip(batch, parted(matches, batch), strict=True))

    def _asked(self, request: Callable[[Client], _T], *, again: bool = False) -> _T:
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
        return self._asked(request, again=True)

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

    def _open_cache(self) -> Cache:
        with self._turn:
            if self._given_cache:
                return self._given_cache
            if self._own_cache is None:
                self._own_cache = Cache(cache_path(self._installation))
            return self._own_cache

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


_default: Checker | None = None
_default_turn = threading.Lock()


def default_checker() -> Checker:
    """Return the checker of this process, which is closed at its end.

    It uses the server that the environment names, or one of our own.
    """
    global _default
    with _default_turn:
        if _default is None:
            _default = Checker(os.environ.get(URL))
            atexit.register(_default.close)
        return _default


def cache_path(installation: Installation) -> Path:
    """Return where the user's cache lies: beside the installation."""
    return installation.folder.parent / "grammar.sqlite"


def connections() -> int:
    """Return how many requests a server gets at once: as many as there are cores, up to a limit."""
    has_affinity = hasattr(os, "sched_getaffinity")  # not on every system
    cores = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return min(cores, _CONNECTIONS)


def _checkable(text: str, tell: Tell) -> Iterator[Span]:
    for span in paragraphs(text):
        if len(span) <= LONGEST:
            yield span
        else:
            line = text.count("\n", 0, span.start) + 1
            tell(
                f"the paragraph in line {line} was not checked for grammar:"
                f" it has {len(span):,} characters, and {LONGEST:,} is the limit"
            )
