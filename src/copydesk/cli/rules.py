"""`copydesk rules` and `copydesk explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import indent
from typing import TYPE_CHECKING, Annotated

import typer

from copydesk.cli.choices import checked_phrases, complete_rule
from copydesk.cli.screen import Screen

if TYPE_CHECKING:
    from copydesk.cases import Case
    from copydesk.phrases import Phrase
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
            help="The id of a rule or phrase, a family of them, or the name of a phrase alone.",
            autocompletion=complete_rule,
            show_default=False,
        ),
    ],
    phrases: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="A TOML file of your own phrases.", show_default=False),
    ] = None,
) -> None:
    """Say why an artefact arises, what its rule leaves alone, and show examples of both."""
    from copydesk.choice import nearest, phrases_called, phrases_named, rules_named

    files = checked_phrases(phrases)
    texts = [_explained(each) for each in rules_named(rule)]
    texts += [_explained_phrase(each) for each in phrases_named(rule, files)]
    if not texts:
        texts = [_explained_phrase(each) for each in phrases_called(rule, files)]
    if not texts:
        raise typer.BadParameter(nearest(rule), param_hint="RULE")
    Screen.out().line("\n\n\n".join("\n".join(text) for text in texts))


def _explained(rule: Rule) -> Iterator[str]:
    from copydesk.cases import cases_of

    yield f"{rule.id}: {rule.title}"
    yield f"Reach: {rule.reach}, it {_REACH[rule.reach]}."
    yield ""
    yield rule.documentation
    if rule.id == "phrases":
        yield from _packs()
    else:
        yield from _examples(cases_of(rule))


def _packs() -> Iterator[str]:
    from copydesk.phrases import load, shipped

    yield "\nThe packs, each of which can be explained, chosen and skipped:\n"
    for pack in shipped():
        sure = sum(phrase.is_sure for phrase in load(pack))
        yield f"    phrases/{pack:<4} {sure} applied, {len(load(pack)) - sure} suggested"


def _explained_phrase(phrase: Phrase) -> Iterator[str]:
    from copydesk.cases import cases_of_phrase
    from copydesk.phrases import FIGURES, figures

    yield f"{phrase.id}: {phrase.reason}"
    languages = f" ({', '.join(phrase.languages.split('|'))})" if phrase.languages else ""
    yield f"Cause: {phrase.cause}{languages}"
    yield f"Standing: {phrase.standing}"
    yield f"Pattern: {phrase.pattern} → {', or '.join(phrase.replacements)}"
    counted = figures().get(phrase.id)
    if counted is not None:
        yield "Counted:"
        for name, meaning in FIGURES.items():
            yield f"{counted.get(name, 0):>6}  {name}: {meaning}"
    yield from _examples(cases_of_phrase(phrase))


def _examples(cases: Iterable[Case]) -> Iterator[str]:
    kind = ""
    for case in cases:
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
