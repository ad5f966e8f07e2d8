"""The review as one file, opened from disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from copydesk.pipeline import Cleaned
from copydesk.review.decisions import Decisions
from copydesk.review.session import Session
from copydesk.review.store import load
from copydesk.review.web import file
from copydesk.revision import Fix, Revision
from copydesk.text import Span

from .conftest import Texts, Window, marked

Open = Callable[[str], Window]

HARBOR = marked("The [-the -]ferry left.\n(-It is-)(+It’s+) late [-,-]{+, and+} dark.\n")
MARKET = marked(
    "At [-the the-]{+the+} market\u202e.\nThe [-the -]“ferry”[-\x7f\t\\\u200b-] came.\n"
)


@pytest.fixture
def town(texts: Texts) -> Texts:
    texts.add("harbor.txt", HARBOR)
    texts.add("market.txt", MARKET)
    return texts


@pytest.fixture
def report(tmp_path: Path) -> Callable[[Session], Path]:
    def report(session: Session) -> Path:
        path = tmp_path / "review.html"
        path.write_text(file.written(session), "utf-8")
        return path

    return report


def saved(page: Window, folder: Path) -> Decisions:
    """The decisions that the page hands over."""
    page.page.click("[data-do=finish]")
    with page.page.expect_download() as download:
        page.page.click("#done-yes")
    assert download.value.suggested_filename == "copydesk-decisions.toml"
    download.value.save_as(folder / "saved.toml")
    page.page.wait_for_selector("text=The decisions are in copydesk-decisions.toml")
    page.page.click("#done-yes")
    page.rest()
    return load(folder / "saved.toml")


def test_it_decides_as_the_server_does(
    town: Texts, window: Open, report: Callable[[Session], Path], tmp_path: Path
) -> None:
    page = window(report(town.session()).as_uri())
    assert page.progress == "0 of 6 decided"
    page.type("an")
    page.type("ye")
    page.write('“<b>", \\\u00a0\nor\u2028')
    page.press("Enter")
    page.type("ryn")
    page.press("Enter")
    page.type("y")
    assert page.progress == "6 of 6 decided"
    session = town.session()
    session.decide("harbor.txt", 0, "reject", everywhere=True)
    session.decide("harbor.txt", 1, "accept")
    session.decide("harbor.txt", 2, "edit", '“<b>", \\\u00a0\nor\u2028')
    session.decide("market.txt", 0, "reject", reason="yn")
    session.decide("market.txt", 2, "accept")
    assert list(saved(page, tmp_path)) == list(session.decisions)


def test_it_keeps_the_phrase_that_a_change_was_found_in(
    texts: Texts, window: Open, report: Callable[[Session], Path], tmp_path: Path
) -> None:
    text = "This is the stake of the day. And the stake of the night.\n"
    day, night = Fix.replace(12, 17, "issue"), Fix.replace(38, 43, "issue")
    found = replace(day, within=Span(8, 28)), replace(night, within=Span(34, 56))
    texts.add("day.txt", Cleaned(Revision(text).then(found)))
    page = window(report(texts.session()).as_uri())
    page.type("nan")
    session = texts.session()
    session.decide("day.txt", 0, "reject")
    session.decide("day.txt", 1, "reject", everywhere=True)
    assert list(saved(page, tmp_path)) == list(session.decisions)
    assert {d.phrase for d in session.decisions} == {("the ", " of the day"), ("", "")}


def test_reloading_loses_nothing(
    town: Texts, window: Open, report: Callable[[Session], Path]
) -> None:
    address = report(town.session()).as_uri()
    page = window(address)
    page.type("yn")
    page.page.reload()
    page.ready()
    assert page.progress == "2 of 6 decided"
    assert page.said.startswith("Change 3 of 3")
    page.type("uuu")
    assert page.said == "There is nothing to undo."
    assert window(address).progress == "0 of 6 decided"


def test_two_windows_keep_what_both_decide(
    town: Texts, window: Open, report: Callable[[Session], Path], tmp_path: Path
) -> None:
    address = report(town.session()).as_uri()
    one, other = window(address), window(address)
    one.press("n")
    other.type("jn")
    one.page.wait_for_selector("text=2 of 6 decided")
    other.page.wait_for_selector("text=2 of 6 decided")
    assert len(saved(one, tmp_path)) == 2


def test_no_window_decides_over_another_unseen(
    town: Texts, window: Open, report: Callable[[Session], Path]
) -> None:
    address = report(town.session()).as_uri()
    one, other = window(address), window(address)
    one.page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")  # asks no news
    other.press("n")
    one.press("y")
    assert "elsewhere" in one.text("#trouble")
    one.press("u")
    assert "elsewhere" in one.text("#trouble")
    assert window(address).progress == "1 of 6 decided"


def test_a_browser_that_keeps_nothing_says_so(
    town: Texts, window: Open, report: Callable[[Session], Path], tmp_path: Path
) -> None:
    page = window(report(town.session()).as_uri())
    page.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error() } }")
    page.press("n")
    assert "save the decisions before you close it" in page.text("#trouble")
    page.press("n")
    assert page.progress == "2 of 6 decided"
    assert len(saved(page, tmp_path)) == 2


def test_what_was_decided_before_is_in_it(
    town: Texts, window: Open, report: Callable[[Session], Path], tmp_path: Path
) -> None:
    session = town.session()
    session.decide("harbor.txt", 0, "reject", reason="it is a band", everywhere=True)
    page = window(report(session).as_uri())
    assert page.progress == "2 of 6 decided"
    assert list(saved(page, tmp_path)) == list(session.decisions)
    page.type("kx")
    assert page.progress == "0 of 6 decided"
    assert list(saved(page, tmp_path)) == []


def test_nothing_is_loaded_from_elsewhere(
    town: Texts, window: Open, report: Callable[[Session], Path]
) -> None:
    path = report(town.session())
    page = window(path.as_uri())
    loaded: list[str] = []
    page.page.on("request", lambda request: loaded.append(request.url))
    page.page.reload()
    page.ready()
    page.type("yu")
    assert loaded == [path.as_uri()]
