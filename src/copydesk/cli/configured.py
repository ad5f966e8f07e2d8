"""Commands whose options a file may set as well: `copydesk.toml`.

The options of the command line are the keys of the file, so what a command declares is said once.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from copydesk.cli.screen import name
from copydesk.options import CONFIG

if TYPE_CHECKING:
    from copydesk.cli.configfile import Config

OF_ONE_RUN = frozenset(
    "output in-place stdout diff-file record dry-run no-grammar original as stage rule "
    "config isolated".split()
)
"""Options that are no keys: they are about one run, or say what another option says."""

_GIVEN = "given"
_PLACES = ("files", "reviewed", "original", "folders")  # arguments: where the texts are
_OF_FOLDERS = ("include", "exclude")
_OF_FILES = ("diff",)


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
        if isinstance(command, Configured):
            found = {**_options(command), **found}
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
                help=f"Take options from this file instead of {CONFIG}.",
            ),
            TyperOption(
                param_decls=["--isolated"],
                is_flag=True,
                default=False,
                expose_value=False,
                help=f"Take no options from {CONFIG}.",
            ),
        ]

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Parse the command line; what it leaves open is as the file has it."""
        if not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
            ctx.meta[_GIVEN] = given
            if not given.get("help"):
                ctx.default_map = self._defaults(ctx, given)
        with _naming_the_line(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command."""
        with _naming_the_line(ctx):
            return super().invoke(ctx)

    def _defaults(self, ctx: typer.Context, given: Mapping[str, Any]) -> dict[str, Any]:
        from copydesk.cli.configfile import BadConfig, chosen  # what help need not wait for

        places = [place for place in _texts(given) if place]
        try:
            config = chosen(given.get("config"), bool(given.get("isolated")), places)
            if config is None:
                return {}
            own = _options(self)
            is_all_own = config.table.keys() <= own.keys()
            options = own if is_all_own else options_of(ctx.find_root().command)
            values = config.values(options)
        except BadConfig as error:
            ctx.fail(str(error))
        ctx.meta[CONFIG] = config
        is_folder = len(places) == 1 and os.path.isdir(places[0])
        moot = set(_OF_FILES if is_folder else _OF_FOLDERS)
        moot |= {"grammar"} if given.get("no_grammar") else set()
        return {str(own[key].name): values[key] for key in values.keys() & own.keys() - moot}


def _options(command: TyperCommand) -> dict[str, TyperOption]:
    """Return the options of a command that a file may set, by key."""
    options = {key_of(p): p for p in command.params if isinstance(p, TyperOption)}
    return {key: option for key, option in options.items() if key not in OF_ONE_RUN}


def said_to(command: str, files: Sequence[str], context: typer.Context) -> str:
    """Return the line that has another command of the program do with ``files`` what this one was
    told: it takes over those options of the command line that it has too.
    """
    given = context.meta[_GIVEN]
    other = context.find_root().command.commands[command]  # type: ignore[attr-defined]
    words = [command]
    for option in other.params:
        if isinstance(option, TyperOption) and option.name in given:
            value = given[option.name]
            for one in value if isinstance(value, list) else [value]:
                words += [option.opts[0]] if option.is_flag else [option.opts[0], str(one)]
    if any(file.startswith("-") and file != "-" for file in files):
        words.append("--")
    return f"copydesk {name(shlex.join([*words, *files]))}"


@contextmanager
def _naming_the_line(ctx: typer.Context) -> Iterator[None]:
    """Lay what is wrong with an option to the line of the file that it comes from."""
    try:
        yield
    except typer.BadParameter as error:
        config: Config | None = ctx.meta.get(CONFIG)
        option, hint = error.param, str(error.param_hint)
        key = key_of(option) if isinstance(option, TyperOption) else hint.lstrip("-")
        if config and key in config.table and not _is_said(ctx, key):
            ctx.fail(f"{config.place(key)}: {key}: {error.message}")
        raise


def _is_said(ctx: typer.Context, key: str) -> bool:
    source = ctx.get_parameter_source(key.replace("-", "_"))
    return source is not None and source.name == "COMMANDLINE"


def _texts(given: Mapping[str, Any]) -> Iterator[str]:
    for argument in _PLACES:
        value = given.get(argument)
        yield from [value] if isinstance(value, str) else value or ()
