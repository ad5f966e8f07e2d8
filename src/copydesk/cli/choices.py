"""The options that more than one command takes, and what they ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from copydesk.options import Options
    from copydesk.rule import Rule

Grammar = Literal["auto", "require", "off"]
Quotes = Literal["keep", "curly", "straight"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, without its rarer parts


def complete_rule(incomplete: str) -> list[tuple[str, str]]:
    """Return the rules whose id starts with what was typed, each with its title."""
    from copydesk.rules import ORDER

    return [(rule.id, rule.title) for rule in ORDER if rule.id.startswith(incomplete)]


FilesArgument = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="Text files; - is standard input.", show_default=False),
]
GrammarOption = Annotated[
    Grammar,
    typer.Option(
        help="Check the grammar: auto goes on without where LanguageTool cannot be had, "
        "require makes that an error."
    ),
]
NoGrammarOption = Annotated[bool, typer.Option("--no-grammar", help="The same as --grammar off.")]
QuotesOption = Annotated[
    Quotes,
    typer.Option(help="Mend wrong quote marks alone (keep), or write all of them in one style."),
]
LanguageOption = Annotated[
    str, typer.Option(metavar="TAG", help="The language of the text, such as en-US or en-GB.")
]
SourceLanguageOption = Annotated[
    str | None,
    typer.Option(
        metavar="TAG", help="The language it was translated from, such as fr.", show_default=False
    ),
]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE",
        help="Use this rule or family of rules and no other. May be repeated.",
        autocompletion=complete_rule,
        show_default=False,
    ),
]
SkipOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE",
        help="Leave out this rule or family of rules. May be repeated.",
        autocompletion=complete_rule,
        show_default=False,
    ),
]
ServerOption = Annotated[
    str | None,
    typer.Option(
        "--languagetool-url",
        metavar="URL",
        envvar="COPYDESK_LANGUAGETOOL_URL",
        help="Use the LanguageTool server at this address and start none.",
        show_default=False,
    ),
]


def options(
    language: str,
    source_language: str | None,
    quotes: Quotes,
    only: list[str] | None,
    skip: list[str] | None,
) -> Options:
    """Return what the options ask for; a wrong one is a usage error that names it."""
    from copydesk.options import Options

    _check_language("--language", language)
    if source_language is not None:
        _check_language("--source-language", source_language)
    for option, rules in (("--only", only), ("--skip", skip)):
        for rule in rules or ():
            _check_rule(option, rule)
    return Options(language, source_language, quotes, tuple(only or ()), tuple(skip or ()))


def grammar_choice(grammar: Grammar, no_grammar: bool) -> Grammar:
    """Return which of the two ways to say it holds."""
    if no_grammar and grammar == "require":
        raise typer.BadParameter("--no-grammar and --grammar require exclude each other")
    return "off" if no_grammar else grammar


def rules_named(rule: str) -> list[Rule]:
    """Return the rule of this id, or those of this family; none where there is no such name."""
    from copydesk.rules import ORDER

    return [known for known in ORDER if rule in (known.id, known.family)]


def nearest_rule(rule: str) -> str:
    """Say which rule's name comes nearest to one that does not exist."""
    from difflib import get_close_matches

    from copydesk.rules import ORDER

    names = [*(known.id for known in ORDER), *{known.family: 0 for known in ORDER}]
    last = {known.id.partition("/")[2]: known.id for known in ORDER}
    near = get_close_matches(rule, [*names, *last], n=1)
    if near:
        return f"no rule is called “{rule}”; did you mean “{last.get(near[0], near[0])}”?"
    return f"no rule is called “{rule}”; `copydesk rules` lists them all"


def _check_rule(option: str, rule: str) -> None:
    if rule.partition("/")[0] != "grammar" and not rules_named(rule):
        raise typer.BadParameter(nearest_rule(rule), param_hint=option)


def _check_language(option: str, tag: str) -> None:
    if not _LANGUAGE.fullmatch(tag):
        raise typer.BadParameter(
            f"“{tag}” is no language tag; en-US or fr are some", param_hint=option
        )
