"""`copydesk check`, `rules`, `explain`, and the program's own options."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copydesk import Cleaned, Revision, __version__
from copydesk.cli import app
from copydesk.cli.choices import complete_rule
from copydesk.cli.exits import ExitCode
from copydesk.revision import Fix
from copydesk.rules import ORDER

from .conftest import SPOILED, Program, Run, files

PROJECT = Path(__file__).parents[2]


def test_a_finding_says_where_what_and_why(run: Run, article: Path) -> None:
    article.write_text("\U0001f600 All is well.\r\n\U0001f600 " + SPOILED, "utf-8")
    result = run("check", article.name)
    assert result.exit_code == ExitCode.FOUND
    assert result.stdout == (
        "article.txt:2:21: quotes/glued-close: close quote glued to the next word: "
        "“dawn, ”Marlow” → “dawn,” Marlow”\n"
    )
    assert list(files(article.parent)) == ["article.txt"]


def test_a_good_text_is_found_good(run: Run, article: Path) -> None:
    article.write_text("All is well.\n")
    result = run("check", article)
    assert (result.exit_code, result.output) == (ExitCode.DONE, "")


def test_a_suggestion_is_told_apart_and_is_no_reason_to_fail(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cleaned(text: str, *options: object, **asked: object) -> Cleaned:
        offered = Fix.delete(0, 1, "perhaps", sure=False)
        return Cleaned(Revision(text), Revision(text).proposed([offered]))

    monkeypatch.setattr("copydesk.pipeline.cleaned", cleaned)
    result = run("check", article)
    assert result.exit_code == ExitCode.DONE
    assert ": suggestion: perhaps: " in result.stdout


def test_trouble_outweighs_findings(run: Run, article: Path) -> None:
    result = run("check", "missing.txt", article)
    assert result.exit_code == ExitCode.FAILED
    assert "quotes/glued-close" in result.stdout
    assert result.stderr == "copydesk: missing.txt: no such file or folder\n"


def test_standard_input_can_be_checked(run: Run) -> None:
    result = run("check", "-", input=SPOILED.encode())
    assert result.exit_code == ExitCode.FOUND
    assert result.stdout.startswith("<stdin>:1:19: ")


def test_every_rule_is_listed(run: Run) -> None:
    lines = run("rules").stdout.splitlines()
    listed = [tuple(re.split(r"\s{2,}", line)) for line in lines]
    assert listed == [(rule.id, rule.reach, rule.title) for rule in ORDER]


@pytest.mark.parametrize("rule", [rule.id for rule in ORDER if rule.id != "phrases"])
def test_every_rule_is_explained(run: Run, rule: str) -> None:
    result = run("explain", rule)
    assert result.exit_code == ExitCode.DONE
    assert result.stdout.startswith(f"{rule}: ")
    assert "Leaves alone:" in result.stdout


def test_a_family_is_explained_rule_by_rule(run: Run) -> None:
    shown = run("explain", "quotes").stdout
    assert all(f"{rule.id}: " in shown for rule in ORDER if rule.family == "quotes")


def test_a_phrase_is_explained_with_its_cause_and_examples(run: Run) -> None:
    shown = run("explain", "phrases/fr/stake-of-the-day").stdout
    assert shown.startswith("phrases/fr/stake-of-the-day: ")
    for part in (
        "l’enjeu du jour",
        "applied",
        "{noun:issue}",
        "     0  clean: hits in other professional text",
        "Repairs:",
        "Leaves alone:",
    ):
        assert part in shown


def test_a_phrase_is_found_by_its_name_alone(run: Run) -> None:
    shown = run("explain", "stake-of-the-day").stdout
    assert shown == run("explain", "phrases/fr/stake-of-the-day").stdout


def test_a_pack_is_explained_phrase_by_phrase_and_all_packs_are_counted(run: Run) -> None:
    assert "phrases/fr/stake-of-the-day: " in run("explain", "phrases/fr").stdout
    assert re.search(r"phrases/fr +\d+ applied, \d+ suggested", run("explain", "phrases").stdout)


def test_phrases_are_completed() -> None:
    assert "phrases/fr/stake-of-the-day" in [id for id, _ in complete_rule("phrases/fr/st")]


def test_a_phrase_can_be_skipped(run: Run, article: Path) -> None:
    article.write_text("The stake of the day is water.\n")
    assert "phrases/fr/stake-of-the-day: " in run("check", article).stdout
    assert run("check", article, "--skip", "phrases/fr/stake-of-the-day").stdout == ""
    wrong = run("check", article, "--skip", "phrases/fr/stake-of-the-dai")
    assert wrong.exit_code == ExitCode.USAGE
    assert "phrases/fr/stake-of-the-day" in "".join(wrong.stderr.split("│")).replace("\n", "")


def test_a_file_of_phrases(run: Run, article: Path) -> None:
    own = article.with_name("own.toml")
    own.write_text(
        '[red-fish]\npattern = "red fish"\nreplace = "carp"\ncause = "roter Fisch"\n'
        'reason = "a carp is meant"\nstanding = "applied"\n'
        'repairs = [["A red fish.", "A carp."], ["Red fish swim.", "Carp swim."]]\n'
        'leaves = [["The fish is red.", "a colour"], ["A redfish.", "another fish"]]\n'
    )
    article.write_text("He ate red fish.\n")
    assert "phrases/own/red-fish: " in run("check", article, "--phrases", own).stdout
    assert not run("check", article, "--phrases", own, "--skip", "phrases/own").stdout
    for name in ("phrases/own/red-fish", "phrases/own", "red-fish"):
        shown = run("explain", name, "--phrases", own).stdout
        assert shown.startswith("phrases/own/red-fish: a carp is meant\nCause: roter Fisch\n")
        assert "Leaves alone:" in shown
    own.write_text(own.read_text().replace('"carp"', "7"))
    refused = run("check", article, "--phrases", own)
    assert refused.exit_code == ExitCode.USAGE
    assert "own.toml:3: red-fish: “replace” has to be" in " ".join(refused.stderr.split())
    assert run("check", article, "--phrases", "missing.toml").exit_code == ExitCode.USAGE


def test_a_rule_that_does_not_exist(run: Run) -> None:
    result = run("explain", "quotes/glued-clos")
    assert result.exit_code == ExitCode.USAGE
    assert "did you mean “quotes/glued-close”?" in " ".join(result.stderr.split())


def test_the_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"copydesk {__version__}\n"


@pytest.mark.parametrize("command", ["clean", "check", "rules", "explain", "setup", "doctor"])
def test_every_command_and_option_has_help(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
    for line in shown.partition("Options:")[2].splitlines():
        assert not line.strip() or re.search(r"\S {2,}\S|^ {20,}\S", line), line


def test_rules_are_completed() -> None:
    ids = [rule for rule, title in complete_rule("quotes/glued")]
    assert "quotes/glued-close" in ids


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(program: Program, shell: str) -> None:
    asked = {
        "_COPYDESK_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "copydesk explain quotes/glued-c",
        "COMP_CWORD": "2",
        "_TYPER_COMPLETE_ARGS": "copydesk explain quotes/glued-c",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = program(env={**os.environ, **asked})
    assert b"quotes/glued-close" in done.stdout


def test_the_documented_exit_codes_are_those_there_are() -> None:
    page = (PROJECT / "docs" / "cli.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", page, re.MULTILINE)
    assert rows == [(str(code.value), code.meaning) for code in ExitCode]


def test_every_option_is_documented_and_no_other() -> None:
    page = (PROJECT / "docs" / "cli.md").read_text("utf-8")
    documented = set(re.findall(r"`(?:copydesk )?(--[a-z-]+)", page))
    commands = (
        "clean check review decisions apply diff status config rules explain setup doctor".split()
    )
    helps = [CliRunner().invoke(app, [name, "--help"]).stdout for name in commands]
    helps.append(CliRunner().invoke(app, ["--help"]).stdout)
    offered = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", "\n".join(helps), re.MULTILINE))
    assert documented == offered
