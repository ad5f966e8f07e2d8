"""Months and days of the week in the languages that texts come from."""

from __future__ import annotations

import re
from functools import cache

from copydesk.late import late

ENGLISH = (
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
).split()

_STEMS = {
    "cs": "led(?:en|na|nu) únor březen|březn duben|dubn květ(?:en|n) červ(?:en(?!e?c)|n) "
    "červen(?:ec|c) srp(?:en|n) září říj(?:en|n) listopad prosin pondělí úter střed(?:a|u|y) "
    "čtvrt(?:ek|k) pátek|pátk sobot neděl",
    "de": "januar|jänner februar märz april mai juni juli august september oktober november "
    "dezember montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre "
    "noviembre diciembre lunes martes miércoles jueves viernes sábado domingo",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "januari februari maart april mei juni juli augustus september oktober november "
    "december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "stycz(?:eń|ni) lut(?:y|ego|ym) marzec|marc(?:a|u) kwie(?:cień|tni) maj(?:a|u) "
    "czerw(?:iec|c) lip(?:iec|c) sierp(?:ień|ni) wrze(?:sień|śni) październik listopad "
    "grud(?:zień|ni) poniedział wtor(?:ek|k) środ czwart(?:ek|k) piąt(?:ek|k) sobot niedziel",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie "
    "decembrie luni marți|marţi miercuri joi vineri sâmbăt duminic",
    "ru": "январ феврал март(?:а|е)? апрел ма(?:я|е) июн июл август сентябр октябр ноябр декабр "
    "понедельник вторник сред(?:а|у|ы|е)(?!н) четверг пятниц суббот воскресень",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık pazartesi "
    "salı çarşamba perşembe cuma(?!rtesi) cumartesi pazar(?!tesi)",
    "uk": "січ(?:ень|н) лют(?:ий|ого|ому) берез(?:ень|н) квіт(?:ень|н) трав(?:ень|н) "
    "черв(?:ень|н) лип(?:ень|н) серп(?:ень|н) верес(?:ень|н) жовт(?:ень|н) листопад груд(?:ень|н) "
    "понеділ(?:ок|к) вівтор(?:ок|к) серед(?:а|у|и)(?!н) четвер п[’'ʼ]ятниц субот неділ",
}
_EXACT = ("ro", "nl", "de", "fr", "es", "it", "pt")  # no endings follow
_CJK = late(r"(?<!\d)(1[0-2]|[1-9])月")


@cache
def _pattern(language: str) -> re.Pattern[str]:
    end = r"\b" if language in _EXACT else ""
    return late(
        "|".join(rf"\b(?:{stem}){end}()" for stem in _STEMS[language].split()), re.IGNORECASE
    )


_ENGLISH = late("|".join(rf"\b{name}()\b" for name in ENGLISH))


def named(text: str, language: str) -> list[tuple[int, re.Match[str]]] | None:
    """Return the months (0 to 11) and days (12 to 18) that ``text`` names, and where.

    None for a language whose names are not known here.

    >>> [number for number, _ in named("am Dienstag, dem 3. März", "de")]
    [13, 2]
    """
    if language in ("zh", "ja"):
        return [(int(m[1]) - 1, m) for m in _CJK.finditer(text)]
    if language != "en" and language not in _STEMS:
        return None
    pattern = _ENGLISH if language == "en" else _pattern(language)
    return [((m.lastindex or 1) - 1, m) for m in pattern.finditer(text)]
