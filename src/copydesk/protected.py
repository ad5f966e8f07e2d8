"""Places that no rule may touch: links, addresses, code and the like."""

from __future__ import annotations

import re

from copydesk.text import Span

_PATTERNS = (
    r"`[^`\n]+`",  # code, as Markdown and chat programs mark it
    r"\b[a-z][a-z0-9+.-]{1,15}://[^\s<>\"“”«»]+",  # URLs of any scheme (RFC 3986)
    r"\bwww\.[^\s<>\"“”«»]+",
    r"\b10\.\d{4,9}/[^\s<>\"“”«»]+",  # DOIs (ISO 26324)
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",  # e-mail addresses
    r"(?<![\w/])@\w[\w.]*",  # handles
    r"(?<![\w&#])#\w+",  # tags
    r"\b(?:[\w-]+\.)+(?:com|org|net|edu|gov|io|info|eu|uk|de|fr|ru|ua|it|es|nl|pl|cz|tr)\b"
    r"(?:/[^\s<>\"“”«»]*)?",  # hosts without a scheme
    r"(?<!\w)(?:[A-Za-z]:\\|~?/|\.{1,2}/)[\w.-]+(?:[/\\][\w.-]+)+",  # file paths
    r"\b[\w-]+\.(?:py|js|ts|json|toml|ya?ml|xml|html?|css|md|txt|csv|pdf|docx?|xlsx?|zip|exe)\b",
    r"\bv?\d+(?:\.\d+){2,}(?:-[\w.]+)?\b",  # versions, addresses, dates written 1.2.2003
    r"\b\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?\b",  # dates (ISO 8601)
)
_PROTECTED = re.compile("|".join(_PATTERNS), re.IGNORECASE)
_TRIGGER = re.compile(r"[`@#\\]|//|\w[./]\w|[./]/")
_TRAILING = ".,;:!?'’…)]}"


def protected_spans(text: str) -> tuple[Span, ...]:
    """Return the places of ``text`` that no rule may touch, sorted and apart.

    A mark that ends the sentence around an address is not part of the address.

    >>> protected_spans("See www.example.org.")
    (Span(start=4, end=19),)
    """
    if not _TRIGGER.search(text):
        return ()
    spans = []
    for m in _PROTECTED.finditer(text):
        end = m.start() + len(m[0].rstrip(_TRAILING)) if m[0][0] != "`" else m.end()
        if end > m.start():
            spans.append(Span(m.start(), end))
    return tuple(spans)
