"""What `clean` and `check` do with each file: read it, clean it, say what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from traceback import extract_tb
from types import TracebackType
from typing import TYPE_CHECKING, Self

import typer

from copydesk.cli.exits import ExitCode
from copydesk.cli.progress import installing, status
from copydesk.cli.screen import name, reason, tell
from copydesk.formats import Format, TextFile, Unreadable, Unwritable, format_of, read
from copydesk.formats.fit import fitted
from copydesk.options import Grammar, Options
from copydesk.pipeline import Cleaned, cleaned

if TYPE_CHECKING:
    from copydesk.grammar import Checker


class Trouble(Exception):
    """One input cannot be processed; says why, for a person."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file as it was named on the command line; ``-`` is standard input."""

    given: str

    @property
    def path(self) -> Path | None:
        """Where it lies; None for standard input."""
        return None if self.given == "-" else Path(self.given)

    def __str__(self) -> str:
        return "<stdin>" if self.path is None else name(self.given)

    def read(self) -> bytes:
        """Return its bytes. Raises OSError."""
        if self.path is not None:
            return self.path.read_bytes()
        if sys.stdin is None:
            raise Trouble("standard input is closed")
        return sys.stdin.buffer.read()


@dataclass(frozen=True, slots=True)
class Result:
    """A file that was read and cleaned, and how many seconds that took."""

    source: Input
    file: TextFile
    cleaned: Cleaned
    seconds: float


def inputs(files: Iterable[str]) -> list[Input]:
    """Return the inputs that are named, each once."""
    return [Input(given) for given in dict.fromkeys(files)]


class Work:
    """A run over files. It tells of trouble and of notices, and goes on with the next file."""

    def __init__(
        self,
        options: Options,
        grammar: Grammar,
        url: str | None,
        format: Format | None = None,
        fields: Iterable[str] = (),
    ) -> None:
        self.has_failed = False
        self._options = options
        self._grammar: Grammar = grammar
        self._url = url
        self._format = format
        self._fields = tuple(fields)
        self._checker: Checker | None = None
        self._told: set[str] = set()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    def each(self, sources: list[Input], use: Callable[[Result], None]) -> None:
        """Clean the sources one by one and hand over each result."""
        for number, source in enumerate(sources, 1):
            with self._surviving(source):
                use(self._result(source, f"{source} ({number} of {len(sources)})"))

    def fail(self, source: Input, why: str) -> None:
        """Tell why an input could not be processed."""
        self.has_failed = True
        tell(f"{source}: {why}")

    def _result(self, source: Input, title: str) -> Result:
        start = perf_counter()
        file = read(source.read(), self._format or format_of(source.given), self._fields)
        is_checked = self._grammar != "off" and self._options.wants("grammar")
        if is_checked and not self._checker:
            self._start_checker()
        with status(f"cleaning {title}"):
            options = self._options
            if file.source is not None and options.source is None:
                options = replace(options, source=file.source)
            result = cleaned(
                file.text,
                options,
                grammar=self._grammar,
                keep=file.guarded,
                checker=self._checker,
            )
        result = fitted(result, file)
        for notice in result.notices:
            self._tell_once(notice)
        return Result(source, file, result, perf_counter() - start)

    def _start_checker(self) -> None:
        """Start the checker before the first text, so that its absence is told once."""
        from copydesk.grammar import Checker, GrammarUnavailable  # slow to import

        with status("starting LanguageTool"), installing() as progress:
            checker = self._open.enter_context(Checker(self._url, progress=progress))
            try:
                checker.start()
                self._checker = checker
            except GrammarUnavailable as unavailable:
                if self._grammar == "require":
                    raise
                self._grammar = "off"
                self._tell_once(f"grammar was not checked: {unavailable}")

    def _tell_once(self, notice: str) -> None:
        if notice not in self._told:
            self._told.add(notice)
            tell(notice)

    @contextmanager
    def _surviving(self, source: Input) -> Iterator[None]:
        try:
            yield
        except typer.Exit:
            raise
        except (Trouble, Unreadable, Unwritable) as trouble:
            self.fail(source, str(trouble))
        except OSError as error:
            self.fail(source, reason(error))
        except MemoryError:
            self.fail(source, "there is not enough memory for it")
        except Exception as error:
            if type(error).__name__ == "GrammarUnavailable":  # a check that is required
                tell(f"grammar cannot be checked: {error}")
                raise typer.Exit(ExitCode.FAILED) from None
            at = extract_tb(error.__traceback__)[-1]
            self.fail(
                source,
                f"an error of copydesk itself, please report it: {type(error).__name__}: {error} "
                f"({Path(at.filename).name}:{at.lineno})",
            )
