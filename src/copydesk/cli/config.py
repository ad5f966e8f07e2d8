"""`copydesk config`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperOption

from copydesk.cli.configured import options_of
from copydesk.cli.screen import Screen, name
from copydesk.options import CONFIG

if TYPE_CHECKING:
    from copydesk.cli.configfile import Config


def config(
    context: typer.Context,
    path: Annotated[
        str,
        typer.Argument(metavar="[PATH]", help="A text or a folder of texts.", show_default=False),
    ] = ".",
    config: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The file to take instead.", show_default=False),
    ] = None,
) -> None:
    """Show which options apply to a text or folder, and where each of them is set.

    copydesk.toml is looked for beside the text and in the folders above, up to one with .git in it;
    pyproject.toml counts too where it has a table [tool.copydesk]. The nearest file holds, and what
    the command line says comes first. What is printed could itself be such a file.
    """
    from copydesk.cli.configfile import BadConfig, chosen  # what help need not wait for

    options = options_of(context.find_root().command)
    try:
        file = chosen(config, False, [path])
        values = file.values(options) if file else {}
    except BadConfig as error:
        context.fail(str(error))
    screen = Screen.out()
    where = name(file.path) if file else f"there is no {CONFIG} for it"
    screen.line(f"# {name(path)}: {where}")
    for line in _lines(options, values, file):
        screen.line(line)


def _lines(
    options: Mapping[str, TyperOption], values: Mapping[str, object], file: Config | None
) -> Iterator[str]:
    import json

    unset = []
    for key, option in options.items():
        variable = option.envvar if isinstance(option.envvar, str) else ""
        value = values.get(key, option.default)
        where = file.place(key) if file and key in values else "usual"
        if os.environ.get(variable):
            value, where = os.environ[variable], variable
        if value is not None:
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}  # {where}"
        elif isinstance(option.show_default, str):
            yield f"# {key}: {option.show_default}"
        else:
            unset.append(key)
    if unset:
        yield f"# not set: {', '.join(unset)}"
