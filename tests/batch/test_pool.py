"""Work shared out among processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from copydesk.batch.pool import Died, each


def doubled(number: int) -> int:
    return 2 * number


@dataclass
class Slow:
    """Takes long over the item 0, until the file is there."""

    gate: Path

    def __call__(self, number: int) -> int:
        while number == 0 and not self.gate.exists():
            time.sleep(0.01)
        return number


def killed_by_many(number: int) -> int:
    if number in (3, 50):  # others wait in the same process
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def failing(number: int) -> int:
    raise ValueError(f"no {number}")


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_order_does_not_depend_on_the_number_of_jobs(jobs: int) -> None:
    assert list(each(doubled, range(50), jobs)) == [(n, 2 * n) for n in range(50)]


def test_no_items_need_no_process() -> None:
    assert list(each(doubled, [], 2)) == []


def test_what_is_done_first_may_come_first(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    seen = []
    for number, _ in each(Slow(gate), range(5), 2, ordered=False):
        seen.append(number)
        if len(seen) == 4:
            gate.touch()
    assert seen == [1, 2, 3, 4, 0]


def test_items_are_taken_as_they_are_needed(tmp_path: Path) -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for taken in range(10_000):
            if taken == 60:
                (tmp_path / "gate").touch()
            yield taken

    results = each(Slow(tmp_path / "gate"), items(), 2)
    assert next(results) == (0, 0)
    assert 60 <= taken < 70
    results.close()  # type: ignore[attr-defined]


def test_an_item_that_kills_its_process_is_named_and_the_others_are_done() -> None:
    results = list(each(killed_by_many, range(90), 2))
    assert [number for number, _ in results] == list(range(90))
    died = {number: result for number, result in results if isinstance(result, Died)}
    assert list(died) == [3, 50]
    assert all("SIGKILL" in str(how) for how in died.values())
    assert all(number == result for number, result in results if number not in died)


def killed_while_it_answers(number: int) -> bytes:
    if number == 2:
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return b"x" * 5_000_000  # more than a pipe holds
    return b"y"


def test_a_process_that_is_killed_while_it_answers_ends_no_other() -> None:
    done = {}
    for number, result in each(killed_while_it_answers, range(4), 2, ordered=False):
        done[number] = result
        time.sleep(1)
    assert isinstance(done.pop(2), Died)
    assert done == {0: b"y", 1: b"y", 3: b"y"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_out_here(jobs: int) -> None:
    with pytest.raises(ValueError, match=r"no [0-2]"):
        list(each(failing, range(3), jobs))


def test_no_process_outlives_its_parent() -> None:
    code = (
        "from copydesk.batch.pool import each\n"
        "import time\n"
        "if __name__ == '__main__':\n"
        "    for _ in each(time.sleep, [0] * 4 + [1] * 9999, 2):\n"
        "        print(flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        for _ in range(4):
            parent.stdout.readline()
        children = psutil.Process(parent.pid).children(recursive=True)
        parent.kill()
    assert children
    _gone, alive = psutil.wait_procs(children, timeout=60)
    assert not alive
