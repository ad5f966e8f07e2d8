"""The options that more than one command takes, and what they ask for."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from copydesk.options import Grammar, Options, Quotes, Source

if TYPE_CHECKING:
    from copydesk.batch.task import Setting
    from copydesk.cli.folder import Folder
    from copydesk.formats import Format

_Paths = TypeVar("_Paths", list[str], str | None)


def complete_rule(incomplete: str) -> list[tuple[str, str]]:
    """Return the rules whose id starts with what was typed, each with its title."""
    from copydesk.rules import ORDER

    known = [(rule.id, rule.title) for rule in ORDER]
    if incomplete.startswith("phrases/"):
        from copydesk.phrases.choice import all_phrases

        known = [(phrase.id, phrase.reason) for phrase in all_phrases()]
    return [(id, title) for id, title in known if id.startswith(incomplete)]


def complete_format(incomplete: str) -> list[str]:
    """Return the formats whose name starts with what was typed."""
    from copydesk.formats import FORMATS

    return [format.name for format in FORMATS if format.name.startswith(incomplete)]


def named(paths: _Paths) -> _Paths:
    """Return the paths; that one has no name is a usage error."""
    if "" in ([paths] if isinstance(paths, str) else paths or []):
        raise typer.BadParameter("a path cannot be empty")
    return paths


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise typer.BadParameter("has to be a number")
    return number


def _patterns(given: list[str] | None) -> list[str] | None:
    if not given:
        return given
    from copydesk.batch.tree import is_pattern

    for pattern in given:
        if not is_pattern(pattern):
            raise typer.BadParameter(f"“{pattern}” is no pattern of files")
    return given


def printable(given: str) -> str:
    """Return a name; a usage error where a document could not hold it."""
    if not given.isprintable():
        raise typer.BadParameter("has a character that cannot be printed")
    return given


FilesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        help="Text files, or a folder of them; - is standard input.",
        show_default=False,
        callback=named,
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="Read the files as this format, such as markdown or srt, whatever their names end in.",
        autocompletion=complete_format,
        show_default=False,
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        help="Write the cleaned copy here: a file, or a folder for several inputs.",
        show_default=False,
        callback=named,
    ),
]
InPlaceOption = Annotated[
    bool, typer.Option("--in-place", help="Write the cleaned copy over the input, safely.")
]
StdoutOption = Annotated[
    bool, typer.Option("--stdout", help="Write the cleaned text to standard output.")
]
RecordOption = Annotated[
    str | None,
    typer.Option(
        "--record",
        metavar="FILE",
        help="The record of a run: `clean` writes it, and the copy can be made from it again.",
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
    str,
    typer.Option(
        metavar="TAG",
        help="The language of the text, such as en-GB or es; auto is English as it is spelt.",
    ),
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
FieldOption = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="NAME",
        help="The column of a table (its name, or its number from 1), the key of JSON Lines (such "
        "as article.body) or the language of a translation memory to read. May be repeated.",
        show_default=False,
    ),
]
NamesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--names",
        metavar="FILE",
        help="Let nothing rewrite the names in this file, one a line. May be repeated.",
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
IncludeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="GLOB",
        help="In a folder, take the files of this pattern, as in .gitignore, and no others. May be "
        "repeated.",
        show_default=False,
        callback=_patterns,
    ),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="GLOB",
        help="In a folder, leave out the files and folders of this pattern. May be repeated.",
        show_default=False,
        callback=_patterns,
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="NUMBER",
        help="How many processes work on a folder.",
        show_default="one for each processor",
    ),
]
MaxSizeOption = Annotated[
    float,
    typer.Option(
        "--max-size",
        min=0,
        max=1e6,
        metavar="MB",
        help="Refuse larger files; they take much memory.",
        callback=_finite,
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
    names: list[str] | None = None,
) -> Options:
    """Return what the options ask for; a wrong one is a usage error that names it."""
    files = checked_phrases(phrases)
    rules = tuple(only or ()), tuple(skip or ())
    try:
        locked = frozenset(_read_names(names or []))
        asked = Options(language, source_language, quotes, *rules, locked, files)
    except ValueError as error:
        wrong, _, why = str(error).partition(": ")
        raise typer.BadParameter(why, param_hint=f"--{wrong.replace('_', '-')}") from None
    if only or skip:
        from copydesk.choice import check_names  # imports the rules

        for hint, names_of_rules in (("--only", asked.only), ("--skip", asked.skip)):
            try:
                check_names(names_of_rules, files)
            except ValueError as error:
                raise typer.BadParameter(str(error), param_hint=hint) from None
    if source_language and source_language != "auto" and not files:
        _tell_if_without_phrases(asked)
    if source is None:
        return asked
    return replace(asked, source=_read_source(source, asked.tag, source_language))


def _tell_if_without_phrases(asked: Options) -> None:
    from copydesk.cli.screen import tell
    from copydesk.phrases import shipped
    from copydesk.phrases.choice import source_language

    known = [pack for pack in shipped() if pack != "any"]
    if source_language(asked) not in known:
        tell(
            f"no phrases are known from “{asked.source_language}”, only from {', '.join(known)};"
            " those of any language are looked for"
        )


def format_choice(name: str | None) -> Format | None:
    """Return the format of this name, None for none; a wrong one is a usage error."""
    if name is None:
        return None
    from copydesk.formats import format_of

    try:
        return format_of("", name)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--format") from None


DecisionsOption = Annotated[
    str | None,
    typer.Option(
        "--decisions",
        metavar="FILE",
        help="Obey what was decided in a review, as this file has it.",
        show_default="copydesk-decisions.toml beside the texts, or the nearest in a folder above",
        callback=named,
    ),
]


def decisions_file(given: str | None, files: list[str]) -> Path | None:
    """Return the file of decisions that is named, or else the nearest to these files or folders.

    That the named one is not there is a usage error.
    """
    from copydesk.review.place import nearest

    if given is None:
        return nearest(*files)
    if not os.path.exists(given):
        raise typer.BadParameter(f"there is no file “{given}”", param_hint="--decisions")
    return Path(given)


class Unusable(typer.BadParameter):
    """A file that cannot be used; the message names it."""

    def format_message(self) -> str:
        """Return the message: whether an option named the file makes no difference."""
        return self.message


def decisions_text(given: str | None, files: list[str]) -> str:
    """Return what that file holds, nothing where there is none; a bad one is a usage error."""
    path = decisions_file(given, files)
    if path is None:
        return ""
    from copydesk.review.store import BadDecisions, dumps, load

    try:
        decisions = load(path)
    except BadDecisions as error:
        raise Unusable(str(error), param_hint="--decisions") from None
    except OSError as error:
        why = f"cannot read {path}: {error.strerror}"
        raise Unusable(why, param_hint="--decisions") from None
    return dumps(decisions) if decisions else ""


def folder_of(
    files: list[str],
    include: list[str] | None,
    exclude: list[str] | None,
    jobs: int | None,
    setting: Setting,
) -> Folder | None:
    """Return the folder that is named, None where files are: one among them is no input."""
    if len(files) > 1 or not os.path.isdir(files[0]):
        if include or exclude:
            raise typer.BadParameter("--include and --exclude choose the files of a folder")
        return None
    from copydesk.batch.pool import cores
    from copydesk.cli.folder import Folder

    patterns = tuple(include or ()), tuple(exclude or ())
    return Folder(files[0], None, setting, *patterns, jobs or cores())


def grammar_choice(grammar: Grammar, no_grammar: bool) -> Grammar:
    """Return which of the two ways to say it holds."""
    if no_grammar and grammar == "require":
        raise typer.BadParameter("--no-grammar and --grammar require exclude each other")
    return "off" if no_grammar else grammar


def _read_names(files: list[str]) -> Iterator[str]:
    from copydesk.names import listed

    for file in files:
        try:
            yield from listed(Path(file).read_text("utf-8-sig").splitlines())
        except OSError as error:
            why = f"cannot read {file}: {error.strerror}"
        except UnicodeDecodeError:
            why = f"{file} is not in UTF-8"
        else:
            continue
        raise typer.BadParameter(why, param_hint="--names")


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


def checked_phrases(phrases: list[str] | None) -> tuple[str, ...]:
    """Return the user’s files of phrases; one that is no good is a usage error."""
    files = tuple(phrases or ())
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
    return files
