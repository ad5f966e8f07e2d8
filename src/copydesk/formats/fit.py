"""Changes that a file's format has no place for become suggestions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter

from copydesk.formats import TextFile
from copydesk.pipeline import Cleaned
from copydesk.revision import Change, Revision

Changes = tuple[Change, ...]


def fitted(cleaned: Cleaned, file: TextFile) -> Cleaned:
    """Return ``cleaned`` with those changes as suggestions that ``file`` could not hold.

    Such are changes after which the file would be read otherwise, as where ``1 .`` at the start of
    a line, without its space, begins a list.
    """
    revision = cleaned.revision
    if not revision.changes or file.fits(revision):
        return cleaned
    made = _fitting(revision.changes, lambda changes: file.fits(Revision(file.text, changes)))
    refused = [change for change in revision.changes if change not in made]
    suggestions = sorted([*cleaned.suggestions, *refused], key=attrgetter("edits"))
    return replace(cleaned, revision=revision.only(made), suggestions=tuple(suggestions))


def _fitting(changes: Changes, fits: Callable[[Changes], bool]) -> Changes:
    """Return the changes that fit together; how often ``fits`` is asked grows with the others."""
    if fits(changes):
        return changes
    half = len(changes) // 2
    if not half:
        return ()
    first, second = _fitting(changes[:half], fits), _fitting(changes[half:], fits)
    return first + second if fits(first + second) else first
