"""The rules, one module a family, and the order in which they act."""

from __future__ import annotations

from copydesk.rule import Rule
from copydesk.rules import quotes

ORDER: tuple[Rule, ...] = (
    quotes.glued_close,  # before spacing: the space after the mark tells it from an opening one
)
"""Every rule, in the order in which they act; each place has its reason."""
