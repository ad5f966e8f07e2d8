"""A review in progress: articles, what was decided about them so far, and the way back."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from copydesk.files import Trouble, reason, replacing
from copydesk.formats import Unwritable
from copydesk.formats.fit import fitted
from copydesk.pipeline import Cleaned
from copydesk.review.articles import Article, Articles, Listed, NoReview
from copydesk.review.decisions import Decision, Decisions, Verdict, resolved
from copydesk.review.store import Store


@dataclass(frozen=True, slots=True)
class Progress:
    """How many findings are decided, of how many.

    >>> print(Progress(37, 1214))
    37 of 1,214 decided
    """

    decided: int
    total: int

    def __str__(self) -> str:
        return f"{self.decided:,} of {self.total:,} decided"


@dataclass(frozen=True, slots=True)
class Finished:
    """An article whose copy was written to ``target``; or why it was not, as ``trouble``."""

    name: str
    target: Path | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """What one decision added, and what it took away."""

    added: tuple[Decision, ...]
    removed: tuple[Decision, ...]


class Session:
    """Decisions about ``articles``, on disk in ``store`` as soon as they are made.

    Articles are known by name, findings by id. All methods but `articles` may raise BadDecisions
    and OSError, if another process damages the file of decisions; those with a name raise KeyError
    for one that is not listed, and NoReview where the article has changed since. A session is for
    one thread at a time.
    """

    def __init__(self, articles: Articles, store: Store) -> None:
        self._articles = articles
        self._store = store
        self._steps: list[_Step] = []
        self._loaded: dict[str, Article] = {}
        self._matched: dict[str, dict[int, Decision]] = {}
        self._matched_at = store.times_read
        self._listed = {article.name: article for article in articles.listed}

    @property
    def articles(self) -> tuple[Listed, ...]:
        """The articles in their order, without their texts."""
        return tuple(self._listed.values())

    @property
    def decisions(self) -> Decisions:
        """All decisions, those of other processes included as far as they are known."""
        return self._store.decisions

    @property
    def place(self) -> Path:
        """The file that the decisions are kept in."""
        return self._store.path

    def article(self, name: str) -> Article:
        """Return an article, read when it is first asked for."""
        if name not in self._loaded:
            if name not in self._listed:
                raise KeyError(name)
            self._loaded[name] = self._articles.load(name)
        return self._loaded[name]

    def verdicts(self, name: str) -> Mapping[int, Decision]:
        """Return the decisions that hold in an article, by the id of the finding."""
        if self._matched_at != self._store.times_read:
            self._matched.clear()
            self._matched_at = self._store.times_read
        if name not in self._matched:
            article = self.article(name)
            self._matched[name] = self.decisions.matched(article.findings, keyed=article.keyed)
        return self._matched[name]

    def result(self, name: str) -> Cleaned:
        """Return what becomes of an article by the decisions made so far."""
        article = self.article(name)
        return resolved(article.cleaned, article.findings, self.verdicts(name))

    def progress(self, name: str | None = None, all: bool = False) -> Progress:
        """Return how much is decided of one article, or of all; those that cannot be read count as
        undecided. Changes of white space alone count where ``all`` is set.
        """
        progress = [self._progress(n, all) for n in ([*self._listed] if name is None else [name])]
        return Progress(sum(p.decided for p in progress), sum(p.total for p in progress))

    def _progress(self, name: str, all: bool) -> Progress:
        listed = self._listed[name]
        total = listed.total if all else listed.total - listed.trivial
        if name not in self._loaded and self.decisions.kinds.isdisjoint(listed.kinds):
            return Progress(0, total)
        try:
            findings = self.article(name).findings
            return Progress(
                sum(all or not findings[id].is_trivial for id in self.verdicts(name)), total
            )
        except NoReview:
            return Progress(0, total)

    def refresh(self) -> bool:
        """Take over what other processes decided since, and return whether there was anything."""
        return self._store.refresh()

    def decide(
        self,
        name: str,
        finding: int,
        verdict: Verdict,
        text: str = "",
        reason: str = "",
        everywhere: bool = False,
    ) -> Decision:
        """Decide about a finding, or, ``everywhere``, about all like it in all articles.

        Those that are decided about one by one stay so. ``text`` is what an edit puts in the place
        of the whole finding. Raises ValueError for a verdict that makes no sense, and IndexError
        for a finding that there is not.
        """
        found = self.article(name).findings[finding]
        decision = Decision.on(found, verdict, text, reason, everywhere)
        known = [self.decisions.get(content) for content in found.contents]
        self._change((decision,), tuple(d for d in known if d and d.identity != decision.identity))
        if self.verdicts(name).get(finding) != decision:  # one about a similar place comes before
            own = Decision.on(found, verdict, text, reason)
            self._change((own,), ())
            last, step = self._steps.pop(), self._steps.pop()
            self._steps.append(_Step(step.added + last.added, step.removed + last.removed))
        return decision

    def decide_all(self, name: str, findings: Iterable[int], verdict: Verdict) -> None:
        """Accept or reject several findings of an article in one step."""
        known = self.article(name).findings
        self._change(tuple(Decision.on(known[finding], verdict) for finding in findings), ())

    def undecide(self, name: str, finding: int) -> bool:
        """Take back the decision about a finding, and return whether there was one."""
        decision = self.verdicts(name).get(finding)
        if decision is None:
            return False
        self._change((), (decision,))
        return True

    def undo(self) -> bool:
        """Take back the last step of this session, and return whether there was one.

        What others have decided about the same since stays.
        """
        if not self._steps:
            return False
        self.refresh()
        step, known = self._steps[-1], self.decisions.by_identity
        made = tuple(d for d in step.added if known.get(d.identity) == d)
        others = known.keys() - {d.identity for d in made}  # which may be decided anew since
        self._keep(tuple(d for d in step.removed if d.identity not in others), made)
        self._steps.pop()
        return True

    def _change(self, added: tuple[Decision, ...], removed: tuple[Decision, ...]) -> None:
        replaced = (self.decisions.by_identity.get(d.identity) for d in added)
        before = tuple(decision for decision in replaced if decision)
        self._keep(added, removed)
        self._steps.append(_Step(added, (*removed, *before)))

    def _keep(self, added: tuple[Decision, ...], removed: tuple[Decision, ...]) -> None:
        """Keep the change, and look again at the findings that it may be about."""
        self._store.change(add=added, remove=removed)
        for name, matched in self._matched.items():
            article = self._loaded[name]
            looked_at = article.keyed.concerned((*added, *removed))
            for finding in looked_at:
                matched.pop(finding.id, None)
            matched.update(self.decisions.matched(article.findings, looked_at, article.keyed))

    def finish(self) -> Iterator[Finished]:
        """Write the cleaned copy of each article as it results, and tell of each.

        What others decided up to now counts.
        """
        self.refresh()
        for name in self._listed:
            try:
                yield Finished(name, self._write(name))
            except (NoReview, Unwritable, Trouble) as trouble:
                yield Finished(name, None, str(trouble))
            except OSError as error:
                yield Finished(name, None, f"cannot be written: {reason(error)}")

    def _write(self, name: str) -> Path:
        article = self.article(name)
        article.check_original()
        cleaned = fitted(self.result(name), article.file)
        data = article.encoded(cleaned)
        article.check_target(data)
        article.target.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(article.original.stat().st_mode) | stat.S_IWUSR
        with replacing(article.target, mode & 0o666) as file:
            file.write(data)
        if self.verdicts(name):
            cleaned = replace(cleaned, proposed=article.cleaned)
        self._articles.finished(article, cleaned, data)
        return article.target
