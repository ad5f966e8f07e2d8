"""Edits in whole words."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from copydesk.text import Edit, Span, apply, in_words

TEXT = "A cafe's déjà-vu , 40 000 times; don't."
EDITS = st.builds(
    lambda start, length, text: Edit(Span(start, min(start + length, len(TEXT))), text),
    st.integers(0, len(TEXT)),
    st.integers(0, 6),
    st.text("ab’ ,", max_size=4),
)


@given(st.lists(EDITS, max_size=5))
def test_whole_words_say_the_same(edits: list[Edit]) -> None:
    apart: list[Edit] = []
    for edit in edits:
        if not any(edit.span.touches(other.span) for other in apart):
            apart.append(edit)
    whole = in_words(apart, TEXT)
    assert apply(TEXT, whole) == apply(TEXT, apart)
    assert all(not a.span.touches(b.span) for a, b in pairwise(whole))


@given(EDITS)
def test_an_edit_of_letters_cuts_into_no_word(edit: Edit) -> None:
    """Neither into one that stood there nor into one that comes to stand there."""
    core = edit.trimmed(TEXT)
    (whole,) = in_words([edit], TEXT)
    if any(map(str.isalnum, TEXT[core.span.start : core.span.end] + core.text)):
        left, right = TEXT[: whole.span.start], TEXT[whole.span.end :]
        for words in (TEXT[whole.span.start : whole.span.end], whole.text):
            assert not _is_within_word(left, words + right)
            assert not _is_within_word(left + words, right)
    else:
        assert whole == edit


def _is_within_word(left: str, right: str) -> bool:
    return left[-1:].isalnum() and right[:1].isalnum()


def test_two_edits_of_one_word_stay_apart() -> None:
    both = [Edit(Span(10, 11), "e"), Edit(Span(12, 13), "a")]
    assert in_words(both, TEXT) == both
    assert in_words(both[:1], TEXT) == [Edit(Span(9, 13), "dejà")]
