"""The article that copydesk was first made for, where a checkout has it beside it."""

from pathlib import Path
from typing import Literal

import pytest

from copydesk import clean

SEED = Path(__file__).parents[2] / "shared" / "seed"

pytestmark = pytest.mark.skipif(
    not SEED.is_dir(), reason="the seed article is not beside this tree"
)


def article() -> str:
    return (SEED / "article.txt").read_text("utf-8")


def expected() -> str:
    """What the safe repairs give; the fair copy overlooked one glued mark of six, mended here."""
    text = (SEED / "expected.txt").read_text("utf-8")
    assert text.count(", ”") == 1
    return text.replace(", ”", ",” ").rstrip()


@pytest.mark.parametrize(
    "grammar", [False, pytest.param("require", marks=pytest.mark.languagetool)]
)
def test_the_safe_repairs_and_no_others(grammar: Literal[False, "require"]) -> None:
    cleaned = clean(article(), grammar=grammar)
    assert cleaned.text.rstrip() == expected()
    assert clean(cleaned.text, grammar=grammar).text == cleaned.text


def test_the_furniture_at_the_end_is_one_change() -> None:
    last = clean(article(), grammar=False).changes[-1]
    assert last.rules == ("furniture/edges",)
    assert last.before.strip().startswith("About ")
    assert last.before.strip().endswith("published.")
