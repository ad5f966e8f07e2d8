"""The rules, one module a family, and the order in which they act."""

from __future__ import annotations

from copydesk.rule import Rule
from copydesk.rules import breaks, quotes

ORDER: tuple[Rule, ...] = (
    quotes.glued_close,  # before spacing: the space after the mark tells it from an opening one
    breaks.inner_period,  # after the marks: it reads whole sentences
)
"""Every rule, in the order in which they act; each place has its reason."""
