"""Quotation marks and what they enclose, read from a whole paragraph.

A straight mark does not say whether it opens or closes, an apostrophe looks like a closing mark,
and a translated text has marks of the wrong shape and at the wrong side of a space. So no mark is
judged alone: of all readings of a paragraph the cheapest is taken. A reading gives each mark a role,
and costs what is unusual in it: a space where none belongs, a shape that does not fit the role, a
quotation left open. The costs are in the tables below, in one unit: 3 is a single plain slip. The
search keeps the cheapest way to each state (which marks are open) and drops states that fell far
behind, so its time is linear, and next to nothing where the marks are plain.

A paragraph is a line. A quotation may run over several: each opens it anew, the last closes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from copydesk.text import Span

Role = Literal["opens", "closes", "apostrophe", "prime"]

DOUBLE = '"“”„‟«»'
SINGLE = "'‘’‚‛‹›"
CURLY = "“”‘’"
FOREIGN = "„‟«»‚‛‹›"
"""Marks that English does not use."""


class Mark(NamedTuple):
    """A quotation mark or apostrophe, and how it is read.

    ``start`` and ``end`` are code points; ``partner`` is the start of the mark that belongs to it,
    where there is one. ``alone`` is a mark without a partner that no neighbouring paragraph
    excuses. ``odd`` says that something about the mark is unusual: only such can be wrong.
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
        """Whether it is a mark of the kind that is written double."""
        return self.glyph in DOUBLE or len(self.glyph) == 2

    def moved(self, by: int) -> Mark:
        """The same mark, ``by`` code points further on."""
        start, end, glyph, role, partner, alone, odd = self
        partner = None if partner is None else partner + by
        return Mark(start + by, end + by, glyph, role, partner, alone, odd)


