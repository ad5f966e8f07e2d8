"""The changes between two texts about which nothing else is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from copydesk.reports.lines import lines
from copydesk.revision import Change, Revision
from copydesk.text import Edit, Span

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 4_000  # words of a block that are compared one by one: the time grows with their square


def compared(original: str, cleaned: str) -> Revision:
    """Return the revision that makes ``cleaned`` of ``original``, in words that differ.

    >>> [(c.before, c.after) for c in compared("One cat, one hat.", "A cat, one hut.").changes]
    [('One', 'A'), ('hat', 'hut')]
    """
    changes = []
    for place, after in _differing(lines(original), lines(cleaned), 0):
        old = _WORD.findall(original[place.start : place.end])
        new = _WORD.findall(after)
        if len(old) + len(new) > _MOST:
            changes.append(_change(original, place, after))
            continue
        for words, instead in _differing(old, new, place.start):
            changes.append(_change(original, words, instead))
    return Revision(original, tuple(changes))


def _differing(old: Sequence[str], new: Sequence[str], at: int) -> Iterator[tuple[Span, str]]:
    """Yield each place, from the offset ``at`` on, whose pieces differ, and what is there now."""
    starts = [at]
    for piece in old:
        starts.append(starts[-1] + len(piece))
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Span(starts[i], starts[j]), "".join(new[k:m])


def _change(original: str, place: Span, after: str) -> Change:
    before = original[place.start : place.end]
    return Change((Edit(place, after),), (), "", before, after)
