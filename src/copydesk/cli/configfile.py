"""The file that sets options: `copydesk.toml`, or `[tool.copydesk]` in `pyproject.toml`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperOption

from copydesk.cli.configured import OF_ONE_RUN
from copydesk.cli.screen import name
from copydesk.files import above, reason
from copydesk.options import CONFIG
from copydesk.toml import BadToml, parsed

_PROJECT = "pyproject.toml"
_MAY_BE_OURS = re.compile(rb"tool\W+copydesk")  # most have no such table, and need not be parsed
_KINDS: Mapping[str, tuple[tuple[type, ...], str]] = {
    "bool": ((bool,), "true or false"),
    "int": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "": ((str,), "a text in quotation marks"),
}
"""What a key may hold, by how the name of its option's type begins: the first that fits."""


class BadConfig(ValueError):
    """A file of options that cannot be used; says the file, the line, the key and why."""


@dataclass(frozen=True)
class Config:
    """The options that the file at ``path`` sets, by their keys; ``text`` is the file's own."""

    path: Path
    table: Mapping[str, object]
    text: str

    def values(self, options: Mapping[str, TyperOption]) -> dict[str, Any]:
        """Return what is set, by key, as the command line would have it.

        ``options`` are all that there are, by key. Paths are those from the file's own folder.
        Raises BadConfig.
        """
        return {key: self._value(key, given, options) for key, given in self.table.items()}

    def place(self, key: str) -> str:
        """Return where a key is set: the file and the line."""
        return f"{shown(self.path)}:{self._lines.get(key, 1)}"

    def _value(self, key: str, given: object, options: Mapping[str, TyperOption]) -> Any:
        if key not in options:
            raise BadConfig(f"{self.place(key)}: {_unknown(key, options)}")
        option = options[key]
        try:
            if not option.multiple:
                return self._one(option, given)
            if not isinstance(given, list):
                raise ValueError('has to be a list of texts, such as ["…"]')
            return [self._one(option, each) for each in given]
        except ValueError as error:
            raise BadConfig(f"{self.place(key)}: {key}: {error}") from None
        except typer.BadParameter as error:
            raise BadConfig(f"{self.place(key)}: {key}: {error.message}") from None

    def _one(self, option: TyperOption, given: object) -> object:
        kinds, wanted = next(
            kind for start, kind in _KINDS.items() if option.type.name.startswith(start)
        )
        if type(given) not in kinds:
            raise ValueError(f"has to be {wanted}")
        if "\0" in str(given):
            raise ValueError("holds the character U+0000, which no name has")
        option.type.convert(given, option, None)  # refuses what is out of range, or no choice
        is_path = option.metavar == "FILE"
        return os.path.join(self.path.parent, str(given)) if is_path else given

    @cached_property
    def _lines(self) -> dict[str, int]:
        """The line on which each key begins: the first that makes the file have it."""
        lines = self.text.split("\n")
        head = re.search(r"^\s*\[\s*tool\s*\.\s*copydesk\s*\]", self.text, re.MULTILINE)
        first = self.text.count("\n", 0, head.end()) if head else 0
        found: dict[str, int] = {}
        begun = first
        for end in range(first + 1, len(lines) + 1):
            try:
                table = _table("\n".join(lines[first:end]), self.path)
            except ValueError:
                continue  # it ends within a value
            for key in table:
                found.setdefault(key, begun + 1)
            begun = end
            if len(found) == len(self.table):
                break
        return found


def found(*places: str) -> Config | None:
    """Return the options for the texts and folders at ``places``: those of the nearest file.

    It lies in the folder that all of them are in, or above, up to one with ``.git`` in it; beside
    `CONFIG`, ``pyproject.toml`` counts where it has the table ``tool.copydesk``. Raises BadConfig.
    """
    for folder in above(*places):
        if (folder / CONFIG).is_file():
            return read(folder / CONFIG)
        project = folder / _PROJECT
        if project.is_file() and _MAY_BE_OURS.search(_bytes(project)):
            config = read(project)
            if config.table:
                return config
    return None


def read(path: Path) -> Config:
    """Return the options in the file at ``path``. Raises BadConfig."""
    path = path.absolute()
    data = _bytes(path)
    try:
        text = data.decode("utf-8-sig")
        return Config(path, _table(text, path), text)
    except UnicodeDecodeError:
        raise BadConfig(f"{shown(path)} is not in UTF-8") from None
    except BadToml as error:
        raise BadConfig(f"{shown(path)}:{error.line}: {error}") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadConfig(f"cannot read {shown(path)}: {reason(error)}") from None


def _table(text: str, path: Path) -> Mapping[str, object]:
    table = parsed(text)
    if path.name == _PROJECT:
        tool = table.get("tool", {})
        table = tool.get("copydesk", {}) if isinstance(tool, dict) else {}
        if not isinstance(table, dict):
            raise BadConfig(f"{shown(path)}: tool.copydesk has to be a table")
    return table


def shown(path: Path) -> str:
    """Return the path of a file as a message names it."""
    near = os.path.relpath(path)
    return name(path if near.startswith("..") else near)


def _unknown(key: str, options: Mapping[str, TyperOption]) -> str:
    from difflib import get_close_matches  # most files have no slips

    if key in OF_ONE_RUN:
        return f"“{key}” is an option of the command line alone"
    near = get_close_matches(key, options, 1)
    hint = f"did you mean “{near[0]}”?" if near else "`copydesk config` lists them all"
    return f"there is no option “{key}”; {hint}"


def chosen(path: str | None, is_isolated: bool, places: list[str]) -> Config | None:
    """Return the options in the file at ``path``, or else in the one for ``places``; none at all
    where that is asked for. Raises BadConfig.
    """
    if path is not None and is_isolated:
        raise BadConfig("--config and --isolated exclude each other")
    if is_isolated:
        return None
    return found(*places) if path is None else read(Path(path))
