"""Numbers and percentages that kept the spacing or the marks of the source language.

Most of Europe groups digits by space or point and sets a comma before decimals; English groups by
comma, sets a point before decimals and no space before a percent sign (*The Chicago Manual of
Style*, 17th edition, 9.18 and 9.54-9.58). The digits never change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.late import late
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.words import DETERMINERS, PREPOSITIONS

_PERCENT = late(r"%(?<=\d %)(?!\w| \d)")


@rule("numbers/percent-space", "space before a percent sign", english=True)
def percent_space(doc: Document) -> Iterator[Fix]:
    """Take out the space between a number and its percent sign.

    French, German, Swedish and others write ``15 %``. Refuses a sign that a figure follows, which
    may be an operator (``7 % 3``), and text in another language than English.

    >>> repaired("Turnout fell by 15 % in the north.")
    'Turnout fell by 15% in the north.'
    """
    if "%" in doc.text:
        for m in _PERCENT.finditer(doc.evenly_spaced):
            yield Fix.delete(m.start() - 1, m.start())


_GAP = late(r" [0-9]{3}(?<=[0-9].{4})(?![0-9])")
_GROUPED = late(
    r"[1-9](?<![\w.,/:+-].)\d{0,2}(?: \d{3}(?!\d))+"
    r"(?:,(?P<decimals>\d\d?)(?!\d))?(?!\w|[.,:/-]\d| \d)"
)
_CODES = "|".join(
    """
    AED AFN AMD ANG AOA ARS ATS AUD AWG AZN BAM BBD BDT BEF BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
    BYN BZD CAD CDF CHF CLP CNY COP CRC CVE CYP CZK DEM DJF DKK DOP DZD EEK EGP ERN ESP ETB EUR FIM
    FJD FKP FRF GBP GEL GHS GIP GMD GNF GRD GTQ GYD HKD HNL HRK HTG HUF IDR IEP ILS INR IQD IRR ISK
    ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LUF LVL LYD MAD MDL
    MGA MKD MMK MNT MOP MRU MTL MUR MVR MWK MXN MYR MZN NAD NGN NIO NLG NOK NPR NZD OMR PAB PEN PGK
    PHP PKR PLN PTE PYG QAR RMB RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SIT SKK SLE SLL SOS SRD
    SSP STN SVC SYP SZL THB TJS TMT TND TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD
    XCG XOF XPF YER ZAR ZMW ZWG ZWL
    """.split()
)
"""Currencies as ISO 4217 has them, with those lately replaced, among them by the euro, and the RMB
of China; without ALL, CUP, TOP and TRY, which are English words.
"""

_CURRENCY = (
    rf"(?:[€$£¥]|(?:{_CODES})\b|"
    r"(?:euro|dollar|pound|crown|rouble|ruble|franc|zloty|forint|rupee|peso)s?\b|(?:yuan|yen|lei)\b)"
)
_MONEY_BEFORE = late(rf"(?:[€$£¥]|\b(?:{_CODES})) ?\Z")
_MONEY_AFTER = late(rf" ?{_CURRENCY}")
_FIGURE_BEFORE = late(r"\d \Z")
_WORD_BEFORE = late(r"([^\W\d_]+)[.:]? \Z")
_COUNTED = late(
    r" (?:k?m²|km\b|square\b|(?:[a-z]{4,} )?(?:people|men|women|children|[a-z]{3,}s)\b)"
)
_CAPITALS_BEFORE = late(r"\b([A-Z]+) \Z")
_LABEL_BEFORE = late(
    r"(?:[§#№]|\b(?:(?:art|nos?|para|sec|tel)\."
    r"|(?:astm|bs|din|en|fax|id|iec|ieee|iso|nf|nos?|number|para|pin|postcode|rfc|sec|serial|tel"
    r"|telephone|whatsapp|zip(?: code)?):?)) ?\Z",
    re.IGNORECASE,
)
"""What a number belongs to that comes after it: it says which one, not how many."""

_NOUN_BEFORE = late(
    r"\b(?:account|art|article|call|card|clause|code|decree|designation|directive|flight|law|mobile"
    r"|model|page|paragraph|part|patent|phone|regulation|resolution|room|section|type|version)"
    r":? \Z",
    re.IGNORECASE,
)
"""Nouns that such a number may belong to, or that only happen to stand before one that counts."""

_DAY = late(r"(?:[12]?[0-9]|3[01]) [1-9]")
_MONTH_BEFORE = late(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \Z"
)
_QUANTIFIERS = (
    PREPOSITIONS
    | DETERMINERS
    | frozenset(
        """
        almost and approximately are cost costs exactly exceed exceeded exceeds had has have is
        least nearly only or paid roughly than total was were worth
        """.split()
    )
)


@rule("numbers/group-space", "digits grouped by spaces", english=True)
def group_space(doc: Document) -> Iterator[Fix]:
    """Group digits by commas where the source grouped them by spaces.

    A group that starts with 0 can be no number of its own, so ``40 000`` is sure, and so is a
    number beside a currency, and one such as ``1 250 300``. Elsewhere two numbers may meet (``in
    phase 2 300 patients``, ``12 500 millilitre bottles``): sure only where the words around speak
    of a quantity; the word before is enough in a text that groups by spaces elsewhere. After
    capitals that are no currency (``Kestrel GT 20 005``) a number may be that of a model, and after
    nouns such as *page* that of one thing. Refuses what comes after signs and words that count
    nothing (``§ 1 250``, ``ISO 9 001``), days of a month, and text in another language than
    English.

    >>> repaired("The march drew 40 000 people and cost EUR 12 500.")
    'The march drew 40,000 people and cost EUR 12,500.'
    """
    text = doc.evenly_spaced
    if not _GAP.search(text):
        return
    found = [m for m in _GROUPED.finditer(text) if not _is_label(text, m)]
    habit = any(_is_one_number(text, m) for m in found)
    for m in found:
        whole, _, decimals = m[0].partition(",")
        english = whole.replace(" ", ",") + ("." + decimals if decimals else "")
        yield Fix.replace(
            *m.span(), english, sure=_is_one_number(text, m) or _is_counted(text, m, habit)
        )


def _is_label(text: str, number: re.Match[str]) -> bool:
    """Whether the number is part of a longer one, or names something rather than counts it."""
    before = text[max(0, number.start() - 24) : number.start()]
    return bool(
        _FIGURE_BEFORE.search(before)
        or _LABEL_BEFORE.search(before)
        or (_DAY.match(number[0]) and _MONTH_BEFORE.search(before))
    )


def _is_one_number(text: str, number: re.Match[str]) -> bool:
    """Whether the groups cannot be numbers of their own."""
    head, *groups = number[0].split(" ")
    start = max(0, number.start() - 24)
    name = _CAPITALS_BEFORE.search(text, start, number.start())
    if _MONEY_BEFORE.search(text, start, number.start()) or _MONEY_AFTER.match(text, number.end()):
        return True
    if _NOUN_BEFORE.search(text, start, number.start()):
        return False
    return (len(groups) > 1 and len(head) < 3) or (
        any(group.startswith("0") for group in groups)
        and (not name or name[1].lower() in _QUANTIFIERS)
    )


def _is_counted(text: str, number: re.Match[str], habit: bool) -> bool:
    """Whether the words around the number speak of a quantity; by ``habit`` the word before."""
    word = _WORD_BEFORE.search(text, max(0, number.start() - 24), number.start())
    return bool(
        number[0].count(" ") == 1
        and word
        and word[1].lower() in _QUANTIFIERS
        and (habit or _COUNTED.match(text, number.end()))
    )


_MEASURE = (
    r"(?:°[CF]?|[kmc]?m[²³]?|mm|km/h|[mk]?g|[cmh]?l|ha|[kMG]Hz|[kMGT]B|[kMG]?Wh?|kV)(?![\w²³])"
    r"|(?:kilo|centi|milli)?(?:metre|meter|litre|liter|gram)s?\b|(?:hectare|tonne|degree)s?\b"
)
_COMMA = late(r",(?=[0-9]{1,2}(?![0-9]))(?<=[0-9],)")
_DECIMAL = late(
    rf"\d(?<![\w.,/:+-].)\d{{0,2}}(?P<groups>(?:\.\d{{3}})*),\d\d?(?!\d|[.,]\d)"
    r"(?= ?(?P<unit>%|percent\b|thousand\b|million\b|billion\b|trillion\b"
    rf"|{_CURRENCY}|{_MEASURE}))?"
)


@rule("numbers/decimal-comma", "decimal comma", english=True)
def decimal_comma(doc: Document) -> Iterator[Fix]:
    """Set a point before decimals where the source set a comma.

    With points between its groups (``1.234,56``) a number is surely not English, so both marks
    change places. Before a percent sign, a currency, a measure or a word such as *million* (``3,5
    million``, ``12,5 km``) the change is suggested. Refuses everything else: a comma without a
    space may separate the numbers of chapters, seats or scores.

    >>> repaired("The repair came to 1.234,56 euros.")
    'The repair came to 1,234.56 euros.'
    """
    if not _COMMA.search(doc.text):
        return
    for m in _DECIMAL.finditer(doc.evenly_spaced):
        if m["groups"] or m["unit"]:
            whole, _, decimals = m[0].partition(",")
            english = f"{whole.replace('.', ',')}.{decimals}"
            yield Fix.replace(*m.span(), english, sure=bool(m["groups"]))


_POINT = late(r"\.[0-9]{3}(?<=[0-9].{4})(?![0-9])")
_POINTED = late(
    r"[1-9](?<![\w.,/:+-].)\d{0,2}(?:(?:\.\d{3}){2,}|\.000)(?![\w%]|[.,:/-]\d)"
    r"(?! (?:percent|million|billion|trillion)\b)"
    rf"(?= (?:[a-z€$]|Euros?\b|(?:{_CODES})\b)|[.,;:!?)]|\Z)"
)


@rule("numbers/group-point", "digits grouped by points", english=True)
def group_point(doc: Document) -> Iterator[Fix]:
    """Suggest commas where points group the digits of a number.

    Only for numbers that can hardly be decimals: of three groups (``2.500.000``), or with three
    zeros behind the point (``50.000 people``). Versions and addresses look the same, so nothing is
    changed.

    >>> repaired("The march drew 40.000 people.")
    'The march drew 40.000 people.'
    """
    if not _POINT.search(doc.text):
        return
    for m in doc.finditer(_POINTED):
        yield Fix.replace(*m.span(), m[0].replace(".", ","), sure=False)
