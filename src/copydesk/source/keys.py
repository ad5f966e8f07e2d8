"""What a sentence and its translation have in common: numbers, names, related words."""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"\d(?:[\d.,:]*\d)?|[^\W\d_]{4,}")
_PREFIX = 5  # letters that related words of two languages mostly share
_SHORT, _LONG = 4, 6  # letters: names, and other words, that are long enough to tell something

_LATIN = str.maketrans(
    {
        pair[0]: pair[1:]
        for pair in """
        аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ
        ыy ь эe юyu яya іi їi єe ґg
        """.split()
    }
)
"""Small Cyrillic letters in Latin ones, as names are commonly written."""


def keys(sentence: str) -> frozenset[str]:
    """Return what may come again in a translation of ``sentence``.

    These are the digits of its numbers, and the first letters of names and long words, without
    accents and in Latin letters.

    >>> sorted(keys("El presidente pagó 1.250 euros.") & keys("The president paid €1,250."))
    ['1250', 'presi']
    """
    return frozenset(key for m in _TOKEN.finditer(sentence) if (key := _key(m[0])))


def _key(token: str) -> str:
    if token[0].isdigit():
        return "".join(c for c in token if c.isdigit())
    if len(token) < (_SHORT if token[0].isupper() else _LONG):
        return ""
    word = token.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.translate(_LATIN))
        word = "".join(c for c in word if not unicodedata.combining(c))
    return word[:_PREFIX]
