"""The way of a text, from what was read to what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Any, Self

from copydesk.choice import check_names
from copydesk.document import Document
from copydesk.gate import admitted
from copydesk.options import NOT_CHECKED, Grammar, Options, Quotes, Source, grammar_asked, several
from copydesk.revision import Change, Fix, Revision, disjoint
from copydesk.rule import Rule
from copydesk.rules import ORDER
from copydesk.source import Unrelated
from copydesk.text import Span
from copydesk.verify import guarded

if TYPE_CHECKING:
    from copydesk.grammar import Checker, Found
    from copydesk.source.evidence import Alignment

_ROUNDS = 100
"""How often the rules may go over one text. Two are usual: one that repairs, one that finds nothing
left. Only rows of marks that no text has take more than five, and rules that undo each other, which
would be a mistake of ours, would take for ever."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text: the changes that were made, the suggestions that were not, and notices.

    Where decisions of an editor had a part in it, ``proposed`` is what it was before them.
    """

    revision: Revision
    suggestions: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()
    proposed: Cleaned | None = None

    @property
    def original(self) -> str:
        """The text as it was given."""
        return self.revision.original

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.revision.text

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes made, sorted by their place in the original."""
        return self.revision.changes

    @property
    def lacks_grammar(self) -> bool:
        """Whether grammar was to be checked and was not; a notice says why."""
        return any(notice.startswith(NOT_CHECKED) for notice in self.notices)

    def to_dict(self) -> dict[str, Any]:
        """Return the record of it as JSON can hold it, without the text; `from_dict` reads it."""
        proposed = {"proposed": self.proposed.to_dict()} if self.proposed else {}
        return {
            **self.revision.to_dict(),
            "suggestions": [suggestion.to_dict() for suggestion in self.suggestions],
            "notices": list(self.notices),
            **proposed,
        }

    @classmethod
    def from_dict(cls, original: str, data: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote; ValueError where it was made from another original."""
        return cls(
            Revision.from_dict(original, data),
            tuple(map(Change.from_dict, data["suggestions"])),
            tuple(data["notices"]),
            cls.from_dict(original, data["proposed"]) if "proposed" in data else None,
        )


def repaired(
    revision: Revision,
    options: Options | None = None,
    *,
    rules: Iterable[Rule] = ORDER,
    keep: tuple[Span, ...] = (),
) -> Cleaned:
    """Let the rules go over the text until none has a sure fix left.

    What they are not sure of when the text is at rest are the suggestions. ``keep`` are places of
    the original that no rule may touch. Raises Unrelated where the options' source is not that of
    the original.
    """
    options = options or Options()
    source = _source_of(revision.original, options)
    revision, unsure = _at_rest(revision, options, rules, keep, source)
    return Cleaned(revision, revision.proposed(unsure))


def _at_rest(
    revision: Revision,
    options: Options,
    rules: Iterable[Rule],
    keep: tuple[Span, ...] = (),
    source: Alignment | None = None,
) -> tuple[Revision, list[Fix]]:
    chosen = _chosen(rules, options)
    doc = Document.of(revision, options, keep, source)
    unsure: dict[str, list[Fix]] = {}
    for _ in range(_ROUNDS):
        begun = doc
        for rule in chosen:
            fixes = guarded(rule(doc), rule.reach, doc)
            unsure[rule.id] = [fix for fix in fixes if not fix.sure]
            if len(unsure[rule.id]) < len(fixes):
                revision = revision.then(fix for fix in fixes if fix.sure)
                doc = Document.of(revision, options, keep, source)
        if doc.text == begun.text:
            break
    return revision, [fix for fixes in unsure.values() for fix in fixes]


def _chosen(rules: Iterable[Rule], options: Options) -> list[Rule]:
    return [
        rule
        for rule in rules
        if options.wants(rule.id) and (options.is_english or not rule.english)
    ]


def _source_of(text: str, options: Options) -> Alignment | None:
    """Return ``text`` beside the source that ``options`` hold, if they do. Raises Unrelated."""
    if options.source is None:
        return None
    from copydesk.source.compare import alignment_of  # what most runs do without

    origin = None if options.source_language == "auto" else options.source_language
    return alignment_of(text, options.source, options.tag, origin)


def _noticed(text: str, options: Options, notices: list[str]) -> Alignment | None:
    """Return the same, or None where that source is not to be used, and add why to ``notices``."""
    try:
        return _source_of(text, options)
    except Unrelated as reason:
        notices.append(str(reason))
        return None


def _led(
    revision: Revision,
    options: Options,
    keep: tuple[Span, ...],
    source: Alignment | None,
    find: Callable[[Document], Found],
) -> Cleaned:
    """Let the rules and then the checker go over the text until neither has a sure fix left.

    The checker, which ``find`` asks, has no say where the rules are in doubt, and what it changes
    passes the gate. Raises GrammarUnavailable.
    """

    def observe(trial: Revision) -> list[Fix]:
        doc = Document.of(trial, options, keep, source)
        return [*_observed(doc, options), *find(doc).all]

    for _ in range(_ROUNDS):
        revision, unsure = _at_rest(revision, options, ORDER, keep, source)
        doc = Document.of(revision, options, keep, source)
        found = find(doc)
        findings = disjoint([*unsure, *guarded(found.fixes, "words", doc)], revision.text)
        findings = admitted(findings, revision, doc, [*unsure, *found.all], observe)
        made = revision.then(fix for fix in findings if fix.sure)
        if made is revision:
            break
        revision = made
    return Cleaned(revision, revision.proposed(fix for fix in findings if not fix.sure))


def _observed(doc: Document, options: Options) -> Iterator[Fix]:
    """Yield all that the rules find, sure or not."""
    for rule in _chosen(ORDER, options):
        yield from guarded(rule(doc), rule.reach, doc)


def _guessed(text: str, options: Options, notices: list[str]) -> str | None:
    """Return the language that ``text`` seems to be translated from, and add what is said of it."""
    from copydesk.origin import guessed
    from copydesk.phrases.choice import lexicon_for

    guess = guessed(text, lexicon_for(replace(options, source_language=None)).found(text))
    if guess is None:
        notices.append("the source language could not be guessed")
        return None
    signs = ", ".join(guess.signs)
    notices.append(f"the source language was taken to be “{guess.language}”: {signs}")
    return guess.language


def clean(
    text: str,
    *,
    grammar: Grammar | bool = "auto",
    language: str = "auto",
    source_language: str | None = None,
    quotes: Quotes = "keep",
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    names: Iterable[str] = (),
    phrases: Iterable[str | PathLike[str]] = (),
    source: Source | None = None,
    checker: Checker | None = None,
) -> Cleaned:
    """Repair ``text``, then let the grammar checker look at it.

    ``grammar`` asks ``checker``, or LanguageTool on this machine, which is set up before the first
    use, started with the first text and stopped with the process. Where it cannot be asked the
    repairs are made all the same and a notice says why; with ``"require"`` GrammarUnavailable is
    raised, and ``"off"``, or False, leaves grammar out. ``source``, what the text was translated
    from, is evidence for the rules; a notice says why where it is not used. ``source_language`` is
    that of ``source`` if not given; ``"auto"`` has it guessed without a source, and a notice says
    so. The other parameters are those of `copydesk.options.Options`. Raises TypeError or ValueError
    for wrong arguments, and what `copydesk.phrases.checks.read` does where a file of ``phrases``
    cannot be used.

    >>> copy = clean("The talks between the two. countries failed , she said.", grammar=False)
    >>> copy.text
    'The talks between the two countries failed, she said.'
    >>> [(change.start, change.before, change.after) for change in copy.changes]
    [(25, '. ', ' '), (43, ' ', '')]
    """
    if not isinstance(text, str):
        raise TypeError(f"clean takes a str, not {type(text).__name__}")
    options = asked(language, source_language, quotes, only, skip, names, phrases, source)
    return cleaned(text, options, grammar=grammar_asked(grammar), checker=checker)


def asked(
    language: str,
    source_language: str | None,
    quotes: Quotes,
    only: Iterable[str],
    skip: Iterable[str],
    names: Iterable[str],
    phrases: Iterable[str | PathLike[str]],
    source: Source | None = None,
) -> Options:
    """Return the options that a caller asks for. Raises TypeError or ValueError for wrong ones."""
    options = Options(
        language,
        source_language,
        quotes,
        several("only", only),
        several("skip", skip),
        frozenset(several("names", names)),
        several("phrases", phrases),
        source,
    )
    check_names((*options.only, *options.skip), options.phrases)
    return options


def cleaned(
    text: str,
    options: Options,
    *,
    grammar: Grammar = "auto",
    keep: tuple[Span, ...] = (),
    checker: Checker | None = None,
) -> Cleaned:
    """Do what `clean` does, with the options already made; ``keep`` are places to leave alone.

    Raises GrammarUnavailable where grammar is required and cannot be checked.
    """
    notices: list[str] = []
    beside = _noticed(text, options, notices)
    if options.source_language in (None, "auto"):
        origin = beside.language if beside else None
        if options.source_language == "auto":
            origin = origin or _guessed(text, options, notices)
        options = replace(options, source_language=origin)
    revision, unsure = _at_rest(Revision(text), options, ORDER, keep, beside)
    result = Cleaned(revision, revision.proposed(unsure))
    if grammar != "off" and options.wants("grammar"):
        from copydesk.grammar import Finder, GrammarUnavailable, default_checker  # slow to import

        find = Finder(checker or default_checker(), notices.append)
        try:
            result = _led(revision, options, keep, beside, find)
        except GrammarUnavailable as reason:
            if grammar == "require":
                raise
            notices.append(f"{NOT_CHECKED}: {reason}")
    return replace(result, notices=tuple(notices))
