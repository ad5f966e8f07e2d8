"""Progress: moving on a terminal, at most a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from shutil import get_terminal_size

from copydesk.cli.screen import Screen, tell
from copydesk.reports.visible import clipped


@contextmanager
def status(text: str) -> Iterator[None]:
    """Say on a terminal what is being done, as long as it is."""
    screen = Screen.err()
    if not screen.is_terminal:
        yield
        return
    width = get_terminal_size().columns - 1
    screen.text(clipped(text, width))
    try:
        yield
    finally:
        screen.text(f"\r{' ' * width}\r")


@contextmanager
def installing() -> Iterator[Callable[[int, int], None]]:
    """Yield what `copydesk.grammar` is to tell its progress to: bytes done, and bytes in all."""
    shown = _bar if Screen.err().is_terminal else _line
    with ExitStack() as closing:
        show: list[Callable[[int, int], None]] = []  # made at the first use: often there is none

        def progress(done: int, total: int) -> None:
            if not show:
                show.append(closing.enter_context(shown(total)))
            show[0](done, total)

        yield progress


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("Setting up LanguageTool, once", total=total)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _line(total: int) -> Iterator[Callable[[int, int], None]]:
    tell(f"setting up LanguageTool, once: {total / 1e6:.0f} MB")
    yield lambda done, total: None


_EVERY = 10  # seconds between two lines


class Files:
    """How far a run over files is: how many are done, how fast that goes, how long it will take."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self._worked = 0
        self._start = time.monotonic()

    def add(self, before: int) -> None:
        """Count one more file; ``before`` were done by earlier runs."""
        self._worked += 1
        self.done = before + self._worked

    def __str__(self) -> str:
        seconds = max(time.monotonic() - self._start, 1e-6)
        speed = self._worked / seconds
        left = max(0, self.total - self.done) / speed if speed else 0
        return (
            f"{self.done:,} of {self.total:,} files, {speed:,.1f} a second, {duration(left)} left"
        )


def duration(seconds: float) -> str:
    """Return a time as hours, minutes and seconds.

    >>> duration(4), duration(75), duration(7384)
    ('0:04', '1:15', '2:03:04')
    """
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@contextmanager
def counting(count: Callable[[], int]) -> Iterator[Callable[[int], None]]:
    """Yield what is to be called with each file that is done: with those that earlier runs did.

    ``count`` says at the first call how many files there are.
    """
    shown = _file_bar if Screen.err().is_terminal else _file_lines
    with ExitStack() as closing:
        running: list[tuple[Files, Callable[[Files], None]]] = []

        def add(before: int) -> None:
            if not running:
                files = Files(count())
                running.append((files, closing.enter_context(shown(files))))
            files, show = running[0]
            files.add(before)
            show(files)

        yield add


@contextmanager
def _file_bar(files: Files) -> Iterator[Callable[[Files], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=files.total)
        yield lambda files: bar.update(task, completed=files.done, description=str(files))


@contextmanager
def _file_lines(files: Files) -> Iterator[Callable[[Files], None]]:
    said = time.monotonic()

    def show(files: Files) -> None:
        nonlocal said
        if time.monotonic() - said >= _EVERY:
            said = time.monotonic()
            tell(str(files))

    yield show
