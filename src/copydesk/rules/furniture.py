"""What a page has around an article: forms, buttons, teasers, notices. Scrapers take it along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, pairwise

from copydesk.document import Document
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Edit, Span

_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|tumblr|instagram|youtube|"
    r"vk|viber|messenger|flipboard|threads|bluesky|mastodon|tiktok|google news)"
)

_SENTENCES = (
    # Forms for comments, as WordPress and its kin have them
    r"your e-?mail address will not be (?:published|shared|displayed)\b.*",
    r"required fields are marked\b.*",
    r"you must be (?:logged|signed) in to (?:post|leave|add|submit) .*",
    r"save my name,? e-?mail.* in this browser\b.*",
    r"this site uses akismet to reduce spam.*",
    r"learn how your comment data is processed",
    r"notify me of (?:new|follow-?up) (?:posts|comments)\b.*",
    # Notices of cookies, which the law asks for in these words
    r"(?:we|this (?:web ?)?site|our (?:web ?)?site) uses? cookies\b.*"
    r"\b(?:experience|consent|continue|continuing|agree|browser|policy|traffic|settings)\b.*",
    r"by (?:continuing|using|clicking|browsing)\b.*\byou (?:agree|accept|consent)\b.*",
    r"(?:accept|reject|manage) (?:all )?cookies",
    # Invitations, which an article does not make as a line of its own
    r"(?:sign up|subscribe|register) (?:now )?(?:for|to) (?:our|the)\b.*\b(?:newsletters?|channel|"
    r"mailing list|alerts|updates)\b.*",
    r"(?:get|receive|join|sign up|subscribe)\b.* (?:in|to) your (?:inbox|mailbox)\b.*",
    r"enter your e-?mail(?: address)? to (?:subscribe|follow|receive)\b.*",
    rf"follow (?:us|me) on {_NETWORK}\b.*",
    r"(?:click to )?(?:share|email|print|tweet)\b.*\(opens in new window\)",
    r"(?:share|tweet|post|pin)(?: this)?(?: article| post| story| page)? (?:on|to|via|with) "
    rf"{_NETWORK}",
    r"click here to (?:read|subscribe|share|join|print|comment)\b.*",
    r"advertise?ments?",
    # Bearings on the page
    r"skip to (?:main |primary )?(?:content|navigation)",
    r"(?:article|story) continues (?:below|after)\b.*",
    r"scroll (?:down )?to continue(?: reading)?",
    r"jump to (?:navigation|search|content)\b.{0,40}",
    r"you are here ?: .{3,120}",
    # Words of the publisher
    r"from .{2,40}, the free encyclopa?edia",
    r"this page was last (?:edited|modified|updated|changed)\b.{0,60}",
    r"(?:this )?text is available under .{0,60}\blicen[cs]e\b.*",
    r"the post .{3,200} (?:appeared first|first appeared) on .{2,80}",
)
"""Whole lines that are furniture wherever they stand."""

_HEADINGS = (
    r"check also",
    r"leave (?:a|your) (?:reply|comment)(?: cancel reply)?",
    r"(?:\d+|one) thoughts? on .{3,200}",
    r"home(?: [»>›/|→] .{2,50}){1,6}",
    r"(?:post|add|write) (?:a )?comment",
    r"cancel reply",
    r"(?:no|\d+) (?:comments?|responses?|replies|shares|views)(?: (?:on|to) .{3,150})?",
    r"comments (?:are )?(?:off|closed)\b.*",
    r"related (?:articles|posts|stories|news|content|topics|links|reading|items)",
    r"(?:you (?:may|might) (?:also )?(?:like|be interested in|enjoy)|recommended)\b.{0,40}",
    r"(?:most (?:read|popular|viewed|commented)|popular posts|trending(?: now)?)",
    r"(?:latest|recent|more|other|top) (?:news|posts|stories|articles|comments|headlines)",
    r"(?:also read|read (?:also|more|next)|see also|more on this)(?: ?[:|»>–—-].{0,200})?",
    r"(?:read|continue reading)(?: the)? (?:full|rest of)?\b.{0,40}(?:article|story|here)",
    r"share (?:this|the)(?: (?:article|post|story|page|news|entry))?",
    r"like this|like loading|copy link|back to top|load more(?: comments)?|view all(?: posts)?",
    r"(?:tags?|filed under|categor(?:y|ies)|topics|labels) ?: ?.{2,200}",
    r"(?:previous|next) (?:post|article|story)\b.{0,150}",
    r"about (?:the )?author",
    r"(?-i:About [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3})",
    r"view all posts by .{2,60}",
    r"sponsored(?: content)?|promoted(?: content)?",
    r"(?:privacy|cookie) (?:policy|notice|settings)|terms (?:of (?:use|service)|and conditions)",
    r"(?:subscribe|sign up) (?:now|today|here)|our newsletter",
    r"(?:©|\(c\)|copyright)\b.{0,80}(?:19|20)\d\d.{0,80}|.{0,60}\ball rights reserved",
    r"\d+ min(?:ute)?s? read|listen to (?:this )?article",
)
"""Whole lines that are furniture in company: an article may have one of them for a heading."""

_LABELS = (
    r"share|tweet|pin(?: it)?|e-?mail|print|save|like|reply|comments?|login|log in|sign in|"
    r"register|subscribe|newsletter|home|menu|search|close|contact(?: us)?|name|website|submit|"
    r"loading|previous|next|read more|source",
    _NETWORK,
)
"""Words on buttons and fields."""


def _whole_line(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], int], ...]:
    """The kinds of lines and what each speaks for furniture; compiled late, for they are long."""
    return (_whole_line(_SENTENCES), 4), (_whole_line(_HEADINGS), 2), (_whole_line(_LABELS), 1)


_ENOUGH = 4
"""One sentence, two headings or four labels: less than that may be an article's own."""
_WORTH_A_LOOK = 2
_AROUND = " \t\u00a0*_|•·»›→▶←+#:.!…-"
_LONGEST = 250
_MOST_LINES = 80
_HEADLINE = 160
_SENTENCE_END = re.compile(r"(?<!\.\.)[.!?:;,][”’\"')]{0,2}$")
_AUTHOR = re.compile(r"About (?:the [Aa]uthor|(?P<name>[A-Z].*))")
_MESSAGE = "page furniture: no part of the article"


