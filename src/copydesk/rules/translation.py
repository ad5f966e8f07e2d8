"""What a translation left undone, where the text alone shows it. All of it is only suggested."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.names import WORD
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Span

_SCRIPTS = (
    ("Cyrillic", "\u0400-\u04ff"),
    ("Arabic", "\u0600-\u06ff"),
    ("Hebrew", "\u05d0-\u05ea"),
    ("Devanagari", "\u0900-\u097f"),
    ("Thai", "\u0e00-\u0e7f"),
    ("Chinese or Japanese", "\u3040-\u30ff\u4e00-\u9fff"),
    ("Korean", "\uac00-\ud7a3"),
)
_RUNS = tuple(
    (script, re.compile(f"[{letters}][{letters}\u0300-\u036f\u064b-\u0652 '’-]*[{letters}]"))
    for script, letters in _SCRIPTS
)
_REACH = 60  # code points to each side that are looked at
_LATIN = re.compile("[A-Za-z]")
_OPENS, _CLOSES = re.compile(r"[(\[“‘\"'«:=/—–#@]\s?$"), re.compile(r"\s?[)\]”’\"'»=/]")
_EXPLAINED = re.compile(r"\s?[(\[“\"]")
_NAMES_A_WORD = re.compile(
    r"\b(?:words?|terms?|names?|called|characters?|letters?|symbols?|named|spelled|spelt|written"
    r"|known as|meaning|means|means?|verbs?|phrases?|expressions?|titled)\b[^.]{0,30}$",
    re.IGNORECASE,
)


@rule("translation/foreign-script", "words left in another script", reach="words", english=True)
def foreign_script(doc: Document) -> Iterator[Fix]:
    """Point out words in another script within an English sentence.

    Engines leave such words where they know none for them. Refuses what is meant to be there: words
    in brackets or quotation marks or explained by some, words that the text speaks about, and lines
    that are in that script as a whole.

    >>> repaired("The mayor спросил about the bridge and the road.")
    'The mayor спросил about the bridge and the road.'
    """
    if not any(c > "\u0370" and c.isalpha() for c in doc.unusual_characters):
        return
    for script, run in _RUNS:
        for m in doc.finditer(run):
            before = doc.text[max(0, m.start() - _REACH) : m.start()]
            after = doc.text[m.end() : m.end() + _REACH]
            if (
                _LATIN.search(before.rpartition("\n")[2])
                and _LATIN.search(after.partition("\n")[0])
                and not _OPENS.search(before)
                and not _CLOSES.match(after)
                and not _EXPLAINED.match(after)
                and not _NAMES_A_WORD.search(before)
                and not doc.quoted.meets(Span.of(m))
            ):
                yield Fix.remark(m.start(), m.end(), f"{script} words, left untranslated")


_BRACKETS = re.compile(r"[ \u00a0]?\((?P<inside>[^()\n]{4,80})\)")


@rule(
    "translation/gloss",
    "brackets that say again what stands before them",
    reach="words",
    english=True,
)
def gloss(doc: Document) -> Iterator[Fix]:
    """Suggest to take out brackets that translate a name into itself.

    The source gave the name and, in brackets, its translation; an engine translated both:
    ``the Federal Diet (Federal Diet)``.

    >>> repaired("She heads the Coastal Institute (Coastal Institute) in Brest.")
    'She heads the Coastal Institute (Coastal Institute) in Brest.'
    """
    if "(" not in doc.text:
        return
    for m in doc.finditer(_BRACKETS):
        inside = [word.lower() for word in WORD.findall(m["inside"])]
        inside = inside[1:] if inside[:1] == ["the"] else inside
        before = doc.text[max(0, m.start() - 90) : m.start()].lower()
        if inside and len("".join(inside)) > 3 and WORD.findall(before)[-len(inside) :] == inside:
            message = f"the brackets repeat “{m['inside']}”"
            yield Fix.delete(m.start(), m.end(), message, sure=False)
