"""Entry point: `mentor-tui` and `python -m mentor_tui`."""

import sys


def main() -> None:
    """Run the command line; `--version` answers before anything heavy is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from mentor_tui import __version__

        print(f"mentor-tui {__version__}")
        return
    from mentor_tui.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
