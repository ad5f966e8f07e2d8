"""A review in a browser, with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from copydesk.review.store import NAME, load
from .conftest import Texts, Window, marked, served

Open = Callable[[str], Window]

HARBOR = marked("The [-the -]ferry left.\n(-It is-)(+It’s+) late [-,-]{+, and+} dark.\n")
MARKET = marked("At [-the the-]{+the+} market.\nThe [-the -]ferry came.\n")


def test_a_whole_review_by_keyboard(texts: Texts, window: Open, tmp_path: Path) -> None:
    texts.add("harbor.txt", HARBOR)
    texts.add("market.txt", MARKET)
    with served(texts.session()) as address:
        page = window(address)
        assert page.progress == "0 of 5 decided"
        assert page.article == (
            "The [-the -]ferry left.\n[-It is-]{+It’s+} late [-,-]{+, and+} dark.\n\n"
        )
        page.press("y")
        assert page.progress == "1 of 5 decided"
        page.press("y")
        page.press("n")
        assert page.text("#files [aria-current]").startswith("market.txt")
        page.press("yy")
        assert page.progress == "5 of 5 decided"
        assert page.article == "At the market.\nThe ferry came.\n\n"
        page.page.click("[data-do=finish]")
        assert page.text("#done-words") == ""
        page.page.click("#done-yes")
        page.page.wait_for_selector("text=2 cleaned copies were written")
    assert (tmp_path / "out/harbor.txt").read_text("utf-8") == (
        "The ferry left.\nIt’s late , dark.\n"
    )
    assert (tmp_path / "out/market.txt").read_text("utf-8") == "At the market.\nThe ferry came.\n"
