"""Entry point: `mentor-tui` and `python -m mentor_tui`."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from mentor_tui.cli import run
    from mentor_tui.hardening import quote_nothing

    quote_nothing()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
