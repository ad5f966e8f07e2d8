"""The table of rooms in the design is that of the source tree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import copydesk

DESIGN = Path(__file__).parents[1] / "docs" / "design.md"
SOURCE = Path(copydesk.__file__).parent


class Room(NamedTuple):
    """What a room may import at all times, and what it may in the case after the semicolon."""

    always: set[str]
    at_times: set[str]


def rooms() -> dict[str, Room]:
    """The rooms of the table, by their names without endings."""
    table = DESIGN.read_text("utf-8").partition("## Rooms")[2].partition("\n## ")[0]
    found: dict[str, Room] = {}
    for places, may in re.findall(r"^\| (`[^|]+`) \|[^|]+\| ([^|]+) \|$", table, re.M):
        names = [name.removesuffix(".py").rstrip("/") for name in re.findall(r"`([^`]+)`", places)]
        above = set(found) if "all above" in may else set()
        always, at_times = (set(re.findall(r"[a-z]+", part)) for part in may.partition(";")[::2])
        found |= dict.fromkeys(names, Room({*always, *above, *names}, at_times))
    return found


def reach(room: str, table: dict[str, Room]) -> set[str]:
    """What a room may import, and what those rooms may."""
    found, new = set[str](), {room}
    while new:
        found |= new
        new = set[str]().union(*(table[name].always for name in new & table.keys())) - found
    return found | table[room].at_times


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports when it runs, below `copydesk`."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("copydesk."):
            yield str(node.module).removeprefix("copydesk.").replace(".", "/")


def test_the_table_of_rooms_names_every_module_and_folder() -> None:
    there = {p.stem for p in SOURCE.glob("*.py") if not p.name.startswith("__")}
    there |= {p.name for p in SOURCE.iterdir() if (p / "__init__.py").exists()}
    assert {room for room in rooms() if "/" not in room} == there


def test_no_room_imports_what_the_table_does_not_let_it() -> None:
    table = rooms()
    for room in table.keys() - {"cli"}:
        place = SOURCE / room
        for path in place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]:
            used = {module.partition("/")[0] for module in imported(path)}
            assert used <= reach(room, table), f"{path.relative_to(SOURCE)} in {room}"
