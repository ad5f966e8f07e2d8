"""The name lock, on sentences as news has them."""

import pytest

from copydesk.document import Document
from copydesk.names import locked_names
from copydesk.options import Options
from copydesk.text import Span


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("In Brno the mayor met Jana Hlaváčová.", {"Brno", "Jana", "Hlaváčová"}),
        ("The NATO base got an F-16 and two T24s.", {"NATO", "F-16", "T24s", "F"}),
        ("She works for eBay and McDougall, not for IBM.", {"eBay", "McDougall", "IBM"}),
        ("Eleanor Marsh resigned.", {"Eleanor", "Marsh"}),
        ("Kadir said no. Kadir’s brother agreed.", {"Kadir"}),
        ("They met in the Nagorno-Karabakh region.", {"Nagorno-Karabakh", "Nagorno", "Karabakh"}),
        ("A man called O’Brien, of Łódź, won.", {"O", "Brien", "Łódź"}),
    ],
)
def test_names_are_locked(text: str, names: set[str]) -> None:
    assert locked_names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The dam held. Nobody was hurt. However, the road is closed.",
        "Farmers wait. The rain spares the farmers. Farmers hope.",
        "He said I could go, and I went.",
        "“Rain,” she said. “Nothing but rain.”",
        "",
    ],
)
def test_words_with_a_capital_for_their_place_are_not(text: str) -> None:
    assert locked_names(text) == frozenset()


def test_a_compound_in_small_letters_is_no_name() -> None:
    assert not locked_names("They spoke of self-government and of well-being.")


@pytest.mark.parametrize(
    ("text", "word", "locked"),
    [
        ("She ordered *soupe du jour* and left.", "soupe", True),
        ("She ordered _soupe du jour_ and left.", "jour", True),
        ("She ordered <i>soupe</i> and left.", "soupe", True),
        ("She ordered “soupe du jour” and left.", "du", True),
        ("She ordered soupe and 2*3*4 rolls.", "soupe", False),
        ("* one soupe\n* two rolls", "soupe", False),
        ("Mr van der Elst and the van at the door", "van der", True),
        ("Mr van der Elst and the van at the door", "van at", False),
        ("The Bus Station Players went to the bus station", "Bus Station Players", True),
        ("The Bus Station Players went to the bus station", "bus station", False),
    ],
)
def test_words_that_are_not_ours_to_change(text: str, word: str, locked: bool) -> None:
    doc = Document(text, Options(names=frozenset({"van der Elst", "Bus Station Players"})))
    start = text.index(word)
    assert doc.is_locked(Span(start, start + len(word))) is locked
