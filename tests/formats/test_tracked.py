"""Tracked changes: accepting all gives the cleaned text, rejecting all the original."""

import io
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from copydesk.formats.tracked import tracked
from copydesk.formats.word import read
from copydesk.options import Options
from copydesk.pipeline import Cleaned, cleaned
from copydesk.revision import Fix, Revision

from .documents import W, document, members, replaced, resolved, runs, saved, with_body

WHEN = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


def tracked_by(data: bytes, result: Cleaned, author: str = "copydesk") -> bytes:
    return tracked(read(data), result.revision, result.suggestions, author, WHEN)


def fixed(data: bytes, *fixes: Fix) -> Cleaned:
    """The document's text with sure fixes made and the others suggested."""
    revision = Revision(read(data).text).then(fix for fix in fixes if fix.sure)
    unsure = (fix for fix in fixes if not fix.sure)
    return Cleaned(revision, Revision(revision.original).proposed(unsure))


def revisions(data: bytes) -> list[tuple[str, dict[str, str], str]]:
    """The kind, the attributes and the text of each tracked revision."""
    root = etree.fromstring(members(data)["word/document.xml"])
    return [
        (
            str(element.tag).removeprefix(W),
            {str(name).removeprefix(W): str(value) for name, value in element.attrib.items()},
            "".join(t.text or "" for t in element.iter(W + "t", W + "delText")),
        )
        for element in root.iter(W + "ins", W + "del")
    ]


def comments(data: bytes) -> dict[str, str]:
    """The words of each comment by its number."""
    root = etree.fromstring(members(data)["word/comments.xml"])
    return {
        comment.get(W + "id", ""): "".join(t.text or "" for t in comment.iter(W + "t"))
        for comment in root
    }


def commented(data: bytes) -> dict[str, str]:
    """The text that each comment is on."""
    found: dict[str, str] = {}
    is_open: set[str] = set()
    for element in etree.fromstring(members(data)["word/document.xml"]).iter():
        number = element.get(W + "id", "")
        if element.tag == W + "commentRangeStart":
            is_open.add(number)
        elif element.tag == W + "commentRangeEnd":
            is_open.remove(number)
        elif element.tag == W + "commentReference":
            found.setdefault(number, "")
        elif element.tag in (W + "t", W + "delText"):
            for one in is_open:
                found[one] = found.get(one, "") + (element.text or "")
    assert not is_open
    return found


def test_a_change_is_a_deletion_and_an_insertion_by_the_author() -> None:
    data = document([("", "It is “good”."), ("b", " He left , she stayed.")])
    at = read(data).text.index(" ,")
    written = tracked_by(data, fixed(data, Fix.delete(at, at + 1), Fix.replace(6, 12, "‘fair’")))
    made = {"author": "copydesk", "date": "2026-05-04T03:02:01Z"}
    assert revisions(written) == [
        ("del", {"id": "1", **made}, "“good”"),
        ("ins", {"id": "2", **made}, "‘fair’"),
        ("del", {"id": "3", **made}, " "),
    ]
    accepted, rejected = resolved(written, accept=True), resolved(written, accept=False)
    assert runs(accepted)[0] == [("", "It is ‘fair’."), ("b", " He left, she stayed.")]
    assert runs(rejected) == runs(data)


def test_a_change_across_runs_is_tracked_in_each() -> None:
    data = document([("", "the two"), ("b", ". "), ("i", "countries")])
    written = tracked_by(data, fixed(data, Fix.replace(7, 10, " C")))
    assert [(kind, text) for kind, _, text in revisions(written)] == [
        ("del", ". "),
        ("ins", " C"),
        ("del", "c"),
    ]
    assert runs(resolved(written, accept=True))[0] == [
        ("", "the two"),
        ("b", " C"),
        ("i", "ountries"),
    ]
    assert runs(resolved(written, accept=False)) == runs(data)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("stake", "issue", ["-stake", "+issue"]),
        ("stak", "issu", ["-stake", "+issue"]),
        (". If", "; if", ["-. If", "+; if"]),
        (". I", "; i", ["-. If", "+; if"]),
        ("u", "", ["-colour", "+color"]),
        ("don't", "doesn't", ["-don't", "+doesn't"]),
        ("'t", " not", ["-don't", "+don not"]),
        ("'", "’", ["-'", "+’"]),
        ("don't", "don’t", ["-'", "+’"]),
        (" .", ".", ["- "]),
    ],
)
def test_words_are_tracked_whole_and_marks_alone(old: str, new: str, marked: list[str]) -> None:
    data = document([("", "The stake is high"), ("b", ". If colour"), ("i", " don't fade .")])
    at = read(data).text.index(old)
    written = tracked_by(data, fixed(data, Fix.replace(at, at + len(old), new)))
    signs = {"del": "-", "ins": "+"}
    assert [signs[kind] + text for kind, _, text in revisions(written)] == marked
    accepted, rejected = resolved(written, accept=True), resolved(written, accept=False)
    assert runs(rejected) == runs(data)
    mended = [(style, text.replace(old, new)) for style, text in runs(data)[0]]
    assert runs(accepted) == [mended]


