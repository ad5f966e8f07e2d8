"""Changes in a Word document as revisions that its readers accept or reject one by one.

Each is a deletion (``w:del``), an insertion (``w:ins``), or both, with the author, the time and a
number of its own; suggestions are comments at their places (ECMA-376 part 1, 17.13).
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, groupby
from xml.sax.saxutils import quoteattr

from copydesk.formats import xml
from copydesk.formats.plain import PlainText
from copydesk.formats.word import Runs, TextElement, WordDocument
from copydesk.revision import Change, Revision
from copydesk.text import Area, Edit, Span, apply, in_words

_ID = re.compile(r'\bid="([0-9]{1,9})"')
_STRICT = "http://purl.oclc.org/ooxml/"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORDS_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_RELATION_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class _Signature:
    """Who makes the revisions, when, and the numbers that are free for them."""

    author: str
    date: datetime
    numbers: Iterator[int]

    def attributes(self, prefix: str, number: int | None = None) -> str:
        number = next(self.numbers) if number is None else number
        when = self.date.strftime("%Y-%m-%dT%H:%M:%SZ")
        return (
            f'{prefix}id="{number}" {prefix}author={quoteattr(self.author)} {prefix}date="{when}"'
        )


def tracked(
    file: WordDocument,
    revision: Revision,
    suggestions: Iterable[Change],
    author: str,
    date: datetime,
) -> bytes:
    """Return the document with the changes of ``revision`` as tracked revisions.

    ``file`` is what `copydesk.formats.word.read` gave. Accepting all of them makes the cleaned
    text; rejecting all leaves the document as it was. ``suggestions`` in the body become comments;
    Word has none elsewhere. ``date`` is in UTC. Raises Unwritable.
    """
    parts = dict(file.members)
    used = (int(m[1]) for _, part in file.members for m in _ID.finditer(part.file.text))
    signature = _Signature(author, date, count(max(used, default=0) + 1))
    marks: dict[str, list[_Mark]] = {}
    for name, runs, own in file.by_member(revision.changes):
        marks[name] = list(_revisions(runs, own, signature))
    comments = _Comments(file, signature)
    taken = Area.of(mark.span for mark in marks.get(file.body, ()) if len(mark.span))
    for name, runs, own in file.by_member(suggestions):
        if name == file.body:
            found = [comments.add(runs, suggestion, taken) for suggestion in own.changes]
            marks[name] = [*marks.get(name, ()), *chain.from_iterable(found)]
    contents = {name: _spliced(parts[name], found) for name, found in marks.items() if found}
    contents |= comments.written()
    return file.archive.replaced(contents) if contents else file.archive.data


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is put between runs in the place of ``span``, a stretch of one text element."""

    span: Span
    markup: str
    rank: int = 2

    @property
    def order(self) -> tuple[int, int, int]:
        return self.span.start, self.rank, self.span.end


def _revisions(runs: Runs, revision: Revision, signature: _Signature) -> Iterator[_Mark]:
    edits = (edit for change in revision.changes for edit in change.edits)
    for element, parts in runs.parts(in_words(edits, runs.text)):
        for part in parts:
            yield _Mark(part.span, _revision(element, part, runs.file.text, signature))


def _revision(element: TextElement, edit: Edit, text: str, signature: _Signature) -> str:
    prefix, opening = _opening(element, text)
    out = ""
    if before := text[edit.span.start : edit.span.end]:
        out += (
            f"<{prefix}del {signature.attributes(prefix)}>{opening}"
            f'<{prefix}delText xml:space="preserve">{before}</{prefix}delText></{prefix}r>'
            f"</{prefix}del>"
        )
    if edit.text:
        out += (
            f"<{prefix}ins {signature.attributes(prefix)}>{opening}"
            f'<{prefix}t xml:space="preserve">{edit.text}</{prefix}t></{prefix}r></{prefix}ins>'
        )
    return out


def _opening(element: TextElement, text: str) -> tuple[str, str]:
    """Return the prefix that the file gives Word's names, with a colon, and what opens the run."""
    opening = text[element.run.start : element.run.end]
    name = re.split(r"[\s/>]", opening[1:], maxsplit=1)[0]
    return name[: name.rfind(":") + 1], opening


def _spliced(runs: Runs, marks: Iterable[_Mark]) -> bytes:
    """Return the part in which the run of each mark ends, the mark follows, and the run goes on."""
    ordered = sorted(marks, key=lambda mark: mark.order)
    numbered = groupby(ordered, lambda mark: runs.number_at(mark.span.start))
    edits = (edit for i, found in numbered for edit in _splices(runs, runs.elements[i], found))
    return runs.file.encoded(apply(runs.file.text, edits))


def _splices(runs: Runs, element: TextElement, marks: Iterable[_Mark]) -> Iterator[Edit]:
    text = runs.file.text
    prefix, opening = _opening(element, text)
    close, reopen = f"</{prefix}t></{prefix}r>", f'{opening}<{prefix}t xml:space="preserve">'
    if "xml:space" not in text[element.tag.start : element.tag.end]:
        yield Edit(Span(element.tag.end - 1, element.tag.end - 1), ' xml:space="preserve"')
    for group in _touching(marks):
        markup = "".join(mark.markup for mark in group)
        yield Edit(Span(group[0].span.start, group[-1].span.end), close + markup + reopen)


def _touching(marks: Iterable[_Mark]) -> Iterator[list[_Mark]]:
    group: list[_Mark] = []
    for mark in marks:
        if group and group[-1].span.end != mark.span.start:
            yield group
            group = []
        group.append(mark)
    if group:
        yield group


