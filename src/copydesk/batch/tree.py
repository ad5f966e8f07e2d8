"""Which files of a folder are to be cleaned."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copydesk.batch.journal import FOLDER
from copydesk.files import reason
from copydesk.options import CONFIG
from copydesk.review.place import NAME as DECISIONS

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_COPY = re.compile(r"\.clean(\.[^.]*)?\Z", re.DOTALL)  # what `clean` writes beside an article
_STEERING = (CONFIG, DECISIONS)
_IGNORE_FILE = ".gitignore"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files to take.

    ``include`` and ``exclude`` are patterns as in a .gitignore file, relative to the folder.
    Without ``include`` files are taken whose name ends in one of ``suffixes`` (lower case), or all
    of them if that is None.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    suffixes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A file by its ``path`` relative to the folder; or why a file or folder cannot be taken."""

    path: str
    why: str = ""


@dataclass
class Tree:
    """The files below ``root``, name by name in each folder; each walk reads the folders anew.

    Left out are links, what is no regular file, hidden files and folders, what a .gitignore names,
    copies that `clean` wrote beside their originals, files of decisions or options, and folders in
    which a run keeps its outputs. Of the walk begun last ``listed`` counts the files that were
    found, and ``left_out``, by reason, those that somebody might miss. Where names are the same but
    for case and ``tells_case`` is False, the first is taken.
    """

    root: str
    choice: Choice = field(default_factory=Choice)
    tells_case: bool = True
    listed: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Found]:
        self.listed = 0
        self.left_out.clear()
        self._included = _spec(self.choice.include)
        excluded = _spec(self.choice.exclude)
        for found in self._below("", [("", excluded)] if excluded else []):
            self.listed += 1
            yield found

    def _below(self, folder: str, ignored: list[tuple[str, GitIgnoreSpec]]) -> Iterator[Found]:
        place = os.path.join(self.root, folder)
        try:
            with os.scandir(place) as entries:
                kinds = {entry.name: _kind(entry) for entry in entries}
        except OSError as error:
            yield Found(folder.rstrip("/") or ".", reason(error))
            return
        if folder and FOLDER in kinds:
            return  # outputs
        if kinds.get(_IGNORE_FILE) == "file":
            spec = _ignore_file(os.path.join(place, _IGNORE_FILE))
            ignored = [*ignored, (folder, spec)] if spec else ignored
        taken: dict[str, str] = {}
        for name in sorted(kinds):
            path, kind = folder + name, kinds[name]
            if name.startswith(".") or _original(name) in kinds:
                continue
            if self._is_left_out(path, kind, ignored):
                continue
            if not self.tells_case and (other := taken.setdefault(name.casefold(), name)) != name:
                yield Found(path, f"the folder of the outputs takes its name for that of {other}")
            elif kind == "folder":
                yield from self._below(f"{path}/", ignored)
            else:
                yield Found(path)

    def _is_left_out(self, path: str, kind: str, ignored: list[tuple[str, GitIgnoreSpec]]) -> bool:
        if _is_ignored(f"{path}/" if kind == "folder" else path, ignored):
            return True
        if kind == "folder":
            return False
        if kind != "file":
            self.left_out[kind] += 1
            return True
        if os.path.basename(path) in _STEERING:
            return True
        if self._included:
            return not self._included.match_file(path)
        suffixes = self.choice.suffixes
        if suffixes is None or os.path.splitext(path)[1].lower() in suffixes:
            return False
        self.left_out["other file"] += 1
        return True


def _original(name: str) -> str:
    """Return the name of the file that `clean` would have written this one beside, if any."""
    return _COPY.sub(r"\1", name) if _COPY.search(name) else ""


def readable(files: Iterable[Found], refused: list[Found]) -> Iterator[str]:
    """Yield the paths of files that can be taken, and put the others on the list ``refused``."""
    for found in files:
        if found.why:
            refused.append(found)
        else:
            yield found.path


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "special file"


def _is_ignored(path: str, ignored: list[tuple[str, GitIgnoreSpec]]) -> bool:
    """Whether the last pattern that holds says so; those of inner folders come later."""
    for folder, spec in reversed(ignored):
        says = spec.check_file(path[len(folder) :]).include
        if says is not None:
            return says
    return False


def is_pattern(line: str) -> bool:
    """Whether a line can stand in a .gitignore file: Git takes no notice of others."""
    try:
        return _spec((line,)) is not None
    except ValueError:
        return False


def _ignore_file(path: str) -> GitIgnoreSpec | None:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return _spec(tuple(filter(is_pattern, file.read().splitlines())))
    except OSError:
        return None


def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec | None:
    if not patterns:
        return None
    from pathspec import GitIgnoreSpec  # most folders need none

    return GitIgnoreSpec.from_lines(patterns)
