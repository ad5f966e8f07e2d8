"""What only the source shows: numbers, names, links or sentences lost or changed on the way.

Nothing here is sure: a translator may have had reasons. So all of it is suggested, each with the
passage of the source; where there is nothing to put in, a remark points at the place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from copydesk.document import Document
from copydesk.late import late
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.source.align import size
from copydesk.source.calendar import ENGLISH, named
from copydesk.source.evidence import Pair
from copydesk.source.language import COMMON
from copydesk.source.numbers import Number, in_english, numbers
from copydesk.source.sentences import sentences
from copydesk.text import Span

_LONGEST = 4_000  # code points: a passage that is longer was not read right
_SHOWN = 90  # code points of the source, around what is meant


@rule("source/number", "number that the source has otherwise", reach="words", english=True)
def number(doc: Document) -> Iterator[Fix]:
    """Suggest the source's number where the text has one that a slip could have made of it.

    A digit that changed, two that changed places, a decimal point lost. ``1.234,5`` is ``1,234.5``,
    and numbers in words are nobody's loss; amounts that were converted are not alike. A number of
    three digits or more that the text lacks altogether is pointed out, with the passage.

    >>> repaired("The dam holds 1,520 tonnes.", source="Der Damm hält 1.250 Tonnen.")
    'The dam holds 1,520 tonnes.'
    """
    for place, passage in _passages(doc):
        text = doc.text[place.start : place.end]
        ours, theirs = numbers(passage), numbers(text)
        lost, new = _missing(ours, theirs), _missing(theirs, ours)
        for gone in lost:
            like = [
                other
                for other in new
                if gone.like(other) and not _CONVERTED.match(text, other.span.end)
            ]
            if len(like) == 1:
                (other,) = like
                yield Fix.replace(
                    place.start + other.span.start,
                    place.start + other.span.end,
                    in_english(gone, other),
                    f"the source has {gone.written}: {_around(passage, gone.span)}",
                    sure=False,
                )
            elif not like and not new and len(gone.digits) > 2:
                message = f"{gone.written} of the source is missing: {_around(passage, gone.span)}"
                yield Fix.remark(place.start, place.end, message)


_CONVERTED = late(
    r"[ -]?(?:mph|miles?|inch|inches|feet|foot|ft|°? ?F|degrees|acres?|pounds?|lbs?|gallons?|yards?"
    r"|ounces?|oz|a\.?m|p\.?m|o[’']clock|dollars?|usd)\b",
    re.IGNORECASE,
)
"""What follows an amount that a translator has converted for the reader."""


def _missing(these: list[Number], those: list[Number]) -> list[Number]:
    """Return the numbers of ``these`` that are not among ``those``, each value once."""
    have = {value for number in those for value in number.values}
    missing = {n.values: n for n in these if have.isdisjoint(n.values)}
    return list(missing.values())


@rule("source/date", "month or day that the source has otherwise", reach="words", english=True)
def date(doc: Document) -> Iterator[Fix]:
    """Suggest the source's month or day of the week where the text has another one.

    Refuses passages that name several.

    >>> repaired("It opens in June.", source="Das Haus wird im Juli eröffnet.")
    'It opens in June.'
    """
    language = doc.source.language if doc.source else None
    for place, passage in _passages(doc) if language else ():
        theirs = named(doc.text[place.start : place.end], "en") or []
        ours = (named(passage, language or "") or []) if theirs else []
        for kind in (range(12), range(12, 19)):
            months = [(number, m) for number, m in theirs if number in kind]
            origins = {number: m for number, m in ours if number in kind}
            if len(months) == len(origins) == 1 and months[0][0] not in origins:
                ((number, origin),) = origins.items()
                start, end = months[0][1].span()
                message = f"the source has “{origin[0]}”: {_around(passage, Span.of(origin))}"
                yield Fix.replace(
                    place.start + start, place.start + end, ENGLISH[number], message, sure=False
                )


_CAPITALS = late(r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[ -][A-ZÀ-ÖØ-Þ][^\W\d_]+)+")
_CODE = late(r"\b(?=[A-Z0-9-]*\d)[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*\b(?!-)")
_LATIN = late(r"[A-Z][A-Za-zÀ-ÿ]{3,}(?: [A-Z][A-Za-zÀ-ÿ]+)*")


@rule("source/name", "name that the source has otherwise", reach="words", english=True)
def name(doc: Document) -> Iterator[Fix]:
    """Suggest the source's spelling of a name, and point out names that the text lacks.

    Two words of a name stand together in both, one of them alike and the other almost: ``Olli
    Rahn`` for ``Olli Rehn``. Endings are no difference, nor are accents. Missing are models and
    flights (``S-400``), and names in Latin letters within another script.

    >>> repaired("Then Petra Lindqvust rose.", source="Dann erhob sich Petra Lindqvist.")
    'Then Petra Lindqvust rose.'
    """
    for place, passage in _passages(doc):
        text = doc.text[place.start : place.end]
        known = set(re.findall(r"\w+", passage))
        for m in _CAPITALS.finditer(text):
            words = list(re.finditer(r"\w+", m[0]))
            for one, other in (*pairwise(words), *pairwise(words[::-1])):
                if one[0] in known and other[0] not in known:
                    origin = _misspelt(other[0], one[0], passage)
                    if origin:
                        start = place.start + m.start() + other.start()
                        message = f"the source spells this name “{origin}”"
                        yield Fix.replace(start, start + len(other[0]), origin, message, sure=False)
        for gone in _names_lost(text, passage):
            message = f"“{gone[0]}” of the source is missing: {_around(passage, Span.of(gone))}"
            yield Fix.remark(place.start, place.end, message)


_VOWELS = frozenset("aeiou")


def _misspelt(word: str, beside: str, passage: str) -> str | None:
    """Return the word of the source, beside one that is alike, of which ``word`` is a slip."""
    near = re.escape(beside)
    for pattern in (rf"\b{near}[ -](\w+)", rf"\b(\w+)[ -]{near}\b"):
        for m in re.finditer(pattern, passage):
            if m[1][0].isupper() and not m[1].isupper() and _is_slip(word, m[1]):
                return m[1]
    return None


def _is_slip(word: str, origin: str) -> bool:
    """Whether a vowel before the ending differs, one of a double letter is missing, or two letters
    have changed places. What else differs is mostly another language's spelling.
    """
    one, other = _folded(word), _folded(origin)
    if one == other or one[0] != other[0] or min(len(one), len(other)) < 5:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None or start > len(other) - 3 or not origin[: start + 1].isascii():
        return False
    rest, origin_rest = one[start:], other[start:]
    if len(one) == len(other):
        swapped = rest[:2] == origin_rest[1::-1] and rest[2:] == origin_rest[2:]
        vowels = {rest[0], origin_rest[0]} <= _VOWELS and rest[1:] == origin_rest[1:]
        return swapped or vowels
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start] == longer[start - 1] and longer[start + 1 :] == shorter[start:]


def _names_lost(text: str, passage: str) -> Iterator[re.Match[str]]:
    squeezed = re.sub(r"[\W_]", "", _folded(text))
    letters = [c for c in passage if c.isalpha()]
    in_latin = 2 * sum(map(str.isascii, letters)) > len(letters)
    for m in (*_CODE.finditer(passage), *(() if in_latin else _LATIN.finditer(passage))):
        if re.sub(r"[\W_]", "", _folded(m[0])) not in squeezed:
            yield m


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in plain if not unicodedata.combining(c))


_QUOTED = late(r"«[^«»]+»|„[^„“”]+[“”]|“[^“”]+”|「[^「」]+」|『[^『』]+』|\"[^\"\n]+\"")
_SPOKEN = 20  # letters: shorter ones are titles and single words as often
_ANY_QUOTE = late(r"[\"“”„«»]|(?<!\w)['‘]|['’](?!\w)")


@rule(
    "source/quotation",
    "quotation marks that the source has and the text has not",
    reach="words",
    english=True,
)
def quotation(doc: Document) -> Iterator[Fix]:
    """Point out a passage that quotes in the source and has no quotation marks at all.

    Refuses single words and titles, which languages mark in different ways.

    >>> repaired("He said we go.", source="Er sagte: „Wir gehen jetzt alle nach Hause.“")
    'He said we go.'
    """
    for place, passage in _passages(doc):
        m = _QUOTED.search(passage)
        if m and size(m[0]) > _SPOKEN and not _ANY_QUOTE.search(doc.text[place.start : place.end]):
            message = f"the source quotes here: {_clipped(m[0])}"
            yield Fix.remark(place.start, place.end, message)


_LINK = late(
    r"(?:https?://|www\.)[^\s<>\"”»\u3000-\u9fff\uff00-\uffef]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.ASCII,
)


@rule("source/link", "link or address that the source has otherwise", reach="words", english=True)
def link(doc: Document) -> Iterator[Fix]:
    """Point out links and addresses of the source that the text lacks or has changed.

    >>> repaired("See www.example.org/b.", source="Siehe www.example.org/a für mehr.")
    'See www.example.org/b.'
    """
    for place, passage in _passages(doc):
        if "@" not in passage and "://" not in passage and "www." not in passage:
            continue
        for m in _LINK.finditer(passage):
            address = m[0].rstrip(".,;:!?'’…)]}")
            if address.lower() not in doc.text.lower():
                yield Fix.remark(place.start, place.end, f"the source has {address} here")


_NEGATION = {
    "de": r"\b(?:nicht(?! (?:nur|ganz|zuletzt|mehr als|einmal))|kein(?:e[mnrs]?)?|nie|niemals"
    r"|niemand|nichts)\b",
    "es": r"\b(?:no(?! (?:sol[oa]|sólo|obstante|más))|nunca|jamás|nadie|ningun[oa]?|ningún)\b",
    "fr": r"\b(?:n[e’']\s?)(?=[^.,;]{1,40}\b(?:pas(?! seulement)|jamais|rien|personne|aucune?)\b)",
    "it": r"\b(?:non(?! (?:solo|soltanto|appena|più di))|mai|nessun[oa]?)\b",
    "nl": r"\b(?:niet(?! (?:alleen|meer dan))|geen|nooit|niemand)\b",
    "pl": r"\b(?:nie(?! (?:tylko|mniej|lada))|nigdy|nikt)\b",
    "pt": r"\b(?:não(?! (?:só|apenas|somente|obstante|mais))|nunca|ninguém|nenhuma?)\b",
    "ro": r"\b(?:nu(?! (?:doar|numai))|niciodată|nimeni|nicio?)\b",
    "ru": r"\b(?:(?<!тем )не(?! (?:только|менее|раз|просто|без|сомнев\w*|преминул\w*))|никогда"
    r"|никто|ничего)\b",
    "uk": r"\b(?:(?<!тим )не(?! (?:тільки|лише|менше?|раз|просто|без))|немає|ніколи|ніхто"
    r"|нічого)\b",
}
_NEGATIONS = {language: late(words, re.IGNORECASE) for language, words in _NEGATION.items()}
_WITHOUT = late(
    r"n[’']t\b|\b(?:not|no|none|never|nothing|nobody|nowhere|neither|nor|cannot|without|un\w{3,}"
    r"|in\w{4,}|im[mp]\w{3,}|ir[r]\w{3,}|il[l]\w{3,}|dis\w{3,}|mis\w{3,}|non\w*|\w+less|anti\w*"
    r"|fail\w*|lack\w*|hardly|barely|scarcely|rarely|seldom|few|little|less|only|just|but|unless"
    r"|until|till|before|rather|instead|den[iy]\w*|refus\w*|avoid\w*|prevent\w*|except\w*|far|out"
    r"|miss\w*|stop\w*|ban\w*|forb\w+|prohibit\w*|exclu\w*|otherwise|still|yet|even|any\w*|ever"
    r"|else|free|off|away|too|wrong|bad\w*|hard|difficult\w*|despite|although|besides|beyond"
    r"|however|least|once|reject\w*|oppos\w*|declin\w*|absen\w*|minor|over|deprived?|stay\w*|remain\w*|keep\w*)\b",
    re.IGNORECASE,
)


@rule(
    "source/negation",
    "negation that the source has and the text has not",
    reach="words",
    english=True,
)
def negation(doc: Document) -> Iterator[Fix]:
    """Point out a sentence that the source denies and the text affirms.

    Only short passages of one sentence, in languages whose negations are words of their own, where
    nothing in the text says no in any other way.

    >>> repaired("The bridge is safe.", source="Die Brücke ist nicht sicher, und das Eis ist dünn.")
    'The bridge is safe.'
    """
    language = doc.source.language if doc.source else None
    pattern = _NEGATIONS.get(language or "")
    for place, passage in _passages(doc) if pattern else ():
        text = doc.text[place.start : place.end]
        if len(passage) < 150 and pattern and not _WITHOUT.search(text):
            m = pattern.search(passage)
            if m and not passage.rstrip("”“»\"').").endswith("?"):
                message = f"the source says “{m[0].strip()}”: {_around(passage, Span.of(m))}"
                yield Fix.remark(place.start, place.end, message)


@rule("source/left-out", "sentence of the source that is missing", reach="words", english=True)
def left_out(doc: Document) -> Iterator[Fix]:
    """Point out where a sentence of the source has none in the text.

    Only between passages that are sure to belong together.

    >>> repaired("It is 1911. They ate.", source="Es ist 1911. Niemand im Dorf wusste etwas davon. "
    ...     "Sie aßen.")
    'It is 1911. They ate.'
    """
    if doc.source is None:
        return
    pairs = list(doc.source.pairs())
    for i, (place, passage, pair) in enumerate(pairs):
        beside = [*pairs[max(0, i - 1) : i], *pairs[i + 1 : i + 2]]
        if _is_lost(pair) and beside and all(neighbour.is_sure for _, _, neighbour in beside):
            start = max(0, place.start - 1)
            message = f"the source {'goes on' if i else 'begins'}: {_clipped(passage)}"
            yield Fix.remark(start, start + 1, message)


_WHOLE = 25  # code points: shorter sentences are often joined to others


def _is_lost(pair: Pair) -> bool:
    return not len(pair.text) and len(pair.source) >= _WHOLE


@rule("source/doubled", "sentence that the source has once", reach="words", english=True)
def doubled(doc: Document) -> Iterator[Fix]:
    """Suggest to take out a sentence that says again what the one before it said.

    Engines give two translations of one sentence now and then. Refuses what the source says twice.

    >>> repaired("The mill is closed now. Now the mill is closed.", source="Die Mühle ist zu.")
    'The mill is closed now. Now the mill is closed.'
    """
    if doc.source is None:
        return
    found = [
        (Span(place.start + span.start, place.start + span.end), pair)
        for place, _, pair in doc.source.pairs()
        for span in sentences(doc.text[place.start : place.end], pieces=True)
    ]
    for (one, first), (other, second) in pairwise(found):
        said = sum(len(pair.ends) for pair in {first, second})
        if said < 2 and _alike(doc, one, other):
            passage = doc.source.passage_of(first) or doc.source.passage_of(second)
            message = f"the source says this once: {_clipped(passage)}"
            yield Fix.delete(one.end, other.end, message, sure=False)


def _alike(doc: Document, one: Span, other: Span) -> bool:
    """Whether two sentences have most of their words in common."""
    first, second = ({*_WORD.findall(doc.text[s.start : s.end].lower())} for s in (one, other))
    return len(second) > 3 and len(first & second) >= 0.75 * len(first | second)


_WORD = late(r"[^\W\d_]+")
_ENGLISH_TOO = COMMON["en"] | {"die", "den", "sat", "van", "man", "per", "via", "pro", "me", "son"}


@rule("source/untranslated", "words left as they are in the source", reach="words", english=True)
def untranslated(doc: Document) -> Iterator[Fix]:
    """Point out words of the source that stand in the text as they were.

    Runs of three words or more in small letters, with one of the commonest words of the source's
    language among them. Refuses what stands in quotation marks or brackets, or is a title.

    >>> repaired("The town was dans un état lamentable.", source="La ville était dans un état "
    ...     "lamentable, selon le maire.")
    'The town was dans un état lamentable.'
    """
    language = doc.source.language if doc.source else None
    known = COMMON.get(language or "", frozenset()) - _ENGLISH_TOO
    for place, passage in _passages(doc) if known else ():
        source = f" {' '.join(_WORD.findall(passage))} "
        for start, end in _copied(doc.text[place.start : place.end], source, known):
            span = Span(place.start + start, place.start + end)
            if not doc.quoted.meets(span):
                message = f"not translated: {_clipped(passage)}"
                yield Fix.remark(span.start, span.end, message)


def _copied(text: str, source: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the longest runs of words in small letters that ``source`` has in that order."""
    words = list(_WORD.finditer(text))
    i = 0
    while i < len(words):  # i to j is the run
        j = i
        while (
            j < len(words)
            and words[j][0].islower()
            and f" {' '.join(w[0] for w in words[i : j + 1])} " in source
        ):
            j += 1
        run = [w[0] for w in words[i:j]]
        names = [w[0] for w in (*words[i - 1 : i], *words[j : j + 1]) if w[0][0].isupper()]
        if (
            len(run) > 2
            and not known.isdisjoint(run)
            and not any(f" {n} " in source for n in names)
        ):
            yield words[i].start(), words[j - 1].end()
        i = max(j, i + 1)


def _passages(doc: Document) -> Iterator[tuple[Span, str]]:
    """Yield each passage of the text and its source, where they are sure to belong together."""
    if doc.source:
        for place, passage, pair in doc.source.pairs():
            if pair.is_sure and 0 < len(place) < _LONGEST and len(passage) < _LONGEST:
                yield place, passage


def _around(passage: str, span: Span) -> str:
    """The words of the source around a place of it."""
    start = max(0, span.start - _SHOWN // 2)
    end = min(len(passage), span.end + _SHOWN // 2)
    if start:
        start = passage.find(" ", start, span.start) + 1 or start
    if end < len(passage):
        end = max(passage.rfind(" ", span.end, end), span.end)
    shown = " ".join(passage[start:end].split())
    return f"“{'…' if start else ''}{shown}{'…' if end < len(passage) else ''}”"


def _clipped(passage: str) -> str:
    return _around(passage, Span(0, min(len(passage), _SHOWN // 2)))
