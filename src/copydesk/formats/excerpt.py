"""The prose of a text file with markup: slices of it, put one after another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from copydesk.formats.plain import PlainText
from copydesk.options import Source
from copydesk.revision import Revision
from copydesk.text import Edit, Span, apply


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of the file, ``span``, and the ``text`` that rules see in its place.

    That is what stands there, or else one code point, as for an escape (``&amp;``), or a stand-in
    that is not ``prose``: those are guarded. File text that is in no slice, such as a tag, is not
    seen at all.
    """

    span: Span
    text: str
    prose: bool = True


@dataclass(frozen=True)
class Excerpt:
    """A text file of which ``slices`` are read, sorted by their place; a `TextFile`.

    ``escape`` writes prose as the file has it.
    """

    file: PlainText
    slices: tuple[Slice, ...]
    escape: Callable[[str], str] = str
    source: Source | None = None

    @cached_property
    def text(self) -> str:
        """The texts of the slices, one after another."""
        return "".join(piece.text for piece in self.slices)

    @cached_property
    def guarded(self) -> tuple[Span, ...]:
        """The places of what is not prose; where two meet they are one, so that nothing is put
        between them.
        """
        places: list[Span] = []
        for start, piece in zip(self._starts, self.slices, strict=False):
            place = Span(start, start + len(piece.text))
            if piece.prose or not len(place):
                continue
            if places and places[-1].end == place.start:
                place = Span(places.pop().start, place.end)
            places.append(place)
        return tuple(places)

    def encode(self, revision: Revision) -> bytes:
        """Return the file with the changes of ``revision`` made. Raises Unwritable."""
        edits = (edit for change in revision.changes for edit in change.edits)
        return self.file.encoded(apply(self.file.text, self.in_file(edits)))

    def in_bytes(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield the ``edits`` of `text` as edits of the file's bytes, sorted."""
        return self.file.in_bytes(self.in_file(edits))

    def in_file(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Return the ``edits`` of `text` as edits of the file's text, sorted.

        One that spans several slices is made in each of them, and keeps all that lies between.
        """
        return (part for edit in sorted(edits) for part in self._parts(edit))

    @cached_property
    def _starts(self) -> list[int]:
        """Where each slice starts in `text`, and where the last one ends."""
        return [0, *accumulate(len(piece.text) for piece in self.slices)]

    def _parts(self, edit: Edit) -> Iterator[Edit]:
        """Split an edit by the slices it is in; the first of them takes what is put in."""
        edit = _trimmed(edit, self.text)
        put_in = edit.text
        for i in self._touched(edit.span):
            start, piece = self._starts[i], self.slices[i]
            first = max(edit.span.start - start, 0)
            last = min(edit.span.end - start, len(piece.text))
            yield self._within(piece, Span(first, last), put_in)
            put_in = ""

    def _touched(self, span: Span) -> list[int]:
        """Return the slices that ``span`` cuts into; for an insertion, the one that takes it."""
        starts = self._starts[:-1]
        if len(span):
            cut = range(bisect_right(self._starts, span.start) - 1, bisect_left(starts, span.end))
            return list(cut)
        meeting = range(
            max(0, bisect_left(starts, span.start) - 1), bisect_right(starts, span.start)
        )
        return sorted(meeting, key=lambda i: not self.slices[i].prose)[:1]

    def _within(self, piece: Slice, place: Span, text: str) -> Edit:
        """Return the edit of the file that puts ``text`` into the place of a slice's text."""
        start, end = piece.span.start, piece.span.end
        if self.file.text[start:end] == piece.text:
            return Edit(Span(start + place.start, start + place.end), self.escape(text))
        if not len(place):
            at = start if place.start == 0 else end
            return Edit(Span(at, at), self.escape(text))
        return Edit(piece.span, self.escape(text))


def _trimmed(edit: Edit, text: str) -> Edit:
    """Return the edit without what it leaves as it is at its ends."""
    before, after = text[edit.span.start : edit.span.end], edit.text
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return Edit(Span(edit.span.start + head, edit.span.end - tail), after[head : len(after) - tail])
