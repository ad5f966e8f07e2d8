"""`copydesk.toml`: options that hold for the texts of a folder and those below."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from copydesk.cli import app
from copydesk.cli.configured import OF_ONE_RUN, options_of
from copydesk.cli.exits import ExitCode

from .conftest import MENDED, SPOILED, Run

DOCS = Path(__file__).parents[2] / "docs" / "cli.md"
KEYS = options_of(typer.main.get_command(app))


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A text some folders down, with one thing to mend."""
    path = tmp_path / "site" / "drafts" / "article.txt"
    path.parent.mkdir(parents=True)
    path.write_text(SPOILED, "utf-8")
    return path


def configure(folder: Path, text: str, name: str = "copydesk.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_above_the_text_is_found(run: Run, draft: Path, tmp_path: Path) -> None:
    assert run("check", draft).exit_code == ExitCode.FOUND
    configure(tmp_path, 'skip = ["quotes"]\n')
    assert run("check", draft).exit_code == ExitCode.DONE


def test_the_nearest_file_holds_alone(run: Run, draft: Path, tmp_path: Path) -> None:
    configure(tmp_path, 'skip = ["quotes"]\n')
    configure(draft.parent, 'skip = ["dashes"]\n')
    assert run("check", draft).exit_code == ExitCode.FOUND


def test_no_file_outside_of_the_repository_counts(run: Run, draft: Path, tmp_path: Path) -> None:
    configure(tmp_path, 'skip = ["quotes"]\n')
    (tmp_path / "site" / ".git").mkdir()
    assert run("check", draft).exit_code == ExitCode.FOUND


def test_one_file_holds_for_all_texts_of_a_run(run: Run, draft: Path, tmp_path: Path) -> None:
    configure(draft.parent, 'skip = ["quotes"]\n')
    other = draft.parents[1] / "other.txt"
    other.write_text(SPOILED, "utf-8")
    assert run("check", draft).exit_code == ExitCode.DONE
    found = run("check", draft, other).stdout
    assert found.count("quotes/glued-close") == 2, "the file lies beside one of them alone"
    assert run("check", draft.parents[1]).stdout.count("quotes/glued-close") == 2


def test_standard_input_takes_the_options_of_the_current_folder(run: Run, tmp_path: Path) -> None:
    configure(tmp_path, 'skip = ["quotes"]\n')
    assert run("check", "-", input=SPOILED.encode()).exit_code == ExitCode.DONE


def test_the_command_line_comes_first(run: Run, draft: Path, tmp_path: Path) -> None:
    configure(tmp_path, 'skip = ["quotes"]\nquotes = "straight"\ngrammar = "require"\n')
    assert "quotes/glued-close" in run("check", draft, "--skip", "dashes").stdout
    kept = run("clean", draft, "--skip", "dashes", "--quotes", "keep", "--stdout")
    assert kept.stdout == MENDED


def test_another_file_can_be_named_and_none_be_taken(run: Run, draft: Path, tmp_path: Path) -> None:
    other = configure(tmp_path, 'skip = ["quotes"]\n', "house-style.toml")
    assert run("check", draft, "--config", other).exit_code == ExitCode.DONE
    configure(draft.parent, "no TOML at all")
    assert run("check", draft, "--config", other).exit_code == ExitCode.DONE
    assert run("check", draft, "--isolated").exit_code == ExitCode.FOUND
    assert run("check", draft, "--isolated", "--config", other).exit_code == ExitCode.USAGE
    missing = run("check", draft, "--config", "missing.toml")
    assert missing.stderr.endswith("cannot read missing.toml: no such file or folder\n")
    assert run("check", "--help").exit_code == ExitCode.DONE, "whatever the file says"


def test_a_table_of_pyproject_counts_as_well(run: Run, draft: Path, tmp_path: Path) -> None:
    configure(draft.parent, '[project]\nname = "copydesk-drafts"\n', "pyproject.toml")
    configure(tmp_path, 'skip = ["quotes"]\n')
    assert run("check", draft).exit_code == ExitCode.DONE, "one without the table is passed over"
    text = '[project]\nname = "x"\n\n[tool.copydesk]\n# ours\nskip = ["dashes"]\n'
    configure(draft.parent, text, "pyproject.toml")
    assert run("check", draft).exit_code == ExitCode.FOUND
    configure(draft.parent, text.replace("skip", "skp"), "pyproject.toml")
    assert "site/drafts/pyproject.toml:6: there is no option “skp”" in run("check", draft).stderr
    configure(draft.parent, 'skip = ["quotes"]\n')
    assert run("check", draft).exit_code == ExitCode.DONE, "copydesk.toml comes first"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('\nlanguge = "en"\n', "2: there is no option “languge”; did you mean “language”?"),
        ("shouting = true\n", "1: there is no option “shouting”; `copydesk config` lists them"),
        ('output = "x"\n', "1: “output” is an option of the command line alone"),
        ("[clean]\n", "1: there is no option “clean”;"),
        ('skip = "quotes"\n', "1: skip: has to be a list of texts"),
        ("# why\n\nskip = [\n  1,\n]\n", "3: skip: has to be a text in quotation marks"),
        ("jobs = true\n", "1: jobs: has to be a whole number"),
        ("jobs = 0\n", "1: jobs: 0 is not in the range"),
        ('max-size = "big"\n', "1: max-size: has to be a number"),
        ("track-changes = 1\n", "1: track-changes: has to be true or false"),
        ('quotes = "blue"\n', "1: quotes: 'blue' is not one of 'keep', 'curly', 'straight'"),
        ('jobs = 1\nskip = ["qotes"]\n', "2: skip: no rule is called “qotes”; did you mean"),
        ('language = "x_"\n', "1: language: “x_” is no language tag"),
        ('format = "doc"\n', "1: format: “doc” is no format; there are text, markdown"),
        ('decisions = "none.toml"\n', "1: decisions: there is no file “"),
        ("max-size = nan\n", "1: max-size: has to be a number"),
        ("jobs = 1\njobs\n", "2: write a key, = and its value"),
        ("skip = [\n", "1: a value is missing here, or a list lacks its closing ]"),
        ("\nquotes = curly\n", "2: a value is missing, or a text lacks its quotation marks"),
        ('quotes = "curly\n', "1: a text lacks its closing quotation mark"),
        ("quotes = 'curly\njobs = 2\n", "1: a text lacks its closing quotation mark"),
        ("quotes = '''\ncurly\n", "1: a text lacks its closing marks '''"),
        ('quotes = """\ncurly"\n', "1: a text lacks its closing quotation mark"),
        ('output = "C:\\Users\\me"\n', "1: within double marks \\ is written \\\\;"),
        ("jobs = 1\njobs = 2\n", "2: this name has a value already"),
        ("jobs = 1\n[jobs]\n", "2: this name has a value already"),
        ("jobs = {a = 1, a = 2}\n", "1: this name has a value already"),
        ("jobs = []\n[[jobs]]\n", "2: this name has a value already"),
        ("[jobs\n", "1: the name of a table lacks its closing ]"),
        ("[[jobs]\n", "1: the [[name]] of an entry lacks its closing ]]"),
        ("x = 1\n" + "a." * 100_000 + "a = 1\n", "2: a name of so many parts is none"),
        ('["it\'s"]\n["it\'s"]\n', "2: [it's] is here a second time; put the two together, or"),
    ],
)
def test_what_means_nothing_is_refused(
    run: Run, draft: Path, tmp_path: Path, text: str, why: str
) -> None:
    configure(tmp_path, text)
    result = run("check", draft)
    assert result.exit_code == ExitCode.USAGE
    assert f"Error: copydesk.toml:{why}" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_table_in_pyproject_has_to_be_one(run: Run, draft: Path, tmp_path: Path) -> None:
    configure(tmp_path, '[project]\nname = "x"\n\n[tool]\ncopydesk = 1\n', "pyproject.toml")
    refused = run("check", draft).stderr
    assert "Error: pyproject.toml: tool.copydesk has to be a table" in refused


