"""The one way in which grammar checking fails."""

from __future__ import annotations


class GrammarUnavailable(Exception):
    """Grammar cannot be checked; ``reason`` is one sentence that says why and what would help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoAnswer(GrammarUnavailable):
    """A server takes what is asked of it and says nothing: to ask it again costs as much time."""


class TooLong(GrammarUnavailable):
    """A server does not take so much text in one request."""


class UnknownLanguage(GrammarUnavailable):
    """A server cannot check texts of the ``language``, a tag."""

    # The default is for pickle, which makes an exception again from its ``args``, the reason alone.
    def __init__(self, reason: str, language: str = "") -> None:
        super().__init__(reason)
        self.language = language
