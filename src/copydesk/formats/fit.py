"""Changes that a file's format has no place for become suggestions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter

from copydesk.formats import TextFile
from copydesk.pipeline import Cleaned
from copydesk.revision import Change, Revision

_SPLITS = range(10, 101)
"""How often changes are parted, at most, to find those that do not fit: to find one among a
thousand takes ten. The file is read again for each part, so a long one allows of fewer.
"""
_READ_AGAIN = 1_000_000  # code points

Changes = tuple[Change, ...]


def fitted(cleaned: Cleaned, file: TextFile) -> Cleaned:
    """Return ``cleaned`` with those changes as suggestions that ``file`` could not hold.

    Such are changes after which the file would be read otherwise, as where ``1 .`` at the start of
    a line, without its space, begins a list.
    """
    revision = cleaned.revision
    if not revision.changes or file.fits(revision):
        return cleaned

    def fits(changes: Changes) -> bool:
        return file.fits(Revision(file.text, changes))

    splits = min(max(_SPLITS[0], _READ_AGAIN // len(file.file_text)), _SPLITS[-1])
    made = frozenset(_fitting(revision.changes, fits, iter(range(splits))))
    refused = [change for change in revision.changes if change not in made]
    suggestions = sorted([*cleaned.suggestions, *refused], key=attrgetter("edits"))
    return replace(cleaned, revision=revision.only(made), suggestions=tuple(suggestions))


def _fitting(changes: Changes, fits: Callable[[Changes], bool], splits: Iterator[int]) -> Changes:
    """Return the changes that fit together, found by halves until no more ``splits`` are left."""
    if fits(changes):
        return changes
    half = len(changes) // 2
    if not half or next(splits, None) is None:
        return ()
    first, second = (_fitting(part, fits, splits) for part in (changes[:half], changes[half:]))
    return first + second if fits(first + second) else first
