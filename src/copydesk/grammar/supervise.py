"""Run a command, and end it as soon as standard input is closed.

Standard input is a pipe whose other end the caller holds. It closes when the caller closes it and
when the caller dies, of whatever cause, so the command never outlives the caller. (Linux can send a
signal at a parent's death, but it means the thread that started the child, not the process.)

This file is run as a script, without the package.
"""

import signal
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    """Return the command's exit code."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    signal.signal(signal.SIGTERM, lambda *_: child.kill())
    threading.Thread(target=_end_with_input, args=(child,), daemon=True).start()
    return child.wait()


def _end_with_input(child: "subprocess.Popen[bytes]") -> None:
    sys.stdin.buffer.read()
    child.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
