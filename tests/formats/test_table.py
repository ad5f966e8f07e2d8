"""Tables: the named columns are read, and nothing else of the file changes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.formats import Unreadable
from copydesk.formats.table import Table
from copydesk.formats.table import read as read_table
from copydesk.options import Options
from copydesk.pipeline import cleaned
from copydesk.revision import Fix, Revision
from copydesk.text import apply


def changed(file: Table, before: str, after: str) -> str:
    """The file with the first place that reads ``before`` changed."""
    at = file.text.index(before)
    revision = Revision(file.text).then([Fix.replace(at, at + len(before), after)])
    return file.encode(revision).decode()


CELLS = [
    ("id,body\n1,a fine day\n", "fine", "bright", "id,body\n1,a bright day\n"),
    ("id,body\n1,a fine day\n", "fine", "fine, bright", 'id,body\n1,"a fine, bright day"\n'),
    ("id\tbody\n1\ta fine day\n", "fine", "fine, bright", "id\tbody\n1\ta fine, bright day\n"),
    ('id,body\n1,"a, b"\n', "a, b", 'a, "b"', 'id,body\n1,"a, ""b"""\n'),
    ('id;body\r\n1;"say ""no"" now"\r\n', '"no"', "no", 'id;body\r\n1;"say no now"\r\n'),
    ("id,body\n1,a quote\n", "a quote", '"a" quote', 'id,body\n1,"""a"" quote"\n'),
    ('id\tbody\n1\t"Go," he said\n', "Go", "Stay", 'id\tbody\n1\t"Stay," he said\n'),
    ("id|body\n\n1|a fine day", "day", "night", "id|body\n\n1|a fine night"),
]


@pytest.mark.parametrize(("table", "before", "after", "expected"), CELLS)
def test_a_change_keeps_how_cells_are_quoted(
    table: str, before: str, after: str, expected: str
) -> None:
    assert changed(read_table(table.encode(), ("body",)), before, after) == expected


def test_cells_are_paragraphs_and_numbers_of_no_interest() -> None:
    file = read_table(b"a,b,c\nOne.,2,Three.\nFour.,5,\n", ("a", "c"))
    assert file.text == "One.\n\nThree.\n\nFour."
    assert [file.text[s.start : s.end] for s in file.guarded] == ["\n\n", "\n\n"]


def test_a_column_is_named_by_its_number_too() -> None:
    assert read_table(b"1,Dawn came.\n2,Rain fell.\n", ("2",)).text == "Dawn came.\n\nRain fell."


def test_all_passes_keep_to_the_column() -> None:
    table = b'id,body,note\n1,"The talks failed , she said.",left ;alone\n'
    file = read_table(table, ("body",))
    result = cleaned(file.text, Options(), grammar="off", keep=file.guarded)
    assert file.encode(result.revision) == table.replace(b"failed ,", b"failed,")


@pytest.mark.parametrize(
    ("table", "fields", "why"),
    [
        (b"id,body\n1,x\n", (), r"has the columns “id”, “body”; say with --field"),
        (b"id,body\n1,x\n", ("text",), "has no column “text”; it has the columns “id”"),
        (b"id,body\n1,x\n", ("3",), "has no column “3”"),
        (b"id,body\n1,x,y\n", ("body",), "has 3 cells in row 2, and 2 in the first"),
        (b"id\0body", ("body",), "NUL"),
    ],
)
def test_what_cannot_be_read_is_refused(table: bytes, fields: tuple[str, ...], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_table(table, fields)


CELL = st.text("ab,;\t\"'“ \n", max_size=6)


@given(st.lists(st.tuples(CELL, CELL), max_size=4), st.sampled_from(",;\t"), st.data())
def test_other_readers_see_the_change_and_no_other(
    rows: list[tuple[str, str]], separator: str, data: st.DataObject
) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\n")
    writer.writerows([("id", "body"), *rows])
    table = buffer.getvalue().encode()
    file = read_table(table, ("body",))
    assert file.encode(Revision(file.text)) == table
    bodies = [body for _, body in rows if any(map(str.isalpha, body))]
    assert file.text == "\n\n".join(bodies)
    if not bodies:
        return
    chosen = data.draw(st.integers(0, len(bodies) - 1))
    start = sum(len(body) + 2 for body in bodies[:chosen])
    new = data.draw(st.text('a,"\t;', max_size=3))
    at = data.draw(st.integers(0, len(bodies[chosen])))
    revision = Revision(file.text).then([Fix.replace(start + at, start + len(bodies[chosen]), new)])
    written = file.encode(revision)
    bodies[chosen] = bodies[chosen][:at] + new
    found = list(csv.reader(io.StringIO(written.decode()), delimiter=separator))[1:]
    kept = [
        row[1] for row, (_, body) in zip(found, rows, strict=True) if any(map(str.isalpha, body))
    ]
    assert kept == bodies
    assert [row[0] for row in found] == [first for first, _ in rows]
    edits = [edit for change in revision.changes for edit in change.edits]
    assert apply(table.decode("latin-1"), file.in_bytes(edits)) == written.decode("latin-1")
