"""Signs typed with the characters of a typewriter, set as print has them.

Only where the caller asks for typographic quotation marks: whoever wants “ and ” wants these too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule

_DOTS = re.compile(r"\.(?<![./\\]\.)(?:\.{2,4}|(?:[ \u00a0]\.){2,4})(?![./\\])")
_HYPHENS = re.compile(r"--(?<![-!<]--)-?(?![->])")
_OPTION = re.compile(r"[a-z][\w-]*\b(?! *--)")


@rule("typography/ellipsis", "ellipsis typed as periods")
def ellipsis(doc: Document) -> Iterator[Fix]:
    """Set three to five periods, spaced or not, as one ellipsis.

    Refuses two periods, which may be a slip for one or for three; longer rows, which lead the eye
    through a table of contents; and paths such as .../notes.

    >>> repaired("She waited . . . and went.", quotes="curly")
    'She waited … and went.'
    """
    if doc.options.quotes != "curly":
        return
    for m in doc.finditer(_DOTS):
        yield Fix.replace(m.start(), m.end(), "…")


@rule("typography/dash", "dash typed as hyphens")
def dash(doc: Document) -> Iterator[Fix]:
    """Set two or three hyphens as the dash they stand for.

    Between figures two hyphens are an en dash. Elsewhere they are an em dash, as typists have it,
    unless the text has three as well: then, as in TeX, three are the em dash and two the en dash.

    Refuses longer rows, which are rules; arrows and comments; and options of commands.

    >>> repaired("The door--or was it the wind?--slammed.", quotes="curly")
    'The door—or was it the wind?—slammed.'
    """
    text = doc.text
    if doc.options.quotes != "curly" or "--" not in text:
        return
    found = [m for m in doc.finditer(_HYPHENS) if not _is_option(text, m)]
    as_tex = any(len(m[0]) == 3 for m in found) and any(len(m[0]) == 2 for m in found)
    for m in found:
        ranges = text[m.start() - 1 : m.start()].isdigit() and text[m.end() : m.end() + 1].isdigit()
        en = len(m[0]) == 2 and (as_tex or ranges)
        yield Fix.replace(m.start(), m.end(), "–" if en else "—")


def _is_option(text: str, m: re.Match[str]) -> bool:
    before = text[m.start() - 1 : m.start()]
    return (not before or before.isspace()) and _OPTION.match(text, m.end()) is not None
