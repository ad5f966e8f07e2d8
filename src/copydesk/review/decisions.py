"""What an editor decided about changes and suggestions, and what becomes of a text by that.

A decision knows its change by content: the rules, what they take out and put in, and the words
around in the sentence. So it holds in later runs, in other files that say the same, and after edits
elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from operator import attrgetter
from typing import Literal, Self, get_args

from copydesk.pipeline import Cleaned
from copydesk.review.findings import Content, Finding, Kind, findings_of, words_beside
from copydesk.revision import Change, Revision
from copydesk.text import Edit, Span

Verdict = Literal["accept", "reject", "edit"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Decision:
    """An editor's verdict on a change or suggestion.

    ``accept`` makes it, ``reject`` leaves the original as it is, ``edit`` puts ``text`` there
    instead. ``reason`` is for people. One that holds ``everywhere`` does so whatever words stand
    beside the change, unless another decision knows those words. ``phrase`` is what stood on both
    sides of the change in the phrase that it was found in. Raises ValueError for what cannot be
    decided or kept.
    """

    content: Content
    verdict: Verdict
    text: str = ""
    reason: str = ""
    everywhere: bool = False
    phrase: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"a verdict is accept, reject or edit, not {self.verdict!r}")
        if self.text and self.verdict != "edit":
            raise ValueError(f"an edit has a text, but {self.verdict} has none")
        content = self.content
        if not content.before or len(content.before) != len(content.after):
            raise ValueError("before and after need as many parts as each other")
        parts = (*content.rules, *content.before, *content.after, content.left, content.right)
        if any(map(_has_surrogate, (*parts, *self.phrase, self.text, self.reason))):
            raise ValueError("half of a surrogate pair is no character and cannot be kept")
        object.__setattr__(self, "text", self.text.replace("\r\n", "\n"))
        if self.everywhere:
            object.__setattr__(self, "content", content._replace(left="", right=""))
            object.__setattr__(self, "phrase", ("", ""))

    @classmethod
    def on(
        cls,
        finding: Finding,
        verdict: Verdict,
        text: str = "",
        reason: str = "",
        everywhere: bool = False,
    ) -> Self:
        """Decide about ``finding``; of an edit, ``text`` takes the place of all of it."""
        content = finding.whole if verdict == "edit" else finding.content
        return cls(content, verdict, text, reason, everywhere, finding.phrase)

    def words_in(self, article: str) -> str:
        """Return the words of an edit with their lines ended as those of the article are."""
        is_parted = "\n" in self.text and "\r\n" in article
        return self.text.replace("\n", "\r\n") if is_parted else self.text

    @property
    def kept(self) -> tuple[str, ...]:
        """What it leaves in the text: a part for each edit of the change, or its own words."""
        if self.verdict == "edit":
            return (self.text,)
        return self.content.after if self.verdict == "accept" else self.content.before

    @cached_property
    def beside(self) -> tuple[str, str]:
        """The nearest words beside what it leaves, those of its phrase among them."""
        content, (head, tail) = self.content, self.phrase
        if not head and not tail:
            return content.left, content.right
        left, kept = f"{content.left} {head}", "".join(self.kept)
        place = Span(len(left), len(left) + len(kept))
        return words_beside(f"{left}{kept}{tail} {content.right}", place)

    @cached_property
    def identity(self) -> Identity:
        """What no two decisions of a collection share."""
        return self.content, self.everywhere

    @cached_property
    def contents(self) -> tuple[Content, ...]:
        """What it knows its change by: an edit knows it by what it has made of it, too."""
        if self.verdict == "edit":
            return self.content, self.content._replace(after=(self.text,))
        return (self.content,)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """What the findings are looked up by that it may be about."""
        if self.everywhere:
            return tuple(content.kind for content in self.contents)
        keys: list[Key] = [*self.contents]
        for content in self.contents:
            keys += _nearest(content)
        return tuple(keys)

    @cached_property
    def entry(self) -> str:
        """Its entry in a file of decisions."""
        from copydesk.review.store import entry  # which reads decisions as well

        return entry(self)


_ORDER = attrgetter("content", "everywhere", "verdict", "text", "reason")


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)


Identity = tuple[Content, bool]
Nearest = tuple[Kind, str, str]
Key = Content | Nearest | Kind

_ENOUGH = 5
"""How many words that stand around a place still, one after another, tell that it is the same."""


def _nearest(content: Content) -> Iterator[Nearest]:
    """Yield the kind with just enough of the nearest words, in each way to take them from both
    sides.
    """
    left, right = content.left.split(), content.right.split()
    for before in range(max(0, _ENOUGH - len(right)), min(_ENOUGH, len(left)) + 1):
        words_before = left[len(left) - before :]
        yield content.kind, " ".join(words_before), " ".join(right[: _ENOUGH - before])


def _loosely(content: Content) -> list[Key]:
    """Return what a change may be known by where the words around are not all as they were."""
    return [content.kind, *_nearest(content)]


@dataclass(frozen=True)
class Decisions:
    """Decisions, no two about the same content; immutable. They are iterated in a stable order."""

    by_identity: Mapping[Identity, Decision]

    @classmethod
    def of(cls, decisions: Iterable[Decision] = ()) -> Self:
        """Collect decisions; of two about the same the last holds."""
        return cls({decision.identity: decision for decision in decisions})

    def __iter__(self) -> Iterator[Decision]:
        return iter(self._in_order)

    def __len__(self) -> int:
        return len(self.by_identity)

    def get(self, content: Content, everywhere: bool = False) -> Decision | None:
        """Return the decision about this content, if there is one."""
        return self.by_identity.get((content, everywhere))

    def changed(self, add: Iterable[Decision] = (), remove: Iterable[Decision] = ()) -> Decisions:
        """Return them with some removed, and then others added.

        What was worked out about thousands of decisions is taken over for all but those.
        """
        added = {decision.identity: decision for decision in add}
        gone = {d.identity for d in remove} | added.keys()
        lost = [self.by_identity[i] for i in gone if i in self.by_identity]
        kept = dict(self.by_identity)
        for decision in lost:
            del kept[decision.identity]
        changed = Decisions(kept | added)
        index, order = dict(self._index), list(self._in_order)
        for decision in lost:
            del order[bisect_left(order, _ORDER(decision), key=_ORDER)]
            for key in decision.keys:
                index[key] = tuple(d for d in index[key] if d.identity != decision.identity)
        for decision in added.values():
            insort(order, decision, key=_ORDER)
            for key in decision.keys:
                index[key] = (*index.get(key, ()), decision)
        changed.__dict__.update(_index=index, _in_order=tuple(order))
        return changed

    def matched(
        self,
        findings: Sequence[Finding],
        among: Iterable[Finding] | None = None,
        keyed: Keyed | None = None,
    ) -> dict[int, Decision]:
        """Return the decision on each of the findings of one text that has one, by its id.

        A decision that knows all the words around comes first. One whose place is nowhere in the
        text is found again by the nearest, as others may have been edited. What holds everywhere
        comes last. Where decisions differ, none holds. ``among`` are the findings that
        are wanted, where that is not all of them, and ``keyed`` is all of them by their keys.
        """
        if not self.by_identity:
            return {}
        there = keyed or Keyed(findings)

        @cache
        def near(words: Nearest) -> list[Decision]:
            return _voices(d for d in self._by([words]) if not there.has_place_of(d))

        found: dict[int, Decision] = {}
        for finding in findings if among is None else among:
            nearest = (words for content in finding.contents for words in _nearest(content))
            decision = (
                _agreed(self._by(finding.contents))
                or _agreed(d for words in nearest for d in near(words))
                or _agreed(self._by(content.kind for content in finding.contents))
            )
            if decision:
                found[finding.id] = decision
        return found

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of changes that something was decided about."""
        return frozenset(c.kind for d in self.by_identity.values() for c in d.contents)

    def unmatched(self, texts: Iterable[Sequence[Finding]]) -> Decisions:
        """Return those that are about none of the findings of these texts."""
        left = dict(self.by_identity)
        for findings in texts:
            for decision in self.matched(findings).values():
                left.pop(decision.identity, None)
        return Decisions(left)

    def _by(self, keys: Iterable[Key]) -> Iterator[Decision]:
        return (decision for key in keys for decision in self._index.get(key, ()))

    @cached_property
    def _index(self) -> Mapping[Key, tuple[Decision, ...]]:
        index: dict[Key, list[Decision]] = {}
        for decision in self.by_identity.values():
            for key in decision.keys:
                index.setdefault(key, []).append(decision)
        return {key: tuple(decisions) for key, decisions in index.items()}

    @cached_property
    def _in_order(self) -> tuple[Decision, ...]:
        return tuple(sorted(self.by_identity.values(), key=_ORDER))


