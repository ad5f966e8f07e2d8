"""Count how often words and pairs of words are met in English; write down the frequent ones.

    python scripts/count_words.py DATA

DATA is a folder of xz-packed JSON lines: ``aligned/*.jsonl.xz`` with ``ref``, a human translation,
and ``clean-references.jsonl.xz`` and ``books.jsonl.xz`` with ``text``. Writes
``src/copydesk/phrases/frequent.txt``, by which phrases are looked up by words that are seldom met;
run ``python -m copydesk.phrases.index`` after it.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from copydesk.phrases.anchors import FREQUENT, frequent, words_alone


def texts(data: Path) -> Iterator[str]:
    """Yield the human translations and the clean texts, with those that come again."""
    files = [(file, "ref") for file in (data / "aligned").glob("*.jsonl.xz")]
    files += [(data / f"{name}.jsonl.xz", "text") for name in ("clean-references", "books")]
    for file, key in files:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)[key] or "" for line in lines)


def main(data: Path) -> None:
    counted: Counter[str] = Counter()
    total = 0
    for text in set(texts(data)):
        words = words_alone(text).split(" ")
        total += sum(map(bool, words))
        counted.update(filter(None, words))
        counted.update(map(" ".join, pairwise(words)))
    million = ((words, 1e6 * count / total) for words, count in counted.items())
    FREQUENT.write_text(frequent(million), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
