"""Phrases that machine translation and spinning leave behind: data, one file a source language.

``<language>.toml`` beside this file (``any.toml`` for what no single language explains) holds one
table an entry. Its name is the entry's id, made of the English phrase: ``[stake-of-the-day]``.

``pattern``
    What machines write; the syntax is below.
``replace``
    What an editor would write, or a list of it with the best first: that one is the fix, the others
    are named in the message.
``cause``
    The expression that the phrase comes from, for people to read: ``"l’enjeu du jour"``.
``reason``
    One sentence: why an editor changes it.
``standing``
    ``applied`` where clean text never has the phrase and it has no literal reading; ``suggested``
    where it is right now and then, and where the replacement changes a name or a figure.
``repairs``
    Pairs of a sentence and what becomes of it, two or more, of your own. The entry is to find
    nothing in the second. In an entry that only suggests, the first holds the phrase once.
``leaves``
    Pairs of a sentence and why it is left alone, two or more: near misses, literal readings.
``source`` (may be missing)
    A regular expression that finds the cause in a text of the source language, in either case:
    ``"enjeux? du (jour|moment)"``. Nothing in it may repeat what repeats.
``not_after``, ``not_before`` (may be missing)
    Words that may not stand just before or after: ``"a|the"``.
``needs_language`` (may be missing)
    ``true`` for an applied entry that is right only in translations from its language: without that
    language given it is not used.
``languages`` (may be missing)
    The languages that the phrase comes from, where they are several: ``"ru|uk"``. Where none of
    them is given, the entry is used only if it is applied and does not need the language.

Patterns
--------

Words stand as they are. A small letter matches a capital too, a capital only itself; a space any
one space within a line; an apostrophe its straight and curly form. A phrase matches whole words.
What varies is a part, and parts are numbered from 1, from left to right:

``(a|b|)``
    One of these texts; an empty one stands for nothing. Letters may touch it: ``stake(|s)``.
``{verb:take}``, ``{noun:stake}``
    Any form of a verb (take, takes, took, taken, taking) or noun (stake, stakes). Several lemmas:
    ``{verb:take|hold}``. Verbs in -ize match -ise too; write the American spelling.
``<det>`` ``<poss>`` ``<pron>`` ``<subj>``
    A determiner (the, a, this, her, some), a possessive (his, Ada’s), an object pronoun, a subject
    pronoun.
``<word>`` ``<adj>`` ``<noun>`` ``<adv>``
    Any word but such as the, of, and, was; one in small letters and without -ly; one without -ly;
    one in -ly or such as also. Nothing knows what is a noun: these only rule out what is none.
``<name>`` ``<number>`` ``<np>``
    One to four words with capitals; a number; a pronoun such as this or them, or up to three words
    like ``<word>``, with or without a determiner before them.
``?`` after a part
    It may be missing, with the space beside it: ``take (an active)? part``, ``the <adj>? day``. Not
    at the beginning or end of a pattern.
``^`` at the beginning, ``$`` at the end
    Only where a sentence or clause begins; only before a mark of punctuation or the end of a line.

A pattern needs a word of three letters that is always there, and holds at most four ``<…>``.

Replacements
------------

``{verb:hold}``, ``{noun:issue}``
    In the form that the pattern’s verb or noun has in the text; ``{verb:hold=2}`` in that of part 2
    where the pattern has several. Nothing else may be turned into forms of be.
``{1}``, ``<det>``
    What part 1, or the only such slot, matched. Nothing, where it was missing.
``{1:is|was}``
    The text in the place of the one that part 1, a choice of as many, matched.

A replacement is never empty: what is to go takes a word beside it along, as in ``^it is so that
<word>``, replaced by ``<word>``. A capital at the beginning stays, and an ``a`` or ``an`` before
the phrase or inside it is set right: patterns need not hold the article.

``python -m copydesk.phrases.checks FILE…`` says all that is wrong with files, with their lines.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal, get_args

from copydesk.phrases.pattern import Pattern, Replacement, parsed, written

Standing = Literal["applied", "suggested"]

_EXAMPLES = re.compile(r"^(?:repairs|leaves) = \[\n(?:[ \t].*\n)*\]\n", re.MULTILINE)
_ENTRY = re.compile(r"^(?=\[)", re.MULTILINE)
_APPLIED = '\nstanding = "applied"\n'
_PACK_FILE = re.compile(r"([a-z]{2,3})\.toml")


@dataclass(frozen=True)
class Phrase:
    """One phrase, and what to write in its place; its fields are told in the module."""

    pack: str
    name: str
    pattern: str
    replacements: tuple[str, ...]
    cause: str
    reason: str
    standing: Standing
    repairs: tuple[tuple[str, str], ...]
    leaves: tuple[tuple[str, str], ...]
    source: str = ""
    not_after: str = ""
    not_before: str = ""
    needs_language: bool = False
    languages: str = ""

    @property
    def id(self) -> str:
        """What findings carry and users choose: ``phrases/fr/stake-of-the-day``."""
        return f"phrases/{self.pack}/{self.name}"

    @property
    def is_sure(self) -> bool:
        """Whether it is applied."""
        return self.standing == "applied"

    def comes_from(self, language: str) -> bool:
        """Whether ``language``, an ISO 639-1 code or nothing, is one that the phrase comes from.

        Any is, for a phrase that belongs to no language.
        """
        if self.languages:
            return language in self.languages.split("|")
        return self.pack == language or self.pack == "any" or self.pack not in shipped()

    def serves(self, language: str) -> bool:
        """Whether to look for the phrase in a text from ``language``; nothing is not known."""
        return self.comes_from(language) or (self.is_sure and not self.needs_language)

    @cached_property
    def parsed(self) -> Pattern:
        """The pattern, read. Raises BadPattern."""
        return parsed(self.pattern, self.not_after, self.not_before)

    @cached_property
    def written(self) -> tuple[Replacement, ...]:
        """The replacements, read. Raises BadPattern."""
        return tuple(written(text, self.parsed) for text in self.replacements)

    @cached_property
    def cause_regex(self) -> re.Pattern[str] | None:
        """Finds the cause in a text of the source language; None where ``source`` is missing."""
        return re.compile(self.source, re.IGNORECASE) if self.source else None


@cache
def shipped() -> tuple[str, ...]:
    """Return the names of the packs that come with copydesk, sorted: ``any``, ``fr`` and so on."""
    names = (_PACK_FILE.fullmatch(file.name) for file in files(__package__).iterdir())
    return tuple(sorted(m[1] for m in names if m))


def text_of(pack: str) -> str:
    """Return the file of a shipped pack."""
    return files(__package__).joinpath(f"{pack}.toml").read_text("utf-8")


@cache
def load(pack: str) -> tuple[Phrase, ...]:
    """Return the phrases of a shipped pack. They are not checked here: the tests do that."""
    return _phrases(pack, text_of(pack))


@cache
def load_briefly(pack: str, *, sure: bool = False) -> tuple[Phrase, ...]:
    """Return the phrases of a shipped pack without their examples, or only those that are applied.

    What is not wanted is cut out before the file is parsed, which takes most of the time.
    """
    text = _EXAMPLES.sub("", text_of(pack))
    if sure:
        text = "".join(entry for entry in _ENTRY.split(text) if _APPLIED in entry)
    return _phrases(pack, text)


def _phrases(pack: str, text: str) -> tuple[Phrase, ...]:
    return tuple(phrase(pack, name, table) for name, table in tomllib.loads(text).items())


@cache
def figures() -> dict[str, dict[str, int]]:
    """Return what was counted of each shipped phrase, by its id; the names are in `FIGURES`."""
    text = files(__package__).joinpath("standing.toml").read_text("utf-8")
    counted: dict[str, dict[str, int]] = tomllib.loads(text)["phrases"]
    return counted


def phrase(pack: str, name: str, table: dict[str, Any]) -> Phrase:
    """Return the entry that a table of a file describes; the table has to be of the right types."""
    fields = {_FIELDS.get(key, key): value for key, value in table.items()}
    new = fields["replacements"]
    fields["replacements"] = (new,) if isinstance(new, str) else tuple(new)
    for key in ("repairs", "leaves"):
        fields[key] = tuple((first, second) for first, second in fields.get(key, ()))
    return Phrase(pack, name, **fields)


_FIELDS = {"replace": "replacements"}
STANDINGS = get_args(Standing)
FIGURES = (
    "machine",
    "caused",
    "judged",
    "otherwise",
    "closer",
    "further",
    "elsewhere",
    "human",
    "clean",
)
"""What is counted: hits in machine output from the phrase's language; those of them whose source
has the cause; those with a human translation; of these, where it does not have the phrase, and
where the fix brings the line closer to it and further away; hits in output from other languages, in
all human translations, and in clean text."""
