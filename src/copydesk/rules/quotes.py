"""Quote marks that a translation engine set off, glued or turned the wrong way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule

_GLUED = re.compile(r"(?<=[,.!?…]) ([”’])(?=\w)")


@rule("quotes/glued-close", "close quote glued to the next word")
def glued_close(doc: Document) -> Iterator[Fix]:
    """Move a closing mark back to the words it closes.

    Engines tokenise the closing mark as an opening one and set the space on its wrong side.

    >>> repaired("“We leave at dawn, ”Marlow said.")
    '“We leave at dawn,” Marlow said.'
    """
    for m in doc.finditer(_GLUED):
        yield Fix.replace(m.start(), m.end(), m[1] + " ")
