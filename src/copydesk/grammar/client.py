"""Talks to a LanguageTool server through language_tool_python, past its traps.

- Offset and length come over the wire in UTF-16 units; language_tool_python converts the offset
  alone, and through a cache that threads would mix up. So no character beyond the first 65,536 is
  sent: each has a stand-in of one unit, and both numbers are code points as they come.
- Its time limit is 300 seconds, it tries twice, and it does not look at the HTTP status.
- It goes through a proxy that the environment names even to this machine.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import language_tool_python
import requests
from requests.adapters import HTTPAdapter

from copydesk.grammar.errors import GrammarUnavailable, NoAnswer, TooLong, UnknownLanguage
from copydesk.grammar.match import MODE, Match, Rules
from copydesk.text import Span

ANSWER_LIMIT = 10  # seconds that a server may take to say what it is
CHECK_LIMIT = 120  # seconds; a request takes two or three, the first one on a busy machine fifty
PATIENCE = 60.0  # seconds to wait in all for a server that takes no more requests for now
_BEYOND = re.compile(
    "[\ud800-\udfff\U00010000-\U0010ffff]"
)  # lone surrogates cannot be sent either
_STAND_IN = "☺"
_NO_SUGGESTION = "(suggestion limit reached)"  # what our own server says in place of one
_NONSENSE = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class Client:
    """Asks one LanguageTool server for what ``rules`` find; threads may share it.

    Its ``connections`` are kept.
    """

    def __init__(self, url: str, *, connections: int = 1, rules: Rules | None = None) -> None:
        self.url = url
        self.rules = rules or Rules()
        self._base = _base(url)
        self._session = requests.Session()
        self._session.trust_env = not _is_here(self._base)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=connections))
        self._tools: dict[str, _Tool] = {}

    def close(self) -> None:
        """Let the connections go."""
        self._session.close()

    def version(self) -> str:
        """Return the server's version. GrammarUnavailable where it is not LanguageTool."""
        try:
            said = self.ask(f"{self._base}v2/info", None, ANSWER_LIMIT)["software"]
            return str(said["version"])
        except _NONSENSE:
            raise _something_else(self.url) from None

    def check(self, text: str, language: str) -> tuple[Match, ...]:
        """Return what LanguageTool finds, by place. Offsets are code points.

        Raises TooLong where the server does not take so much at once, NoAnswer where it takes its
        time, UnknownLanguage where it cannot check the language, GrammarUnavailable where it does
        not answer or answers something else.
        """
        tool = self._tool(language)
        try:
            found = tool.check(_BEYOND.sub(_STAND_IN, text))
            return tuple(sorted(_match(m, text) for m in found))
        except _NONSENSE:
            raise _something_else(self.url) from None

    def suggestions(self, words: Sequence[str], language: str) -> dict[str, tuple[str, ...]]:
        """Return what each of the ``words`` may be a slip of. A server of our own alone knows."""
        body = "\n".join(words).encode()
        try:
            said = self.ask(f"{self._base}v2/suggestions/{language}", body, CHECK_LIMIT)
            return {word: tuple(map(str, said.get(word, ()))) for word in words}
        except _NONSENSE:
            raise _something_else(self.url) from None

    def ask(self, url: str, data: Any, limit: float) -> Any:
        """Return what the server says, read as JSON; ``data`` is posted, where there is any."""
        answer = self._answer(url, data, limit)
        server = _server(url)
        is_page = answer.content.lstrip()[:1] == b"<"
        if not answer.ok:
            said = "a web page" if is_page else _line(answer.text) or "nothing"
            failure = TooLong if answer.status_code == 413 else GrammarUnavailable
            raise failure(
                f"the server at {server} answers with HTTP status {answer.status_code}"
                f" {answer.reason} and says: {said}"
            )
        try:
            return answer.json()
        except (ValueError, RecursionError):
            raise _something_else(server, "it sends a web page" if is_page else "") from None

    def _answer(self, url: str, data: Any, limit: float) -> requests.Response:
        """Return the answer; a server that asks for patience gets some."""
        waited = 0.0
        for attempt in count():
            answer = self._sent(url, data, limit)
            if answer.status_code != 429:
                break
            wait = _wanted_wait(answer, attempt)
            waited += wait
            if waited > PATIENCE:
                raise NoAnswer(
                    f"the server at {_server(url)} takes no more requests for now (HTTP status 429)"
                    f" and wants us to wait for {wait:.0f} seconds; {PATIENCE:.0f} is the limit"
                )
            time.sleep(wait)
        return answer

    def _sent(self, url: str, data: Any, limit: float, *, again: bool = False) -> requests.Response:
        try:
            return self._session.request("POST" if data else "GET", url, data=data, timeout=limit)
        except (requests.RequestException, ValueError) as e:
            if "timed out" in str(e):  # also what requests calls a lost connection
                raise NoAnswer(
                    f"LanguageTool at {_server(url)} did not answer in {limit} seconds"
                ) from None
            if isinstance(e, requests.ConnectionError) and not again:
                return self._sent(url, data, limit, again=True)  # a kept connection was closed
            raise GrammarUnavailable(
                f"no LanguageTool answers at {_server(url)} ({_cause(e)})"
            ) from None

    def _tool(self, language: str) -> _Tool:
        if language not in self._tools:
            try:
                self._tools[language] = _Tool(self, language)
            except ValueError as e:
                raise UnknownLanguage(
                    f"LanguageTool at {self.url} does not know the language {language}", language
                ) from e
            except _NONSENSE:
                raise _something_else(self.url) from None
        return self._tools[language]


