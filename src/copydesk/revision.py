"""Passes of fixes, composed into one set of changes to one original.

A rule proposes a `Fix` on the text as it then is. A `Revision` turns fixes into `Change` values,
whose places are always those of the original, so that each can be shown, explained and refused.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, Self

from copydesk.text import Edit, Span, apply


@dataclass(frozen=True, slots=True)
class Fix:
    """What a rule proposes on the current text: one or more edits that belong together.

    ``sure`` fixes are applied, the others are shown as suggestions. ``message`` says why, as one
    sentence; where it is empty the rule's title serves. ``rule`` is filled in by the rule. A remark
    has no edits, and a ``place`` instead. ``within`` is what the edits were found in, such as a
    phrase, where that is more than what they replace.
    """

    edits: tuple[Edit, ...]
    message: str = ""
    sure: bool = True
    rule: str = ""
    place: Span | None = None
    within: Span | None = None

    @classmethod
    def remark(cls, start: int, end: int, message: str) -> Self:
        """Point at the code points from ``start`` to ``end``, with nothing to put there."""
        return cls((), message, sure=False, place=Span(start, end))

    @classmethod
    def replace(
        cls, start: int, end: int, text: str, message: str = "", *, sure: bool = True
    ) -> Self:
        """Propose ``text`` for the code points from ``start`` to ``end``."""
        return cls((Edit(Span(start, end), text),), message, sure)

    @classmethod
    def delete(cls, start: int, end: int, message: str = "", *, sure: bool = True) -> Self:
        """Propose to take out the code points from ``start`` to ``end``."""
        return cls.replace(start, end, "", message, sure=sure)


@dataclass(frozen=True, slots=True)
class Change:
    """A fix as it lands on the original, or several that touch and so became one.

    ``before`` is the original from ``start`` to ``end`` (code points), ``after`` what stands there
    instead; ``rules`` are the ids of the rules that had a part in it, in the order they acted.
    ``within`` is the place in the original that it was found in, where that is known.
    """

    edits: tuple[Edit, ...]
    rules: tuple[str, ...]
    message: str
    before: str
    after: str
    within: Span | None = None

    @property
    def start(self) -> int:
        """Where the first edit starts in the original."""
        return self.edits[0].span.start

    @property
    def end(self) -> int:
        """Where the last edit ends in the original."""
        return self.edits[-1].span.end

    @property
    def is_remark(self) -> bool:
        """Whether it only points at a place, and changes nothing."""
        return self.before == self.after

    @property
    def place(self) -> Span:
        """The place that it was found in, with all of its edits."""
        own = Span(self.start, self.end)
        return own if self.within is None else _around(own, self.within)

    @property
    def put_in(self) -> str:
        """What its edits make of ``before``."""
        return apply(self.before, (_moved(edit, -self.start) for edit in self.edits))

    def touches(self, other: Change) -> bool:
        """Whether an edit of one touches an edit of the other."""
        return any(a.span.touches(b.span) for a in self.edits for b in other.edits)

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON can hold it; `from_dict` reads it back."""
        data = {
            "start": self.start,
            "end": self.end,
            "before": self.before,
            "after": self.after,
            "rules": list(self.rules),
            "message": self.message,
            "edits": [[e.span.start, e.span.end, e.text] for e in self.edits],
        }
        if self.within is not None:
            data["within"] = [self.within.start, self.within.end]
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote; TypeError where a text is none, ValueError for no edit."""
        if not data["edits"]:
            raise ValueError("a change has an edit")
        if not all(isinstance(text, str) for *_, text in data["edits"]):
            raise TypeError("what an edit puts in is a text")
        if not all(isinstance(text, str) for text in (*data["rules"], data["message"])):
            raise TypeError("a rule's id and a message are texts")
        edits = tuple(Edit(Span(start, end), text) for start, end, text in data["edits"])
        within = Span(*data["within"]) if "within" in data else None
        rules, message = tuple(data["rules"]), data["message"]
        return cls(edits, rules, message, data["before"], data["after"], within)


@dataclass(frozen=True)
class Revision:
    """An original text and the changes made to it, sorted by place; no two of their edits touch."""

    original: str
    changes: tuple[Change, ...] = ()

    @cached_property
    def text(self) -> str:
        """The original with every change made."""
        return apply(self.original, (e for c in self.changes for e in c.edits))

    def only(self, kept: Collection[Change]) -> Revision:
        """Return the revision that makes just those of its changes that are in ``kept``."""
        return Revision(self.original, tuple(c for c in self.changes if c in kept))

    def accept(self, change: Change) -> Revision:
        """Return the revision with ``change`` made, in place of those that it touches.

        A remark changes nothing, and takes nobody's place.
        """
        if change.is_remark:
            return self
        others = (c for c in self.changes if not change.touches(c))
        return Revision(self.original, _sorted([*others, change]))

    def then(self, fixes: Iterable[Fix]) -> Revision:
        """Make ``fixes``, whose places are those of `text`, after the changes made so far.

        Of fixes that conflict the first is made; one that changes nothing is not a change.
        """
        made = disjoint(fixes, self.text)
        return Revision(self.original, self._composed(made)) if made else self

    def followed(self, other: Revision) -> Revision:
        """Make the changes of ``other``, whose original is `text`, after those made so far."""
        return Revision(self.original, self._composed(other.changes)) if other.changes else self

    def proposed(self, fixes: Iterable[Fix]) -> tuple[Change, ...]:
        """Return what ``fixes`` would change, as `accept` takes it, without making them.

        A fix of a place that was already changed comes out as one change of the original, which
        holds the earlier one too. A remark comes out as a change that changes nothing.
        """
        fixes = list(fixes)
        made = set(self.changes)
        changes = (c for c in self.then(fixes).changes if c not in made)
        return _sorted(
            [*changes, *(self._remark(f, f.place) for f in fixes if f.place is not None)]
        )

    def _remark(self, fix: Fix, place: Span) -> Change:
        span = self.origin(place)
        words = self.original[span.start : span.end]
        return Change((Edit(span, words),), (fix.rule,), fix.message, words, words)

    def changed(self, span: Span) -> bool:
        """Whether ``span`` of `text` touches a place that was changed."""
        return any(span.touches(place) for place in self._moves[0])

    def origin(self, span: Span) -> Span:
        """Return where ``span`` of `text` was in the original, with all of an edit it cuts into."""
        new, old = self._moves
        return _carried(span, new, old)

    def current(self, span: Span) -> Span:
        """Return where ``span`` of the original is in `text`, with all of an edit it cuts into."""
        new, old = self._moves
        return _carried(span, old, new)

    @cached_property
    def _moves(self) -> tuple[list[Span], list[Span]]:
        """The places of all edits in `text`, and in the original."""
        return [p.span for p in self._landed], [p.edit.span for p in self._landed]

    def to_dict(self) -> dict[str, Any]:
        """Return the record of the changes as JSON can hold it, without the original itself."""
        return {
            "original": _fingerprint(self.original),
            "changes": [c.to_dict() for c in self.changes],
        }

    @classmethod
    def from_dict(cls, original: str, data: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote; ValueError where it was made from another original."""
        if data["original"] != _fingerprint(original):
            raise ValueError("this record of changes was made from another text")
        changes = tuple(Change.from_dict(c) for c in data["changes"])
        if any(original[c.start : c.end] != c.before or c.put_in != c.after for c in changes):
            raise ValueError("this record of changes does not say what stands in the text")
        return cls(original, changes)

    def _composed(self, made: Sequence[Change | Fix]) -> tuple[Change, ...]:
        """Merge edits that touch into one, and changes that come to share an edit."""
        parts: list[Change | Fix] = [*self.changes, *map(self._rooted, made)]
        groups = _Groups(len(parts))
        merged: list[tuple[int, Edit]] = []
        shift = 0  # how much longer `text` is than the original, up to here
        for run in _runs(sorted([*self._landed, *_placed(made, len(self.changes))], key=_PLACE)):
            first = run[0]
            span = Span(first.span.start, max(piece.span.end for piece in run))
            growth = sum(piece.growth for piece in run)
            place = Span(span.start - shift, span.end - shift - growth)
            shift += growth
            for piece in run[1:]:
                groups.join(first.part, piece.part)
            new = [_moved(piece.edit, -span.start) for piece in run if piece.new]
            after = apply(self.text[span.start : span.end], new) if new else first.edit.text
            if after != self.original[place.start : place.end]:
                merged.append((first.part, Edit(place, after)))

        edits: dict[int, list[Edit]] = {}
        for part, edit in merged:
            edits.setdefault(groups.of(part), []).append(edit)
        members: dict[int, list[Change | Fix]] = {}
        for i, member in enumerate(parts):
            members.setdefault(groups.of(i), []).append(member)
        untouched = {g for g in edits if len(members[g]) == 1 and g < len(self.changes)}
        return _sorted(
            self.changes[g] if g in untouched else self._change(tuple(edits[g]), members[g])
            for g in edits
        )

    def _rooted(self, part: Change | Fix) -> Change | Fix:
        """Return the part with the place of the original that it was found in."""
        if part.within is None:
            return part
        return replace(part, within=self.origin(part.within))

    def _change(self, edits: tuple[Edit, ...], members: list[Change | Fix]) -> Change:
        rules = dict.fromkeys(rule for m in members for rule in _rules(m))
        messages = dict.fromkeys(m.message for m in members if m.message)
        start, end = edits[0].span.start, edits[-1].span.end
        before = self.original[start:end]
        after = apply(before, (_moved(e, -start) for e in edits))
        places = [m.within for m in members if m.within is not None]
        within = _around(*places) if places else None
        return Change(edits, tuple(rules), "; ".join(messages), before, after, within)

    @cached_property
    def _landed(self) -> tuple[_Piece, ...]:
        """Every edit made so far, where it stands in `text`."""
        pieces = []
        shift = 0
        owned = ((edit, part) for part, change in enumerate(self.changes) for edit in change.edits)
        for edit, part in sorted(owned, key=lambda e: e[0].span.start):
            start = edit.span.start + shift
            pieces.append(_Piece(Span(start, start + len(edit.text)), part, edit, new=False))
            shift += pieces[-1].growth
        return tuple(pieces)


