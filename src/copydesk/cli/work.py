"""What `clean` and `check` do with each file: read it, clean it, say what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import typer

from copydesk.batch.task import Cleaner, Setting, Stop, why
from copydesk.cli.exits import ExitCode
from copydesk.cli.progress import installing, status
from copydesk.cli.screen import name, tell
from copydesk.files import Trouble, limited
from copydesk.options import NOT_CHECKED

if TYPE_CHECKING:
    from copydesk.formats import TextFile
    from copydesk.grammar import Checker
    from copydesk.pipeline import Cleaned

_Made = TypeVar("_Made")
_TOLD = 20  # notices; a folder may have thousands


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

    def read(self, largest: int) -> bytes:
        """Return its bytes. Raises OSError, and Trouble where it has more than ``largest``."""
        if self.path is not None:
            with self.path.open("rb") as file:
                return limited(file, largest)
        if sys.stdin is None:
            raise Trouble("standard input is closed")
        return limited(sys.stdin.buffer, largest)


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
    """A run over files. It tells of trouble and of notices, and goes on with the next file.

    ``failed`` are the inputs that could not be processed, each with the reason. Where the run
    cannot go on at all, leaving the ``with`` block tells so and ends the program.
    """

    def __init__(self, setting: Setting) -> None:
        self.failed: dict[Input, str] = {}
        self.setting = setting
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
        if isinstance(error, Stop):
            tell(str(error))
            raise typer.Exit(ExitCode.FAILED) from None

    def each(self, sources: list[Input], use: Callable[[Result], None]) -> None:
        """Clean the sources one by one and hand over each result."""
        for _ in self.made(sources, use):
            pass

    def made(
        self, sources: list[Input], use: Callable[[Result], _Made]
    ) -> Iterator[tuple[Input, _Made | None]]:
        """Clean the sources one by one, and yield each with what ``use`` makes of its result.

        That is None where it failed. Raises Stop.
        """
        for number, source in enumerate(sources, 1):
            made = None
            with self.surviving(source):
                made = use(self._result(source, f"{source} ({number} of {len(sources)})"))
            yield source, made

    def fail(self, source: Input, why: str) -> None:
        """Tell why an input could not be processed."""
        self.failed[source] = why
        tell(f"{source}: {why}")

    def tell_once(self, notice: str, file: object = "") -> None:
        """Tell a notice if that was not done before; one about a ``file`` names it.

        That grammar cannot be checked is about no file.
        """
        if file and not notice.startswith(NOT_CHECKED):
            notice = f"{file}: {notice}"
        if notice not in self._told and len(self._told) < _TOLD:
            self._told.add(notice)
            tell(notice)

    def start_grammar(self) -> Setting:
        """Prepare the checker for several processes.

        Returns the setting with what they need to share it, or with why it cannot be had. Raises
        Stop where it is required.
        """
        self._prepare_grammar()
        if self._checker and not self.setting.url:
            self.setting = replace(self.setting, shared=self._checker.engine.share())
        return self.setting

    def _prepare_grammar(self) -> None:
        """Prepare the checker before the first text, so that its absence is told once."""
        if self._checker or self.setting.unavailable:
            return
        from copydesk.grammar import Checker, GrammarUnavailable  # slow to import

        with installing() as progress:
            checker = self._open.enter_context(Checker(self.setting.url, progress=progress))
            try:
                checker.engine.prepare()
            except GrammarUnavailable as unavailable:
                if self.setting.grammar == "require":
                    raise Stop(f"grammar cannot be checked: {unavailable}") from None
                self.tell_once(f"{NOT_CHECKED}: {unavailable}")
                self.setting = replace(self.setting, unavailable=str(unavailable))
                return
        self._checker = checker

    def _result(self, source: Input, title: str) -> Result:
        start = perf_counter()
        data = source.read(self.setting.largest)
        if self.setting.asks_grammar:
            self._prepare_grammar()
        with status(f"cleaning {title}"):
            file, cleaned = Cleaner(self.setting, self._checker).cleaned(data, source.given)
        for notice in cleaned.notices:
            self.tell_once(notice, source)
        return Result(source, file, cleaned, perf_counter() - start)

    @contextmanager
    def surviving(self, source: Input) -> Iterator[None]:
        """Tell of what goes wrong with this input. Raises Stop."""
        try:
            yield
        except (typer.Exit, Stop):
            raise
        except Exception as error:
            self.fail(source, why(error))
