"""Phrases that machine translation leaves behind: data, one file a source language.

``<language>.toml`` beside this file holds tables named by the entry's id:

``pattern``
    Words, spaces and choices: ``stake(|s) of the day``. Letters match in either case, a space any
    space within a line. There is nothing that could backtrack.
``replace``
    What an editor would write, or a list of it with the best first; ``\\1`` is the first choice as
    it was found.
``cause`` and ``reason``
    The expression in the source language, and why the phrase is wrong, in one sentence.
``standing``
    ``applied`` where clean text never has the phrase and it has no literal reading; ``suggested``
    where it is right now and then.
``repairs`` and ``leaves``
    Examples: pairs of a text and what becomes of it, and pairs of a text that is left alone and
    why. An entry without them, or that fails them, is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any, Literal, get_args

from copydesk.text import Edit, Span, apply

Standing = Literal["applied", "suggested"]

_CHOICE = re.compile(r"\(([^()]*)\)")
_PATTERN = re.compile(r"(?:[^\W_]|[ ,'’-]|\([^\W_]*(?:\|[^\W_]*)+\))+")
_SPACE = r"(?:[^\S\r\n])"
_ARTICLE = re.compile(r"\b[Aa]n? \Z")
_VOWEL = re.compile(r"(?!uni|use|usu|eu|one)[aeiou]|hour|hon(?:est|our|or)|heir", re.IGNORECASE)


@dataclass(frozen=True)
class Phrase:
    """One phrase, and what to write in its place."""

    id: str
    pattern: str
    replacements: tuple[str, ...]
    cause: str
    reason: str
    standing: Standing
    repairs: tuple[tuple[str, str], ...]
    leaves: tuple[tuple[str, str], ...]

    @property
    def message(self) -> str:
        """Why, with the cause and what else might be written, as one sentence."""
        others = "".join(f"; or “{other}”" for other in self.replacements[1:])
        return f"{self.reason} ({self.cause}){others}"

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Return where ``text`` has the phrase: start, end, and what to write there instead.

        An article before it is part of the place, since it may have to change.
        """
        if not any(anchor in text for anchor in self._anchors):
            return
        for m in self._regex.finditer(text):
            new = m.expand(self.replacements[0])
            article = _ARTICLE.search(text, max(0, m.start() - 4), m.start())
            if article:
                new = f"{article[0][0]}{'n' * bool(_VOWEL.match(new))} {new}"
            elif m[0][0].isupper():
                new = new[0].upper() + new[1:]
            yield (article or m).start(), m.end(), new

    @cached_property
    def _anchors(self) -> tuple[str, str]:
        """The longest word, or part of one, of every form, in lower case and with a capital.

        Looking for a word takes a hundredth of what a regular expression takes.
        """
        words = re.findall(r"[^\W_]+", _CHOICE.sub("|", self.pattern))
        longest = max(words, key=len)
        return longest, longest.capitalize()

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        parts = re.split(r"(\([^()]*\)| )", self.pattern)
        source = "".join(
            _SPACE if part == " " else part if part.startswith("(") else re.escape(part)
            for part in parts
        )
        first = source[0]
        return re.compile(rf"\b[{first.lower()}{first.upper()}]{source[1:]}\b")


def load(name: str, text: str | None = None) -> tuple[Phrase, ...]:
    """Return the phrases of ``<name>.toml``, or of a user's ``text`` that ``name`` is to say.

    Raises ValueError where an entry is not as the module says, or fails its own examples.
    """
    if text is None:
        text = files(__package__).joinpath(f"{name}.toml").read_text("utf-8")
    phrases = tuple(_phrase(id, table) for id, table in tomllib.loads(text).items())
    for phrase in phrases:
        for problem in _problems(phrase):
            raise ValueError(f"{name}: {phrase.id}: {problem}")
    return phrases


def _phrase(id: str, table: dict[str, Any]) -> Phrase:
    new = table["replace"]
    return Phrase(
        id,
        table["pattern"],
        (new,) if isinstance(new, str) else tuple(new),
        table["cause"],
        table["reason"],
        table["standing"],
        tuple((before, after) for before, after in table["repairs"]),
        tuple((text, why) for text, why in table["leaves"]),
    )


def _problems(phrase: Phrase) -> Iterator[str]:
    if not _PATTERN.fullmatch(phrase.pattern):
        yield f"not words, spaces and choices: {phrase.pattern}"
        return
    if phrase.standing not in get_args(Standing):
        yield f"no such standing: {phrase.standing}"
    if not phrase.repairs or not phrase.leaves:
        yield "no example of each kind"
    for before, after in phrase.repairs:
        if (got := _replaced(phrase, before)) != after:
            yield f"makes {got!r} of its example {before!r}"
        elif _replaced(phrase, got) != got:
            yield f"finds itself again in {got!r}"
    for text, why in phrase.leaves:
        if not why or _replaced(phrase, text) != text:
            yield f"finds itself in {text!r}, which it should leave, or does not say why"


def _replaced(phrase: Phrase, text: str) -> str:
    return apply(text, (Edit(Span(start, end), new) for start, end, new in phrase.found(text)))
