"""A review in the terminal, one finding after another, as `git add -p` walks through hunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from copydesk.pipeline import Cleaned
from copydesk.reports.listing import findings as listed
from copydesk.reports.places import in_file
from copydesk.reports.visible import visible
from copydesk.reports.words import Row, rows
from copydesk.review.articles import Article, NoReview
from copydesk.review.decisions import Verdict
from copydesk.review.findings import Finding
from copydesk.review.session import Session
from copydesk.revision import Revision

HELP = """\
y  accept: make the change       y WORDS  the same, and keep WORDS as the reason
n  reject: leave the original    n WORDS  the same, and keep WORDS as the reason
e  edit: write something else    e WORDS  put WORDS there instead, with the space around it
a  accept this and all that follow in this article
A  accept all like it, in every article
N  reject all like it, in every article
s  skip: decide later
u  undo the last step
q  quit: what was decided is kept, and the same command goes on here
?  this help
"""

_MOST_SHOWN = 2_000  # code points of a change that are there to be edited


class Screen(Protocol):
    """Where the findings are shown."""

    def line(self, text: str) -> None:
        """Write a line."""

    def rows(self, rows: Iterable[Row]) -> None:
        """Write the rows of a diff by words."""


@dataclass
class Walk:
    """Asks about each finding that nobody has decided, and keeps the answers in ``session``.

    ``ask`` shows a question and returns the answer; EOFError and KeyboardInterrupt end the walk.
    ``edit`` lets a person change a text, and returns None where they gave up. Changes of white
    space alone are asked about where ``all`` is set.
    """

    session: Session
    screen: Screen
    ask: Callable[[str], str]
    edit: Callable[[str], str | None]
    all: bool = False
    _skipped: set[tuple[str, int]] = field(default_factory=set)
    _steps: list[Callable[[], None]] = field(default_factory=list)

    def walk(self) -> bool:
        """Go through all articles; return whether the end was reached."""
        shown = ""
        while found := next(self._open(), None):
            article, finding = found
            if article.name != shown:
                shown = article.name
                self.screen.line(f"{visible(shown)}: {self.session.progress(shown, self.all)}")
            self._show(article, finding)
            try:
                if not self._answered(article, finding):
                    return False
            except (EOFError, KeyboardInterrupt):
                return False
        return True

    def _open(self) -> Iterator[tuple[Article, Finding]]:
        """Yield what is still to be asked about, in order."""
        self.session.refresh()
        for name in [article.name for article in self.session.articles]:
            try:
                article, verdicts = self.session.article(name), self.session.verdicts(name)
            except NoReview as why:
                self._tell_once(name, str(why))
                continue
            for finding in article.findings:
                if finding.id in verdicts or (name, finding.id) in self._skipped:
                    continue
                if self.all or not finding.is_trivial:
                    yield article, finding

    def _tell_once(self, name: str, why: str) -> None:
        if (name, -1) not in self._skipped:
            self._skipped.add((name, -1))
            self.screen.line(why)

    def _show(self, article: Article, finding: Finding) -> None:
        revision = Revision(article.cleaned.original, (finding.change,))
        if finding.change.is_remark:
            remark = Cleaned(Revision(revision.original), (finding.change,))
            self.screen.line(next(str(f) for f in listed(in_file(remark, article.file))))
            return
        self.screen.rows(rows(in_file(Cleaned(revision), article.file).revision))
        self.screen.line(f"       {visible(finding.change.message)}")

    def _answered(self, article: Article, finding: Finding) -> bool:
        """Ask until there is an answer, act by it, and return whether to go on."""
        question = "take this suggestion" if finding.is_suggestion else "make this change"
        while True:
            answer = self.ask(f"{question} [y,n,e,a,A,N,s,u,q,?]? ").strip()
            key, _, words = answer.partition(" ")
            if key == "q":
                return False
            if key in _ACTS and (not words or key in "yne"):
                if key not in "su" and self._is_decided_elsewhere(article, finding):
                    self.screen.line("it was decided elsewhere meanwhile")
                    return True
                try:
                    _ACTS[key](self, article, finding, words.strip())
                except ValueError as error:
                    self.screen.line(str(error))
                    continue
                return True
            for line in HELP.splitlines():
                self.screen.line(line)

    def _is_decided_elsewhere(self, article: Article, finding: Finding) -> bool:
        """Whether somebody else decided about the finding while it was asked about."""
        return self.session.refresh() and finding.id in self.session.verdicts(article.name)

    def _accept(self, article: Article, finding: Finding, reason: str) -> None:
        self._decide(article, finding, "accept", reason=reason)

    def _reject(self, article: Article, finding: Finding, reason: str) -> None:
        self._decide(article, finding, "reject", reason=reason)

    def _accept_like(self, article: Article, finding: Finding, _: str) -> None:
        self._decide(article, finding, "accept", everywhere=True)

    def _reject_like(self, article: Article, finding: Finding, _: str) -> None:
        self._decide(article, finding, "reject", everywhere=True)

    def _accept_rest(self, article: Article, finding: Finding, _: str) -> None:
        rest = [f for a, f in self._open() if a is article and f.id >= finding.id]
        ids = [f.id for f in rest]
        self.session.decide_all(article.name, ids, "accept")
        self._steps.append(self._undo_decision)

    def _edit(self, article: Article, finding: Finding, words: str) -> None:
        draft = finding.draft
        text: str | None = draft.replace(draft.strip(), words) if draft.strip() else words
        if not words:
            if len(draft) > _MOST_SHOWN:
                raise ValueError("this is too long to be edited here")
            text = self.edit(draft)
        if text is None:
            raise ValueError("nothing was edited")
        self._decide(article, finding, "edit", text)

    def _skip(self, article: Article, finding: Finding, _: str) -> None:
        place = article.name, finding.id
        self._skipped.add(place)
        self._steps.append(lambda: self._skipped.remove(place))

    def _undo(self, article: Article, finding: Finding, _: str) -> None:
        if not self._steps:
            raise ValueError("there is nothing to undo")
        self._steps.pop()()

    def _decide(
        self,
        article: Article,
        finding: Finding,
        verdict: Verdict,
        text: str = "",
        reason: str = "",
        everywhere: bool = False,
    ) -> None:
        self.session.decide(article.name, finding.id, verdict, text, reason, everywhere)
        self._steps.append(self._undo_decision)

    def _undo_decision(self) -> None:
        self.session.undo()


_ACTS: dict[str, Callable[[Walk, Article, Finding, str], None]] = {
    "y": Walk._accept,
    "n": Walk._reject,
    "e": Walk._edit,
    "a": Walk._accept_rest,
    "A": Walk._accept_like,
    "N": Walk._reject_like,
    "s": Walk._skip,
    "u": Walk._undo,
}
