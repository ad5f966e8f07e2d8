r"""The file that decisions are kept in: TOML, sorted, an entry a decision.

It is meant to be read, to lie under version control and to be merged there. Characters that one
cannot see are written as escapes.

    [[decision]]
    rules = ["punctuation/space-before"]
    before = " "
    after = ""
    left = "the price is"
    right = "euros at most"
    verdict = "reject"
    reason = "French spacing is house style here"
"""

from __future__ import annotations

import difflib
import errno
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from copydesk.files import replacing
from copydesk.review.decisions import Decision, Decisions
from copydesk.review.findings import Content
from copydesk.toml import BadToml, parsed

_HEAD = "# What was decided about copydesk's changes and suggestions.\n"
_KEYS = (
    "rules",
    "before",
    "after",
    "left",
    "right",
    "phrase",
    "everywhere",
    "verdict",
    "text",
    "reason",
)
_NEEDED = ("rules", "before", "after", "verdict")
_MERGE = re.compile(r"^(<{7}|={7}|>{7})(?=\s)", re.MULTILINE)
_ENTRY = re.compile(r"^[ \t]*\[\[[ \t]*decision[ \t]*\]\]", re.MULTILINE)
_WAIT = 30  # seconds for another process to finish writing


class BadDecisions(ValueError):
    """A file that holds no decisions, or some that contradict each other; says why.

    ``line`` is where, counted from 1.
    """

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.line = line


def dumps(decisions: Decisions) -> str:
    """Return the text of the file that holds ``decisions``."""
    return "\n".join([_HEAD, *(decision.entry for decision in decisions)])


def loads(text: str) -> Decisions:
    """Read what `dumps` wrote, or a person. Raises BadDecisions."""
    try:
        data = parsed(text)
    except BadToml as error:
        if mark := _MERGE.search(text):
            raise BadDecisions(
                f"holds a merge that is not done: this line begins with {mark[0]}; keep the "
                "entries of one side or of both, and take the lines with such marks out",
                _line(text, mark),
            ) from None
        raise BadDecisions(str(error), error.line) from None
    tables = data.pop("decision", [])
    if data or not isinstance(tables, list):
        first = re.search(
            rf"^[ \t\[\"']*{re.escape(next(iter(data), 'decision'))}\b", text, re.MULTILINE
        )
        line = _line(text, first) if first else 1
        raise BadDecisions("may hold nothing but entries, each under [[decision]]", line)
    heads = [_line(text, head) for head in _ENTRY.finditer(text)]
    decisions: dict[object, Decision] = {}
    for number, table in enumerate(tables, 1):
        line = heads[number - 1] if len(heads) == len(tables) else 1
        try:
            decision = _decision(table)
        except ValueError as error:
            raise BadDecisions(f"entry {number}: {error}", line) from None
        known = decisions.setdefault(decision.identity, decision)
        if (known.verdict, known.text) != (decision.verdict, decision.text):
            raise BadDecisions(
                f"entry {number}: the same change is to {known.verdict} and to {decision.verdict}; "
                "take one of the two entries out",
                line,
            )
    return Decisions.of(decisions.values())


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def entry(decision: Decision) -> str:
    r"""Return the entry of one decision.

    >>> content = Content(("quotes/doubled",), ('""',), ('"',), "he said", "we leave")
    >>> print(entry(Decision(content, "reject")), end="")
    [[decision]]
    rules = ["quotes/doubled"]
    before = "\"\""
    after = "\""
    left = "he said"
    right = "we leave"
    verdict = "reject"
    """
    content = decision.content
    values = {
        "rules": list(content.rules),
        "before": _one_or_list(content.before),
        "after": _one_or_list(content.after),
        "left": content.left,
        "right": content.right,
        "phrase": list(decision.phrase) if any(decision.phrase) else [],
        "everywhere": decision.everywhere,
        "verdict": decision.verdict,
        "text": decision.text,
        "reason": decision.reason,
    }
    shown = {k: v for k, v in values.items() if v or k in _NEEDED or (k, v) == ("text", "")}
    if decision.verdict != "edit":
        shown.pop("text", None)
    return "".join(["[[decision]]\n", *(f"{key} = {_toml(v)}\n" for key, v in shown.items())])


