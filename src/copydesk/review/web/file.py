"""The review as one file, which works from disk or out of a mail."""

from __future__ import annotations

import hashlib
import json

from copydesk.review.articles import NoReview
from copydesk.review.session import Session
from copydesk.review.web import page, view


def written(session: Session) -> str:
    """Return the page with the articles of ``session`` in it, and what is decided so far."""
    review = view.review(session)
    texts = [_text(session, article.name) for article in session.articles]
    digest = hashlib.sha256(json.dumps([review, texts]).encode()).hexdigest()
    return page.alone({**review, "digest": digest}, texts)


def _text(session: Session, name: str) -> object:
    try:
        return view.text(session.article(name))
    except NoReview:
        return []
