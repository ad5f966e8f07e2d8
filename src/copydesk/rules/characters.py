"""Characters that cannot be seen, or that look like others: what scraping and typing leave."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Span


def _set(*ranges: str) -> frozenset[str]:
    """Return the characters of ranges, each written as its first and its last character."""
    return frozenset(chr(c) for r in ranges for c in range(ord(r[0]), ord(r[-1]) + 1))


_CONTROLS = _set("\x00\x08", "\x0e\x1d", "\x1f", "\x7f", "\u206a\u206f", "\ufff9\ufffc")
_DIRECTIONS = _set("\u061c", "\u200e\u200f", "\u202a\u202e", "\u2066\u2069")
_JOINERS = _set("\u180e", "\u200b\u200d", "\u2060\u2064", "\ufeff")
_C1_CONTROLS = _set("\x80\x9f")
"""A text with such characters is data: its white space stays as it is."""

_SELECTORS = _set("\ufe00\ufe0f")
_SOFT_HYPHEN = "\u00ad"
_INVISIBLE = _CONTROLS | _DIRECTIONS | _JOINERS | _SELECTORS | {_SOFT_HYPHEN}
_INVISIBLES = re.compile(f"[{''.join(sorted(_INVISIBLE))}]+")
_SPACES = frozenset(" \t")
_ODD_SPACES = _set("\u00a0", "\u1680", "\u2000\u200a", "\u202f", "\u205f", "\u3000")
_LINE_EDGES = ("", "\r", "\n")
_RIGHT_TO_LEFT = _set("\u0590\u08ff", "\ufb1d\ufdff", "\ufe70\ufefc")
_LATIN = _set("\x00\u024f", "\u1e00\u1eff", "\u2000\u203a", "\u20a0\u20bf") | _ODD_SPACES | {""}
"""What needs no joiner: Latin letters, punctuation, signs of money, spaces, and the text's edge."""


@rule("characters/invisible", "invisible character")
def invisible(doc: Document) -> Iterator[Fix]:
    """Take out characters that cannot be seen and serve nothing where they stand.

    Zero-width spaces, joiners, soft hyphens, direction marks and control characters come along
    with copied text; they break searches and line lengths. Kept are joiners and selectors beside
    emoji and the scripts that need them, direction marks in a text with right-to-left letters, a
    soft hyphen at a line end (see `lines/hyphenation`) and the byte order mark of a file.

    >>> repaired("The min\u00adister made \u200bit clear.")
    'The minister made it clear.'
    """
    if doc.unusual_characters.isdisjoint(_INVISIBLE):
        return
    for m in doc.finditer(_INVISIBLES):
        before = doc.text[m.start() - 1 : m.start()] if m.start() else ""
        after = doc.text[m.end() : m.end() + 1]
        kept = "".join(c for c in m[0] if _serves(c, before, after, doc))
        if not kept:
            place = _with_space(doc, m)
            yield Fix.delete(place.start, place.end)
        elif kept != m[0]:
            yield Fix.replace(m.start(), m.end(), kept)


def _with_space(doc: Document, unseen: re.Match[str]) -> Span:
    """Return the place of what cannot be seen, with the white space that would be left over.

    That is the one of two gaps which may be taken out, and the only one at the start or end of a
    line. Not in what looks like data, and no tabs, since they may be those of columns, but for
    those beside a file's line end that reads as a space.
    """
    place = Span.of(unseen)
    if not doc.unusual_characters.isdisjoint(_C1_CONTROLS):
        return place
    at_start = doc.text[place.start - 1 : place.start] in _LINE_EDGES
    at_end = doc.text[place.end : place.end + 1] in _LINE_EDGES
    spaces = _SPACES | _ODD_SPACES if at_start or at_end else _SPACES
    before = _gap_before(doc.text, place.start, spaces)
    after = _gap_after(doc.text, place.end, spaces)
    if after and (before or at_start) and _may_go(after, before, doc):
        return Span(place.start, after.end)
    if before and (after or at_end) and _may_go(before, after, doc):
        return Span(before.start, place.end)
    return place


def _may_go(gap: Span, other: Span | None, doc: Document) -> bool:
    if doc.protected.meets(gap):
        return False
    return "\t" not in doc.text[gap.start : gap.end] or bool(other and doc.protected.meets(other))


def _gap_before(text: str, end: int, spaces: frozenset[str]) -> Span | None:
    """Return the place of the white space before ``end``, if there is some."""
    start = end
    while start and text[start - 1] in spaces:
        start -= 1
    return Span(start, end) if start < end else None


