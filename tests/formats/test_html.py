"""HTML: text is where a browser sees it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from justhtml import JustHTML

from copydesk.formats import Unreadable
from copydesk.formats.fit import fitted
from copydesk.formats.html import read
from copydesk.options import Options
from copydesk.pipeline import cleaned
from copydesk.revision import Fix, Revision

PIECES = (
    "<p>|</p>|<b>|</b>|<br>|<div t='a>b'>|</div>|<i x=\"|<i y= z>"
    "|<!--|-->|x--!>|<!|<?x|</|</ x>|<|>|\"|'"
    "|=|/| |\n|word|é|&amp;|&#x41;|&#66|&copy|&notit;|&unknown;|&|;|a|<em/|<!DOCTYPE html>|<!-->"
    "|<a href=x>"
)


def text_of(node: object) -> str:
    if getattr(node, "name", "") == "#text":
        return str(getattr(node, "data", ""))
    return "".join(map(text_of, getattr(node, "children", None) or ()))


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=25).map("".join))
@example('<i x="<p>word')
def test_the_text_is_what_another_parser_sees(page: str) -> None:
    seen = text_of(JustHTML(page, sanitize=False).root)
    ours = read(page.encode()).text.replace("\ufffc", "")
    assert [c for c in ours if c.isalpha()] == [c for c in seen if c.isalpha()]


def mended(page: str) -> str:
    file = read(page.encode())
    result = fitted(cleaned(file.text, Options(), grammar="off", keep=file.guarded), file)
    return file.encode(result.revision).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>It <b>rained ,</b> then\n   snowed .", "<p>It <b>rained,</b> then\n   snowed."),
        ("<p>Rain&nbsp;, &amp; snow&#32;.", "<p>Rain, &amp; snow."),
        ("<p>a <code>b , c</code> , d", "<p>a <code>b , c</code>, d"),
        ("<p>“<em>yes </em>” , he said.", "<p>“<em>yes</em>”, he said."),
        (
            "<html lang=en><p lang=fr>Ah , non<p>Oh , no",
            "<html lang=en><p lang=fr>Ah , non<p>Oh, no",
        ),
        ("<div translate=no>a , b<p>c , d</div>e , f", "<div translate=no>a , b<p>c , d</div>e, f"),
        ("<plaintext>a , b", "<plaintext>a , b"),
        ("{{ a , b }} fell {% c , d %} , no", "{{ a , b }} fell {% c , d %} , no"),
        ("<% a , b %> fell <b>{{ c , d }}</b> low .", "<% a , b %> fell <b>{{ c , d }}</b> low."),
    ],
)
def test_text_is_mended_in_its_elements(before: str, after: str) -> None:
    assert mended(before) == after


def test_what_is_put_in_is_no_markup_and_fits_the_encoding() -> None:
    file = read(b'<meta charset="iso-8859-5"><p>\xb4\xd0 two three')
    assert file.text.startswith("Да")
    revision = Revision(file.text).then([Fix.replace(3, 6, "<2 & “3”")])
    assert file.encode(revision).endswith(b"\xb4\xd0 &lt;2 &amp; &#8220;3&#8221; three")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"<meta charset=latin1><p>caf\xe9 \x93so\x94", "café “so”"),
        (b"<meta charset=utf-16le><p>caf\xc3\xa9 so he", "café so he"),
        (b'<meta http-equiv=x content="text/html; charset=koi8-r"><p>\xe4\xc1', "Да"),
        ("<meta charset=koi8-r><p>Да".encode(), "Да"),
        ("\ufeff<meta charset=koi8-r><p>Да".encode("utf-16"), "Да"),
        (b"<meta charset=klingon><p>caf\xe9", "café"),
    ],
)
def test_the_encoding_is_told_by_the_page(data: bytes, text: str) -> None:
    file = read(data)
    assert file.text.lstrip("\ufeff") == text
    assert file.encode(Revision(file.text)) == data


def test_an_encoding_with_states_is_refused() -> None:
    with pytest.raises(Unreadable, match="UTF-8"):
        read("<meta charset=iso-2022-jp><p>会議".encode("iso-2022-jp"))
