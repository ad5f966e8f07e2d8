"""Repairs machine-translated, spun or scraped text and shows every change.

>>> from copydesk import clean
>>> clean("The talks between the two sides , she said.", grammar=False).text
'The talks between the two sides, she said.'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.batch.many import clean_many
    from copydesk.options import Options
    from copydesk.pipeline import Cleaned, clean
    from copydesk.revision import Change, Revision

__all__ = ["Change", "Cleaned", "Options", "Revision", "clean", "clean_many"]
__version__ = "0.1.0"

_HOMES = {
    "Change": "copydesk.revision",
    "Cleaned": "copydesk.pipeline",
    "Options": "copydesk.options",
    "Revision": "copydesk.revision",
    "clean": "copydesk.pipeline",
    "clean_many": "copydesk.batch.many",
}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for: help on the commands needs none of it."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
