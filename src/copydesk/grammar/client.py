"""Talks to a LanguageTool server through language_tool_python, past its traps.

- Offset and length come over the wire in UTF-16 units; language_tool_python converts the offset
  alone, and through a cache that threads would mix up. So no character beyond the first 65,536 is
  sent: each has a stand-in of one unit, and both numbers are code points as they come.
- Its time limit is 300 seconds, it tries twice, and it does not look at the HTTP status.
- It goes through a proxy that the environment names even to this machine.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import language_tool_python
import requests

from copydesk.grammar.errors import GrammarUnavailable, NoAnswer
from copydesk.grammar.match import Match
from copydesk.text import Span

ANSWER_LIMIT = 10  # seconds that a server may take to say what it is
CHECK_LIMIT = 120  # seconds; a request takes two or three, the first one on a busy machine fifty
_BEYOND = re.compile(
    "[\ud800-\udfff\U00010000-\U0010ffff]"
)  # lone surrogates cannot be sent either
_STAND_IN = "☺"
_NO_SUGGESTION = "(suggestion limit reached)"  # a server can be told to say so in place of one
_NONSENSE = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class _Tool(language_tool_python.LanguageTool):
    def _create_params(self, text: str) -> dict[str, str]:
        # Rules that compare sentences depend on what else is in the request.
        return {**super()._create_params(text), "mode": "allButTextLevelOnly"}

    def _query_server(
        self, url: str, params: Any = None, num_tries: int = 1, method: Any = "get"
    ) -> Any:
        return _asked(url, params, CHECK_LIMIT if method == "post" else ANSWER_LIMIT)


def version(url: str) -> str:
    """Return the version of the LanguageTool at ``url``. GrammarUnavailable where none is."""
    try:
        return str(_asked(f"{_base(url)}v2/info", None, ANSWER_LIMIT)["software"]["version"])
    except _NONSENSE:
        raise _something_else(url) from None


class Client:
    """Checks text in one language on the server of this address."""

    def __init__(self, url: str, language: str) -> None:
        self._url = url
        try:
            self._tool = _Tool(language, remote_server=_base(url))
        except ValueError as e:
            raise GrammarUnavailable(
                f"LanguageTool at {url} does not know the language {language}"
            ) from e
        except _NONSENSE:
            raise _something_else(url) from None

    def check(self, text: str) -> tuple[Match, ...]:
        """Return what LanguageTool finds, by place. Offsets are code points.

        GrammarUnavailable where it does not answer, or answers something else.
        """
        try:
            found = self._tool.check(_BEYOND.sub(_STAND_IN, text))
            return tuple(sorted(_match(m, text) for m in found))
        except _NONSENSE:
            raise _something_else(self._url) from None


def _match(found: language_tool_python.Match, text: str) -> Match:
    span = Span(found.offset, found.offset + found.error_length)
    if not 0 <= span.start <= span.end <= len(text):
        raise ValueError("a place outside the text")
    if not all(isinstance(replacement, str) for replacement in found.replacements):
        raise TypeError("a replacement that is no text")
    replacements = tuple(r for r in found.replacements if r != _NO_SUGGESTION)
    if _BEYOND.search(text, span.start, span.end):
        replacements = ()  # they hold the stand-in
    return Match(
        span, found.rule_id, found.message, replacements, found.category, found.rule_issue_type
    )


def _asked(url: str, data: Any, limit: float) -> Any:
    """Return what the server says, read as JSON; ``data`` is posted, where there is any.

    Raises GrammarUnavailable, and NoAnswer where nothing comes for ``limit`` seconds.
    """
    server = url.rpartition("/v2/")[0]
    try:
        with requests.Session() as session:
            session.trust_env = not _is_here(url)
            answer = session.request("POST" if data else "GET", url, data=data, timeout=limit)
    except (requests.RequestException, ValueError) as e:
        if "timed out" in str(e):  # also what requests calls a lost connection
            raise NoAnswer(f"LanguageTool at {server} did not answer in {limit} seconds") from None
        raise GrammarUnavailable(f"no LanguageTool answers at {server} ({_line(str(e))})") from None
    is_page = answer.content.lstrip()[:1] == b"<"
    if not answer.ok:
        said = "a web page" if is_page else _line(answer.text) or "nothing"
        raise GrammarUnavailable(
            f"the server at {server} answers with HTTP status {answer.status_code}"
            f" {answer.reason} and says: {said}"
        )
    try:
        return answer.json()
    except (ValueError, RecursionError):
        raise _something_else(server, "it sends a web page" if is_page else "") from None


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


def _line(said: str) -> str:
    """The start of what a server or the network said, on one line."""
    return " ".join(said.split())[:200]
