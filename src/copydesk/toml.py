"""TOML that people write: what is wrong with it, in words that say what to do."""

from __future__ import annotations

import re
from typing import Any

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_TWICE = re.compile(r"Cannot declare (\(.*?\)) twice")
_SAID = {
    "Invalid value (at end of": "a value is missing here, or a list lacks its closing ]",
    "Invalid value": "a value is missing, or a text lacks its quotation marks",
    "Illegal character '\\n'": "a text lacks its closing quotation mark",
    "Unterminated string": "a text lacks its closing quotation mark",
    "Expected \"'''\"": "a text lacks its closing marks '''",
    'Expected \'"""\'': 'a text lacks its closing marks """',
    "Unescaped '\\'": "within double marks \\ is written \\\\; within single marks it stands alone",
    "Invalid statement": "this is neither a key, = and its value nor the [name] of a table",
    "Expected '='": "write a key, = and its value",
    "Expected ']'": "the name of a table lacks its closing ]",
    "Unclosed array": "a list lacks its closing ]",
    "Cannot overwrite a value": "this key is set a second time; take one of the two out",
    "Expected newline": "a line holds one key and its value; something else follows the value",
}
"""What to say of how `tomllib` begins its messages."""


class BadToml(ValueError):
    """A text that is no TOML; says why, and on which ``line``, counted from 1."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


def parsed(text: str) -> dict[str, Any]:
    """Return what ``text`` holds. Raises BadToml."""
    import tomllib  # what most runs do without

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise BadToml("has too many lists in one another", 1) from None
    except ValueError as error:  # also what a number of very many digits raises
        message = str(error)
        at = _PLACE.search(message)
        line = int(at[1]) if at and at[1] else text.rstrip().count("\n") + 1
        if twice := _TWICE.match(message):
            name = ".".join(re.findall("'([^']*)'", twice[1]))
            raise BadToml(f"[{name}] is here a second time; put the two together", line) from None
        why = next((said for start, said in _SAID.items() if message.startswith(start)), None)
        raise BadToml(why or f"is no TOML: {_PLACE.sub('', message)}", line) from None
