"""Commands that are imported when they are called: nobody waits for the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command


@dataclass(frozen=True, slots=True)
class Deferred:
    """A command: the function ``name`` in the ``module`` beside this one, and what it is for.

    ``kind`` is what Typer makes of it.
    """

    name: str
    module: str
    short_help: str
    kind: type[TyperCommand] = TyperCommand


class DeferredGroup(TyperGroup):
    """A program of the commands ``deferred``, of which its own help imports none."""

    deferred: ClassVar[tuple[Deferred, ...]] = ()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Commands(self.deferred)  # type: ignore[assignment]  # only read

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in their order."""
        return list(self.commands)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write what each command is for."""
        with formatter.section("Commands"):
            formatter.write_dl([(command.name, command.short_help) for command in self.deferred])


class _Commands(Mapping[str, Any]):
    """Commands by their names, imported when somebody asks for them."""

    def __init__(self, deferred: tuple[Deferred, ...]) -> None:
        self._deferred = {command.name: command for command in deferred}

    def __getitem__(self, name: str) -> Any:
        return _imported(self._deferred[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._deferred)

    def __len__(self) -> int:
        return len(self._deferred)


@cache
def _imported(command: Deferred) -> Any:
    """Return the command as Typer makes it."""
    function = getattr(import_module(f"{__package__}.{command.module}"), command.name)
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(command.name, cls=command.kind, short_help=command.short_help)(function)
    return get_command(app)
