"""The name lock: which spellings of a text are names, so that nothing rewrites them."""

from __future__ import annotations

import re

_NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-z][\w’'-]*|\b\w*[^\W\d_a-z]{2,}\w*\b|\b\w*\d\w*\b")


def locked_names(text: str) -> frozenset[str]:
    """Return the words with a capital inside a sentence, the acronyms, and words with digits.

    >>> sorted(locked_names("Near Ostrava the S-400 of NATO passed Mrs Turan."))
    ['Mrs', 'NATO', 'Ostrava', 'S-400', 'Turan']
    """
    return frozenset(_NAME.findall(text))
