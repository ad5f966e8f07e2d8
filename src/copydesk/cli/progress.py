"""Progress: moving on a terminal, at most a line elsewhere."""

from __future__ import annotations

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
