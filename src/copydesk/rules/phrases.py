"""Phrases that machine translation leaves behind, one rule for each language they come from."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.document import Document
from copydesk.phrases import Phrase, load
from copydesk.revision import Fix
from copydesk.rule import Rule


def pack(name: str, language: str, phrases: tuple[Phrase, ...]) -> Rule:
    """Return the rule ``phrases/<name>`` for phrases that machines make of ``language``."""

    def find(doc: Document) -> Iterator[Fix]:
        for phrase in phrases:
            for start, end, new in phrase.found(doc.text):
                sure = phrase.standing == "applied"
                yield Fix.replace(start, end, new, phrase.message, sure=sure)

    before, after = next(p.repairs[0] for p in phrases if p.standing == "applied")
    find.__doc__ = (
        f"Say what an editor would say where a machine followed {language} word for word.\n\n"
        "The phrases are data, each with its cause, the reason and examples; those that clean\n"
        "text has as well, now and then, are only pointed at.\n\n"
        f">>> repaired({before!r})\n{after!r}"
    )
    return Rule(f"phrases/{name}", f"phrase taken over from {language}", find, "words")


PACKS = (pack("fr", "French", load("fr")),)
"""A rule for each file of phrases."""
