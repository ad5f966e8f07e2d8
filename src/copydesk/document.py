"""A text and the facts that rules ask of it, each measured once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from copydesk.habits import Habits
from copydesk.names import WORD, is_small, italics, locked_names, places
from copydesk.options import Options
from copydesk.protected import protected_spans
from copydesk.quotation import Quotation, quotations, readings
from copydesk.quotemarks import Mark, Reading
from copydesk.revision import Revision
from copydesk.source.evidence import Alignment, Evidence
from copydesk.text import Area, Span

_LINE = re.compile(r"[^\r\n]+")

_USUAL = re.compile(rb"[\t\n\r -~]")
_USUAL_TO_SPACE = bytes(32 if _USUAL.match(bytes([b])) else b for b in range(256))


@dataclass(frozen=True)
class Document:
    """The text as one rule sees it. Offsets are code points of ``text``.

    ``guarded`` are places that no rule may touch beside those that `protected_spans` finds: what a
    file's format says is not prose. ``source`` is what the text was translated from, None where
    that is not known; ``italics`` are the places that the file's format tells to be set so.
    """

    text: str
    options: Options = field(default_factory=Options)
    guarded: tuple[Span, ...] = ()
    source: Evidence | None = None
    italics: tuple[Span, ...] = ()

    @classmethod
    def of(
        cls,
        revision: Revision,
        options: Options,
        keep: tuple[Span, ...] = (),
        source: Alignment | None = None,
    ) -> Document:
        """The current text of ``revision``; ``keep`` are guarded places of its original, and
        ``source`` is what that was aligned with.
        """
        guarded = tuple(map(revision.current, keep))
        italics = tuple(revision.current(Span(*place)) for place in options.set_apart)
        evidence = Evidence(source, revision) if source else None
        return cls(revision.text, options, guarded, evidence, italics)

    def source_has(self, span: Span, pattern: re.Pattern[str]) -> bool | None:
        """Return whether ``pattern`` is in the passage of the source that ``span`` comes from.

        None where there is no source, or the passage is not sure.
        """
        return None if self.source is None else self.source.has(span, pattern)

    def source_breaks_at(self, offset: int) -> bool | None:
        """Return whether a sentence of the source ends where ``offset`` is; None as above."""
        return None if self.source is None else self.source.breaks_at(offset)

    def finditer(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Iterate over the places that match ``pattern``."""
        return pattern.finditer(self.text)

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The lines that are not empty, without their line ends."""
        return tuple(map(Span.of, _LINE.finditer(self.text)))

    @cached_property
    def unusual_runs(self) -> frozenset[str]:
        """The unbroken sequences of characters that are not ASCII, or are its control characters.

        Finding them takes about 2 ns a byte, a tenth of what one search for such a character may
        take, so rules of rare characters look here first.
        """
        encoded = self.text.encode("utf-8", "surrogatepass").translate(_USUAL_TO_SPACE)
        return frozenset(run.decode("utf-8", "surrogatepass") for run in set(encoded.split()))

    @cached_property
    def unusual_characters(self) -> frozenset[str]:
        """The characters of those sequences."""
        return frozenset("".join(self.unusual_runs))

    @cached_property
    def evenly_spaced(self) -> str:
        """The text with plain spaces for those that bind or are thin; offsets stay the same."""
        text = self.text
        for space in self.unusual_characters.intersection("\u00a0\u2007\u2009\u202f"):
            text = text.replace(space, " ")
        return text

    @cached_property
    def protected(self) -> Area:
        """The places that no rule may touch."""
        return Area.of((*self.guarded, *protected_spans(self.text)))

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The passages in quotation marks, sorted by where they open."""
        return tuple(quotations(self.text, self.readings))

    @cached_property
    def readings(self) -> tuple[tuple[int, Reading], ...]:
        """How the quotation marks of each paragraph are read, and where the paragraph starts."""
        return readings(self.text)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """All quotation marks, and the apostrophes at the edge of words, in their order."""
        return tuple(m.moved(start) for start, found in self.readings for m in found.marks)

    @cached_property
    def odd_marks(self) -> tuple[Mark, ...]:
        """The marks about whose place or shape something is unusual, in their order."""
        return tuple(
            m.moved(start)
            for start, found in self.readings
            if found.odd
            for m in found.marks
            if m.odd
        )

    @cached_property
    def language(self) -> str:
        """The language as a BCP 47 tag; for English of no given variety the one it is spelt in."""
        tag = self.options.tag
        return tag if tag.lower() != "en" else self.habits.variety or "en-US"

    @cached_property
    def habits(self) -> Habits:
        """How the text writes what English may write in more than one way."""
        return Habits(self.text, self.readings)

    @cached_property
    def quoted(self) -> Area:
        """The words of all quotations."""
        return Area.of(quotation.words for quotation in self.quotations)

    @cached_property
    def names(self) -> frozenset[str]:
        """The spellings of names that the text uses."""
        return locked_names(self.text)

    @cached_property
    def set_apart(self) -> Area:
        """Where the caller's names stand, and words in italics, which may be foreign."""
        named = places(self.options.names, self.text)
        return Area.of((*self.italics, *named, *italics(self.text)))

    def is_locked(self, span: Span) -> bool:
        """Whether ``span`` holds a word that is not ours to change.

        That is one of a name or a quotation, or in italics.
        """
        words = WORD.findall(self.text[span.start : span.end])
        return (
            any(not is_small(word) and word in self.names for word in words)
            or self.quoted.meets(span)
            or self.set_apart.meets(span)
        )
