"""The prose of a file with markup: what is changed in it, and nothing else, changes in the file."""

import html
import re

from hypothesis import example, given
from hypothesis import strategies as st

from copydesk.formats.excerpt import Excerpt, Slice
from copydesk.formats.plain import read
from copydesk.revision import Fix, Revision
from copydesk.text import Area, Span, apply

_TOKEN = re.compile(r"<br>|<[^>]*>|&\w+;|[^<&]+")


def excerpt(page: str) -> Excerpt:
    """A page of tags, escapes and prose, where ``<br>`` is a guarded separator."""
    slices = []
    for m in _TOKEN.finditer(page):
        if m[0] == "<br>":
            slices.append(Slice(Span.of(m), "\n\n", prose=False))
        elif not m[0].startswith("<"):
            slices.append(Slice(Span.of(m), html.unescape(m[0])))
    return Excerpt(read(page.encode()), tuple(slices), lambda text: html.escape(text, quote=False))


PAGES = st.lists(st.sampled_from(["<i>", "</i>", "<br>", "&amp;", "ab ", "c", "”"])).map("".join)


def test_an_edit_across_a_tag_keeps_the_tag() -> None:
    page = excerpt("He left<i> ,</i> she &amp; he said.<br>Then")
    assert page.text == "He left , she & he said.\n\nThen"
    revision = Revision(page.text).then([Fix.replace(7, 10, ", "), Fix.replace(14, 15, "<")])
    assert page.encode(revision).decode() == "He left<i>,</i> she &lt; he said.<br>Then"


def test_an_edit_is_shown_in_whole_words_within_its_tag() -> None:
    page = excerpt("No st<i>akes, no co</i>lours &amp; all.")
    words = Fix.replace(3, 9, "issues").edits + Fix.replace(14, 21, "colors").edits
    assert [edit.text for edit in page.in_file(words)] == ["issu", "", "lors"]


def test_what_is_put_in_at_a_separator_goes_to_the_prose_beside_it() -> None:
    page = excerpt("one<br>two")
    revision = Revision(page.text).then([Fix.replace(3, 3, "."), Fix.replace(5, 5, "“")])
    assert page.encode(revision).decode() == "one.<br>“two"


@given(PAGES, st.data())
@example("", None)
def test_the_file_reads_as_the_revision_says(page: str, data: st.DataObject | None) -> None:
    file = excerpt(page)
    assert file.encode(Revision(file.text)) == page.encode()
    if data is None or not file.text:
        return
    start = data.draw(st.integers(0, len(file.text)))
    end = data.draw(st.integers(start, len(file.text)))
    if Area(file.guarded).meets(Span(start, end)):
        return
    fix = Fix.replace(start, end, data.draw(st.text("ab&<”", max_size=3)))
    revision = Revision(file.text).then([fix])
    written = file.encode(revision)
    assert excerpt(written.decode()).text == revision.text
    edits = [edit for change in revision.changes for edit in change.edits]
    assert apply(page.encode().decode("latin-1"), file.in_bytes(edits)) == written.decode("latin-1")
