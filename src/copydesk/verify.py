"""The guards: what a rule may change, checked before anything is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import Reach
from copydesk.text import Edit, Span

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W_]+")


def guarded(fixes: Iterable[Fix], reach: Reach, doc: Document) -> list[Fix]:
    """Return the fixes that leave protected places alone, those beyond ``reach`` as not sure.

    One that covers such a place and puts it down again is made around it.
    """
    return [
        fix if not fix.sure or _within(reach, fix, doc) else replace(fix, sure=False)
        for fix in (_apart(fix, doc) for fix in fixes)
        if fix is not None
    ]


def _apart(fix: Fix, doc: Document) -> Fix | None:
    """Return the fix with edits that leave out the protected places, None if it has none such.

    An edit that covers such a place would make all of what it puts there part of it.
    """
    if not any(doc.protected.meets(edit.span) for edit in fix.edits):
        return fix
    edits = [part for edit in fix.edits for part in _around(edit, doc)]
    if not edits or any(doc.protected.meets(edit.span) for edit in edits):
        return None
    return replace(fix, edits=tuple(edits))


def _around(edit: Edit, doc: Document) -> Iterator[Edit]:
    """Yield the edit trimmed; one that leaves protected places alone standing, in its parts."""
    places = doc.protected.within(edit.span)
    start = edit.span.start
    are_whole = not places or (start <= places[0].start and places[-1].end <= edit.span.end)
    if not are_whole or "".join(doc.text[p.start : p.end] for p in places) != edit.text:
        yield edit.trimmed(doc.text)
        return
    for place in places:
        if start < place.start:
            yield Edit(Span(start, place.start), "")
        start = place.end
    if start < edit.span.end:
        yield Edit(Span(start, edit.span.end), "")


def _within(reach: Reach, fix: Fix, doc: Document) -> bool:
    if reach == "text":
        return True
    if reach == "marks":
        return all(_same(_LETTERS, edit, doc) for edit in fix.edits)
    return all(_same(_DIGITS, edit, doc) and not doc.is_locked(edit.span) for edit in fix.edits)


def _same(pattern: re.Pattern[str], edit: Edit, doc: Document) -> bool:
    """Whether the characters that ``pattern`` finds are those that stood there, in that order."""
    before = doc.text[edit.span.start : edit.span.end]
    return "".join(pattern.findall(before)) == "".join(pattern.findall(edit.text))