def test_what_is_wrong_on_the_command_line_is_not_put_down_to_the_file(
    run: Run, draft: Path, tmp_path: Path
) -> None:
    configure(tmp_path, 'skip = ["quotes"]\n')
    wrong = run("check", draft, "--skip", "qotes").stderr
    assert "Invalid value for --skip: no rule is called “qotes”" in wrong


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe", b"a = " + b"[" * 100_000, b"skip = [" + b"[" * 3_000, b"\x00", b"a.b.c = 1"],
)
def test_no_file_is_answered_by_a_traceback(run: Run, draft: Path, data: bytes) -> None:
    (draft.parent / "copydesk.toml").write_bytes(data)
    result = run("check", draft)
    assert result.exit_code == ExitCode.USAGE
    assert "drafts/copydesk.toml" in result.stderr


def test_paths_are_those_from_the_folder_of_the_file(run: Run, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Harbor , Ltd\n")
    configure(tmp_path, 'names = ["names.txt"]\n')
    assert run("check", draft).exit_code == ExitCode.FOUND
    (tmp_path / "names.txt").unlink()
    refused = run("check", draft).stderr
    assert f"copydesk.toml:1: names: cannot read {tmp_path / 'names.txt'}" in refused


def test_other_commands_take_what_they_have_in_common(
    run: Run, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, 'format = "jsonl"\nfield = ["text"]\nport = 8080\n')
    for name, text in (("old.data", '{"text": "Yes , no."}'), ("new.data", '{"text": "Yes, no."}')):
        (draft.parent / name).write_text(text)
    shown = run("diff", draft.parent / "old.data", draft.parent / "new.data", "--as", "words")
    assert "Yes[- -], no." in shown.stdout
    own = '[red-fish]\npattern = "red fish"\nreplace = "carp"\ncause = "roter Fisch"\n'
    own += 'reason = "a carp is meant"\nstanding = "applied"\n'
    own += 'repairs = [["A red fish.", "A carp."], ["Red fish swim.", "Carp swim."]]\n'
    own += 'leaves = [["The fish is red.", "a colour"], ["A redfish.", "another fish"]]\n'
    (tmp_path / "own.toml").write_text(own)
    configure(tmp_path, 'phrases = ["own.toml"]\n')
    monkeypatch.chdir(draft.parent)
    assert run("explain", "red-fish").stdout.startswith("phrases/own/red-fish: ")


def test_another_file_of_options_means_a_folder_is_cleaned_anew(
    run: Run, draft: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    configure(tmp_path, 'skip = ["quotes"]\n')
    assert "1 unchanged" in run("clean", draft.parent, "-o", out).stdout
    assert "1 done before" in run("clean", draft.parent, "-o", out).stdout
    configure(tmp_path, "")
    assert "1 changed" in run("clean", draft.parent, "-o", out).stdout


def test_options_of_folders_do_not_stand_in_the_way_of_files(
    run: Run, draft: Path, tmp_path: Path
) -> None:
    configure(tmp_path, 'include = ["*.md"]\njobs = 1\ndiff = "words"\n')
    assert run("check", draft).exit_code == ExitCode.FOUND
    assert run("check", draft.parent).exit_code == ExitCode.DONE, "it holds no Markdown"
    assert run("clean", draft.parent, "-o", tmp_path / "out").exit_code == ExitCode.DONE
    assert run("check", draft, "--include", "*.md").exit_code == ExitCode.USAGE


def test_the_file_itself_is_no_text_of_the_folder(run: Run, draft: Path) -> None:
    configure(draft.parent, 'format = "text"\n')
    configure(draft.parent, "", "copydesk-decisions.toml")
    assert "1 file to clean" in run("clean", draft.parent, "--in-place", "--dry-run").stdout


def test_what_is_set_is_shown_and_by_whom(
    run: Run, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_LANGUAGETOOL_URL", "http://localhost:8081")
    configure(tmp_path, 'quotes = "curly"\n\nskip = [\n  "dashes",\n]\n')
    shown = run("config", draft).stdout
    for line in (
        f"# {draft}: {tmp_path / 'copydesk.toml'}",
        'quotes = "curly"  # copydesk.toml:1',
        'skip = ["dashes"]  # copydesk.toml:3',
        'grammar = "auto"  # usual',
        'languagetool-url = "http://localhost:8081"  # COPYDESK_LANGUAGETOOL_URL',
        "# jobs: one for each processor",
    ):
        assert line in shown.splitlines()
    assert tomllib.loads(shown)["quotes"] == "curly"


def test_what_is_shown_could_be_such_a_file(run: Run, draft: Path, tmp_path: Path) -> None:
    shown = run("config", draft).stdout
    assert shown.startswith(f"# {draft}: there is no copydesk.toml for it\n")
    configure(tmp_path, shown)
    assert run("check", draft).exit_code == ExitCode.FOUND
    again = run("config", draft).stdout
    assert tomllib.loads(again) == tomllib.loads(shown)
    assert "  # usual" not in again


def test_every_key_has_its_page_and_no_other(tmp_path: Path) -> None:
    page = DOCS.read_text("utf-8").partition("## copydesk.toml")[2].partition("\n## ")[0]
    paragraph = re.search(r"No keys are[^.]*\.", page)
    assert paragraph
    named = set(re.findall(r"`--([a-z-]+)`", paragraph[0]))
    offered = {
        name
        for command in ("clean", "check", "review", "report", "apply", "diff", "decisions")
        for name in re.findall(
            r"^  (?:-\w, )?--([a-z-]+)",
            CliRunner().invoke(app, [command, "--help"]).stdout,
            re.MULTILINE,
        )
    } - {"help"}
    assert named == offered & OF_ONE_RUN
    assert offered - named == set(KEYS)
