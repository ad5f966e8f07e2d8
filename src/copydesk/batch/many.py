"""Many texts from Python: one after another out of an iterable, on all processors."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.batch.pool import Died, cores, each
from copydesk.options import NOT_CHECKED, Grammar, Options, Quotes, grammar_asked
from copydesk.pipeline import Cleaned, asked, cleaned

if TYPE_CHECKING:
    from copydesk.grammar import Checker


def clean_many(
    texts: Iterable[str],
    *,
    jobs: int | None = None,
    grammar: Grammar | bool = "auto",
    language: str = "auto",
    source_language: str | None = None,
    quotes: Quotes = "keep",
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    names: Iterable[str] = (),
    phrases: Iterable[str | PathLike[str]] = (),
) -> Iterator[Cleaned]:
    """Yield what `clean` makes of each text, in their order.

    ``jobs`` processes do the work, one for each processor if that is None, and ask one
    LanguageTool; with one job it is done in this process. Texts are taken as they are needed, a few
    dozen ahead of the slowest, so that memory stays bounded however many there are. The results do
    not depend on ``jobs``. The other parameters, and what is raised, are those of `clean`;
    `copydesk.batch.pool.Died` is raised where a process ends over a text.

    Processes import the script that they are started from: what it does has to stand below
    ``if __name__ == "__main__":``.

    >>> [done.text for done in clean_many(["So be it .", "Yes."], jobs=1, grammar=False)]
    ['So be it.', 'Yes.']
    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs is 1 or more, not {jobs}")
    if isinstance(texts, str):
        raise TypeError("clean_many takes several texts; clean takes one")
    options = asked(language, source_language, quotes, only, skip, names, phrases)
    return _cleaned(texts, _Work(options, grammar_asked(grammar)), jobs or cores())


def _cleaned(texts: Iterable[str], work: _Work, jobs: int) -> Iterator[Cleaned]:
    for _, done in each(work.ready(), texts, jobs):
        if isinstance(done, Died):
            raise done
        yield done


@dataclass(frozen=True)
class _Work:
    options: Options
    grammar: Grammar
    url: str | None = None
    shared: Path | None = None
    notices: tuple[str, ...] = ()

    def __call__(self, text: str) -> Cleaned:
        if not isinstance(text, str):
            raise TypeError(f"clean_many takes texts, not {type(text).__name__}")
        done = cleaned(text, self.options, grammar=self.grammar, checker=self._checker)
        return replace(done, notices=(*done.notices, *self.notices)) if self.notices else done

    @cached_property
    def _checker(self) -> Checker | None:
        if self.grammar == "off":
            return None
        from copydesk.grammar import Checker

        return Checker(self.url, shared=self.shared)

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "_checker"}

    def ready(self) -> _Work:
        """Return the work with the LanguageTool that all ask, or with why there is none."""
        if self.grammar == "off" or not self.options.wants("grammar"):
            return replace(self, grammar="off")
        from copydesk.grammar import GrammarUnavailable, default_checker
        from copydesk.grammar.check import URL

        checker, url = default_checker(), os.environ.get(URL)
        shared = None if url else checker.engine.share()
        try:
            checker.engine.start()
        except GrammarUnavailable as reason:
            if self.grammar == "require":
                raise
            return replace(self, grammar="off", notices=(f"{NOT_CHECKED}: {reason}",))
        return replace(self, url=url, shared=shared)
