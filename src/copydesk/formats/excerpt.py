"""The prose of a text file with markup: slices of it, put one after another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, groupby

from copydesk.formats.plain import PlainText
from copydesk.options import Source
from copydesk.revision import Revision
from copydesk.text import Edit, Span, apply

_LONGEST_ITALICS = 80
"""Code points that words set apart have at most; what is longer is a paragraph in italics."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of the file, ``span``, and the ``text`` that rules see in its place.

    That is what stands there, or else one code point, as for an escape (``&amp;``), or a stand-in
    that is not ``prose``: those are guarded. ``italic`` is what is set in italics; ``escape``
    writes prose as the file has it there, if that is not as elsewhere. File text that is in no
    slice, such as a tag, is not seen at all.
    """

    span: Span
    text: str
    prose: bool = True
    italic: bool = False
    escape: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Excerpt:
    """A text file of which ``slices`` are read, sorted by their place; a `TextFile`.

    ``escape`` writes prose as the file has it; ``reader`` finds the slices in the file's text anew,
    None where nothing that is put in can be markup.
    """

    file: PlainText
    slices: tuple[Slice, ...]
    escape: Callable[[str], str] = str
    source: Source | None = None
    source_language: str | None = None
    reader: Callable[[str], tuple[Slice, ...]] | None = None

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

    @cached_property
    def italics(self) -> tuple[Span, ...]:
        """The places of italic slices, where they are words and no paragraphs."""
        numbered = groupby(enumerate(self.slices), key=lambda item: item[1].italic)
        runs = ([i for i, _ in run] for italic, run in numbered if italic)
        places = (Span(self._starts[run[0]], self._starts[run[-1] + 1]) for run in runs)
        return tuple(place for place in places if 0 < len(place) <= _LONGEST_ITALICS)

    def encode(self, revision: Revision) -> bytes:
        """Return the file with the changes of ``revision`` made. Raises Unwritable."""
        edits = (edit for change in revision.changes for edit in change.edits)
        return self.file.encoded(apply(self.file.text, self.in_file(edits)))

    def in_bytes(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield the ``edits`` of `text` as edits of the file's bytes, sorted."""
        return self.file.in_bytes(self.in_file(edits))

    def in_file(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Return the ``edits`` of `text` as edits of the file's text, sorted.

        One that spans several slices is made in each of them, and keeps all that lies between; one
        that changes nothing stays whole.
        """
        return (part for edit in sorted(edits) for part in self._parts(edit))

    @property
    def file_text(self) -> str:
        """All text of the file, with its markup."""
        return self.file.text

    def fits(self, revision: Revision) -> bool:
        """Whether the changed file would be read as ``revision`` says.

        The same words must be found in it, and as many places that are no prose.
        """
        if self.reader is None:
            return True
        edits = (edit for change in revision.changes for edit in change.edits)
        text = apply(self.file.text, self.in_file(edits))
        again = Excerpt(replace(self.file, text=text), self.reader(text))
        same_words = again.text.split() == revision.text.split()
        return same_words and len(again.guarded) == len(self.guarded)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each slice starts in `text`, and where the last one ends."""
        return [0, *accumulate(len(piece.text) for piece in self.slices)]

    def _parts(self, edit: Edit) -> Iterator[Edit]:
        """Split an edit by the slices it is in; the first of them takes what is put in.

        What only takes something out leaves the rest in its slice.
        """
        if self.text[edit.span.start : edit.span.end] == edit.text:
            places = list(self._cut(edit.span)) or [Span(0, 0)]
            whole = Span(places[0].start, places[-1].end)
            yield Edit(whole, self.file.text[whole.start : whole.end])
            return
        least = self._off_line_ends(edit.trimmed(self.text))
        touched, start = self._touched(least.span), least.span.start
        gone = _taken_out(self.text[start : least.span.end], least.text) if touched[1:] else []
        if len(gone) > 1:
            for span in gone:
                yield from self._parts(Edit(Span(start + span.start, start + span.end), ""))
            return
        first, *others = zip(touched, self._cut(least.span), strict=True)
        yield self._in_words(*first, least.text, edit.span)
        yield from (Edit(place, "") for i, place in others)

    def _in_words(self, number: int, place: Span, put_in: str, whole: Span) -> Edit:
        """Return the edit of the file that puts something in a ``place`` of a slice.

        No word is cut into of which ``whole``, the place that was to be replaced, has more in that
        slice. The file's own letters are then written as they are.
        """
        piece, text = self.slices[number], self.file.text
        start, end = piece.span.start, piece.span.end
        written = (piece.escape or self.escape)(put_in)
        if text[start:end] != piece.text:
            return Edit(place, written)
        offset = self._starts[number] - start
        wide = Edit(Span(place.start - start, place.end - start), put_in).in_words(piece.text).span
        first = min(place.start, max(wide.start + start, whole.start - offset))
        last = max(place.end, min(wide.end + start, whole.end - offset))
        return Edit(
            Span(first, last), f"{text[first : place.start]}{written}{text[place.end : last]}"
        )

    def _off_line_ends(self, edit: Edit) -> Edit:
        """Return the edit that does the same without taking out a line end that reads as a space.

        Of ``the[line end]the boat`` that is not the line end with a word after it, but the word
        with its space.
        """
        start, end = edit.span.start, edit.span.end
        if edit.text or start == end or self.text[start] != " ":
            return edit
        if self.text[end : end + 1] != " " or self._is_as_it_reads(start):
            return edit
        return Edit(Span(start + 1, end + 1), "")

    def _is_as_it_reads(self, offset: int) -> bool:
        piece = self.slices[bisect_right(self._starts, offset) - 1]
        return self.file.text[piece.span.start : piece.span.end] == piece.text

    def _cut(self, span: Span) -> Iterator[Span]:
        """Yield the places of the file that ``span`` of `text` cuts out, slice by slice."""
        for i in self._touched(span):
            start, piece = self._starts[i], self.slices[i]
            first, last = max(span.start - start, 0), min(span.end - start, len(piece.text))
            yield self._place(piece, Span(first, last))

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

    def _place(self, piece: Slice, span: Span) -> Span:
        """Return where ``span`` of a slice's text lies in the file."""
        start, end = piece.span.start, piece.span.end
        if self.file.text[start:end] == piece.text:
            return Span(start + span.start, start + span.end)
        if not len(span):
            at = start if span.start == 0 else end
            return Span(at, at)
        return piece.span


def _taken_out(before: str, after: str) -> list[Span]:
    """Return the places of ``before`` without which it is ``after``; none where there are not such.

    >>> _taken_out(" ” ,", "”,")
    [Span(start=0, end=1), Span(start=2, end=3)]
    """
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    if any(step not in ("equal", "delete") for step, *_ in steps):
        return []
    return [Span(start, end) for step, start, end, *_ in steps if step == "delete"]
