"""What LanguageTool's rules may do to a text: the policy, and what it makes of a match."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from copydesk.document import Document
from copydesk.grammar.match import Match
from copydesk.revision import Fix
from copydesk.text import Edit

_POLICY = Path(__file__).with_name("policy.toml")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_REACH = 80  # characters on each side that a condition may look at


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
            self.found.fullmatch(text[start:end])
            and self.before.search(text[max(0, start - _REACH) : start])
            and self.after.match(text[end : end + _REACH])
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules that may change a text, with their conditions, and those that are not shown."""

    act: Mapping[str, Condition]
    silent: frozenset[str]

    def fix(self, match: Match, doc: Document) -> Fix | None:
        """Return what becomes of a match: a sure fix, a suggestion, or nothing.

        A match without a replacement comes to nothing: there is no change to show. Nor does one
        that would rewrite a name, or a spelling finding on what may be one.
        """
        before = doc.text[match.span.start : match.span.end]
        if match.rule in self.silent or not match.replacements or before == match.replacements[0]:
            return None
        after = match.replacements[0]
        if _rewrites_name(before, after, doc) or (match.is_spelling and _may_be_name(before, doc)):
            return None
        return Fix((Edit(match.span, after),), match.message, self._sure(match, doc), id_of(match))

    def _sure(self, match: Match, doc: Document) -> bool:
        before, after = doc.text[match.span.start : match.span.end], match.replacements[0]
        return (
            match.rule in self.act
            and len(match.replacements) == 1
            and self.act[match.rule].holds(match, doc.text)
            and not doc.is_locked(match.span)
            and _DIGIT.findall(before) == _DIGIT.findall(after)
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
    return Policy(act, frozenset(data["silent"]))


def _condition(entry: Mapping[str, Any]) -> Condition:
    return Condition(
        re.compile(entry.get("found", r"(?s:.*)")),
        re.compile(f"(?:{entry.get('before', '')})$"),
        re.compile(entry.get("after", "")),
    )


def _rewrites_name(before: str, after: str, doc: Document) -> bool:
    kept = set(_WORD.findall(after))
    return any(word in doc.names and word not in kept for word in _WORD.findall(before))


def _may_be_name(word: str, doc: Document) -> bool:
    """Whether an unknown word has a capital or a digit, or is what the author writes throughout."""
    return not word.islower() or _DIGIT.search(word) is not None or doc.text.count(word) > 1
