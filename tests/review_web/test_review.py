"""A review in a browser, with the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from copydesk.pipeline import clean
from copydesk.review.place import NAME
from copydesk.review.session import Session
from copydesk.review.store import Store, load

from .conftest import Texts, Window, marked, served

Open = Callable[[str], Window]

HARBOR = marked("The [-the -]ferry left.\n(-It is-)(+It’s+) late [-,-]{+, and+} dark.\n")
MARKET = marked("At [-the the-]{+the+} market.\nThe [-the -]ferry came.\n")


@pytest.fixture
def town(texts: Texts) -> Texts:
    texts.add("harbor.txt", HARBOR)
    texts.add("market.txt", MARKET)
    return texts


def verdicts(folder: Path) -> list[tuple[str, str]]:
    """What the file of decisions says: what each is about, and the verdict."""
    return sorted((d.content.before[0], d.verdict) for d in load(folder / NAME))


def test_a_whole_review_by_keyboard(town: Texts, window: Open, tmp_path: Path) -> None:
    with served(town.session()) as address:
        page = window(address)
        assert page.progress == "0 of 5 decided"
        assert page.article == (
            "The [-the -]ferry left.\n[-It is-]{+It’s+} late [-,-]{+, and+} dark.\n\n"
        )
        page.type("yyn")
        assert page.text("#files [aria-current]").startswith("market.txt")
        page.type("yy")
        assert page.progress == "5 of 5 decided"
        page.press("k")
        assert page.article == "At [-the the-]{+the+} market.\nThe ferry came.\n\n"
        page.page.click("[data-do=finish]")
        page.page.click("#done-yes")
        page.page.wait_for_selector("text=2 cleaned copies were written")
    assert (tmp_path / "out/harbor.txt").read_text("utf-8") == (
        "The ferry left.\nIt’s late , dark.\n"
    )
    assert (tmp_path / "out/market.txt").read_text("utf-8") == "At the market.\nThe ferry came.\n"


def test_next_and_previous_go_through_all_files(town: Texts, window: Open) -> None:
    with served(town.session()) as address:
        page = window(address)
        seen = [page.said]
        for _ in range(4):
            page.press("j")
            seen.append(page.said)
        assert [words.partition(":")[0] for words in seen] == [
            "Change 1 of 3",
            "Suggestion 2 of 3",
            "Change 3 of 3",
            "Change 1 of 2",
            "Change 2 of 2",
        ]
        page.press("j")
        assert page.said == "This is the last finding."
        page.type("kkkk")
        assert page.said == seen[0]


def test_something_else_is_written(town: Texts, window: Open, tmp_path: Path) -> None:
    with served(town.session()) as address:
        page = window(address)
        page.type("je")
        page.write("So it is, and")
        page.press("Escape")
        assert page.progress == "0 of 5 decided"
        page.press("e")
        page.write("So it is <b>,")
        page.press("Shift+Enter")
        page.write("and")
        page.press("Enter")
        assert page.article.splitlines()[1:3] == ["So it is <b>,", "and late [-,-]{+, and+} dark."]
    (decision,) = load(tmp_path / NAME)
    assert (decision.verdict, decision.text) == ("edit", "So it is <b>,\nand")


def test_a_reason_is_kept(town: Texts, window: Open, tmp_path: Path) -> None:
    with served(town.session()) as address:
        page = window(address)
        page.press("r")
        page.write("“the the” is a band")
        page.press("Enter")
        assert page.progress == "1 of 5 decided"
        page.press("k")
        assert page.page.input_value("#reason") == "“the the” is a band"
    (decision,) = load(tmp_path / NAME)
    assert (decision.verdict, decision.reason) == ("reject", "“the the” is a band")


def test_everything_can_be_undone(town: Texts, window: Open, tmp_path: Path) -> None:
    with served(town.session()) as address:
        page = window(address)
        before = page.article
        page.type("ynaye")
        page.write("the")
        page.press("Enter")
        assert page.progress == "4 of 5 decided"
        page.type("uuuu")
        assert page.progress == "0 of 5 decided"
        assert page.article == before
        page.press("u")
        assert page.said == "There is nothing to undo."
    assert verdicts(tmp_path) == []


def test_one_decision_is_taken_back(town: Texts, window: Open, tmp_path: Path) -> None:
    with served(town.session()) as address:
        page = window(address)
        page.type("ynkkx")
        assert page.progress == "1 of 5 decided"
    assert verdicts(tmp_path) == [("It is", "reject")]


def test_a_decision_holds_everywhere(town: Texts, window: Open, tmp_path: Path) -> None:
    with served(town.session()) as address:
        page = window(address)
        assert page.text("#alike") == "2 findings in 2 files"
        page.press("a")
        assert page.said == "Everywhere: 2 findings in 2 files."
        page.press("n")
        assert "It is rejected everywhere. So is 1 other." in page.said
        assert page.text("#files") == "harbor.txt\n1/3\nmarket.txt\n1/2"
    (decision,) = load(tmp_path / NAME)
    assert decision.everywhere


def test_reloading_loses_nothing(town: Texts, window: Open) -> None:
    with served(town.session()) as address:
        page = window(address)
        page.type("yn")
        page.page.reload()
        page.ready()
        assert page.progress == "2 of 5 decided"
        assert page.said.startswith("Change 3 of 3")
        page.press("u")
        assert page.progress == "1 of 5 decided"
    with served(town.session()) as address:
        assert window(address).progress == "1 of 5 decided"


def test_filters(town: Texts, window: Open) -> None:
    with served(town.session()) as address:
        page = window(address)
        page.page.select_option("[name=tier]", "suggestion")
        page.page.wait_for_selector("#which:text('of 1')")
        assert page.article == "The ferry left.\n[-It is-]{+It’s+} late , and dark.\n\n"
        page.page.select_option("[name=tier]", "")
        page.press("/")
        page.write("CAME")
        page.page.wait_for_selector("#files [aria-current] >> text=market.txt")
        page.press("Escape")
        assert page.article == "At the market.\nThe [-the -]ferry came.\n\n"
        page.press("/")
        page.write("gone")
        page.page.click("text=No finding is like that. >> text=Show all")
        page.rest()
        assert page.page.input_value("[name=words]") == ""
        assert page.said.startswith("Change 1 of 3")


def test_search_looks_into_the_sentence_and_the_phrase(texts: Texts, window: Open) -> None:
    for number, words in enumerate(("They came late.", "Nobody is here.")):
        text = f"{words} The stake of the day is high in town {number}."
        texts.add(f"{number}.txt", clean(text, grammar="off"))
    with served(texts.session()) as address:
        page = window(address)
        for words in ("town 1", "the STAKE of the day is", "issue of the day"):
            page.press("/")
            page.write("came")
            page.page.wait_for_selector("text=No finding is like that.")
            page.press("Escape", "/")
            page.write(words)
            page.page.wait_for_selector("#which:text('of 1')")
            page.press("Escape")


def test_search_opens_the_filters_on_a_narrow_screen(town: Texts, window: Open) -> None:
    with served(town.session()) as address:
        page = window(address)
        page.page.set_viewport_size({"width": 360, "height": 740})
        page.page.evaluate("document.querySelector('#chooser').open = false")
        page.press("/")
        page.write("CAME")
        page.page.wait_for_selector("#files [aria-current] >> text=market.txt")
        page.page.click("#files >> text=harbor.txt")
        page.rest()
        assert not page.page.is_visible("#files")


def test_spacing_is_folded(texts: Texts, window: Open) -> None:
    texts.add("quay.txt", marked("The quay[- -], the[-  -]{+ +}sea (-see-)(+seen+)."))
    with served(texts.session()) as address:
        page = window(address)
        assert page.progress == "0 of 1 decided"
        assert page.article == "The quay, the sea [-see-]{+seen+}.\n"
        page.page.check("[name=trivial]")
        page.page.wait_for_selector("text=0 of 3 decided")
        assert page.article == "The quay[-␣-], the[-␣␣-]{+␣+}sea [-see-]{+seen+}.\n"


def test_a_text_without_a_fault(texts: Texts, window: Open) -> None:
    with served(texts.session()) as address:
        page = window(address)
        page.type("jkyeanruxo")
        assert page.progress == "0 of 0 decided"
        assert page.text("#finding") == "There is nothing to decide here."
    texts.add("good.txt", marked("All is well.\n"))
    with served(texts.session()) as address:
        page = window(address)
        page.type("jkyeanru")
        page.page.keyboard.press("Escape")
        page.press("k")
        assert page.said == "There is nothing to decide here."
        assert page.article == "All is well.\n\n"
        assert page.text("#finding") == "There is nothing to decide here."


def test_the_original_beside_the_text(town: Texts, window: Open) -> None:
    with served(town.session()) as address:
        page = window(address)
        page.press("o")
        assert page.page.locator(".original").all_inner_texts()[:2] == [
            "The the ferry left.",
            "It is late , dark.",
        ]
        page.type("yo")
        assert page.page.locator(".original").count() == 0


def test_what_is_no_prose_can_be_seen(texts: Texts, window: Open) -> None:
    texts.add("notes.md", marked("Set \ufffc to [-the -]zero"))
    with served(texts.session()) as address:
        assert window(address).article == "Set ▢ to [-the -]zero\n"


def test_each_paragraph_has_the_direction_of_its_words(texts: Texts, window: Open) -> None:
    texts.add("port.txt", marked("السعر [-40 000-]{+40,000+} يورو\nThe [-see-]{+sea+} of Oman\n"))
    with served(texts.session()) as address:
        page = window(address)
        before = page.page.locator("#change del").bounding_box()
        after = page.page.locator("#change ins").bounding_box()
        assert before is not None
        assert after is not None
        assert before["x"] < after["x"], "as the arrow between them says"
        first, second = (
            page.page.locator(f"#text p >> nth={n} >> [data-part='0']").bounding_box()
            for n in (0, 1)
        )
        assert first is not None
        assert second is not None
        assert first["x"] > second["x"] + 100, "from the right, and from the left"


def test_a_long_paragraph_is_shown_in_stretches(texts: Texts, window: Open) -> None:
    """No word is cut that can be kept whole, and nothing is lost, beside the original either."""
    text = "The harbour is calm [-calm -]at night. " * 300 + "x" * 9000
    texts.add("long.txt", marked(text))
    original = texts.articles["long.txt"].cleaned.original
    with served(texts.session()) as address:
        page = window(address)
        shown = page.page.locator("#text p").all_text_contents()
        assert "".join(shown) == original
        assert max(map(len, shown)) < 6000
        assert all(some[-1] in " x" for some in shown)
        page.press("o")
        assert page.page.locator("#text p.original").all_text_contents() == shown


def test_a_finding_on_top_of_another_takes_its_place(texts: Texts, window: Open) -> None:
    texts.add("quay.txt", marked("(-They go-)(+Off they go+) to the [-see-]{+sea+} (-now-)."))
    article = texts.articles["quay.txt"].cleaned
    over = marked("They go to (-the see-)(+a sea+) now.").suggestions
    texts.add("quay.txt", type(article)(article.revision, (*article.suggestions, *over)))
    with served(texts.session()) as address:
        page = window(address)
        assert "[-see-]{+sea+}" in page.article
        assert "[-the see-]{+a sea+}" in page.article
        page.type("jyj")
        assert page.article == "[-They go-]{+Off they go+} to a sea <now>.\n"


def test_two_windows_see_what_the_other_decides(town: Texts, window: Open, tmp_path: Path) -> None:
    with served(town.session()) as address:
        one, other = window(address), window(address)
        one.press("y")
        other.page.wait_for_selector("text=1 of 5 decided")
        assert other.text("#state") == "accepted"
        one.press("n")
        other.type("jjn")
        one.page.wait_for_selector("text=3 of 5 decided")
    assert verdicts(tmp_path) == [(",", "reject"), ("It is", "reject"), ("the ", "accept")]


def test_no_window_decides_over_another_unseen(town: Texts, window: Open, tmp_path: Path) -> None:
    with served(town.session()) as address:
        one = window(address)
        nothing = {"version": 0, "changes": []}
        one.page.route("**/news/*", lambda route: route.fulfill(json=nothing))
        other = window(address)
        other.press("n")
        one.press("y")
        assert "elsewhere" in one.text("#trouble")
        one.page.unroute("**/news/*")
        one.page.wait_for_selector("text=1 of 5 decided")
        assert one.text("#state") == "rejected"
        one.press("y")
        assert verdicts(tmp_path) == [("the ", "accept")]
        one.errors.clear()  # the browser's own words about the refusals


def test_what_is_being_written_outlasts_news(town: Texts, window: Open) -> None:
    with served(town.session()) as address:
        one, other = window(address), window(address)
        one.press("e")
        one.write("an old")  # over the words alone, not over the space beside them
        other.press("n")
        one.page.wait_for_selector("#state:text('rejected')")
        assert one.page.input_value("[name=text]") == "an old "
        one.press("Enter")
        assert one.article.startswith("The an old ferry")


def test_one_failure_does_not_stop_the_page(town: Texts, window: Open) -> None:
    with served(town.session()) as address:
        page = window(address)
        page.page.route("**/decisions", lambda route: route.fulfill(body="nonsense"))
        page.press("y")
        assert page.page.is_visible("#trouble")
        page.page.unroute("**/decisions")
        page.press("j")
        page.type("yy")
        assert page.progress == "2 of 5 decided"
        assert page.page.is_hidden("#trouble")
        assert "nonsense" in page.errors.pop()


def test_a_page_that_cannot_begin_says_why(town: Texts, window: Open, tmp_path: Path) -> None:
    with served(town.session()) as address:
        page = window(address)
        (tmp_path / NAME).write_text("<<<<<<< HEAD\n")
        page.page.reload()
        page.page.wait_for_selector("#trouble:text('holds a merge that is not done')")
        (tmp_path / NAME).unlink()
        page.page.reload()
        page.ready().press("y")
        assert page.progress == "1 of 5 decided"
        page.errors.clear()  # the browser's own words about the refusal


def test_what_cannot_be_saved_is_not_shown_as_decided(
    town: Texts, window: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    with served(Session(town, Store(folder / NAME))) as address:
        page = window(address)
        folder.write_text("in the way")
        page.press("y")
        assert f"It cannot be saved in {folder / NAME}: not a directory" in page.text("#trouble")
        assert page.progress == "0 of 5 decided"
        folder.unlink()
        page.press("y")
        assert page.progress == "1 of 5 decided"
        assert page.page.is_hidden("#trouble")
        page.errors.clear()  # the browser's own words about the refusals
    assert len(load(folder / NAME)) == 1


def test_the_docs_name_every_key(town: Texts, window: Open) -> None:
    docs = (Path(__file__).parents[2] / "docs/review.md").read_text("utf-8")
    section = docs.partition("## In the browser")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)
    named = re.findall(r"`(\S)`", " ".join(rows))
    with served(town.session()) as address:
        keys = window(address).page.locator("#keys kbd").all_text_contents()
    assert sorted(named) == sorted(keys)