class Keyed:
    """The findings of one text by what a decision may know them by."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings = findings

    @cached_property
    def _by_content(self) -> dict[Key, list[int]]:
        return _numbered(
            (content, finding.id) for finding in self._findings for content in finding.contents
        )

    @cached_property
    def _by_words(self) -> dict[Key, list[int]]:
        return _numbered(
            (key, finding.id)
            for finding in self._findings
            for content in finding.contents
            for key in _loosely(content)
        )

    def concerned(self, decisions: Collection[Decision]) -> list[Finding]:
        """Return those whose decision may be another when ``decisions`` come or go."""
        keys: set[Key] = {content for d in decisions for content in d.contents}
        ids = {id for key in keys for id in self._by_content.get(key, ())}
        apart = {key for d in decisions if not self.has_place_of(d) for key in d.keys}
        if apart:
            ids |= {id for key in apart for id in self._by_words.get(key, ())}
        return [self._findings[id] for id in sorted(ids)]

    def has_place_of(self, decision: Decision) -> bool:
        """Whether the very place of the decision is here, so that it is about no similar one."""
        return not decision.everywhere and any(c in self._by_content for c in decision.contents)


def _numbered(keyed: Iterable[tuple[Key, int]]) -> dict[Key, list[int]]:
    found: dict[Key, list[int]] = {}
    for key, id in keyed:
        found.setdefault(key, []).append(id)
    return found


def _agreed(decisions: Iterable[Decision]) -> Decision | None:
    """Return one of the decisions, always the same, if all of them say the same."""
    voices = _voices(decisions)
    return voices[0] if len(voices) == 1 else None


def _voices(decisions: Iterable[Decision]) -> list[Decision]:
    """Return one of the decisions, always the same, for each thing that they say."""
    ordered = sorted(decisions, key=_ORDER, reverse=True)
    return list({(d.verdict, d.text): d for d in ordered}.values())


def decided(cleaned: Cleaned, decisions: Decisions) -> Cleaned:
    """Return what becomes of ``cleaned`` by ``decisions``: itself where none is about it.

    What is rejected is neither made nor suggested. An edit, or a suggestion that is accepted, takes
    the place of all changes that it touches; where two touch, edits come before suggestions and the
    first place before the second.
    """
    if not decisions:
        return cleaned
    findings = findings_of(cleaned)
    matched = decisions.matched(findings)
    return resolved(cleaned, findings, matched) if matched else cleaned


def resolved(
    cleaned: Cleaned, findings: Sequence[Finding], matched: Mapping[int, Decision]
) -> Cleaned:
    """Do the same where it is known which decision holds for which of its findings."""
    edits = (
        _edited(f.change, matched[f.id].words_in(cleaned.original))
        for f in _with("edit", findings, matched)
    )
    accepted = (
        f.change
        for f in _with("accept", findings, matched)
        if f.is_suggestion and not _is_empty(f.change, cleaned.original)
    )
    made = _apart([*edits, *accepted])
    places = _Places(made)
    changes = [c for c in made if not _is_empty(c, cleaned.original)]
    suggestions = []
    for finding in findings:
        decision = matched.get(finding.id)
        if places.touch(finding.change):
            continue
        if finding.is_suggestion and decision is None:
            suggestions.append(finding.change)
        elif not finding.is_suggestion and (decision is None or decision.verdict == "accept"):
            changes.append(finding.change)
    revision = Revision(cleaned.original, tuple(sorted(changes, key=attrgetter("edits"))))
    suggestions.sort(key=attrgetter("edits"))
    return replace(cleaned, revision=revision, suggestions=tuple(suggestions))


def _with(
    verdict: Verdict, findings: Iterable[Finding], matched: Mapping[int, Decision]
) -> Iterator[Finding]:
    return (f for f in findings if f.id in matched and matched[f.id].verdict == verdict)


def _edited(change: Change, text: str) -> Change:
    return replace(change, edits=(Edit(Span(change.start, change.end), text),), after=text)


def _is_empty(change: Change, original: str) -> bool:
    return all(original[e.span.start : e.span.end] == e.text for e in change.edits)


def _apart(changes: Iterable[Change]) -> list[Change]:
    """Return the changes without those that touch an earlier one."""
    places = _Places(())
    kept = []
    for change in changes:
        if not places.touch(change):
            places.add(change)
            kept.append(change)
    return kept


class _Places:
    """The places of changes, none of which touches another."""

    def __init__(self, changes: Collection[Change]) -> None:
        self._spans = sorted(edit.span for change in changes for edit in change.edits)

    def add(self, change: Change) -> None:
        for edit in change.edits:
            insort(self._spans, edit.span)

    def touch(self, change: Change) -> bool:
        return any(self._touches(edit.span) for edit in change.edits)

    def _touches(self, span: Span) -> bool:
        at = bisect_left(self._spans, span.start, key=attrgetter("end"))
        return at < len(self._spans) and self._spans[at].touches(span)
