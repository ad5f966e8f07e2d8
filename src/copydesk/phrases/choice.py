"""Which phrases a run looks for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from copydesk.options import Options
from copydesk.phrases import Phrase, load, shipped
from copydesk.phrases.checks import read
from copydesk.phrases.lexicon import Lexicon


def lexicon_for(options: Options) -> Lexicon:
    """Return the phrases that ``options`` ask for, ready to be looked for.

    Those of the source language and of no single one; where the language is not known, the ones of
    all languages that are safe whatever it is. Raises what `copydesk.phrases.checks.read` does.
    """
    language = (options.source_language or "").partition("-")[0].lower()
    return _lexicon(language, options.phrases)


@lru_cache(maxsize=32)
def _lexicon(language: str, files: tuple[str, ...]) -> Lexicon:
    own = [phrase for file in files for phrase in read(Path(file))]
    packs = [pack for pack in shipped() if pack == "any" or not language or pack == language]
    return Lexicon([*own, *(p for pack in packs for p in load(pack) if _is_for(p, language))])


def _is_for(phrase: Phrase, language: str) -> bool:
    if phrase.pack in ("any", language):
        return True
    return phrase.is_sure and not phrase.needs_language
