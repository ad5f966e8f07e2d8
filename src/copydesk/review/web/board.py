"""The session as several windows see it: what is decided, numbered so that each can catch up."""

from __future__ import annotations

from typing import Any, TypedDict

from copydesk.review.articles import NoReview
from copydesk.review.decisions import Decision, Verdict
from copydesk.review.session import Finished, Session
from copydesk.review.web import view

Place = tuple[int, int]
"""An article and a finding in it, by their numbers."""


class Conflict(Exception):
    """What a window wants to decide was decided elsewhere since it last looked."""


class News(TypedDict):
    """What a window has missed: the places whose decision is another now, each with that one."""

    version: int
    changes: list[tuple[int, int, dict[str, Any] | None]]


class Board:
    """The decisions of ``session``; each change of them gets the next version, from 1.

    Whatever is asked names the version that the window has ``seen``, so that nobody decides over
    what he does not see. All methods may raise what the session's do.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names = [article.name for article in session.articles]
        self._version = 0
        self._decisions = self._now()
        self._changed: dict[Place, int] = {}

    def news(self, seen: int) -> News:
        """Return what changed since; other processes may have made decisions too."""
        if self._session.refresh():
            self._take_notice()
        changes = [
            (*place, view.verdict(self._decisions.get(place)))
            for place, version in self._changed.items()
            if version > seen
        ]
        return News(version=self._version, changes=changes)

    def decide(
        self, seen: int, place: Place, verdict: Verdict, text: str, reason: str, everywhere: bool
    ) -> None:
        """Decide about the finding at a place. Raises Conflict, IndexError or ValueError."""
        name, finding = self._known(seen, place)
        self._session.decide(name, finding, verdict, text, reason, everywhere)
        self._take_notice()

    def undecide(self, seen: int, place: Place) -> None:
        """Take back what is decided about a place. Raises Conflict or IndexError."""
        self._session.undecide(*self._known(seen, place))
        self._take_notice()

    def undo(self, seen: int) -> None:
        """Take back the last step. Raises Conflict where the window has not seen it."""
        if self.news(seen)["changes"]:
            raise Conflict
        self._session.undo()
        self._take_notice()

    def text(self, article: int) -> list[list[Any]]:
        """Return the paragraphs of an article. Raises IndexError or NoReview."""
        return view.text(self._session.article(self._names[article]))

    def review(self) -> dict[str, Any]:
        """Return all that a window needs to begin with, but for the texts."""
        news = self.news(self._version)
        return {**view.review(self._session), "version": news["version"]}

    def finish(self) -> list[Finished]:
        """Write the cleaned copies that result."""
        return list(self._session.finish())

    def _known(self, seen: int, place: Place) -> tuple[str, int]:
        """Return the article's name and the finding, about which nothing changed since."""
        if any(change[:2] == place for change in self.news(seen)["changes"]):
            raise Conflict
        if min(place) < 0:
            raise IndexError(place)
        return self._names[place[0]], place[1]

    def _take_notice(self) -> None:
        before, self._decisions = self._decisions, self._now()
        changed = {
            place
            for place in before.keys() | self._decisions.keys()
            if (was := before.get(place)) is not (now := self._decisions.get(place)) and was != now
        }
        if changed:
            self._version += 1
            self._changed.update(dict.fromkeys(changed, self._version))

    def _now(self) -> dict[Place, Decision]:
        decisions: dict[Place, Decision] = {}
        for number, name in enumerate(self._names):
            try:
                verdicts = self._session.verdicts(name)
            except NoReview:
                continue
            decisions.update(((number, id), decision) for id, decision in verdicts.items())
        return decisions
