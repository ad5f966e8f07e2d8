"""Options that a file sets: `copydesk.toml`, or `[tool.copydesk]` in `pyproject.toml`.

The options of the command line are the keys of the file: a command of the class `Configured` takes
what a file says for what its options are where nobody says otherwise.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from copydesk.files import above, reason

NAME = "copydesk.toml"
"""What the file is called."""
PROJECT = "pyproject.toml"
"""The file of a Python project, which may hold the options too."""

OF_ONE_RUN = frozenset(
    "output in-place stdout diff-file record dry-run no-grammar original as stage rule "
    "config isolated".split()
)
"""Options that are no keys: they are about one run, or say what another option says."""

_PLACES = ("files", "reviewed", "original", "folders")  # arguments: where the texts are
_OF_FOLDERS = ("include", "exclude")
_OF_FILES = ("diff",)
_KINDS: Mapping[str, tuple[tuple[type, ...], str]] = {
    "bool": ((bool,), "true or false"),
    "int": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "": ((str,), "a text in quotation marks"),
}
"""What a key may hold, by how the name of its option's type begins: the first that fits."""
_SYNTAX = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


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
        return f"{_shown(self.path)}:{self._lines.get(key, 1)}"

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
        kinds, wanted = next(k for name, k in _KINDS.items() if option.type.name.startswith(name))
        if type(given) not in kinds:
            raise ValueError(f"has to be {wanted}")
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
                table = _table("\n".join(lines[first:end]), self.path.name)
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
    `NAME`, `PROJECT` counts where it has the table ``tool.copydesk``. Raises BadConfig.
    """
    for folder in above(*places):
        if (folder / NAME).is_file():
            return read(folder / NAME)
        project = folder / PROJECT
        if project.is_file() and b"copydesk" in _bytes(project):
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
        return Config(path, _table(text, path.name), text)
    except UnicodeDecodeError:
        raise BadConfig(f"{_shown(path)} is not in UTF-8") from None
    except ValueError as error:
        at = _SYNTAX.search(str(error))
        line = (at and at[1]) or text.count("\n") + 1
        raise BadConfig(f"{_shown(path)}:{line}: {_SYNTAX.sub('', str(error))}") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadConfig(f"cannot read {_shown(path)}: {reason(error)}") from None


def _table(text: str, name: str) -> Mapping[str, object]:
    import tomllib  # most runs find no file

    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise ValueError("has too many lists in one another") from None
    if name == PROJECT:
        tool = table.get("tool", {})
        table = tool.get("copydesk", {}) if isinstance(tool, dict) else {}
        if not isinstance(table, dict):
            raise ValueError("tool.copydesk has to be a table")
    return table


def _shown(path: Path) -> str:
    from copydesk.cli.screen import name

    near = os.path.relpath(path)
    return name(path if near.startswith("..") else near)


def _unknown(key: str, options: Mapping[str, TyperOption]) -> str:
    from difflib import get_close_matches  # most files have no slips

    if key in OF_ONE_RUN:
        return f"“{key}” is an option of the command line alone"
    near = get_close_matches(key, options, 1)
    hint = f"did you mean “{near[0]}”?" if near else "`copydesk config` lists them all"
    return f"there is no option “{key}”; {hint}"


def key_of(option: TyperOption) -> str:
    """Return what an option is called in a file.

    >>> key_of(TyperOption(param_decls=["-j", "--max-jobs"]))
    'max-jobs'
    """
    return max(option.opts, key=len).lstrip("-")


def options_of(group: object) -> dict[str, TyperOption]:
    """Return the options of a program's commands that a file may set, by key."""
    commands = group.commands.values() if isinstance(group, TyperGroup) else ()
    found: dict[str, TyperOption] = {}
    for command in commands:
        for option in command.params if isinstance(command, Configured) else ():
            if isinstance(option, TyperOption) and key_of(option) not in OF_ONE_RUN:
                found.setdefault(key_of(option), option)
    return found


class Configured(TyperCommand):
    """A command whose options a file may set, and that takes ``--config`` and ``--isolated``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [
            TyperOption(
                param_decls=["--config"],
                metavar="FILE",
                expose_value=False,
                help=f"Take options from this file instead of {NAME}.",
            ),
            TyperOption(
                param_decls=["--isolated"],
                is_flag=True,
                default=False,
                expose_value=False,
                help=f"Take no options from {NAME}.",
            ),
        ]

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Parse the command line; what it leaves open is as the file has it."""
        if not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
            if not given.get("help"):
                ctx.default_map = self._defaults(ctx, given)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command; an error about options says that some come from a file."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            config: Config | None = ctx.meta.get(NAME)
            key = str(error.param_hint).lstrip("-")
            if config and key in config.table and not _is_said(ctx, key):
                ctx.fail(f"{config.place(key)}: {key}: {error.message}")
            if config:
                error.message += f" ({_shown(config.path)} sets options too)"
            raise

    def _defaults(self, ctx: typer.Context, given: Mapping[str, Any]) -> dict[str, Any]:
        places = [place for place in _texts(given) if place]
        try:
            config = chosen(given.get("config"), bool(given.get("isolated")), places)
            if config is None:
                return {}
            options = options_of(ctx.find_root().command)
            values = config.values(options)
        except BadConfig as error:
            ctx.fail(str(error))
        ctx.meta[NAME] = config
        is_folder = len(places) == 1 and os.path.isdir(places[0])
        moot = {*(_OF_FILES if is_folder else _OF_FOLDERS)}
        moot |= {"grammar"} if given.get("no_grammar") else set()
        own = {key_of(p): p.name for p in self.params if isinstance(p, TyperOption)}
        return {str(own[key]): values[key] for key in values.keys() & own.keys() - moot}


def chosen(path: str | None, is_isolated: bool, places: list[str]) -> Config | None:
    """Return the options in the file at ``path``, or else in the one for ``places``; none at all
    where that is asked for. Raises BadConfig.
    """
    if path is not None and is_isolated:
        raise BadConfig("--config and --isolated exclude each other")
    if is_isolated:
        return None
    return found(*places) if path is None else read(Path(path))


def _is_said(ctx: typer.Context, key: str) -> bool:
    source = ctx.get_parameter_source(key.replace("-", "_"))
    return source is not None and source.name == "COMMANDLINE"


def _texts(given: Mapping[str, Any]) -> Iterator[str]:
    for argument in _PLACES:
        value = given.get(argument)
        yield from [value] if isinstance(value, str) else value or ()
