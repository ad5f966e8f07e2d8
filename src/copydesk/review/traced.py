"""What has become of findings in a text that somebody went over, of which only the words are known.

The way is looked for that leads through the original and that text with the fewest words of
somebody's own; to make the change of a finding, or to leave it, is none.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from operator import attrgetter, itemgetter
from typing import Literal

from copydesk.review.findings import Finding
from copydesk.text import Span, apply

_PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 200_000  # places that are tried in a block: what is written all anew is not traced
_START = attrgetter("span.start")


@dataclass(frozen=True, slots=True)
class _Step:
    """What is other than in the original, by the finding of that id.

    Where there is none, somebody took words out or put some in.
    """

    span: Span
    text: str = ""
    finding: int | None = None


_Last = Literal["same", "made", "put in", "own"]
_State = tuple[int, int, _Last]
"""A place in the original and in the text, and what the last step to it was."""


class Trace:
    """What has become of ``original`` and its ``findings`` in ``text``. Remarks are passed over."""

    def __init__(self, original: str, findings: Sequence[Finding], text: str) -> None:
        self._original, self._text = original, text
        self._way: list[_State] = []
        self._steps: list[_Step] = []
        known = sorted(_steps(findings), key=_START)
        made = apply(original, (e for f in findings if not f.is_suggestion for e in f.change.edits))
        for old, new in _blocks(original, made, text):
            first = bisect_left(known, old.start, key=_START)
            last = bisect_left(known, old.end + (old.end == len(original)), key=_START)
            for state, step in _Search(original, old, text, new, known[first:last]).way():
                self._way.append(state)
                if step:
                    self._steps.append(step)

    def is_made(self, finding: Finding) -> bool | None:
        """Whether the change is made; None where neither it nor the original is there.

        Nothing is told of one in the midst of somebody's own words.
        """
        spans = [edit.span for edit in finding.change.edits]
        near = {step for span in spans for step in self._near(span)}
        others = [s.span for s in near if s.finding not in (None, finding.id)]
        if any(other.conflicts(span) for other in others for span in spans):
            return None
        if not all(map(self._is_held, spans)):
            return None
        made = sum(step.finding == finding.id for step in near)
        return {0: False, len(spans): True}.get(made)

    def _is_held(self, span: Span) -> bool:
        """Whether nothing of somebody's own is in a place, or on both sides of it."""
        own = [step.span for step in self._near(span) if step.finding is None]
        if any(place.conflicts(span) for place in own):
            return False
        is_before = any(place.end == span.start for place in own)
        is_after = any(place.start == span.end for place in own)
        return not (is_before and is_after)

    def instead_of(self, finding: Finding) -> str | None:
        """Return what somebody wrote in the place of a finding; None where that cannot be told."""
        place = Span(finding.change.start, finding.change.end)
        beside = Span(max(0, place.start - 1), place.end + 1)  # which is to be as it was
        own = [step.span for step in self._near(beside) if step.finding is None]
        if not own or own[0].start < place.start or own[-1].end > place.end:
            return None
        first = bisect_left(self._way, place.start, key=itemgetter(0))
        last = bisect_right(self._way, place.end, key=itemgetter(0)) - 1
        return self._text[self._way[first][1] : self._way[last][1]]

    def _near(self, place: Span) -> list[_Step]:
        """Return the steps that touch a place, in their order."""
        first = bisect_left(self._steps, place.start, key=attrgetter("span.end"))
        return self._steps[first : bisect_right(self._steps, place.end, key=_START)]


def _steps(findings: Iterable[Finding]) -> Iterator[_Step]:
    for finding in findings:
        if not finding.change.is_remark:
            for edit in finding.change.edits:
                yield _Step(edit.span, edit.text, finding.id)