def test_a_word_of_two_formats_keeps_both() -> None:
    data = document([("", "An un"), ("b", "beleivable"), ("", " day")])
    written = tracked_by(data, fixed(data, Fix.replace(3, 15, "unbelievable")))
    assert [text for _, _, text in revisions(written)] == ["beleivable", "believable"]
    assert runs(resolved(written, accept=True))[0] == [
        ("", "An un"),
        ("b", "believable"),
        ("", " day"),
    ]


def test_suggestions_are_comments() -> None:
    data = document([("", "One dam & two mills."), ("b", "Then rain.")])
    suggestion = Fix.replace(8, 13, "and two")
    result = fixed(
        data,
        Fix.replace(4, 7, "weir"),
        Fix(suggestion.edits, "say so", sure=False, rule="words/and"),
        Fix.remark(14, 24, "look here"),
    )
    written = tracked_by(data, result, "Ann B. & Co")
    assert comments(written) == {
        "0": "“& two” → “and two”: say so (words/and)",
        "1": "look here ()",
    }
    assert commented(written) == {"0": "& two", "1": "mills.Then"}
    root = etree.fromstring(members(written)["word/comments.xml"])
    assert root[0].attrib[W + "author"] == "Ann B. & Co"
    assert root[0].attrib[W + "initials"] == "AB&C"


def test_comments_that_are_there_stay() -> None:
    made = docx.Document()
    run = made.add_paragraph().add_run("One dam and two mills.")
    made.add_comment(run, text="Which?", author="Eve")
    data = saved(made)
    result = fixed(data, Fix.replace(0, 3, "A", "fewer", sure=False))
    written = tracked_by(data, result)
    assert list(comments(written).values()) == ["Which?", "“One” → “A”: fewer ()"]
    assert commented(written) == {"0": "One dam and two mills.", "1": "One"}


def test_a_new_part_of_comments_is_told_of() -> None:
    data = document([("", "One dam.")])
    written = tracked_by(data, fixed(data, Fix.delete(0, 3, "why", sure=False)))
    assert set(members(written)) - set(members(data)) == {"word/comments.xml"}
    found = list(docx.Document(io.BytesIO(written)).comments)
    assert [comment.text for comment in found] == ["“One” → “”: why ()"]


def test_what_others_have_tracked_stays() -> None:
    body = (
        '<w:p><w:ins w:id="7" w:author="Eve"><w:r><w:t>One , two</w:t></w:r></w:ins>'
        '<w:del w:id="8" w:author="Eve"><w:r><w:delText>three</w:delText></w:r></w:del></w:p>'
    )
    data = with_body(body)
    written = tracked_by(data, fixed(data, Fix.delete(3, 4)))
    found = [(kind, attributes["id"], text) for kind, attributes, text in revisions(written)]
    assert found == [("ins", "7", "One , two"), ("del", "9", " "), ("del", "8", "three")]


def test_where_nothing_is_found_the_file_is_the_same() -> None:
    data = document([("", "One dam.")])
    assert tracked_by(data, fixed(data)) == data


def test_the_passes_are_tracked() -> None:
    data = document([("", "The talks between the two. countries"), ("b", " failed , she said.")])
    file = read(data)
    written = tracked_by(data, cleaned(file.text, Options(), grammar="off", keep=file.guarded))
    mended = [("", "The talks between the two countries"), ("b", " failed, she said.")]
    assert runs(resolved(written, accept=True))[0] == mended
    assert runs(resolved(written, accept=False)) == runs(data)
    assert read(written).text == "The talks between the two countries failed, she said."


STYLES, WORDS = st.sampled_from(["", "b", "i"]), st.text("ab &<", min_size=1, max_size=4)
RUNS = st.lists(st.tuples(STYLES, WORDS), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None)
@given(RUNS, st.data())
def test_all_can_be_accepted_or_rejected(found: list[tuple[str, str]], data: st.DataObject) -> None:
    before = document(found)
    length = len(read(before).text)
    if not length:
        return
    fixes = []
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, length))
        end = data.draw(st.integers(start, length))
        new = data.draw(st.text("c ”&", max_size=3))
        fixes.append(Fix.replace(start, end, new, "why", sure=data.draw(st.booleans())))
    result = fixed(before, *fixes)
    written = tracked_by(before, result)
    accepted, rejected = resolved(written, accept=True), resolved(written, accept=False)
    assert "".join(text for _, text in runs(accepted)[0]) == result.revision.text
    assert runs(rejected) == runs(before)
    if result.suggestions:
        assert len(comments(written)) == len(commented(written)) == len(result.suggestions)
    numbers = [attributes["id"] for _, attributes, _ in revisions(written)]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("end", ["/>", "></Relationships>"])
def test_an_empty_list_of_relations_is_filled(end: str) -> None:
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    name = "word/_rels/document.xml.rels"
    data = replaced(document([("", "One dam.")]), {name: f"{rels}{end}".encode()})
    written = tracked_by(data, fixed(data, Fix.delete(0, 3, "why", sure=False)))
    assert members(written)[name].decode() == (
        f'{rels}><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships/comments" Target="comments.xml"/></Relationships>'
    )