@rule("furniture/edges", "page furniture around the article", reach="text")
def edges(doc: Document) -> Iterator[Fix]:
    """Cut off what a page has before and after an article.

    At the end that is everything from the first such line on (an author's box, buttons, a comment
    form), with the headlines and teasers between; at the start the unbroken lines of that kind.
    One line that an article might have for a heading is not enough, and a sentence of prose ends
    the block, so an article about comment forms keeps its own. A line with an address stays.

    >>> repaired("The dam held, the mayor said.\\n\\nRelated articles\\n\\nLeave a Reply")
    'The dam held, the mayor said.\\n'
    """
    tail, weight = _tail(doc.text)
    if weight >= _WORTH_A_LOOK:
        yield Fix(_removal(tail, doc), _MESSAGE, sure=weight >= _ENOUGH)
    head, weight = _head(doc.text)
    if weight >= _WORTH_A_LOOK and head.end <= min((line.start for line in tail), default=head.end):
        yield Fix((Edit(head, ""),), _MESSAGE, sure=weight >= _ENOUGH)


def _tail(text: str) -> tuple[list[Span], int]:
    """Return the lines of furniture at the end, last first, and how much speaks for it.

    There are none where no prose stands before them.
    """
    lines: list[Span] = []
    count = total = 0
    for line, above in pairwise(islice(_lines_from_the_end(text), _MOST_LINES)):
        words = _words(line, text)
        lines.append(line)
        if weight := _weight(words):
            count, total = len(lines), total + weight
        elif _is_prose(words) and not _presents(_words(above, text), words):
            return lines[:count], total
        if above.start == 0 and _is_prose(_words(above, text)):
            return lines[:count], total
    return [], 0


def _lines_from_the_end(text: str) -> Iterator[Span]:
    """Return the lines that are not blank, each with its line end and the blank lines before it."""
    end = start = len(text)
    found = False
    while start:
        line_end, start = start, text.rfind("\n", 0, start - 1) + 1
        if not text[start:line_end].isspace():
            if found:
                yield Span(line_end, end)
                end = line_end
            found = True
    if found:
        yield Span(0, end)


def _head(text: str) -> tuple[Span, int]:
    """Return the furniture at the start, or right after the title, and how much speaks for it."""
    start = end = here = weight = filled = 0
    while (line_end := text.find("\n", here) + 1) and filled < _MOST_LINES:
        line = text[here:line_end].strip()
        filled += bool(line)
        if own := _weight(line):
            weight, end = weight + own, line_end
        elif line and (filled > 1 or _is_prose(line)):
            return Span(start, end if start else here), weight
        elif line:
            start = end = line_end  # the title
        here = line_end
    return Span(0, 0), 0


def _words(line: Span, text: str) -> str:
    return text[line.start : line.end].strip()


def _weight(line: str) -> int:
    """Return how much a line speaks for being furniture, 0 where it does not."""
    bare = line.strip(_AROUND) if len(line) < _LONGEST else ""
    if not bare:
        return 0
    return next((weight for kind, weight in _kinds() if kind.fullmatch(bare)), 0)


def _is_prose(line: str) -> bool:
    """Whether a line is a sentence, neither a headline nor a teaser cut short by dots."""
    return len(line) > _HEADLINE or _SENTENCE_END.search(line, len(line) - 3) is not None


