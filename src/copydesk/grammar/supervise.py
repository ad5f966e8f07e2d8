"""Run a command, and end it when its time has come.

    supervise.py 0 COMMAND…         ends it as soon as standard input is closed
    supervise.py SECONDS COMMAND…   ends it when it has printed nothing for so long after that

Standard input is a pipe whose other end the caller holds. It closes when the caller closes it and
when the caller dies, of whatever cause, so the command never outlives the caller. A server that is
to be kept for later callers loses it when it has started, so that a slow start is no idleness; it
prints a line for each request, and ends when nobody asks.
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
    if idle:
        threading.Thread(target=_end_when_idle, args=(child, idle), daemon=True).start()
    else:
        threading.Thread(target=_end_with_input, args=(child,), daemon=True).start()
    code = child.wait()
    os._exit(code & 0xFF)  # the other thread never ends


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_with_input(child: "subprocess.Popen[bytes]") -> None:
    while os.read(0, 1):
        pass
    child.kill()


def _end_when_idle(child: "subprocess.Popen[bytes]", idle: float) -> None:
    assert child.stdout is not None
    last = [0.0]

    def watch() -> None:
        while os.read(0, 1):  # the caller lets go of it when it has started
            pass
        last[0] = time.monotonic()
        while (left := last[0] + idle - time.monotonic()) > 0:
            time.sleep(left)
        child.kill()

    threading.Thread(target=watch, daemon=True).start()
    passed = 0
    while said := os.read(child.stdout.fileno(), 1 << 16):
        last[0] = time.monotonic()
        if passed < _LOG:
            passed += os.write(1, said[: _LOG - passed])


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])
