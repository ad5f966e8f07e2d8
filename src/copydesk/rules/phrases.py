"""Phrases that machine translation and spinning leave behind."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.document import Document
from copydesk.phrases.choice import lexicon_for
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
    pointed at, and only where the text is known to come from that language. Where the source text
    is given, the change is made where it has the cause, and only suggested where it has not.

    >>> repaired("The stake of the day is the new bridge.")
    'The issue of the day is the new bridge.'
    """
    for hit in lexicon_for(doc.options).found(doc.text):
        if doc.options.wants(hit.phrase.id):
            yield Fix(hit.edits, hit.message, _is_sure(hit, doc), hit.phrase.id)


def _is_sure(hit: Hit, doc: Document) -> bool:
    """Whether to make the change: the source text decides, where it is there to be asked."""
    cause = hit.phrase.cause_regex
    in_source = doc.source_has(Span(hit.start, hit.end), cause) if cause else None
    return hit.phrase.is_sure if in_source is None else in_source
