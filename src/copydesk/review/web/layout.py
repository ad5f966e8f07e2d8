"""An article in paragraphs, cut where findings begin and end: what the page draws from."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from operator import attrgetter

from copydesk.review.findings import Finding
from copydesk.text import Span

Piece = str | tuple[int, int] | tuple[int, int, str]
"""A stretch of a paragraph: plain text; a part of a finding, as its id and the part's number; or
text within the finding that follows that part, and is in none itself."""

ASIDE = -1
"""The part's number of a finding whose place others have taken: it is shown before them."""


class Layout:
    """Where the findings of a text are drawn, so that no part of one lies over another's.

    Changes come first, then suggestions, both by their place.
    """

    def __init__(self, original: str, findings: Sequence[Finding]) -> None:
        self._original = original
        self._taken: list[tuple[int, int, int]] = []  # places drawn in: start, end and finding
        rows: list[tuple[Span, int, int, int]] = []
        self.covers: dict[int, tuple[int, ...]] = {}
        """The findings in whose place one stands that is drawn aside, by its id."""
        for finding in sorted(findings, key=attrgetter("is_suggestion", "id")):
            spans = [edit.span for edit in finding.change.edits]
            near = [(span, place, id) for span in spans for place, id in self._near(span)]
            start, end = finding.change.start, finding.change.end
            if any(span.conflicts(place) for span, place, _ in near):
                rows.append((Span(start, start), finding.id, ASIDE, end))
            else:
                rows += [(span, finding.id, part, end) for part, span in enumerate(spans)]
                for span in spans:
                    insort(self._taken, (span.start, span.end, finding.id))
            if near:
                self.covers[finding.id] = tuple(sorted({id for _, _, id in near}))
        self._rows = sorted(rows)

    def paragraphs(self) -> list[list[Piece]]:
        r"""Return the lines of the text, each cut into its pieces.

        A line end that a finding takes out belongs to that finding's piece.

        >>> Layout("one\n\ntwo", []).paragraphs()
        [['one'], [''], ['two']]
        """
        lines: list[list[Piece]] = [[]]
        for piece in self._pieces():
            if isinstance(piece, tuple) and len(piece) == 2:
                lines[-1].append(piece)
                continue
            text = piece if isinstance(piece, str) else piece[2]
            for number, line in enumerate(text.split("\n")):
                if number:
                    lines.append([])
                shown = line.removesuffix("\r")
                lines[-1].append(shown if isinstance(piece, str) else (piece[0], piece[1], shown))
        return lines

    def _pieces(self) -> Iterator[Piece]:
        at = inside_to = 0
        inside = (0, 0)  # the finding within which the text is up to there, and its last part
        for span, id, part, end in self._rows:
            yield from self._kept(at, span.start, inside, inside_to)
            yield id, part
            at = max(at, span.end)
            if end > at:
                inside, inside_to = (id, part), end
        yield from self._kept(at, len(self._original), inside, inside_to)

    def _kept(
        self, start: int, end: int, inside: tuple[int, int], inside_to: int
    ) -> Iterator[Piece]:
        """Yield the text between two findings, of which some may be within the one before."""
        middle = max(start, min(inside_to, end))
        if start < middle:
            yield (*inside, self._original[start:middle])
        if middle < end:
            yield self._original[middle:end]

    def _near(self, span: Span) -> Iterator[tuple[Span, int]]:
        """Yield the places drawn in that ``span`` touches, each with its finding."""
        at = bisect_left(self._taken, (span.start, -1, -1))
        while at and self._taken[at - 1][1] >= span.start:
            at -= 1
        while at < len(self._taken) and self._taken[at][0] <= span.end:
            start, end, id = self._taken[at]
            yield Span(start, end), id
            at += 1
