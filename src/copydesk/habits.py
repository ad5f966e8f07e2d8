"""The habits of a text: how it writes what English may write in more than one way.

A rule that mends a mark writes it as the text does elsewhere, so that no repair leaves two styles
side by side. Each habit is measured when it is first asked for; None means that it is unclear.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from copydesk.late import late
from copydesk.quotation import Quotation, quotations
from copydesk.quotemarks import SAYS, SINGLE, Mark, Reading
from copydesk.text import Span
from copydesk.words import is_abbreviation

_FEWEST = 5  # marks that make a habit of where they stand
_TIMES = 5  # how many more they have to be than the others

_TYPED = late(r"--(?<![-!<]--)-?(?![->])")
_OPTION = late(r"[a-z][\w-]*\b(?! *--)")
_TRAILS_OFF = late(r"\.\.(?:(?<=\w\.\.)|(?<=\w[ \u00a0]\.\.))(?=[ \u00a0][a-z])")

_SHORT = late(r"[^\W_]+(?:['’-][^\W_]+)*(?: [^\W_]+(?:['’-][^\W_]+)*){0,2}")
_LAST_WORD = late(r"[^\W_]+\Z")

_NEW_SENTENCE = late(r" (?:[A-Z\"“‘]|[^\W\d_a-z])")
_SMALL_WORD = late(r"\b[a-z]{4,}\b")
_ISE = "organ real recogn apolog critic emphas special util summar minim modern mobil privat"
_BRITISH = late(
    r"(?:colour|favour|flavour|neighbour|behaviour|rumour|harbour|honour|labour|humour|armour)\w*"
    r"|(?:centre|theatre|fibre|(?:kilo|centi|milli)?metre|litre|defence|offence|licence|programme|tyre|kerb)s?"
    r"|(?:travel|cancel|label|model|fuel|signal|marvel)l(?:ed|ing|er|ers)"
    r"|(?:grey(?!h)|plough|mould|sceptic|aluminium|jewellery|pyjama|cosy)\w*"
    r"|(?:ana|para|cata)lys(?:e|ed|ing)"
    rf"|(?:{_ISE.replace(' ', '|')})is(?:e[ds]?|ing|ations?)"
)
_AMERICAN = late(
    r"(?:color|favor|flavor|neighbor|behavior|rumor|harbor|armor)(?!at)\w*"
    r"|(?:honor|labor|humor)(?:s|ed|ing|er|ers|able|ably|less)?"
    r"|(?:center|theater|fiber|(?:kilo|centi|milli)meter|liter|defense|offense)s?"
    r"|(?:travel|cancel|label|model|fuel|signal|marvel)(?:ed|ing|er|ers)"
    r"|(?:gray(?!l)|plow|mold|skeptic|aluminum|jewelry|pajama|cozy)\w*"
    r"|(?:ana|para|cata)lyz(?:e|ed|es|ing)"
)
"""Spellings of one variety alone (New Hart's Rules, chapter 21). Not the ending -ize: Oxford has
it as well."""
_CANADIAN = late(r"(?:ana|para|cata)lyz(?:e|ed|es|ing)|aluminum")
_NOT_CANADIAN = late(r"\w+(?:is(?:e[ds]?|ing|ations?)|lys(?:e|ed|ing))|programmes?|aluminium")
"""What Canada shares with America, and what it does not share with Britain (The Canadian Style,
chapter 3)."""
_AUSTRALIAN = frozenset({"program", "programs"})
_NOT_AUSTRALIAN = frozenset({"programme", "programmes", "computer", "computers", "software"})
"""Australia writes the former of everything (Style Manual of its government), Britain of computers
alone."""

Variety = Literal["en-US", "en-GB", "en-CA", "en-AU"]


def is_of_one_variety(word: str) -> bool:
    """Whether a word in small letters is spelt as one variety of English alone spells it.

    >>> [is_of_one_variety(word) for word in ("tyre", "theatre", "theater", "tire")]
    [True, True, True, False]
    """
    return any(pattern.fullmatch(word) for pattern in (_BRITISH, _AMERICAN))


@dataclass(frozen=True)
class Habits:
    """What a text does, by its words and by how its marks are read. Offsets are code points."""

    text: str
    readings: tuple[tuple[int, Reading], ...] = ()

    @cached_property
    def curly(self) -> bool:
        """Whether curly marks are the habit, and straight ones the exception."""
        curly, straight = self._double_glyphs
        if not curly + straight:
            curly, straight = (sum(map(self.text.count, glyphs)) for glyphs in ("‘’", "'"))
        return curly > straight

    @cached_property
    def glyphs_are_clear(self) -> bool:
        """Whether the text has at least four double marks of that style, twice as many as not."""
        return max(self._double_glyphs) >= max(4, 2 * min(self._double_glyphs))

    @cached_property
    def _double_glyphs(self) -> tuple[int, int]:
        count = self.text.count
        return count("“") + count("”"), count('"')

    @cached_property
    def single_outside(self) -> bool:
        """Whether most quotations that lie in no other one have single marks."""
        single = double = end = 0
        for quotation in quotations(self.text, self.readings):
            if quotation.opening.start >= end:
                end = quotation.closing.end
                if self.text[quotation.opening.start] in SINGLE:
                    single += 1
                else:
                    double += 1
        return single > double

    @cached_property
    def closing(self) -> tuple[Mark, ...]:
        """The double marks that close a quotation, in their order."""
        return tuple(
            mark.moved(start)
            for start, reading in self.readings
            for mark in reading.marks
            if mark.role == "closes" and mark.double and not mark.alone
        )

    @cached_property
    def stops_outside(self) -> tuple[Mark, ...]:
        """Those of them before a period or comma."""
        text = self.text
        return tuple(
            mark
            for mark in self.closing
            if text[mark.end : mark.end + 1] in (".", ",")
            and text[mark.end + 1 : mark.end + 2] not in (".", ",")
        )

    @cached_property
    def stops_in_words(self) -> tuple[Quotation, ...]:
        """Up to three words, quoted within a sentence, with a period or comma of that sentence."""
        return tuple(
            Quotation(Span(mark.partner, mark.partner + 1), Span(mark.start, mark.end))
            for mark in self.closing
            if mark.partner is not None and self._ends_words(mark, mark.partner)
        )

    @cached_property
    def placement(self) -> Literal["inside", "outside"] | None:
        """On which side of a closing mark the periods and commas stand.

        Speech has them inside in every usage (“Go,” he said), so what shows the British habit are
        quoted words within a sentence: at least five of them before the period or comma, and five
        times as many as behind it.
        """
        outside = len(self.stops_outside)
        inside = sum(self.text[mark.start - 1] in ".," for mark in self.closing)
        if inside >= max(_FEWEST, _TIMES * outside):
            return "inside"
        words = sum(self.text[mark.start - 1].isalnum() for mark in self.stops_outside)
        if words >= max(_FEWEST, _TIMES * len(self.stops_in_words)):
            return "outside"
        return None

    def _ends_words(self, mark: Mark, opening: int) -> bool:
        text, stop = self.text, mark.start - 1
        runs_on = text[max(0, opening - 1) : opening] == " " and text[opening - 2].isalnum()
        if text[stop] not in ".," or mark.odd or not runs_on:
            return False
        if not _SHORT.fullmatch(text, opening + 1, stop):
            return False
        following = text[mark.end : mark.end + 2]
        if text[stop] == ",":
            return following[:1] == " " and not SAYS.match(text, mark.end)
        word = _LAST_WORD.search(text, max(opening, stop - 40), stop)
        if word is None or is_abbreviation(word[0]):
            return False
        return following[:1] in ("", "\r", "\n") or bool(_NEW_SENTENCE.match(following))

    @cached_property
    def ellipsis(self) -> Literal["…", "...", ".."] | None:
        """How the text writes most of its ellipses; two dots where it only trails off with them."""
        signs, dots = self.text.count("…"), self.text.count("...")
        if signs or dots:
            return "…" if signs >= dots else "..."
        return ".." if _TRAILS_OFF.search(self.text) else None

    @cached_property
    def typed_dashes(self) -> tuple[Span, ...]:
        """Two or three hyphens that stand for a dash, and for no rule, arrow or option."""
        if "--" not in self.text:
            return ()
        found = map(Span.of, _TYPED.finditer(self.text))
        return tuple(span for span in found if not self._is_option(span))

    def _is_option(self, span: Span) -> bool:
        before = self.text[span.start - 1 : span.start]
        return (not before or before.isspace()) and bool(_OPTION.match(self.text, span.end))

    @cached_property
    def dash(self) -> Literal["—", "–", "--", "---"] | None:
        """How the text writes the dash between parts of a sentence.

        Three hyphens where it has two as well: then, as in TeX, two are an en dash. A dash from
        one figure to another is none of these.
        """
        lengths = {span.end - span.start for span in self.typed_dashes}
        if lengths == {2, 3}:
            return "---"
        counts: dict[Literal["—", "–", "--"], int] = {
            "—": self.text.count("—"),
            "–": self.text.count(" – "),
            "--": len(self.typed_dashes),
        }
        most = max(counts, key=counts.__getitem__)
        return most if counts[most] else None

    @cached_property
    def variety(self) -> Variety | None:
        """The variety of English that the text is spelt in.

        It shows in at least two different words, and four times as many as of the other variety.
        Words with a capital, which may be names, say nothing. A text is Canadian where British
        spellings stand beside `analyze`, and Australian where they stand beside `program`.
        """
        words = set(_SMALL_WORD.findall(self.text))
        british, american = (
            set(filter(pattern.fullmatch, words)) for pattern in (_BRITISH, _AMERICAN)
        )
        canadian = set(filter(_CANADIAN.fullmatch, american))
        ising = any(map(_NOT_CANADIAN.fullmatch, british))
        if canadian and not ising and len(british) >= max(2, 4 * len(american - canadian)):
            return "en-CA"
        if len(british) >= max(2, 4 * len(american)):
            is_australian = ising and words & _AUSTRALIAN and not words & _NOT_AUSTRALIAN
            return "en-AU" if is_australian else "en-GB"
        return "en-US" if len(american) >= max(2, 4 * len(british)) else None
