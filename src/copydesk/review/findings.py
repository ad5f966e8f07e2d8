"""What there is to decide: the changes and suggestions of a text, each known by what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Self

from copydesk.pipeline import Cleaned
from copydesk.revision import Change
from copydesk.text import Span

_NEIGHBOURS = 5  # words on each side: enough to tell a place from nearly all others
_REACH = 80  # code points that they are looked for in
_SENTENCE_END = re.compile(r"[.!?…][^\w\s]*\s+(?=[^\w\s]*[^\W_a-z])|\n\s*\n|[。！？]")
WORD = re.compile(r"[^\W_]+")  # without marks and space, which changes beside it may mend


Kind = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Content(NamedTuple):
    """What a change says, wherever it stands.

    ``before`` and ``after`` hold a part for each edit of the change: what lies between is not its
    own. ``left`` and ``right`` are the nearest words of its sentence on both sides, beyond the
    phrase that it was found in.
    """

    rules: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    left: str = ""
    right: str = ""

    @classmethod
    def of(cls, change: Change, original: str) -> Self:
        """Return the content of a change of ``original``."""
        return cls(*kind_of(change), *words_beside(original, change.place))

    @property
    def kind(self) -> Kind:
        """The same without the words beside it: identical changes share it."""
        return self[:3]


def kind_of(change: Change) -> Kind:
    """Return the rules of a change, and what each of its edits takes out and puts in."""
    start = change.start
    before = tuple(change.before[e.span.start - start : e.span.end - start] for e in change.edits)
    return change.rules, before, tuple(e.text for e in change.edits)


def is_trivial(kind: Kind) -> bool:
    """Whether changes of this kind change white space alone.

    >>> is_trivial((("punctuation/space-before",), (" ",), ("",)))
    True
    """
    _, before, after = kind
    return before != after and all(
        "".join(out.split()) == "".join(put_in.split())
        for out, put_in in zip(before, after, strict=True)
    )


def words_beside(text: str, span: Span) -> tuple[str, str]:
    """Return the nearest words of the sentence before and after a place of ``text``.

    They are parted by single spaces. Where the place holds the end of a sentence, they are of two.

    >>> words_beside("We know. The price, as we said, is high.", Span(18, 19))
    ('The price', 'as we said is high')
    """
    first, last = max(0, span.start - _REACH), span.end + _REACH
    begun = span.start + 3  # a sentence that begins here shows by two marks and a letter: “‘A
    for end in _SENTENCE_END.finditer(text, first, begun):
        if end.end() <= span.start:
            first = end.end()
    if end_after := _SENTENCE_END.search(text, span.end, last):
        last = end_after.start()
    left = WORD.findall(text, first, span.start)[-_NEIGHBOURS:]
    right = WORD.findall(text, span.end, last)[:_NEIGHBOURS]
    return " ".join(left), " ".join(right)


@dataclass(frozen=True)
class Finding:
    """A change or suggestion to be decided; ``id`` is its number in its text, from 0, by place."""

    id: int
    change: Change
    is_suggestion: bool
    content: Content
    original: str = field(repr=False, compare=False)

    @cached_property
    def whole(self) -> Content:
        """The content of it as a single edit, with what lies between the parts.

        An editor who writes another text in its place replaces all that.
        """
        before, after = (self.change.before,), (self.change.after,)
        return self.content._replace(before=before, after=after)

    @cached_property
    def contents(self) -> tuple[Content, ...]:
        """The contents that a decision may know it by."""
        return (self.content,) if len(self.change.edits) == 1 else (self.content, self.whole)

    @property
    def phrase(self) -> tuple[str, str]:
        """What stands on both sides of it in the phrase that it was found in, if it was in one."""
        place = self.change.place
        return (
            self.original[place.start : self.change.start],
            self.original[self.change.end : place.end],
        )

    @property
    def draft(self) -> str:
        """What an edit starts from: what is put in, or else what is taken out."""
        return self.change.after or self.change.before

    @cached_property
    def is_trivial(self) -> bool:
        """Whether it changes white space alone, which hardly anybody needs to look at."""
        return is_trivial(self.content.kind)


def findings_of(cleaned: Cleaned) -> tuple[Finding, ...]:
    """Return what there is to decide in ``cleaned``, sorted by place, changes first."""
    both = [(False, c) for c in cleaned.changes] + [(True, s) for s in cleaned.suggestions]
    ordered = sorted(both, key=lambda row: (row[1].start, row[0], row[1].end))
    return tuple(_numbered(ordered, cleaned.original))


def _numbered(changes: Iterable[tuple[bool, Change]], original: str) -> Iterable[Finding]:
    for id, (is_suggestion, change) in enumerate(changes):
        yield Finding(id, change, is_suggestion, Content.of(change, original), original)
