"""The folder of what copydesk keeps for its user between runs: all of it can be made again."""

from __future__ import annotations

import os
from pathlib import Path

HOME = "COPYDESK_HOME"
"""Names another folder in the environment."""


def home() -> Path:
    """Return the folder; it may not exist yet."""
    named = os.environ.get(HOME)
    if named:
        return Path(named)
    import platformdirs

    return platformdirs.user_cache_path("copydesk", appauthor=False)
