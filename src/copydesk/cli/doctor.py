"""`copydesk doctor`: what there is to check grammar with, and whether it works."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from copydesk import __version__
from copydesk.cli.choices import ServerOption
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen

if TYPE_CHECKING:
    from copydesk.grammar import Checker
    from copydesk.grammar.install import Installation

_SENTENCE = "He ate a apple."
_FINDING = "EN_A_VS_AN"


def doctor(languagetool_url: ServerOption = None) -> None:
    """Say what there is to check grammar with, and check one sentence with it.

    Nothing is fetched: `copydesk setup` does that. Ends with 3 where grammar cannot be checked.
    """
    from copydesk.grammar import Checker, GrammarUnavailable
    from copydesk.grammar.cache import Cache
    from copydesk.grammar.install import Installation  # slow to import

    screen = Screen.out()
    installation = Installation.default()

    def say(what: str, is_: str) -> None:
        screen.line(f"{what + ':':14}{is_}")

    say("copydesk", __version__)
    say("Python", f"{platform.python_version()} in {sys.executable}")
    try:
        if languagetool_url:
            from copydesk.grammar.client import version

            say("LanguageTool", f"{version(languagetool_url)} at {languagetool_url}")
        else:
            for line in _own(installation):
                say(*line)
        asking = Checker(languagetool_url, installation=installation, cache=Cache())
        with asking as checker:  # with a cache of its own, so that the server is asked
            for line in _trial(checker):
                say(*line)
    except GrammarUnavailable as unavailable:
        say("grammar", f"cannot be checked: {unavailable.reason}")
        raise typer.Exit(ExitCode.FAILED) from None
    say("grammar", "works")


def _own(installation: Installation) -> Iterator[tuple[str, str]]:
    """Say what our own server is made of. GrammarUnavailable where something is missing."""
    from copydesk.grammar import GrammarUnavailable
    from copydesk.grammar.server import java, java_version

    yield "Java", f"{java_version()} in {java()}"
    lock = installation.lock
    missing = installation.missing(thorough=True)
    size = (installation.size - sum(jar.size for jar in missing)) / 1e6
    yield "LanguageTool", f"{lock.version} in {installation.folder} ({size:.0f} MB)"
    if missing:
        raise GrammarUnavailable(
            f"{len(missing)} of {len(lock.jars)} files are missing or damaged;"
            " `copydesk setup` fetches them"
        )


def _trial(checker: Checker) -> Iterator[tuple[str, str]]:
    """Check one sentence. GrammarUnavailable where that does not find its error."""
    from copydesk.grammar import GrammarUnavailable

    begun = perf_counter()
    checker.engine.start()
    started = perf_counter()
    if checker.engine.server:
        kept = f" (kept: {checker.engine.url})" if checker.engine.is_kept else ""
        yield "start", f"{started - begun:.1f} s{kept}"
    found = checker.check(_SENTENCE)
    yield "first check", f"{perf_counter() - started:.1f} s"
    if checker.engine.server and (memory := checker.engine.server.memory):
        yield "memory", f"{memory / 1e6:.0f} MB"
    if all(match.rule != _FINDING for match in found):
        raise GrammarUnavailable(f"the error in “{_SENTENCE}” was not found")
