"""Measure what LanguageTool's rules do on real machine translation and on clean text.

    python scripts/measure_grammar.py DATA [--sample N] [--languagetool-url URL]

DATA is a folder with ``aligned/*``, ``postedits``, ``clean-references`` and ``books`` as xz-packed
JSON lines: machine output (``google`` and ``microsoft``, or ``mt``) beside a human translation
(``ref``) or human post-edits of it (``pe``), and text that professionals wrote (``text``). Renews
the standings in ``policy.toml`` and the figures in ``docs/grammar.md``. An hour on two cores; where
the checker's answers are cached, minutes.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from copydesk import clean
from copydesk.document import Document
from copydesk.grammar import Checker, Match
from copydesk.grammar.findings import suggested
from copydesk.grammar.match import Rules
from copydesk.grammar.policy import POLICY, id_of, policy
from copydesk.text import Edit, Span

DOCS = Path(__file__).parents[1] / "docs" / "grammar.md"
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
LAST_WORD, FIRST_WORD = re.compile(r"\w*\W*\Z"), re.compile(r"\W*\w*")

Standing = list[int]
"""Hits in machine output, right, neutral and wrong ones of these, and hits in clean text."""


class Text(NamedTuple):
    kind: str
    text: str
    references: tuple[str, ...] = ()


class Counts:
    """How often each rule of LanguageTool spoke, by what the policy made of it."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.standings: dict[tuple[str, str, str], Standing] = defaultdict(lambda: [0] * 5)

    def add(self, text: Text, match: Match, fate: str, edit: Edit) -> None:
        standing = self.standings[match.rule, match.category, fate]
        if text.kind == "clean":
            standing[4] += 1
        else:
            standing[0] += 1
            standing[2 - judged(text, edit)] += 1

    def of(self, name: str, fate: str) -> Standing:
        """Return the standing of a rule, a pattern of rules or a category."""
        return [
            sum(column)
            for column in zip(
                [0] * 5,
                *(
                    standing
                    for (rule, category, made), standing in self.standings.items()
                    if made == fate and (fnmatchcase(rule, name) or name == f"category/{category}")
                ),
                strict=True,
            )
        ]


def judged(text: Text, edit: Edit) -> int:
    """Return 1 where a reference has what the edit writes, -1 where it has what stood there.

    Both with the words beside them; 0 where it has neither or both.
    """
    line = text.text.translate(PLAIN)
    before, after = line[: edit.span.start], line[edit.span.end :]
    left, right = LAST_WORD.findall(before)[0], FIRST_WORD.findall(after)[0]
    old = f"{left}{line[edit.span.start : edit.span.end]}{right}".strip()
    new = f"{left}{edit.text.translate(PLAIN)}{right}".strip()
    references = [reference.translate(PLAIN) for reference in text.references]
    return any(map(contains(new), references)) - any(map(contains(old), references))


def contains(words: str) -> Any:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def texts(data: Path, sample: int) -> Iterator[Text]:
    for name in ("clean-references", "books"):
        for row in rows(data / f"{name}.jsonl.xz"):
            yield Text("clean", row["text"])
    for row in rows(data / "postedits.jsonl.xz"):
        yield Text("machine", row["mt"], tuple(row["pe"]))
    for path in sorted((data / "aligned").glob("*.jsonl.xz")):
        for number, row in enumerate(rows(path)):
            if number % 24 < sample:
                for engine in ("google", "microsoft"):
                    if row.get(engine):
                        yield Text("machine", row[engine], (row["ref"],))


def measured(data: Path, sample: int, checker: Checker) -> Counts:
    counts = Counts()
    repaired = (t._replace(text=clean(t.text, grammar=False).text) for t in texts(data, sample))
    lines = (text for text in repaired if "\n" not in text.text)
    while batch := list(islice(lines, 200)):
        matches = checker.check("\n".join(text.text for text in batch), "en-US")
        start = 0
        for text in batch:
            end = start + len(text.text)
            own = [
                Match(Span(m.span.start - start, m.span.end - start), *_rest(m))
                for m in matches
                if start <= m.span.start and m.span.end <= end
            ]
            count(counts, text, own, checker)
            start = end + 1
    return counts


