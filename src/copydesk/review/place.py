"""Where the decisions about some texts are kept."""

from __future__ import annotations

from pathlib import Path

NAME = "copydesk-decisions.toml"
"""What the file of decisions is called where nobody names it."""


def nearest(folder: Path) -> Path | None:
    """Return the file of decisions for texts in ``folder``: there, or in the nearest folder above.

    A folder with ``.git`` in it is the last that is looked at.
    """
    folder = folder.absolute()
    for place in (folder, *folder.parents):
        if (place / NAME).is_file():
            return place / NAME
        if (place / ".git").exists():
            return None
    return None
