"""Repairs machine-translated, spun or scraped text and shows every change.

>>> clean("The talks between the two sides , she said.", grammar=False).text
'The talks between the two sides, she said.'
"""

from copydesk.options import Options
from copydesk.pipeline import Cleaned, clean
from copydesk.revision import Change, Revision

__all__ = ["Change", "Cleaned", "Options", "Revision", "clean"]
__version__ = "0.1.0"
