"""A review in progress."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import __version__
from copydesk.batch.journal import Entry, Journal, Run
from copydesk.formats import read
from copydesk.formats.plain import PlainText
from copydesk.pipeline import Cleaned, clean
from copydesk.review.articles import Article, Folder, NoReview, OneArticle
from copydesk.review.decisions import VERDICTS, Decision
from copydesk.review.findings import Content
from copydesk.review.session import Progress, Session
from copydesk.review.store import BadDecisions, Store, load

from .conftest import cleaned_texts

SPOILED = "A first line , to mend.\nA second line , to mend too. It was was long.\n"


def session_of(article: Path) -> Session:
    """A review of one file."""
    file = read(article.read_bytes())
    target = article.with_suffix(".clean.txt")
    cleaned = clean(file.text, grammar=False)
    one = OneArticle(Article(article.name, article, target, file, cleaned))
    return Session(one, Store(article.with_name("decisions.toml")))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(SPOILED.encode())
    return path


def test_a_review_of_a_file(article: Path) -> None:
    session = session_of(article)
    (listed,) = session.articles
    assert (listed.name, listed.total) == ("a.txt", 3)
    assert session.progress(all=True) == Progress(0, 3)
    session.decide("a.txt", 0, "reject", reason="as the author has it")
    session.decide("a.txt", 1, "edit", " –")
    assert session.progress("a.txt", all=True) == Progress(2, 3)
    assert session.result("a.txt").text.startswith("A first line , to mend.\nA second line –, to")
    (finished,) = session.finish()
    assert finished.target is not None
    assert finished.target.read_text() == session.result("a.txt").text
    assert article.read_text() == SPOILED


def test_spacing_alone_does_not_count(article: Path) -> None:
    session = session_of(article)
    session.decide("a.txt", 0, "reject")
    assert session.progress() == session.progress("a.txt") == Progress(0, 1)
    session.decide("a.txt", 2, "reject")
    assert session_of(article).progress() == Progress(1, 1)


def test_it_goes_on_where_it_was_left(article: Path) -> None:
    session_of(article).decide("a.txt", 0, "reject")
    again = session_of(article)
    assert again.progress(all=True) == Progress(1, 3)
    assert again.verdicts("a.txt")[0].verdict == "reject"


def test_every_step_can_be_undone(article: Path) -> None:
    session = session_of(article)
    session.decide("a.txt", 0, "reject")
    session.decide("a.txt", 0, "accept")
    session.decide("a.txt", 1, "reject", everywhere=True)
    assert [d.verdict for d in session.verdicts("a.txt").values()] == ["accept", "reject"]
    assert session.undo()
    assert session.undo()
    assert [d.verdict for d in session.verdicts("a.txt").values()] == ["reject"]
    assert session.undo()
    assert not session.undo()
    assert not load(session.place)


@given(cleaned_texts(), st.data())
def test_what_is_looked_at_again_is_enough(cleaned: Cleaned, data: st.DataObject) -> None:
    """A step looks at few findings again; the verdicts are as if it had looked at all."""
    with TemporaryDirectory() as folder:
        file = PlainText(cleaned.original, "utf-8")
        one = Article("a", Path(folder, "a"), Path(folder, "b"), file, cleaned)
        session = Session(OneArticle(one), Store(Path(folder, "decisions.toml")))
        for _ in range(data.draw(st.integers(1, 4)) if one.findings else 0):
            session.verdicts("a")
            if data.draw(st.booleans()):
                session.undo()
            finding = data.draw(st.integers(0, len(one.findings) - 1))
            verdict = data.draw(st.sampled_from(VERDICTS))
            everywhere = data.draw(st.booleans())
            session.decide("a", finding, verdict, everywhere=everywhere)
            assert session.verdicts("a")[finding].verdict == verdict
            assert session.verdicts("a") == session.decisions.matched(one.findings)


def test_a_decision_can_be_taken_back(article: Path) -> None:
    session = session_of(article)
    session.decide("a.txt", 0, "reject")
    assert session.undecide("a.txt", 0)
    assert not session.undecide("a.txt", 0)
    assert session.progress(all=True).decided == 0
    assert session.undo()
    assert session.progress(all=True).decided == 1


def test_undo_leaves_what_others_decided_since(article: Path) -> None:
    first, second = session_of(article), session_of(article)
    first.decide("a.txt", 0, "reject")
    second.decide("a.txt", 0, "accept")
    assert first.undo()
    assert load(first.place) == second.decisions


def test_a_step_that_cannot_be_undone_yet_is_not_lost(article: Path) -> None:
    session = session_of(article)
    session.decide("a.txt", 0, "reject")
    kept = session.place.read_bytes()
    session.place.write_text("damaged")
    with pytest.raises(BadDecisions):
        session.undo()
    session.place.write_bytes(kept)
    assert session.undo()
    assert not load(session.place)


def test_two_sessions_do_not_overwrite_each_other(article: Path) -> None:
    first, second = session_of(article), session_of(article)
    first.decide("a.txt", 0, "reject")
    second.decide("a.txt", 1, "reject")
    assert not second.refresh()
    assert first.refresh()
    assert first.progress(all=True) == second.progress(all=True) == Progress(2, 3)


@pytest.mark.parametrize("everywhere", [False, True])
def test_what_was_decided_last_holds(article: Path, everywhere: bool) -> None:
    session = session_of(article)
    session.decide("a.txt", 0, "accept")
    session.decide("a.txt", 0, "edit", ";")
    session.decide("a.txt", 0, "reject", everywhere=everywhere)
    assert session.verdicts("a.txt")[0].verdict == "reject"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder of a run over two articles, one of them without a fault."""
    root, out = tmp_path / "drafts", tmp_path / "out"
    root.mkdir()
    texts = {"bad.txt": SPOILED, "good.txt": "All is well.\n"}
    journal, _ = Journal.open_or_create(out)
    with journal:
        journal.begin(Run(root, False, {"fields": []}, __version__, 1, 0.0))
        for name, text in texts.items():
            (root / name).write_text(text)
            entry = Entry(Path(name), 0, 0, "", "", "text without 0", "changed", "", 0.0)
            journal.add([(entry, _json(clean(text, grammar=False).to_dict()))])
    return out


