"""`copydesk clean` and `copydesk check` of a folder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from copydesk.batch.journal import FOLDER, OUTCOMES
from copydesk.batch.pool import Died, each
from copydesk.batch.run import FolderRun
from copydesk.batch.task import Cleaner, Done, Lister, Setting, Stop
from copydesk.batch.tree import Choice, Found, Tree, readable
from copydesk.cli.exits import ExitCode
from copydesk.cli.progress import counting
from copydesk.cli.screen import Screen, name, tell, tell_untracked
from copydesk.formats import FORMATS
from copydesk.reports.listing import Listing
from copydesk.reports.summary import Summary, counted

if TYPE_CHECKING:
    from copydesk.cli.work import Work

_NAMED = 20  # failed files that are listed at the end


@dataclass(frozen=True, slots=True)
class Folder:
    """What is asked for of a folder: ``output`` is None where its files are cleaned in place."""

    root: str
    output: str | None
    setting: Setting
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    jobs: int

    @property
    def tree(self) -> Tree:
        """Its files."""
        suffixes = frozenset(suffix for format in FORMATS for suffix in format.suffixes)
        known = None if self.setting.format else suffixes
        return Tree(self.root, Choice(self.include, self.exclude, known))


def into(folder: Folder, output: str | None, in_place: bool) -> Folder:
    """Return the folder with the place of the copies; what makes no sense is a usage error."""
    if output is not None and in_place:
        raise typer.BadParameter("--output and --in-place exclude each other")
    if in_place:
        return folder
    root = name(folder.root)
    if output is None:
        raise typer.BadParameter(
            f"{root} is a folder: name another one for the cleaned copies with -o, or say "
            "--in-place"
        )
    if output == "-" or (os.path.exists(output) and not os.path.isdir(output)):
        raise typer.BadParameter(f"{root} is a folder, and {name(output)} is none to put it into")
    if Path(folder.root).resolve().is_relative_to(Path(output).resolve()):
        raise typer.BadParameter(
            f"cleaned copies in {name(output)} would mix with the originals; --in-place replaces "
            "them safely"
        )
    return replace(folder, output=output)


def run_of(folder: Folder, work: Work) -> FolderRun:
    """Return the run that cleans the folder."""
    output = None if folder.output is None else Path(folder.output)
    return FolderRun(folder.tree, output, work.setting, folder.jobs, work.start_grammar)


def plan_folder(folder: Folder, work: Work) -> ExitCode:
    """Say which files of the folder would be cleaned, and where the copies would go."""
    screen, run = Screen.out(), run_of(folder, work)
    number = 0
    for found in run.planned():
        number += 1
        path = os.path.join(folder.root, found.path)
        what = found.why or f"→ {name(os.path.join(folder.output or folder.root, found.path))}"
        screen.line(f"{name(path)} {what}")
    screen.line(f"{counted(number, 'file')} to clean, {run.up_to_date:,} done before")
    _say_left_out(run.tree)
    return ExitCode.DONE


def clean_folder(folder: Folder, work: Work, listing: Callable[[Sequence[str]], str]) -> ExitCode:
    """Clean the folder, and say what became of its files; of suggestions, what ``listing`` says of
    the folder.
    """
    run, report, untracked, stopped = run_of(folder, work), _Report(), 0, False
    try:
        with (
            run,
            counting(lambda: sum(1 for _ in folder.tree)) as count,
            closing(run.results()) as results,
        ):
            for notice in run.notices:
                tell(notice)
            for done in results:
                report.add(done)
                entry = done.entry
                if entry.outcome == "changed" and folder.setting.cannot_track(str(entry.path)):
                    untracked += 1
                for notice in done.notices:
                    work.tell_once(notice, name(done.entry.path))
                count(run.up_to_date)
    except Stop as stop:
        tell(str(stop))
        if not run.tree.listed:
            return ExitCode.FAILED
        stopped = True
    except KeyboardInterrupt:
        tell(f"interrupted; {report.done} done, the same command goes on with the others")
        return ExitCode.INTERRUPTED
    place = f"{name(folder.root)} → {name(folder.output)}" if folder.output else name(folder.root)
    report.end(place, run)
    tell_untracked(untracked)
    if report.summary.suggestions:
        Screen.out().line(listing([folder.root]))
    return ExitCode.FAILED if stopped or report.outcomes["failed"] else ExitCode.DONE


def listings(folder: Folder, work: Work) -> Iterator[tuple[str, Listing]]:
    """Yield what there is to say of every file: first those that are read, in the order of their
    names. Raises Stop.
    """
    tree, refused = folder.tree, list[Found]()
    setting = work.start_grammar() if work.setting.asks_grammar else work.setting
    lister = Lister(Cleaner(setting), folder.root)
    for path, done in each(lister, readable(tree, refused), folder.jobs):
        found = Listing(why=str(done)) if isinstance(done, Died) else done
        yield os.path.join(folder.root, path), found
    for file in refused:
        yield os.path.join(folder.root, file.path), Listing(why=file.why)
    _say_left_out(tree)


@dataclass
class _Report:
    """What is said at the end of a run over a folder."""

    outcomes: Counter[str] = field(default_factory=Counter)
    first_failed: list[str] = field(default_factory=list)
    summary: Summary = field(default_factory=Summary)
    start: float = field(default_factory=perf_counter)

    @property
    def done(self) -> str:
        """How many files were done."""
        return counted(self.outcomes.total() - self.outcomes["failed"], "file")

    def add(self, done: Done) -> None:
        """Count a file."""
        entry = done.entry
        self.outcomes[entry.outcome] += 1
        if done.summary:
            self.summary += done.summary
        if entry.outcome == "failed" and len(self.first_failed) < _NAMED:
            self.first_failed.append(f"{name(entry.path)}: {entry.reason}")

    def end(self, place: str, run: FolderRun) -> None:
        """Print the sums, and the files that failed."""
        outcomes = [f"{self.outcomes[kind]:,} {kind}" for kind in OUTCOMES if self.outcomes[kind]]
        if run.up_to_date or not outcomes:
            outcomes.append(f"{run.up_to_date:,} done before")
        Screen.out().line(
            f"{place}: {', '.join(outcomes)}; "
            f"{replace(self.summary, seconds=perf_counter() - self.start)}"
        )
        for line in sorted(self.first_failed):
            tell(line)
        if self.outcomes["failed"] > _NAMED:
            more = self.outcomes["failed"] - _NAMED
            tell(f"{more:,} more failed; `copydesk status {name(run.folder)}` lists them")
        if run.lost:
            tell(f"{counted(run.lost, 'file')} done before are gone; their copies were left alone")
        if run.replaced:
            place = name(run.folder / FOLDER / "replaced")
            tell(f"{counted(run.replaced, 'file')} replaced that others wrote to, kept in {place}")
        _say_left_out(run.tree)


def _say_left_out(tree: Tree) -> None:
    if not tree.listed:
        tell(f"no file in {name(tree.root)} is one to clean")
    if tree.left_out:
        what = ", ".join(counted(number, kind) for kind, number in tree.left_out.items())
        hint = "; --include takes files of any name" if tree.left_out["other file"] else ""
        tell(f"left out: {what}{hint}")
