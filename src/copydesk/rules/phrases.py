"""Phrases that machine translation and spinning leave behind."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.document import Document
from copydesk.phrases.choice import lexicon_for
from copydesk.revision import Fix
from copydesk.rule import rule


@rule("phrases", "phrase taken over from another language", reach="words")
def phrases(doc: Document) -> Iterator[Fix]:
    """Say what an editor would say where a machine followed its source word for word.

    The phrases are data, one pack for each language they come from, each with its cause, the
    reason and examples; every finding carries the phrase's own id, such as
    ``phrases/fr/stake-of-the-day``. Phrases that clean text has as well, now and then, are only
    pointed at, and only where the text is known to come from that language.

    >>> repaired("The stake of the day is the new bridge.")
    'The issue of the day is the new bridge.'
    """
    for hit in lexicon_for(doc.options).found(doc.text):
        if doc.options.wants(hit.phrase.id):
            yield Fix(hit.edits, hit.message, hit.phrase.is_sure, hit.phrase.id)
