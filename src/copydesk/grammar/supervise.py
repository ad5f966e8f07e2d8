"""Run a command, and end it as soon as standard input is closed.

Standard input is a pipe whose other end the caller holds. It closes when the caller closes it and
when the caller dies, of whatever cause, so the command never outlives the caller. (Linux can send a
signal at a parent's death, but means the thread that started the child. This one's only thread may
rely on it, for the case that it is killed itself.)

This file is run as a script, without the package.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from typing import NoReturn

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(command: list[str]) -> NoReturn:
    """Exit with the command's exit code."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )
    signal.signal(signal.SIGTERM, lambda *_: child.kill())
    threading.Thread(target=_end_with_input, args=(child,), daemon=True).start()
    code = child.wait()
    os._exit(code & 0xFF)  # the other thread never ends


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_with_input(child: "subprocess.Popen[bytes]") -> None:
    while os.read(0, 1):
        pass
    child.kill()


if __name__ == "__main__":
    main(sys.argv[1:])
