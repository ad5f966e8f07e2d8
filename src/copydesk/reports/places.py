"""What was done to the prose of a file, told of the file itself: its lines, with its markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from copydesk.formats import TextFile
from copydesk.pipeline import Cleaned
from copydesk.revision import Change, Revision
from copydesk.text import Edit, Span, apply, in_words


def in_file(cleaned: Cleaned, file: TextFile) -> Cleaned:
    """Return ``cleaned`` with the changes and suggestions of ``file.text`` as those of its
    ``file_text``, in whole words.
    """
    edits = [edit for change in cleaned.changes for edit in change.edits]
    whole = dict(zip(sorted(edits), in_words(edits, file.text), strict=True))
    suggestions = (
        replace(suggestion, edits=tuple(in_words(suggestion.edits, file.text)))
        for suggestion in cleaned.suggestions
    )
    changes = (replace(c, edits=tuple(map(whole.__getitem__, c.edits))) for c in cleaned.changes)
    return replace(
        cleaned,
        revision=Revision(file.file_text, _moved(changes, file)),
        suggestions=_moved(suggestions, file),
    )


def _moved(changes: Iterable[Change], file: TextFile) -> tuple[Change, ...]:
    moved = []
    for change in changes:
        edits = tuple(file.in_file(change.edits))
        start, end = edits[0].span.start, edits[-1].span.end
        before = file.file_text[start:end]
        after = apply(before, (_shifted(edit, -start) for edit in edits))
        moved.append(replace(change, edits=edits, before=before, after=after, within=None))
    return tuple(moved)


def _shifted(edit: Edit, by: int) -> Edit:
    return Edit(Span(edit.span.start + by, edit.span.end + by), edit.text)
