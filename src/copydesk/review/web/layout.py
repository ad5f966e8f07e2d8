"""An article in paragraphs, cut where findings begin and end: what the page draws from."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from operator import attrgetter

from copydesk.review.findings import Finding
from copydesk.text import Span

Piece = str | tuple[int, int] | tuple[int, int, str]
"""A stretch of a paragraph: plain text; a part of a finding, as its id and the part's number; or
text that stands between that part and the next, though it is none of the finding's."""

ASIDE = -1
"""The part's number of a finding whose place others have taken: it is shown beside them."""


class Layout:
    """Where the findings of a text are drawn, so that no part of one lies over another's.

    Changes come first, then suggestions, both by their place.
    """

    def __init__(self, original: str, findings: Sequence[Finding]) -> None:
        self._original = original
        self._taken: list[tuple[Span, int]] = []  # the places drawn in, each with its finding
        rows: list[tuple[Span, int, int, int]] = []
        self.covers: dict[int, tuple[int, ...]] = {}
        """The findings in whose place one stands that is drawn aside, by its id."""
        for finding in sorted(findings, key=attrgetter("is_suggestion", "id")):
            spans = [edit.span for edit in finding.change.edits]
            under = {id for span in spans for id in self._near(span) if id != finding.id}
            start, end = finding.change.start, finding.change.end
            if any(self._conflicts(span) for span in spans):
                rows.append((Span(start, start), finding.id, ASIDE, start))
            else:
                rows += [(span, finding.id, part, end) for part, span in enumerate(spans)]
                for span in spans:
                    insort(self._taken, (span, finding.id))
            if under:
                self.covers[finding.id] = tuple(sorted(under))
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
        at = 0
        inside: tuple[int, int] | None = None  # a part of a finding that goes on
        inside_to = 0
        for span, id, part, end in self._rows:
            if at < span.start:
                text = self._original[at : span.start]
                yield (*inside, text) if inside and at < inside_to else text
            yield id, part
            at = max(at, span.end)
            if part != ASIDE and end > at:
                inside, inside_to = (id, part), end
        yield self._original[at:]

    def _near(self, span: Span) -> Iterator[int]:
        """Yield the findings that are drawn in places which ``span`` touches."""
        return (id for place, id in self._around(span) if span.touches(place))

    def _conflicts(self, span: Span) -> bool:
        return any(span.conflicts(place) for place, _ in self._around(span))

    def _around(self, span: Span) -> Iterator[tuple[Span, int]]:
        at = bisect_left(self._taken, span.start, key=lambda row: row[0].end)
        while at < len(self._taken) and self._taken[at][0].start <= span.end:
            yield self._taken[at]
            at += 1
