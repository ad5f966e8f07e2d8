"""How the quotation marks of one paragraph are to be read: which open, close, or stand for letters.

A straight mark does not say whether it opens or closes, an apostrophe looks like a closing mark,
and a translated text has marks of the wrong shape and on the wrong side of a space. So no mark is
judged alone: of all readings of a paragraph the cheapest is taken. A reading gives each mark a role
and costs what is unusual in it: a space where none belongs, a shape that does not fit the role, a
quotation left open. The costs below have one unit: 3 is a plain slip.

The search goes from mark to mark and keeps the cheapest way to each state, which is the marks then
open. States far behind are dropped, so time and memory are linear; where every mark is as books
have it, nothing is searched at all.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal, NamedTuple

from copydesk.words import BEHEADED, CLIPPED, DROPPED_H

Role = Literal["opens", "closes", "apostrophe", "prime"]

DOUBLE = frozenset('"“”„‟«»') | {"``", "''"}
SINGLE = frozenset("'‘’‚‛‹›")
CURLY = frozenset("“”‘’")
FOREIGN = frozenset("„‟«»‚‛‹›")
"""Marks that English does not use."""


class Mark(NamedTuple):
    """A quotation mark, or an apostrophe at the edge of a word, and how it is read.

    ``start``, ``end`` and ``partner`` are in code points; ``partner`` is the start of the mark that
    belongs to it, where there is one. ``alone`` is a mark without a partner that no other paragraph
    accounts for. ``odd`` says that something about the mark or its place is unusual: the others
    need no mending.
    """

    start: int
    end: int
    glyph: str
    role: Role
    partner: int | None = None
    alone: bool = False
    odd: bool = False

    @property
    def double(self) -> bool:
        """Whether it is one of the marks that are written double."""
        return self.glyph in DOUBLE

    def moved(self, by: int) -> Mark:
        """The same mark, ``by`` code points further on."""
        start, end, glyph, role, partner, alone, odd = self
        partner = None if partner is None else partner + by
        return Mark(start + by, end + by, glyph, role, partner, alone, odd)


class Reading(NamedTuple):
    """The marks of one paragraph, with places in it.

    ``left_open`` are the glyphs of the marks that the paragraph leaves open, ``resumes`` says that
    it begins inside a quotation which the paragraph before left open, ``odd`` that a mark is odd.
    """

    marks: tuple[Mark, ...] = ()
    left_open: str = ""
    resumes: bool = False
    odd: bool = False


def read(text: str, places: tuple[int, ...], carried: str = "", goes_on: bool = False) -> Reading:
    """Read one paragraph, whose marks stand at ``places``.

    ``carried`` are the glyphs that the paragraph before left open; ``goes_on`` says that the next
    paragraph opens again what this one leaves open.
    """
    if not goes_on and (plain := _plain(text, places)):
        return plain  # whatever is carried: it costs to begin inside a quotation
    if len(places) > 64 and len(places) * 8 > len(text):
        return Reading()  # no prose has so many marks
    return _Search(text, places).reading(carried, goes_on)


# What is beside a mark, as one letter: a word A, a space W, the edge of the paragraph B, a mark of
# punctuation P, dots E, an opening bracket O, a dash D, and marks of format N, which say nothing.
_CLASSES = {
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "A"),
    **dict.fromkeys(",;:!?)]}.", "P"),
    **dict.fromkeys("([{¿¡", "O"),
    **dict.fromkeys("—–―-‐‑‒−/", "D"),
    **dict.fromkeys("*_~|=<>", "N"),
    **dict.fromkeys("\r\n", "B"),
    "": "B",
    " ": "W",
    "…": "E",
}

_OPENS_AFTER = {"B": 0.0, "W": 0.0, "O": 0.0, "D": 0.3, "N": 0.3, "P": 3.0, "E": 3.0, "A": 4.0}
_OPENS_BEFORE = {"A": 0.0, "O": 0.0, "N": 0.3, "E": 0.5, "D": 1.0, "W": 3.0, "P": 3.0, "B": 6.0}
_CLOSES_AFTER = {"A": 0.0, "P": 0.0, "E": 0.0, "N": 0.3, "D": 0.3, "W": 3.0, "O": 4.0, "B": 8.0}
_CLOSES_BEFORE = {"W": 0.0, "B": 0.0, "P": 0.0, "E": 0.0, "D": 0.0, "N": 0.3, "O": 1.0, "A": 3.0}

_OPENS_SHAPED = {"”": 2.5, "’": 5.0, "»": 2.0, "›": 2.0, "''": 2.0}
_CLOSES_SHAPED = {"“": 3.0, "‘": 3.0, "«": 2.0, "‹": 2.0, "„": 3.0, "‚": 3.0, "‟": 3.0, "``": 9.0}
_PAIRS = frozenset({"„“", "„”", "‚‘", "‚’", "»«", "›‹", "””", "’’"})
"""Pairs that some language uses, though one of the two has the other role in English."""

_ALONE = 3.0  # a quotation that is never closed
_ONGOING = 0.2  # one that the next paragraph opens again
_CARRIED = 1.0  # a paragraph that begins inside a quotation without opening it again
_CLOSED_OVER = 4.0  # a quotation still open when the one around it ends
_UNOPENED = 4.0  # a closing mark without an opening one
_NESTED_ALIKE = 4.0  # a quotation right within one of the same marks
_SINGLE_OUTSIDE = 0.5  # single marks where no double ones are open
_MIXED = 0.5  # a curly mark with a straight partner
_SPEAKER_FOLLOWS = 5.0  # words such as “she said” follow a closing mark
_COLON = 5.0  # a colon before a closing mark
_NEVER = 99.0

_STOPS = frozenset(",.!?…")
_BEHIND = 9.0  # by how much a state may be behind the cheapest and still be kept
_DEPTH = 4

_SPEAKER = (
    r"(?:he|she|they|we|I|it|who|"
    r"(?!(?:He|She|They|We|It|This|That|There|The|But|And|You|What|Who)\b)"
    r"[^\W\d_a-z][\w’'.-]*(?: [^\W\d_a-z][\w’'.-]*){0,3})"
)
_SPEAKS = (
    r"(?:(?:add|admit|announce|answer|argue|ask|assert|assure|believe|claim|comment|complain"
    r"|conclude|confirm|continue|declare|emphasi[sz]e|exclaim|explain|insist|joke|note|observe"
    r"|promise|recall|remark|remember|report|respond|reveal|say|shout|state|stress|suggest"
    r"|underline|warn|whisper|write)(?:e?d|s)?"
    r"|admitted|cried|said|repl(?:y|ies|ied)|told|thought|wrote|according to)\b"
)
SAYS = re.compile(rf"\s*(?:{_SPEAKER} )?(?:(?:also|then|later|has|have|had) )?{_SPEAKS}")
"""Words that tell who spoke, as they stand behind a closing mark."""

_STANDARD = frozenset("em n tis twas".split())  # beheaded words that are no mark of dialect
_WORD = re.compile(r"[^\W_]+")
_DECADE = re.compile(r"\d\ds?\b")
_FEET = re.compile(r"\d['’′] ?\d+(?:[.,½¼¾]\d*)?$")
_AT_AN_EDGE = re.compile(r"(?<![^\W_])['’]([^\W\d_]+)|([^\W\d_]+)['’](?![^\W_])")

_OPENING_FOLLOWS = frozenset(" ([—–")
_CLOSING_FOLLOWS = frozenset(".,!?…;:)—–")
_FOLLOWS_CLOSING = frozenset(" .,;:!?)…—–")


def _plain(text: str, places: tuple[int, ...]) -> Reading | None:
    """Return the reading of a paragraph where every mark is as books have it, which costs nothing.

    Possessives of plurals may be among them: one apostrophe after an s, and no other single mark.
    """
    marks: list[Mark] = []
    opener = -1
    for at in places:
        glyph = text[at]
        before = text[at - 1] if at else " "
        after = text[at + 1 : at + 2] or " "
        if glyph in "'’":
            if before != "s" or not after.isspace() or glyph in text[:at] or len(places) % 2 == 0:
                return None
            marks.append(Mark(at, at + 1, glyph, "apostrophe"))
        elif opener < 0:
            if glyph not in '"“' or before not in _OPENING_FOLLOWS or not after.isalnum():
                return None
            opener = len(marks)
            marks.append(Mark(at, at + 1, glyph, "opens"))
        else:
            opening = marks[opener]
            if glyph != ("”" if opening.glyph == "“" else '"') or after not in _FOLLOWS_CLOSING:
                return None
            if not before.isalpha() and before not in _CLOSING_FOLLOWS:
                return None
            marks[opener] = opening._replace(partner=at)
            marks.append(Mark(at, at + 1, glyph, "closes", opening.start))
            opener = -1
    return Reading(tuple(marks)) if opener < 0 else None


class _Token(NamedTuple):
    """A mark, what each role would cost it, and whether its place is odd for the two main ones."""

    start: int
    end: int
    glyph: str
    opens: float
    closes: float
    apostrophe: float
    prime: float
    odd_opening: bool
    odd_closing: bool


_Trail = tuple["_Trail | None", str]
"""The roles of the marks so far, the last one first; it starts with the marks carried over."""

_States = dict[str, tuple[float, _Trail]]
"""For each state, the glyphs then open, what the way to it costs, and the way."""


class _Search:
    """The search for the cheapest reading of one paragraph."""

    def __init__(self, text: str, places: tuple[int, ...]) -> None:
        self.text = text
        self.places = places

    @cached_property
    def is_dialect(self) -> bool:
        """Whether several words of the paragraph have lost their beginning or their end."""
        clipped = 0
        for beheaded, curtailed in _AT_AN_EDGE.findall(self.text):
            clipped += beheaded.lower() in BEHEADED - _STANDARD or _is_clipped(curtailed)
        return clipped > 1

    def reading(self, carried: str, goes_on: bool) -> Reading:
        tokens = self._tokens()
        states: _States = {"": (0.0, (None, ""))}
        if carried:
            states[carried] = (_CARRIED, (None, carried))
        for token in tokens:
            states = _advanced(states, token)
        ending = _ONGOING if goes_on else _ALONE
        _, trail = min((cost + ending * len(open_), way) for open_, (cost, way) in states.items())
        roles: list[str] = []
        while trail[0] is not None:
            roles.append(trail[1])
            trail = trail[0]
        return _paired(tokens, roles[::-1], trail[1], goes_on)

    def _tokens(self) -> list[_Token]:
        tokens = []
        end = 0
        for start in self.places:
            if start < end:
                continue
            glyph = self.text[start]
            if glyph in "`'" and self.text[start + 1 : start + 2] == glyph:
                glyph += glyph
            elif glyph == "`":
                continue
            end = start + len(glyph)
            tokens.append(self._token(start, end, glyph))
        return tokens

    def _token(self, start: int, end: int, glyph: str) -> _Token:
        left, left_beyond = self._beside(start, -1, glyph)
        right, right_beyond = self._beside(end - 1, 1, glyph)
        opens = _OPENS_AFTER[left] + _OPENS_BEFORE[right]
        closes = _CLOSES_AFTER[left] + _CLOSES_BEFORE[right]
        if left != left_beyond or right != right_beyond:
            opens = min(opens, _OPENS_AFTER[left_beyond] + _OPENS_BEFORE[right_beyond])
            closes = min(closes, _CLOSES_AFTER[left_beyond] + _CLOSES_BEFORE[right_beyond])
        opens += _OPENS_SHAPED.get(glyph, 0.0)
        closes += _CLOSES_SHAPED.get(glyph, 0.0)
        if glyph in "«‹" and right == "W":  # French sets these off by a space
            opens -= _OPENS_BEFORE["W"]
        elif glyph in "»›" and left == "W":
            closes -= _CLOSES_AFTER["W"]
        apostrophe = prime = _NEVER
        if glyph in "'’‘":
            apostrophe = self._as_apostrophe(start, end, left, right)
        if glyph in "\"'”’" and left == "A" and self.text[start - 1].isdigit():
            prime = 1.5
            if glyph in '"”' and _FEET.search(self.text, max(0, start - 8), start):
                prime = 0.0
                closes += 3.0
        if glyph in DOUBLE and left in "WPE" and right in "AW":
            stop = self.text[max(0, start - 8) : start].rstrip()[-1:]
            if stop == ":":
                closes += _COLON
            elif stop in _STOPS and SAYS.match(self.text, end):
                opens += 3.0
                if left == "W" or right == "A":
                    closes -= _SPEAKER_FOLLOWS
        return _Token(
            *(start, end, glyph, opens, closes, apostrophe, prime),
            odd_opening=right_beyond in "WB" or left_beyond in "APE",
            odd_closing=left_beyond in "WBO" or right_beyond == "A",
        )

    def _as_apostrophe(self, start: int, end: int, left: str, right: str) -> float:
        """What it costs that the mark stands for letters left out."""
        text = self.text
        shape = 1.5 if text[start] == "‘" else 0.0
        if left == "A" == right:
            return shape
        if left == "A":
            if text[start - 1] in "sxzSXZ":
                return 1.0 + shape
            word = _WORD.search(text, _word_start(text, start), start)
            if word and _is_clipped(word[0]):
                return 0.7 + shape
            return (0.5 if self.is_dialect else 2.5) + shape
        if right == "A":
            word = _WORD.match(text, end)
            if (word and word[0].lower() in BEHEADED) or _DECADE.match(text, end):
                return -3.0 + shape
            if word and word[0] in DROPPED_H:
                return -1.0 + shape
            if text[end].isupper():
                return (6.5 if left == "B" else 3.5) + shape
            alone = word and text[word.end() : word.end() + 1] in SINGLE  # a ‘word’ by itself
            return (-1.0 if self.is_dialect and not alone else 2.7) + shape
        return 6.0 + shape

    def _beside(self, at: int, step: int, glyph: str) -> tuple[str, str]:
        """Return the class of the neighbour of the mark at ``at``, and of what lies beyond.

        Other marks that touch it are passed over, and a mark of the other kind (single beside
        double) also beyond a space, with which books keep the two apart: “ ‘Yes,’ he said. ”
        """
        at += step
        char = self._char(at)
        while char in _TOUCHING and char:
            at += step
            char = self._char(at)
        kind = _CLASSES.get(char) or ("A" if not char.isspace() else "W")
        if kind == "W":
            beyond = self._char(at + step)
            if beyond in _TOUCHING and beyond:
                if (beyond in DOUBLE) != (glyph in DOUBLE):
                    beyond = self._char(at + 2 * step)
                    return kind, _CLASSES.get(beyond) or ("A" if not beyond.isspace() else "W")
                if step > 0:  # nothing but a space up to the next mark: nothing to quote
                    return "B", "B"
        elif char == "." and step > 0 and self._char(at + 1).isalnum():
            kind = "E"
        return kind, kind

    def _char(self, at: int) -> str:
        return self.text[at] if 0 <= at < len(self.text) else ""


_TOUCHING = frozenset(glyph for glyph in DOUBLE | SINGLE | {"`"} if len(glyph) == 1)


def _word_start(text: str, end: int) -> int:
    start = end
    while start > max(0, end - 12) and text[start - 1].isalnum():
        start -= 1
    return start


def _is_clipped(word: str) -> bool:
    return word[-2:].lower() == "in" or word.lower() in CLIPPED


def _advanced(states: _States, token: _Token) -> _States:
    """Return the states after one more mark, without those far behind."""
    _, _, glyph, opens, closes, apostrophe, prime, _, _ = token
    double = glyph in DOUBLE
    code = '"' if len(glyph) == 2 else glyph
    after: _States = {}
    for state, (cost, trail) in states.items():
        ways = [_closed(state, code, double, cost + closes)]
        if len(state) < _DEPTH:
            if state and (state[-1] in DOUBLE) == double:
                ways.append((state + code, cost + opens + _NESTED_ALIKE, "opens"))
            else:
                outside = 0.0 if double or state else _SINGLE_OUTSIDE
                ways.append((state + code, cost + opens + outside, "opens"))
        if apostrophe < _NEVER:
            ways.append((state, cost + apostrophe, "apostrophe"))
        if prime < _NEVER:
            ways.append((state, cost + prime, "prime"))
        for new, total, role in ways:
            if new not in after or total < after[new][0]:
                after[new] = (total, (trail, role))
    limit = min(cost for cost, _ in after.values()) + _BEHIND
    return {state: way for state, way in after.items() if way[0] <= limit}


def _closed(state: str, code: str, double: bool, cost: float) -> tuple[str, float, str]:
    """The way on where the mark closes the innermost quotation of its kind, if there is one."""
    over = 0.0
    for depth in range(len(state) - 1, -1, -1):
        opener = state[depth]
        if (opener in DOUBLE) == double:
            if opener + code in _PAIRS:
                over -= _CLOSES_SHAPED.get(code, 0.0)
            elif _mixed(opener, code):
                over += _MIXED
            return state[:depth], cost + over, "closes"
        over += _CLOSED_OVER
    return state, cost + _UNOPENED, "closes"


def _mixed(glyph: str, other: str) -> bool:
    return (glyph in CURLY) != (other in CURLY)


def _paired(tokens: list[_Token], roles: list[str], carried: str, goes_on: bool) -> Reading:
    """Give each mark its role, and its partner by the rule of `_closed`."""
    is_open: list[tuple[bool, int]] = [(glyph in DOUBLE, -1) for glyph in carried]
    partners: dict[int, int] = {}
    excused: set[int] = set()
    for i, (token, role) in enumerate(zip(tokens, roles, strict=True)):
        double = token.glyph in DOUBLE
        if role == "opens":
            is_open.append((double, i))
        elif role == "closes":
            for depth in range(len(is_open) - 1, -1, -1):
                if is_open[depth][0] == double:
                    opener = is_open[depth][1]
                    if opener < 0:
                        excused.add(i)
                    else:
                        partners[i], partners[opener] = opener, i
                    del is_open[depth:]
                    break
    left = [i for _, i in is_open if i >= 0]
    if goes_on:
        excused.update(left)
    marks = []
    for i, (token, role) in enumerate(zip(tokens, roles, strict=True)):
        partner = tokens[partners[i]].start if i in partners else None
        alone = role in ("opens", "closes") and partner is None and i not in excused
        mixed = i in partners and _mixed(token.glyph, tokens[partners[i]].glyph)
        odd = alone or mixed or _is_odd(token, role)
        mark = Mark(token.start, token.end, token.glyph, role, partner, alone, odd)  # type: ignore[arg-type]
        marks.append(mark)
    left_open = "".join('"' if len(tokens[i].glyph) == 2 else tokens[i].glyph for i in left)
    return Reading(tuple(marks), left_open, bool(carried), any(m.odd for m in marks))


def _is_odd(token: _Token, role: str) -> bool:
    if token.glyph in FOREIGN or len(token.glyph) == 2:
        return True
    if role == "opens":
        return token.odd_opening or token.glyph in _OPENS_SHAPED
    return (role == "closes" and token.odd_closing) or token.glyph in _CLOSES_SHAPED
