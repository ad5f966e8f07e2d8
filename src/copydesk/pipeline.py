"""The way of a text, from what was read to what is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from copydesk.document import Document
from copydesk.options import Options, Quotes
from copydesk.revision import Change, Fix, Revision
from copydesk.rule import Rule
from copydesk.rules import ORDER
from copydesk.text import Span
from copydesk.verify import guarded

_ROUNDS = 8
"""How often the rules may go over one text. Two are usual: one that repairs, one that finds nothing
left; real text was never seen to need more than four."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text: the changes that were made, the suggestions that were not, and notices."""

    revision: Revision
    suggestions: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()

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


def repaired(
    revision: Revision,
    options: Options | None = None,
    *,
    rules: Iterable[Rule] = ORDER,
    keep: tuple[Span, ...] = (),
) -> Cleaned:
    """Let the rules go over the text until none has a sure fix left.

    What they are not sure of when the text is at rest are the suggestions. ``keep`` are places of
    the original that no rule may touch.
    """
    options = options or Options()
    chosen = [rule for rule in rules if options.wants(rule.id)]
    doc = Document.of(revision, options, keep)
    unsure: dict[str, list[Fix]] = {}
    for _ in range(_ROUNDS):
        begun = doc
        for rule in chosen:
            fixes = guarded(rule(doc), rule, doc)
            unsure[rule.id] = [fix for fix in fixes if not fix.sure]
            if len(unsure[rule.id]) < len(fixes):
                revision = revision.then(fix for fix in fixes if fix.sure)
                doc = Document.of(revision, options, keep)
        if doc.text == begun.text:
            break
    return Cleaned(revision, revision.proposed(fix for found in unsure.values() for fix in found))


def clean(
    text: str,
    *,
    grammar: bool = True,
    language: str = "en-US",
    source_language: str | None = None,
    quotes: Quotes = "keep",
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    names: Iterable[str] = (),
) -> Cleaned:
    """Repair ``text``, then let the grammar checker look at it.

    The parameters are those of `copydesk.options.Options`. With ``grammar`` LanguageTool is started
    (and set up before the first use); where it cannot be, the repairs are made all the same and a
    notice says why.
    """
    options = Options(language, source_language, quotes, tuple(only), tuple(skip), frozenset(names))
    return repaired(Revision(text), options)
