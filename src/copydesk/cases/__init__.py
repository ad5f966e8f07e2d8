"""The cases of each rule: texts before and after, and texts it leaves alone.

They are tests, and `copydesk explain` shows them. ``<rule id>.toml`` beside this file holds tables
of three kinds, each with ``options`` (those of `copydesk.options.Options`) where it needs some; the
cases of a rule of phrases are the examples of its phrases.

``repairs``
    ``before`` becomes ``after``, by the rule alone and by all rules in their order.
``suggests``
    ``before`` stays; the rule suggests what would make it ``after``.
``unchanged``
    The rule leaves ``text`` alone and suggests nothing, and ``why`` says the reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Literal, get_args

from copydesk.options import Options
from copydesk.phrases import Phrase, load, shipped
from copydesk.rule import Rule

Kind = Literal["repairs", "suggests", "unchanged"]


@dataclass(frozen=True, slots=True)
class Case:
    """One example of a rule; ``after`` equals ``before`` where nothing is to change."""

    kind: Kind
    before: str
    after: str
    why: str = ""
    options: Options = field(default_factory=Options)


def cases_of(rule: Rule) -> tuple[Case, ...]:
    """Return the cases of ``rule``; ValueError where its file has a table of another kind."""
    if rule.family == "phrases":
        return tuple(case for pack in shipped() for case in _cases_of_phrases(pack))
    path = files(__package__).joinpath(*f"{rule.id}.toml".split("/"))
    tables = tomllib.loads(path.read_text("utf-8"))
    if unknown := tables.keys() - set(get_args(Kind)):
        raise ValueError(f"{rule.id}.toml: no such kind of case: {', '.join(sorted(unknown))}")
    return tuple(_case(kind, row) for kind in get_args(Kind) for row in tables.get(kind, ()))


def _cases_of_phrases(pack: str) -> Iterator[Case]:
    """The examples that each phrase brings along are the cases of its rule."""
    for phrase in load(pack):
        yield from cases_of_phrase(phrase)


def cases_of_phrase(phrase: Phrase) -> Iterator[Case]:
    """Return the examples of one phrase as cases, for texts from its language."""
    pack = phrase.pack if phrase.pack in shipped() and phrase.pack != "any" else None
    options = Options(source_language=phrase.languages.partition("|")[0] or pack)
    kind: Kind = "repairs" if phrase.is_sure else "suggests"
    yield from (Case(kind, before, after, options=options) for before, after in phrase.repairs)
    yield from (Case("unchanged", text, text, why, options) for text, why in phrase.leaves)


def _case(kind: Kind, row: dict[str, Any]) -> Case:
    options = Options(**row.pop("options", {}))
    if kind == "unchanged":
        return Case(kind, row["text"], row["text"], row["why"], options)
    return Case(kind, row["before"], row["after"], row.get("why", ""), options)
