"""The forms of English verbs and nouns: regular rules, and the words that do not follow them."""

from __future__ import annotations

import re
from functools import cache

from copydesk.late import late

Forms = dict[str, tuple[str, ...]]
"""The name of each form and its spellings, the usual one first."""

VERB = ("base", "s", "past", "participle", "ing")
NOUN = ("singular", "plural")

_VERBS = """
    arise arose arisen; awake awoke awoken; bear bore borne; beat beat beaten; become became become;
    begin began begun; bend bent bent; bet bet bet; bind bound bound; bite bit bitten;
    bleed bled bled; blow blew blown; break broke broken; breed bred bred; bring brought brought;
    build built built; burst burst burst; buy bought bought; cast cast cast; catch caught caught;
    choose chose chosen; come came come; cost cost cost; creep crept crept; cut cut cut;
    deal dealt dealt; dig dug dug; do did done; draw drew drawn; drink drank drunk;
    drive drove driven; eat ate eaten; fall fell fallen; feed fed fed; feel felt felt;
    fight fought fought; find found found; flee fled fled; fly flew flown; forbid forbade forbidden;
    forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got gotten/got;
    give gave given; go went gone; grind ground ground; grow grew grown; hang hung hung;
    have had had; hear heard heard; hide hid hidden; hit hit hit; hold held held; hurt hurt hurt;
    keep kept kept; kneel knelt knelt; know knew known; lay laid laid; lead led led;
    leave left left; lend lent lent; let let let; lie lay lain; light lit lit; lose lost lost;
    make made made; mean meant meant; meet met met; pay paid paid; prove proved proven/proved;
    put put put; quit quit quit; read read read; ride rode ridden; ring rang rung; rise rose risen;
    run ran run; say said said; see saw seen; seek sought sought; sell sold sold; send sent sent;
    set set set; shake shook shaken; shed shed shed; shine shone shone; shoot shot shot;
    show showed shown/showed; shrink shrank shrunk; shut shut shut; sing sang sung; sink sank sunk;
    sit sat sat; sleep slept slept; slide slid slid; speak spoke spoken; spend spent spent;
    split split split; spread spread spread; spring sprang sprung; stand stood stood;
    steal stole stolen; stick stuck stuck; strike struck struck; strive strove striven;
    swear swore sworn; sweep swept swept; swell swelled swollen; swim swam swum; swing swung swung;
    take took taken; teach taught taught; tear tore torn; tell told told; think thought thought;
    throw threw thrown; wake woke woken; wear wore worn; weave wove woven; win won won;
    write wrote written
"""
_IRREGULAR = {
    base: (past.split("/"), participle.split("/"))
    for base, past, participle in (verb.split() for verb in _VERBS.split(";"))
}
_PREFIXED = late(
    rf"(?!relay\Z)((?:fore?|mis|out|over|re|under|un|up|with)+)({'|'.join(_IRREGULAR)})"
)
_BE: Forms = {
    "base": ("be",),
    "am": ("am",),
    "are": ("are",),
    "s": ("is",),
    "past": ("was",),
    "were": ("were",),
    "participle": ("been",),
    "ing": ("being",),
}
_DOUBLING = frozenset(
    """
    abet abhor acquit admit allot begin commit compel concur confer control defer deter dispel emit
    equip excel expel forbid forget incur infer occur omit outbid patrol permit prefer propel
    quit quiz rebel recur refer regret remit repel submit transfer transmit
    """.split()
)
"""Verbs of more than one syllable that double their last letter before an ending."""

_LL = frozenset(
    "cancel channel counsel fuel label level marvel model quarrel signal travel".split()
)
"""Verbs that double it in British spelling alone."""

_PLURALS = dict(
    pair.split()
    for pair in """
    man men; woman women; child children; person people; foot feet; tooth teeth; goose geese;
    mouse mice; ox oxen; analysis analyses; basis bases; crisis crises; thesis theses;
    hypothesis hypotheses; diagnosis diagnoses; emphasis emphases; criterion criteria;
    phenomenon phenomena; medium media; stratum strata; nucleus nuclei; stimulus stimuli;
    life lives; wife wives; knife knives; half halves; shelf shelves; leaf leaves; self selves;
    thief thieves; loaf loaves; wolf wolves; calf calves; hero heroes; potato potatoes;
    tomato tomatoes; echo echoes; veto vetoes; cargo cargoes; sheep sheep; fish fish;
    series series; species species; aircraft aircraft; means means; headquarters headquarters;
    staff staff; bus buses; gas gases; quiz quizzes; spokesman spokesmen; spokeswoman spokeswomen;
    businessman businessmen; serviceman servicemen; fireman firemen; policeman policemen;
    statesman statesmen; chairman chairmen
    """.split(";")
)

_SIBILANT = late(r"(?:s|x|z|ch|sh)\Z")
_CONSONANT_Y = late(r"[^aeiou]y\Z")
_SHORT = late(r"(?:[^aeiou]|qu)*[aeiou][^aeiouwxy]")
"""A syllable such as ``stop`` or ``quit``, with one short vowel before one consonant."""


