"""What an editor decided in Word, about changes that were tracked there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from typer.testing import CliRunner

from copydesk.cli import app
from copydesk.formats.tracked import tracked
from copydesk.formats.word import read
from copydesk.pipeline import Cleaned, clean
from copydesk.review.findings import findings_of
from copydesk.review.word import decisions_in
from copydesk.revision import Fix, Revision

from .documents import W, document, members, packed

ORIGINAL = document(
    [
        ("", "The vote , at last, came. It was was long. "),
        ("b", "They came back on the the day , at six."),
    ],
    [
        ("", "“We leave at dawn, ”Marlow said. It is "),
        ("i", "a question of of money"),
        ("", " ,he said."),
    ],
    [("", "Nobody was there.He left, and the the others left as well.")],
)
CLEANED = clean(read(ORIGINAL).text, grammar=False)
TRACKED = tracked(
    read(ORIGINAL), CLEANED.revision, CLEANED.suggestions, "copydesk", datetime.now(UTC)
)
FINDINGS = findings_of(CLEANED)
FILES = Path(__file__).with_name("files")


def worked_on(verdicts: Mapping[int, bool], *edits: tuple[str, str]) -> bytes:
    """The document after an editor accepted or rejected some changes, and wrote some words."""
    parts = members(TRACKED)
    root = etree.fromstring(parts["word/document.xml"])
    revisions = root.iter(W + "ins", W + "del")
    for finding in FINDINGS:
        for edit in finding.change.edits:
            for element in list(islice(revisions, bool(len(edit.span)) + bool(edit.text))):
                if finding.id in verdicts:
                    _settle(element, verdicts[finding.id])
    text = etree.tostring(root, encoding="unicode")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return packed({**parts, "word/document.xml": text.encode()})


def _settle(element: etree._Element, is_accepted: bool) -> None:
    parent = element.getparent()
    assert parent is not None
    if is_accepted == (element.tag == W + "ins"):
        for run in list(element):
            for words in run.iter(W + "delText"):
                words.tag = W + "t"
            element.addprevious(run)
    parent.remove(element)


def test_what_the_document_tracks() -> None:
    changes = [(f.change.before, f.change.after) for f in FINDINGS]
    assert changes == [
        (" ", ""),
        (" was", ""),
        (" the", ""),
        (" ", ""),
        (" ”", "” "),
        (" of", ""),
        (" ,", ", "),
        ("", " "),
        (" the", ""),
    ]


@given(st.dictionaries(st.sampled_from([f.id for f in FINDINGS]), st.booleans()))
def test_what_was_accepted_and_rejected(verdicts: dict[int, bool]) -> None:
    expected = {id: "accept" if verdict else "reject" for id, verdict in verdicts.items()}
    assert found(worked_on(verdicts)) == expected


def test_words_of_the_editors_own() -> None:
    edited = worked_on({0: True, 1: False}, ("They came", "Then they all came"), ("six", "seven"))
    assert found(edited) == {0: "accept", 1: "reject"}


def found(edited: bytes) -> dict[int, str]:
    """The verdicts by the number of the finding."""
    decisions = list(decisions_in(CLEANED.original, FINDINGS, edited, "copydesk"))
    numbers = {finding.content: finding.id for finding in FINDINGS}
    return {numbers[d.content]: d.verdict for d in decisions}


def test_others_revisions_are_none_of_ours() -> None:
    assert not list(decisions_in(CLEANED.original, FINDINGS, TRACKED, "copydesk"))
    assert {d.verdict for d in decisions_in(CLEANED.original, FINDINGS, TRACKED, "someone")} == {
        "accept"
    }


@pytest.mark.parametrize("sign", ["'", '"'])
def test_a_name_is_the_same_however_it_is_written(sign: str) -> None:
    """The program that saved the document may quote and escape it in its own way."""
    author = 'Jane “J” O\'Neil & "Co"'
    written = {"'": "&apos;", '"': "&quot;"}[sign]
    name = author.replace("&", "&amp;").replace(sign, written)
    old = 'w:author="copydesk"'
    edited = worked_on({0: True}, (old, f"w:author={sign}{name}{sign}"))
    findings = list(decisions_in(CLEANED.original, FINDINGS, edited, author))
    assert [d.content.before for d in findings] == [(" ",)], "the others are still tracked"


def test_a_document_that_libreoffice_saved() -> None:
    """An editor went over it there, wrote words of his own, and had some of them tracked.

    He accepted the changes at the vote, at dawn and there, and rejected those at was, of and he;
    in the place of one he wrote other words. The rest is still tracked.
    """
    text = read(ORIGINAL).text
    fixes = [Fix.replace(text.index(o), text.index(o) + len(o), n) for o, n in TRACKED_THERE]
    findings = findings_of(Cleaned(Revision(text).then(fixes)))
    edited = (FILES / "edited-in-libreoffice.docx").read_bytes()
    decided = decisions_in(text, findings, edited, "copydesk")
    assert [(d.content.before[0], d.verdict, d.text) for d in decided] == [
        ("vote ,", "accept", ""),
        ("was was", "reject", ""),
        (", ”", "accept", ""),
        ("of of", "edit", "regarding"),
        (" ,he", "reject", ""),
        ("there.He", "accept", ""),
    ]


TRACKED_THERE = [
    ("vote ,", "vote,"),
    ("was was", "was"),
    ("the the day", "the day"),
    (", ”", ",” "),
    ("of of", "of"),
    (" ,he", ", he"),
    ("there.He", "there. He"),
    ("the the others", "the others"),
]


def test_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tracked by clean, decided in Word, imported, and obeyed by the next run."""
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(ORIGINAL)
    asked = ["clean", "a.docx", "--no-grammar", "-o", "tracked.docx"]
    run(*asked, "--track-changes", "--record", "a.json")
    Path("edited.docx").write_bytes(worked_on({0: False, 1: True}))
    shown = run("decisions", "import", "edited.docx", "--original", "a.docx", "--record", "a.json")
    assert shown.endswith(f"2 of {len(FINDINGS)} decided, kept in copydesk-decisions.toml\n")
    run("clean", "a.docx", "--no-grammar")
    copy = read(Path("a.clean.docx").read_bytes()).text
    assert copy.startswith(
        "The vote , at last, came. It was long. They came back on the day, at six."
    )


