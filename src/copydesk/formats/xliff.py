"""Translations in XLIFF 1.2 and 2.0 (OASIS), of which the targets are read."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.formats import Unreadable, xml
from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.inline import content
from copydesk.formats.segments import joined, paired, with_placeholders, within

_NAMESPACES = {
    "urn:oasis:names:tc:xliff:document:1.1": "",
    "urn:oasis:names:tc:xliff:document:1.2": "",
    "urn:oasis:names:tc:xliff:document:2.0": "",
    "urn:oasis:names:tc:xliff:document:2.1": "",
    "urn:oasis:names:tc:xliff:document:2.2": "",
}
_LEVELS = frozenset("file group unit trans-unit".split())
"""The elements that say by ``translate`` whether what they hold is to be translated."""

_PASSED_OVER = frozenset("alt-trans seg-source ignorable bin-unit ?:matches ?:glossary".split())
"""Elements whose sources and targets are proposals, or repeat others."""


def read(data: bytes, fields: tuple[str, ...] = ()) -> Excerpt:
    """Return the targets of all units that are to be translated; the sources are the source.

    Raises Unreadable.
    """
    file = xml.read(data)
    pairs = list(_pairs(file.text))
    texts = joined(target for _, target in pairs)
    return Excerpt(file, texts, xml.escaped, paired(pairs), _source_language(file.text))


def _source_language(text: str) -> str | None:
    """Return what 2.0 says of all files, or 1.2 of the first."""
    said = (
        token.attributes.get("srcLang") or token.attributes.get("source-language")
        for token in xml.tokens(text, _NAMESPACES)
        if token.name in ("xliff", "file")
    )
    return xml.language(next(filter(None, said), None))


def _pairs(text: str) -> Iterator[tuple[list[Slice], list[Slice]]]:
    tokens = xml.tokens(text, _NAMESPACES)
    first = next(tokens, None)
    if first is None or first.name != "xliff":
        raise Unreadable("is XML, but no XLIFF")
    source: list[Slice] = []
    wanted = [True]
    for token in tokens:
        if token.name in _LEVELS and token.kind == "start":
            source = []
            says = token.attributes.get("translate")
            wanted.append(wanted[-1] if says is None else says == "yes")
        elif token.name in _LEVELS and token.kind == "end":
            wanted.pop()
        elif token.kind != "start":
            continue
        elif token.name in _PASSED_OVER:
            xml.without(tokens)
        elif token.name == "segment":
            source = []
        elif token.name == "source":
            source = within(content(tokens))
        elif token.name == "target":
            target = within(with_placeholders(content(tokens)))
            if wanted[-1]:
                yield source, target