def _json(record: object) -> str:
    import json

    return json.dumps(record)


def test_a_review_of_a_folder(out: Path) -> None:
    session = Session(Folder(out), Store(out.parent / "decisions.toml"))
    assert [article.name for article in session.articles] == ["bad.txt"]
    session.decide("bad.txt", 0, "reject", everywhere=True)
    assert [finished.trouble for finished in session.finish()] == [""]
    copy = (out / "bad.txt").read_text()
    assert copy.startswith("A first line , to mend.\nA second line , to mend too.")

    again = Session(Folder(out), Store(out.parent / "decisions.toml"))
    assert again.articles == session.articles, "what was proposed can still be seen and undecided"
    assert again.result("bad.txt").text == copy
    with Journal.open(out) as journal:
        record = journal.cleaned(Path("bad.txt"), SPOILED)
    assert record is not None
    assert record.text == copy


def test_what_changes_during_a_review_is_left_alone(article: Path) -> None:
    session = session_of(article)
    session.decide("a.txt", 0, "reject")
    article.write_text("Other words.")
    (finished,) = session.finish()
    assert "was changed since it was cleaned" in finished.trouble
    article.unlink()
    (finished,) = session.finish()
    assert "cannot be read: no such file" in finished.trouble
    assert not article.with_suffix(".clean.txt").exists()


def test_the_end_counts_what_others_decided(article: Path) -> None:
    session = session_of(article)
    session_of(article).decide("a.txt", 2, "reject")
    (finished,) = session.finish()
    assert finished.target is not None
    assert "was was long" in finished.target.read_text()
    session.place.write_text("damaged")
    with pytest.raises(BadDecisions):
        list(session.finish())


def test_a_journal_that_goes_during_a_review_is_told_of(out: Path) -> None:
    session = Session(Folder(out), Store(out.parent / "decisions.toml"))
    session.decide("bad.txt", 0, "reject")
    again = Session(Folder(out), Store(out.parent / "decisions.toml"))
    (out / ".copydesk").rename(out.parent / "gone")
    with pytest.raises(NoReview, match=r"the journal of .* is lost: .* clean"):
        again.article("bad.txt")
    (finished,) = session.finish()
    assert "the copy was written, but not noted in the journal" in finished.trouble
    assert (out / "bad.txt").read_text() == session.result("bad.txt").text


def test_a_copy_that_was_edited_by_hand_is_left_alone(out: Path) -> None:
    def finished() -> str:
        (finished,) = Session(Folder(out), Store(out.parent / "decisions.toml")).finish()
        return finished.trouble

    assert finished() == ""
    copy = (out / "bad.txt").read_text()
    (out / "bad.txt").write_text("Polished by hand.")
    assert "was edited since it was written" in finished()
    assert (out / "bad.txt").read_text() == "Polished by hand."
    (out / "bad.txt").unlink()
    assert finished() == ""
    assert (out / "bad.txt").read_text() == copy


def test_articles_are_read_only_where_something_was_decided(out: Path) -> None:
    """A folder may hold more texts than anybody wants to wait for."""
    (out.parent / "drafts" / "bad.txt").unlink()
    store = Store(out.parent / "decisions.toml")
    session = Session(Folder(out), store)
    (listed,) = session.articles
    assert session.progress(all=True) == Progress(0, listed.total)
    kind = next(iter(listed.kinds))
    store.change(add=[Decision(Content(*kind), "accept", everywhere=True)])
    with pytest.raises(NoReview):
        session.verdicts("bad.txt")


def test_an_article_that_was_changed_since_is_not_reviewed(out: Path) -> None:
    session = Session(Folder(out), Store(out.parent / "decisions.toml"))
    original = out.parent / "drafts" / "bad.txt"
    original.write_text("Other words.")
    with pytest.raises(NoReview, match=r"bad.txt is not as it was when it was cleaned; clean"):
        session.decide("bad.txt", 0, "reject")
    original.unlink()
    (finished,) = session.finish()
    assert "cannot be read" in finished.trouble
