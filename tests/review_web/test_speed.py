"""Long articles and many findings. The limits are ten times what an idle machine needs."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from .conftest import Texts, Window, marked, served

Open = Callable[[str], Window]


def test_five_thousand_findings_in_a_megabyte(texts: Texts, window: Open) -> None:
    sentence = "The [-the -]ferry number {} left late, (-as-)(+like+) it did on all days. "
    filler = "Nobody on the quay had waited for it, and nobody was surprised. "
    texts.add("long.txt", marked("\n".join(sentence.format(n) + filler * 5 for n in range(2500))))
    assert len(texts.articles["long.txt"].cleaned.original) > 950_000
    with served(texts.session()) as address:
        window(address).page.close()  # the first visit pays for starting what serves it
        start = perf_counter()
        page = window(address)
        opening = perf_counter() - start
        assert page.progress == "0 of 5,000 decided"
        durations = []
        for key in "ynyyjnyyny":
            start = perf_counter()
            page.press(key)
            durations.append(perf_counter() - start)
        assert page.progress == "9 of 5,000 decided"
        start = perf_counter()
        page.type("ay")
        everywhere = perf_counter() - start
        figures = opening, sorted(durations)[5], everywhere
        print("opened in {:.2f} s, decided in {:.3f} s, everywhere in {:.2f} s".format(*figures))
        assert opening < 20
        assert sorted(durations)[5] < 1
