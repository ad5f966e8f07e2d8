"""TOML that people write: what is wrong with it, in words that say what to do."""

from __future__ import annotations

import re
from typing import Any

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_TWICE = re.compile(r"Cannot declare \((.*)\) twice")
_MANY_PARTS = re.compile(r"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){200}")
"""A name of more parts than anybody writes, for which `tomllib` takes time without end."""
_NAME = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_UNCLOSED = {'Expected "\'"': "'", "Expected \"'''\"": "'''", "Unterminated string": '"""'}
"""Marks that nothing closes before the end of the text: the last of their kind."""

_QUOTE = "a text lacks its closing quotation mark"
_BACKSLASH = "within double marks \\ is written \\\\; within single marks it stands alone"
_GIVEN = "this name has a value already; take one of the two out"
_SAID = {
    "Invalid value (at end of": "a value is missing here, or a list lacks its closing ]",
    "Invalid value": "a value is missing, or a text lacks its quotation marks",
    "Illegal character '\\n'": _QUOTE,
    "Unterminated string": _QUOTE,
    'Expected "\'"': _QUOTE,
    "Expected \"'''\"": "a text lacks its closing marks '''",
    "Unescaped '\\'": _BACKSLASH,
    "Invalid hex value": _BACKSLASH,
    "Invalid statement": "this is neither a key, = and its value nor the [name] of a table",
    "Expected '='": "write a key, = and its value",
    "Expected ']]'": "the [[name]] of an entry lacks its closing ]]",
    "Expected ']'": "the name of a table lacks its closing ]",
    "Unclosed array": "a list lacks its closing ]",
    "Cannot overwrite a value": _GIVEN,
    "Cannot mutate immutable namespace": _GIVEN,
    "Duplicate inline table key": _GIVEN,
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

    if many := _MANY_PARTS.search(text):
        raise BadToml("a name of so many parts is none", text.count("\n", 0, many.start()) + 1)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise BadToml("has too many lists in one another", 1) from None
    except ValueError as error:  # also what a number of very many digits raises
        raise BadToml(_why(str(error)), _line(text, str(error))) from None


def _why(message: str) -> str:
    if twice := _TWICE.match(message):
        name = ".".join(single or double for single, double in _NAME.findall(twice[1]))
        return (
            f"[{name}] is here a second time; put the two together, or write [[{name}]] for a "
            "list of entries"
        )
    why = next((said for start, said in _SAID.items() if message.startswith(start)), None)
    return why or f"is no TOML: {_PLACE.sub('', message)}"


def _line(text: str, message: str) -> int:
    at = _PLACE.search(message)
    if at and at[1]:
        return int(at[1])
    mark = next((mark for start, mark in _UNCLOSED.items() if message.startswith(start)), None)
    opening = text.rfind(mark) if mark else -1
    return (text[:opening] if opening >= 0 else text.rstrip()).count("\n") + 1
