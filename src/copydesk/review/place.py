"""Where the decisions about some texts are kept."""

from __future__ import annotations

import os
from pathlib import Path

from copydesk.files import above

NAME = "copydesk-decisions.toml"
"""What the file of decisions is called where nobody names it."""


def nearest(*files: str | os.PathLike[str]) -> Path | None:
    """Return the file of decisions for these texts and folders of texts.

    It lies in the folder that all of them are in, or in the nearest above, up to one with ``.git``.
    """
    places = (folder / NAME for folder in above(*files))
    return next((place for place in places if place.is_file()), None)
