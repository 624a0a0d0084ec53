"""Entry point: `mentor-tui` and `python -m mentor_tui`."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    code = 130
    try:
        from mentor_tui.cli import interrupts

        interrupts.while_loading()
        from mentor_tui.cli import run
        from mentor_tui.host.hardening import quote_nothing

        quote_nothing()
        code = run(sys.argv[1:])
        interrupts.over()
    except KeyboardInterrupt:  # between two of the places that answer it, or a second one on the way out
        pass
    sys.exit(code)


if __name__ == "__main__":
    main()
