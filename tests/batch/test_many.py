"""Many texts from Python, and the step for Ray."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk import clean, clean_many
from copydesk.batch.ray import CleanStep

TEXTS = [f"“Dawn, ”she said , {number} times." for number in range(40)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_is_what_clean_makes_of_each(jobs: int) -> None:
    options = {"grammar": False, "quotes": "straight", "skip": ["punctuation"]}
    want = [clean(text, **options) for text in TEXTS]  # type: ignore[arg-type]
    assert list(clean_many(TEXTS, jobs=jobs, **options)) == want  # type: ignore[arg-type]


def test_texts_are_taken_as_they_are_needed() -> None:
    taken = 0

    def texts() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield TEXTS[0]

    results = clean_many(texts(), jobs=2, grammar=False)
    for _ in range(3):
        next(results)
    assert taken < 100
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("texts", "options", "error"),
    [
        ("one text", {}, TypeError),
        ([], {"jobs": 0}, ValueError),
        ([], {"only": ["quotes/glued-clsoe"]}, ValueError),
        ([], {"grammar": "perhaps"}, ValueError),
    ],
)
def test_wrong_arguments_are_refused_at_once(
    texts: list[str], options: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        clean_many(texts, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_no_text_is_refused(jobs: int) -> None:
    with pytest.raises(TypeError, match="takes texts, not int"):
        list(clean_many(["a", 1], jobs=jobs, grammar=False))  # type: ignore[list-item]


@pytest.mark.languagetool
def test_one_checker_serves_all() -> None:
    found = list(clean_many(["He have an car.", "She has a car."] * 2, jobs=2, grammar="require"))
    assert [bool(done.changes or done.suggestions) for done in found] == [True, False] * 2


@pytest.mark.languagetool
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_slip_gets_the_same_suggestion_as_alone(jobs: int) -> None:
    text = "The committee decided that the governmant should leave before winter."
    (done,) = clean_many([text], jobs=jobs, grammar="require")
    assert [change.after for change in done.suggestions] == ["government"]
    assert done.suggestions == clean(text, grammar="require").suggestions


def test_without_a_checker_each_result_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from copydesk.grammar import GrammarUnavailable
    from copydesk.grammar.engine import Engine

    def refuse(engine: Engine) -> None:
        raise GrammarUnavailable("there is none")

    monkeypatch.setattr(Engine, "start", refuse)
    (done,) = clean_many(["Yes , indeed."], jobs=1)
    assert done.text == "Yes, indeed."
    assert done.notices == ("grammar was not checked: there is none",)
    with pytest.raises(GrammarUnavailable):
        list(clean_many(["Yes."], jobs=1, grammar="require"))


def test_a_step_adds_what_was_changed() -> None:
    batch = CleanStep("body", grammar=False)({"id": [7, 8], "body": [TEXTS[0], None]})
    assert batch["id"] == [7, 8]
    assert batch["body"] == ["“Dawn,” she said, 0 times.", None]
    assert [change["rules"] for change in json.loads(batch["changes"][0])] == [
        ["quotes/glued-close"],
        ["punctuation/space-before"],
    ]
    assert batch["changes"][1] is None
    with pytest.raises(ValueError, match="no rule is called"):
        CleanStep(only=["glued"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray", "ignore::FutureWarning:ray")
def test_parquet_in_and_parquet_out_on_a_local_ray(tmp_path: Path) -> None:
    ray = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    try:
        rows = [{"id": number, "text": text} for number, text in enumerate(TEXTS)]
        ray.data.from_items(rows).write_parquet(str(tmp_path / "in"))
        (
            ray.data.read_parquet(str(tmp_path / "in"))
            .map_batches(CleanStep, fn_constructor_kwargs={"grammar": False}, concurrency=1)
            .write_parquet(str(tmp_path / "out"))
        )
        cleaned = ray.data.read_parquet(str(tmp_path / "out")).sort("id").take_all()
    finally:
        ray.shutdown()
    assert [row["text"] for row in cleaned] == [clean(text, grammar=False).text for text in TEXTS]
    assert all(len(json.loads(row["changes"])) == 2 for row in cleaned)