@dataclass(frozen=True, slots=True)
class Reading:
    """The marks of one paragraph, with places in it, and the marks that it leaves open.

    ``odd`` says whether some mark is odd, ``resumes`` whether the paragraph begins inside a
    quotation that the one before left open.
    """

    marks: tuple[Mark, ...]
    left_open: str = ""
    odd: bool = False
    resumes: bool = False

    def running_on(self) -> Reading:
        """The same reading, now that what it leaves open is known to go on."""
        marks = (m._replace(alone=False) if m.role == "opens" else m for m in self.marks)
        return replace(self, marks=tuple(marks))


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage in quotation marks; ``words`` is what lies between them."""

    opening: Span
    closing: Span

    @property
    def words(self) -> Span:
        """The place between the marks."""
        return Span(self.opening.end, self.closing.start)


def quotations(text: str, readings: tuple[tuple[int, Reading], ...]) -> Iterator[Quotation]:
    """Return the passages in quotation marks, sorted by where they open.

    One that runs on into the next paragraph ends, here, where its paragraph does.
    """
    for offset, reading in readings:
        for mark in reading.marks:
            if mark.role != "opens" or mark.alone:
                continue
            opening = Span(mark.start + offset, mark.end + offset)
            if mark.partner is not None:
                end = mark.partner + offset
                yield Quotation(opening, Span(end, end + 1))
            else:
                end = _end_of_line(text, opening.end)
                yield Quotation(opening, Span(end, end))


def readings(text: str) -> tuple[tuple[int, Reading], ...]:
    """Read the paragraphs of ``text`` that have marks; each with the offset where it starts."""
    found: list[tuple[int, Reading]] = []
    carried = ""
    for start, end in _paragraphs(text):
        paragraph = text[start:end]
        reading = _read(paragraph, carried)
        if reading.left_open and _opens_next(text, end, reading.left_open[0]):
            reading = _read(paragraph, carried, True)
        if reading.resumes:
            found[-1] = (found[-1][0], found[-1][1].running_on())
        carried = reading.left_open
        found.append((start, reading))
    return tuple(found)


_GLYPHS = DOUBLE + SINGLE + "`"
_MARKS = {g: re.compile(re.escape(g)) for g in _GLYPHS} | {
    g: re.compile(rf"{g}(?<![^\W_]{g}(?=[^\W_]))") for g in "'’"
}
"""Each mark; of the apostrophes only those outside words, for the others need no reading."""


def _marks_in(text: str) -> list[int]:
    """Return the places of the marks, sorted. One pass a glyph: each is a search for one letter."""
    glyphs = [glyph for glyph in _GLYPHS if glyph in text]
    return sorted(m.start() for glyph in glyphs for m in _MARKS[glyph].finditer(text))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    end = -1
    for at in _marks_in(text):
        if at >= end:
            end = _end_of_line(text, at)
            yield text.rfind("\n", 0, at) + 1, end


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" and end > at else end


_START = re.compile(r"\s*([\"“„«'‘‚‹”])(?=\w)")


def _opens_next(text: str, end: int, glyph: str) -> bool:
    m = _START.match(text, end)
    return m is not None and (m[1] in DOUBLE) == (glyph in DOUBLE)


# What is beside a mark, as one letter: a word A, a space W, the edge of the paragraph B, a mark of
# punctuation P, dots E, an opening bracket O, a dash D, and marks of format N, which say nothing.
_CLASSES = {
    **dict.fromkeys(",;:!?)]}.", "P"),
    "…": "E",
    **dict.fromkeys("([{¿¡", "O"),
    **dict.fromkeys("—–―-‐‑‒−/", "D"),
    **dict.fromkeys("*_~|=<>", "N"),
    **dict.fromkeys("\r\n", "B"),
    "": "B",
}

_OPENS_AFTER = {"B": 0.0, "W": 0.0, "O": 0.0, "D": 0.3, "N": 0.3, "P": 3.0, "E": 3.0, "A": 4.0}
_OPENS_BEFORE = {"A": 0.0, "O": 0.0, "N": 0.3, "E": 0.5, "D": 1.0, "W": 3.0, "P": 3.0, "B": 6.0}
_CLOSES_AFTER = {"A": 0.0, "P": 0.0, "E": 0.0, "N": 0.3, "D": 0.3, "W": 3.0, "O": 4.0, "B": 8.0}
_CLOSES_BEFORE = {"W": 0.0, "B": 0.0, "P": 0.0, "E": 0.0, "D": 0.0, "N": 0.3, "O": 1.0, "A": 3.0}

_OPENER_GLYPH = {"”": 2.5, "’": 5.0, "»": 2.0, "›": 2.0, "''": 6.0}
_CLOSER_GLYPH = {"“": 3.0, "‘": 3.0, "«": 2.0, "‹": 2.0, "„": 3.0, "‚": 3.0, "``": 6.0, "‟": 3.0}
_PAIRS = {"„“", "„”", "‚‘", "‚’", "»«", "›‹", "””", "’’"}
"""Pairs that some language uses though one of the two has the other role in English."""

_ALONE = 3.0  # a quotation that is never closed
_CLOSED_OVER = 4.0  # a quotation that is open when the one around it ends
_UNOPENED = 4.0  # a closing mark without an opening one
_NESTED_ALIKE = 4.0  # a quotation right within one with the same marks
_SAYING = 5.0  # words such as “she said” follow a closing mark
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

# Words that lost their beginning, as English writes them; and those that only dialect has, which
# may as well be a word in quotation marks.
_ELISION = re.compile(
    r"(?:t(?:is|was|were|will|would|isn|wasn|weren|warn|ain|ween)|em|pon|deed|nough|gratulate|til|till|tude|cause|cos|cuz|coz"
    r"|kase|bout|round|neath|gainst|twixt|tween|mongst|fraid|nother|nuff|cept|specially|n|nd|un|uns"
    r"|ud|uz|um|lowed|spect|spected|spose|stead|scuse|frisco|prentice|d|m|s|t|ll|re|ve|f"
    r"|\d\d(?:s|\b))\b",
    re.IGNORECASE,
)
_DIALECT = re.compile(
    r"(?:a|ad|adn|alf|am|and|ands|angin|ard|arf|as|at|ave|avin|e|ead|ear|eard|eart|ee|eem|eld|ell"
    r"|elp|er|ere|erself|em|i|igh|im|imself|is|it|ome|ope|orse|orses|ot|our|ours|ouse|ow|undred|urt"
    r"|usband|long|way|low|deed|at|pears|most|pon)\b"
)
_CLIPPED = re.compile(
    r"(?:in|\b(?:o|an|th|t|d|wi|ol|mo|po|fo|sho|jis|jes|mos|las|doan|n|en|don|ha|tha|i|yo|ther|befo"
    r"|raf|roun|aroun|lan|los|kep|couldn|wouldn|didn|hadn|ain|islan))$",
    re.IGNORECASE,
)
_ELIDED = re.compile(
    rf"(?<![^\W_])['’]{_ELISION.pattern}|{_CLIPPED.pattern[:-1]}['’](?![^\W_])", re.IGNORECASE
)
_FEET = re.compile(r"\d['’′] ?\d+(?:[.,½¼¾]\d*)?$")


def _class(char: str) -> str:
    if char.isalnum():
        return "A"
    return _CLASSES.get(char) or ("W" if char.isspace() else "A")


@lru_cache(maxsize=1024)
def _read_short(text: str, carried: str, goes_on: bool) -> Reading:
    return _Reader(text).read(carried, goes_on)


def _read(text: str, carried: str, goes_on: bool = False) -> Reading:
    """Read one paragraph.

    ``carried`` are the marks that the paragraph before left open; ``goes_on`` says that the next
    paragraph opens the quotation again that this one leaves open.
    """
    if len(text) < 4000:
        return _read_short(text, carried, goes_on)  # most paragraphs are read several times
    return _Reader(text).read(carried, goes_on)


_Trail = tuple["_Trail | None", str]
"""The roles of the marks so far, the last one first."""

_States = dict[str, tuple[float, "_Trail | None"]]
"""For each state, which is the marks that are open, what the way to it costs, and the way."""


class _Token(NamedTuple):
    """A mark, and what each role of it would cost; None where it cannot have that role."""

    start: int
    end: int
    glyph: str
    opens: float
    closes: float
    apostrophe: float
    prime: float
    odd_open: bool
    odd_close: bool


_NEVER = 99.0


_OPENING_FOLLOWS = frozenset(" ([—–")
_CLOSING_FOLLOWS = frozenset(".,!?…;:)—–")
_FOLLOWS_CLOSING = frozenset(" .,;:!?)…—–")


def _plain(text: str, places: list[int]) -> Reading | None:
    """Return the reading of a paragraph in which every mark is where the books want it."""
    marks = []
    opener = -1
    for at in places:
        glyph = text[at]
        before = text[at - 1] if at else " "
        after = text[at + 1 : at + 2] or " "
        if opener < 0:
            if glyph not in '"“' or before not in _OPENING_FOLLOWS or not after.isalnum():
                return None
            opener = at
        else:
            if glyph != ("”" if text[opener] == "“" else '"') or after not in _FOLLOWS_CLOSING:
                return None
            if not before.isalpha() and before not in _CLOSING_FOLLOWS:
                return None
            marks.append(Mark(opener, opener + 1, text[opener], "opens", at))
            marks.append(Mark(at, at + 1, glyph, "closes", opener))
            opener = -1
    return Reading(tuple(marks)) if opener < 0 else None


class _Reader:
    """Finds the cheapest reading of one paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def dialect(self) -> bool:
        """Whether the paragraph has several words that lost their beginning or end."""
        return sum(1 for _ in _ELIDED.finditer(self.text)) > 1

    def read(self, carried: str, goes_on: bool) -> Reading:
        places = _marks_in(self.text)
        if not carried and (plain := _plain(self.text, places)):
            return plain
        if len(places) > 64 and len(places) * 8 > len(self.text):
            return Reading(())  # this is no prose
        tokens = self._tokens(places)
        states: _States = {"": (0.0, None)}
        if carried and tokens and tokens[0].opens:
            states[carried] = (1.0, (None, carried))
        for token in tokens:
            states = _advanced(states, token)
        ending = 0.2 if goes_on else _ALONE
        _, trail = min(
            (cost + ending * len(state), trail) for state, (cost, trail) in states.items()
        )
        roles = []
        while trail is not None:
            trail, role = trail
            roles.append(role)
        inside = roles.pop() if len(roles) > len(tokens) else ""
        return _paired(tokens, roles[::-1], inside, goes_on)

    def _tokens(self, places: list[int]) -> list[_Token]:
        tokens = []
        end = -1
        for start in places:
            if start < end:
                continue
            glyph = self.text[start]
            end = start + 1
            if glyph in "`'" and self.text[end : end + 1] == glyph:
                end += 1
                glyph += glyph
            elif glyph == "`":
                continue
            tokens.append(self._token(start, end, glyph))
        return tokens

    def _token(self, start: int, end: int, glyph: str) -> _Token:
        text = self.text
        left, beyond_left = self._beside(start - 1, -1)
        right, beyond_right = self._beside(end, 1)
        opens = min(_OPENS_AFTER[left], _OPENS_AFTER[beyond_left]) + min(
            _OPENS_BEFORE[right], _OPENS_BEFORE[beyond_right]
        )
        closes = min(_CLOSES_AFTER[left], _CLOSES_AFTER[beyond_left]) + min(
            _CLOSES_BEFORE[right], _CLOSES_BEFORE[beyond_right]
        )
        apostrophe = prime = _NEVER
        if glyph in SINGLE and glyph in "'’‘":
            apostrophe = self._as_apostrophe(start, end, left, right)
        if glyph in "\"'” ’″" and left == "A" and text[start - 1].isdigit():
            prime = 1.5
            if glyph in '"”' and _FEET.search(text, max(0, start - 8), start):
                prime = 0.0
                closes += 3.0
        if glyph in "«‹" and right == "W":
            opens -= 3.0
        if glyph in "»›" and left == "W":
            closes -= 3.0
        if right in "AW" and left in "WPE" and glyph in DOUBLE:
            stop = text[max(0, start - 8) : start].rstrip()[-1:]
            if stop == ":":
                closes += 3.0
            elif stop in _STOPS and SAYS.match(text, end):
                if left == "W" or right == "A":
                    closes -= _SAYING
                opens += 3.0
        odd_open = beyond_right in "WB" or beyond_left in "APE"
        odd_close = beyond_left in "WBO" or beyond_right == "A"
        return _Token(start, end, glyph, opens, closes, apostrophe, prime, odd_open, odd_close)

    def _as_apostrophe(self, start: int, end: int, left: str, right: str) -> float:
        text = self.text
        shape = 1.5 if text[start] == "‘" else 0.0
        if left == "A":
            if right == "A":
                return shape
            if text[start - 1] in "szxSZX":
                return 1.0 + shape
            if _CLIPPED.search(text, max(0, start - 8), start):
                return 0.7 + shape
            return (0.5 if self.dialect else 2.5) + shape
        if right == "A":
            if _ELISION.match(text, end):
                return -3.0 + shape
            if _DIALECT.match(text, end):
                return -1.0 + shape
            return (3.5 if text[end].isupper() else -1.0 if self.dialect else 2.7) + shape
        return 6.0 + shape

    def _beside(self, at: int, step: int) -> tuple[str, str]:
        """The class of the neighbour at ``at``, and of what is there beyond other marks.

        A mark of the other kind may be set off by a space: “ ‘Yes,’ he said. ”
        """
        text = self.text
        size = len(text)
        char = text[at] if 0 <= at < size else ""
        kind = _class(char)
        if char in _GLYPHS and char:
            while 0 <= at < size and text[at] in _GLYPHS:
                at += step
            kind = _class(text[at] if 0 <= at < size else "")
        if kind == "W":
            at += step
            if 0 <= at < size and text[at] in _GLYPHS:
                this = text[at - 2 * step] if 0 <= at - 2 * step < size else ""
                if (text[at] in DOUBLE) == (this in DOUBLE):
                    return (kind, kind) if step < 0 else ("B", "B")
                else:
                    at += step
                    char = text[at] if 0 <= at < size else ""
                    return kind, _class(char)
        elif kind == "P" and char == "." and step > 0 and text[at + 1 : at + 2].isalnum():
            kind = "E"
        return kind, kind


