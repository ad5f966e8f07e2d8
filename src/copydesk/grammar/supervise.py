"""Run a command, and end it when its time has come.

    supervise.py SECONDS COMMAND…

Standard input is a pipe whose other end the caller holds. It closes when the caller closes it and
when the caller dies, of whatever cause, and then the command ends; so it never outlives the caller.
A server that is to be kept for later callers does: its caller writes a byte before it lets go. It
prints a line for each request, and ends when it has printed nothing for so many SECONDS. With 0
seconds none can be kept, and its output is not looked at.
(Linux can send a signal at a parent's death, but means the thread that started the child. This
one's only thread may rely on it, for the case that it is killed itself.)

This file is run as a script, without the package.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from typing import NoReturn

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LOG = 100_000  # bytes that are passed on of what a kept command prints


def main(idle: float, command: list[str]) -> NoReturn:
    """Exit with the command's exit code."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if idle else None,
        stderr=subprocess.STDOUT if idle else None,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )
    signal.signal(signal.SIGTERM, lambda *_: child.kill())
    said = [0.0]  # when it printed something last
    threading.Thread(target=_end_in_time, args=(child, idle, said), daemon=True).start()
    if child.stdout is not None:
        _pass_on(child.stdout.fileno(), said)
    code = child.wait()
    os._exit(code & 0xFF)  # the other thread never ends


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_in_time(child: "subprocess.Popen[bytes]", idle: float, said: "list[float]") -> None:
    is_kept = False
    while os.read(0, 1):
        is_kept = True
    said[0] = time.monotonic()  # a slow start is no idleness
    while is_kept and (left := said[0] + idle - time.monotonic()) > 0:
        time.sleep(left)
    child.kill()


def _pass_on(output: int, said: "list[float]") -> None:
    passed = 0
    while printed := os.read(output, 1 << 16):
        said[0] = time.monotonic()
        if passed < _LOG:
            passed += os.write(1, printed[: _LOG - passed])


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])
