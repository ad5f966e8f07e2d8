"""Which phrases a run looks for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from copydesk.files import each_once
from copydesk.options import Options
from copydesk.phrases import Phrase, load, shipped
from copydesk.phrases.index import Index
from copydesk.phrases.lexicon import Lexicon


def lexicon_for(options: Options) -> Lexicon:
    """Return the phrases that ``options`` ask for, ready to be looked for.

    Those of all languages, but for what is looked for only in texts from its own. Raises what
    `copydesk.phrases.checks.read` does.
    """
    return _lexicon(source_language(options), _versions(options.phrases))


def precedence(phrase: Phrase, options: Options) -> int:
    """Return which of several phrases to take for the same words: the one with the least number.

    The user’s own come first, then those of the text’s own source language, then what fits any.
    """
    if phrase.pack not in shipped():
        return 0
    if source_language(options) in phrase.origins:
        return 1
    return 2 if phrase.pack == "any" else 3


def source_language(options: Options) -> str:
    """Return the language that the text was translated from, without its country; "" if unknown."""
    return (options.source_language or "").partition("-")[0].lower()


def own_phrases(files: tuple[str, ...]) -> tuple[Phrase, ...]:
    """Return the phrases of a user's files. Raises what `copydesk.phrases.checks.read` does."""
    return _own(_versions(files))


def all_phrases(files: tuple[str, ...] = ()) -> tuple[Phrase, ...]:
    """Return every phrase that a run could look for, whatever the language."""
    return (*own_phrases(files), *(phrase for pack in shipped() for phrase in load(pack)))


Version = tuple[str, int]
"""A file and when it was last written: each version is read once."""


def _versions(files: tuple[str, ...]) -> tuple[Version, ...]:
    return tuple((file, Path(file).stat().st_mtime_ns) for file in each_once(files))


@lru_cache(maxsize=32)
def _lexicon(language: str, files: tuple[Version, ...]) -> Lexicon:
    own = (phrase for phrase in _own(files) if phrase.standing_in(language) is not None)
    return Lexicon(own, Index(lambda entry: entry.standing_in(language) is not None))


@lru_cache(maxsize=32)
def _own(files: tuple[Version, ...]) -> tuple[Phrase, ...]:
    if not files:
        return ()
    from copydesk.phrases.checks import read  # what is not needed without such files

    sure = Index(lambda entry: entry.is_sure)
    own: list[Phrase] = []
    for file, _ in files:
        own += read(Path(file), own, sure)
    return tuple(own)
