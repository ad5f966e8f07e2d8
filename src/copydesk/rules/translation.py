"""What a translation left undone, where the text alone shows it. All of it is only suggested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from copydesk.document import Document
from copydesk.late import late
from copydesk.names import WORD
from copydesk.places import COMPANY, PLACES
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.source.language import COMMON, guessed
from copydesk.source.sentences import sentences
from copydesk.text import Span
from copydesk.words import DETERMINERS, PREPOSITIONS, SUBJECTS

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
    (script, late(f"[{letters}][{letters}\u0300-\u036f\u064b-\u0652 '’-]*[{letters}]"))
    for script, letters in _SCRIPTS
)
_REACH = 60  # code points to each side that are looked at
_LATIN = late("[A-Za-z]")
_OPENS, _CLOSES = late(r"[(\[“‘\"'«:=/—–#@]\s?$"), late(r"\s?[)\]”’\"'»=/]")
_EXPLAINED = late(r"\s?[(\[“\"]")
_NAMES_A_WORD = late(
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
            before, after = _around(doc, Span.of(m))
            if (
                _LATIN.search(before.rpartition("\n")[2])
                and _LATIN.search(after.partition("\n")[0])
                and not _is_meant(doc, Span.of(m))
            ):
                yield Fix.remark(m.start(), m.end(), f"{script} words, left untranslated")


def _around(doc: Document, span: Span) -> tuple[str, str]:
    before = doc.text[max(0, span.start - _REACH) : span.start]
    return before, doc.text[span.end : span.end + _REACH]


def _is_meant(doc: Document, span: Span) -> bool:
    """Whether foreign words are meant to be there: explained, quoted or spoken about."""
    before, after = _around(doc, span)
    return (
        _OPENS.search(before) is not None
        or _CLOSES.match(after) is not None
        or _EXPLAINED.match(after) is not None
        or _NAMES_A_WORD.search(before) is not None
        or doc.quoted.meets(span)
    )


_ENGLISH = frozenset().union(
    COMMON["en"],
    DETERMINERS,
    PREPOSITIONS,
    SUBJECTS,
    """
    al also am as come con con dame dare dat de did die do does dove due er era et fin first fur
    go had has hat he her here his hon how if ja ju mais man many me men mi mine more most much
    must new not now o old one only or os other pin plus pour said says se si so some son such
    sue sur ta tale te than then there too tout two un us van very von war we were what when
    where who why will
    """.split(),
)
"""Words of English, and those of other languages that names, loans and dialect have."""

_FOREIGN = {
    language: words - _ENGLISH
    for language, words in COMMON.items()
    if language != "en" and all(word < "\u0370" for word in words)
}
_ANY_FOREIGN = frozenset().union(*_FOREIGN.values())
_SMALL_WORD = r"[a-zß-öø-ž]+(?:['’-][a-zß-öø-ž]+)*"
_SMALL_WORDS = late(rf"\b{_SMALL_WORD}(?: {_SMALL_WORD})+")
_CLOSE = 2  # words from one common word to the next


@rule("translation/foreign-words", "words left in another language", reach="words", english=True)
def foreign_words(doc: Document) -> Iterator[Fix]:
    """Point out words in another language within an English sentence.

    They are told by the commonest words of that language, two of them close together. Refuses what
    `foreign_script` refuses, words in italics, names, and lines that are in another language.

    >>> repaired("He said que los barcos would not leave before noon.")
    'He said que los barcos would not leave before noon.'
    """
    there = _ANY_FOREIGN.intersection(doc.text.split())
    if not any(len(known & there) > 1 for known in _FOREIGN.values()):
        return
    for line in doc.lines:
        for m in _SMALL_WORDS.finditer(doc.text, line.start, line.end):
            span = _foreign_run(m)
            if (
                span is not None
                and guessed(doc.text[line.start : line.end]) in ("en", None)
                and not _is_meant(doc, span)
                and not doc.set_apart.meets(span)
            ):
                yield Fix.remark(
                    span.start, span.end, "words in another language, left as they were"
                )


_WORD_IN_LINE = late(r"\S+")


def _foreign_run(m: re.Match[str]) -> Span | None:
    """Return where words hold two of the commonest of one language and nothing English between."""
    words = list(_WORD_IN_LINE.finditer(m.string, *m.span()))
    texts = [word[0] for word in words]
    for known in _FOREIGN.values():
        places = [i for i, text in enumerate(texts) if text in known]
        for first, second in pairwise(places):
            if second - first <= _CLOSE and not _ENGLISH.intersection(texts[first:second]):
                last = second + (not _ENGLISH.issuperset(texts[second + 1 : second + 2]))
                if last - first >= _CLOSE:  # a name may hold two: “Plaza de la Paz”
                    return Span(words[first].start(), words[last].end())
    return None


_BRACKETS = late(r"[ \u00a0]?\((?P<inside>[^()\n]{4,80})\)")


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


_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*(?: [A-ZÀ-ÖØ-Þ&][\w’'&-]*){0,3}"
_PLACE = "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True))
_THING = late(
    rf"(?:The )?(?:(?P<place>{_PLACE})"
    rf"|(?:city|town|village|country|company|firm|bank|corporation|municipality) of {_NAME}"
    rf"|(?P<company>{_NAME},? {COMPANY.pattern}))"
    r" (?!(?:and|or|in|on|at|of|for|to|with|from|by|as|who|whose|is|was) )(?=[a-z])"
)
_SENTENCE_END = late(r"[.!?…][\"”’)\]]*\s+")
_PERSONAL = late(r"\b(?:(himself|herself)|(he)|(she)|(his)|(her(?= [a-z]))|(him|her))\b")
_FEMININE = frozenset({"she", "her", "herself"})
_SAYS = late(r" (?:said|says|added|adds|told|explained|wrote|recalled|noted|stressed)\b")
_ITS = {1: "itself", 2: "it", 3: "it", 4: "its", 5: "its", 6: "it"}
_SOMEBODY = late(
    r"\b(?:I|me|my|we|our|us|you|your|who|whom|whose|he|she|him|his|her|hers"
    r"|(?:\w+(?:ist|man|woman|ian|men|women|eur|father|mother)"
    r"|\w{4,}ee"
    r"|act(?:or|ress)|artist|author|baby|boss|boy|brother|captain|chancellor|chief|child|children"
    r"|coach|couple|daughter|director|doctor|emperor|envoy|father|friend|girl|governor|guard|guest"
    r"|guy|head|hero|host|husband|judge|king|lady|lord|mayor|monk|mother|neighbou?r|nurse|parent"
    r"|patient|people|person|pilot|pope|president|priest|prince|princess|professor|queen|saint"
    r"|senator|sister|someone|anyone|everyone|nobody|somebody|son|spy|student|thief|tsar|uncle"
    r"|aunt|victim|wife|witness|youth|one|ambassador|agent|counsel|lad|deput(?:y|ies)|hostage"
    r"|(?:bank|buy|command|consum|custom|danc|design|driv|farm|fight|found|foreign|kill|lawy|lead"
    r"|manag|memb|minist|offic|own|paint|partn|play|prison|report|retail|sing|soldi|speak|support"
    r"|teach|us|villag|vot|winn|work|writ)er)s?)\b",
    re.IGNORECASE,
)
_CAPITAL = late(r"(?<![.!?:] )(?<!^)\b[A-ZÀ-ÖØ-Þ][\w’'-]*", re.MULTILINE)
_NOBODY = frozenset(
    """
    January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday North South East West
    """.split()
)
_MEANT = {  # what in a source speaks of a person and never of a thing
    "es": late(r"\b(?:él|ella)\b", re.IGNORECASE),
    "ja": late("彼|氏|さん"),
    "pt": late(r"\b(?:ele|ela|dele|dela)\b", re.IGNORECASE),
    "zh": late("[他她]"),
}
_BEFORE = 400  # code points before a sentence that may name somebody


@rule("translation/pronoun", "he or she where a thing is meant", reach="words", english=True)
def pronoun(doc: Document) -> Iterator[Fix]:
    """Suggest it or its where nobody is there whom he, she, his or her could mean.

    Many languages have he and she for things, or one word for his and its. The sentence begins
    with a country, a capital, a city so called or a company with its legal form, and neither names
    nor mentions anybody; nor does what stands before it. Where the source is at hand, in a language
    that would tell (Spanish, Portuguese, Chinese, Japanese), and it speaks of nobody, what stands
    before is not asked. Refuses quotations, and she and her for places, which books have.

    >>> repaired("Ankara keeps his forces at the border.")
    'Ankara keeps his forces at the border.'
    """
    if not any(_THING.match(doc.text, start) for start in _starts(doc)):
        return
    for span in sentences(doc.text):
        sentence = doc.text[span.start : span.end]
        thing = _THING.match(sentence)
        if thing is None or doc.quoted.meets(span):
            continue
        rest = sentence[thing.end() :]
        found = [m for m in _PERSONAL.finditer(rest) if _may_mean(thing, m)]
        if found and _is_about_nobody(rest) and _nobody_before(doc, span):
            first = found[0]
            start = span.start + thing.end() + first.start()
            new = _ITS[first.lastindex or 0]
            message = f"“{first[0]}” can only mean {thing[0].strip()} here"
            yield Fix.replace(start, start + len(first[0]), new, message, sure=False)


def _starts(doc: Document) -> Iterator[int]:
    """Yield where sentences may start, and where some do not: in a fraction of the time."""
    for line in doc.lines:
        yield line.start
        yield from (m.end() for m in _SENTENCE_END.finditer(doc.text, line.start, line.end))


def _may_mean(thing: re.Match[str], pronoun: re.Match[str]) -> bool:
    """Whether a pronoun may stand for what a sentence begins with: nobody who is said to speak."""
    if pronoun[0] in _FEMININE and not thing["company"]:
        return False
    return not _SAYS.match(pronoun.string, pronoun.end())


def _is_about_nobody(words: str) -> bool:
    """Whether words hold no name but those of places, and nobody but the pronouns in question."""
    left = re.sub(_PLACE, "", _PERSONAL.sub("", words))
    names = {m[0] for m in _CAPITAL.finditer(left)} - _NOBODY
    return not names and not _SOMEBODY.search(left)


def _nobody_before(doc: Document, span: Span) -> bool:
    """Whether the source says that nobody is meant, or nobody was named who could be."""
    if doc.source is not None:
        meant = _MEANT.get(doc.source.language or "")
        if meant is not None and doc.source.has(span, meant) is False:
            return True
    before = doc.text[max(0, span.start - _BEFORE) : span.start]
    return not _SOMEBODY.search(before) and _is_about_nobody(before)