def _presents(heading: str, line: str) -> bool:
    """Whether a line tells who the author is that the heading above it announces."""
    author = _AUTHOR.fullmatch(heading)
    if author is None:
        return False
    return author["name"] is None or any(name in line for name in author["name"].split())


def _removal(lines: list[Span], doc: Document) -> tuple[Edit, ...]:
    """Return what takes out lines that follow each other, but for those with a protected place."""
    kept = [line for line in lines if not doc.protected.meets(line)]
    edits: list[Edit] = []
    for line in reversed(kept):
        if edits and edits[-1].span.end == line.start:
            line = Span(edits.pop().span.start, line.end)
        edits.append(Edit(line, ""))
    return tuple(edits)


_BREAKS_IN = (
    r"sponsored content",
    r"(?:also read|read (?:also|more|next))(?: on this)? ?[:|»>–—] ?+(?-i:[^a-z]).{3,200}",
)
"""What stands between paragraphs too, beside the sentences."""

_ALONE = re.compile(
    r"\n(?P<line>[ \t\r]{0,4}\n[ \t*_•»→▶\[(-]{0,4}(?:accept|advertise?ments?|also|article|by|"
    r"click|enter|follow|get|image|join|learn|manage|notify|our|photo|picture|pin|post|read|receive|"
    r"register|reject|required|save|scroll|share|sign|skip|sponsored|story|subscribe|the post|this|"
    r"tweet|we|you|your)\b[^\n]{0,250}\n)(?=[ \t\r]{0,4}\n)",
    re.IGNORECASE,
)
"""A line between blank ones that starts as furniture does."""

_CREDIT = re.compile(
    r"(?:photo|image|picture)s?(?: credits?| courtesy)?(?: by| of)? ?[:©/] ?.{2,80}", re.IGNORECASE
)


@rule("furniture/between", "page furniture between paragraphs", reach="text")
def between(doc: Document) -> Iterator[Fix]:
    """Take out lines of furniture that stand alone between two paragraphs.

    Content systems set advertisements and links to other articles into the text, and a scraper
    takes their labels along. Only lines that can be nothing else are taken out, and only between
    blank lines, with prose after them; a photo credit is pointed at.

    >>> repaired("The dam held.\\n\\nRead more: Ten dams that did not\\n\\nNobody was hurt.")
    'The dam held.\\n\\nNobody was hurt.'
    """
    end: int | None = None
    for m in doc.finditer(_ALONE):
        words = m["line"].strip().strip(_AROUND)
        credit = _CREDIT.fullmatch(words) is not None
        if credit or _breaks_in(words):
            if end is None:
                end = min((line.start for line in _tail(doc.text)[0]), default=len(doc.text))
            if 0 < m.start("line") < end and not doc.text[m.end() : end].isspace():
                yield Fix.delete(*m.span("line"), sure=not credit)


def _breaks_in(line: str) -> bool:
    return any(kind.fullmatch(line) for kind in (_kinds()[0][0], _whole_line(_BREAKS_IN)))


_BLANK = r"(?:[ \t\r]{0,4}\n)"
_PAGE = r"[ \t]{0,9}(?P<page>[0-9]{1,4})[ \t\r]{0,4}\n"
_HEAD = r"(?P<head>[^\s][^\r\n]{2,100})\r?\n"
_A_PAGE = re.compile(rf"\n{_PAGE}")
_PAGE_BREAKS = (
    re.compile(rf"\n(?P<break>{_BLANK}{{1,3}}{_PAGE}{_BLANK}{{0,3}}{_HEAD})"),
    re.compile(rf"\n(?P<break>{_BLANK}{{1,3}}{_HEAD}{_BLANK}{{0,3}}{_PAGE})"),
)
_PAGES = 3


@rule("furniture/running-heads", "page number and running head in the text", reach="text")
def running_heads(doc: Document) -> Iterator[Fix]:
    """Take out the page numbers and running heads of a book or report that PDF readers leave.

    Taken out are figures that stand alone between paragraphs and count up, three or more, each
    with the same line before or after it. Figures alone are numbers of chapters as often.

    >>> pages = "\\n\\n".join(f"It rained.\\n\\n{n}\\n\\nThe Weather Book" for n in (7, 8, 9))
    >>> repaired(pages + "\\n\\nIt rained.")
    'It rained.\\n\\nIt rained.\\n\\nIt rained.\\n\\nIt rained.'
    """
    if not _A_PAGE.search(doc.text):
        return
    for pattern in _PAGE_BREAKS:
        pages: dict[str, list[re.Match[str]]] = {}
        for m in doc.finditer(pattern):
            pages.setdefault(m["head"], []).append(m)
        for found in pages.values():
            numbers = [int(m["page"]) for m in found]
            if len(numbers) >= _PAGES and all(a < b for a, b in pairwise(numbers)):
                yield from (Fix((Edit(Span.of(m, "break"), ""),)) for m in found)