def _rest(match: Match) -> tuple[Any, ...]:
    return match.rule, match.message, match.replacements, match.category, match.kind


def count(counts: Counts, text: Text, found: list[Match], checker: Checker) -> None:
    counts.words[text.kind] += len(text.text.split())
    doc = Document(text.text)
    matches = suggested(found, doc, checker)
    for match in matches:
        if match.replacements and policy().silences(match):
            counts.add(text, match, "silent", Edit(match.span, match.replacements[0]))
    by_id = {id_of(match): match for match in matches}
    for fix in policy().fixes(matches, doc):
        counts.add(text, by_id[fix.rule], "act" if fix.sure else "show", fix.edits[0])


def with_standings(toml: str, counts: Counts) -> str:
    """Return the policy file's text with the standings renewed; nothing else is touched."""
    lines, rule, fate = [], "", ""
    for line in toml.splitlines():
        if m := re.match(r"\[act\.(\w+)\]", line):
            rule, fate = m[1], "act"
        elif line.startswith("["):
            fate = "silent" if "silent" in line else "show"
        if line.startswith("standing = "):
            line = f"standing = {counts.of(rule, 'act')}"
        elif m := re.match(r'(("?)([\w/*]+)\2 = )\[', line):
            line = f"{m[1]}{counts.of(m[3], fate)}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def figures(counts: Counts) -> str:
    """Return what ``docs/grammar.md`` says of the measured whole."""
    clean_words, machine_words = counts.words["clean"], counts.words["machine"]
    sums = {fate: counts_of(counts, fate) for fate in ("act", "show", "silent")}
    lines = [
        "| what the policy makes of it | hits in machine output | right | neutral | wrong "
        "| in 10,000 words of it | in 10,000 clean words |",
        "|---|---|---|---|---|---|---|",
    ]
    for fate, name in (("act", "made"), ("show", "suggested"), ("silent", "not shown")):
        hits, right, neutral, wrong, clean_hits = sums[fate]
        lines.append(
            f"| {name} | {hits:,} | {right:,} | {neutral:,} | {wrong:,} "
            f"| {1e4 * hits / machine_words:.2f} | {1e4 * clean_hits / clean_words:.2f} |"
        )
    note = (
        f"Measured on {machine_words:,} words of machine output and {clean_words:,} words that "
        "professionals wrote."
    )
    return "\n".join([note, "", *lines])


def counts_of(counts: Counts, fate: str) -> Standing:
    found = [s for (_, _, made), s in counts.standings.items() if made == fate]
    return [sum(column) for column in zip([0] * 5, *found, strict=True)]


def acting(toml: str) -> str:
    """Return the table of the rules that may act."""
    lines = [
        "| rule | hits | right | neutral | wrong | clean | why it may act |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule, entry in tomllib.loads(toml)["act"].items():
        standing = " | ".join(map(str, entry["standing"]))
        lines.append(f"| `{rule}` | {standing} | {entry['why']} |")
    return "\n".join(lines)


def with_section(page: str, name: str, content: str) -> str:
    """Return the page with what stands between two comments of that name replaced."""
    return re.sub(
        rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)",
        lambda m: f"{m[1]}{content}{m[2]}",
        page,
        flags=re.DOTALL,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=10, help="of 24 aligned rows, how many")
    parser.add_argument("--languagetool-url")
    asked = parser.parse_args()
    with Checker(asked.languagetool_url, rules=Rules()) as checker:  # also those that are silent
        counts = measured(asked.data, asked.sample, checker)
    toml = with_standings(POLICY.read_text("utf-8"), counts)
    POLICY.write_text(toml, "utf-8")
    page = with_section(DOCS.read_text("utf-8"), "figures", figures(counts))
    DOCS.write_text(with_section(page, "acting", acting(toml)), "utf-8")
    for (rule, category, fate), standing in sorted(
        counts.standings.items(), key=lambda item: -item[1][4]
    ):
        print(f"{rule:45} {category:20} {fate:7}", *(f"{n:6}" for n in standing))


if __name__ == "__main__":
    main()