@dataclass(frozen=True, slots=True)
class _Piece:
    """An edit's place in the current text, and the part it belongs to.

    Where a ``new`` one is still to be made, the text of an earlier one stands there already.
    """

    span: Span
    part: int
    edit: Edit
    new: bool

    @property
    def growth(self) -> int:
        """How much longer than what it replaced the text is that stands there already."""
        return len(self.span) - len(self.edit.span)


_PLACE = attrgetter("span.start", "span.end", "part")


class _Groups:
    """The numbers below ``count``, joined into groups; each group is known by its least number."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def of(self, i: int) -> int:
        while self._parent[i] != i:
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        low, high = sorted((self.of(i), self.of(j)))
        self._parent[high] = low


def _around(*spans: Span) -> Span:
    """Return the place from where the first of them starts to where the last ends."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _carried(span: Span, here: list[Span], there: list[Span]) -> Span:
    """Return where ``span`` of one text is in another; edits lie ``here`` and ``there``."""
    start, end = span.start, span.end
    before = bisect_right(here, start, key=attrgetter("start")) - 1
    if before >= 0:
        edit, moved = here[before], there[before]
        start = moved.start if start < edit.end else moved.end + start - edit.end
    after = bisect_left(here, end, key=attrgetter("end"))
    if after < len(here):
        edit, moved = here[after], there[after]
        end = moved.end if end > edit.start else moved.start - (edit.start - end)
    elif here:
        end += there[-1].end - here[-1].end
    return Span(start, max(start, end))


