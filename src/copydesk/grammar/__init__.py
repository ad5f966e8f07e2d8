"""Grammar: LanguageTool, its installation, its server, and what its findings may do."""

from copydesk.grammar.check import Checker, default_checker
from copydesk.grammar.errors import GrammarUnavailable
from copydesk.grammar.findings import Finder, Found
from copydesk.grammar.match import Match

__all__ = ["Checker", "Finder", "Found", "GrammarUnavailable", "Match", "default_checker"]