def _blocks(original: str, made: str, text: str) -> Iterator[tuple[Span, Span]]:
    """Yield the places of what stands for each other in the original and in the text.

    These are paragraphs, where it can be told which is which, or else several together. ``made``
    is the original with all changes made.
    """
    old, as_made, new = map(_PARAGRAPH.findall, (original, made, text))
    known = dict(zip(as_made, old, strict=True)) if len(as_made) == len(old) else {}
    matcher = SequenceMatcher(None, old, [known.get(p, p) for p in new], autojunk=False)
    olds, news = ([0, *accumulate(map(len, paragraphs))] for paragraphs in (old, new))
    for _, i, j, k, m in matcher.get_opcodes():
        is_paired = j - i == m - k
        old_cuts, new_cuts = (olds[i : j + 1], news[k : m + 1])
        if not is_paired:
            old_cuts, new_cuts = [olds[i], olds[j]], [news[k], news[m]]
        for before, after in zip(pairwise(old_cuts), pairwise(new_cuts), strict=True):
            yield Span(*before), Span(*after)


class _Search:
    """Looks for the way through a place of the original and one of the text."""

    def __init__(
        self, original: str, old: Span, text: str, new: Span, known: Iterable[_Step]
    ) -> None:
        self._original, self._old = original, old
        self._text, self._new = text, new
        self._known: dict[int, list[_Step]] = {}
        self._stops: set[int] = set()
        cuts = {old.start, *(m.end() for m in _WORD.finditer(original, old.start, old.end))}
        for step in known:
            if step.span.end <= old.end:
                self._known.setdefault(step.span.start, []).append(step)
                self._stops |= {step.span.start, step.span.end}
        self._following = dict(pairwise(sorted(cuts | self._stops)))

    def way(self) -> Iterable[tuple[_State, _Step | None]]:
        """Return the states on the way, each with the step to it: None for words of both."""
        start: _State = (self._old.start, self._new.start, "same")
        end = self._old.end, self._new.end
        costs = {start: 0}
        came: _Came = {}
        waiting = [(0, start)] if len(self._new) else []
        while waiting and len(costs) < _MOST:
            cost, state = heappop(waiting)
            if state[:2] == end:
                return reversed([*_back(came, state)])
            if cost > costs[state]:
                continue
            for new, step, price in self._from(state):
                if cost + price < costs.get(new, sys.maxsize):
                    costs[new] = cost + price
                    came[new] = state, step
                    heappush(waiting, (cost + price, new))
        return [(start, None), ((*end, "own"), _Step(self._old))]

    def _from(self, state: _State) -> Iterator[tuple[_State, _Step | None, int]]:
        """Yield the states that follow, each with the step to it and what that costs."""
        i, j, last = state
        for step in self._known.get(i, ()):
            now: _Last = "made" if len(step.span) else "put in"
            if last == now == "put in":  # nothing is put in twice
                continue
            if self._text.startswith(step.text, j, self._new.end):
                yield (step.span.end, j + len(step.text), now), step, 0
        if same := self._same(i, j):
            yield (i + same, j + same, "same"), None, 0
        price = 1000 if last == "own" else 1001  # of two ways, that with fewer places
        if i in self._following:
            yield (self._following[i], j, "own"), _Step(Span(i, self._following[i])), price
        if word := _WORD.match(self._text, j, self._new.end):
            yield (i, word.end(), "own"), _Step(Span(i, i)), price

    def _same(self, i: int, j: int) -> int:
        """Return how long both go on with the same words, up to where a finding begins or ends."""
        k = i
        while k in self._following and (k == i or k not in self._stops):
            word = self._original[k : self._following[k]]
            if not self._text.startswith(word, j + k - i, self._new.end):
                break
            k += len(word)
        return k - i


_Came = dict[_State, tuple[_State, _Step | None]]
"""Of each state that was reached but the first, the one before it and the step between."""


def _back(came: _Came, state: _State) -> Iterator[tuple[_State, _Step | None]]:
    while state in came:
        before, step = came[state]
        yield state, step
        state = before
    yield state, None
