"""Periods that a translation engine left in the middle of a sentence.

Engines cut long input near 200 to 290 characters and translate it piece by piece; every piece
comes back with a period. Where all words came through in their order, the period alone is too much.
Often, though, the second piece says again what the first one said, or holds a word that belongs
into it; then only a person can tell what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.late import late
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.sentence import SHORTEST_PIECE, Break, breaks, is_short_form
from copydesk.words import ABBREVIATIONS, AUXILIARIES, DETERMINERS, NUMBERS, PREPOSITIONS, SUBJECTS

_GOES_ON = PREPOSITIONS.union(
    "and as because if nor or rather unless when where whether while who whom whose".split()
) - {"about", "like", "past", "regarding"}
"""Words with which a sentence goes on, and seldom starts."""

_GOES_ON_AS = late(
    r"(?!building|evening|feeling|meeting|morning|\w*thing\b)[a-z]+ing [\w$€£]"
    r"|(?:based|born|called|followed|held|known|led|located|posted|published|signed) [a-z]"
    r"|about (?:an?|her|his|its|my|our|that|the|their|these|this|those|your)\b"
    r"|an? (?:day|head|hour|month|night|person|piece|week|year)\b"
    r"|(?:like|so that) \w"
    r"|(?:apiece|each|respectively)$"
)
"""Other ways to go on: a participle, an amount for each, a likeness, an aim."""

_LEADS = _GOES_ON - {"and", "because", "of", "or", "who", "whom", "whose"}
"""Words of the first list that can also lead a sentence, up to a comma and the main clause."""

_CLAUSE_OF_PRONOUN = late(rf", (?:I|{'|'.join(sorted(SUBJECTS))})\b")
_MAIN_CLAUSE = late(
    rf"{_CLAUSE_OF_PRONOUN.pattern}|, (?:please|let|do|just|an?|the|this|that|these|those)\b"
)
_ADVERBIAL = late(
    r"(?:in (?:fact|short|addition|general|particular|other words|the meantime)|of course"
    r"|for (?:example|instance)|at (?:first|last|least)|on the (?:other|contrary)|after all"
    r"|as (?:for|a result)|by the way|to be honest|above all)\b"
)
_STARTS = SUBJECTS.union(
    """
    actually also anyway can could did do does finally first furthermore hello hence hi how however
    instead later let maybe moreover nevertheless no nonetheless not now okay one otherwise perhaps
    please so sorry still thank thanks then therefore this thus what why yes yet
    """.split()
)
"""Words that start a sentence, or the half of one that a semicolon sets off."""

_AFTER_COMMA = frozenset(
    "according although but especially even including though whereas which".split()
)
"""Words with which a sentence goes on after a comma."""

_ALWAYS_AFTER_COMMA = late(r"which (?:are|is|was|were)\b")
"""The clause says more of a thing already known; other clauses may also tell which thing."""

_DISPLACED = late(r"(?:at|by|from|in) the (?:beginning|end|start)$|(?:from|to) the others?$")
"""What belongs further up: ``begun in the 16th century. at the end``."""

_NO_PART = late(
    rf"""
    to[ ](?!{"|".join(sorted(DETERMINERS))})[a-z]+(?:[ ][a-z]+)?$  # no object: “to settle here”
    | as[ ](?!if|is|though|was|well)
    | (?:and|or)[ ](?:{"|".join(sorted(PREPOSITIONS))})\b
    | (?:and|or)[ ][a-z]+(?:[ ][a-z]+)?$
    | of[ ](?:dollars|euros|pounds|rubles|yuan)\b
    | (?:\w+[ ]){{2,3}}[a-z]+(?:ed|den)$
    """,
    re.VERBOSE,
)
"""Tails that engines often take out of another part of the sentence."""

_AGENT = late(r"by (?:the|an?|[A-Z])")
_PARTICIPLE = late(r"(?:ed|[eow]n|ught|ade|[eo]ld|aid|ne|ead|[elu]t|u[ng])$")
_ORDINAL = late(r"[IVXL]{2,}")

_TIME = late(
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:19|20)\d\d"
)
_NEVER_LAST = frozenset(
    "a amid an and despite during every its my or our per than the their via your".split()
)
"""Words that no sentence ends in, so that it surely goes on."""

_OPEN_ENDED = _NEVER_LAST | {"as"}
"""The same, and one that hardly any ends in."""

_BEFORE_ARTICLE = PREPOSITIONS.union("and as but such".split())
"""Words after which ``a`` is surely the article; elsewhere it may be a letter (``class a.``, ``the
answer is a.``, ``b or a.``).
"""

_AMOUNTS = frozenset("billion hundred million thousand trillion".split())

_TAKES_CLAUSE = frozenset(
    """
    agree agreed announce announced announces argue argued asked asks believe believed believes
    claimed claims confirm confirmed decide decided demonstrate determine discover discovered doubt
    ensure establish established explain explained explains feared find forget found guess hoped
    hopes indicate indicated know knowing knows learn learned mean means noted notes point prove
    proved realize realized remember reported reveal revealed said saw say saying says see show
    showed shown shows stated suggest suggested suggests tell think thought told understand warned
    wonder wondered wonders
    """.split()
)
"""Words that ask for a clause: what is said, asked or known."""

_CLAUSE = frozenset("how if that what when where whether which who whom whose why".split())
"""Words that lead such a clause."""

_GRAMMATICAL = frozenset(
    "and but even if more most nor not or other that when where which who whom whose".split()
).union(PREPOSITIONS, DETERMINERS, SUBJECTS, NUMBERS, AUXILIARIES)
"""Words that come again and again without saying anything twice."""


_SAID = late(
    r"\.(?:[\"”’]|(?<=[\"”’]\.)) (?:(?:he|she|they|it|we) )?"
    r"(?:add(?:s|ed)|admit(?:s|ted)|announced|argue[sd]|ask(?:s|ed)|claim(?:s|ed)|comment(?:s|ed)"
    r"|conclude[sd]|continue[sd]|explain(?:s|ed)|insist(?:s|ed)|note[sd]|recall(?:s|ed)|replie[sd]"
    r"|report(?:s|ed)|sa(?:id|ys)|state[sd]|stress(?:es|ed)|told|warn(?:s|ed)|wrote)\b"
)


@rule("breaks/attribution", "period between a quotation and who said it", english=True)
def attribution(doc: Document) -> Iterator[Fix]:
    """Put a comma where a quotation goes on with ``he said``.

    Most languages set the marks there in another way than English, and engines take the quotation
    for a sentence of its own. Refuses abbreviations and ellipses, which keep their periods.

    >>> repaired("“The bridge will hold.” said the mayor.")
    '“The bridge will hold,” said the mayor.'
    """
    for m in doc.finditer(_SAID):
        before = doc.text[max(0, m.start() - 40) : m.start()].split()
        if before and not is_short_form(before[-1]):
            yield Fix.replace(m.start(), m.start() + 1, ",")


@rule("breaks/inner-period", "period in the middle of a sentence", english=True)
def inner_period(doc: Document) -> Iterator[Fix]:
    """Take out a period after which the sentence goes on.

    Engines cut long input near 200 to 290 characters and translate it piece by piece; every piece
    comes back with a period. The next letter stays small, which tells such a period from the end of
    a sentence. It is taken out where a preposition, a conjunction or a relative pronoun goes on
    with the sentence, or where the words before it cannot end one.

    Suggests, and leaves to the reader: words left behind (``the authorities said. authorities.``),
    words out of place or of a kind that engines often displace (``as a great fleet``), a comma or
    a capital that seem to be wanted. Refuses abbreviations (``sq. km``), names and brands in small
    letters, and people who write without capitals.

    Where the source is known it decides: a period stays where a sentence of the source ends, and
    goes, or becomes a comma, where none does and all words are in their places.

    >>> repaired("Tension grows between the two. countries if the talks on fishing fail.")
    'Tension grows between the two countries if the talks on fishing fail.'
    """
    return (_judged(b, doc.source_breaks_at(b.span.start)) for b in breaks(doc.text))


def _judged(b: Break, in_source: bool | None) -> Fix:
    """Say what to do about a break: first what speaks against a mere period too much.

    ``in_source`` says whether a sentence of the source ends there, if that is known.
    """
    if in_source:
        return _capital(b)
    shown = f"“{b.tail[:50].strip()}{'…' if len(b.tail) > 50 else ''}”"
    if _again(b):
        return _said_twice(b, f"the words after a break repeat what was said: {shown}")
    if _is_torn(b):
        return _deleted(b, f"words out of place after a break: {shown}", sure=False)
    if _asks_for_more(b):
        return _deleted(b)
    if b.before[-1] == "a":
        return _deleted(b, f"the article “a”, or a letter, before a break: {shown}", sure=False)
    if _is_displaced(b):
        return _deleted(b, f"words that may belong further up: {shown}", sure=False)
    if b.after[0] in _AFTER_COMMA:
        return _comma(b, sure=in_source is False)
    if _goes_on(b) and not _leads_sentence(b):
        return _deleted(b)
    if _goes_on(b) or _is_sentence(b):
        return _deleted(b) if in_source is False else _capital(b)
    return _deleted(b, f"words left behind after a break: {shown}", sure=False)


def _deleted(b: Break, message: str = "", *, sure: bool = True) -> Fix:
    return Fix.replace(b.span.start, b.span.end, " ", message, sure=sure)


def _comma(b: Break, *, sure: bool) -> Fix:
    message = f"a period where a comma belongs, before “{b.after[0]}”"
    sure = sure or _ALWAYS_AFTER_COMMA.match(b.tail) is not None
    return Fix.replace(b.span.start, b.span.end, ", ", message, sure=sure)


def _capital(b: Break) -> Fix:
    start = b.span.end
    message = "a sentence that starts small, or a period too much"
    return Fix.replace(start, start + 1, b.tail[0].upper(), message, sure=False)


def _said_twice(b: Break, message: str) -> Fix:
    """Take out the words that come again: all after the break, the first, or the period alone."""
    if len(_again(b)) == sum(map(_has_meaning, b.after)):
        return Fix.delete(b.span.start, b.after_word(len(b.after)), message, sure=False)
    if _stem(b.after[0]) == _stem(b.before[-1]):
        return Fix.delete(b.span.start, b.after_word(1), message, sure=False)
    return _deleted(b, message, sure=False)


def _again(b: Break) -> list[str]:
    """Return the first words after the break that the last words before it said already."""
    said = {_stem(word) for word in b.before[-8:] if _has_meaning(word)}
    return [word for word in b.after[:4] if _has_meaning(word) and _stem(word) in said]


def _is_torn(b: Break) -> bool:
    """Whether the words after the break are no whole phrase, or belong further up."""
    last = b.after[-1]
    return (
        last in _OPEN_ENDED
        or (last in ABBREVIATIONS and last != "etc")
        or (last in PREPOSITIONS and len(b.after) < 4)
        or _DISPLACED.match(b.tail) is not None
        or (b.after[0] in ("in", "on") and b.after[1:] == [last] and _are_times(b.before[-1], last))
    )


def _is_displaced(b: Break) -> bool:
    """Whether the words after the break fit others better than those right before it."""
    last = b.before[-1]
    return (
        len(b.before) == 1  # the end of an abbreviation
        or _ORDINAL.fullmatch(last) is not None
        or _NO_PART.match(b.tail) is not None
        or (_AGENT.match(b.tail) is not None and not _PARTICIPLE.search(last))
        or (last[0].isupper() and b.tail.startswith("to the "))
        or (last in _TAKES_CLAUSE and _GOES_ON_AS.match(b.tail) is not None)
    )


def _are_times(*words: str) -> bool:
    return all(map(_TIME.fullmatch, words))


def _asks_for_more(b: Break) -> bool:
    """Whether the words before the break cannot end there: ``between the two``, ``nobody is``."""
    *_, second, last = ["", *b.before]
    return (
        (last in _NEVER_LAST and (last != "a" or second in _BEFORE_ARTICLE))
        or (last in NUMBERS and second in DETERMINERS)
        or (last in _AMOUNTS and len(b.after) > 1 and b.after[0] not in _AFTER_COMMA)
        or (last in AUXILIARIES and not {second, b.after[0]} & SUBJECTS and b.head.endswith(last))
        or (last in _TAKES_CLAUSE and b.after[0] in _CLAUSE)
    )


def _goes_on(b: Break) -> bool:
    """Whether the first words after the break carry a sentence on."""
    return (b.after[0] in _GOES_ON and len(b.after) > 1) or _GOES_ON_AS.match(b.tail) is not None


def _leads_sentence(b: Break) -> bool:
    """Whether words that could go on lead a sentence of their own: ``if it rains, we …``."""
    clause = _CLAUSE_OF_PRONOUN if _may_be_piece(b) else _MAIN_CLAUSE
    return _ADVERBIAL.match(b.tail) is not None or (
        b.after[0] in _LEADS and clause.search(b.tail) is not None
    )


def _is_sentence(b: Break) -> bool:
    """Whether the words after the break look like a sentence whose capital is missing."""
    first, *rest = b.after
    if _may_be_piece(b):
        return len(rest) > 1 and first in SUBJECTS
    return first in _STARTS or not AUXILIARIES.isdisjoint(rest[:5])


def _may_be_piece(b: Break) -> bool:
    return len(b.head) >= SHORTEST_PIECE


def _has_meaning(word: str) -> bool:
    return len(word) > 2 and word.lower() not in _GRAMMATICAL


def _stem(word: str) -> str:
    """What forms of one word have in common, roughly."""
    return word[:5].lower() if len(word) > 5 else word.lower().removesuffix("s")
