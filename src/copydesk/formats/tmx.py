"""Translation memories in TMX 1.4 (LISA, now GALA), of which the translations are read."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.formats import Unreadable, xml
from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.inline import content
from copydesk.formats.segments import joined, paired, with_placeholders, within

_SHOWN = 20  # languages

_Unit = tuple[list[Slice], dict[str, list[Slice]]]
"""The segment in the source language, and those in others by their tags."""


def read(data: bytes, fields: tuple[str, ...] = ()) -> Excerpt:
    """Return the segments in the language that ``fields`` names, or the only one beside the source.

    The segments in the source language are the source. Raises Unreadable, also where the language
    is not told.
    """
    file = xml.read(data)
    units = list(_units(file.text))
    languages = list(dict.fromkeys(tag for _, targets in units for tag in targets))
    chosen = {tag for tag in languages if not fields or any(_is_in(tag, f) for f in fields)}
    listed = ", ".join(f"“{tag}”" for tag in languages[:_SHOWN])
    if fields and languages and not chosen:
        raise Unreadable(f"has no translations into “{fields[0]}”; it has some into {listed}")
    if len(chosen) > 1 and not fields:
        raise Unreadable(f"has translations into {listed}; say with --field which to read")
    pairs = [
        (source, target)
        for source, targets in units
        for tag, target in targets.items()
        if tag in chosen
    ]
    texts = joined(target for _, target in pairs)
    return Excerpt(file, texts, xml.escaped, paired(pairs), _source_language(file.text))


def _source_language(text: str) -> str | None:
    header = next((token for token in xml.tokens(text, {}) if token.name == "header"), None)
    return xml.language(header.attributes.get("srclang")) if header else None


def _units(text: str) -> Iterator[_Unit]:
    tokens = xml.tokens(text, {})
    first = next(tokens, None)
    if first is None or first.name != "tmx":
        raise Unreadable("is XML, but no TMX")
    usual = own = language = ""
    segments: dict[str, list[Slice]] = {}
    for token in tokens:
        if token.name == "tu" and token.kind == "end":
            yield _unit(own or usual, segments)
        if token.kind not in ("start", "empty"):
            continue
        if token.name == "header":
            usual = token.attributes.get("srclang", "").lower()
        elif token.name == "tu":
            own, segments = token.attributes.get("srclang", "").lower(), {}
        elif token.name == "tuv":
            language = token.attributes.get("lang", "").lower()
        elif token.name == "seg" and token.kind == "start":
            segments[language] = within(with_placeholders(content(tokens)))


def _unit(origin: str, segments: dict[str, list[Slice]]) -> _Unit:
    """Tell the source from the translations; ``*all*`` or a language that is not there is none."""
    near = (tag for tag in segments if _is_in(tag, origin) or _is_in(origin, tag))
    source = origin if origin in segments else next(near, "")
    return segments.get(source, []), {t: s for t, s in segments.items() if t != source}


def _is_in(tag: str, language: str) -> bool:
    """Whether a tag names ``language``, or a variety of it.

    >>> _is_in("en-us", "EN"), _is_in("en-us", "en-GB"), _is_in("en", "en-GB")
    (True, False, False)
    """
    return bool(language) and f"{tag}-".startswith(f"{language.lower()}-")
