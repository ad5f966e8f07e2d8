"""How long each rule and all rules together take, on corpus text of growing size.

Run with ``pip install -e ".[bench]"`` and ``pytest benchmarks``; the table's OPS times the size in
its heading is the speed in code points a second.
"""

from pathlib import Path

import ftfy
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from copydesk import clean
from copydesk.document import Document
from copydesk.formats import plain
from copydesk.rule import Rule
from copydesk.rules import ORDER

CORPUS = Path(__file__).parents[1] / "corpus"
SIZES = (10_000, 100_000, 1_000_000)  # code points


def corpus_text(size: int) -> str:
    articles = [plain.read(path.read_bytes()).text for path in sorted(CORPUS.glob("*/article.txt"))]
    text = "\n\n".join(articles)
    return (text * (size // len(text) + 1))[:size]


sizes = pytest.mark.parametrize("size", SIZES)


@sizes
@pytest.mark.parametrize("rule", ORDER, ids=lambda rule: rule.id)
def test_rule(benchmark: BenchmarkFixture, rule: Rule, size: int) -> None:
    benchmark.group = f"one rule, {size:,} code points"
    text = corpus_text(size)
    benchmark.pedantic(lambda: rule(Document(text)), rounds=3)


@sizes
def test_all_rules(benchmark: BenchmarkFixture, size: int) -> None:
    benchmark.group = f"everything but grammar, {size:,} code points"
    benchmark.pedantic(clean, (corpus_text(size),), {"grammar": False}, rounds=3)


@sizes
def test_ftfy_for_comparison(benchmark: BenchmarkFixture, size: int) -> None:
    benchmark.group = f"everything but grammar, {size:,} code points"
    benchmark.pedantic(ftfy.fix_text, (corpus_text(size),), rounds=3)
