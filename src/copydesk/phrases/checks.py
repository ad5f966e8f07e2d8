"""What is asked of a file of phrases before it is used: types, syntax, and its own examples."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from math import prod
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the only reader of such expressions there is
from typing import Any

from copydesk.document import Document
from copydesk.files import each_once
from copydesk.phrases import FOLDER, STANDINGS, Anchored, Phrase, phrase, shipped
from copydesk.phrases.index import Index
from copydesk.phrases.lexicon import Hit, Lexicon
from copydesk.phrases.pattern import BadPattern
from copydesk.toml import BadToml, parsed

_LARGEST = 4_000_000  # bytes of a file
_MOST_SAMPLES = 300
_MOST_WAYS = 1_000  # of an expression for a cause; the shipped ones have 540 at most
_SHORT = 3  # times that a part may come again and is not counted as a repeat
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_NONE: Anchored = {}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGES = re.compile(r"[a-z]{2,3}(\|[a-z]{2,3})*")
_LOWER_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*(\|[^\W_]+(?:['’-][^\W_]+)*)*")


class BadPhrases(ValueError):
    """A file of phrases that cannot be used; says the file, the line and why."""


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\n" not in value


def _is_pairs(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= 2
        and all(isinstance(pair, list) and len(pair) == 2 for pair in value)
        and all(_is_text(text) for pair in value for text in pair)
    )


def _is_texts(value: object) -> bool:
    return _is_text(value) or (
        isinstance(value, list) and bool(value) and all(map(_is_text, value))
    )


def _is_words(value: object) -> bool:
    return isinstance(value, str) and _LOWER_WORDS.fullmatch(value) is not None


NEEDED: dict[str, tuple[Callable[[object], bool], str]] = {
    "pattern": (_is_text, "a text on one line"),
    "replace": (_is_texts, "a text or a list of texts"),
    "cause": (_is_text, "a text on one line"),
    "reason": (_is_text, "a text on one line"),
    "standing": (lambda value: value in STANDINGS, " or ".join(STANDINGS)),
    "repairs": (_is_pairs, "two or more pairs of texts"),
    "leaves": (_is_pairs, "two or more pairs of a text and why it is left alone"),
}
OPTIONAL: dict[str, tuple[Callable[[object], bool], str]] = {
    "source": (_is_text, "a regular expression"),
    "not_after": (_is_words, "words, with | between them"),
    "not_before": (_is_words, "words, with | between them"),
    "languages": (
        lambda value: isinstance(value, str) and _LANGUAGES.fullmatch(value) is not None,
        "codes of languages, with | between them",
    ),
    "needs_language": (lambda value: isinstance(value, bool), "true or false"),
}


def read(path: Path, others: Iterable[Phrase] = (), index: Anchored = _NONE) -> tuple[Phrase, ...]:
    """Return the phrases of a user's file; its name without ``.toml`` is that of the pack.

    ``others``, and those of ``index``, are phrases that are looked for as well: the file may not
    say one of them again, nor write what one of them changes.

    Raises BadPhrases, and OSError where the file cannot be read.
    """
    return checked(_text(path), _pack(path), str(path), others, index)


def _pack(path: Path) -> str:
    """Return what a user's file is called as a pack. Raises BadPhrases."""
    name = path.stem.lower()
    if not _ID.fullmatch(name):
        raise BadPhrases(f"{path}: its name has to be of letters, figures and hyphens")
    if name in shipped():
        raise BadPhrases(f"{path}: copydesk has phrases of that name itself; rename the file")
    return name


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise BadPhrases(f"{path}: larger than {_LARGEST:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadPhrases(f"{path}:{line}: not UTF-8") from None


def checked(
    text: str, pack: str, file: str, others: Iterable[Phrase] = (), index: Anchored = _NONE
) -> tuple[Phrase, ...]:
    """Return the phrases that ``text`` describes; the rest is as in `read`."""
    for problem in problems(text, pack, others, index):
        raise BadPhrases(_said(problem, file))
    return tuple(phrase(pack, name, table) for name, table in parsed(text).items())


Problem = tuple[str, int, str]
"""The id of an entry, a line of the file and what is wrong there."""


def _said(problem: Problem, file: str) -> str:
    entry, line, what = problem
    return f"{file}:{line}: {f'{entry}: ' if entry else ''}{what}"


def problems(
    text: str, pack: str, others: Iterable[Phrase] = (), index: Anchored = _NONE
) -> Iterator[Problem]:
    """Yield what is wrong with a file; ``others`` are phrases that it must get along with.

    So are those of ``index``.
    """
    try:
        tables = parsed(text)
    except BadToml as error:
        yield "", error.line, str(error)
        return
    good: list[Phrase] = []
    for name, table in tables.items():
        wrong = False
        for key, problem in _problems(name, table, pack):
            wrong = True
            yield name, _line(text, name, key), problem
        if not wrong:
            good.append(phrase(pack, name, table))
    for found, key, problem in _problems_together(good, tuple(others), index):
        yield found.name, _line(text, found.name, key), problem


def _line(text: str, name: str, key: str) -> int:
    """Return the line of a key of an entry, or of the entry."""
    head = re.search(rf"^\s*\[\s*[\"']?{re.escape(name)}[\"']?\s*\]", text, re.MULTILINE)
    if not head:
        return 1
    body = re.compile(rf"^\s*(?:{re.escape(key)}\s*=|(\[[^\[\],]*\]\s*$))", re.MULTILINE)
    found = body.search(text, head.end()) if key else None
    at = found.end() if found and not found[1] else head.end()
    return text.count("\n", 0, at) + 1


def _problems(name: str, table: object, pack: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with one entry by itself: the key and why."""
    if not _ID.fullmatch(name):
        yield "", "an id is of small letters, figures and hyphens"
    if not isinstance(table, dict):
        yield "", "not a table; a file of phrases holds [tables] alone"
        return
    kinds = NEEDED | OPTIONAL
    for key in table.keys() - kinds.keys():
        yield key, f"there is no key “{key}”; there are {', '.join(kinds)}"
    for key in NEEDED.keys() - table.keys():
        yield "", f"“{key}” is missing"
    wrong = [
        (key, kinds[key][1]) for key in table.keys() & kinds.keys() if not kinds[key][0](table[key])
    ]
    for key, kind in wrong:
        yield key, f"“{key}” has to be {kind}"
    if not wrong and NEEDED.keys() <= table.keys() <= kinds.keys():
        yield from _problems_of_syntax(phrase(pack, name, table))


def _problems_of_syntax(entry: Phrase) -> Iterator[tuple[str, str]]:
    try:
        _ = entry.parsed.regex, entry.anchors
    except BadPattern as error:
        yield "pattern", str(error)
        return
    try:
        _ = entry.written
    except BadPattern as error:
        yield "replace", str(error)
        return
    if entry.source:
        for problem in _problems_of_regex(entry.source):
            yield "source", problem
    yield from _problems_of_examples(entry)


def _problems_of_regex(source: str) -> Iterator[str]:
    """Yield why an expression is no good, or could take time without end."""
    try:
        re.compile(source, re.IGNORECASE)
        parts = _parser.parse(source)
        repeats, ways = _repeats(parts, inside=False), _ways(parts)
    except (re.error, RecursionError, OverflowError) as error:
        yield f"not a regular expression: {error}"
        return
    if repeats > 4:
        yield "it could backtrack without end: repeats or choices within repeats, or more than four"
    elif ways > _MOST_WAYS:
        yield f"it can match in more than {_MOST_WAYS:,} ways"


def _repeats(parsed: Any, *, inside: bool) -> int:
    """Count what repeats without a small bound; one within another counts as very many."""
    count = 0
    for op, value in parsed:
        name = str(op)
        if name in _REPEATS:
            repeats = value[1] > _SHORT
            count += repeats * (99 if inside else 1)
            count += _repeats(value[2], inside=inside or repeats)
        elif name == "BRANCH":
            count += max(_repeats(part, inside=inside) for part in value[1])
            count += 99 * inside  # its ways may match the same
        else:
            for part in _subpatterns(value):
                count += _repeats(part, inside=inside)
    return count


def _ways(parsed: Any) -> int:
    """Count how its choices and short repeats can be taken together; `_repeats` counts the rest.

    More than the limit is one more.
    """
    ways = 1
    for op, value in parsed:
        name = str(op)
        if name in _REPEATS:
            least, most, body = value
            once = _ways(body)
            ways *= once if most > _SHORT else sum(once**n for n in range(least, most + 1))
        elif name == "BRANCH":
            ways *= sum(map(_ways, value[1]))
        else:
            ways *= prod(map(_ways, _subpatterns(value)))
        ways = min(ways, _MOST_WAYS + 1)
    return ways


def _subpatterns(value: Any) -> Iterator[Any]:
    if isinstance(value, _parser.SubPattern):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _subpatterns(part)


def _problems_of_examples(entry: Phrase) -> Iterator[tuple[str, str]]:
    lexicon = Lexicon([entry])
    for before, after in entry.repairs:
        hits = lexicon.found(before)
        if not hits:
            yield "repairs", f"finds nothing in its example “{before}”"
        elif (got := lexicon.replaced(before)) != after:
            yield "repairs", f"makes “{got}” of its example “{before}”"
        elif len(hits) > 1 and not entry.is_sure:
            yield "repairs", f"its example holds the phrase more than once: “{before}”"
        elif entry.is_sure and (kept := _kept(before, hits)):
            yield (
                "standing",
                f"only a suggestion may change “{kept}”: a name, a number or a quotation",
            )
    for text, _ in entry.leaves:
        if hits := lexicon.found(text):
            found = text[hits[0].start : hits[0].end]
            yield "leaves", f"finds “{found}” in “{text}”, which it should leave"


def _kept(text: str, hits: Iterable[Hit]) -> str:
    """Return what of ``text`` the hits change though no rule may; nothing if all is well."""
    doc = Document(text)
    for edit in (edit for hit in hits for edit in hit.edits):
        old = text[edit.span.start : edit.span.end]
        if doc.is_locked(edit.span) or re.findall(r"\d", old) != re.findall(r"\d", edit.text):
            return old or edit.text
    return ""


def _problems_together(
    entries: Iterable[Phrase], others: tuple[Phrase, ...], index: Anchored
) -> Iterator[tuple[Phrase, str, str]]:
    """Yield where entries get into the way of each other, or of the rest: the entry, its key and
    why. Two may find the same words where they write different ones: the first wins.
    """
    entries = tuple(entries)
    lexicon = Lexicon((*entries, *others), index)
    ids = {phrase.id for phrase in others}
    later = {phrase.id for phrase in entries}
    for entry in entries:
        if entry.id in ids:
            yield entry, "", f"another file has an entry “{entry.id}”"
        again = _said_by(entry, lexicon) - later
        later.discard(entry.id)
        if again:
            yield entry, "pattern", f"the same phrase as “{_short(min(again), entry)}”"
        for before, after, finder in islice(_found_again(entry, lexicon), 1):
            by = "itself" if finder is entry else f"“{_short(finder.id, entry)}”"
            yield entry, "replace", f"of “{before}” it makes “{after}”, which {by} finds again"


def _short(id: str, beside: Phrase) -> str:
    """Return an id as the file of ``beside`` has it."""
    return id.removeprefix(f"phrases/{beside.pack}/")


def _said_by(entry: Phrase, lexicon: Lexicon) -> set[str]:
    """Return the ids of the phrases that mend all examples of an entry in the same way."""
    alone = Lexicon([entry])
    mended_by = [
        {hit.phrase.id for hit in lexicon.found(before) if hit.edits == mine.edits}
        for before, _ in entry.repairs
        for mine in alone.found(before)
    ]
    return set.intersection(*mended_by)


def _found_again(entry: Phrase, lexicon: Lexicon) -> Iterator[tuple[str, str, Phrase]]:
    alone = Lexicon([entry])
    samples = [f"Now and then {text}." for text in entry.parsed.samples()[:_MOST_SAMPLES]]
    for before in (*(before for before, _ in entry.repairs), *samples):
        for hit in alone.found(before)[:1]:
            after = alone.replaced(before)
            known = {found.phrase.id for found in lexicon.found(before)} - {entry.id}
            for found in lexicon.found(after):
                if found.phrase.id not in known and found.end > hit.start:
                    yield before, after, found.phrase


def in_file(path: Path) -> list[str]:
    """Return all that is wrong with a file, a line each, beside the phrases of the other packs that
    are applied: for a shipped pack those that are in every text, for one of a user also those that
    are where the language is known.

    Raises OSError where it cannot be read.
    """
    is_shipped = path.resolve().parent == FOLDER.resolve()
    try:
        pack, text = path.stem if is_shipped else _pack(path), _text(path)
    except BadPhrases as problem:
        return [str(problem)]
    rest = Index(
        lambda entry: (
            entry.is_sure and entry.pack != pack and not (is_shipped and entry.needs_language)
        )
    )
    return [_said(problem, str(path)) for problem in problems(text, pack, index=rest)]


def main(files: Iterable[str]) -> int:
    """Print all that is wrong with each of the files; return how much that is."""
    found: list[str] = []
    for file in each_once(files):
        try:
            found += in_file(Path(file))
        except OSError as error:
            found.append(f"{file}: cannot be read: {error.strerror}")
    print(*found or ["no problem found"], sep="\n")
    return len(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
