"""Every rule against its own cases, of the kinds that `copydesk.cases` names, and laws for all."""

import doctest
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import copydesk.cases
from copydesk.cases import Case, Kind, cases_of
from copydesk.options import Options
from copydesk.pipeline import Cleaned, repaired
from copydesk.revision import Change, Revision
from copydesk.rule import Rule
from copydesk.rules import ORDER


def cases(*kinds: Kind, within: str = "") -> pytest.MarkDecorator:
    """All cases of these kinds with ``within`` in their text."""
    rows = [
        (rule, case)
        for rule in ORDER
        for case in cases_of(rule)
        if case.kind in kinds and within in case.before
    ]
    ids = [f"{rule.id}: {case.before[:50]}" for rule, case in rows]
    return pytest.mark.parametrize(("rule", "case"), rows, ids=ids)


every_rule = pytest.mark.parametrize("rule", ORDER, ids=lambda rule: rule.id)


def alone(rule: Rule, case: Case) -> Cleaned:
    return repaired(Revision(case.before), case.options, rules=[rule])


def together(case: Case) -> Cleaned:
    return repaired(Revision(case.before), case.options)


def belongs(change: Change, rule: Rule) -> bool:
    """Whether the rule, or a part of it, had a part in the change."""
    return any(id == rule.id or id.startswith(rule.id + "/") for id in change.rules)


@cases("repairs")
def test_repairs_alone(rule: Rule, case: Case) -> None:
    assert alone(rule, case).text == case.after


@cases("repairs")
def test_repairs_among_all_rules(rule: Rule, case: Case) -> None:
    cleaned = together(case)
    assert cleaned.text == case.after
    assert any(belongs(change, rule) for change in cleaned.changes)


@cases("suggests")
def test_suggests(rule: Rule, case: Case) -> None:
    for cleaned in (alone(rule, case), together(case)):
        assert cleaned.text == case.before
        offered = [s for s in cleaned.suggestions if belongs(s, rule)]
        assert case.after in [cleaned.revision.accept(s).text for s in offered]


@cases("unchanged")
def test_leaves_alone(rule: Rule, case: Case) -> None:
    cleaned = alone(rule, case)
    assert (cleaned.text, cleaned.suggestions) == (case.before, ())
    assert not any(belongs(change, rule) for change in together(case).changes)


@cases("repairs", "suggests", "unchanged")
def test_a_second_run_changes_nothing(rule: Rule, case: Case) -> None:
    for run in (
        partial(repaired, options=case.options, rules=[rule]),
        partial(repaired, options=case.options),
    ):
        once = run(Revision(case.before)).text
        assert run(Revision(once)).text == once


@cases("repairs", "unchanged", within="\n")
def test_windows_line_ends_make_no_difference(rule: Rule, case: Case) -> None:
    windows = Case(case.kind, case.before.replace("\n", "\r\n"), "", options=case.options)
    assert alone(rule, windows).text == alone(rule, case).text.replace("\n", "\r\n")


@every_rule
def test_a_rule_explains_itself(rule: Rule) -> None:
    assert rule.id == "phrases" or re.fullmatch(r"[a-z]+/[a-z]+(-[a-z]+)*", rule.id)
    kinds = [case.kind for case in cases_of(rule)]
    assert kinds.count("repairs") + kinds.count("suggests") >= 2
    assert kinds.count("unchanged") >= 3
    assert all(case.why for case in cases_of(rule) if case.kind == "unchanged")


@every_rule
def test_the_example_in_its_documentation_holds(rule: Rule) -> None:
    def example(text: str, **options: Any) -> str:
        return repaired(Revision(text), Options(**options), rules=[rule]).text

    globs = {"repaired": example}
    parsed = doctest.DocTestParser().get_doctest(rule.documentation, globs, rule.id, None, None)
    assert parsed.examples
    assert doctest.DocTestRunner().run(parsed).failed == 0


def test_ids_are_unique_and_every_file_of_cases_has_its_rule() -> None:
    ids = [rule.id for rule in ORDER]
    folder = Path(copydesk.cases.__file__).parent
    files = [p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.toml")]
    assert sorted(id for id in ids if id != "phrases") == sorted(files)


def test_a_rule_that_knows_english_alone_leaves_other_languages_alone() -> None:
    text = "Das sind die, die die 40 000 Stimmen haben . »So ist es«, sagt sie."
    assert repaired(Revision(text), Options(language="de")).text == text.replace(" .", ".")
    assert {rule.family for rule in ORDER if rule.english} >= {"breaks", "numbers", "repeats"}
