"""Decisions that an editor made in Word: tracked changes that were accepted or rejected there.

What is still tracked is undecided. The text without it is laid beside the original, and beside what
each finding would have made of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from copydesk.formats import xml
from copydesk.formats.word import WordDocument, read
from copydesk.reports.compared import compared
from copydesk.review.decisions import Decision
from copydesk.review.findings import Finding
from copydesk.revision import Revision
from copydesk.text import Edit, Span, apply

_REVISION = r'<(\w+:)?{name}\b(?=[^>]*\bauthor="{author}")[^>]*(?<!/)>(.*?)</\1{name}>'
_DELETED = re.compile(r"(</?(?:\w+:)?)delText\b")
_MOST = 6  # findings so near to each other that all ways to decide about them are tried


def decisions_in(
    original: str, findings: Sequence[Finding], edited: bytes, author: str
) -> Iterator[Decision]:
    """Yield what was decided about the findings of ``original``, the text of a Word document.

    ``edited`` is the document in which they were tracked by ``author``, after an editor's work.
    A suggestion that was not taken up, and words that cannot be traced, are not decided. Raises
    Unreadable.
    """
    file = read(edited)
    done = _View(original, findings, read(_without_pending(file, author)).text)
    offered = _View(original, findings, file.text)
    for finding in findings:
        if finding.change.before == finding.change.after:
            continue
        made = done.is_made(finding)
        if made:
            yield Decision.on(finding, "accept")
        elif made is None:
            text = done.instead_of(finding)
            if text is not None and text == offered.instead_of(finding):
                yield Decision.on(finding, "edit", text)
        elif not finding.is_suggestion and offered.is_made(finding) is False:
            yield Decision.on(finding, "reject")


def _without_pending(file: WordDocument, author: str) -> bytes:
    """Return the document with all that the author has tracked in it rejected."""
    escaped = re.escape(xml.escaped(author))
    inserted = re.compile(_REVISION.format(name="ins", author=escaped), re.DOTALL)
    deleted = re.compile(_REVISION.format(name="del", author=escaped), re.DOTALL)
    contents = {}
    for name, part in file.members:
        text = deleted.sub(lambda m: _DELETED.sub(r"\1t", m[2]), inserted.sub("", part.file.text))
        if text != part.file.text:
            contents[name] = part.file.encoded(text)
    return file.archive.replaced(contents) if contents else file.archive.data


class _View:
    """A text beside the original that it came from, and what each finding has become in it."""

    def __init__(self, original: str, findings: Sequence[Finding], text: str) -> None:
        self._original = original
        self._findings = findings
        self._revision: Revision = compared(original, text)

    def is_made(self, finding: Finding) -> bool | None:
        """Whether the change is made here; None where neither it nor the original is here."""
        place, near = self._surroundings(finding)
        there = self._there(place)
        for count in range(len(near) + 1):
            for chosen in combinations(near, count):
                edits = [e for f in chosen for e in f.change.edits]
                if _are_apart(edits) and apply(self._words(place), _moved(edits, place)) == there:
                    return finding in chosen
        return None

    def instead_of(self, finding: Finding) -> str | None:
        """Return what stands here in the place of the finding; None where that cannot be told."""
        place, _ = self._surroundings(finding)
        there, change = self._there(place), finding.change
        head = self._original[place.start : change.start]
        tail = self._original[change.end : place.end]
        if len(there) < len(head) + len(tail) or not there.startswith(head):
            return None
        return there[len(head) : len(there) - len(tail)] if there.endswith(tail) else None

    def _surroundings(self, finding: Finding) -> tuple[Span, list[Finding]]:
        """Return the finding's place with all that differs at its edge, and the findings there."""
        place = Span(finding.change.start, finding.change.end)
        near = [finding]
        while True:
            spans = [e.span for c in self._revision.changes for e in c.edits]
            spans += [Span(f.change.start, f.change.end) for f in near]
            met = [span for span in spans if span.touches(place)]
            wider = Span(min(s.start for s in met), max(s.end for s in met))
            near = [f for f in self._findings if _meets(f, wider)]
            if wider == place or len(near) > _MOST:
                return wider, near if len(near) <= _MOST else [finding]
            place = wider

    def _words(self, place: Span) -> str:
        return self._original[place.start : place.end]

    def _there(self, place: Span) -> str:
        now = self._revision.current(place)
        return self._revision.text[now.start : now.end]


def _meets(finding: Finding, place: Span) -> bool:
    change = finding.change
    return change.before != change.after and Span(change.start, change.end).touches(place)


def _are_apart(edits: Sequence[Edit]) -> bool:
    return not any(a.span.conflicts(b.span) for a, b in combinations(edits, 2))


def _moved(edits: Sequence[Edit], place: Span) -> list[Edit]:
    start = place.start
    return [Edit(Span(e.span.start - start, e.span.end - start), e.text) for e in edits]
