"""Which phrases a run looks for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from copydesk.options import Options
from copydesk.phrases import Phrase, load, load_briefly, shipped
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
    packs = {"any", language} if language else set(shipped())
    phrases = list(_own(files))
    for pack in sorted(packs.intersection(shipped())):
        if pack in ("any", language):
            phrases += load_briefly(pack)
        else:
            phrases += (p for p in load_briefly(pack, sure=True) if not p.needs_language)
    return Lexicon(phrases)


@lru_cache(maxsize=32)
def _own(files: tuple[Version, ...]) -> tuple[Phrase, ...]:
    if not files:
        return ()
    from copydesk.phrases.checks import read  # what is not needed without such files

    return tuple(phrase for file, _ in files for phrase in read(Path(file)))
