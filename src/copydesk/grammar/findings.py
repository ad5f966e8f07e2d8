"""What the grammar checker finds in a document, as fixes like those of a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from copydesk.document import Document
from copydesk.grammar.check import Checker
from copydesk.grammar.engine import Tell
from copydesk.grammar.match import Match
from copydesk.grammar.policy import id_of, policy
from copydesk.revision import Fix


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a document.

    ``fixes`` are those that the policy makes or shows, ``all`` the remarks of every rule that it
    does not silence, with a suggestion or without.
    """

    fixes: list[Fix]
    all: list[Fix]


class Finder:
    """Asks ``checker`` about one document, as it is and as changes would have it.

    ``tell`` is handed notices for the user. Each text is checked once. To call it raises
    GrammarUnavailable where LanguageTool cannot be asked.
    """

    def __init__(self, checker: Checker, tell: Tell = lambda notice: None) -> None:
        self._checker = checker
        self._tell = tell
        self._checked: dict[str, tuple[Match, ...]] = {}

    def __call__(self, doc: Document) -> Found:
        """Return what LanguageTool finds in ``doc``; rules that its options skip act on nothing."""
        if not self._checked and not doc.options.is_english:
            self._tell(
                f"LanguageTool’s findings in texts of the language “{doc.language}” are only"
                " suggested: how often they are right was measured for English alone"
            )
        matches = self._matches(doc)
        fixes = [fix for fix in policy().fixes(matches, doc) if doc.options.wants(fix.rule)]
        return Found(fixes, [_remark(match) for match in matches if not policy().silences(match)])

    def _matches(self, doc: Document) -> tuple[Match, ...]:
        if doc.text not in self._checked:
            tell = (lambda notice: None) if self._checked else self._tell
            found = self._checker.check(doc.text, doc.language, tell)
            self._checked[doc.text] = suggested(found, doc, self._checker)
        return self._checked[doc.text]


def suggested(matches: Sequence[Match], doc: Document, checker: Checker) -> tuple[Match, ...]:
    """Return the matches, with suggestions for the words that may be slips.

    Others would not be shown, and to find a suggestion takes long. Raises GrammarUnavailable.
    """
    slips = {m: doc.text[m.span.start : m.span.end] for m in policy().slips(matches, doc)}
    better = checker.suggestions(sorted(set(slips.values())), doc.language)
    return tuple(
        replace(m, replacements=better.get(slips[m], ())) if m in slips else m for m in matches
    )


def _remark(match: Match) -> Fix:
    return Fix((), match.message, sure=False, rule=id_of(match), place=match.span)
