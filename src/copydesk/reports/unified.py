"""The unified diff, made from the edits themselves: exact, and linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from copydesk.formats import TextFile
from copydesk.reports.lines import lines, regions
from copydesk.revision import Revision
from copydesk.text import Edit, Span, apply

_CONTEXT = 3  # lines
_NO_NEWLINE = "\\ No newline at end of file\n"
_QUOTED = re.compile(r'[\\"\x00-\x1f\x7f]|\A | \Z')


class Unpatchable(ValueError):
    """A file whose changes no patch can hold; says why, for a person."""


def edits_of(revision: Revision) -> list[Edit]:
    """Return every edit of the original, sorted."""
    return sorted(edit for change in revision.changes for edit in change.edits)


def unified(name: str, text: str, edits: Iterable[Edit]) -> Iterator[str]:
    r"""Yield the lines, with their line ends, of the diff between ``text`` and the edited text.

    ``name`` stands for both; there is nothing to yield where nothing changes.

    >>> print(*unified("a.txt", "one\ntwo\n", [Edit(Span(4, 5), "T")]), sep="", end="")
    --- a.txt
    +++ a.txt
    @@ -1,2 +1,2 @@
     one
    -two
    +Two
    """
    for number, hunk in enumerate(_hunks(list(_blocks(text, edits)))):
        if not number:
            yield from (f"--- {_header_name(name)}\n", f"+++ {_header_name(name)}\n")
            originals = lines(text)
        yield from _hunk_lines(originals, hunk)


def patch(name: str, file: TextFile, revision: Revision) -> bytes:
    """Return the diff of the file's bytes, as ``patch`` applies it; empty where nothing changes.

    ``name`` is what the patch calls the file. Raises Unpatchable where it is no text.
    """
    edits = file.in_bytes(edits_of(revision))
    if edits is None:
        raise Unpatchable("it is a container, and a patch is for text files")
    data = file.encode(Revision(file.text)).decode("latin-1")
    diff = "".join(unified(_as_bytes(name), data, edits))
    return diff.encode("latin-1")


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines from ``start`` (0 is the first) that others replace; ``shift`` is how many lines the
    blocks before it have added."""

    start: int
    old: list[str]
    new: list[str]
    shift: int

    @property
    def end(self) -> int:
        return self.start + len(self.old)


def _blocks(text: str, edits: Iterable[Edit]) -> Iterator[_Block]:
    shift = 0
    for region in regions(text, edits):
        start, end = region.span.start, region.span.end
        moved = (Edit(Span(e.span.start - start, e.span.end - start), e.text) for e in region.edits)
        old = lines(text[start:end])
        new = lines(apply(text[start:end], moved))
        head, tail = _alike(old, new)
        old, new = old[head : len(old) - tail], new[head : len(new) - tail]
        if old or new:
            yield _Block(region.number + head, old, new, shift)
            shift += len(new) - len(old)


def _alike(old: list[str], new: list[str]) -> tuple[int, int]:
    """Return how many lines both lists share at their start and, beyond those, at their end."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    return head, tail


def _hunks(blocks: list[_Block]) -> Iterator[list[_Block]]:
    """Group the blocks whose context would touch."""
    hunk: list[_Block] = []
    for block in blocks:
        if hunk and block.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    if hunk:
        yield hunk


def _hunk_lines(originals: list[str], hunk: list[_Block]) -> Iterator[str]:
    start = max(0, hunk[0].start - _CONTEXT)
    end = min(len(originals), hunk[-1].end + _CONTEXT)
    growth = sum(len(block.new) - len(block.old) for block in hunk)
    old = _range(start, end - start)
    new = _range(start + hunk[0].shift, end - start + growth)
    yield f"@@ -{old} +{new} @@\n"
    at = start
    for block in hunk:
        yield from _signed(" ", originals[at : block.start])
        yield from _signed("-", block.old)
        yield from _signed("+", block.new)
        at = block.end
    yield from _signed(" ", originals[at:end])


def _range(start: int, length: int) -> str:
    """Say a range of lines as the format does; an empty one is said to follow a line."""
    if length == 1:
        return f"{start + 1}"
    return f"{start + 1 if length else start},{length}"


def _signed(sign: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line
        if not line.endswith("\n"):
            yield "\n"
            yield _NO_NEWLINE


def _header_name(name: str) -> str:
    """Write a name so that ``patch`` reads it back: a tab ends one with spaces, C's marks quote."""
    if _QUOTED.search(name):
        return '"' + _QUOTED.sub(lambda m: f"\\{ord(m[0]):03o}", name) + '"'
    return f"{name}\t" if " " in name else name


def _as_bytes(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("latin-1")
