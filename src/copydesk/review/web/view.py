"""What the page is told, as JSON can hold it: the findings of every article, and its text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from copydesk.phrases import FIGURES, Phrase, figures
from copydesk.phrases.choice import all_phrases
from copydesk.reports import visible
from copydesk.review.articles import Article, NoReview
from copydesk.review.decisions import Decision
from copydesk.review.findings import Content, Finding, Kind
from copydesk.review.session import Session
from copydesk.review.web.layout import Layout
from copydesk.rules import ORDER


def review(session: Session) -> dict[str, Any]:
    """Return what there is to decide in all articles, and what is decided; but not their texts.

    ``escapes`` are the characters that are never shown as they are: in text that stays, and in a
    change. Findings with the same ``content`` are decided together, those with the same ``kind``
    where a decision is to hold everywhere. An article that cannot be read has ``trouble``.
    """
    numbers = _Numbers({}, {})
    articles = [_article(session, listed.name, numbers) for listed in session.articles]
    rules = {rule for a in articles for f in a["findings"] for rule in f["rules"]}
    return {
        "place": visible.visible(str(session.place)),
        "escapes": {"kept": visible.STEERING.pattern, "changed": visible.HIDDEN.pattern},
        "rules": _rules(rules),
        "articles": articles,
    }


def text(article: Article) -> list[list[Any]]:
    """Return the paragraphs of an article, as `Layout.paragraphs` cuts them."""
    paragraphs = Layout(article.cleaned.original, article.findings).paragraphs()
    return [list(paragraph) for paragraph in paragraphs]


def verdict(decision: Decision | None) -> dict[str, Any] | None:
    """Return a decision without what it is about."""
    if decision is None:
        return None
    return {
        "verdict": decision.verdict,
        "text": decision.text,
        "reason": decision.reason,
        "everywhere": decision.everywhere,
    }


class _Numbers:
    """A number for each content, and for each kind of content, counted as they come."""

    def __init__(self, contents: dict[Content, int], kinds: dict[Kind, int]) -> None:
        self._contents = contents
        self._kinds = kinds

    def of(self, content: Content) -> dict[str, int]:
        return {
            "content": self._contents.setdefault(content, len(self._contents)),
            "kind": self._kinds.setdefault(content.kind, len(self._kinds)),
        }


def _article(session: Session, name: str, numbers: _Numbers) -> dict[str, Any]:
    shown = visible.visible(name)
    try:
        article = session.article(name)
        verdicts = session.verdicts(name)
    except NoReview as reason:
        return {"name": shown, "trouble": visible.visible(str(reason)), "findings": []}
    covers = Layout(article.cleaned.original, article.findings).covers
    findings = [_finding(f, verdicts, covers, numbers) for f in article.findings]
    return {"name": shown, "findings": findings}


def _finding(
    finding: Finding,
    verdicts: Mapping[int, Decision],
    covers: Mapping[int, Collection[int]],
    numbers: _Numbers,
) -> dict[str, Any]:
    content = finding.content
    return {
        "suggestion": finding.is_suggestion,
        "trivial": finding.is_trivial,
        "rules": list(content.rules),
        "message": finding.change.message,
        "before": finding.change.before,
        "after": finding.change.after,
        "parts": list(zip(content.before, content.after, strict=True)),
        "left": content.left,
        "right": content.right,
        "phrase": finding.phrase,
        **numbers.of(content),
        "covers": list(covers.get(finding.id, ())),
        "decision": verdict(verdicts.get(finding.id)),
    }


def _rules(ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Return what there is to say of each rule or phrase that is known by its id."""
    known = {rule.id: (rule.title, rule.documentation.partition("\n\n")[0]) for rule in ORDER}
    if any(id.startswith("phrases/") for id in ids):
        known |= {phrase.id: (phrase.reason, _counted(phrase)) for phrase in all_phrases()}
    return {
        id: {"title": known[id][0], "evidence": " ".join(known[id][1].replace("`", "").split())}
        for id in sorted(known.keys() & ids)
    }


def _counted(phrase: Phrase) -> str:
    """Say what a phrase is made of, and what was counted of it in real texts."""
    counted = figures().get(phrase.id, {})
    counts = [f"{words}: {counted[name]}" for name, words in FIGURES.items() if name in counted]
    cause = phrase.cause if "“" in phrase.cause else f"“{phrase.cause}”"
    return "; ".join([f"made of {cause}", *counts])
