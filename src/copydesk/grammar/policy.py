"""What LanguageTool's rules may do to a text: the policy, and what it makes of a match."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from copydesk.document import Document
from copydesk.grammar.match import Match, Rules
from copydesk.habits import is_of_one_variety
from copydesk.revision import Fix
from copydesk.text import Edit, Span

POLICY = Path(__file__).with_name("policy.toml")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")  # of a word with hyphens
_DIGIT = re.compile(r"\d")
_REACH = 80  # characters on each side that a condition may look at
_PHRASE = 30  # characters: how far a word of another language tells of its neighbours
_SHORTEST = 6  # letters of a word that may be mistyped
_MOST = 2  # words that it may stand for
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*\s+[\"“‘(]*[A-Z]|\n")
_OF_A_VARIETY = re.compile(r" is (?:American|British|Canadian|Australian) English")


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
    """The rules that may change a text, with their conditions, and those that are not shown.

    ``shown`` are rules that are shown though their category is ``silent``. ``rules`` are what of
    this a server can be told, so that it does not look for what is not shown.
    """

    act: Mapping[str, Condition]
    shown: frozenset[str]
    silent: re.Pattern[str]
    rules: Rules

    def slips(self, matches: Sequence[Match], doc: Document) -> list[Match]:
        """Return the words that may be slips, for which there is no suggestion yet."""
        words = _Words(matches, doc)
        return [m for m in matches if m.is_spelling and not m.replacements and words.may_be_slip(m)]

    def fixes(self, matches: Sequence[Match], doc: Document) -> Iterator[Fix]:
        """Yield what becomes of the matches in ``doc``: sure fixes and suggestions.

        A match without a replacement comes to nothing: there is no change to show. Nor does one of
        a rule that may act, where its conditions do not hold: they are where it is right.
        """
        words = _Words(matches, doc)
        for match in (_written_as(doc, match) for match in matches):
            if not match.replacements or self.silences(match):
                continue
            condition = self.act.get(match.rule)
            if condition and not condition.holds(match, doc.text):
                continue
            if match.is_spelling:
                if words.is_slip(match):
                    yield _fix(match, Edit(match.span, match.replacements[0]))
            elif self._acts(match, doc, words):
                yield _fix(match, _narrowed(match, doc.text), sure=True)
            elif not words.are_rewritten(match):
                yield _fix(match, Edit(match.span, match.replacements[0]))

    def silences(self, match: Match) -> bool:
        """Whether nothing is to come of a match, whatever it suggests."""
        if match.rule in self.act or match.rule in self.shown:
            return False
        return bool(
            self.silent.fullmatch(match.rule) or self.silent.fullmatch(f"category/{match.category}")
        )

    def _acts(self, match: Match, doc: Document, words: _Words) -> bool:
        if match.rule not in self.act or len(match.replacements) != 1:
            return False
        edit = _narrowed(match, doc.text)
        return (
            doc.options.is_english
            and not doc.is_locked(edit.span)
            and not _DIGIT.search(doc.text[edit.span.start : edit.span.end] + edit.text)
            and not words.foreign_near(match.span)
        )


class _Words:
    """What the words that are not in the dictionary tell of a document."""

    def __init__(self, matches: Sequence[Match], doc: Document) -> None:
        self._doc = doc
        unknown = [
            m for m in matches if m.is_spelling and not _is_of_another_variety(m, self._of(m))
        ]
        counts = Counter(_WORD.findall(doc.text)) if unknown else Counter[str]()
        self._terms = {word for m in unknown if counts[word := self._of(m)] > 1}
        self._foreign = sorted(m.span for m in unknown if self._is_foreign(m))

    def foreign_near(self, span: Span) -> int:
        """How many words of another language are so near that they may be of the same phrase."""
        first = bisect_right(self._foreign, span.start - _PHRASE, key=attrgetter("end"))
        behind = bisect_left(self._foreign, span.end + _PHRASE, key=attrgetter("start"))
        return sum(
            other != span and not _SENTENCE_END.search(self._between(other, span))
            for other in self._foreign[first:behind]
        )

    def _is_foreign(self, match: Match) -> bool:
        """Whether an unknown word has small letters and is neither set apart nor like a slip."""
        word = self._of(match)
        is_like_a_slip = word not in self._terms and _is_mistyped(word, match.replacements)
        return word.islower() and not is_like_a_slip and not self._doc.set_apart.meets(match.span)

    def _between(self, one: Span, other: Span) -> str:
        return self._doc.text[min(one.end, other.end) : max(one.start, other.start)]

    def is_slip(self, match: Match) -> bool:
        """Whether a word that may be a slip is most likely one of its first suggestion.

        Either a capital is all that it wants, or it is long, has its first letter, is one letter
        off and is like hardly any other word: short words, and those that could be two, are mostly
        foreign or new ones.
        """
        word, others = self._of(match), match.replacements
        if not self.may_be_slip(match):
            return False
        if _OF_A_VARIETY.search(match.message):
            return True
        is_like = others[0] == word.capitalize() or _is_mistyped(word, others)
        return is_like and not self.foreign_near(match.span)

    def may_be_slip(self, match: Match) -> bool:
        """Whether a word that is not in the dictionary may be a slip in typing one that is.

        Such a word has small letters alone and comes once, as a name or a term would not; it stands
        among words that are known, unlike dialect or another language, but for one that may be a
        slip too; and it is not set apart, by quotation marks or italics. A word of another variety
        of English is one wherever the caller names a variety, and nowhere else.
        """
        word, doc = self._of(match), self._doc
        if doc.options.tag.lower() == "en" and _is_of_another_variety(match, word):
            return False
        if _OF_A_VARIETY.search(match.message):
            return not doc.is_locked(match.span)
        return (
            (word.isascii() or not doc.options.is_english)
            and word.isalpha()
            and word.islower()
            and word not in self._terms
            and not doc.is_locked(match.span)
            and self.foreign_near(match.span) <= 1
        )

    def are_rewritten(self, match: Match) -> bool:
        """Whether the first replacement of a match rewrites a name or a term."""
        doc, replacement = self._doc, match.replacements[0]
        kept = {*_WORD.findall(replacement), *_PART.findall(replacement)}
        lost = [word for word in _WORD.findall(self._of(match)) if word not in kept]
        if any(word in doc.names or word in self._terms for word in lost):
            return True
        return doc.set_apart.meets(match.span) and any(
            place.overlaps(match.span) and doc.text[place.start : place.end] not in replacement
            for place in doc.set_apart.places
        )

    def _of(self, match: Match) -> str:
        return self._doc.text[match.span.start : match.span.end]


def _is_of_another_variety(match: Match, word: str) -> bool:
    """Whether a ``word`` that is not in the dictionary is right in another variety of English.

    LanguageTool says so of some, and takes the others for slips.
    """
    return is_of_one_variety(word) or bool(_OF_A_VARIETY.search(match.message))


def _is_mistyped(word: str, others: Sequence[str]) -> bool:
    """Whether ``word`` is most likely the first of the ``others``, with a letter gone wrong."""
    return (
        len(word) >= _SHORTEST
        and 0 < len(others) <= _MOST
        and others[0].isalpha()
        and others[0][0] == word[0]
        and _is_one_letter_off(word, others[0])
    )


def _is_one_letter_off(word: str, other: str) -> bool:
    """Whether one letter more, less or changed, or two exchanged, make ``other`` of ``word``.

    >>> [_is_one_letter_off("recieve", other) for other in ("receive", "relieve", "revive")]
    [True, True, False]
    """
    start = _shared(word, other)
    end = _shared(word[start:][::-1], other[start:][::-1])
    old, new = word[start : len(word) - end], other[start : len(other) - end]
    return (len(old) <= 1 and len(new) <= 1) or (len(old) == 2 and old == new[::-1])


def _written_as(doc: Document, match: Match) -> Match:
    """Return the match with new apostrophes as ``doc`` writes them."""
    found = doc.text[match.span.start : match.span.end]
    if "'" in found or not any("'" in new for new in match.replacements) or not doc.habits.curly:
        return match
    return replace(match, replacements=tuple(new.replace("'", "’") for new in match.replacements))


def _narrowed(match: Match, text: str) -> Edit:
    """Return the edit of only those words and marks that the replacement has otherwise.

    >>> _narrowed(Match(Span(4, 9), "CD_TH", "No space.", ("62nd",)), "the 62 nd minute")
    Edit(span=Span(start=6, end=7), text='')
    """
    old, new = text[match.span.start : match.span.end], match.replacements[0]
    start = _shared(old, new)
    while start and old[start - 1].isalpha() and (old[start:] + new[start:])[:1].isalpha():
        start -= 1
    end = _shared(old[start:][::-1], new[start:][::-1])
    while end and old[-end].isalpha() and (old[-end - 1].isalpha() or new[-end - 1].isalpha()):
        end -= 1
    span = Span(match.span.start + start, match.span.end - end)
    return Edit(span, new[start : len(new) - end])


def _shared(a: str, b: str) -> int:
    """How many characters both begin with."""
    return next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _fix(match: Match, edit: Edit, *, sure: bool = False) -> Fix:
    return Fix((edit,), match.message, sure, id_of(match), within=match.span)


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
    data = tomllib.loads(POLICY.read_text(encoding="utf-8"))
    act = {rule: _condition(entry) for rule, entry in data["act"].items()}
    silent = [name for group in data["silent"] for name in group["rules"]]
    shown = frozenset(data.get("show", {}))
    pattern = re.compile("|".join(map(fnmatch.translate, silent)))
    named = [name for name in silent if "*" not in name]  # a server knows no patterns
    categories = [name.removeprefix("category/") for name in named if "/" in name]
    rules = Rules(
        tuple(sorted({*act, *shown})),
        tuple(sorted(name for name in named if "/" not in name)),
        tuple(sorted(categories)),
    )
    return Policy(act, shown, pattern, rules)


def _condition(entry: Mapping[str, Any]) -> Condition:
    return Condition(
        re.compile(entry.get("found", r"(?s:.*)")),
        re.compile(f"(?:{entry.get('before', '')})$"),
        re.compile(entry.get("after", "")),
    )