def _advanced(states: _States, token: _Token) -> _States:
    """Return the states after one more mark, without those far behind."""
    after: _States = {}

    def reach(state: str, cost: float, trail: _Trail | None, role: str) -> None:
        known = after.get(state)
        if known is None or cost < known[0]:
            after[state] = (cost, (trail, role))

    _, _, glyph, opens, closes, apostrophe, prime, _, _ = token
    double = glyph in DOUBLE or len(glyph) == 2
    code = '"' if glyph == "``" else glyph
    opens += _OPENER_GLYPH.get(glyph, 0.0)
    misshapen = _CLOSER_GLYPH.get(glyph, 0.0)
    for state, (cost, trail) in states.items():
        if len(state) < _DEPTH and len(code) == 1:
            top = state[-1:]
            alike = top and (top in DOUBLE) == double
            nested = _NESTED_ALIKE if alike else 0.0 if double or state else 0.5
            reach(state + code, cost + opens + nested, trail, "opens")
        shut = cost + closes
        for depth in range(len(state), 0, -1):
            opener = state[depth - 1]
            if (opener in DOUBLE) == double:
                shape = _pair_cost(opener, code, misshapen)
                reach(state[: depth - 1], shut + shape, trail, "closes")
                break
            shut += _CLOSED_OVER
        else:
            reach(state, cost + closes + misshapen + _UNOPENED, trail, "closes")
        if apostrophe < _NEVER:
            reach(state, cost + apostrophe, trail, "apostrophe")
        if prime < _NEVER:
            reach(state, cost + prime, trail, "prime")
    limit = min(cost for cost, _ in after.values()) + _BEHIND
    return {state: value for state, value in after.items() if value[0] <= limit}


