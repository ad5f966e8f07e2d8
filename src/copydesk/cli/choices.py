"""The options that more than one command takes, and what they ask for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

if TYPE_CHECKING:
    from copydesk.options import Options, Source
    from copydesk.phrases import Phrase
    from copydesk.rule import Rule

Grammar = Literal["auto", "require", "off"]
Quotes = Literal["keep", "curly", "straight"]
_Paths = TypeVar("_Paths", list[str], str | None)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, without its rarer parts


def complete_rule(incomplete: str) -> list[tuple[str, str]]:
    """Return the rules whose id starts with what was typed, each with its title."""
    from copydesk.rules import ORDER

    known = [(rule.id, rule.title) for rule in ORDER]
    if incomplete.startswith("phrases/"):
        from copydesk.phrases.choice import all_phrases

        known = [(phrase.id, phrase.reason) for phrase in all_phrases()]
    return [(id, title) for id, title in known if id.startswith(incomplete)]


def named(paths: _Paths) -> _Paths:
    """Return the paths; that one has no name is a usage error."""
    if "" in ([paths] if isinstance(paths, str) else paths or []):
        raise typer.BadParameter("a path cannot be empty")
    return paths


FilesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="Text files; - is standard input.",
        show_default=False,
        callback=named,
    ),
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
        metavar="TAG",
        help="The language it was translated from, such as fr, or auto to have it guessed.",
        show_default=False,
    ),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="FILE",
        help="What the text was translated from: plain text, or pairs in TMX, XLIFF or TSV.",
        show_default=False,
    ),
]
PhrasesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--phrases",
        metavar="FILE",
        help="Look for the phrases in this TOML file as well. May be repeated.",
        show_default=False,
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
    phrases: list[str] | None = None,
    source: str | None = None,
) -> Options:
    """Return what the options ask for; a wrong one is a usage error that names it."""
    from copydesk.options import Options

    _check_language("--language", language)
    if source_language is not None and source_language != "auto":
        _check_language("--source-language", source_language)
    files = tuple(phrases or ())
    _check_phrases(files)
    for option, rules in (("--only", only), ("--skip", skip)):
        for rule in rules or ():
            _check_rule(option, rule, files)
    return Options(
        language,
        source_language,
        quotes,
        tuple(only or ()),
        tuple(skip or ()),
        phrases=files,
        source=None if source is None else _read_source(source, language, source_language),
    )


def grammar_choice(grammar: Grammar, no_grammar: bool) -> Grammar:
    """Return which of the two ways to say it holds."""
    if no_grammar and grammar == "require":
        raise typer.BadParameter("--no-grammar and --grammar require exclude each other")
    return "off" if no_grammar else grammar


def rules_named(rule: str) -> list[Rule]:
    """Return the rule of this id, or those of this family; none where there is no such name."""
    from copydesk.rules import ORDER

    return [known for known in ORDER if rule in (known.id, known.family)]


def phrases_named(id: str, files: tuple[str, ...] = ()) -> list[Phrase]:
    """Return the phrase of this id, or those of this pack; none where there is no such name."""
    if not id.startswith("phrases/"):
        return []
    from copydesk.phrases.choice import all_phrases

    return [known for known in all_phrases(files) if f"{known.id}/".startswith(f"{id}/")]


def nearest_rule(rule: str) -> str:
    """Say which rule's name comes nearest to one that does not exist."""
    from difflib import get_close_matches

    from copydesk.rules import ORDER

    names = [*(known.id for known in ORDER), *{known.family: 0 for known in ORDER}]
    last = {known.id.partition("/")[2]: known.id for known in ORDER}
    if rule.startswith("phrases/"):
        from copydesk.phrases.choice import all_phrases

        names += [phrase.id for phrase in all_phrases()]
    near = get_close_matches(rule, [*names, *last], n=1)
    if near:
        return f"no rule is called “{rule}”; did you mean “{last.get(near[0], near[0])}”?"
    return f"no rule is called “{rule}”; `copydesk rules` lists them all"


def _read_source(file: str, language: str, source_language: str | None) -> Source:
    from copydesk.formats import Unreadable
    from copydesk.source.read import read

    origin = None if source_language == "auto" else source_language
    try:
        return read(Path(file).read_bytes(), file, language, origin)
    except Unreadable as error:
        why = f"{file} {error}"
    except OSError as error:
        why = f"cannot read {file}: {error.strerror}"
    raise typer.BadParameter(why, param_hint="--source")


def _check_phrases(files: tuple[str, ...]) -> None:
    if files:
        from copydesk.phrases.checks import BadPhrases
        from copydesk.phrases.choice import own_phrases

        try:
            own_phrases(files)
        except BadPhrases as error:
            raise typer.BadParameter(str(error), param_hint="--phrases") from None
        except OSError as error:
            why = f"cannot read {error.filename}: {error.strerror}"
            raise typer.BadParameter(why, param_hint="--phrases") from None


def _check_rule(option: str, rule: str, files: tuple[str, ...]) -> None:
    if rule.partition("/")[0] == "grammar" or phrases_named(rule, files):
        return
    if not rules_named(rule):
        raise typer.BadParameter(nearest_rule(rule), param_hint=option)


def _check_language(option: str, tag: str) -> None:
    if not _LANGUAGE.fullmatch(tag):
        raise typer.BadParameter(
            f"“{tag}” is no language tag; en-US or fr are some", param_hint=option
        )