@cache
def verb(lemma: str) -> Forms:
    """Return the forms of a verb, by the names in `VERB`; ``be`` has some more.

    >>> verb("carry")["past"], verb("stop")["ing"], verb("get")["participle"]
    (('carried',), ('stopping',), ('gotten', 'got'))
    >>> verb("organize")["s"], verb("travel")["past"]
    (('organizes', 'organises'), ('traveled', 'travelled'))
    >>> verb("misunderstand")["past"], verb("reset")["ing"]
    (('misunderstood',), ('resetting',))
    """
    if lemma == "be":
        return _BE
    prefixed = None if lemma in _IRREGULAR else _PREFIXED.fullmatch(lemma)
    if prefixed:
        return {
            name: tuple(prefixed[1] + form for form in forms)
            for name, forms in verb(prefixed[2]).items()
        }
    bases = (lemma, lemma[:-3] + "ise") if re.search(r"[^aeiou].*[^pr]ize\Z", lemma) else (lemma,)
    past, participle = _IRREGULAR.get(lemma) or (_all(bases, "ed"),) * 2
    return {
        "base": bases,
        "s": ("has",) if lemma == "have" else tuple(_with_s(base) for base in bases),
        "past": tuple(past),
        "participle": tuple(participle),
        "ing": tuple(_all(bases, "ing")),
    }


@cache
def noun(lemma: str) -> Forms:
    """Return the singular and the plural of a noun.

    >>> noun("crisis")["plural"], noun("country")["plural"]
    (('crises',), ('countries',))
    """
    return {"singular": (lemma,), "plural": (_PLURALS.get(lemma) or _with_s(lemma),)}


def _with_s(word: str) -> str:
    if _SIBILANT.search(word) or word in ("go", "do", "undergo"):
        return word + "es"
    return word[:-1] + "ies" if _CONSONANT_Y.search(word) else word + "s"


def _all(bases: tuple[str, ...], ending: str) -> list[str]:
    british = [bases[0] + "l" + ending] if bases[0] in _LL else []
    return [*(_with(base, ending) for base in bases), *british]


def _with(word: str, ending: str) -> str:
    """Join ``ed`` or ``ing`` to a verb."""
    if ending == "ing" and word in ("die", "lie", "tie", "vie"):
        return word[:-2] + "ying"
    if word.endswith("e") and (ending == "ed" or not re.search(r"(?:[eoy]|^.)e\Z", word)):
        return word[:-1] + ending
    if ending == "ed" and _CONSONANT_Y.search(word):
        return word[:-1] + "ied"
    doubles = _SHORT.fullmatch(word) or word in _DOUBLING
    return word + word[-1] + ending if doubles else word + ending


_VOWEL_SOUND = late(
    r"(?!uni(?:[ltv](?!l)|on|q|f|c|s)|unanim|u[st][aeiu]|eu|ewe|one(?![a-z])|once|ubiq)[aeiou]"
    r"|8|11(?!\d)|18(?!\d)|hour|heir|hon(?:est|our|or)",
    re.IGNORECASE,
)
_SPELT_OUT = frozenset("FAQ HIV LED MEP MIT MOT RAF SEC SOS SUV".split())
"""Initialisms that could be read as words."""


def takes_an(word: str) -> bool:
    """Whether ``an`` stands before a word, by how it sounds; capitals may be read one by one.

    >>> [w for w in ["MP", "NGO", "HIV", "EU", "hour", "S", "unideal"] if not takes_an(w)]
    []
    >>> [w for w in ["NATO", "UN", "US", "NEW", "union", "unanimous", "European"] if takes_an(w)]
    []
    """
    letters = word.removesuffix("s")
    if letters.isupper() and letters.isalnum() and letters[0].isalpha():
        if letters[0] in "AEIOU":
            return letters[0] != "U"
        is_word = len(letters) > 1 and re.search(r"(?<=[A-Z])[AEIOUY][A-Z]", letters[:3])
        return letters[0] in "FHLMNRSX" and (letters in _SPELT_OUT or not is_word)
    return _VOWEL_SOUND.match(word) is not None


_PARTICIPLE = late(
    r"\b(?:ha(?:s|d|ve|ving)|am|is|are|was|were|be|been|being|get|gets|got|[a-z]+n[’']t"
    r"|\w+[’'](?:ve|s|re|m|d))(?:\s(?:\w{1,12}ly|not|also|always|been|just|never|now|often|since"
    r"|still|yet)){0,2}\s\Z",
    re.IGNORECASE,
)
_BASE = late(
    r"\b(?:to|can|could|did|do|does|let|may|might|must|shall|should|will|would|cannot|[a-z]+n[’']t)"
    r"(?:\s(?:\w{1,12}ly|also|always|i|it|never|not|often|still|the[my]|us|we|you)){0,2}\s\Z",
    re.IGNORECASE,
)
_DID = late(r"(?:did|do|does|could|ca|wo|would|should|must|might)n[’']t\s\Z", re.IGNORECASE)
_SENTENCE_START = late(r"(?:^|[.!?…:\n]|[.!?…:]\s|[“\"(])\Z")
_OBJECT = late(r"\s(?:the|an?|this|that|these|those|your|my|our|it|them|him|all|both)\b")
_CONTEXT = 40  # code points before a verb that tell its form


def form_of(word: str, forms: Forms, text: str, start: int, end: int) -> str | None:
    """Name the form that ``word`` is, from ``start`` to ``end`` of ``text``; None if it is none.

    Where several are spelled alike the words around tell which is meant: ``had raised`` is a
    participle and ``they raised`` is not, and ``Put it there.`` asks for something.
    """
    candidates = [name for name, spellings in forms.items() if word in spellings]
    if len(candidates) > 1:
        before = text[max(0, start - _CONTEXT) : start]
        if "base" in candidates and (
            _BASE.search(before)
            or _DID.search(before)
            or (_SENTENCE_START.search(before) and _OBJECT.match(text, end))
        ):
            return "base"
        if "participle" in candidates and (
            _PARTICIPLE.search(before) or text[end : end + 4] == " by "
        ):
            return "participle"
        return "past" if "past" in candidates else candidates[0]
    return candidates[0] if candidates else None
