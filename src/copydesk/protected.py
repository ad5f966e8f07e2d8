"""Places that no rule may touch: links, addresses, code, file names, dates and the like.

Such a place is told from prose by a mark inside a word, so only the words around such marks are
looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from copydesk.text import Span

_MARK = re.compile(
    r"@(?=\w)|#(?=\w)|\\(?=\w)|/(?=[\w/.~])|_(?=\w)|\((?=\))"
    r"|\.(?=[^\W\d_]|/|\d{1,5}\.\d)"  # a number such as 3.5 is no such place
    r"|:(?=[0-9A-Fa-f]{0,4}:)|-(?=\d\d-\d\d)"
)
_EDGES = '<>"“”«»'  # end a word, beside white space (RFC 3986, appendix C)
_WORD = re.compile(rf"[^\s{_EDGES}]*")

_DOMAINS = (
    "com|org|net|edu|gov|mil|int|info|biz|io|ai|app|dev|tv|news|media|online|site|shop|blog"
    "|ac|ae|ar|au|az|ba|bd|bg|br|by|ca|ch|cl|cn|co|cr|cy|cz|de|dk|ec|ee|eg|es|eu|fi|fm|fr|ge|gr|hk"
    "|hr|hu|id|ie|il|ir|it|jp|ke|kr|kz|li|lt|lu|lv|ma|md|mk|mt|mx|nl|nz|pe|ph|pk|pl|pt|ro|rs|ru|sa"
    "|se|sg|si|sk|th|tn|tr|tw|ua|uk|uy|uz|ve|vn|za"
)
"""Top-level domains that are no common English words, which a lost space would bring there."""

_ENDINGS = (
    "7z|avi|bat|bmp|cfg|conf|cpp|cs|css|csv|dll|dmg|docx?|epub|exe|gif|gz|h|html?|ini|ipynb|jar|java"
    "|jpe?g|js|json|jsx|log|lua|md|mov|mp[34]|odt|pdf|php|png|pptx?|py|rar|rb|rst|rtf|sh|sql|svg|tar"
    "|tex|tiff?|toml|tsx?|txt|wav|webp|xlsx?|xml|ya?ml|zip"
)
_PLACE = rf"""
    (?<![A-Za-z0-9+-])[A-Za-z][A-Za-z0-9+-]{{1,30}}://\S+  # URLs of any scheme (RFC 3986)
    | (?<![\w.-])www\.\S+
    | (?<![\w.])10\.\d{{4,9}}/\S+  # DOIs (ISO 26324)
    | (?<![\w.+%-])[\w.+%-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+  # e-mail (RFC 5321)
    | (?<![\w/.])@\w[\w.]*  # handles
    | (?<![\w&/])\#\w++(?![^\s\w!-~“”‘’…–—])  # tags; what goes on with other signs is garbled
    | (?<![\w.-])(?:[\w-]{{1,63}}\.){{1,16}}  # hosts and files
      (?:{_DOMAINS}|{_DOMAINS.upper()}|{_ENDINGS})(?![\w-])(?:[:/?\#]\S*)?
    | (?<![\w/\\.~-])(?:[A-Za-z]:|~|\.{{1,2}})[/\\][\w.~-]+(?:[/\\][\w.~-]*)*  # paths
    | (?<![\w/\\.~-])[\w.~-]*(?:[/\\][\w.~-]+){{2,}}[/\\]?  # and dates with slashes
    | (?<![\w.])(?!\d{{1,3}}(?:\.\d{{3}}){{2}}(?![.\d])|\d{{1,3}}(?:\.\d{{3}})*\.000\b)
      v?\d+(?:\.\d+){{2,}}(?:[-+][\w.]+)?(?!\w)  # versions, IP addresses, dates with points
    | (?<![\w-])\d{{4}}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?!\w)  # dates (ISO 8601)
    | (?<![\w:.])(?=:*[0-9A-Fa-f])(?:[0-9A-Fa-f]{{0,4}}:){{2,7}}[0-9A-Fa-f]{{0,4}}(?!\w)  # times
    | (?<![\w.:])[^\W\d][\w.:]*\(\)  # code: calls,
    | (?<![\w:])[^\W\d]\w*(?:::\w+)+  # qualified names
    | (?<!\w)[^\W_]+(?:_+[^\W_]+)+(?!\w)  # and snake_case
    """
_TRAILING = ".,;:!?'’…)]}"
_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)", re.MULTILINE)
_INLINE_CODE = re.compile(r"`[^`\n]+`")
_ELEMENT = re.compile(r"<(/?)(?:code|pre)\b[^<>]{0,200}>", re.IGNORECASE)

_COMMAND = re.compile(
    r"""
    \n[ \t]*+(?:\$[ ](?=[a-z./~])  # a prompt
    | (?:sudo[ ])?(?:python3?[ ]-m[ ])?
      (?:(?:apt|apt-get|brew|cargo|conda|docker|gem|git|go|npm|npx|pip|pip3|pipx|pnpm|uv|yarn)[ ]
        (?:add|build|checkout|clone|commit|create|exec|init|install|pull|push|remove|run|uninstall
          |update|upgrade|-{1,2}[a-z][\w-]*)(?![\w’'-])
      | (?:cd|chmod|cp|curl|ls|mkdir|mv|python3?|rm|ssh|tar|wget)[ ]
        (?:-{1,2}[a-zA-Z]|[./~]|https?:)))
    [^\r\n]*
    """,
    re.VERBOSE,
)
"""A line that is a command: programs with what they can be told to do. It starts with the line end
before it, which is found faster than the start of a line.
"""


def protected_spans(text: str) -> tuple[Span, ...]:
    """Return the places of ``text`` that no rule may touch, sorted; they may overlap.

    A mark that ends the sentence around an address is not part of the address.

    >>> protected_spans("See www.example.org.")
    (Span(start=4, end=19),)
    """
    return tuple(sorted((*_places(text), *_code(text), *_commands(text))))


def _places(text: str) -> Iterator[Span]:
    end = 0
    for mark in _MARK.finditer(text):
        if mark.start() < end:
            continue
        start = _start_of_word(text, end, mark.start())
        end = _WORD.match(text, start).end()  # type: ignore[union-attr]  # it matches anywhere
        for m in _place().finditer(text, start, end):
            yield Span(m.start(), _end_of_place(text, *m.span()))


@cache
def _place() -> re.Pattern[str]:
    """Compiled late, for it is long and few texts need it."""
    return re.compile(_PLACE, re.VERBOSE)


def _start_of_word(text: str, low: int, at: int) -> int:
    """Where the word that holds ``at`` starts, not before ``low``."""
    if at == low or text[at - 1].isspace():
        return at
    word = text[low:at].rsplit(None, 1)[-1]
    for edge in _EDGES:
        word = word.rpartition(edge)[2]
    return at - len(word)


def _end_of_place(text: str, start: int, end: int) -> int:
    """The end without the marks of the sentence; a bracket stays that was opened within."""
    unopened = text.count(")", start, end) - text.count("(", start, end)
    while end > start and text[end - 1] in _TRAILING:
        if text[end - 1] == ")":
            if unopened <= 0:
                break
            unopened -= 1
        end -= 1
    return end


def _commands(text: str) -> Iterator[Span]:
    for m in _COMMAND.finditer("\n" + text):
        yield Span(m.start(), m.end() - 1)


def _code(text: str) -> Iterator[Span]:
    """Code in Markdown and HTML; where its end is missing, nothing is taken for code."""
    if "`" in text or "~~~" in text:
        fences = [m.start() for m in _FENCE.finditer(text)]
        yield from map(Span, fences[::2], (at + 3 for at in fences[1::2]))
        yield from map(Span.of, _INLINE_CODE.finditer(text))
    if "<" in text:
        opened = None
        for m in _ELEMENT.finditer(text):
            if not m[1]:
                opened = m.end() if opened is None else opened
            elif opened is not None:
                yield Span(opened, m.start())
                opened = None
