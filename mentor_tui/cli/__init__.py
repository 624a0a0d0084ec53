"""The command line: thin, free of Textual, made for scripts and screen readers."""

from __future__ import annotations

import sys


def run(argv: list[str]) -> int:
    """Run one command line (without the program's name); returns the exit code. Nothing is raised."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        from mentor_tui.cli import streams

        streams.make_whole()
    if argv in (["--help"], ["-h"], ["--version"], ["-V"]):
        return _quick(argv[0])
    from mentor_tui.host.hardening import harden

    harden()
    if not argv:
        return _app()
    from mentor_tui.cli.main import dispatch

    return dispatch(argv)


def _quick(option: str) -> int:
    """Answer at once, before anything is imported."""
    if option in ("--version", "-V"):
        from mentor_tui import __version__

        words = f"mentor-tui {__version__}"
    else:
        from mentor_tui.cli.summaries import help_text

        words = help_text()
    try:
        print(words, flush=True)
    except OSError as error:
        from mentor_tui.cli import failures

        return failures.report(error)
    return 0


def _app() -> int:
    """Nothing asked: the app, without the command tree, whose import would keep the first screen waiting."""
    from mentor_tui.cli import failures
    from mentor_tui.cli.app import open_app
    from mentor_tui.cli.given import Given

    try:
        return open_app(Given())
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last door: nothing may show a traceback
        return failures.report(error)