class _Tool(language_tool_python.LanguageTool):
    def __init__(self, client: Client, language: str) -> None:
        self._client = client
        super().__init__(language, remote_server=_base(client.url))

    def _create_params(self, text: str) -> dict[str, str]:
        rules = self._client.rules
        # In their order, unlike the sets that language_tool_python has for it: the server sets up
        # rules anew for each order in which they are named.
        chosen = {
            "enabledRules": ",".join(rules.on),
            "disabledRules": ",".join(rules.off),
            "disabledCategories": ",".join(rules.categories_off),
        }
        chosen = {k: v for k, v in chosen.items() if v}
        return super()._create_params(text) | chosen | {"mode": MODE}

    def _query_server(
        self, url: str, params: Any = None, num_tries: int = 1, method: Any = "get"
    ) -> Any:
        return self._client.ask(url, params, CHECK_LIMIT if method == "post" else ANSWER_LIMIT)


def version(url: str) -> str:
    """Return the version of the LanguageTool at ``url``. GrammarUnavailable where none is."""
    client = Client(url)
    try:
        return client.version()
    finally:
        client.close()


def _wanted_wait(answer: requests.Response, attempt: int) -> float:
    """Return the seconds that a refusal asks to wait, or some that grow where it does not say."""
    said = answer.headers.get("Retry-After", "")
    if said.isdecimal():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return float(2**attempt)
    return max(0.0, until.timestamp() - time.time())


def _match(found: language_tool_python.Match, text: str) -> Match:
    span = Span(found.offset, found.offset + found.error_length)
    if not 0 <= span.start <= span.end <= len(text):
        raise ValueError("a place outside the text")
    if not all(isinstance(replacement, str) for replacement in found.replacements):
        raise TypeError("a replacement that is no text")
    replacements = tuple(found.replacements)
    if _NO_SUGGESTION in replacements:
        replacements = ()  # without it they would pass for all that there are
    if _BEYOND.search(text, span.start, span.end):
        replacements = ()  # they hold the stand-in
    return Match(
        span, found.rule_id, found.message, replacements, found.category, found.rule_issue_type
    )


def _server(url: str) -> str:
    return url.rpartition("/v2/")[0]


def _something_else(url: str, why: str = "") -> GrammarUnavailable:
    return GrammarUnavailable(f"what answers at {url} is not LanguageTool{why and ': '}{why}")


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def _base(url: str) -> str:
    """The address as language_tool_python wants it: it replaces the last part of a path by v2.

    Raises GrammarUnavailable where it is none.
    """
    url = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise GrammarUnavailable(f"“{url}” is no address such as http://localhost:8081")
    return url.rstrip("/").removesuffix("/v2") + "/"


def _cause(error: Exception) -> str:
    """Return what the system says of a failed connection, without what wraps it.

    >>> _cause(OSError("Max retries exceeded (by X('[Errno 111] Connection refused'))"))
    'Connection refused'
    """
    told = re.search(r"\[Errno -?\d+\] ([^'\")]+)", str(error))
    return told[1] if told else _line(str(error))


def _line(said: str) -> str:
    """The start of what a server or the network said, on one line."""
    return " ".join(said.split())[:200]
