"""The rules, one module a family, and the order in which they act."""

from __future__ import annotations

from copydesk.rule import Rule
from copydesk.rules import breaks, quotes, typography

ORDER: tuple[Rule, ...] = (
    quotes.foreign,  # before the other quotes: it sets their spaces too
    quotes.glued_close,  # before spacing: the space after the mark tells it from an opening one
    quotes.glued_open,
    quotes.detached_close,
    quotes.detached_open,
    quotes.wrong_glyph,
    quotes.doubled,
    quotes.unpaired,
    quotes.placement,  # after all that moves a mark
    quotes.style,  # last of the marks: it writes what the others mended
    typography.ellipsis,
    typography.dash,
    breaks.inner_period,  # after the marks: it reads whole sentences
)
"""Every rule, in the order in which they act; each place has its reason."""