def _gap_after(text: str, start: int, spaces: frozenset[str]) -> Span | None:
    """Return the place of the white space after ``start``, if there is some."""
    end = start
    while end < len(text) and text[end] in spaces:
        end += 1
    return Span(start, end) if start < end else None


def _serves(character: str, before: str, after: str, doc: Document) -> bool:
    """Whether an invisible character does something between these neighbours."""
    if character == _SOFT_HYPHEN:
        return after in ("\r", "\n")
    if character in _DIRECTIONS:
        return not doc.unusual_characters.isdisjoint(_RIGHT_TO_LEFT)
    if character in _JOINERS:
        return not _LATIN.issuperset((before, after)) or (character == "\ufeff" and not before)
    if character in _SELECTORS:
        return not (before.isspace() or (before in _LATIN and before.isalpha()))
    return False


_ODD = "".join(sorted(_ODD_SPACES))
_RUN = re.compile(rf"(?<=\S)[ {_ODD}]{{2,}}+(?=\S)")
_BETWEEN_WORDS = re.compile(
    r"(?<=[a-z]{3})[\u00a0\u2007\u202f](?=[a-z]{3})"
    r"|(?<=[A-Za-z,;:])[\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000](?=[A-Za-z])"
)
_DOUBLED = re.compile(r"  (?:(?<=[\w,;)\]]  )(?=[\w“‘(\[])|(?<=[.:!?\"”’]  )(?=[a-z]))")
_COLUMNS = re.compile(r"[\t|]| {4}")


@rule("characters/spaces", "space of another kind, or doubled")
def spaces(doc: Document) -> Iterator[Fix]:
    """Put one ordinary space where a word space belongs.

    Pages are padded with no-break spaces, and typesetters' thin and wide ones come along with
    copied text. A no-break space stays wherever someone may have meant it: beside a number, a
    sign, a capital or a short word. Of doubled spaces those after a sentence stay, since some
    typists mean them, and those of columns.

    >>> repaired("The council\u00a0 met on  Monday in the\u00a0hall.")
    'The council met on Monday in the hall.'
    """
    if not doc.unusual_characters.isdisjoint(_ODD_SPACES):
        for m in doc.finditer(_RUN):
            if not _ODD_SPACES.isdisjoint(m[0]):
                yield Fix.replace(m.start(), m.end(), " ")
        for m in doc.finditer(_BETWEEN_WORDS):
            yield Fix.replace(m.start(), m.end(), " ")
    if "  " in doc.text and doc.unusual_characters.isdisjoint(_C1_CONTROLS):
        for m in doc.finditer(_DOUBLED):
            if not _COLUMNS.search(_beside(doc.text, m.start(), m.end())):
                yield Fix.replace(m.start(), m.end(), " ")


def _beside(text: str, start: int, end: int) -> str:
    """Return the part of the line that stands near a place."""
    before = re.split(r"[\r\n]", text[max(0, start - 80) : start])[-1]
    return before + "  " + re.split(r"[\r\n]", text[end : end + 80])[0]


_CYRILLIC_ALIKE = {
    **dict(zip("аеорсухіјѕһԁԛԝѵ", "aeopcyxijshdqwv", strict=True)),
    **dict(zip("АВЕЅІЈКМНОРСТУХԚԜ", "ABESIJKMHOPCTYXQW", strict=True)),
}
_GREEK_ALIKE = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινρ", "ABEZHIKMNOPTYXoaivp", strict=True))
_ALIKE = {**_CYRILLIC_ALIKE, **_GREEK_ALIKE}
"""Letters and the Latin ones that they are drawn like (https://www.unicode.org/reports/tr39/)."""

_GREEK_OR_CYRILLIC = _set("\u0370\u052f")
_LETTERS = re.compile(r"[^\W\d_]+")


@rule(
    "characters/homoglyphs",
    "letter of another alphabet inside a word",
    reach="text",
    english=True,
)
def homoglyphs(doc: Document) -> Iterator[Fix]:
    """Put the Latin letter where a Cyrillic or Greek one that looks like it stands in a word.

    Typists who switch keyboards, spinners who hide from search engines and scans leave such
    letters; they look right and no search finds them. A word that is not Latin for the most part,
    one with a letter that looks like no Latin one (`μm`), and one that begins or ends in Greek, as
    quantities do (`ρmax`), is left alone. In words all in capitals, where names of bands and
    brands play with alphabets, the letter is only pointed at.

    >>> repaired("The рresident of the c\u043empany spoke.")
    'The president of the company spoke.'
    """
    if doc.unusual_characters.isdisjoint(_ALIKE):
        return
    for m in doc.finditer(_LETTERS):
        word = m[0]
        if not word.isascii() and _mostly_latin(word):
            latin = "".join(_ALIKE.get(c, c) for c in word)
            yield Fix.replace(m.start(), m.end(), latin, sure=not word.isupper())


