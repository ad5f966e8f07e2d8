"""The gate: changes of the grammar checker are looked at again before they stand.

A checker judges a place by itself. What its change does to the sentence around, to the rules' own
findings and to numbers, names, links and quotation marks shows only in the changed text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from copydesk.document import Document
from copydesk.protected import protected_spans
from copydesk.quotation import readings
from copydesk.revision import Fix, Revision
from copydesk.text import Span, apply

Observe = Callable[[Revision], Iterable[Fix]]
"""Says all that there is to find in the text of a revision."""

_DIGITS = re.compile(r"\d+")
_PART = re.compile(r"[^\W_]+")  # of a word with hyphens: “a 19 year old” may become “a 19-year-old”


def admitted(
    fixes: list[Fix], revision: Revision, doc: Document, known: Iterable[Fix], observe: Observe
) -> list[Fix]:
    """Return ``fixes``, of which those that would do harm are no longer sure and say why.

    ``doc`` is the text of ``revision``, whose findings are ``known``; ``observe`` finds those of
    another. Harm is a finding that was not there before, a change of a number, link or name or of
    how quotation marks pair, and one of a place that a repair changed already.
    """
    held = {fix: why for fix in fixes if fix.sure and (why := _harm(fix, revision, doc))}
    sure = [fix for fix in fixes if fix.sure and fix not in held]
    before = {_key(finding, revision) for finding in known}
    while sure:
        trial = revision.then(sure)
        old = before - {_key(fix, revision) for fix in sure}
        new = [finding for finding in observe(trial) if _key(finding, trial) not in old]
        for finding in new:
            at = trial.origin(place_of(finding))
            cause = min(sure, key=lambda fix: _distance(revision.origin(place_of(fix)), at))
            held[cause] = f"it would bring up another finding ({finding.message})"
        if not new:
            break
        sure = [fix for fix in sure if fix not in held]
    return [_held(fix, held[fix]) if fix in held else fix for fix in fixes]


def place_of(finding: Fix) -> Span:
    """Return the place of a fix or a remark, from its first edit to its last."""
    if finding.place is not None:
        return finding.place
    spans = [edit.span for edit in finding.edits]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _held(fix: Fix, why: str) -> Fix:
    return replace(fix, sure=False, message=f"{fix.message.rstrip('.')}; not made, because {why}")


def _key(finding: Fix, revision: Revision) -> tuple[str, Span]:
    return finding.rule, revision.origin(place_of(finding))


def _distance(a: Span, b: Span) -> int:
    return max(0, a.start - b.end, b.start - a.end)


def _harm(fix: Fix, revision: Revision, doc: Document) -> str | None:
    if any(revision.changed(edit.span) for edit in fix.edits):
        return "a repair changed this place"
    place = place_of(fix)
    start = doc.text.rfind("\n", 0, place.start) + 1
    end = doc.text.find("\n", place.end)
    line = doc.text[start : end if end >= 0 else None]
    edits = (replace(e, span=Span(e.span.start - start, e.span.end - start)) for e in fix.edits)
    before, after = (list(_facts(text, doc)) for text in (line, apply(line, edits)))
    for (what, old), (_, new) in zip(before, after, strict=True):
        if old != new:
            return f"it would change {what}"
    return None


def _facts(line: str, doc: Document) -> Iterator[tuple[str, object]]:
    """Yield what no change of a line may touch, each with what it is called."""
    yield "a number", _DIGITS.findall(line)
    yield "a link", [line[span.start : span.end] for span in protected_spans(line)]
    words = (word for word in _PART.findall(line) if not word[0].isdigit())
    yield "a name", Counter(word for word in words if word in doc.names)
    yield (
        "how quotation marks pair",
        [
            (mark.glyph, mark.role, mark.odd)
            for _, found in readings(line)
            for mark in found.marks
            if mark.role != "apostrophe"
        ],
    )
