"""Quote marks that a translation engine set off, glued, turned or left as the source had them.

How each mark is to be read, and which one it belongs to, `copydesk.quotation` finds out from the
whole paragraph. The rules look at the marks that it finds odd and say what is wrong with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.quotemarks import CURLY, FOREIGN, SAYS, Mark, Reading, read
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Edit, Span, apply
from copydesk.words import DETERMINERS

_STOPS = frozenset(".,!?…")
_LINE_END = ("", "\r", "\n")
_QUOTES = CURLY | {'"', "'"}


@rule("quotes/foreign", "quote mark of the source language", english=True)
def foreign(doc: Document) -> Iterator[Fix]:
    """Write the marks « » „ ‹ › as the English text writes its own.

    Engines copy a mark of the source where they lose sight of its partner, above all where the
    quotation runs over several segments. French sets « and » off by spaces, which go as well. The
    mark is written as its partner is, or else as the text writes most of its marks; a mark left
    over behind a complete pair is taken out.

    Refuses texts that are not English, words in other scripts, a » that is no quotation mark (an
    arrow such as that of “Next »”), and marks that are talked about (``the marks « and »``). An
    opening mark alone between spaces may be one of those, so it is only suggested.

    >>> repaired('She said, "They will never find us here. »')
    'She said, "They will never find us here."'
    """
    marks = [mark for mark in doc.odd_marks if _is_foreign(doc, mark)]
    if not (marks and _reads_as_english(doc)):
        return
    for mark in marks:
        if mark.role not in ("opens", "closes"):
            continue
        start, end = _with_space_inside(doc.text, mark)
        if mark.role == "closes" and mark.alone and _double_before(doc.text, start):
            yield Fix.delete(start, end, "a closing mark of the source behind an English one")
        elif _quotes_another_script(doc, mark):
            continue
        elif not mark.alone or _ends_a_sentence(doc.text, mark, start):
            yield Fix.replace(start, end, _english(doc, mark))
        elif mark.role == "opens":
            yield Fix.replace(start, end, _english(doc, mark), sure=end == mark.end)
        elif start == mark.start:
            yield Fix.replace(start, end, _english(doc, mark), sure=False)


@rule("quotes/glued-close", "close quote glued to the next word", english=True)
def glued_close(doc: Document) -> Iterator[Fix]:
    """Move a closing mark back to the words it closes.

    Engines tokenise the closing mark as an opening one and set the space on its wrong side, or
    leave it out. Where nothing is known to be open, because the quotation began in text that is not
    here, words such as “said she” must follow.

    Refuses an opening mark of the wrong shape (`quotes/wrong-glyph` mends it), a straight one that
    might as well open, endings such as the s of “A”s, and scripts that are written without spaces.

    >>> repaired("“We leave at dawn, ”Marlow said.")
    '“We leave at dawn,” Marlow said.'
    """
    text = doc.text
    for mark in doc.odd_marks:
        if mark.role != "closes" or not _is_word(text[mark.end : mark.end + 2]):
            continue
        start = _space_before(text, mark)
        stop = text[start - 1 : start]
        set_off = start < mark.start
        said = (stop in _STOPS or not mark.alone) and SAYS.match(text, mark.end)
        if not said and (mark.alone or (set_off and mark.glyph not in "”’")):
            continue
        if set_off:
            if text[start - 2 : start] == ".,":  # the speech's period and the sentence's comma
                yield Fix.replace(start - 2, mark.end, f",{_english(doc, mark)} ")
            else:
                yield Fix.replace(start, mark.end, _english(doc, mark) + " ")
        elif mark.double or stop in _STOPS:
            yield Fix.replace(mark.end, mark.end, " ")


@rule("quotes/detached-close", "space before a closing quote mark", english=True)
def detached_close(doc: Document) -> Iterator[Fix]:
    """Take out the space between a quotation and its closing mark.

    The mark closes where one is open, and also behind a sentence where the paragraph ends with it
    or words such as “said she” follow. Refuses marks with nothing but space between them, and a
    mark behind another closing mark, which print keeps apart.

    >>> repaired('He called it "a jewel of the North ", and left.')
    'He called it "a jewel of the North", and left.'
    """
    text = doc.text
    for mark in doc.odd_marks:
        if (
            mark.role != "closes"
            or mark.glyph in FOREIGN
            or _is_word(text[mark.end : mark.end + 2])
        ):
            continue
        start = _space_before(text, mark)
        before = text[start - 1 : start]
        if start == mark.start or before in _LINE_END or before in _QUOTES:
            continue
        if doc.protected.meets(Span(start, mark.start)):  # such as the gap between two cues
            continue
        if not mark.alone or _ends_speech(text, start, mark.end):
            yield Fix.replace(start, mark.end, _english(doc, mark))


@rule("quotes/detached-open", "space after an opening quote mark", english=True)
def detached_open(doc: Document) -> Iterator[Fix]:
    """Take out the space between an opening mark and its quotation.

    Refuses a mark that is not closed, unless it starts the paragraph or follows a colon, and marks
    with nothing but space between them.

    >>> repaired('The mayor spoke of " a long winter", and left.')
    'The mayor spoke of "a long winter", and left.'
    """
    text = doc.text
    for mark in doc.odd_marks:
        if mark.role != "opens" or mark.glyph in FOREIGN:
            continue
        end = _space_after(text, mark)
        before, after = text[mark.start - 1 : mark.start], text[end : end + 1]
        if end == mark.end or after in _LINE_END or after in _QUOTES:
            continue
        if doc.protected.meets(Span(mark.end, end)):
            continue
        surely_opens = before in _LINE_END or text[mark.start - 2 : mark.start] == ": "
        if surely_opens or (not mark.alone and (before.isspace() or before in "([—–")):
            yield Fix.replace(mark.start, end, _english(doc, mark))


_GLUES = frozenset(",;:.!?)")


@rule("quotes/glued-open", "opening quote mark glued to the word before", english=True)
def glued_open(doc: Document) -> Iterator[Fix]:
    """Set the space before an opening mark, not behind it or nowhere.

    Refuses marks that are not closed, and figures before a mark, which may be a measure.

    >>> repaired('They call it"the old quarter" of the town.')
    'They call it "the old quarter" of the town.'
    """
    text = doc.text
    for mark in doc.odd_marks:
        if mark.role != "opens" or mark.partner is None or not mark.double:
            continue
        before, end = text[mark.start - 1 : mark.start], _space_after(text, mark)
        if end < mark.partner and (before.isalpha() or before in _GLUES):
            yield Fix.replace(mark.start, end, " " + _english(doc, mark))


@rule("quotes/wrong-glyph", "quote mark of the wrong shape", english=True)
def wrong_glyph(doc: Document) -> Iterator[Fix]:
    """Turn a curly mark that has the shape of its partner, or an apostrophe that opens.

    Word processors choose the shape by the character before the mark, engines at times by nothing.
    Which of the two it should be the whole paragraph says: in “his essay, ”Night”, which” the first
    is an opening mark, in “the vote, ”she said” it closes.

    Refuses languages other than English, some of which use one shape for both, marks without a
    partner, and a mark between spaces that could not be put to its words.

    >>> repaired("His second essay, ”The Harbour”, was never printed.")
    'His second essay, “The Harbour”, was never printed.'
    """
    for mark in doc.odd_marks:
        around = doc.text[mark.start - 1 : mark.start] + doc.text[mark.end : mark.end + 1]
        if mark.glyph not in CURLY or mark.alone or (len(around) == 2 and around.isspace()):
            continue
        glyph = _curly(mark)
        if glyph != mark.glyph:
            yield Fix.replace(mark.start, mark.end, glyph)


@rule("quotes/mixed", "one mark of a pair curly, the other straight", english=True)
def mixed(doc: Document) -> Iterator[Fix]:
    """Write both marks of a pair in the style that the text writes most of its marks in.

    Engines take the one mark from the source and write the other themselves.

    Refuses to choose where the text has no clear habit, which is at least four marks and twice as
    many as of the other style: there it makes a suggestion.

    >>> repaired('“Go,” he said. “Stop,” she said. “It is late," he said.')
    '“Go,” he said. “Stop,” she said. “It is late,” he said.'
    """
    pairs = {mark.start: mark for mark in doc.odd_marks if mark.double and mark.glyph in _QUOTES}
    unlike = [
        mark
        for mark in pairs.values()
        if mark.partner in pairs and (mark.glyph in CURLY) != (pairs[mark.partner].glyph in CURLY)
    ]
    if not unlike:
        return
    for mark in unlike:
        glyph = _curly(mark) if doc.habits.curly else _straight(mark)
        if glyph != mark.glyph:
            yield Fix.replace(mark.start, mark.end, glyph, sure=doc.habits.glyphs_are_clear)


@rule("quotes/doubled", "quote mark written twice", english=True)
def doubled(doc: Document) -> Iterator[Fix]:
    """Take out a second mark at the edge of a paragraph.

    An engine writes the mark that it translated, and once more the one that it copied, which may
    come after the words that say who spoke.

    Refuses a mark that closes something itself, as that of a quotation within a quotation does, and
    an empty quotation anywhere else.

    >>> repaired('And if it rains, why should we care?" "')
    'And if it rains, why should we care?"'
    """
    text = doc.text
    for mark in doc.odd_marks:
        if mark.glyph not in ('"', "“", "”"):
            continue
        if mark.role == "closes" and mark.alone and text[mark.end : mark.end + 1] in _LINE_END:
            start = _space_before(text, mark)
            if _double_before(text, start) or _tells_who_spoke(text, start):
                yield Fix.delete(start, mark.end)
        elif text[mark.start - 1 : mark.start] in _LINE_END:
            end = _space_after(text, mark)
            twice = text[end : end + 1] in ('"', "“") and text[end + 1 : end + 2].isalnum()
            if twice and (mark.alone or mark.partner == end):
                yield Fix.delete(mark.start, end)


@rule("quotes/unpaired", "quote mark without a partner", english=True)
def unpaired(doc: Document) -> Iterator[Fix]:
    """Point at a double mark that opens what nothing closes, or closes what nothing opened.

    Proposes the missing mark at the edge of the paragraph, where it is missing most often. A
    quotation may run over paragraphs, and a text of one paragraph may be cut from the middle of
    one: neither is pointed at.

    >>> repaired('"A question.\\n\\nAn answer, to no one.')
    '"A question.\\n\\nAn answer, to no one.'
    """
    if "\n" not in doc.text:
        return
    for line, marks in _alone_in_their_paragraph(doc):
        if len(marks) != 1 or not marks[0].double or marks[0].glyph in FOREIGN:
            continue
        (mark,) = marks
        if mark.role == "opens":
            glyph = "”" if mark.glyph in CURLY else '"'
            yield Fix.replace(
                line.end, line.end, glyph, "no mark closes this quotation", sure=False
            )
        elif mark.role == "closes":
            glyph = "“" if mark.glyph in CURLY else '"'
            yield Fix.replace(
                line.start, line.start, glyph, "no mark opens this quotation", sure=False
            )


@rule("quotes/placement", "closing quote mark on the other side of a period or comma", english=True)
def placement(doc: Document) -> Iterator[Fix]:
    """Set a period or comma on the side of the closing mark where the text has it elsewhere.

    American usage sets periods and commas inside the closing mark whatever the sense
    (The Chicago Manual of Style, 17th edition, 6.9); British usage sets them outside where they
    belong to the sentence around (New Hart's Rules, chapter 9). An engine leaves single ones as the
    source had them. What the text's habit is `copydesk.habits` tells.

    Moved in, where that is the habit: all, though only suggested where the spelling is British, and
    none where the caller says that the text is. Moved out: only what ends up to three words that
    are quoted within a sentence. That is sure where an article, *of*, *called* or the like stands
    before the mark, since then the words name a thing; elsewhere they may be a sentence that
    somebody says (*he mouthed “no.”*), and it is suggested.

    Refuses a mark after which both stand, abbreviations, and a comma before *she said*.

    >>> repaired('"No." "Yes." "Why?" "So." "Go," he said. "Stop," she said. He was "late".')
    '"No." "Yes." "Why?" "So." "Go," he said. "Stop," she said. He was "late."'
    """
    habit = doc.habits.placement
    if habit == "inside" and doc.options.tag.lower() in ("en", "en-us"):
        yield from _moved_in(doc)
    elif habit == "outside":
        for quotation in doc.habits.stops_in_words:
            opening, closing = quotation.opening.start, quotation.closing
            lead = _LEAD.search(doc.text, max(0, opening - 16), opening)
            sure = lead is not None and lead[1].lower() in _NAMING
            stop = closing.start - 1
            turned = doc.text[closing.start : closing.end] + doc.text[stop]
            yield Fix.replace(stop, closing.end, turned, sure=sure)


_LEAD = re.compile(r"(?<![^\W_])([^\W_]+) \Z")
_NAMING = (DETERMINERS - {"that"}) | frozenset("of called named titled dubbed nicknamed".split())


def _moved_in(doc: Document) -> Iterator[Fix]:
    text = doc.text
    for mark in doc.habits.stops_outside:
        start, end = mark.start, mark.end
        while text[start - 1] in "'’":
            start -= 1
        if text[start - 1].isalnum() or text[start - 1] in ")]":
            british = doc.habits.variety in ("en-GB", "en-AU")
            yield Fix.replace(start, end + 1, text[end] + text[start:end], sure=not british)


@rule("quotes/nested", "quotation within a quotation in the same marks", english=True)
def nested(doc: Document) -> Iterator[Fix]:
    """Give single marks to what is quoted within double ones.

    English has the two kinds alternate (The Chicago Manual of Style, 17th edition, 13.30; New
    Hart's Rules, chapter 9). Engines write both as the source does, where they may be alike or of
    shapes that English lacks.

    Refuses a paragraph where a mark is missing, misplaced or means inches, where words stand in
    single marks already, or that would not read the same afterwards; and texts that set single
    marks outside. Makes a suggestion where the inner marks may be two that stand on the wrong side
    of their spaces, as in “No, “he grinned,” never.”, and where they hold a name: some houses set
    the names of ships, firms and works in double marks throughout.

    >>> repaired("“They sleep better after their “wonderful” evening,” she says.")
    '“They sleep better after their ‘wonderful’ evening,” she says.'
    """
    found = [
        (start, reading.marks, glyphs)
        for start, reading in doc.readings
        if (glyphs := _single_inside(reading))
    ]
    if not found or doc.habits.single_outside:
        return
    for start, marks, glyphs in found:
        after = tuple(m._replace(glyph=glyphs.get(m.start, m.glyph)) for m in marks)
        edits = {at: Edit(Span(at, at + 1), glyph) for at, glyph in glyphs.items()}
        paragraph = apply(_paragraph(doc, start), edits.values())
        if read(paragraph, tuple(m.start for m in marks)).marks != after:
            continue
        pairs = [
            (mark.start + start, mark.partner + start)
            for mark in marks
            if mark.role == "opens" and mark.partner in glyphs
        ]
        sure = not any(_may_be_turned(doc.text, *p) or _ends_in_name(doc.text, *p) for p in pairs)
        for pair in pairs:
            yield Fix(tuple(Edit(Span(at, at + 1), glyphs[at - start]) for at in pair), sure=sure)


@rule("quotes/style", "quote mark or apostrophe in the other style")
def style(doc: Document) -> Iterator[Fix]:
    """Write all marks curly, or all straight, where the caller asks for it.

    Apostrophes and primes are marks as well: ’tis, 6′2″. The marks of LaTeX (two backticks, two
    apostrophes) become curly ones. Nothing is done where the text is to keep its style.

    >>> repaired('"It\\'s here."')
    '"It\\'s here."'
    """
    if doc.options.quotes == "keep":
        return
    curly = doc.options.quotes == "curly"
    for mark in doc.marks:
        if mark.glyph in FOREIGN:
            continue
        glyph = _curly(mark) if curly else _straight(mark)
        if glyph != mark.glyph:
            yield Fix.replace(mark.start, mark.end, glyph)
    for m in doc.finditer(_STRAIGHT_INSIDE if curly else _CURLY_INSIDE):
        if curly:
            glyph = "′" if _FEET.match(doc.text, m.start() - 1) else "’"
        else:
            glyph = '"' if m[0] == "″" else "'"
        yield Fix.replace(m.start(), m.end(), glyph)


_STRAIGHT_INSIDE = re.compile(r"'(?<=[^\W_]')(?=[^\W_])")
_CURLY_INSIDE = re.compile(r"’(?<=[^\W_]’)(?=[^\W_])|[′″]")
_FEET = re.compile(r"\d'\d{1,2}(?!\d)")

_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS = frozenset(
    "the and of to is was that it you he she they we with for this are were his her their not have"
    " had at from be been but what who how why when did do said my mine your in on by an i as or if"
    " no us our them then than all can could will would there has which about into up out one"
    " don".split()
)


def _reads_as_english(doc: Document) -> bool:
    """Whether enough of the text's first words are the most common ones of English."""
    words = _WORD.findall(doc.text[:10_000].lower())
    return sum(w in _FUNCTION_WORDS for w in words) > len(words) * 0.12


def _curly(mark: Mark) -> str:
    if mark.role == "prime":
        return "″" if mark.double else "′"
    if mark.role == "opens":
        return "“" if mark.double else "‘"
    return "”" if mark.double else "’"


def _straight(mark: Mark) -> str:
    return '"' if mark.double else "'"


def _english(doc: Document, mark: Mark) -> str:
    """The mark as its partner is written, or as the text writes its marks."""
    partner = None if mark.partner is None else doc.text[mark.partner]
    curly = partner in CURLY if partner in _QUOTES else doc.habits.curly
    return _curly(mark) if curly else _straight(mark)


def _single_inside(reading: Reading) -> dict[int, str]:
    """Return the single marks for what is quoted within double ones, by their places.

    None where the paragraph has anything unusual, so that every mark is known for what it is.
    """
    marks = reading.marks
    if len(marks) < 4 or reading.odd or reading.left_open or reading.resumes:
        return {}
    if not all((m.role == "apostrophe") != (m.double and m.role != "prime") for m in marks):
        return {}
    glyphs: dict[int, str] = {}
    is_open: list[Mark] = []
    for mark in marks:
        if mark.role == "opens":
            is_open.append(mark)
        elif mark.role == "closes":
            opening = is_open.pop()
            if len(is_open) == 1:
                curly = is_open[0].glyph in CURLY
                glyphs[opening.start], glyphs[mark.start] = "‘’" if curly else "''"
    return glyphs


def _may_be_turned(text: str, opening: int, closing: int) -> bool:
    """Whether a mark that seems to open may close what is before it, and the next one open."""
    return text[opening - 2] in _STOPS and text[closing - 1] in ",." and text[closing + 1] == " "


def _ends_in_name(text: str, opening: int, closing: int) -> bool:
    """Whether the last word between two marks has a capital."""
    words = _WORD.findall(text, opening, closing)
    return bool(words) and words[-1][0].isupper()


def _space_before(text: str, mark: Mark) -> int:
    start = mark.start
    while start and text[start - 1].isspace() and text[start - 1] not in "\r\n":
        start -= 1
    return start


def _space_after(text: str, mark: Mark) -> int:
    end = mark.end
    while end < len(text) and text[end].isspace() and text[end] not in "\r\n":
        end += 1
    return end


def _with_space_inside(text: str, mark: Mark) -> tuple[int, int]:
    if mark.role == "opens":
        return mark.start, _space_after(text, mark)
    return _space_before(text, mark), mark.end


def _is_word(after: str) -> bool:
    """Whether a word starts here that a space should set off from the mark before."""
    return len(after) == 2 and after.isalpha() and after < "\u2e80"


def _ends_speech(text: str, start: int, end: int) -> bool:
    """Whether a mark from ``start`` to ``end`` closes what was said, wherever that began."""
    stop, after = text[start - 1], text[end : end + 2]
    goes_on = stop == "," or after[1:].islower()
    said = goes_on and SAYS.match(text, end) is not None
    return stop in _STOPS and (said or after[:1] in _LINE_END)


def _double_before(text: str, at: int) -> bool:
    return text[at - 1 : at] in ('"', "”")


_CLAUSE = re.compile(r"\s[^\W_][^,;:.!?…\n]{0,80}[.!?]?")


def _tells_who_spoke(text: str, end: int) -> bool:
    """Whether nothing but words such as “she said” lies between a closing mark and ``end``."""
    first = max(0, end - 90)
    closing = max(text.rfind('"', first, end), text.rfind("”", first, end))
    if closing < 1 or not _CLAUSE.fullmatch(text, closing + 1, end):
        return False
    stop, after = text[closing - 1], text[closing + 2]
    closed = stop == "," or (stop in _STOPS and after.islower())
    return closed and SAYS.search(text, closing + 1, end) is not None


def _ends_a_sentence(text: str, mark: Mark, start: int) -> bool:
    after = text[mark.end : mark.end + 1]
    attached = start == mark.start and after in (".", ",")
    return attached or text[start - 1 : start] in _STOPS


def _is_foreign(doc: Document, mark: Mark) -> bool:
    """Whether the mark, or the one that it closes as English would not, is foreign."""
    return mark.glyph in FOREIGN or (
        mark.glyph in ("“", "‘")
        and mark.role == "closes"
        and mark.partner is not None
        and doc.text[mark.partner] in FOREIGN
    )


def _quotes_another_script(doc: Document, mark: Mark) -> bool:
    if mark.partner is None:
        return False
    first, last = sorted((mark.start, mark.partner))
    return any(c.isalpha() and c > "\u02ff" for c in doc.text[first + 1 : last])


def _alone_in_their_paragraph(doc: Document) -> Iterator[tuple[Span, list[Mark]]]:
    for start, reading in doc.readings:
        if reading.odd and (alone := [m.moved(start) for m in reading.marks if m.alone]):
            yield Span(start, start + len(_paragraph(doc, start).rstrip())), alone


def _paragraph(doc: Document, start: int) -> str:
    end = doc.text.find("\n", start)
    return doc.text[start : end if end >= 0 else len(doc.text)]
