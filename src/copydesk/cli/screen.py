"""What a person sees: plain text for a pipe; on a terminal colour, and nothing that steers it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

import typer

from copydesk.cli.exits import ExitCode
from copydesk.files import reason

if TYPE_CHECKING:
    from copydesk.reports.listing import Finding
    from copydesk.reports.words import Row

_STYLES = {
    "kept": "",
    "deleted": "red strike",
    "inserted": "green underline",
    "left out": "dim",
    "-": "red",
    "+": "green",
    "@": "cyan",
}


class Screen:
    """One of the standard streams. Text is written as it is, whatever it holds."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_terminal = stream.isatty()
        self._has_colour = (
            self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        )

    @classmethod
    def out(cls) -> Screen:
        """Standard output."""
        return cls(sys.stdout)

    @classmethod
    def err(cls) -> Screen:
        """Standard error."""
        return cls(sys.stderr)

    def write(self, data: bytes) -> None:
        """Write bytes.

        Where nobody reads them any more the program ends quietly, where the disk is full with an
        error.
        """
        try:
            self._stream.flush()
            self._stream.buffer.write(data)
            self._stream.buffer.flush()
        except OSError as error:
            raise typer.Exit(self.refused(error)) from None

    def refused(self, error: OSError) -> ExitCode:
        """Give up the stream, which refused what was written, say why, and return the exit code."""
        self._abandon()
        if isinstance(error, BrokenPipeError):
            return ExitCode.CLOSED
        tell(f"cannot write the output: {reason(error)}")
        return ExitCode.FAILED

    def line(self, text: str) -> None:
        """Write one line of ours."""
        self.text(f"{text}\n")

    def text(self, text: str) -> None:
        """Write text with the line ends that it has."""
        self.write(text.encode(self._stream.encoding or "utf-8", "backslashreplace"))

    def rows(self, rows: Iterable[Row]) -> None:
        """Write the rows of a diff by words."""
        for row in rows:
            if not self._has_colour:
                self.line(str(row))
                continue
            parts = [(f"{row.line:>5}  ", "dim")]
            parts += [(piece.text, _style(piece.kind, piece.text)) for piece in row.pieces]
            parts += [(f"  {', '.join(row.rules)}", "dim")] if row.rules else []
            self._styled(parts)

    def finding(self, file: str, finding: Finding) -> None:
        """Write one line of a listing."""
        if not self._has_colour:
            self.line(f"{file}:{finding}")
            return
        place, rule, message = str(finding).split(": ", 2)
        style = "yellow" if finding.is_suggestion else "red"
        self._styled([(f"{file}:{place}", "bold"), (": ", ""), (rule, style), (f": {message}", "")])

    def diff(self, lines: Iterable[str]) -> None:
        """Write the lines of a unified diff."""
        if not self.is_terminal:
            self.text("".join(lines))
            return
        from copydesk.reports.visible import safe

        for line in lines:
            shown = safe(line.rstrip("\r\n"))
            if shown and self._has_colour:
                self._styled([(shown, _STYLES.get(shown[0], ""))])
            elif shown:
                self.line(shown)

    def _styled(self, parts: list[tuple[str, str]]) -> None:
        from rich.console import Console  # slow to import
        from rich.text import Text

        console = Console(file=self._stream, highlight=False, markup=False, emoji=False)
        with console.capture() as capture:
            console.print(Text.assemble(*parts), soft_wrap=True)
        self.text(capture.get())

    def _abandon(self) -> None:
        """Let the interpreter's own last flush go nowhere."""
        try:
            number = self._stream.fileno()
        except (OSError, ValueError):
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


def _style(kind: str, text: str) -> str:
    """A change of white space alone is shown by its background."""
    return _STYLES[kind] + (" reverse" if not text.strip() and kind != "kept" else "")


def tell(message: str) -> None:
    """Write a line of the program's own to standard error."""
    Screen.err().line(f"copydesk: {message}")


def tell_untracked(number: int) -> None:
    """Tell how many files have changes that were to be tracked, and could not."""
    from copydesk.reports.summary import counted

    if number:
        what = counted(number, "file")
        tell(f"{what} changed without tracked revisions, which only Word documents have")


def name(path: str | os.PathLike[str]) -> str:
    """Return a path fit to be shown, whatever bytes are in it."""
    from copydesk.reports.visible import safe

    return safe(os.fsencode(path).decode("utf-8", "backslashreplace"))