def _mostly_latin(word: str) -> bool:
    """Whether a word is Latin but for one letter in three or less, each like a Latin one."""
    strange = [c for c in word if c in _GREEK_OR_CYRILLIC]
    if not strange or 3 * len(strange) > len(word) or len(word) < 4:
        return False
    outer = {word[0], word[-1]}
    return all(c in _ALIKE for c in strange) and outer.isdisjoint(_GREEK_ALIKE)


_LIGATURES = _set("\ufb00\ufb06")
_LIGATURE = re.compile("[\ufb00-\ufb06]")


@rule("characters/ligatures", "letters drawn as one character", reach="text")
def ligatures(doc: Document) -> Iterator[Fix]:
    """Write the letters of a ligature (`\ufb01`), which fonts make by themselves.

    PDF files hold what was drawn, so `\ufb01gure` comes out of them, and no search for the word
    finds it. The letters æ and œ are no such ligatures.

    >>> repaired("The \ufb01rst o\ufb03cer \ufb02ed.")
    'The first officer fled.'
    """
    if doc.unusual_characters.isdisjoint(_LIGATURES):
        return
    for m in doc.finditer(_LIGATURE):
        yield Fix.replace(m.start(), m.end(), unicodedata.normalize("NFKC", m[0]))


_FOREIGN_MARKS = dict(zip("，。、：；！？％（）．＆؟،؛٪।։", ",.,:;!?%().&?,;%..", strict=True))
_FOREIGN = re.compile(f"[{''.join(_FOREIGN_MARKS)}Ａ-Ｚａ-ｚ０-９]+")
_WIDE_LETTERS = _set("ＡＺ", "ａｚ", "０９")
_THEIR_SCRIPTS = (
    "\u0531\u0588", "\u0600\u06ff", "\u0750\u077f", "\u0900\u0dff", "\u2e80\ua4cf",
    "\uac00\ud7af", "\uf900\ufaff", "\ufb50\ufdff", "\ufe70\ufefc", "\uff01\uffef",
)  # fmt: skip
"""The first and the last character of each range."""

_SPACED_AFTER = frozenset(",.:;!?)")


@rule("characters/foreign-marks", "mark of another script", reach="text", english=True)
def foreign_marks(doc: Document) -> Iterator[Fix]:
    """Write marks of Asian scripts, and letters of East Asian width, as English has them.

    Engines carry the source's `。`, `，` and `؟` over. East Asian marks hold their own space, so
    that none comes after them. Refused beside a letter of those scripts, whose words they belong
    to. Figures, and marks repeated for effect (`、、、`), are only pointed at.

    >>> repaired("The price rose。Nobody，it seems，knew why （or cared）.")
    'The price rose. Nobody, it seems, knew why (or cared).'
    """
    found = doc.unusual_characters
    if found.isdisjoint(_FOREIGN_MARKS) and found.isdisjoint(_WIDE_LETTERS):
        return
    for m in doc.finditer(_FOREIGN):
        before = doc.text[m.start() - 1 : m.start()] if m.start() else ""
        after = doc.text[m.end() : m.end() + 1]
        if not (_is_theirs(before) or _is_theirs(after)):
            sure = not re.search(r"\d|([^\w\s])\1", m[0])
            yield Fix.replace(m.start(), m.end(), _english(m[0], before, after), sure=sure)


def _is_theirs(character: str) -> bool:
    return any(ends[0] <= character <= ends[1] for ends in _THEIR_SCRIPTS)


def _english(foreign: str, before: str, after: str) -> str:
    """Return what English has for marks and letters, with the spaces that it sets around them."""
    if len(foreign) > 1 and set(foreign) == {"、"}:
        return "..."  # what Japanese writes for three dots
    own = unicodedata.normalize("NFKC", "".join(_FOREIGN_MARKS.get(c, c) for c in foreign))
    if own == "." and before in _SPACED_AFTER:
        return ""  # the sentence has its mark already
    opening = " " if own[0] == "(" and before.isalnum() else ""
    closing = own[-1] in _SPACED_AFTER and after.isalnum() and not (before + after).isdigit()
    return opening + own + " " * closing
