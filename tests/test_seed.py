"""The article that copydesk was first made for, where a checkout has it beside it."""

from pathlib import Path

import pytest

from copydesk import clean

SEED = Path(__file__).parents[2] / "shared" / "seed"

pytestmark = pytest.mark.skipif(
    not SEED.is_dir(), reason="the seed article is not beside this tree"
)


def read(name: str) -> str:
    return (SEED / name).read_text("utf-8")


@pytest.mark.parametrize(
    "grammar", [False, pytest.param("require", marks=pytest.mark.languagetool)]
)
def test_the_safe_repairs_and_no_others(grammar: bool) -> None:
    cleaned = clean(read("article.txt"), grammar=grammar)
    assert cleaned.text.rstrip() == read("expected.txt").rstrip()
    assert clean(cleaned.text, grammar=grammar).text == cleaned.text


def test_the_furniture_at_the_end_is_one_change() -> None:
    last = clean(read("article.txt"), grammar=False).changes[-1]
    assert last.before.strip().startswith("About ")
    assert last.before.strip().endswith("published.")
