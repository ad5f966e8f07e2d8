"""What axe-core finds wrong with the page: nothing that matters, whatever is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from copydesk.review.web import file

from .conftest import Texts, Window, marked, served

Open = Callable[[str], Window]
Scheme = Literal["light", "dark"]

TEXT = marked(
    "The [-the -]ferry (-it is-)(+it’s+) late [-,-]{+, and+} dark (-now-).\n"
    "The [-the -]boat. The [-the -]quay [-see-]{+sea+}.\n"
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_serious(texts: Texts, window: Open, scheme: Scheme, width: int) -> None:
    texts.add("harbor.txt", TEXT)
    texts.add("quay.txt", TEXT)
    with served(texts.session()) as address:
        page = window(address)
        page.page.emulate_media(color_scheme=scheme)
        page.page.set_viewport_size({"width": width, "height": 740})
        assert _serious(page) == []
        page.type("ynoe")
        page.write("and so")
        assert _serious(page) == []
        page.press("Enter")
        page.page.evaluate("document.querySelector('#chooser').open = true")
        assert _serious(page) == []
        page.type("?")
        assert _serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nor_in_the_page_as_a_file(
    texts: Texts, window: Open, scheme: Scheme, tmp_path: Path
) -> None:
    texts.add("harbor.txt", TEXT)
    (tmp_path / "review.html").write_text(file.written(texts.session()), "utf-8")
    page = window((tmp_path / "review.html").as_uri())
    page.page.emulate_media(color_scheme=scheme)
    page.type("ynoe")
    assert _serious(page) == []
    page.press("Escape")
    page.page.click("[data-do=finish]")
    assert _serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nor_where_there_is_nothing_to_see(texts: Texts, window: Open, scheme: Scheme) -> None:
    texts.add("harbor.txt", TEXT)
    with served(texts.session()) as address:
        page = window(address)
        page.page.emulate_media(color_scheme=scheme)
        page.page.fill("[name=words]", "gone")
        page.page.wait_for_selector("text=No finding is like that.")
        page.press("Escape")
        page.press("y")
        assert "no finding to decide about" in page.text("#trouble")
        assert _serious(page) == []


def test_it_fits_a_narrow_screen(texts: Texts, window: Open) -> None:
    texts.add("harbor-" + "x" * 60 + ".txt", TEXT)
    with served(texts.session()) as address:
        page = window(address)
        page.page.set_viewport_size({"width": 360, "height": 740})
        page.type("jo")
        assert page.page.evaluate("document.documentElement.scrollWidth") <= 360
        mark = page.page.locator(".current").first.bounding_box()
        panel = page.page.locator("#finding").bounding_box()
        assert mark is not None
        assert panel is not None
        assert 0 <= mark["y"] < panel["y"]
        page.type("/")
        page.write("gone")
        page.page.wait_for_selector("text=No finding is like that.")
        page.press("Escape")
        page.press("y")
        trouble = page.page.locator("#trouble").bounding_box()
        assert trouble is not None
        assert 0 <= trouble["y"] < 370, "it is seen wherever one has scrolled to"


def test_the_page_moves_only_where_it_must(texts: Texts, window: Open) -> None:
    texts.add("harbor.txt", marked("\n".join(f"Line {n} [-the -]here.\n" for n in range(80))))
    with served(texts.session()) as address:
        page = window(address)
        places = []
        for _ in range(40):
            page.press("j")
            page.page.evaluate("() => new Promise(requestAnimationFrame)")
            mark = page.page.locator(".current").bounding_box()
            assert mark is not None
            assert 60 < mark["y"] < 700
            places.append(page.page.evaluate("scrollY"))
        assert 1 < len(set(places)) < 10


def test_focus_follows_the_keys(texts: Texts, window: Open) -> None:
    texts.add("harbor.txt", TEXT)
    with served(texts.session()) as address:
        page = window(address)
        page.type("jy")
        focused = page.page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert focused == "Change: why ,"
        page.type("e")
        assert page.page.evaluate("document.activeElement.name") == "text"
        page.press("Escape")
        focused = page.page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert focused == "Change: why ,"


def test_single_keys_can_be_turned_off(texts: Texts, window: Open) -> None:
    texts.add("harbor.txt", TEXT)
    with served(texts.session()) as address:
        page = window(address)
        page.type("?")
        page.page.uncheck("#keys-on")
        page.page.keyboard.press("Escape")
        page.type("yn")
        assert page.progress == "0 of 7 decided"
        page.page.click("[data-do=accept]")
        page.page.wait_for_selector("text=1 of 7 decided")


def _serious(page: Window) -> list[str]:
    found = Axe().run(page.page).response["violations"]
    return [
        f"{wrong['id']}: {node['html']}"
        for wrong in found
        if wrong["impact"] in ("serious", "critical")
        for node in wrong["nodes"]
    ]
