"""How fast folders are cleaned, and how fast it is seen that there is nothing to do.

    python benchmarks/folders.py speed ARTICLES --megabytes 10
    python benchmarks/folders.py again ARTICLES --files 10000
    python benchmarks/folders.py start [ARTICLES]

ARTICLES is a folder of text files, or a file of JSON lines (.jsonl, .jsonl.xz) with a key
``text``. They are repeated, each time as another file, until there is enough. ``speed`` compares
one process with two, ``again`` a second run with `sha256sum` over the same files, and ``start`` the
program with the imports that it cannot do without. All take turns, and medians of the pairs are
printed, so that a busy machine slows down both. Grammar is not checked.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

COPYDESK = [sys.executable, "-m", "copydesk"]


def texts(articles: Path) -> Iterator[str]:
    if articles.is_dir():
        for path in sorted(articles.rglob("*.txt")):
            yield path.read_text("utf-8")
        return
    opened = lzma.open if articles.suffix == ".xz" else open
    with opened(articles, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def fill(folder: Path, articles: Path, *, bytes: float = 0, files: int = 0) -> int:
    """Write repeated articles to a folder, and return how many bytes."""
    size = 0
    known = list(texts(articles))
    for number, text in enumerate(itertools.cycle(known)):
        if size >= bytes and number >= files:
            return size
        place = folder / f"{number // 1000}" / f"{number}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        size += place.write_bytes(text.encode())
    return size


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def compare(one: Callable[[], float], other: Callable[[], float], pairs: int) -> None:
    """Print the medians of both, and of the quotient of one by the other."""
    rows = [(one(), other()) for _ in range(pairs)]
    a, b = (statistics.median(column) for column in zip(*rows, strict=True))
    quotient = statistics.median(row[0] / row[1] for row in rows)
    print(f"{a:.3f} s, {b:.3f} s: {quotient:.2f} times as long")


def speed(folder: Path, options: argparse.Namespace) -> None:
    size = fill(folder / "in", options.articles, bytes=options.megabytes * 1e6)

    def run(jobs: int) -> float:
        shutil.rmtree(folder / "out", ignore_errors=True)
        places = [str(folder / "in"), "-o", str(folder / "out")]
        return seconds([*COPYDESK, "clean", *places, "--no-grammar", "--jobs", str(jobs)])

    print(f"one process and two, {size / 1e6:.1f} MB:")
    compare(lambda: run(1), lambda: run(2), options.pairs)


def again(folder: Path, options: argparse.Namespace) -> None:
    fill(folder / "in", options.articles, files=options.files)
    clean = [*COPYDESK, "clean", str(folder / "in"), "-o", str(folder / "out"), "--no-grammar"]
    seconds(clean)
    seconds(clean)  # files that were new when they were read are looked at once more
    sums = ["sh", "-c", f"find {folder / 'in'} -type f -print0 | xargs -0 sha256sum"]
    print(f"nothing to do in {options.files:,} files, and sha256sum:")
    compare(lambda: seconds(clean), lambda: seconds(sums), options.pairs)


def start(folder: Path, options: argparse.Namespace) -> None:
    article = folder / "article.txt"
    text = next(texts(options.articles)) if options.articles else "It is late , she said.\n"
    article.write_bytes(text.encode())
    clean = [*COPYDESK, "clean", str(article), "--no-grammar"]
    print("an article without grammar, and the imports of typer and ftfy:")
    imports = [sys.executable, "-c", "import typer, ftfy"]
    compare(lambda: seconds(clean), lambda: seconds(imports), options.pairs)
    print("the help, and the import of typer:")
    imports = [sys.executable, "-c", "import typer"]
    compare(lambda: seconds([*COPYDESK, "--help"]), lambda: seconds(imports), options.pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("speed", "again", "start"))
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        {"speed": speed, "again": again, "start": start}[options.what](Path(folder), options)


if __name__ == "__main__":
    main()
