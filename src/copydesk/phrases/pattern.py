"""Patterns of phrases, read into parts, and replacements, written from what the parts matched.

The syntax is told in ``docs/phrases-format.md``.

A pattern holds nothing that repeats without bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

from copydesk.phrases.inflection import Forms, form_of, noun, verb
from copydesk.words import DETERMINERS, NUMBERS

Kind = Literal["literal", "choice", "verb", "noun", "slot"]


def _any_of(words: frozenset[str] | set[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_SPACE = r"[^\S\r\n]"
_APOSTROPHE = "['’]"
_WORD = r"[^\W\d_]{1,30}(?:[-'’][^\W\d_]{1,30}){0,3}"
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w'’-]{0,30}"
_FUNCTION = frozenset(
    """
    a an and any are as at be been but by can could did do does each every for from had has have he
    her him his how i if in into is it its may me might must my no nor not of on or our out over
    shall she should so some than that the their them then there these they this those to under up
    us was we were what when where which who will with would you your
    """.split()
)
"""Words that are no noun, verb or adjective. A short list is quick to compile."""

_DETERMINER = rf"(?i:{_any_of(DETERMINERS)})"
_CONTENT = rf"(?!(?:{_any_of(_FUNCTION)})\b){_WORD}"

SLOTS = {
    "det": _DETERMINER,
    "poss": rf"(?:(?i:my|your|his|her|its|our|their)|{_CAPITALISED}['’]s)",
    "pron": r"(?i:me|you|him|her|it|us|them|itself|himself|herself|themselves|ourselves|oneself)",
    "subj": r"(?i:I|you|he|she|it|we|they|this|that|there|who|which)",
    "word": _CONTENT,
    "adj": rf"(?!\w{{1,20}}ly\b)(?=[a-z]){_CONTENT}",
    "noun": rf"(?!\w{{1,20}}ly\b){_CONTENT}",
    "adv": r"(?i:[a-z]{2,18}ly|also|already|always|even|just|never|not|now|often|once|still|yet)",
    "name": rf"{_CAPITALISED}(?:{_SPACE}{_CAPITALISED}){{0,3}}",
    "number": rf"(?:\d{{1,12}}(?:[.,]\d{{1,6}}){{0,4}}|(?i:{_any_of(NUMBERS)}))",
    "np": (
        rf"(?:(?:{_DETERMINER}{_SPACE})?(?:\b{_CONTENT}\b{_SPACE}?){{1,3}}(?<=\w)"
        r"|(?i:this|that|these|those|it|them|him|her|us|me|you)\b)"
    ),
}
"""What each slot stands for."""

_LONGEST_SLOT = {"np": 160, "name": 128, "number": 42}
"""How many code points of a slot are looked at, where it is not 126, those of a word."""

SENTENCE_START = r"(?:(?<![^\r\n])|(?<=[.!?…:;][ \u00a0])|(?<=[“\"(—]))"
"""What stands for `^`."""

_TOKEN = re.compile(
    r"""
    \((?P<choice>[^()<>{}?]*)\)
    | \{(?P<kind>verb|noun):(?P<lemmas>[^\W\d_]+(?:[-|][^\W\d_]+)*)\}
    | <(?P<slot>[a-z]+)>
    | (?P<literal>[\w ,.'’%&/-]+)
    """,
    re.VERBOSE,
)
_WRITTEN = re.compile(
    r"""
    \{(?P<kind>verb|noun):(?P<lemma>[^\W\d_]+(?:-[^\W\d_]+)*)(?:=(?P<like>\d))?\}
    | \{(?P<part>\d)(?::(?P<options>[^{}]*))?\}
    | <(?P<slot>[a-z]+)>
    | (?P<literal>[^{}<>()|\\]+)
    """,
    re.VERBOSE,
)
_MOST_SLOTS = 4
_MOST_PARTS = 16
_LONGEST = 300  # code points of a pattern
_SAMPLE = {
    "det": "the",
    "poss": "their",
    "pron": "them",
    "subj": "they",
    "word": "bridge",
    "adj": "green",
    "noun": "bridge",
    "adv": "slowly",
    "name": "Ada",
    "number": "12",
    "np": "the green bridge",
}


class BadPattern(ValueError):
    """A pattern or a replacement that does not follow the syntax; says why."""


@dataclass(frozen=True)
class Part:
    """A piece of a pattern: words as they are, or what varies."""

    kind: Kind
    options: tuple[str, ...]  # the text itself, the choices, the lemmas or the slot's name
    optional: bool = False
    space: Literal["", "after", "before"] = ""  # the space that an optional part takes along

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """All texts that it matches; none for a slot."""
        if self.kind == "slot":
            return ()
        if self.kind in ("verb", "noun"):
            return tuple({s: 0 for forms in self.forms for names in forms.values() for s in names})
        return self.options

    @property
    def forms(self) -> tuple[Forms, ...]:
        """The forms of each of its lemmas."""
        return tuple((verb if self.kind == "verb" else noun)(lemma) for lemma in self.options)

    @cached_property
    def longest(self) -> int:
        """How many code points of it are looked at, with the space that it takes along."""
        if self.kind == "slot":
            return _LONGEST_SLOT.get(self.options[0], 126) + bool(self.space)
        return max(map(len, self.spellings)) + bool(self.space)

    @property
    def source(self) -> str:
        """A regular expression for it, without a group."""
        if self.kind == "slot":
            return SLOTS[self.options[0]]
        return "|".join(_literal(s) for s in sorted(self.spellings, key=len, reverse=True))


@dataclass(frozen=True)
class Pattern:
    """A pattern read into its parts."""

    parts: tuple[Part, ...]
    at_start: bool = False
    at_end: bool = False
    not_after: str = ""
    not_before: str = ""

    @cached_property
    def varying(self) -> tuple[Part, ...]:
        """The parts that replacements may speak of, numbered from 1."""
        return tuple(part for part in self.parts if part.kind != "literal")

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The whole, with a group for each varying part."""
        out = [r"(?<!\w)(?<!\w['’-])"]
        if self.at_start:
            out.append(SENTENCE_START)
        out += [rf"(?<!\b{_words(word)}{_SPACE})" for word in _listed(self.not_after)]
        for part in self.parts:
            if part.kind == "literal":
                out.append(part.source)
            elif part.optional:
                before, after = (_SPACE if part.space == at else "" for at in ("before", "after"))
                out.append(f"(?:{before}({part.source}){after})?")
            else:
                out.append(f"({part.source})")
        out.append(r"(?!\w|[-'’]\w)")
        if self.at_end:
            out.append(r"(?=[^\S\r\n]?[.,;:!?…)”\"\r\n—–]|\Z)")
        if self.not_before:
            words = "|".join(map(_words, _listed(self.not_before)))
            out.append(rf"(?!{_SPACE}?(?:{words})(?!\w))")
        return re.compile("".join(out))

    def is_open(self, at: int) -> bool:
        """Whether a word may go on from the part before number ``at`` into that part: a slot has
        letters at both ends.
        """
        if at in (0, len(self.parts)):
            return False
        before, after = self.parts[at - 1], self.parts[at]
        return not (
            before.space == "after"
            or after.space == "before"
            or (before.spellings and not any(s[-1:].isalnum() for s in before.spellings))
            or (after.spellings and not any(s[:1].isalnum() for s in after.spellings))
        )

    @cached_property
    def longest(self) -> int:
        """How many code points it matches at most."""
        return sum(part.longest for part in self.parts)

    def samples(self) -> list[str]:
        """Return some texts that it matches, with every spelling of each part among them."""
        ways = [
            (_SAMPLE[part.options[0]],) if part.kind == "slot" else part.spellings
            for part in self.parts
        ]
        first = [way[0] for way in ways]
        chosen = list(product(*ways)) if _size(ways) <= 60 else []
        for i, way in enumerate(ways):
            chosen += [(*first[:i], spelling, *first[i + 1 :]) for spelling in way]
        return [self._joined(texts) for texts in dict.fromkeys(chosen)]

    def _joined(self, texts: tuple[str, ...]) -> str:
        out = ""
        for part, text in zip(self.parts, texts, strict=True):
            out += " " * (part.space == "before") + text + " " * (part.space == "after")
        return out


def parsed(text: str, not_after: str = "", not_before: str = "") -> Pattern:
    """Read a pattern. Raises BadPattern."""
    if len(text) > _LONGEST:
        raise BadPattern(f"a pattern of more than {_LONGEST} characters")
    at_start, at_end = text.startswith("^"), text.endswith("$")
    parts = _parts(text.removeprefix("^").removesuffix("$"))
    if len(parts) > _MOST_PARTS or sum(part.kind == "slot" for part in parts) > _MOST_SLOTS:
        raise BadPattern(f"more than {_MOST_SLOTS} slots or {_MOST_PARTS} parts")
    pattern = Pattern(tuple(parts), at_start, at_end, not_after, not_before)
    if any(not spelling[:1].isalnum() for spelling in parts[0].spellings):
        raise BadPattern("it does not begin with a letter")
    if parts[0].optional or parts[-1].optional:
        raise BadPattern("it begins or ends with what may be missing, and so never needs it")
    return pattern


def _parts(text: str) -> list[Part]:
    parts: list[Part] = []
    at = 0
    while at < len(text):
        m = _TOKEN.match(text, at)
        if m is None:
            raise BadPattern(f"cannot read the pattern from “{text[at:]}”")
        at = m.end()
        part = _part(m)
        if text[at : at + 1] == "?":
            at += 1
            part = _optional(part, parts, text, at)
            at += part.space == "after"
        parts.append(part)
    if not parts or text != text.strip() or "  " in text:
        raise BadPattern("empty, or with a space too many")
    return parts


def _part(m: re.Match[str]) -> Part:
    if m["literal"] is not None:
        return Part("literal", (m["literal"],))
    if m["slot"] is not None:
        if m["slot"] not in SLOTS:
            raise BadPattern(f"no slot is called <{m['slot']}>; there are {', '.join(SLOTS)}")
        return Part("slot", (m["slot"],))
    if m["choice"] is not None:
        options = tuple(m["choice"].split("|"))
        if len(set(options)) < len(options) or options == ("",):
            raise BadPattern(f"a choice of nothing, or of the same twice: ({m['choice']})")
        return Part("choice", options)
    return Part("verb" if m["kind"] == "verb" else "noun", tuple(m["lemmas"].split("|")))


def _optional(part: Part, before: list[Part], text: str, at: int) -> Part:
    """Make a part optional, with the space after it, or else the one before."""
    if part.kind == "literal":
        raise BadPattern("`?` stands after (…), {…} or <…> only")
    if text[at : at + 1] == " ":
        return Part(part.kind, part.options, True, "after")
    if before and before[-1].kind == "literal" and before[-1].options[0].endswith(" "):
        before[-1] = Part("literal", (before[-1].options[0][:-1],))
        return Part(part.kind, part.options, True, "before")
    raise BadPattern("what is optional needs a space beside it")


def _literal(text: str) -> str:
    """Return an expression for words: small letters match capitals too, capitals do not."""
    out = []
    for piece in re.split(r"([ '’])", text):
        if piece == " ":
            out.append(_SPACE)
        elif piece in ("'", "’"):
            out.append(_APOSTROPHE)
        elif piece:
            escaped = re.escape(piece)
            out.append(f"(?i:{escaped})" if piece.islower() else escaped)
    return "".join(out)


def _words(text: str) -> str:
    return f"(?i:{re.escape(text)})"


def _listed(words: str) -> list[str]:
    return [word for word in words.split("|") if word]


def _size(ways: list[tuple[str, ...]]) -> int:
    size = 1
    for way in ways:
        size *= len(way)
    return size


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a replacement: a text, or what a part of the pattern matched, as a new word."""

    text: str = ""
    part: int = -1  # index among the varying parts
    options: tuple[str, ...] = ()
    kind: Literal["copy", "option", "verb", "noun", "text"] = "text"


@dataclass(frozen=True)
class Replacement:
    """A replacement read into its pieces."""

    pieces: tuple[_Piece, ...]
    pattern: Pattern

    def written(self, m: re.Match[str]) -> str:
        """Return what to write for a match of the pattern, without regard to what is before it."""
        new = "".join(self._piece(piece, m) for piece in self.pieces)
        return re.sub(r" +(?=[ ,.]|\Z)", "", new).strip()

    def _piece(self, piece: _Piece, m: re.Match[str]) -> str:
        if piece.kind == "text":
            return piece.text
        found = m[piece.part + 1] or ""
        if piece.kind == "copy":
            return found
        part = self.pattern.varying[piece.part]
        if piece.kind == "option":
            pairs = zip(part.options, piece.options, strict=True)
            return next(new for option, new in pairs if re.fullmatch(_literal(option), found))
        old, new = part.forms, (verb if piece.kind == "verb" else noun)(piece.text)
        start, end = m.span(piece.part + 1)
        for forms in old:
            name = form_of(found.lower(), forms, m.string, start, end)
            if name is not None:
                return _form(new, name)
        return piece.text


def _form(forms: Forms, name: str) -> str:
    """Return the form that answers to one of another verb, where only ``be`` has some."""
    like = {"am": "base", "are": "base", "were": "past"}
    return forms[name if name in forms else like[name]][0]


def written(text: str, pattern: Pattern) -> Replacement:
    """Read a replacement for ``pattern``. Raises BadPattern."""
    pieces: list[_Piece] = []
    at = 0
    while at < len(text):
        m = _WRITTEN.match(text, at)
        if m is None:
            raise BadPattern(f"cannot read the replacement from “{text[at:]}”")
        at = m.end()
        pieces.append(_read(m, pattern))
    if text != text.strip() or "  " in text:
        raise BadPattern("a replacement with a space too many")
    return Replacement(tuple(pieces), pattern)


def _read(m: re.Match[str], pattern: Pattern) -> _Piece:
    if m["literal"] is not None:
        return _Piece(m["literal"])
    if m["slot"] is not None:
        return _Piece(part=_only(pattern, "slot", m["slot"]), kind="copy")
    if m["part"] is not None:
        part = _numbered(pattern, m["part"])
        if m["options"] is None:
            return _Piece(part=part, kind="copy")
        options = tuple(m["options"].split("|"))
        matched = pattern.varying[part]
        if matched.kind != "choice" or matched.optional or len(options) != len(matched.options):
            raise BadPattern(f"part {m['part']} is no choice of {len(options)}")
        return _Piece(part=part, options=options, kind="option")
    kind: Literal["verb", "noun"] = "verb" if m["kind"] == "verb" else "noun"
    part = _numbered(pattern, m["like"]) if m["like"] else _only(pattern, kind)
    if pattern.varying[part].kind != kind or pattern.varying[part].optional:
        raise BadPattern(f"part {part + 1} is no {kind} that is always there")
    if m["lemma"] == "be" and pattern.varying[part].options != ("be",):
        raise BadPattern(
            "`be` has more forms than other verbs: write (constitutes|constituted) in the pattern "
            "and {1:is|was} here"
        )
    return _Piece(m["lemma"], part, kind=kind)


def _numbered(pattern: Pattern, number: str) -> int:
    if not 1 <= int(number) <= len(pattern.varying):
        raise BadPattern(f"the pattern has no part {number}")
    return int(number) - 1


def _only(pattern: Pattern, kind: str, slot: str = "") -> int:
    """Return the only part of a kind; its number has to be said where there are more."""
    name = f"<{slot}>" if slot else kind
    found = [
        i
        for i, part in enumerate(pattern.varying)
        if part.kind == kind and (not slot or part.options == (slot,))
    ]
    if len(found) != 1:
        raise BadPattern(f"the pattern has {len(found) or 'no'} {name}, not one; number it")
    return found[0]
