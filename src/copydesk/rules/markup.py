"""Markup that a scraper left in the text: tags, and the marks of notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.document import Document
from copydesk.late import late
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Edit, Span

_INLINE = "a|abbr|b|big|center|cite|del|em|font|i|ins|mark|s|small|span|strike|strong|tt|u"
_BLOCK = "blockquote|div|h[1-6]|li|ol|p|td|th|tr|ul"
_EMPTY = "br|hr"
TAG = late(
    rf"(?:<|&lt;)(?P<slash>/)?(?P<name>{_EMPTY}|{_INLINE}|{_BLOCK})"
    r"(?P<attributes>(?:\s[\w:-]{1,30}=[^<>\n]{0,300})?)\s?/?(?:>|&gt;)",
    re.IGNORECASE,
)
"""A tag of HTML, as it is or escaped."""

_ABOUT_MARKUP = late(
    r"\b(?:X?HTML5?|CSS|XML|BBCode|mark-?up|tags?|web ?page|browsers?)\b", re.IGNORECASE
)
_PAGE = late(r"<(?:!doctype|html|head|body|script|style|table)\b", re.IGNORECASE)


@rule("markup/tags", "HTML tag left in the text", reach="text")
def tags(doc: Document) -> Iterator[Fix]:
    """Take out tags that a scraper, or an engine that kept them, left in the text.

    Pairs (`<b>…</b>`), closing tags and `<br>` are taken out; where a tag stood for a line end and
    words meet without a space, a line end comes in its place. An opening tag alone (`<i>`) may be
    a placeholder and is only pointed at, as every tag is in a text that speaks of HTML. A whole
    page of HTML is not a text with stray tags, and is left alone.

    >>> repaired("The bridge is <b>closed</b> until May.</p>")
    'The bridge is closed until May.'
    """
    if ("<" not in doc.text and "&lt;" not in doc.text) or _PAGE.search(doc.text):
        return
    sure = _ABOUT_MARKUP.search(doc.text) is None
    waiting: dict[str, list[tuple[re.Match[str], Edit]]] = {}
    for m, edit in _removals(doc):
        name = m["name"].lower()
        if m["slash"] and waiting.get(name):
            yield Fix((waiting[name].pop()[1], edit), sure=sure)
        elif m["slash"] or not _is_inline(m):
            yield Fix((edit,), sure=sure)
        else:
            waiting.setdefault(name, []).append((m, edit))
    for m, edit in (alone for opened in waiting.values() for alone in opened):
        yield Fix((edit,), sure=sure and "=" in m["attributes"])


def _removals(doc: Document) -> Iterator[tuple[re.Match[str], Edit]]:
    """Return each tag with the edit that takes it out, and what its place needs instead."""
    text = doc.text
    line_end = "\r\n" if "\r\n" in text else "\n"
    start = end = -1  # of the unbroken run of tags
    for m in doc.finditer(TAG):
        start, end = (m.start() if m.start() != end else start), m.end()
        before = text[start - 1 : start] if start else "\n"
        after = text[end : end + 1] or "\n"
        if before.isspace() and after == " ":
            yield m, Edit(Span(m.start(), end + 1), "")
        elif before.isspace() or after.isspace() or TAG.match(text, end) or _is_inline(m):
            yield m, Edit(Span.of(m), "")
        else:
            yield m, Edit(Span.of(m), line_end if m["name"].lower() == "br" else 2 * line_end)


def _is_inline(m: re.Match[str]) -> bool:
    return re.fullmatch(_INLINE, m["name"], re.IGNORECASE) is not None


_MARK = late(
    r"(?P<before>[A-Za-z]{3}|[.,;:!?%)”’\"]|[0-9]{3})"
    r"(?P<marks>(?:\[(?:(?P<number>[1-9][0-9]{0,2})|(?:note|nb|n|fn)\s?[0-9]{1,2}|edit|"
    r"citation needed|clarification needed|failed verification|better source needed|"
    r"full citation needed|dubious|original research\?|by whom\?|who\?|when\?|which\?)\]){1,8})"
    r"(?=[\s.,;:!?)”’\"—–]|$)"
)
_REFERENCE_LIST = late(r"^\s{0,3}\[1\]", re.MULTILINE)
_SPACED = late(r"\w \[[1-9][0-9]{0,2}\]")
_PATTERN = 3
"""So many marks glued to words or sentence ends are a page of an encyclopedia, not a chance."""


@rule("markup/footnote-marks", "mark of a note that is not here", reach="text")
def footnote_marks(doc: Document) -> Iterator[Fix]:
    """Take out marks of notes (`[1]`, `[edit]`, `[citation needed]`) that a scrape left behind.

    Figures are taken out where at least three such marks stand, each glued to a word or to the end
    of a sentence as encyclopedias set them, and only pointed at otherwise. A text that lists its
    notes (`[1] Annals, 1902`), cites with a space before the bracket, or indexes (`a[1]`) keeps
    them; so do editors' brackets such as `[sic]` and `[NATO]`.

    >>> repaired("It rained.[citation needed] The dam held.")
    'It rained. The dam held.'
    """
    if "[" not in doc.text or _REFERENCE_LIST.search(doc.text):
        return
    found = list(doc.finditer(_MARK))
    numbered = [m for m in found if m["number"]]
    at_stops = sum(not m["before"].isalnum() for m in numbered)
    scraped = (
        len({m["number"] for m in numbered}) >= _PATTERN
        and 2 * at_stops >= len(numbered)  # else it indexes, as programs and matrices do
        and not _SPACED.search(doc.text)
    )
    for m in found:
        if scraped or not m["number"] or not m["before"].isalnum():
            yield Fix.delete(*m.span("marks"), sure=scraped or not m["number"])
