"""What the grammar checker finds in a document, as fixes like those of a rule."""

from __future__ import annotations

from copydesk.document import Document
from copydesk.grammar.check import Checker, Tell
from copydesk.grammar.policy import policy
from copydesk.revision import Fix


def found(doc: Document, checker: Checker, tell: Tell = lambda notice: None) -> list[Fix]:
    """Return what LanguageTool finds in ``doc``, sure where the policy lets its rule act.

    Rules that the options do not want are left out. ``tell`` is handed notices for the user.
    GrammarUnavailable where LanguageTool cannot be asked.
    """
    matches = checker.check(doc.text, doc.language, tell)
    return [fix for fix in policy().fixes(matches, doc) if doc.options.wants(fix.rule)]
