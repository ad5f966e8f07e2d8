"""What language a source is in."""

import pytest

from copydesk.source.language import guessed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Brücke ist seit dem Morgen gesperrt."),
        ("ja", "橋は閉鎖された。"),
        ("zh", "大桥已关闭。"),
        ("ru", "Мост закрыт. Рыбаки ждут."),
        ("uk", "Міст закрито. Рибалки чекають."),
        ("be", "Мост зачынены. Рыбакі ўжо чакаюць."),
        ("sr", "Мост је затворен. Људи чекају."),
        (None, "Москва"),
        (None, "Ostrava 1936"),
        (None, ""),
    ],
)
def test_it_is_told_by_script_words_or_letters(language: str | None, text: str) -> None:
    assert guessed(text) == language
