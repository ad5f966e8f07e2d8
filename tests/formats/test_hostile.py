"""Files made to do harm, in a folder with a good one: each is refused or left as it is, alone."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from time import perf_counter

import pytest

from copydesk.batch.run import FolderRun
from copydesk.batch.task import Done, Setting
from copydesk.batch.tree import Tree

from .documents import document, members, packed, replaced

LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha , ha">' for n in range(10)
)
OUTSIDE = '<!ENTITY l9 SYSTEM "file://{secret}">'
SECRET = "the word that nobody may read"
OWN_TYPE = "document type of its own"

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book.opf"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    '</manifest><spine><itemref idref="a"/></spine></package>'
)


def book(page: bytes) -> bytes:
    files = {"META-INF/container.xml": CONTAINER, "book.opf": PACKAGE}
    contents = {name: text.encode() for name, text in files.items()}
    return packed({"mimetype": b"application/epub+zip", **contents, "a.xhtml": page})


def odt(content: bytes) -> bytes:
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})


def shrunk(data: bytes) -> bytes:
    """The same archive with all its members compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members(data).items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx(part: bytes) -> bytes:
    return replaced(document(), {"word/document.xml": part})


WRAPPED = {"docx": docx, "epub": book, "odt": odt, "xlf": bytes, "tmx": bytes, "html": bytes}


def cleaned(folder: Path) -> dict[str, Done]:
    setting = Setting(grammar="off")
    tree = Tree(os.fspath(folder))
    with FolderRun(tree, folder.parent / "out", setting, 1, lambda: setting) as run:
        return {os.fspath(done.entry.path): done for done in run.results()}


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "good.txt").write_text("It is late , she said.\n")
    (tmp_path / "secret").write_text(SECRET)
    return folder


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE], ids=["bomb", "external"])
def test_entities_are_neither_expanded_nor_fetched(drafts: Path, declared: str) -> None:
    secret = drafts.parent / "secret"
    page = f"<!DOCTYPE html [{declared.format(secret=secret)}]><html><p>So &l9; it , is.</p></html>"
    for ending, wrap in WRAPPED.items():
        (drafts / f"bad.{ending}").write_bytes(wrap(page.encode()))
    start = perf_counter()
    done = cleaned(drafts)
    assert perf_counter() - start < 30
    reasons = {path: d.entry.reason for path, d in done.items() if d.entry.outcome == "failed"}
    assert reasons.keys() == {f"bad.{ending}" for ending in WRAPPED if ending != "html"}
    assert all(OWN_TYPE in why for why in reasons.values())
    out = drafts.parent / "out"
    assert (out / "good.txt").read_text() == "It is late, she said.\n"
    # A browser knows no such entities: to one this is text, and so it is here
    assert (out / "bad.html").read_text().endswith("<p>So &l9; it, is.</p></html>")
    assert not any(SECRET in d.record for d in done.values())


def test_what_unpacks_to_very_much_is_refused(drafts: Path) -> None:
    for ending in ("docx", "epub", "odt"):
        (drafts / f"bad.{ending}").write_bytes(shrunk(WRAPPED[ending](b" " * 50_000_000)))
        assert (drafts / f"bad.{ending}").stat().st_size < 200_000
    done = cleaned(drafts)
    reasons = {path: d.entry.reason for path, d in done.items() if d.entry.outcome == "failed"}
    assert len(reasons) == 3
    assert all("is a zip bomb, or damaged" in why for why in reasons.values())
    assert done["good.txt"].entry.outcome == "changed"
