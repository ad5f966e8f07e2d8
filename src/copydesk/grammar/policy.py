"""What LanguageTool's rules may do to a text: the policy, and what it makes of a match."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from copydesk.document import Document
from copydesk.grammar.match import Match
from copydesk.revision import Fix
from copydesk.text import Edit, Span

_POLICY = Path(__file__).with_name("policy.toml")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_REACH = 80  # characters on each side that a condition may look at
_PHRASE = 30  # characters: how far a word of another language tells of its neighbours


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a rule may act: what it found, what ends before it and what starts after it."""

    found: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]

    def holds(self, match: Match, text: str) -> bool:
        """Whether a match in ``text`` is such a place."""
        start, end = match.span.start, match.span.end
        return bool(
            self.found.fullmatch(text, start, end)
            and self.before.search(text[max(0, start - _REACH) : start])
            and self.after.match(text[end : end + _REACH])
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules that may change a text, with their conditions, and those that are not shown."""

    act: Mapping[str, Condition]
    silent: re.Pattern[str]

    def fixes(self, matches: Sequence[Match], doc: Document) -> Iterator[Fix]:
        """Yield what becomes of the matches in ``doc``: sure fixes and suggestions.

        A match without a replacement comes to nothing: there is no change to show. Nor does one
        that would rewrite a name, or a spelling finding on what may be one.
        """
        foreign = [m.span for m in matches if m.is_spelling and _found(m, doc).islower()]
        for match in matches:
            if match.replacements and not self._is_silent(match) and not _is_of_name(match, doc):
                edit = Edit(match.span, match.replacements[0])
                sure = self._may_act(match, doc) and not _near(match.span, foreign)
                yield Fix((edit,), match.message, sure, id_of(match))

    def _is_silent(self, match: Match) -> bool:
        return bool(
            self.silent.fullmatch(match.rule) or self.silent.fullmatch(f"category/{match.category}")
        )

    def _may_act(self, match: Match, doc: Document) -> bool:
        return (
            match.rule in self.act
            and len(match.replacements) == 1
            and self.act[match.rule].holds(match, doc.text)
            and not doc.is_locked(match.span)
            and not _DIGIT.search(_found(match, doc) + match.replacements[0])
        )


def id_of(match: Match) -> str:
    """Return the id under which a match's rule is shown and chosen.

    >>> from copydesk.text import Span
    >>> id_of(Match(Span(0, 1), "EN_A_VS_AN", "Use an."))
    'grammar/en-a-vs-an'
    """
    return "grammar/" + match.rule.lower().replace("_", "-")


@cache
def policy() -> Policy:
    """Return what the policy file of this package says."""
    data = tomllib.loads(_POLICY.read_text(encoding="utf-8"))
    act = {rule: _condition(entry) for rule, entry in data["act"].items()}
    silent = (fnmatch.translate(name) for group in data["silent"] for name in group["rules"])
    return Policy(act, re.compile("|".join(silent)))


def _condition(entry: Mapping[str, Any]) -> Condition:
    return Condition(
        re.compile(entry.get("found", r"(?s:.*)")),
        re.compile(f"(?:{entry.get('before', '')})$"),
        re.compile(entry.get("after", "")),
    )


def _found(match: Match, doc: Document) -> str:
    return doc.text[match.span.start : match.span.end]


def _near(span: Span, others: Sequence[Span]) -> bool:
    """Whether one of the others is so near that it may be of the same phrase."""
    return any(
        o.start - _PHRASE < span.end and span.start < o.end + _PHRASE and o != span for o in others
    )


def _stands_once(word: str, text: str) -> bool:
    places = re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    return next(places, None) is not None and next(places, None) is None


def _is_of_name(match: Match, doc: Document) -> bool:
    """Whether the first replacement rewrites a name, or a word that may well be one.

    That is a word which is not in the dictionary and has a capital or a digit, or which the author
    writes throughout.
    """
    word = _found(match, doc)
    if match.is_spelling and not (word.islower() and _stands_once(word, doc.text)):
        return True
    kept = set(_WORD.findall(match.replacements[0]))
    return any(part in doc.names and part not in kept for part in _WORD.findall(word))