class _Comments:
    """The comments of a document: places in its body, and the part that holds their words."""

    def __init__(self, file: WordDocument, signature: _Signature) -> None:
        self._file = file
        self._signature = signature
        self._relations = _Relations.of(file)
        self._part = self._relations.comments
        self._old = xml.read(file.archive.read(self._part)) if self._part else None
        used = [int(m[1]) for m in _ID.finditer(self._old.text)] if self._old else []
        self._numbers = count(max(used, default=-1) + 1)
        self._texts: list[tuple[int, str]] = []

    def add(self, body: Runs, suggestion: Change, taken: Area) -> list[_Mark]:
        """Return the marks of a comment on ``suggestion``, and keep its words.

        A mark does not cut into what is ``taken``. There are none where no comment can be.
        """
        place = body.place_of(Span(suggestion.start, suggestion.end))
        if place is None:
            return []
        number = next(self._numbers)
        self._texts.append((number, _words(suggestion)))
        start, end = _around(place, taken)
        prefix, _ = _opening(body.elements[body.number_at(end)], body.file.text)
        own = f'{prefix}id="{number}"'
        reference = f"<{prefix}r><{prefix}commentReference {own}/></{prefix}r>"
        if start >= end:
            return [_Mark(Span(end, end), reference, 0)]
        return [
            _Mark(Span(start, start), f"<{prefix}commentRangeStart {own}/>", 1),
            _Mark(Span(end, end), f"<{prefix}commentRangeEnd {own}/>{reference}", 0),
        ]

    def written(self) -> dict[str, bytes]:
        """Return the parts that the comments are in, or that tell of them."""
        if not self._texts:
            return {}
        if self._old is not None:
            return {self._part: _with(self._old, self._markup)}
        is_strict = _STRICT in dict(self._file.members)[self._file.body].file.text[:4000]
        words = _WORDS_STRICT if is_strict else _WORDS
        part = posixpath.join(posixpath.dirname(self._file.body), "comments.xml")
        kind = _RELATION_STRICT if is_strict else _RELATION
        types = xml.read(self._file.archive.read(_TYPES))
        empty = PlainText(
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<w:comments xmlns:w="{words}"></w:comments>',
            "utf-8",
        )
        return {
            part: _with(empty, self._markup),
            self._relations.name: self._relations.with_comments(kind),
            _TYPES: _with(
                types,
                lambda prefix: f'<{prefix}Override PartName="/{part}" ContentType="{_TYPE}"/>',
            ),
        }

    def _markup(self, prefix: str) -> str:
        initials = "".join(word[0] for word in self._signature.author.split())
        return "".join(
            f"<{prefix}comment {self._signature.attributes(prefix, number)} "
            f"{prefix}initials={quoteattr(initials)}><{prefix}p><{prefix}r>"
            f'<{prefix}t xml:space="preserve">{xml.escaped(words)}</{prefix}t>'
            f"</{prefix}r></{prefix}p></{prefix}comment>"
            for number, words in self._texts
        )


@dataclass(frozen=True, slots=True)
class _Relations:
    """The part that says which parts belong to the document, and the one of comments, if any."""

    name: str
    file: PlainText
    comments: str = ""

    @classmethod
    def of(cls, file: WordDocument) -> _Relations:
        folder, base = posixpath.split(file.body)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in file.archive.members:
            empty = f'<Relationships xmlns="{_RELATIONS}"></Relationships>'
            return cls(name, PlainText(empty, "utf-8"))
        rels = xml.read(file.archive.read(name))
        for token in xml.tokens(rels.text, {}):
            attributes = token.attributes
            if attributes.get("Type") in (_RELATION, _RELATION_STRICT):
                target = posixpath.join("/", folder, attributes.get("Target", ""))
                return cls(name, rels, posixpath.normpath(target).lstrip("/"))
        return cls(name, rels)

    def with_comments(self, kind: str) -> bytes:
        number = next(n for n in count(1) if f'"rId{n}"' not in self.file.text)
        return _with(
            self.file,
            lambda prefix: (
                f'<{prefix}Relationship Id="rId{number}" Type="{kind}" Target="comments.xml"/>'
            ),
        )


def _with(file: PlainText, markup: Callable[[str], str]) -> bytes:
    """Return the file with markup at the end of its root element, written with its prefix."""
    *_, last = xml.tokens(file.text, {})
    tag = file.text[last.span.start : last.span.end]
    name = re.split(r"[\s/>]", tag.lstrip("</"), maxsplit=1)[0]
    new = markup(name[: name.rfind(":") + 1])
    if last.kind == "end":
        edit = Edit(Span(last.span.start, last.span.start), new)
    else:
        edit = Edit(Span(last.span.end - 2, last.span.end), f">{new}</{name}>")
    return file.encoded(apply(file.text, [edit]))


def _around(place: Span, taken: Area) -> tuple[int, int]:
    """Return where ``place`` starts and ends, with all of what is taken that it cuts into."""
    ends = []
    for at in (place.start, place.end):
        number = bisect_right(taken.places, at, key=lambda span: span.start) - 1
        cut = number >= 0 and taken.places[number].start < at < taken.places[number].end
        ends.append(taken.places[number] if cut else Span(at, at))
    return ends[0].start, ends[1].end


def _words(suggestion: Change) -> str:
    """Say what is suggested, as a comment does."""
    if suggestion.is_remark:
        return f"{suggestion.message} ({', '.join(suggestion.rules)})"
    change = f"“{suggestion.before}” → “{suggestion.after}”"
    return f"{change}: {suggestion.message} ({', '.join(suggestion.rules)})"
