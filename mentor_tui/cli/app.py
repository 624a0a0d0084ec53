"""No command: the app itself. The only edge from the core to the screens, and a lazy one."""

from __future__ import annotations

import sys
from pathlib import Path

from mentor_tui.cli import interrupts
from mentor_tui.cli.failures import NeedsTerminal
from mentor_tui.cli.given import Given


def need_terminal() -> None:
    """Raises NeedsTerminal unless both ends belong to a terminal."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()):
        raise NeedsTerminal(
            "The app needs a terminal on standard input and output. For scripts there are commands: mentor-tui --help."
        )


def open_app(given: Given) -> int:
    """Open the app; a passphrase file, if one was named, unlocks the vault once."""
    need_terminal()
    file = given.passphrase_path
    passphrase = ""
    if file:
        from mentor_tui.cli import secrets

        passphrase = secrets.from_file(file)
    return launch(given.vault_path, pair=given.pair, passphrase=passphrase)


def launch(vault: Path, *, pair: str = "", passphrase: str = "", demo: bool = False) -> int:
    """Run the screens until the person leaves."""
    from mentor_tui.screens.shell.app import run_app

    interrupts.loaded()
    return int(run_app(vault, pair=pair, passphrase=passphrase, demo=demo))
