"""Runs that obey decisions: what an editor decided stands, and a second run changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from copydesk.pipeline import Cleaned
from copydesk.review.decisions import Decision, Decisions, resolved
from copydesk.review.findings import WORD, Finding, Kind, findings_of, words_beside
from copydesk.text import Span

_ROUNDS = 10
"""How often a text is cleaned until it is at rest; twice is usual where decisions change it."""

Clean = Callable[[str, tuple[Span, ...]], Cleaned]
"""Cleans a text, but for some places."""


def obeyed(clean: Clean, text: str, keep: tuple[Span, ...], decisions: Decisions) -> Cleaned:
    """Clean ``text`` but for the places to ``keep``, as ``decisions`` say.

    What rules would do next to a place that was decided otherwise than they proposed is done as
    well, so that the text is at rest. A change that would touch a decided place, and about which
    nobody decided, becomes a suggestion.
    """
    proposed = clean(text, keep)
    result, refused = _decided(proposed, decisions) if decisions else (proposed, [])
    if result is proposed:
        return proposed
    for _ in range(_ROUNDS):
        if result.text == proposed.text:  # which is at rest
            break
        current = result.revision.current
        places = tuple(map(current, keep))
        still = [replace(each, span=current(each.span)) for each in refused]
        again, _ = _decided(clean(result.text, places), decisions, still)
        if not again.changes:
            break
        result = replace(result, revision=result.revision.followed(again.revision))
    return replace(result, proposed=proposed)


@dataclass(frozen=True, slots=True)
class _Refused:
    """A change that was rejected, and where: what is decided beside it may change the words by
    which the decision is known.
    """

    decision: Decision
    kind: Kind
    span: Span


def _decided(
    cleaned: Cleaned, decisions: Decisions, refused: Iterable[_Refused] = ()
) -> tuple[Cleaned, list[_Refused]]:
    """Return what becomes of ``cleaned``, and what was rejected in it; ``refused`` stays so."""
    findings = findings_of(cleaned)
    matched = {
        id: replace(decision, verdict="reject", text="")
        if _is_done(decision, findings[id], cleaned.original)
        else decision
        for id, decision in decisions.matched(findings).items()
    }
    kinds: dict[Kind, list[_Refused]] = {}
    for each in refused:
        kinds.setdefault(each.kind, []).append(each)
    for finding in findings:
        for each in kinds.get(finding.content.kind, ()):
            if each.span.touches(_span(finding)):
                matched.setdefault(finding.id, each.decision)
    rejected = [
        _Refused(decision, findings[id].content.kind, _span(findings[id]))
        for id, decision in matched.items()
        if decision.verdict == "reject"
    ]
    standing = _Standing(decisions, cleaned.original)
    doubtful = {
        f.id
        for f in findings
        if f.id not in matched and not f.is_suggestion and standing.is_touched(f)
    }
    if not matched and not doubtful:
        return cleaned, []
    asked = [replace(f, is_suggestion=f.is_suggestion or f.id in doubtful) for f in findings]
    return resolved(cleaned, asked, matched), rejected


def _span(finding: Finding) -> Span:
    return Span(finding.change.start, finding.change.end)


def _is_done(decision: Decision, finding: Finding, text: str) -> bool:
    """Whether the finding lies in words that this very edit has put there."""
    change, words = finding.change, decision.words_in(text)
    if decision.verdict != "edit" or change.before not in words:
        return False
    sides = (None, None) if decision.everywhere else decision.beside
    place = _Place(words, *sides)
    return any(
        at <= change.start and change.end <= at + len(words)
        for at in place.found(text, max(0, change.end - len(words)), change.start)
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Words that an editor left between some others; None where those of one side do not count."""

    words: str
    left: str | None
    right: str | None

    def found(self, text: str, first: int, last: int) -> Iterator[int]:
        """Yield where it begins in ``text``, from the offset ``first`` to ``last``."""
        end = last + len(self.words)
        while (at := text.find(self.words, first, end)) >= 0:
            if self._is_beside(text, Span(at, at + len(self.words))):
                yield at
            first = at + 1

    def _is_beside(self, text: str, span: Span) -> bool:
        left, right = words_beside(text, span)
        return self.left in (None, left) and self.right in (None, right)


class _Standing:
    """The places of ``text`` that look as some decision left them."""

    def __init__(self, decisions: Iterable[Decision], text: str) -> None:
        self._text = text
        known: set[str] | None = None
        self._places: list[_Place] = []
        for decision in decisions:
            if decision.everywhere:
                if decision.verdict == "edit" and WORD.search(decision.text):  # not a mark alone
                    self._places.append(_Place(decision.words_in(text), None, None))
                continue
            known = set(WORD.findall(text)) if known is None else known
            left, right = decision.beside
            farther = (*left.split()[:-1], *right.split()[1:])
            if known.issuperset(farther):  # the nearest may have grown together with the place
                self._places += _places(decision, text)

    def is_touched(self, finding: Finding) -> bool:
        """Whether the finding's change would alter one of them."""
        return any(
            _some(
                place.found(self._text, max(0, edit.span.start - len(place.words)), edit.span.end)
            )
            for place in self._places
            for edit in finding.change.edits
        )


def _some(offsets: Iterator[int]) -> bool:
    return next(offsets, None) is not None


def _places(decision: Decision, text: str) -> Iterator[_Place]:
    left, right = decision.beside
    if decision.verdict == "edit":
        yield _Place(decision.words_in(text), left, right)
    elif len(decision.kept) == 1:
        yield _Place(decision.kept[0], left, right)
    else:
        yield _Place(decision.kept[0], left, None)
        yield _Place(decision.kept[-1], None, right)
