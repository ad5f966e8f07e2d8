"""Word documents: changes keep the formatting of runs, and tracked ones can be undone."""

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.formats import Unreadable
from copydesk.formats.word import WordDocument, read
from copydesk.options import Options
from copydesk.pipeline import cleaned
from copydesk.revision import Fix, Revision

from .documents import document, members, replaced, runs, saved, with_body


def changed(file: WordDocument, before: str, after: str) -> bytes:
    at = file.text.index(before)
    revision = Revision(file.text).then([Fix.replace(at, at + len(before), after)])
    return file.encode(revision)


def text_of(body: str) -> str:
    return read(with_body(body)).text


def guarded(body: str) -> list[str]:
    file = read(with_body(body))
    return [file.text[span.start : span.end] for span in file.guarded]


def p(*parts: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(parts)}</w:p>"


def r(text: str, inside: str = "") -> str:
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def f(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"{f('begin')}<w:r><w:instrText>{text}</w:instrText></w:r>{f('separate')}"


def test_a_change_across_runs_keeps_the_format_of_each() -> None:
    data = document([("", "The "), ("b", "dam held"), ("i", " , she"), ("", " said.")])
    written = changed(read(data), "held ,", "held,")
    assert runs(written)[0] == [("", "The "), ("b", "dam held"), ("i", ", she"), ("", " said.")]


def test_all_else_in_the_file_stays() -> None:
    data = document([("", "The dam held , she said.")], [("", "It & they.")])
    file = read(data)
    result = cleaned(file.text, Options(), grammar="off", keep=file.guarded)
    before, after = members(data), members(file.encode(result.revision))
    part = "word/document.xml"
    assert after.pop(part) == before.pop(part).replace(b"held ,", b"held,")
    assert after == before


def test_a_file_in_which_nothing_changes_is_the_same() -> None:
    data = document([("", "The dam held.")])
    file = read(data)
    assert file.encode(Revision(file.text)) == data


def test_space_at_the_edge_of_a_run_is_marked_to_be_kept() -> None:
    data = with_body(p("<w:r><w:t>The</w:t></w:r>", r(" dam.")))
    written = changed(read(data), "The dam", "The old dam")
    assert b'<w:t xml:space="preserve"> old dam.' in members(written)["word/document.xml"]
    written = changed(read(data), "The", "The ")
    assert b'<w:t xml:space="preserve">The </w:t>' in members(written)["word/document.xml"]


BOX = (
    "<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/"
    f"2006'><mc:Choice><w:txbxContent>{p(r('Box.'))}</w:txbxContent></mc:Choice>"
    f"<mc:Fallback><w:txbxContent>{p(r('Box.'))}</w:txbxContent></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
MATH = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    "<m:r><m:t>x , y</m:t></m:r></m:oMath>"
)

PLACES = [
    (p(r("One &amp; two."), r("&lt;b&gt; ")), "One & two.<b> "),
    (p(r("One"), "<w:r><w:tab/><w:noBreakHyphen/><w:br/></w:r>", r("two.")), "One\t\u2011\ntwo."),
    (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>A.</w:t></w:r></w:p>",
        "A.",
    ),
    (p(r("A"), "<w:del w:id='1'><w:r><w:delText>x</w:delText></w:r></w:del>", r("B.")), "AB."),
    (p(r("A"), f"<w:ins w:id='1'>{r('x')}</w:ins>", r("B.")), "AxB."),
    (p(r("A"), f"<w:moveFrom w:id='1'>{r('x')}</w:moveFrom>", r("B.")), "AB."),
    (p("See ", f"<w:hyperlink w:anchor='a'>{r('the page')}</w:hyperlink>", r(".")), "the page."),
    (f"<w:tbl><w:tr><w:tc>{p(r('Cell.'))}</w:tc></w:tr></w:tbl>", "Cell."),
    (f"<w:sdt><w:sdtContent>{p(r('Control.'))}</w:sdtContent></w:sdt>", "Control."),
    (p(r("Before "), BOX, r("after.")), "Box.\n\nBefore after."),
    (p(r("x = y"), style="SourceCode") + p(r("Text.")), "Text."),
    (p(r("Page "), instruction(" PAGE "), r("seven"), f("end"), r(".")), "Page seven."),
    (p() + "<w:p/>" + p(r("1")) + p(r("A.")), "A."),
    (p(r("Here "), MATH, r(" is small.")), "Here \ufffc is small."),
]


@pytest.mark.parametrize(("body", "text"), PLACES)
def test_the_text_is_what_a_reader_sees(body: str, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("Run ", ), r("go.py", '<w:rPr><w:rStyle w:val="HTMLCode"/></w:rPr>')), ["go.py"]),
        (p(r("Page "), instruction(" PAGE "), r("seven"), f("end"), r(".")), ["seven"]),
        (p(instruction(' HYPERLINK "x" '), r("A page"), f("end"), r(".")), []),
        (p(f'<w:fldSimple w:instr=" REF a ">{r("two")}</w:fldSimple>', r(" is.")), ["two"]),
        (p(r("One"), "<w:r><w:tab/></w:r>", r("two.")), ["\t"]),
        (p(r("Here "), MATH, r(" is small.")), ["\ufffc"]),
    ],
)  # fmt: skip
def test_what_is_not_prose_is_guarded(body: str, expected: list[str]) -> None:
    assert guarded(body) == expected