def _one_or_list(parts: tuple[str, ...]) -> str | list[str]:
    return parts[0] if len(parts) == 1 else list(parts)


def _toml(value: str | bool | list[str]) -> str:
    """Write a value as TOML, whose strings in double quotes are those of JSON, but for DEL."""
    written = json.dumps(value, ensure_ascii=False)
    if written.isprintable():
        return written
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in written)


def _decision(table: Any) -> Decision:
    if not isinstance(table, dict):
        raise ValueError("it is no table")
    for key in table:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1)
            raise ValueError(f"“{key}” means nothing" + (f"; is it “{near[0]}”?" if near else ""))
    for key in _NEEDED:
        if key not in table:
            raise ValueError(f"“{key}” is missing")
    rules, before, after = (_texts(table, key) for key in ("rules", "before", "after"))
    content = Content(rules, before, after, _text(table, "left"), _text(table, "right"))
    everywhere = table.get("everywhere", False)
    if not isinstance(everywhere, bool):
        raise ValueError("“everywhere” is true or false")
    verdict, text, reason = (_text(table, key) for key in ("verdict", "text", "reason"))
    if verdict == "edit" and "text" not in table:
        raise ValueError("an edit needs a “text”")
    phrase = _texts(table, "phrase") if "phrase" in table else ("", "")
    if len(phrase) != 2:
        raise ValueError(
            "“phrase” is a list of two texts: what is in it before the change, and after"
        )
    return Decision(content, verdict, text, reason, everywhere, phrase)  # type: ignore[arg-type] # checked


def _text(table: dict[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"“{key}” is a text in quotation marks")
    return value


def _texts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table[key]
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(v, str) for v in values):
        raise ValueError(f"“{key}” is a text in quotation marks, or a list of them")
    return tuple(values)


def load(path: Path) -> Decisions:
    """Return the decisions of a file; none where there is no file.

    Raises BadDecisions, which names the file, and OSError.
    """
    try:
        return loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return Decisions.of()
    except UnicodeDecodeError:
        raise BadDecisions(f"{path}: is not in UTF-8; save it in that encoding") from None
    except BadDecisions as error:
        raise BadDecisions(f"{path}:{error.line}: {error}", error.line) from None


class Store:
    """The file at ``path`` and the decisions in it, which several processes may share.

    `decisions` are those last read or written. Whatever another process has written since is kept:
    what is added and removed here is added to, and removed from, what the file then holds.
    `times_read` tells whether there was anything to take over.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.decisions = Decisions.of()
        self.times_read = 0
        self._seen: tuple[int, ...] | None = None
        self.refresh()

    def refresh(self) -> bool:
        """Read the file again if it changed, and return whether it did.

        Raises BadDecisions and OSError.
        """
        signature = _signature(self.path)
        if signature == self._seen:
            return False
        self.decisions = load(self.path)
        self.times_read += 1
        self._seen = signature
        return True

    def change(self, add: Iterable[Decision] = (), remove: Iterable[Decision] = ()) -> Decisions:
        """Remove some decisions and add others, on disk when this returns; return all.

        Raises BadDecisions and OSError; the file is whole then, as it was.
        """
        with _locked(self.path):
            self.refresh()
            changed = self.decisions.changed(add, remove)
            with replacing(self.path) as file:
                file.write(dumps(changed).encode())
            self.decisions = changed
            self._seen = _signature(self.path)
        return changed


def _signature(path: Path) -> tuple[int, ...] | None:
    """Return what differs between two versions of a file; each is a file of its own."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Lock a file beside ``path``, as whoever writes decisions does: it stays there, hidden.

    Raises OSError.
    """
    from filelock import FileLock, Timeout  # what runs that only read decisions do without

    folder, name = os.path.split(os.path.realpath(path))
    lock = os.path.join(folder, f".{name}.lock")
    try:
        with FileLock(lock, timeout=_WAIT):
            yield
    except Timeout:
        raise TimeoutError(errno.ETIMEDOUT, f"{lock} stays locked", str(path)) from None