def _pair_cost(opener: str, closer: str, misshapen: float) -> float:
    if opener + closer in _PAIRS:
        return 0.0
    return misshapen + (0.5 if (opener in CURLY) != (closer in CURLY) else 0.0)


def _paired(tokens: list[_Token], roles: list[str], carried: str, goes_on: bool) -> Reading:
    """Give each mark its role and its partner."""
    marks: list[Mark] = []
    is_open: list[int] = []  # indices of marks; -1 for one that another paragraph opened
    is_open = [-1] * len(carried)
    for i, (token, role) in enumerate(zip(tokens, roles, strict=True)):
        mark = Mark(token.start, token.end, token.glyph, role)  # type: ignore[arg-type]
        if role == "opens":
            is_open.append(i)
            mark = mark._replace(odd=token.odd_open)
        elif role == "closes":
            mark = mark._replace(odd=token.odd_close, alone=True)
            for depth in range(len(is_open), 0, -1):
                opener = is_open[depth - 1]
                if opener < 0 or marks[opener].double == mark.double:
                    del is_open[depth - 1 :]
                    mark = mark._replace(alone=False)
                    if opener >= 0:
                        mark = mark._replace(partner=marks[opener].start)
                        marks[opener] = marks[opener]._replace(partner=mark.start)
                    break
        marks.append(mark)
    left = "".join(marks[i].glyph[0] for i in is_open if i >= 0)
    open_still = {i for i in is_open if i >= 0}
    for i, mark in enumerate(marks):
        if mark.role == "opens" and mark.partner is None:
            marks[i] = mark._replace(alone=not (goes_on and i in open_still))
    marks = [m if m.odd or not _looks_odd(m, marks) else m._replace(odd=True) for m in marks]
    return Reading(tuple(marks), left, any(m.odd for m in marks), bool(carried))


def _looks_odd(mark: Mark, marks: list[Mark]) -> bool:
    glyph = mark.glyph
    if mark.alone or glyph in FOREIGN or len(glyph) == 2:
        return True
    return (
        glyph in _OPENER_GLYPH
        and mark.role == "opens"
        or glyph in _CLOSER_GLYPH
        and mark.role != "opens"
    )
