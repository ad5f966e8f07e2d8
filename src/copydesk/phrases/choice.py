"""Which phrases a run looks for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from copydesk.options import Options
from copydesk.phrases import Phrase, load, shipped
from copydesk.phrases.lexicon import Lexicon


def lexicon_for(options: Options) -> Lexicon:
    """Return the phrases that ``options`` ask for, ready to be looked for.

    Those of the source language and of no single one; where the language is not known, the ones of
    all languages that are safe whatever it is. Raises what `copydesk.phrases.checks.read` does.
    """
    language = (options.source_language or "").partition("-")[0].lower()
    return _lexicon(language, _versions(options.phrases))


def own_phrases(files: tuple[str, ...]) -> tuple[Phrase, ...]:
    """Return the phrases of a user's files. Raises what `copydesk.phrases.checks.read` does."""
    return _own(_versions(files))


def all_phrases(files: tuple[str, ...] = ()) -> tuple[Phrase, ...]:
    """Return every phrase that a run could look for, whatever the language."""
    return (*own_phrases(files), *(phrase for pack in shipped() for phrase in load(pack)))


Version = tuple[str, int]
"""A file and when it was last written: each version is read once."""


def _versions(files: tuple[str, ...]) -> tuple[Version, ...]:
    return tuple((file, Path(file).stat().st_mtime_ns) for file in files)


@lru_cache(maxsize=32)
def _lexicon(language: str, files: tuple[Version, ...]) -> Lexicon:
    packs = [pack for pack in shipped() if pack == "any" or not language or pack == language]
    phrases = (phrase for pack in packs for phrase in load(pack, examples=False))
    return Lexicon([*_own(files), *(phrase for phrase in phrases if _is_for(phrase, language))])


def _is_for(phrase: Phrase, language: str) -> bool:
    if phrase.pack in ("any", language):
        return True
    return phrase.is_sure and not phrase.needs_language


@lru_cache(maxsize=32)
def _own(files: tuple[Version, ...]) -> tuple[Phrase, ...]:
    if not files:
        return ()
    from copydesk.phrases.checks import read  # what is not needed without such files

    return tuple(phrase for file, _ in files for phrase in read(Path(file)))
