"""Work shared out among processes: in order if need be, and with little of it in memory at a time.

Each process has a pipe of its own and a few items at a time, which it answers one by one. So it is
known which item a process died of, the others go on, and a process whose parent is gone ends by
itself.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 32
"""How many items a process, in ordered work, may be ahead of one that takes long."""

_AT_ONCE = 0.1
"""Seconds of work that a process is given: with one short item it would wait for us after each."""

_MOST = 16  # items


class Died(Exception):
    """A process ended while it worked on an item; says how, for a person."""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int, *, ordered: bool = True
) -> Iterator[tuple[Item, Result | Died]]:
    """Yield each item with what ``work`` makes of it, or with how its process died.

    ``jobs`` processes do the work; one job is done in this process. ``work``, the items and the
    results are pickled; what ``work`` raises is raised here. Without ``ordered`` the items that are
    done first come first. Items are taken from the iterable as they are needed.
    """
    if jobs == 1:
        for item in items:
            yield item, work(item)
        return
    crew: _Crew[Item, Result] = _Crew(work, jobs)
    try:
        yield from crew.each(iter(items), ordered)
    finally:
        crew.end()


def context() -> BaseContext:
    """Return how processes are started: never as a copy of one that may have threads."""
    known = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in known else "spawn")


def preload(*modules: str) -> None:
    """Have processes that are started from now on begin with these modules, imported once."""
    context().set_forkserver_preload(list(modules))


@dataclass
class _Worker(Generic[Item]):
    process: BaseProcess
    pipe: Connection
    items: list[tuple[int, Item]] = field(default_factory=list)  # that it has not answered
    given: int = 0  # how many it was given last
    since: float = 0.0  # when, in seconds of the clock
    most: int = 1  # how many it is to be given

    def give(self, items: list[tuple[int, Item]]) -> None:
        self.items, self.given, self.since = items, len(items), time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):  # it died: its pipe will say so
            self.pipe.send([item for _, item in items])

    def answered(self) -> tuple[int, Item]:
        """Take the item that it has answered off its list; after the last, see how quick it is."""
        item = self.items.pop(0)
        if not self.items:
            seconds = (time.monotonic() - self.since) / self.given
            self.most = min(_MOST, 1 + int(_AT_ONCE / max(seconds, 0.001)))
        return item


class _Crew(Generic[Item, Result]):
    def __init__(self, work: Callable[[Item], Result], jobs: int) -> None:
        self._work = work
        self._jobs = jobs
        self._context = context()
        self._workers: dict[Any, _Worker[Item]] = {}  # by their pipes
        self._returned: list[tuple[int, Item]] = []  # by a process that died before it came to them

    def each(self, items: Iterator[Item], ordered: bool) -> Iterator[tuple[Item, Result | Died]]:
        """Yield what is done."""
        done: dict[int, tuple[Item, Result | Died]] = {}  # and not yielded yet
        numbered = enumerate(items)
        given = yielded = 0
        while True:
            while self._returned or not ordered or given - yielded < self._jobs * _AHEAD:
                worker = self._free()
                upcoming = self._upcoming(numbered, worker.most) if worker else []
                if worker is None or not upcoming:
                    break
                worker.give(upcoming)
                given = max(given, upcoming[-1][0] + 1)
            for number in sorted(done):
                if ordered and number != yielded:
                    break
                yield done.pop(number)
                yielded += 1
            busy = [worker.pipe for worker in self._workers.values() if worker.items]
            if not busy and yielded == given:
                return
            for pipe in wait(busy):
                worker = self._workers[pipe]
                number, item = worker.answered()
                done[number] = item, self._answer(worker)

    def _upcoming(self, numbered: Iterator[tuple[int, Item]], most: int) -> list[tuple[int, Item]]:
        returned, self._returned = self._returned[:most], self._returned[most:]
        return returned or list(islice(numbered, most))

    def end(self) -> None:
        """End the processes, whatever they are doing."""
        for worker in self._workers.values():
            worker.process.kill()
        for worker in self._workers.values():
            worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def _free(self) -> _Worker[Item] | None:
        """Return a process without work, a new one if there may be one more, or else None."""
        for worker in self._workers.values():
            if not worker.items:
                return worker
        return self._started() if len(self._workers) < self._jobs else None

    def _started(self) -> _Worker[Item]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, self._work), daemon=True
        )
        process.start()
        theirs.close()
        worker: _Worker[Item] = _Worker(process, ours)
        self._workers[ours] = worker
        return worker

    def _answer(self, worker: _Worker[Item]) -> Result | Died:
        """Return what the worker made of its item; one that died is left out from now on."""
        try:
            result, error = worker.pipe.recv()
        except (EOFError, OSError):  # OSError: in the middle of an answer
            del self._workers[worker.pipe]
            self._returned += worker.items
            worker.pipe.close()
            worker.process.join()
            return Died(f"the process that worked on it ended ({_how(worker.process.exitcode)})")
        if error is not None:
            raise error
        done: Result = result
        return done


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """Work on what comes through the pipe until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Control-C is for the parent, which ends us
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 # and so is what is typed
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            for item in pipe.recv():
                pipe.send(_attempt(work, item))


def _attempt(work: Callable[[Any], Any], item: Any) -> tuple[Any, Exception | None]:
    try:
        return work(item), None
    except Exception as error:
        return None, error


def _how(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name
    return f"{name}; there may not be enough memory" if name == "SIGKILL" else name
