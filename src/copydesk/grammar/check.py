"""Checks texts with LanguageTool: one server, started when it is first needed."""

from __future__ import annotations

import atexit
import os
import re
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from copydesk.grammar.errors import GrammarUnavailable, NoAnswer
from copydesk.grammar.install import Installation, Progress
from copydesk.grammar.match import Match
from copydesk.grammar.server import Server
from copydesk.text import Span

if TYPE_CHECKING:
    from copydesk.grammar.client import Client

URL = "COPYDESK_LANGUAGETOOL_URL"
"""The environment variable that names a running LanguageTool to use in place of our own."""

REQUEST = 20_000
"""Characters sent in one request. Each costs 40 ms in waiting, which from 10,000 on is nothing."""

LONGEST = 40_000
"""Characters of the longest paragraph that is checked; no author writes one of that length."""

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"\n[^\S\r\n]*\r?\n")
_BETWEEN = "\n\n"  # what LanguageTool takes for a paragraph's end
_WRAPPED = 100  # characters: no line of a text wrapped by hand is longer

Tell = Callable[[str], None]
"""Is handed a notice for the person whose text it is: one sentence."""


class Checker:
    """Checks texts on one LanguageTool server.

    The server is the one at ``url``; without one, our own, which is installed and started at the
    first check and ended by `close` or at the end of the ``with`` block. ``progress`` is told how
    the installation goes. `start` and `check` raise GrammarUnavailable where there is no server.
    One that let its time limit pass without an answer is not asked again before `close`.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        installation: Installation | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._given = url
        self._installation = installation or Installation.default()
        self._progress = progress
        self._server: Server | None = None
        self._clients: dict[str, Client] = {}
        self._gave_no_answer: str | None = None
        self._turn = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server if it is ours. The next check starts another."""
        with self._turn:
            self._clients.clear()
            self._gave_no_answer = None
            if self._server:
                self._server.close()
                self._server = None

    def start(self) -> None:
        """Install LanguageTool and start it, as far as that is not done yet."""
        with self._turn:
            if self._gave_no_answer:
                raise NoAnswer(self._gave_no_answer)
            if self._given or self._server:
                return
            if self._installation.missing():
                self._installation.complete(self._progress)
            try:
                self._server = self._started()
            except GrammarUnavailable:
                if not self._installation.complete(self._progress):  # no file was damaged
                    raise
                self._server = self._started()

    @property
    def server(self) -> Server | None:
        """The server of our own while it runs."""
        return self._server

    def check(
        self, text: str, language: str = "en-US", tell: Tell = lambda notice: None
    ) -> tuple[Match, ...]:
        """Return what LanguageTool finds in ``text``, by place; offsets are code points.

        Each paragraph is judged by itself. One of more than `LONGEST` characters is not checked,
        and ``tell`` is told so.
        """
        matches: list[Match] = []
        for batch in _batches(_checkable(text, tell)):
            joined = _BETWEEN.join(text[span.start : span.end] for span in batch)
            matches += _placed(self._check(joined, language), batch)
        return tuple(matches)

    def _check(self, text: str, language: str) -> tuple[Match, ...]:
        try:
            return self._client(language).check(text)
        except NoAnswer as e:
            self._gave_no_answer = e.reason
            raise
        except GrammarUnavailable as e:
            with self._turn:
                server = self._server
            if not server:
                raise
            if server.died:
                words = server.last_words()
                self.close()
                raise GrammarUnavailable(f"LanguageTool ended while it checked; {words}") from e
            if damaged := self._installation.missing(thorough=True):
                raise GrammarUnavailable(
                    f"LanguageTool cannot work: {damaged[0].filename} is damaged;"
                    " `copydesk setup` fetches it again"
                ) from e
            raise

    def _started(self) -> Server:
        return Server(self._installation)

    def _client(self, language: str) -> Client:
        from copydesk.grammar.client import Client

        with self._turn:
            self.start()
            url = self._given or (self._server.url if self._server else "")
            if language not in self._clients:
                self._clients[language] = Client(url, language)
            return self._clients[language]


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


def paragraphs(text: str) -> Iterator[Span]:
    """Yield where the paragraphs of ``text`` are.

    They are its lines, or, in a text that is wrapped by hand, the blocks between empty lines.

    >>> list(paragraphs("A title\\n\\nA line\\nand more\\n"))
    [Span(start=0, end=7), Span(start=9, end=24)]
    """
    lines = [Span.of(m) for m in _LINE.finditer(text) if not m[0].isspace()]
    if any(len(line) > _WRAPPED for line in lines) or not _BLANK_LINE.search(text):
        yield from lines
        return
    start = 0
    for i, line in enumerate(lines):
        last = i + 1 == len(lines)
        if last or _BLANK_LINE.search(text, line.end, lines[i + 1].start):
            yield Span(lines[start].start, line.end)
            start = i + 1


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


def _batches(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Group the spans so that each group but the last has some `REQUEST` characters."""
    batch: list[Span] = []
    size = 0
    for span in spans:
        if batch and size + len(span) > REQUEST:
            yield batch
            batch, size = [], 0
        batch.append(span)
        size += len(span)
    if batch:
        yield batch


def _placed(matches: Iterable[Match], batch: list[Span]) -> Iterator[Match]:
    """Move matches from the joined paragraphs of a batch to the text; none crosses paragraphs."""
    starts = [0]
    for span in batch:
        starts.append(starts[-1] + len(span) + len(_BETWEEN))
    for match in matches:
        at = bisect_right(starts, match.span.start) - 1
        start = match.span.start - starts[at] + batch[at].start
        end = start + len(match.span)
        if end <= batch[at].end:
            yield replace(match, span=Span(start, end))
