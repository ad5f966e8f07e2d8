"""Phrases that machine translation and spinning leave behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from copydesk.document import Document
from copydesk.phrases.choice import lexicon_for, precedence, source_language
from copydesk.phrases.lexicon import Hit
from copydesk.revision import Fix
from copydesk.rule import rule
from copydesk.text import Span


@rule("phrases", "phrase taken over from another language", reach="words", english=True)
def phrases(doc: Document) -> Iterator[Fix]:
    """Say what an editor would say where a machine followed its source word for word.

    The phrases are data, one pack for each language they come from, each with its cause, the
    reason and examples; every finding carries the phrase's own id, such as
    ``phrases/fr/stake-of-the-day``. Phrases that clean text has as well, now and then, are only
    suggested; so are those that can be right in a text from another language, unless it is known
    which one this text comes from. What clean text has often is only looked for then. Where the
    source text is given, the change is made where it has the cause, and suggested where not. Where
    phrases overlap, a change comes before a suggestion, the source language’s before others, and
    the longer one before the shorter.

    >>> repaired("The stake of the day is the new bridge.")
    'The issue of the day is the new bridge.'
    """
    hits = lexicon_for(doc.options).found(doc.text)
    found = [(hit, _fix(hit, doc)) for hit in hits if doc.options.wants(hit.phrase.id)]
    for group in _overlapping(found):
        yield from _preferred(group, doc)


Found = tuple[Hit, Fix]


def _fix(hit: Hit, doc: Document) -> Fix:
    within = Span(hit.start, hit.end)
    return Fix(hit.edits, hit.message, _is_sure(hit, doc), hit.phrase.id, within=within)


def _overlapping(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Yield runs of what hangs together; ``found`` is sorted by place."""
    group: list[Found] = []
    end = 0
    for hit, fix in found:
        if group and hit.start >= end:
            yield group
            group = []
        group.append((hit, fix))
        end = max(end, hit.end)
    if group:
        yield group


def _preferred(group: Iterable[Found], doc: Document) -> Iterator[Fix]:
    """Yield fixes that do not overlap, the best first."""

    def rank(each: Found) -> tuple[bool, int, int]:
        hit, fix = each
        return not fix.sure, precedence(hit.phrase, doc.options), hit.start - hit.end

    taken: list[Span] = []
    for hit, fix in sorted(group, key=rank):
        span = Span(hit.start, hit.end)
        if not any(map(span.overlaps, taken)):
            taken.append(span)
            yield fix


def _is_sure(hit: Hit, doc: Document) -> bool:
    """Whether to make the change: the source text decides, where it is there to be asked."""
    phrase, language = hit.phrase, source_language(doc.options)
    in_source = None
    if phrase.cause_regex and (phrase.is_sure or phrase.comes_from(language)):
        in_source = doc.source_has(Span(hit.start, hit.end), phrase.cause_regex)
    return phrase.standing_in(language) == "applied" if in_source is None else in_source
