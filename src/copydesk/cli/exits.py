"""What the program's end says to the shell."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class ExitCode(IntEnum):
    """Exit codes, each with its ``meaning``."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> Self:
        """Make the code ``value``, which means ``meaning``."""
        code = int.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code

    DONE = 0, "everything was done; `check` found nothing to change"
    FOUND = 1, "changes were found, or decisions that match nothing"
    USAGE = 2, "the command line or copydesk.toml was wrong; nothing was done"
    FAILED = 3, "some input could not be processed; the others were"
    INTERRUPTED = 130, "interrupted from the keyboard; no file is half-written"
    CLOSED = 141, "what read the output stopped reading"
    TERMINATED = 143, "told to stop; no file is half-written"
