"""Talks to a LanguageTool server through language_tool_python, past its traps.

- Offset and length come over the wire in UTF-16 units; language_tool_python converts the offset
  alone, and through a cache that threads would mix up. So no character beyond the first 65,536 is
  sent: each has a stand-in of one unit, and both numbers are code points as they come.
- Its time limit is 300 seconds, and it tries twice.
- It goes through a proxy that the environment names even to this machine.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import language_tool_python
import requests
from language_tool_python.exceptions import LanguageToolError

from copydesk.grammar.errors import GrammarUnavailable
from copydesk.grammar.match import Match
from copydesk.text import Span

_TIME_LIMIT = 120  # seconds; a request takes two or three, the first one on a busy machine fifty
_BEYOND = re.compile(
    "[\ud800-\udfff\U00010000-\U0010ffff]"
)  # lone surrogates cannot be sent either
_STAND_IN = "☺"
_NO_SUGGESTION = "(suggestion limit reached)"  # a server can be told to say so in place of one


class _Tool(language_tool_python.LanguageTool):
    _TIMEOUT = _TIME_LIMIT  # type: ignore[assignment]

    def _create_params(self, text: str) -> dict[str, str]:
        # Rules that compare sentences depend on what else is in the request.
        return {**super()._create_params(text), "mode": "allButTextLevelOnly"}


def version(url: str) -> str:
    """Return the version of the LanguageTool at ``url``. GrammarUnavailable where none is."""
    try:
        with requests.Session() as session:
            session.trust_env = not _is_here(url)
            answer = session.get(f"{_base(url)}v2/info", timeout=_TIME_LIMIT).json()
            return str(answer["software"]["version"])
    except requests.JSONDecodeError as e:
        raise GrammarUnavailable(f"what answers at {url} is not LanguageTool") from e
    except requests.RequestException as e:
        raise GrammarUnavailable(f"no LanguageTool answers at {url} ({_line(e)})") from e
    except (KeyError, TypeError, ValueError) as e:
        raise GrammarUnavailable(f"what answers at {url} is not LanguageTool") from e


class Client:
    """Checks text in one language on the server of this address."""

    def __init__(self, url: str, language: str) -> None:
        self._url = url
        proxies = {"http": ""} if _is_here(url) else None
        try:
            self._tool = _Tool(language, remote_server=_base(url), proxies=proxies)
        except (LanguageToolError, requests.RequestException) as e:
            raise GrammarUnavailable(f"no LanguageTool answers at {url} ({_line(e)})") from e
        except (AttributeError, KeyError, TypeError) as e:
            raise GrammarUnavailable(f"what answers at {url} is not LanguageTool") from e
        except ValueError as e:
            raise GrammarUnavailable(
                f"LanguageTool at {url} does not know the language {language}"
            ) from e

    def check(self, text: str) -> tuple[Match, ...]:
        """Return what LanguageTool finds, by place. Offsets are code points.

        GrammarUnavailable where it does not answer, or answers something else.
        """
        try:
            found = self._tool.check(_BEYOND.sub(_STAND_IN, text))
        except (LanguageToolError, requests.RequestException) as e:
            raise GrammarUnavailable(
                f"LanguageTool at {self._url} did not check the text ({_line(e)})"
            ) from e
        except (AttributeError, KeyError, TypeError, ValueError) as e:
            raise GrammarUnavailable(f"what answers at {self._url} is not LanguageTool") from e
        return tuple(sorted(_match(m, text) for m in found))


def _match(found: language_tool_python.Match, text: str) -> Match:
    span = Span(found.offset, found.offset + found.error_length)
    replacements = tuple(r for r in found.replacements if r != _NO_SUGGESTION)
    if _BEYOND.search(text, span.start, span.end):
        replacements = ()  # they hold the stand-in
    return Match(
        span, found.rule_id, found.message, replacements, found.category, found.rule_issue_type
    )


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def _base(url: str) -> str:
    """The address as language_tool_python wants it: it replaces the last part of a path by v2."""
    return url.rstrip("/").removesuffix("/v2") + "/"


def _line(error: Exception) -> str:
    """The start of what a server or the network said, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", str(error)).split())[:200]
