"""The program `copydesk`, and ``python -m copydesk``."""

import sys


def main() -> None:
    """Run the program; Control-C ends it quietly even while it is still being imported."""
    try:
        from copydesk.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)  # as `copydesk.cli.exits` has it, which may be what was not imported


if __name__ == "__main__":
    main()
