"""`copydesk rules` and `copydesk explain`."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent
from typing import TYPE_CHECKING, Annotated

import typer

from copydesk.cli.choices import complete_rule, nearest_rule, rules_named
from copydesk.cli.screen import Screen

if TYPE_CHECKING:
    from copydesk.cases import Case
    from copydesk.rule import Rule

_REACH = {
    "marks": "may change punctuation, space and invisible characters, but no letter and no digit",
    "words": "may change words, but no number, no name and no word of a quotation",
    "text": "may change anything",
}
_KINDS = {
    "repairs": "Repairs",
    "suggests": "Suggests",
    "unchanged": "Leaves alone",
    "known_failures": "Misses as yet",
}


def rules() -> None:
    """List every rule in the order in which they act.

    A line each: its id, its reach (the most that it may change by itself: marks, words or any
    text), and what is wrong where it acts.
    """
    from copydesk.rules import ORDER

    width = max(len(rule.id) for rule in ORDER)
    for rule in ORDER:
        Screen.out().line(f"{rule.id:<{width}}  {rule.reach:<5}  {rule.title}")


def explain(
    rule: Annotated[
        str,
        typer.Argument(
            metavar="RULE",
            help="The id of a rule, or a family of them.",
            autocompletion=complete_rule,
            show_default=False,
        ),
    ],
) -> None:
    """Say why an artefact arises, what its rule leaves alone, and show examples of both."""
    named = rules_named(rule)
    if not named:
        raise typer.BadParameter(nearest_rule(rule), param_hint="RULE")
    Screen.out().line("\n\n\n".join("\n".join(_explained(each)) for each in named))


def _explained(rule: Rule) -> Iterator[str]:
    from copydesk.cases import cases_of

    yield f"{rule.id}: {rule.title}"
    yield f"Reach: {rule.reach}, it {_REACH[rule.reach]}."
    yield ""
    yield rule.documentation
    kind = ""
    for case in cases_of(rule):
        if case.kind != kind:
            kind = case.kind
            yield f"\n{_KINDS[kind]}:"
        yield ""
        yield from _example(case)


def _example(case: Case) -> Iterator[str]:
    from copydesk.reports.visible import visible_lines

    yield indent(visible_lines(case.before), "    ")
    if case.after != case.before:
        yield indent(visible_lines(case.after), "  → ", lambda line: True)
    if case.why:
        yield f"    ({case.why})"
