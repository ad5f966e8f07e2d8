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
    if doc.options.quotes != "curly":
        return
    for span in doc.habits.typed_dashes:
        start, end = span.start, span.end
        ranges = text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
        en = end - start == 2 and (ranges or doc.habits.dash == "---")
        yield Fix.replace(start, end, "–" if en else "—")
