"""The classes that we add to LanguageTool: compiled from their source, and finding the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from copydesk.grammar import Checker, Match
from copydesk.grammar import server as server_module
from copydesk.grammar.cache import Cache
from copydesk.grammar.install import Installation
from copydesk.grammar.match import Rules
from copydesk.grammar.server import CLASSES, Server

SLIPS = """\
The harbour masters of three small town has written to the minister, who do not answer.
What the sailors wants most are a lighthouse which don't go out when the wind blow.
Each of the boats that was moored there have lost their anchor; a new ones cost much.
He go to the pier every mornings and the gulls follows him, or so the baker say.
“Dont you thinks,” asks the captain, “that these rope are to short for this ships?”
Café owners — and there are 1,250 of them in Nørrebro — pays £3.50 for a sack of coffees.
"""


@pytest.mark.parametrize("source", sorted(CLASSES.rglob("*.java")), ids=lambda path: path.stem)
def test_a_class_was_compiled_from_its_source(source: Path) -> None:
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    assert source.with_suffix(".class").exists()
    assert source.with_suffix(".sha256").read_text().strip() == digest, (
        "run scripts/compile_java.py"
    )


def found(installation: Installation) -> tuple[Match, ...]:
    server = Server(installation)
    try:
        with Checker(server.url, cache=Cache(), rules=Rules()) as checker:
            return checker.check(SLIPS)
    finally:
        server.close()


@pytest.mark.languagetool
def test_phrases_found_quicker_are_the_same(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = found(installation)
    monkeypatch.setattr(server_module, "_MAIN", "org.languagetool.server.HTTPServer")
    assert ours == found(installation)
    grammar = {match.rule for match in ours if match.kind == "grammar"}
    assert len(grammar) > 5, "or the text has hardly a phrase for a rule to look at"
