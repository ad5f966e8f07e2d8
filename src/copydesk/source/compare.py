"""A text and its source, put side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from copydesk.options import Source
from copydesk.source import Unrelated
from copydesk.source.align import Bead, Sentences, aligned
from copydesk.source.evidence import Alignment, Pair
from copydesk.source.language import guessed
from copydesk.source.numbers import numbers
from copydesk.source.sentences import sentences
from copydesk.text import Span

_SURE_SHARE = 1.0  # in `Bead.shared`: of pairs that share as much, one in 500 is wrong
_SURE_STRAIN = 1.0  # in `Bead.strain`: of pairs nearer than this that share nothing, one in 50
_SURE_ALONE = 3.0  # the same, of two texts of a sentence each
_LEAST, _MOST = 0.1, 10  # sentences of the source for one of the text: others are unrelated
_TELLING = 4  # sentences
_ALONE, _STRAIN = 0.6, 0.75  # of any two texts: sentences that go one by one, lengths that differ
_RELATED = 0.6  # how far a text and its source are above that: any two texts rarely are, of 5
# sentences, and never of 40; translations nearly always
_TELLING_NUMBERS = 3  # in each
_FEWEST_NUMBERS = 0.4  # of 404 translations 2 share fewer, of 560 pairs of any two texts 550


def alignment_of(
    text: str, source: Source, language: str = "en", source_language: str | None = None
) -> Alignment:
    """Return ``text`` and its ``source``, passage by passage.

    ``language`` and ``source_language`` are theirs, as BCP 47 tags; that of the source is told by
    its words where it is not given.

    Raises Unrelated where the source is no text, is in the text's own language, or is that of
    another text.
    """
    original = source if isinstance(source, str) else "\n".join(first for first, _ in source)
    if not any(map(str.isalpha, original)):
        raise Unrelated("the source has no words in it, and was not used")
    origin = _primary(source_language) if source_language else guessed(original)
    if origin == _primary(language):
        raise Unrelated("the source is in the text's own language, and was not used")
    found = compared(text, source) if isinstance(source, str) else of_segments(text, source)
    if found is None:
        raise Unrelated("the source does not seem to belong to this text, and was not used")
    return replace(found, language=origin)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def compared(text: str, source: str) -> Alignment | None:
    """Return the alignment of ``text`` with its ``source``; None where they are no such two.

    >>> two = compared("She is 40. He sings.", "Elle a 40 ans. Il chante.")
    >>> [two.source[p.source.start : p.source.end] for p in two.pairs]
    ['Elle a 40 ans.', 'Il chante.']
    """
    ours, theirs = sentences(source), sentences(text, pieces=True)
    if not _LEAST < len(ours) / max(1, len(theirs)) < _MOST:
        return None
    beads = aligned(_read(source, ours), _read(text, theirs))
    if not _belong_together(beads):
        return None
    if len(theirs) >= _TELLING and _share_of_numbers(source, text) < _FEWEST_NUMBERS:
        return None
    return Alignment(text, source, tuple(_pairs(beads, text, ours, theirs)))


_MOST_UNPAIRED = 20  # times as long as what is paired: a memory seldom knows a whole text


def of_segments(text: str, segments: Iterable[tuple[str, str]]) -> Alignment | None:
    """Return the alignment that pairs of a source segment and its translation give.

    A translation is looked for in ``text`` as it stands, first after the one before it. Those that
    are not there are left out; None where hardly any is.
    """
    source: list[str] = []
    pairs: list[Pair] = []
    at = length = 0
    for original, translation in segments:
        start = text.find(translation, at)
        start = text.find(translation) if start < 0 else start
        if start < 0 or not translation:
            continue
        at = start + len(translation)
        ends = tuple(length + s.end for s in sentences(original))
        pairs.append(Pair(Span(start, at), Span(length, length + len(original)), ends, True))
        source.append(original)
        length += len(original) + 1
    pairs = _apart(sorted(pairs, key=lambda pair: (pair.text, pair.source)))
    covered = sum(len(pair.text) for pair in pairs)
    if _MOST_UNPAIRED * covered < len(text.strip()):
        return None
    return Alignment(text, "\n".join(source), tuple(pairs))


def _apart(pairs: list[Pair]) -> list[Pair]:
    kept: list[Pair] = []
    for pair in pairs:
        if not kept or kept[-1].text.end <= pair.text.start:
            kept.append(pair)
    return kept


def _read(text: str, spans: Sequence[Span]) -> Sentences:
    last = (i for i, (a, b) in enumerate(pairwise(spans)) if "\n" in text[a.end : b.start])
    return Sentences([text[s.start : s.end] for s in spans], frozenset((*last, len(spans) - 1)))


def _belong_together(beads: list[Bead]) -> bool:
    """Whether two texts are one and its translation, and not any two.

    They share numbers and names, their sentences go one by one, and are long and short together. A
    few sentences may be anything.
    """
    both = [bead for bead in beads if bead.source and bead.text]
    count = sum(len(bead.text) for bead in beads)
    if not both or count < _TELLING:
        return bool(both)
    shared = sum(bead.shared for bead in both) / count
    alone = sum(len(bead.source) == len(bead.text) == 1 for bead in both) / len(beads)
    strain = sum(abs(bead.strain) for bead in both) / len(both)
    return shared + 2 * (alone - _ALONE) + (_STRAIN - strain) > _RELATED


def _share_of_numbers(source: str, text: str) -> float:
    """Return how many of the numbers of either, in figures, are in the other: of the one that has
    fewer, for it may be a part of the other. 1.0 where they are too few to tell anything.
    """
    few, many = sorted(([n.values for n in numbers(each)] for each in (source, text)), key=len)
    if len(few) < _TELLING_NUMBERS:
        return 1.0
    known = frozenset().union(*many)
    return sum(not known.isdisjoint(values) for values in few) / len(few)


def _pairs(
    beads: list[Bead], text: str, source: Sequence[Span], found: Sequence[Span]
) -> Iterator[Pair]:
    """Yield the pairs that ``beads`` make of the sentences ``source`` and ``found`` in ``text``."""
    at = origin = 0
    for ours, theirs, is_sure in _joined(beads, [text[s.start].islower() for s in found]):
        ends = tuple(source[i].end for i in ours)
        there = Span(source[ours[0]].start, ends[-1]) if ours else Span(origin, origin)
        here = Span(found[theirs[0]].start, found[theirs[-1]].end) if theirs else Span(at, at)
        at, origin = here.end, there.end
        yield Pair(here, there, ends, is_sure)


def _joined(beads: list[Bead], small: list[bool]) -> Iterator[tuple[range, range, bool]]:
    """Yield the sentences of each bead and whether they are sure to belong together.

    A piece that starts with a small letter and has no source of its own belongs to what it goes
    on with.
    """
    held: tuple[range, range, bool] | None = None
    for bead in beads:
        if held and held[0] and not bead.source and small[bead.text.start]:
            held = (held[0], range(held[1].start, bead.text.stop), held[2])
            continue
        if held:
            yield held
        strain = abs(bead.strain) / (_SURE_ALONE if len(beads) == 1 else _SURE_STRAIN)
        agree = bead.shared >= _SURE_SHARE or strain < 1
        held = (bead.source, bead.text, bool(bead.source and bead.text) and agree)
    if held:
        yield held
