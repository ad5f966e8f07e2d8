"""The table of rooms in the design is that of the source tree."""

import re
from pathlib import Path

import copydesk

DESIGN = Path(__file__).parents[1] / "docs" / "design.md"
SOURCE = Path(copydesk.__file__).parent


def test_the_table_of_rooms_names_every_module_and_folder() -> None:
    table = DESIGN.read_text("utf-8").partition("## Rooms")[2].partition("\n## ")[0]
    rooms = {
        name
        for row in re.findall(r"^\| (`[^|]+`) \|", table, re.M)
        for name in re.findall(r"`([\w.]+/?)`", row)
    }
    there = {p.name for p in SOURCE.glob("*.py") if not p.name.startswith("__")}
    there |= {f"{p.name}/" for p in SOURCE.iterdir() if (p / "__init__.py").exists()}
    assert rooms == there
