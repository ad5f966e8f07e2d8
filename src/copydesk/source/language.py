"""The language of a source text, told by its script and its commonest words."""

from __future__ import annotations

import re

from copydesk.late import late

_WORD = late(r"[^\W\d_]+")
_READ = 20_000  # code points: as much as it takes
_FEWEST = 0.1  # of the words: running text of a language below has twice as many

_COMMON = {
    "cs": "a aby ale byl být jako jeho její jen jsem jsou která které který na nebo není po podle "
    "pro při se si že v ve z za",
    "da": "af at blev den der det efter en et for fra har hun ikke jeg med men og om på samt som "
    "til var",
    "de": "aber als auch auf aus bei das dass dem den der des die ein eine einer für im ist mit "
    "nach nicht sich sie sind und von war wird zu zum zur es er ich wir hat haben weil wenn so wie",
    "en": "a and are as at be but by for from had has he his in is it not of on that the they this "
    "to was were which with",
    "es": "al como con de del el en es está la las lo los más no para pero por que se su sus un "
    "una y",
    "fi": "ei että hän ja jo joka kanssa kuin kun mukaan mutta myös niin oli on ovat se sen tai "
    "vain",
    "fr": "au aux avec ce cette dans de des du elle en est et il la le les mais ne pas plus pour "
    "qu que qui sa se ses son sont sur un une nous vous ont été où était",
    "hu": "a az csak egy egyik el és hogy is ki lesz meg mint nem pedig szerint vagy van volt",
    "it": "al alla anche che come con da dal degli dei del della delle di e è gli ha i il la le "
    "nel nella non per più si sono un una",
    "nl": "aan als bij dat de die dit door een en er haar heeft het hij in is maar met naar niet "
    "om ook op te uit van voor werd wordt zijn",
    "pl": "a ale by był co dla do i jak jego jest na nie od oraz po przez są się także to w we z "
    "za że",
    "pt": "a ao as com como da das de do dos e em está foi mais na não no o os para pela pelo por "
    "que se ser um uma",
    "ro": "a al ale au care că cu de din este fi în la mai nu o pe pentru prin sau se si și sunt "
    "un",
    "sv": "att av den det där efter en ett för från har hon inte jag kan med men och om på som "
    "till var är",
    "tr": "ama bir bu çok da daha de en gibi göre için ile kadar mi ne olan olarak olduğu sonra ve",
    "be": "а але ад быў гэта для з за і на не па пра што як яго яны",
    "bg": "а в да е за и към на не но от по с са се си че ще",
    "ru": "а был было в для до его и из как к на не но о от по с так также то у что это я",
    "sr": "а да за и је као који на не од са се су у што",
    "uk": "а але був в від для до з за і й його на не по про та це що що як які",
}
"""Words that fill a good part of every text in a language."""

COMMON = {language: frozenset(words.split()) for language, words in _COMMON.items()}
"""The same, one by one."""

_SCRIPTS = (
    ("ja", late("[\u3040-\u30ff]")),  # before Chinese: it has those characters too
    ("ko", late("[\uac00-\ud7a3]")),
    ("zh", late("[\u4e00-\u9fff]")),
    ("fa", late("[پچژگکی]")),  # before Arabic, for the same reason
    ("ar", late("[\u0600-\u06ff]")),
    ("he", late("[\u05d0-\u05ea]")),
    ("el", late("[\u0370-\u03ff]")),
    ("hi", late("[\u0900-\u097f]")),
    ("th", late("[\u0e00-\u0e7f]")),
)
_CYRILLIC = late("[\u0400-\u04ff]")
_OWN_LETTERS = (
    ("be", late("[ў]", re.IGNORECASE)),  # before Ukrainian: it has і too
    ("uk", late("[іїєґ]", re.IGNORECASE)),
    ("sr", late("[ђјљњћџ]", re.IGNORECASE)),
    ("ru", late("[ыэё]", re.IGNORECASE)),
)
_SHARE_OF_SCRIPT = 0.06  # of the letters: what tells Japanese from Chinese has ten times as many


def guessed(text: str) -> str | None:
    """Return the language that ``text`` is written in, as a BCP 47 tag; None where it is unclear.

    >>> guessed("Die Brücke ist seit dem Morgen gesperrt."), guessed("橋は閉鎖された。")
    ('de', 'ja')
    >>> guessed("Ostrava")
    """
    text = text[:_READ]
    letters = sum(map(str.isalpha, text))
    for language, script in _SCRIPTS:
        if len(script.findall(text)) > _SHARE_OF_SCRIPT * letters > 0:
            return language
    words = [word.lower() for word in _WORD.findall(text)]
    counts = {language: sum(map(known.__contains__, words)) for language, known in COMMON.items()}
    first, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    if counts[first] < max(2, _FEWEST * len(words)) or counts[first] == counts[second]:
        return _by_letters(text)
    return first


def _by_letters(text: str) -> str | None:
    """Return the language whose own letters a Cyrillic text has.

    Words decide first, for a name may bring a letter of its own.
    """
    if 2 * len(_CYRILLIC.findall(text)) < sum(map(str.isalpha, text)):
        return None
    return next((language for language, own in _OWN_LETTERS if own.search(text)), None)
