"""What has become of findings in a text that somebody went over, of which only the words are known.

The way is looked for that leads through the original and that text with the fewest words of
somebody's own; to make the change of a finding, or to leave it, is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from operator import attrgetter, itemgetter

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


_State = tuple[int, int, bool]
"""A place in the original and in the text, and whether a finding has just put words in there."""


class Trace:
    """What has become of ``original`` and its ``findings`` in ``text``. Remarks are passed over."""

    def __init__(self, original: str, findings: Sequence[Finding], text: str) -> None:
        self._text = text
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

        Nothing is told of one that somebody's own words stand right beside.
        """
        spans = [edit.span for edit in finding.change.edits]
        near = {step for span in spans for step in self._near(span)}
        if any(_is_in_the_way(step, span, finding) for step in near for span in spans):
            return None
        made = sum(step.finding == finding.id for step in near)
        return {0: False, len(spans): True}.get(made)

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


def _is_in_the_way(step: _Step, span: Span, finding: Finding) -> bool:
    if step.finding is None:
        return step.span.touches(span)
    return step.finding != finding.id and step.span.conflicts(span)


def _steps(findings: Iterable[Finding]) -> Iterator[_Step]:
    for finding in findings:
        if finding.change.before != finding.change.after:
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
        cuts = {old.start, *(m.end() for m in _WORD.finditer(original, old.start, old.end))}
        for step in known:
            if step.span.end <= old.end:
                self._known.setdefault(step.span.start, []).append(step)
                cuts |= {step.span.start, step.span.end}
        self._following = dict(pairwise(sorted(cuts)))

    def way(self) -> Iterator[tuple[_State, _Step | None]]:
        """Yield the states on the way, each with the step to it: None for words of both."""
        start, end = ((self._old.start, self._new.start), (self._old.end, self._new.end))
        came: _Came = {(*start, False): None}
        level = list(came)
        while level and len(came) < _MOST:
            reached = []
            while level:
                reached.append(state := level.pop())
                level += _new(came, state, self._free(state))
            for is_put_in in (False, True):
                if (*end, is_put_in) in came:
                    return reversed([*_back(came, (*end, is_put_in))])
            level = [new for state in reached for new in _new(came, state, self._own(state))]
        return iter([((*start, False), None), ((*end, False), _Step(self._old))])

    def _free(self, state: _State) -> Iterator[tuple[_State, _Step | None]]:
        """Yield what follows by words of both, or by the change of a finding."""
        i, j, is_put_in = state
        for step in self._known.get(i, ()):
            is_put = not len(step.span)
            if self._text.startswith(step.text, j, self._new.end) and not (is_put and is_put_in):
                yield (step.span.end, j + len(step.text), is_put), step
        k = self._following.get(i, i)
        if k > i and self._text.startswith(self._original[i:k], j, self._new.end):
            yield (k, j + k - i, False), None

    def _own(self, state: _State) -> Iterator[tuple[_State, _Step]]:
        """Yield what follows where a word is taken out, or one put in."""
        i, j, is_put_in = state
        if (k := self._following.get(i)) is not None:
            yield (k, j, False), _Step(Span(i, k))
        if word := _WORD.match(self._text, j, self._new.end):
            yield (i, word.end(), is_put_in), _Step(Span(i, i))


_Came = dict[_State, tuple[_State, _Step | None] | None]
"""Of each state that was reached, the one before it and the step between; of the first, None."""


def _new(
    came: _Came, state: _State, following: Iterable[tuple[_State, _Step | None]]
) -> Iterator[_State]:
    """Note what follows ``state``, and yield what had not been reached."""
    for new, step in following:
        if new not in came:
            came[new] = state, step
            yield new


def _back(came: _Came, state: _State) -> Iterator[tuple[_State, _Step | None]]:
    while before := came[state]:
        yield state, before[1]
        state = before[0]
    yield state, None
