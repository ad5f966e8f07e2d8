"""Checks texts with LanguageTool: what is known from the cache, and the rest from one server."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from operator import methodcaller
from pathlib import Path
from typing import Self

from copydesk.grammar.cache import Cache, key
from copydesk.grammar.engine import Engine, Tell, connections
from copydesk.grammar.errors import GrammarUnavailable, TooLong
from copydesk.grammar.install import Installation, Progress
from copydesk.grammar.match import MODE, Match, Rules
from copydesk.grammar.paragraphs import batches, joined, paragraphs, parted, placed
from copydesk.grammar.policy import policy
from copydesk.text import Span

URL = "COPYDESK_LANGUAGETOOL_URL"
"""The environment variable that names a running LanguageTool to use in place of our own."""

LONGEST = 40_000
"""Characters of the longest paragraph that is checked; no author writes one of that length."""

_WORD = "suggestions"  # in the place of a mode, for what a word may be a slip of
_WORDS = 50  # asked about in one request; each takes the server some hundredths of a second


class Checker:
    """Checks texts on one LanguageTool server, which it asks nothing that the cache knows.

    Which server that is its `Engine` knows, to which all arguments go but two: ``cache`` is the
    user's where none is given, and rules that the policy silences do not run, unless ``rules`` say
    otherwise. The server is started when it is first needed, and ended by `close` or at the end of
    the ``with`` block.

    Whatever cannot be done raises GrammarUnavailable.
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
        self._rules = policy().rules if rules is None else rules
        self._installation = installation or Installation.default()
        self._given_cache = cache
        self._own_cache: Cache | None = None
        self._turn = threading.Lock()
        self.engine = Engine(url, self._installation, self._rules, shared=shared, progress=progress)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server if it is ours alone. The next check starts another."""
        self.engine.close()
        with self._turn:
            if self._own_cache:
                self._own_cache.close()
                self._own_cache = None

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
        asked = key(*self.engine.identity(tell), language, repr((MODE, self._rules))).hex()
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
        if self.engine.is_given:
            return {}
        keys = {word: key(self._installation.lock.version, language, _WORD, word) for word in words}
        cached = self._open_cache().get(keys.values())
        missing = [word for word, k in keys.items() if k not in cached]
        for at in range(0, len(missing), _WORDS):
            some = missing[at : at + _WORDS]
            said = self.engine.asked(methodcaller("suggestions", some, language))
            new = {keys[w]: (Match(Span(0, len(w)), _WORD, "", said[w]),) for w in some}
            self._open_cache().put(new)
            cached |= new
        return {word: cached[k][0].replacements for word, k in keys.items()}

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
            matches = self.engine.asked(lambda client: client.check(joined(batch), language))
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

    def _open_cache(self) -> Cache:
        with self._turn:
            if self._given_cache:
                return self._given_cache
            if self._own_cache is None:
                self._own_cache = Cache(cache_path(self._installation))
            return self._own_cache


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
