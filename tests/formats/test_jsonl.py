"""JSON Lines: the named strings are read, and nothing else of the file changes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.formats import Unreadable
from copydesk.formats.excerpt import Excerpt
from copydesk.formats.jsonl import read
from copydesk.revision import Fix, Revision

LINES = r"""{"id": 1, "text": "The \"first\" page.\nIt ends.", "by": {"name": "A", "bio": "Born."}}
{"text":"A second , with ünder.", "tags": ["x y", {"text": "inner"}], "id":2.50}

{"text": "A \ud83d\ude00 and \ud83d alone"}
"""


def changed(file: Excerpt, before: str, after: str) -> str:
    at = file.text.index(before)
    revision = Revision(file.text).then([Fix.replace(at, at + len(before), after)])
    return file.encode(revision).decode()


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (("text",), 'The "first" page.\nIt ends.|A second , with ünder.|A 😀 and \ufffc alone'),
        (("by.bio", "by.name"), "A|Born."),
        (("tags",), "x y"),
        (("tags.text",), "inner"),
    ],
)
def test_strings_are_found_by_their_keys(fields: tuple[str, ...], text: str) -> None:
    assert read(LINES.encode(), fields).text == text.replace("|", "\n\n")


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("second ,", "second,", "second ,", "second,"),
        ('"first"', "“first”", r"\"first\"", "“first”"),
        ("page.\n", 'page:\t"', r"page.\n", r"page:\t\""),
        ("😀", "—", r"\ud83d\ude00", "—"),
    ],
)
def test_a_change_is_written_as_json_has_it(before: str, after: str, old: str, new: str) -> None:
    file = read(LINES.encode(), ("text",))
    assert changed(file, before, after) == LINES.replace(old, new)


def test_a_file_in_ascii_stays_in_ascii() -> None:
    file = read(rb'{"text": "caf\u00e9 - bar"}', ("text",))
    assert changed(file, "-", "—") == r'{"text": "caf\u00e9 \u2014 bar"}'


@pytest.mark.parametrize(
    ("lines", "fields", "why"),
    [
        (b'{"a": "x", "b": {"c": "y"}, "d": 1}', (), "has strings at “a”, “b.c”; say with --field"),
        (b'{"a": "x"}', ("b",), "has no string at “b”; it has some at “a”"),
        (b'{"a": "x"}\n{"a": "y"', ("a",), "is no JSON in line 2: Expecting ',' delimiter"),
        (b"not JSON", ("a",), "is no JSON in line 1"),
        (b"[" * 100_000, ("a",), "too deep in one another in line 1"),
        (b'{"a": ' + b"9" * 5_000 + b"}", ("a",), "a number too long to read in line 1"),
        (b"\x89PNG\0", ("a",), "NUL"),
    ],
)
def test_what_cannot_be_read_is_refused(lines: bytes, fields: tuple[str, ...], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(lines, fields)


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab.", max_size=2), inner),
    max_leaves=8,
)


@given(
    st.lists(VALUES.map(lambda value: {"x": value, "t": "Here."}), min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from([None, 1]),
)
def test_all_else_stays(values: list[object], in_ascii: bool, indent: int | None) -> None:
    lines = "\n".join(json.dumps(v, ensure_ascii=in_ascii, indent=indent) for v in values)
    file = read(lines.encode("utf-8", "surrogatepass"), ("t",))
    assert file.text == "\n\n".join(["Here."] * len(values))
    assert file.encode(Revision(file.text)).decode() == lines
    assert changed(file, "Here.", "Now!") == lines[: lines.index('"t": "Here.')] + lines[
        lines.index('"t": "Here.') :
    ].replace("Here.", "Now!", 1)