def test_words_in_italics_are_told() -> None:
    file = read(document([("", "The "), ("i", "Rainbow"), ("bi", " II"), ("", " sank.")]))
    assert [file.text[place.start : place.end] for place in file.italics] == ["Rainbow II"]


def test_notes_headers_and_footers_are_read_after_the_body() -> None:
    made = docx.Document()
    made.sections[0].footer.paragraphs[0].text = "The foot ."
    made.sections[0].header.paragraphs[0].text = "The head ."
    made.add_paragraph("The body .")
    file = read(saved(made))
    assert file.text == "The body .\n\nThe head .\n\nThe foot ."
    written = read(changed(file, "The head .", "The head."))
    assert written.text == "The body .\n\nThe head.\n\nThe foot ."


def test_a_prefix_of_its_own_is_no_matter() -> None:
    data = document([("", "The dam held.")])
    text = members(data)["word/document.xml"].decode()
    text = text.replace("<w:", "<x:").replace("</w:", "</x:").replace("xmlns:w=", "xmlns:x=")
    assert read(replaced(data, {"word/document.xml": text.encode()})).text == "The dam held."


def test_what_is_put_in_beside_a_tab_is_put_into_the_text() -> None:
    file = read(with_body(p(r("One"), "<w:r><w:tab/></w:r>")))
    end = len(file.text)
    revision = Revision(file.text).then([Fix.replace(end, end, ".")])
    assert read(file.encode(revision)).text == "One.\t"


ENTITY = b'<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'
DEEP = p(r("A.")) + "<w:sdt><w:sdtContent>" * 2000 + p(r("B.")) + "</w:sdtContent></w:sdt>" * 2000


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no zip", "is no zip archive"),
        (replaced(document(), {"word/document.xml": ENTITY}), "document type of its own"),
        (replaced(document(), {"word/document.xml": b"<w:document>"}), "no well-formed XML"),
        (replaced(document(), {"[Content_Types].xml": b"<Types/>"}), "no Word document"),
        (document()[:2000], "is no zip archive"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(data)


def test_depth_is_no_matter() -> None:
    assert text_of(DEEP) == "A.\n\nB."


STYLES, WORDS = st.sampled_from(["", "b", "i"]), st.text("ab &<", min_size=1, max_size=4)
RUNS = st.lists(st.tuples(STYLES, WORDS), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(RUNS, st.data())
def test_a_change_is_where_it_was_made(found: list[tuple[str, str]], data: st.DataObject) -> None:
    file = read(document(found))
    text = "".join(run for _, run in found)
    assert file.text == (text if any(map(str.isalpha, text)) else "")
    start = data.draw(st.integers(0, len(file.text)))
    end = data.draw(st.integers(start, len(file.text)))
    if not file.text:
        return
    new = data.draw(st.text("c ”&", max_size=3))
    revision = Revision(file.text).then([Fix.replace(start, end, new)])
    again = runs(file.encode(revision))[0]
    assert "".join(run for _, run in again) == revision.text
    assert {style for style, _ in again} <= {style for style, _ in found}
