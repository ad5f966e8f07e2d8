"""Every article of the corpus: its cleaned copy, and what cleaning leaves as it is."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from copydesk import clean
from copydesk.document import Document
from copydesk.formats import plain
from copydesk.pipeline import Cleaned
from copydesk.revision import Change
from copydesk.rules import ORDER
from copydesk.text import Span

CORPUS = Path(__file__).parents[1] / "corpus"
REACH = {rule.id: rule.reach for rule in ORDER}


@dataclass(frozen=True)
class Article:
    """An article as found and as mended by hand; ``about.toml`` is told in corpus/README.md."""

    name: str
    found: str
    mended: str
    suggested: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    known_failures: tuple[dict[str, str], ...] = ()

    @classmethod
    def read(cls, folder: Path) -> "Article":
        about = tomllib.loads((folder / "about.toml").read_text("utf-8"))
        return cls(
            folder.name,
            plain.read((folder / "article.txt").read_bytes()).text,
            plain.read((folder / "cleaned.txt").read_bytes()).text,
            tuple(about.get("suggested", ())),
            about.get("options", {}),
            tuple(about.get("known_failures", ())),
        )

    def cleaned(self, text: str | None = None) -> Cleaned:
        return clean(self.found if text is None else text, grammar=False, **self.options)


ARTICLES = [Article.read(about.parent) for about in sorted(CORPUS.glob("*/about.toml"))]
every_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.name)


def today(article: Article) -> str:
    """The copy mended by hand, but for the known failures. One that is mended must leave them."""
    text = article.mended
    for row in article.known_failures:
        assert row["why"]
        assert text.count(row["want"]) == 1, row
        text = text.replace(row["want"], row["before"])
    return text


def with_encoding_and_furniture_mended(cleaned: Cleaned) -> str:
    """The original with only what rules did that may change anything."""
    return cleaned.revision.only([c for c in cleaned.changes if may_change_anything(c)]).text


def may_change_anything(change: Change) -> bool:
    return any(REACH.get(rule) == "text" for rule in change.rules)


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


def names(text: str) -> Counter[str]:
    whole = text.replace("- ", "")  # a name may be one of the words that a page cut
    return Counter(re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]+", whole))


@every_article
def test_cleaning_gives_the_copy_made_by_hand(article: Article) -> None:
    assert article.cleaned().text == today(article)


@every_article
def test_a_second_run_changes_nothing(article: Article) -> None:
    once = article.cleaned().text
    assert article.cleaned(once).text == once


@every_article
def test_names_numbers_and_quoted_words_stay(article: Article) -> None:
    cleaned = article.cleaned()
    before, after = with_encoding_and_furniture_mended(cleaned), cleaned.text
    assert re.findall(r"\d", after) == re.findall(r"\d", before)
    assert not names(before) - names(after)
    quoted = [after[q.words.start : q.words.end] for q in Document(after).quotations]
    assert [words for words in quoted if letters(words) not in letters(before)] == []


def place_of(text: str, article: Article) -> Span:
    assert article.found.count(text) == 1, text
    start = article.found.index(text)
    return Span(start, start + len(text))


@every_article
def test_suggestions_are_made_where_a_person_must_look(article: Article) -> None:
    suggestions = article.cleaned().suggestions
    for text in article.suggested:
        place = place_of(text, article)
        assert any(place.overlaps(Span(s.start, s.end)) for s in suggestions), text


@every_article
def test_no_suggestion_is_made_elsewhere(article: Article) -> None:
    failures = [r["before"] for r in article.known_failures if r["before"] in article.found]
    places = [place_of(text, article) for text in (*article.suggested, *failures)]
    elsewhere = [
        f"{s.rules}: {s.before!r} -> {s.after!r}: {s.message}"
        for s in article.cleaned().suggestions
        if not any(place.overlaps(Span(s.start, s.end)) for place in places)
    ]
    assert elsewhere == []


@pytest.mark.parametrize("article", [a for a in ARTICLES if a.name.startswith("clean-")])
def test_an_article_without_a_defect_comes_out_as_it_went_in(article: Article) -> None:
    cleaned = article.cleaned()
    assert (cleaned.text, cleaned.changes, cleaned.suggestions) == (article.found, (), ())
    assert article.mended == article.found


def test_the_corpus_is_what_its_readme_says() -> None:
    assert len(ARTICLES) >= 14
    assert sum(article.found == article.mended for article in ARTICLES) == 2
