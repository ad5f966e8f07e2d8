"""A second run changes nothing, whatever stands beside a line end that reads as a space."""

from itertools import product

import pytest

from copydesk.batch.task import Cleaner, Setting

UNSEEN = [
    "",
    "\u200b",
    "\ufeff ",
    " \u200b",
    "\u00a0",
    "\u200b\u00a0",
    "\u200e\u200d\u3000",
    "\t\u200e",
]
TIME = "1\n00:00:01,000 --> 00:00:02,000\n"
CUE = TIME + "They left the house{0}\n{1}and came back{1}\n{0},at six.\n"
PAGES = {
    "a.srt": CUE,
    "a.vtt": f"WEBVTT\n\n{CUE.replace(',000', '.000')}",
    "a.md": "- They left{0}\n  {1}the *house{1}*\n  {0} ,at six.\n",
    "a.html": "<p>They left{0}\n{1}the <i>house{1}</i>\n{0} ,at<br>{1}\nsix.",
    "b.srt": f"{TIME}“They left the house!{{0}}\n\n{TIME}{{1}}“ back at six.\n",
    "b.html": "<p>{0} “ of the house, he said.</p><p>“ Go” is what he said “{1}</p>",
    "b.md": "{0} “ of the house, he said.\n\n“ Go” is what he said “ {1}\n",
    "a.txt": "They left the house{0}\n{1}at six{0}\n\n{1}The end.\n",
}


def cleaned(data: bytes, name: str) -> bytes:
    cleaner = Cleaner(Setting(grammar="off"))
    file, found = cleaner.cleaned(data, name)
    return cleaner.setting.encoded(file, found)


@pytest.mark.parametrize("name", PAGES)
def test_a_second_run_changes_nothing(name: str) -> None:
    for before, after in product(UNSEEN, UNSEEN):
        once = cleaned(PAGES[name].format(before, after).encode(), name)
        assert cleaned(once, name) == once, (before, after)


def test_what_cannot_be_seen_goes_and_the_line_end_stays() -> None:
    cue = CUE.partition("{1}\n")[0]
    assert cleaned(cue.format("\u00a0", "\u200b ").encode(), "a.srt").decode() == cue.format("", "")
