"""The program `copydesk`, and ``python -m copydesk``."""

import gc
import sys

_FEWER = 20_000  # new objects between two looks for garbage: a start makes many, and no garbage


def main() -> None:
    """Run the program; Control-C ends it quietly even while it is still being imported."""
    gc.set_threshold(_FEWER)
    try:
        from copydesk.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)  # as `copydesk.cli.exits` has it, which may be what was not imported


if __name__ == "__main__":
    main()
