"""Lines that were broken for a page: words cut at a hyphen, and sentences cut at a margin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Edit, Span

_IN_LINE = re.compile(r"- (?<=[a-z]{2}- )(?=[a-z]{2})")
_AT_LINE_END = re.compile(r"[\u00ad-](?<=[a-z]{2}[\u00ad-])\r?\n(?=[a-z]{2})")
_WORD_BEFORE = re.compile(r"[A-Za-z]{2,30}\Z")
_WORD_AFTER = re.compile(r"(?P<word>[a-z]{2,30})(?P<marks>[.,;:!?)”’\"]{0,3})(?P<space> ?)")
_WORDS = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_ENDINGS = frozenset(
    """
    ance ances bility cally cial cially cian cians cious ciously cism ciency dence ence ences gence
    ical ically ities ity ible ibly ized izing ised ising lity ment mental mentally ments nence ness
    nesses nity ously rable rence rity sion sional sions sity tance tence tial tially tially ties
    tion tional tionally tions tious tiously tity tive tively tives tory ture tured tures vity
    """.split()
)
"""Ends of English words that are no words by themselves."""


_HANGING = frozenset("and nor or to und versus".split())
_LONGER_THAN_LINES = 120
_HABIT = 3
"""So many words surely cut show that the text was taken from pages, and any other may be cut."""


@rule("lines/hyphenation", "word cut by a hyphen at a line end", english=True)
def hyphenation(doc: Document) -> Iterator[Fix]:
    """Join the halves of a word that a page broke (`govern- ment`).

    PDF files hold lines, not sentences, and the hyphen at a line end comes along. The halves are
    joined where the whole word is used elsewhere in the text, or where the second is the end of a
    word and no word itself (`-ment`, `-tion`); with the hyphen where the text has the compound
    elsewhere. A text with some such words was taken from pages, and its other halves are joined
    too. Else nothing is touched inside a line, where a hyphen may be used for a dash, and a line
    end is pointed at. A hyphen left hanging before `and`, `or` and `to` (`pre- and post-war`) is
    meant.

    >>> repaired("The govern- ment resigned.")
    'The government resigned.'
    """
    cuts = list(_cuts(doc))
    if not cuts:
        return
    used = frozenset(word.lower() for word in _WORDS.findall(doc.text))
    one_word = [cut.compound not in used and cut.is_one_word(used) for cut in cuts]
    from_pages = sum(one_word) >= _HABIT
    for cut, sure in zip(cuts, one_word, strict=True):
        if cut.compound in used:
            if cut.at_line_end:
                yield Fix(cut.closed(with_hyphen=True))
        elif sure or from_pages:
            yield Fix(cut.closed())
        elif cut.at_line_end:
            yield Fix(cut.closed(), sure=False)


@dataclass(frozen=True)
class _Cut:
    """A place where a hyphen may cut a word, and the parts of the word."""

    gap: re.Match[str]
    before: str
    after: re.Match[str]

    @property
    def compound(self) -> str:
        return f"{self.before}-{self.after['word']}".lower()

    @property
    def at_line_end(self) -> bool:
        return self.gap[0].endswith("\n")

    def is_one_word(self, used: frozenset[str]) -> bool:
        """Whether the halves are one word by all that can be seen."""
        word = (self.before + self.after["word"]).lower()
        known = len(word) > 5 and word in used
        return known or self.after["word"] in _ENDINGS or self.gap[0].startswith("\u00ad")

    def closed(self, *, with_hyphen: bool = False) -> tuple[Edit, ...]:
        """Return what closes the gap; a line end in it moves behind the word, if lines have one."""
        gap = Edit(Span(self.gap.start() + with_hyphen, self.gap.end()), "")
        if self.at_line_end and self.after["space"] and self._ends_short_line():
            return gap, Edit(Span.of(self.after, "space"), self.gap[0][1:])
        return (gap,)

    def _ends_short_line(self) -> bool:
        start = max(0, self.gap.start() - _LONGER_THAN_LINES)
        return start == 0 or "\n" in self.gap.string[start : self.gap.start()]


def _cuts(doc: Document) -> Iterator[_Cut]:
    text = doc.text
    patterns = []
    if "- " in text:
        patterns.append(_IN_LINE)
    if "-\n" in text or "-\r\n" in text or "\u00ad" in doc.unusual_characters:
        patterns.append(_AT_LINE_END)
    for pattern in patterns:
        for m in doc.finditer(pattern):
            before = _WORD_BEFORE.search(text, max(0, m.start() - 30), m.start())
            after = _WORD_AFTER.match(text, m.end())
            if before and after and after["word"] not in _HANGING:
                yield _Cut(m, before[0], after)


_GOES_ON = re.compile(r"\n[a-z]")
_PARAGRAPH = re.compile(r"\S[^\r\n]*(?:\r?\n[ \t]*+\S[^\r\n]*)*")
_LINE_END = re.compile(r"[ \t]{0,2}\r?\n")
_NOT_PROSE = re.compile(r"^(?:[ \t>|#*•·–—-]|\d{1,3}[.)]|\[)|[|{}]$", re.MULTILINE)
_MARGINS = range(45, 101)
_PROSE_LINE = 60


@rule("lines/hard-wrap", "line broken in mid-sentence")
def hard_wrap(doc: Document) -> Iterator[Fix]:
    """Join the lines of a paragraph that was wrapped at a margin, in a text that has none.

    Mail programs and PDF viewers break lines where the page ends. A paragraph is joined where each
    of three or more lines is as full as its margin lets it be (the next word would not have
    fitted), and at least as many paragraphs of the text stand on one long line. A text that is
    wrapped throughout was meant so; verse, lists, addresses and code do not fill their lines. In a
    text of long lines, another line of prose that goes on in lower case is pointed at.

    >>> lines = "The mayor told the council that the old bridge\\nwould stay closed until its piers"
    >>> long = "Nobody " + "objected to that " * 8
    >>> repaired(f"{lines} had been\\nlooked at.\\n\\n{long}").splitlines()[0][32:]
    'the old bridge would stay closed until its piers had been looked at.'
    """
    if not _GOES_ON.search(doc.text):
        return
    paragraphs = list(doc.finditer(_PARAGRAPH))
    unwrapped = sum("\n" not in m[0] and len(m[0]) > _LONGER_THAN_LINES for m in paragraphs)
    broken = [m for m in paragraphs if "\n" in m[0] and not _NOT_PROSE.search(m[0])]
    if unwrapped < max(1, len(broken)):
        return
    for m in broken:
        ends = [(m.start() + e.start(), m.start() + e.end()) for e in _LINE_END.finditer(m[0])]
        if _fills_its_lines(m[0].splitlines()):
            yield Fix(tuple(Edit(Span(*end), " ") for end in ends))
        else:
            broken_off = (end for end in ends if _in_mid_sentence(doc.text, *end))
            yield from (Fix.replace(*end, " ", sure=False) for end in broken_off)


def _fills_its_lines(lines: list[str]) -> bool:
    """Whether lines are as full as one margin lets them be, most going on in lower case."""
    if len(lines) < 3:
        return False
    lines = [line.strip() for line in lines]
    margin = max(map(len, lines))
    full = all(len(a) + 1 + len(b.split(maxsplit=1)[0]) > margin for a, b in pairwise(lines))
    return margin in _MARGINS and full and 2 * sum(b[0].islower() for b in lines[1:]) >= len(lines)


def _in_mid_sentence(text: str, start: int, end: int) -> bool:
    line = text[max(0, start - _PROSE_LINE) : start]
    return (
        len(line) == _PROSE_LINE
        and not re.search(r"[\r\n]", line)
        and re.match(r"[a-z,][a-z]", line[-1] + text[end : end + 1]) is not None
    )