def test_changes_that_somebody_else_tracked_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record knows the author; another one than that takes all open changes for accepted."""
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(ORIGINAL)
    asked = ["clean", "a.docx", "--no-grammar", "-o", "tracked.docx", "--record", "a.json"]
    run(*asked, "--track-changes", "--author", "Jane")
    command = "decisions import tracked.docx --original a.docx --record a.json".split()
    done = CliRunner().invoke(app, command)
    assert not done.stderr
    assert done.stdout.startswith("0 of ")
    done = CliRunner().invoke(app, [*command, "--author", "Joe"])
    assert "what is still tracked by Jane counts as done (see --author)" in done.stderr


def test_a_review_goes_on_tracking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was decided against is no longer tracked; the rest still is."""
    monkeypatch.chdir(tmp_path)
    Path("drafts").mkdir()
    Path("drafts/a.docx").write_bytes(ORIGINAL)
    run("clean", "drafts", "-o", "out", "--no-grammar", "--track-changes")
    before = Path("out/a.docx").read_bytes()
    asked = ["review", "out", "--terminal", "--all"]
    done = CliRunner().invoke(app, asked, input="n\n" + "s\n" * (len(FINDINGS) - 1))
    assert done.exit_code == 0, done.output
    after = Path("out/a.docx").read_bytes()
    assert 0 < _deletions(after) == _deletions(before) - 1


@pytest.mark.parametrize("inputs", [["drafts"], ["drafts/a.docx", "drafts/b.txt", "drafts/c.txt"]])
def test_what_is_no_word_document_is_cleaned_without_tracking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("drafts").mkdir()
    Path("drafts/a.docx").write_bytes(ORIGINAL)
    Path("drafts/b.txt").write_text("They came back , at six.\n")
    Path("drafts/c.txt").write_text("They came back.\n")
    asked = ["clean", *inputs, "-o", "out", "--no-grammar", "--track-changes"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert _deletions(Path("out/a.docx").read_bytes()) > 0
    assert Path("out/b.txt").read_text() == "They came back, at six.\n"
    said = "1 file changed without tracked revisions, which only Word documents have"
    assert done.stderr == f"copydesk: {said}\n"


def _deletions(document: bytes) -> int:
    return members(document)["word/document.xml"].count(b"<w:del ")


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout
