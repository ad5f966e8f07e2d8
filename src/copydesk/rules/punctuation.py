"""Sentence marks that a translation engine set off, glued to the next word or doubled.

Engines split a text into tokens and join what comes out again. Where the two do not match, a mark
keeps the space of its token, loses the one after it, or stands there twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Edit, Span
from copydesk.words import AUXILIARIES, DETERMINERS, PREPOSITIONS, SUBJECTS, is_abbreviation

_SPACED = re.compile(
    r" (?=[,.;:!?])(?<=[\w)\]\"”’'»%€$°\ufffc] )"
    r"(?:(?P<end>[!?]+|\.(?! ?\.))(?=[\s\"”’'»)\]*]|\Z)"
    r"|(?P<pause>[,;:](?! ?[()/:])(?=[\s\"”’'»]|\Z)|[,;](?=[^\W\d_]{2})))"
)
_FRENCH = frozenset(";:!?")
"""Marks that some language sets off; comma and period none does."""

_RATIO = re.compile(r"\d [:.] \d")  # 3 : 2
_CHOICE = re.compile(r" \? [^\n]{,99}? : ")  # code: a ? b : c
_LETTERS = re.compile(r"[^\W\d_]+")
_ENGLISH = (
    AUXILIARIES | DETERMINERS | PREPOSITIONS | SUBJECTS | frozenset("and but if not or so".split())
) - frozenset("a do he in no on".split())
"""Words that hardly an English line is without, but for those that other languages have too."""


@rule("punctuation/space-before", "space before a punctuation mark")
def space_before(doc: Document) -> Iterator[Fix]:
    """Take out the space between a word and the mark that follows it.

    Engines keep the space of their tokens before any mark; French sets a thin space before
    ``; : ! ?`` (Imprimerie nationale, *Lexique des règles typographiques*). Refuses the dots of an
    ellipsis (``and then ...``), names such as ``.NET``, figures such as ``.5``, emoticons, ratios
    (``3 : 2``), code, and what French wants in French text and in lines of other languages.

    >>> repaired("We waited for hours , but nobody came .")
    'We waited for hours, but nobody came.'
    """
    text = doc.evenly_spaced
    french = doc.options.tag.startswith("fr")
    may_be_foreign = doc.options.is_english and not text.isascii()
    for m in _SPACED.finditer(text):
        mark = m["end"] or m["pause"]
        if (french and mark[0] in _FRENCH) or _RATIO.match(text, m.start() - 1):
            continue
        if mark in "?:" and _CHOICE.search(text, max(0, m.start() - 99), m.end() + 99):
            continue
        if may_be_foreign and mark[0] in _FRENCH and _is_foreign(text, m.start()):
            continue
        edits = [Edit(Span(m.start(), m.start() + 1), "")]
        if text[m.end() : m.end() + 1].isalpha():
            edits.append(Edit(Span(m.end(), m.end()), " "))
        yield Fix(tuple(edits))


def _is_foreign(text: str, at: int) -> bool:
    """Whether the line around ``at`` has letters that English lacks, and no English word."""
    line = text[max(0, at - 200) : at].rpartition("\n")[2] + text[at : at + 200].partition("\n")[0]
    words = _LETTERS.findall(line)
    return not all(map(str.isascii, words)) and _ENGLISH.isdisjoint(map(str.lower, words))


_OPENERS = (
    DETERMINERS
    | PREPOSITIONS
    | SUBJECTS
    | frozenset(
        """
        although and are because but can could did do does don't even finally have how however if
        indeed is it's let let's maybe moreover never now not of one only or perhaps please since so
        some sometimes still that's then therefore there's today was well were what when where
        whether which while who why will would yes yet
        """.split()
    )
)
_NAME_AFTER = r"(?=[^\W\d_a-z][^\W\d_]*(?:['’][^\W\d_]+)?(?:[\s,;:!?\"”]|\.(?:\s|\Z)|\Z))"
_GLUED_END = tuple(re.compile(mark + _NAME_AFTER) for mark in (r"\.", "!", r"\?"))
_WORD_BEFORE = re.compile(r"(?:^|[\s\"“‘(—–-])([^\W_]+(?:['’-][^\W_]+)*)\)?\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_GLUED_PAUSE = tuple(re.compile(mark + r"(?=[^\W\d_]{2})(?<=[^\W\d_]{2}.)") for mark in ",;")
_LISTED = re.compile(r"[,;](?=[^\s,;]{1,40}[,;][^\s,;])")  # red,green,blue


@rule("punctuation/missing-space", "no space after a punctuation mark")
def missing_space(doc: Document) -> Iterator[Fix]:
    """Set the space that is missing between a mark and the word after it.

    Chinese and Japanese use no space after a mark, and their engines forget it in English. A
    sentence is sure to start where a word such as *The* or *When* follows; elsewhere the dot may
    belong to a name (``Node.Green``), so the space is only suggested. Refuses links, file names,
    numbers, abbreviations and lists of values (``red,green,blue``).

    >>> repaired("The bridge is closed.The ferry runs,but only at noon.")
    'The bridge is closed. The ferry runs, but only at noon.'
    """
    for m in chain.from_iterable(map(doc.finditer, _GLUED_END)):
        before = _WORD_BEFORE.search(doc.text, max(0, m.start() - 40), m.start())
        after = _WORD_AFTER.match(doc.text, m.end())
        if not before or not after or len(before[1]) < 2 or _is_initials(before[1]):
            continue
        sure = after[0].lower().replace("’", "'") in _OPENERS
        if sure or before[1].islower():
            yield Fix.replace(m.end(), m.end(), " ", sure=sure)
    pauses = [*chain.from_iterable(map(doc.finditer, _GLUED_PAUSE))]
    if pauses and (", " in doc.text or not _LISTED.search(doc.text)):
        yield from (Fix.replace(m.end(), m.end(), " ") for m in pauses)


def _is_initials(word: str) -> bool:
    return word.isupper() and len(word) < 3


_DOUBLED = re.compile(
    r"\.(?=[\s\"”’)\]]|\Z)(?! ?\.)"
    r"(?:(?<=[.!?]\.)|(?<=[.!?][ \"”’]\.)|(?<=[.!?]  \.)|(?<=[.!?][\"”’] \.))"
)
_FIRST = re.compile(r"(?P<mark>[.!?])(?P<quote>[\"”’]?) {0,2}\.\Z")
_BEFORE = re.compile(r"(?P<word>[\w.]*[\w)\]%\"”’»°€$])(?P<space> ?)\Z")
_SENTENCE_END = re.compile(r"[.!?\n](?=\s)")
_CANNOT_END = PREPOSITIONS | frozenset(
    "a an and because but every he i if my now or our she so the their then they we your".split()
)


@rule("punctuation/doubled-period", "doubled period")
def doubled_period(doc: Document) -> Iterator[Fix]:
    """Take out the second of two marks that end one sentence.

    The engine adds a period to a sentence that has one, or that ends in a mark, a quotation or an
    abbreviation. Refuses longer runs, which are ellipses or leaders. Two dots may also be an
    ellipsis that lost its third: where a small letter follows, where the words before are few or
    cannot end a sentence, or within a paragraph of a text that has ellipses, that is suggested.

    >>> repaired("The shops open at nine. . They sell bread, milk, etc..")
    'The shops open at nine. They sell bread, milk, etc.'
    """
    text = doc.evenly_spaced
    found = [_FIRST.search(text, max(0, m.start() - 3), m.end()) for m in _DOUBLED.finditer(text)]
    for marks in found:
        if marks:
            yield from _one_period(text, marks, doc.habits.ellipsis)


def _one_period(text: str, marks: re.Match[str], ellipsis: str | None) -> Iterator[Fix]:
    """Fix two marks in ``text``; ``ellipsis`` is the one that it writes elsewhere."""
    start, end = marks.span()
    stays = marks.end("quote")
    if marks["mark"] != ".":
        # After a quoted question many editors keep the period, so it is only suggested.
        yield Fix.delete(stays, end, sure=not marks["quote"])
        return
    before = _BEFORE.search(text, max(0, start - 20), start)
    if not before:
        return
    if end - start > 2:
        if not (marks["quote"] and is_abbreviation(before["word"])):
            yield Fix.delete(stays, end)
    elif is_abbreviation(before["word"]) or _ends_sentence(text, start, end, bool(ellipsis)):
        yield Fix.replace(before.start("space"), end, ".")
    else:
        proper = "…" if ellipsis == "…" else "..."
        yield Fix.replace(start, end, proper, "an ellipsis of two dots?", sure=False)


def _ends_sentence(text: str, start: int, end: int, has_ellipses: bool) -> bool:
    """Whether the two dots follow a whole sentence, rather than trail off."""
    following = text[end : end + 3]
    after = following.lstrip('"”’) ')[:1]
    before = _SENTENCE_END.split(text[max(0, start - 120) : start])[-1]
    if following.startswith(('"', "”")):
        before = re.split('["“]', before)[-1]  # what is quoted stands for itself
    words = before.split()
    return (
        not after.islower()
        and len(words) > 3
        and words[-1].lower() not in _CANNOT_END
        and not (after.strip() and has_ellipses)
    )


_PAUSES = tuple(re.compile(mark + r"(?: ?[,;.])+(?=[\s\"”’]|\Z)") for mark in ",;")
_STRAY_PERIOD = re.compile(r"\. {1,2},(?=\s)")
_LAST_WORD = re.compile(r"[^\W_]+\Z")


@rule("punctuation/doubled-comma", "doubled comma")
def doubled_comma(doc: Document) -> Iterator[Fix]:
    """Leave one mark where commas stand twice and more, or beside a period.

    A comma that the source has, or that a sentence cut in two left over (``the plan. , which``).
    Of comma and period the period stays at the end of a paragraph or before a capital. Refuses the
    low quotes of German typists (``,,Wort``), commas after abbreviations and ellipses.

    >>> repaired("The minister,, who was late. , said nothing,.")
    'The minister, who was late, said nothing.'
    """
    text = doc.evenly_spaced
    for m in chain.from_iterable(pause.finditer(text) for pause in _PAUSES):
        if "." not in m[0]:
            stays = ";" if ";" in m[0] else ","
        elif m[0].count(".") > 1:  # an ellipsis
            continue
        else:
            stays = "," if _goes_on(text, m.end()) else "."
        yield Fix.replace(*m.span(), stays)
    for m in _STRAY_PERIOD.finditer(text):
        word = _LAST_WORD.search(text, max(0, m.start() - 40), m.start())
        if word:
            stays = "," if _goes_on(text, m.end()) else "."
            yield Fix.replace(*m.span(), ".," if is_abbreviation(word[0]) else stays)


def _goes_on(text: str, at: int) -> bool:
    """Whether a small letter comes next, perhaps after a closing mark."""
    return text[at : at + 3].lstrip('"”’ ')[:1].islower()
