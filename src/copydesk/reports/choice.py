"""Some of the changes of a run, chosen by the stage or the rule they come from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from copydesk.options import Options, Stage
from copydesk.pipeline import Cleaned
from copydesk.revision import Change


def stage_of(rule: str) -> Stage:
    """Return the stage that the rule of this id belongs to.

    >>> print(stage_of("grammar/EN_A_VS_AN"), stage_of("quotes/nested"))
    grammar repairs
    """
    family = rule.partition("/")[0]
    return Stage(family) if family in ("phrases", "grammar") else Stage.REPAIRS


def chosen(
    cleaned: Cleaned, stages: Collection[Stage] = (), rules: tuple[str, ...] = ()
) -> Cleaned:
    """Return ``cleaned`` with no more than the changes and suggestions of some stages and rules.

    A change that several rules had a part in counts for each of them. Nothing named means all.
    """
    asked = Options(only=rules)

    def is_chosen(change: Change) -> bool:
        of_stage = not stages or any(stage_of(rule) in stages for rule in change.rules)
        return of_stage and (not rules or any(map(asked.wants, change.rules)))

    return replace(
        cleaned,
        revision=cleaned.revision.only(tuple(filter(is_chosen, cleaned.changes))),
        suggestions=tuple(filter(is_chosen, cleaned.suggestions)),
    )
