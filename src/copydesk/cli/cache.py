"""`copydesk cache`: what the grammar checker remembers."""

from __future__ import annotations

from typing import Annotated

import typer

from copydesk.cli.screen import Screen


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Forget everything.")] = False,
) -> None:
    """Say how many paragraphs LanguageTool need not be asked about any more, or forget them.

    What it found in a paragraph is kept in the user's cache folder, up to 100 MB. The paragraphs
    themselves are not: a digest stands for each.
    """
    from copydesk.grammar.cache import Cache
    from copydesk.grammar.check import cache_path
    from copydesk.grammar.install import Installation  # slow to import

    path = cache_path(Installation.default())
    with Cache(path if path.exists() else None) as kept:
        if clear:
            kept.clear()
        size = kept.size()
    Screen.out().line(f"{size.entries:,} paragraphs in {path} ({size.size / 1e6:.1f} MB)")
