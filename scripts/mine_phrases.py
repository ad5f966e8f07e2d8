"""Find phrases that machines make of one language and that its human translators do not write.

    python scripts/mine_phrases.py DATA LANGUAGE [--least 3] [--words 2] [--holding WORD]

DATA is a folder with ``aligned/LANGUAGE.*.jsonl.xz`` and ``clean-references.jsonl.xz``: xz-packed
JSON lines with ``src``, ``google``, ``microsoft`` and ``ref``, or ``text``. A candidate is a run of
two to six words in machine output whose own human reference does not have it. The candidates that
are told apart best from what human text of the same size has come first, each with

    the rows it is in, and the stretches of 60 rows; the rows in which both engines write it; the
    human texts (references of all languages, clean text) and the lines that machines made of other
    languages that have it; the words of the source that go with it, with how often; an example.

What is found is raw material: topics are among it, and words that are as good as the reference's.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[.,;:!?()“”\"—–]")
PLAIN_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
SOURCE_WORD = re.compile(r"[^\W\d_]+")
SHORTEST, LONGEST = 2, 6
STRETCH = 60  # rows, about as many as an article or two
ENGINES = ("google", "microsoft")
Gram = tuple[str, ...]


@dataclass
class Candidate:
    """A run of words: the rows of the language that have it, and how others have it."""

    rows: list[int] = field(default_factory=list)
    both: int = 0
    human: int = 0
    others: int = 0

    @property
    def spread(self) -> int:
        """In how many stretches of the data it is: a topic is said often, and in few."""
        return len({n // STRETCH for n in self.rows})


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def aligned(data: Path, language: str = "*") -> Iterator[dict[str, Any]]:
    for path in sorted((data / "aligned").glob(f"{language}.*.jsonl.xz")):
        yield from (row for row in rows(path) if row["ref"])


def words(text: str) -> list[str]:
    """Return the words and marks, those in small letters; a capital inside marks a name."""
    found = WORD.findall(text.replace("’", "'"))
    return [w.lower() if i == 0 or found[i - 1] in '.!?:"“(' else w for i, w in enumerate(found)]


def grams(text: str) -> set[Gram]:
    """Return the runs of plain words in a text; names, numbers and marks break them."""
    found = words(text)
    plain = [PLAIN_WORD.fullmatch(word) is not None for word in found]
    out: set[Gram] = set()
    for i in range(len(found)):
        for j in range(i, min(i + LONGEST, len(found))):
            if not plain[j]:
                break
            if j - i + 1 >= SHORTEST:
                out.add(tuple(found[i : j + 1]))
    return out


def candidates(lines: list[dict[str, Any]], least: int) -> dict[Gram, Candidate]:
    """Return the runs that machines write, and references of these rows do not, and where.

    They are in rows of ``least`` stretches of the data.
    """
    found: dict[Gram, Candidate] = defaultdict(Candidate)
    for n, row in enumerate(lines):
        human = grams(row["ref"])
        first, second = (grams(row[engine]) - human for engine in ENGINES)
        for gram in first | second:
            found[gram].rows.append(n)
        for gram in first & second:
            found[gram].both += 1
    return {gram: c for gram, c in found.items() if c.spread >= least}


def count(found: dict[Gram, Candidate], texts: Iterable[str], kind: str) -> int:
    """Count each candidate in ``texts``; return how many texts there were."""
    total = 0
    for text in texts:
        total += 1
        for gram in grams(text) & found.keys():
            setattr(found[gram], kind, getattr(found[gram], kind) + 1)
    return total


def score(c: Candidate, lines: int, human_lines: int) -> float:
    """Return how many times likelier machines are to write it, weighed by how often they do."""
    ratio = (c.spread / lines) / ((c.human + 0.5) / human_lines)
    return math.log(ratio) * math.sqrt(c.spread)


def without_parts(ranked: list[Gram], found: dict[Gram, Candidate]) -> Iterator[Gram]:
    """Yield the runs in order, without those that say nothing beside a longer or a shorter one."""
    kept: list[Gram] = []
    for gram in ranked:
        near = [k for k in kept if set(gram) & set(k)]
        if not any(_says_the_same(gram, k, found) for k in near):
            kept.append(gram)
            yield gram


def _says_the_same(gram: Gram, kept: Gram, found: dict[Gram, Candidate]) -> bool:
    short, long = sorted((" ".join(gram), " ".join(kept)), key=len)
    shared = set(found[gram].rows) & set(found[kept].rows)
    return f" {short} " in f" {long} " and len(shared) >= 0.6 * len(found[gram].rows)


def source_words(lines: list[dict[str, Any]]) -> tuple[list[set[str]], Counter[str]]:
    """Return the words of each source, in pairs and alone, and how many sources have each."""
    per_row = []
    for row in lines:
        found = SOURCE_WORD.findall(row["src"].lower())
        if len(found) < 4:  # written without spaces: pieces of up to four characters instead
            text = re.sub(r"\W+", " ", row["src"])
            found = []
            runs = {
                t[i : i + n] for t in text.split() for n in (2, 3, 4) for i in range(len(t) - n)
            }
        else:
            runs = set(found)
        runs |= {" ".join(pair) for pair in itertools.pairwise(found)}
        runs |= {" ".join(three) for three in zip(found, found[1:], found[2:], strict=False)}
        per_row.append(runs)
    return per_row, Counter(run for runs in per_row for run in runs)


def causes(c: Candidate, per_row: list[set[str]], totals: Counter[str]) -> str:
    """Return what of the source goes with a candidate (the Dice coefficient), the best first."""
    together = Counter(run for n in c.rows for run in per_row[n])
    dice = {
        run: 2 * n / (len(c.rows) + totals[run])
        for run, n in together.items()
        if n >= max(2, 0.3 * len(c.rows))
    }
    best = sorted(dice, key=lambda run: (-dice[run], -len(run)))[:3]
    return ", ".join(f"{run} {together[run]}" for run in best)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("language")
    parser.add_argument("--least", type=int, default=3, help="stretches that have to have it")
    parser.add_argument("--most", type=int, default=300, help="how many to print")
    parser.add_argument("--words", type=int, default=SHORTEST, help="how many words it has to have")
    parser.add_argument("--holding", help="print those alone that hold this word")
    args = parser.parse_args()

    lines = list(aligned(args.data, args.language))
    found = candidates(lines, args.least)
    found = {gram: c for gram, c in found.items() if len(gram) >= args.words}
    if args.holding:
        found = {gram: c for gram, c in found.items() if args.holding in gram}
    human = count(found, (row["ref"] for row in aligned(args.data)), "human")
    human += count(
        found, (row["text"] for row in rows(args.data / "clean-references.jsonl.xz")), "human"
    )
    others = (
        row["google"]
        for path in sorted((args.data / "aligned").glob("*.jsonl.xz"))
        if not path.name.startswith(f"{args.language}.")
        for row in rows(path)
    )
    other_lines = count(found, others, "others")

    scores = {gram: score(c, len(lines), human) for gram, c in found.items()}
    ranked = sorted(found, key=lambda gram: -scores[gram])
    per_row, totals = source_words(lines)
    print(f"{len(lines)} rows; {human} human lines; {other_lines} lines from other languages")
    for number, gram in enumerate(without_parts(ranked[: 20 * args.most], found), 1):
        if number > args.most:
            break
        c = found[gram]
        cause = causes(c, per_row, totals)
        row = lines[c.rows[0]]
        example = next((e for e in ENGINES if gram in grams(row[e])), ENGINES[0])
        print(f"\n{' '.join(gram)}")
        print(
            f"  rows {len(c.rows)} in {c.spread} stretches, both engines {c.both}; "
            f"human {c.human}; from other languages {c.others}; source: {cause}"
        )
        print(f"  src {row['src'][:300]}\n  mt  {row[example][:300]}\n  ref {row['ref'][:300]}")


if __name__ == "__main__":
    main()
