"""Expressions that are compiled when they are first used.

There are some hundreds of them, and half of what it takes to start would go into those that an
article does not need.
"""

from __future__ import annotations

import re
from typing import Any, cast


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what stands for `re.compile` of the same: a pattern but for its type.

    >>> late("[aeiou]").sub("", "vowels")
    'vwls'
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._asked = flags

    def __getattr__(self, name: str) -> Any:
        """Compile it, and keep what was asked for, so that this is not called for it again."""
        found = getattr(re.compile(self.pattern, self._asked), name)
        self.__dict__[name] = found
        return found
