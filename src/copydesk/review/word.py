"""Decisions that an editor made in Word: tracked changes that were accepted or rejected there.

What is still tracked is undecided. The text without it is laid beside the original, and beside what
each finding would have made of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from copydesk.formats.word import WordDocument, read
from copydesk.review.decisions import Decision
from copydesk.review.findings import Finding
from copydesk.review.traced import Trace

_AUTHOR = re.compile(r"""<(?:\w+:)?(?:ins|del)\b[^>]*\bauthor=("[^"]*"|'[^']*')""")
_REVISION = r"<(\w+:)?{name}\b(?=[^>]*\bauthor=(?:{author}))[^>]*(?<!/)>(.*?)</\1{name}>"
_DELETED = re.compile(r"(</?(?:\w+:)?)delText\b")


def decisions_in(
    original: str, findings: Sequence[Finding], edited: bytes, author: str
) -> Iterator[Decision]:
    """Yield what was decided about the findings of ``original``, the text of a Word document.

    ``edited`` is the document in which they were tracked by ``author``, after an editor's work.
    A suggestion that was not taken up, and words that cannot be traced, are not decided. Raises
    Unreadable.
    """
    file = read(edited)
    done = Trace(original, findings, read(_without_pending(file, author)).text)
    offered = Trace(original, findings, file.text)
    for finding in findings:
        if finding.change.is_remark:
            continue
        made = done.is_made(finding)
        if made:
            yield Decision.on(finding, "accept")
        elif made is None:
            text = done.instead_of(finding)
            if text is not None and text == offered.instead_of(finding):
                yield Decision.on(finding, "edit", text)
        elif not finding.is_suggestion and offered.is_made(finding) is False:
            yield Decision.on(finding, "reject")


def authors(edited: bytes) -> set[str]:
    """Return who has tracked something in a document that is still open. Raises Unreadable."""
    return {name for _, part in read(edited).members for name in _written(part.file.text).values()}


def _written(text: str) -> dict[str, str]:
    """Return the names of authors by how they are written there, with the marks around."""
    return {m[1]: unescape(m[1][1:-1]) for m in _AUTHOR.finditer(text)}


def _without_pending(file: WordDocument, author: str) -> bytes:
    """Return the document with all that the author has tracked in it rejected."""
    contents = {}
    for member, part in file.members:
        before = part.file.text
        own = "|".join(re.escape(w) for w, name in _written(before).items() if name == author)
        if own:
            inserted, deleted = (
                re.compile(_REVISION.format(name=kind, author=own), re.DOTALL)
                for kind in ("ins", "del")
            )
            text = deleted.sub(lambda m: _DELETED.sub(r"\1t", m[2]), inserted.sub("", before))
            contents[member] = part.file.encoded(text)
    return file.archive.replaced(contents) if contents else file.archive.data
