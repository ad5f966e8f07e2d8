"""What the tests of reviews share: texts, their findings, and decisions about them."""

from __future__ import annotations

from hypothesis import strategies as st

from copydesk.pipeline import Cleaned
from copydesk.review.decisions import VERDICTS, Decision
from copydesk.review.findings import Finding
from copydesk.revision import Fix, Revision
from copydesk.text import Edit, Span

WORDS = st.text("ab ,.“é\n", max_size=6)


@st.composite
def cleaned_texts(draw: st.DrawFn) -> Cleaned:
    """A text with changes of one or two edits, and suggestions, some on top of changes."""
    text = draw(st.text("abc ,.“\n", min_size=1, max_size=40))
    revision = Revision(text).then(draw(_fixes(text, "quotes/doubled")))
    suggestions = revision.proposed(draw(_fixes(revision.text, "grammar/an")))
    return Cleaned(revision, suggestions)


@st.composite
def _fixes(draw: st.DrawFn, text: str, rule: str) -> list[Fix]:
    fixes = []
    for _ in range(draw(st.integers(0, 5))):
        at = sorted(
            draw(st.integers(0, len(text))) for _ in range(draw(st.sampled_from([2, 2, 4])))
        )
        spans = [Span(*at[:2])] + ([Span(*at[2:])] if at[2:] and at[1] < at[2] else [])
        fixes.append(
            Fix(tuple(Edit(s, draw(st.text("xy ,", max_size=2))) for s in spans), rule=rule)
        )
    return fixes


def decisions_on(findings: tuple[Finding, ...]) -> st.SearchStrategy[list[Decision]]:
    """Some decisions about some findings."""
    if not findings:
        return st.just([])
    return st.lists(
        st.builds(
            _decision, st.sampled_from(findings), st.sampled_from(VERDICTS), WORDS, st.booleans()
        ),
        max_size=6,
    )


def _decision(finding: Finding, verdict: str, text: str, everywhere: bool) -> Decision:
    own = text if verdict == "edit" else ""
    return Decision.on(finding, verdict, own, everywhere=everywhere)  # type: ignore[arg-type]


def said(original: str, *made: tuple[str, str], unsure: tuple[str, str] | None = None) -> Cleaned:
    """The text with words replaced, each by others, and a suggestion to replace some more."""
    revision = Revision(original).then(_replaced(original, *words) for words in made)
    suggested = [_replaced(revision.text, *unsure)] if unsure else []
    return Cleaned(revision, revision.proposed(suggested))


def _replaced(text: str, old: str, new: str) -> Fix:
    at = text.index(old)
    return Fix.replace(at, at + len(old), new, "because")
