"""Where the cleaned copy of each input goes."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path

import typer

from copydesk.cli.screen import Screen, name
from copydesk.cli.work import Input
from copydesk.files import Trouble, reason


@dataclass(frozen=True, slots=True)
class Plan:
    """The target of each input, None for standard output; and why an input is refused.

    ``folder`` is one to be made, where all go into it.
    """

    targets: dict[Input, Path | None]
    refused: dict[Input, str]
    folder: Path | None = None

    @property
    def uses_stdout(self) -> bool:
        """Whether some cleaned text goes to standard output."""
        return None in self.targets.values()

    def touches(self, path: Path) -> bool:
        """Whether ``path`` is one of the inputs or targets."""
        paths = [source.path for source in self.targets] + list(self.targets.values())
        return _identity(path) in {_identity(known) for known in paths if known is not None}


def planned(sources: list[Input], output: str | None, in_place: bool, stdout: bool) -> Plan:
    """Return where each cleaned copy goes; a combination that makes no sense is a usage error."""
    if (output is not None) + in_place + stdout > 1:
        raise typer.BadParameter("--output, --in-place and --stdout exclude each other")
    if stdout or (output is not None and _is_stdout(output)):
        return Plan(dict.fromkeys(sources), {})
    if in_place:
        if any(source.path is None for source in sources):
            raise typer.BadParameter("--in-place needs files, and - is standard input")
        return _in_place({source: source.path for source in sources if source.path})
    if output is None:
        return _checked(Plan({source: _beside(source.path) for source in sources}, {}))
    if len(sources) == 1 and not os.path.isdir(output) and not output.endswith(("/", os.sep)):
        return _checked(Plan({sources[0]: Path(output)}, {}))
    return _checked(_into(Path(output), sources))


def write(data: bytes, source: Input, plan: Plan) -> None:
    """Write the cleaned copy of ``source`` to its place. Raises Trouble."""
    from copydesk.files import replacing

    target, path = plan.targets[source], source.path
    if target is None:
        Screen.out().write(data)
        return
    try:
        if plan.folder:
            plan.folder.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(path.stat().st_mode) | stat.S_IWUSR if path else 0o666
        with replacing(target, mode & 0o666) as file:
            file.write(data)
    except OSError as error:
        raise Trouble(f"cannot write {name(target)}: {reason(error)}") from None


def _is_stdout(output: str) -> bool:
    """Whether standard output is meant: by ``-``, or by a path of it such as ``/dev/stdout``."""
    if output == "-":
        return True
    try:
        return os.path.samestat(os.stat(output), os.fstat(1))
    except OSError:
        return False


def _beside(path: Path | None) -> Path | None:
    return path and path.parent / f"{path.stem}.clean{path.suffix}"


def _into(folder: Path, sources: list[Input]) -> Plan:
    targets: dict[Input, Path | None] = {}
    for source in sources:
        if source.path is None:
            raise typer.BadParameter("standard input has no name that it could have in a folder")
        targets[source] = folder / source.path.name
    return Plan(targets, {}, folder)


def _in_place(targets: Mapping[Input, Path]) -> Plan:
    """Refuse what cannot be replaced: pipes and devices."""
    why = "--in-place needs a regular file"
    special = [
        source
        for source, path in targets.items()
        if os.path.exists(path) and not os.path.isfile(path)
    ]
    return _checked(Plan({**targets}, dict.fromkeys(special, why)), in_place=True)


def _checked(plan: Plan, *, in_place: bool = False) -> Plan:
    """Refuse the inputs whose copy would overwrite an input or another's copy."""
    inputs = {_identity(source.path): source for source in plan.targets if source.path is not None}
    places = Counter(_identity(path) for path in plan.targets.values() if path is not None)
    refused = dict(plan.refused)
    for source, target in plan.targets.items():
        if target is None:
            continue
        place = _identity(target)
        if places[place] > 1:
            refused[source] = f"{name(target)} would be the output of another input too"
        elif place in inputs and not in_place:
            own = inputs[place] == source
            refused[source] = (
                "the output would overwrite it; --in-place does that safely"
                if own
                else f"its output would overwrite the input {inputs[place]}"
            )
    return Plan(plan.targets, refused, plan.folder)


def _identity(path: Path) -> Hashable:
    """Return what is the same for two names of one file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return os.path.realpath(path)
    return status.st_dev, status.st_ino
