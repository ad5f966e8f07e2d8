"""Markdown: another parser finds the same structure in the mended file."""

from pathlib import Path

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from copydesk.formats.fit import fitted
from copydesk.formats.markdown import read
from copydesk.options import Options
from copydesk.pipeline import cleaned
from copydesk.revision import Fix, Revision

from .test_markup import files_of

PROJECT = Path(__file__).parents[2]
FERRY = (Path(__file__).parent / "files" / "ferry.md").read_bytes()
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def structure(data: bytes) -> list[str]:
    """The kinds of the parts that a page is made of, in their order, without its text."""
    blocks = PARSER.parse(data.decode())
    parts = [part for block in blocks for part in (block, *(block.children or ()))]
    return [f"{part.type} {part.info} {part.attrs}" for part in parts if "text" not in part.type]


def mended(text: str) -> str:
    file = read(text.encode())
    result = fitted(cleaned(file.text, Options(), grammar="off", keep=file.guarded), file)
    return file.encode(result.revision).decode()


def test_the_structure_of_a_post_stays() -> None:
    assert structure(mended(FERRY.decode()).encode()) == structure(FERRY)


@pytest.mark.parametrize("page", ["README", "CHANGELOG", "docs/cli", "docs/design", "docs/formats"])
def test_the_structure_of_this_projects_pages_stays(page: str) -> None:
    text = (PROJECT / f"{page}.md").read_text("utf-8")
    spoiled = text.replace(", ", " , ").replace(". ", " . ")
    assert mended(spoiled) != spoiled
    assert structure(mended(spoiled).encode()) == structure(spoiled.encode())


@given(files_of("markdown"))
def test_the_structure_stays(data: bytes) -> None:
    assert structure(mended(data.decode()).encode()) == structure(data)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("She said “*no*” , and left.", "She said “*no*”, and left."),
        ("He wrote “[no ](x)” , and left.", "He wrote “[no](x)”, and left."),
        ("The [old\nbridge](<x , y>) fell .", "The [old\nbridge](<x , y>) fell."),
        ("1 . January came late.", "1 . January came late."),
        ("He paid 5 \\* 3 , no more.", "He paid 5 \\* 3, no more."),
        ("Use `a , b` , or not.", "Use `a , b`, or not."),
        ("+++\nx = 'a , b'\n+++\nSo , no.", "+++\nx = 'a , b'\n+++\nSo, no."),
        ("By the\nthe sea.", "By the\nsea."),
        ("> By the\n> the sea.", "> By the\n> sea."),
        ("Tide\n: It rises , slowly.", "Tide\n: It rises, slowly."),
        ("# Tides , high {#t .a}", "# Tides, high {#t .a}"),
        ("It rose , slowly.\n{: .lead , x}", "It rose, slowly.\n{: .lead , x}"),
        ("So $a , b$ , and $$c , d$$ , rise.", "So $a , b$, and $$c , d$$, rise."),
        ("It cost US$5 , or $6 , no $7 .", "It cost US$5, or $6, no $7."),
        (
            "See [[Tides , high]] , [[b , c|low , here]] .",
            "See [[Tides , high]], [[b , c|low, here]].",
        ),
    ],
)
def test_prose_is_mended_and_markup_is_not(before: str, after: str) -> None:
    assert mended(before) == after


def test_many_changes_that_do_not_fit_are_refused_in_time() -> None:
    page = "It rained , then.\n\n" + "1 . May\n\n" * 100
    assert mended(page) == page.replace(" ,", ",")


def test_what_is_put_in_is_no_markup() -> None:
    file = read(b"One two three.")
    revision = Revision(file.text).then([Fix.replace(4, 7, "*2*")])
    assert file.encode(revision) == rb"One \*2\* three."
