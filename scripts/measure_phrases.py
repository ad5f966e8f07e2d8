"""Measure each phrase on real machine translation and on clean text; write down its standing.

    python scripts/measure_phrases.py DATA
    python scripts/measure_phrases.py DATA --only phrases/fr --examples 3
    python scripts/measure_phrases.py DATA --file own.toml --language fr --examples 3

DATA is a folder of xz-packed JSON lines: ``aligned/LANGUAGE.*.jsonl.xz`` with ``src``, ``google``,
``microsoft`` and ``ref``, ``clean-references.jsonl.xz`` and ``books.jsonl.xz`` with ``text``. The
first form writes the figures to ``src/copydesk/phrases/standing.toml`` and ``docs/phrases.md``; the
others print those of some phrases, with examples, and write nothing.

Where the figures contradict a standing this is printed, and the exit code is 1: an applied phrase
that clean text has, one that is suggested though clean text has it as often as machine output
(a single hit is no figure: clean text has slips too), and one that is suggested whatever the
language though people write it half as often as machines. What only makes a standing doubtful is
printed as well. Needs sacrebleu.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from copydesk.phrases import FIGURES, Phrase, load, shipped
from copydesk.phrases.checks import checked
from copydesk.phrases.lexicon import Hit, Lexicon
from copydesk.text import apply

ROOT = Path(__file__).parents[1]
STANDING = ROOT / "src" / "copydesk" / "phrases" / "standing.toml"
DOCS = ROOT / "docs" / "phrases.md"
ENGINES = ("google", "microsoft")
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "\u00a0": " "})
NAMES = {
    "any": "any language, and spun text",
    "ar": "Arabic",
    "cs": "Czech",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


@dataclass
class Measured:
    """What was counted: the figures of each phrase, words of each kind of text, some examples."""

    figures: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    words: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def written(cls) -> Measured:
        """What was counted the last time."""
        known = tomllib.loads(STANDING.read_text("utf-8"))
        measured = cls(words=Counter(known["words"]))
        for id, counted in known["phrases"].items():
            measured.figures[id] = Counter(counted)
        return measured

    def per_million(self, id: str, kind: str, texts: Iterable[str]) -> float:
        """Return how often a phrase is in a million words; 0 where there are none."""
        words = sum(self.words[text] for text in texts)
        return 1e6 * self.figures[id][kind] / words if words else 0


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def on_machine_output(
    measured: Measured, lexicon: Lexicon, data: Path, languages: set[str]
) -> None:
    """Count in machine output and its references; from all languages where there are none given."""
    for path in sorted((data / "aligned").glob("*.jsonl.xz")):
        language = path.name.partition(".")[0]
        if languages and language not in languages:
            continue
        for row in rows(path):
            on_reference(measured, lexicon, row["ref"])
            for engine in ENGINES:
                on_line(measured, lexicon, row, row[engine], language)


def on_line(
    measured: Measured, lexicon: Lexicon, row: dict[str, Any], text: str, language: str
) -> None:
    length = len(text.split())
    measured.words[language] += length
    measured.words["any"] += length
    for hit in lexicon.found(text):
        phrase = hit.phrase
        figures = measured.figures[phrase.id]
        if not phrase.comes_from(language):
            figures["elsewhere"] += 1
            continue
        figures["machine"] += 1
        if phrase.cause_regex is not None:
            figures["caused"] += phrase.cause_regex.search(row["src"]) is not None
        if row["ref"]:
            figures["judged"] += 1
            figures["otherwise"] += not Lexicon([phrase]).found(row["ref"])
            figures[judged(text, hit, row["ref"])] += 1
        measured.examples[phrase.id].append(
            f"src {row['src']}\n  mt  {marked(text, hit)}\n  ref {row['ref']}"
        )


@cache
def chrf() -> Any:
    from sacrebleu.metrics import CHRF  # not needed to read what was written

    return CHRF()


def judged(text: str, hit: Hit, reference: str) -> str:
    """Return whether the fix brings a line closer to its reference (chrF)."""
    ref = [reference.translate(PLAIN)]
    before, after = (
        chrf().sentence_score(line.translate(PLAIN), ref).score
        for line in (text, apply(text, hit.edits))
    )
    return "closer" if after > before + 0.01 else "further" if after < before - 0.01 else "same"


def on_reference(measured: Measured, lexicon: Lexicon, text: str) -> None:
    measured.words["human"] += len(text.split())
    for hit in lexicon.found(text):
        measured.figures[hit.phrase.id]["human"] += 1


def on_clean_text(measured: Measured, lexicon: Lexicon, texts: Iterable[str]) -> None:
    for text in texts:
        measured.words["clean"] += len(text.split())
        for hit in lexicon.found(text):
            measured.figures[hit.phrase.id]["clean"] += 1
            measured.examples[hit.phrase.id].insert(0, f"CLEAN {marked(text, hit)}")


def marked(text: str, hit: Hit) -> str:
    around = text[max(0, hit.start - 150) : hit.start], text[hit.end : hit.end + 150]
    return f"{around[0]}[{text[hit.start : hit.end]}]{around[1]}".replace("\n", " ")


def contradictions(measured: Measured, phrases: Iterable[Phrase]) -> Iterator[str]:
    """Yield where a standing is not what the figures allow."""
    for phrase in phrases:
        figures = measured.figures[phrase.id]
        on_clean = measured.per_million(phrase.id, "clean", ["clean"])
        languages = phrase.languages.split("|") if phrase.languages else [phrase.pack]
        on_machine = measured.per_million(phrase.id, "machine", languages)
        if phrase.is_sure and figures["clean"]:
            yield f"{phrase.id}: applied, and clean text has it {figures['clean']} times"
        elif phrase.standing_in("") == "suggested" and not phrase.is_sure and is_common(figures):
            yield f"{phrase.id}: suggested whatever the language, and people have it too often"
        elif figures["clean"] > 1 and on_clean >= on_machine:
            yield (
                f"{phrase.id}: suggested, and in a million words clean text has it "
                f"{on_clean:.1f} times, machine output {on_machine:.1f}"
            )


def is_common(figures: Mapping[str, int]) -> bool:
    """Whether people write a phrase so often that it says little where the language is not known.

    Machine output is twice as many words as what people wrote, so machines have the others twice
    as often at least. Once or twice is chance.
    """
    by_people = figures["human"] + figures["clean"]
    return by_people > 2 and figures["machine"] + figures["elsewhere"] < 4 * by_people


def doubts(measured: Measured, phrases: Iterable[Phrase]) -> Iterator[str]:
    """Yield what makes a standing doubtful, though it does not contradict it."""
    for phrase in phrases:
        n = measured.figures[phrase.id]
        if n["further"] > n["closer"]:
            yield f"{phrase.id}: {n['closer']} fixes bring a line closer, {n['further']} further"
        if phrase.is_sure and n["human"]:
            yield f"{phrase.id}: applied, and human translations have it {n['human']} times"
        if phrase.is_sure and not phrase.needs_language and n["elsewhere"] > n["machine"]:
            yield f"{phrase.id}: more often from other languages ({n['elsewhere']})"


def as_toml(measured: Measured, phrases: Iterable[Phrase]) -> str:
    lines = [
        "# Made by scripts/measure_phrases.py: what was counted of each phrase.",
        "",
        "[words]",
    ]
    lines += [f"{kind} = {count}" for kind, count in sorted(measured.words.items())]
    lines += ["", "[phrases]"]
    for phrase in phrases:
        counted = measured.figures[phrase.id]
        cells = ", ".join(f"{key} = {counted[key]}" for key in FIGURES if counted[key])
        lines.append(f'"{phrase.id}" = {{ {cells} }}' if cells else f'"{phrase.id}" = {{}}')
    return "\n".join(lines) + "\n"


def page(measured: Measured, phrases: tuple[Phrase, ...]) -> str:
    sure = sum(phrase.is_sure for phrase in phrases)
    words = measured.words
    lines = [
        "# Every phrase, and how it stands",
        "",
        "Made by `scripts/measure_phrases.py`; `copydesk explain phrases/…` shows examples.",
        f"{len(phrases)} phrases of {len({p.pack for p in phrases})} packs: {sure} are applied, "
        f"{len(phrases) - sure} suggested.",
        "",
        "*Machine*: hits in what two engines made of texts in the phrase's language.",
        "*Caused*: those of them whose source has the cause; a dash where that cannot be told.",
        "*Otherwise*: those whose human translation does not have the phrase, out of those that",
        "have one. *Closer*, *further*: what the fix does to the distance from it (chrF).",
        f"*Elsewhere*: hits in output from other languages. *Human*: hits in {words['human']:,}",
        f"words of those human translations. *Clean*: hits in {words['clean']:,} words of other",
        "professional text. A phrase that was never seen stands on its reason alone.",
        "*With the language*: in texts from another language, or where it is not given, the phrase",
        "stands a step lower: suggested in place of applied, not looked for in place of suggested.",
    ]
    for pack in dict.fromkeys(phrase.pack for phrase in phrases):
        name = NAMES.get(pack, pack)
        lines += ["", f"## {pack}: {name}", "", f"Machine output: {words[pack]:,} words."]
        for standing in ("applied", "suggested"):
            lines += table(
                measured, [p for p in phrases if (p.pack, p.standing) == (pack, standing)]
            )
    return "\n".join(lines) + "\n"


def table(measured: Measured, phrases: list[Phrase]) -> Iterator[str]:
    if not phrases:
        return
    yield from ("", f"**{phrases[0].standing.capitalize()}**", "")
    yield (
        "| phrase | instead | cause | machine | caused | otherwise | closer | further "
        "| elsewhere | human | clean |"
    )
    yield "|---|---|---|" + "---:|" * 8
    for phrase in phrases:
        n = measured.figures[phrase.id]
        cells = [
            f"`{phrase.name}`: {cell(phrase.pattern)}",
            "; ".join(map(cell, phrase.replacements))
            + " *(with the language)*" * phrase.needs_language,
            cell(phrase.cause).strip("`") + f" ({phrase.languages})" * bool(phrase.languages),
            str(n["machine"]),
            str(n["caused"]) if phrase.source else "–",
            f"{n['otherwise']}/{n['judged']}",
            *(str(n[key]) for key in ("closer", "further", "elsewhere", "human", "clean")),
        ]
        yield f"| {' | '.join(cells)} |"


def cell(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def show(measured: Measured, phrase: Phrase, examples: int) -> None:
    figures = measured.figures[phrase.id]
    print(f"\n{phrase.id} ({phrase.standing}): {phrase.pattern} → {'; '.join(phrase.replacements)}")
    print("  " + ", ".join(f"{key} {figures[key]}" for key in FIGURES))
    found = measured.examples[phrase.id]
    step = max(1, len(found) // examples) if examples else 1
    clean = [text for text in found if text.startswith("CLEAN")]
    for example in [*clean[:examples], *found[len(clean) :: step][:examples]]:
        print(f"  {example}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", help="the id of a phrase, or of a pack")
    parser.add_argument("--file", type=Path, help="measure the phrases of this file instead")
    parser.add_argument("--language", default="any", help="the language of the file's phrases")
    parser.add_argument("--examples", type=int, default=0, help="how many of each kind to print")
    args = parser.parse_args()

    if args.file:
        phrases = checked(args.file.read_text("utf-8"), args.language, str(args.file))
    else:
        phrases = tuple(phrase for pack in shipped() for phrase in load(pack))
    if args.only:
        phrases = tuple(p for p in phrases if f"{p.id}/".startswith(f"{args.only}/"))
    some = bool(args.only or args.file)
    packs = {phrase.pack for phrase in phrases}

    measured = Measured()
    lexicon = Lexicon(phrases)
    on_machine_output(measured, lexicon, args.data, packs if some and "any" not in packs else set())
    for name in ("clean-references", "books"):
        texts = (row["text"] for row in rows(args.data / f"{name}.jsonl.xz"))
        on_clean_text(measured, lexicon, texts)
    if some:
        for phrase in phrases:
            show(measured, phrase, args.examples)
    else:
        STANDING.write_text(as_toml(measured, phrases), encoding="utf-8")
        DOCS.write_text(page(measured, phrases), encoding="utf-8")
    print()
    for doubt in doubts(measured, phrases):
        print(f"doubtful: {doubt}")
    wrong = list(contradictions(measured, phrases))
    for contradiction in wrong:
        print(f"wrong: {contradiction}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
