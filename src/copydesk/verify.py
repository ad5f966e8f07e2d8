"""The guards: what a rule may change, checked before anything is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import Reach
from copydesk.text import Edit

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W_]+")


def guarded(fixes: Iterable[Fix], reach: Reach, doc: Document) -> list[Fix]:
    """Return the fixes that touch no protected place, those beyond ``reach`` as not sure."""
    return [
        fix if not fix.sure or _within(reach, fix, doc) else replace(fix, sure=False)
        for fix in fixes
        if not any(doc.protected.meets(edit.trimmed(doc.text).span) for edit in fix.edits)
    ]


def _within(reach: Reach, fix: Fix, doc: Document) -> bool:
    if reach == "text":
        return True
    if reach == "marks":
        return all(_same(_LETTERS, edit, doc) for edit in fix.edits)
    return all(_same(_DIGITS, edit, doc) and not doc.is_locked(edit.span) for edit in fix.edits)


def _same(pattern: re.Pattern[str], edit: Edit, doc: Document) -> bool:
    """Whether the characters that ``pattern`` finds are those that stood there, in that order."""
    before = doc.text[edit.span.start : edit.span.end]
    return "".join(pattern.findall(before)) == "".join(pattern.findall(edit.text))