def disjoint(fixes: Iterable[Fix], text: str) -> list[Fix]:
    """Return the fixes that change ``text`` and do not conflict with one before them, and remarks.

    Edits that put down what stands there already are left out.

    >>> [f.edits[0].text for f in disjoint([Fix.replace(0, 2, "x"), Fix.delete(1, 3)], "abcd")]
    ['x']
    """
    kept: list[Fix] = []
    taken: list[tuple[int, int]] = []  # sorted
    for fix in fixes:
        edits = tuple(e for e in fix.edits if text[e.span.start : e.span.end] != e.text)
        if fix.edits and not edits:
            continue
        if any(_is_taken(edit.span, taken) for edit in edits):
            continue
        for edit in edits:
            insort(taken, (edit.span.start, edit.span.end))
        kept.append(fix if edits == fix.edits else replace(fix, edits=edits))
    return kept


def _is_taken(span: Span, taken: list[tuple[int, int]]) -> bool:
    at = bisect_left(taken, (span.start, span.end))
    return any(span.conflicts(Span(*place)) for place in taken[max(0, at - 1) : at + 2])


def _placed(made: Iterable[Change | Fix], first: int) -> Iterator[_Piece]:
    for part, fix in enumerate(made, first):
        for edit in fix.edits:
            yield _Piece(edit.span, part, edit, new=True)


def _runs(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Group sorted pieces that touch."""
    run: list[_Piece] = []
    end = 0
    for piece in pieces:
        if run and piece.span.start > end:
            yield run
            run = []
        run.append(piece)
        end = max(end, piece.span.end)
    if run:
        yield run


def _rules(part: Change | Fix) -> tuple[str, ...]:
    return part.rules if isinstance(part, Change) else (part.rule,)


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(Span(edit.span.start + by, edit.span.end + by), edit.text)


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=attrgetter("edits")))


def _fingerprint(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
