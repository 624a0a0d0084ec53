"""Starting: the unlock screen, and the two answers that need no app."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .install import installed
from .measure import Sample, medians, timed
from .rows import Row
from .terminal import Child
from .vaults import pair_vault

HELLO = Path(__file__).with_name("hello.py")


def hello_paint() -> float:
    """Milliseconds until bare Textual's one word is on the wire."""
    copy = installed()
    with Child([copy.python, HELLO], copy.env) as child:
        return (child.wait_for("Hello") - child.started) * 1000


def _unlock_paint() -> float:
    copy = installed()
    with Child([copy.script], copy.env | {"MENTOR_TUI_VAULT": str(pair_vault(100))}) as child:
        return (child.wait_for("Your notes are locked") - child.started) * 1000


def first_paint() -> list[Row]:
    """From the command typed to the question for the passphrase."""
    ours, base = medians(11, _unlock_paint, hello_paint, warm=2)
    return [Row("first paint of the unlock screen", ours, base, "bare Textual hello", gate=1.35, aim=1.15)]


def commands() -> list[Row]:
    """`--version` and `--help`."""
    copy = installed()

    def run(*command: str | Path) -> Sample:
        return timed(lambda: subprocess.run(command, env=copy.env, stdout=subprocess.DEVNULL, check=True))

    version, page, base = medians(
        25,
        run(copy.script, "--version"),
        run(copy.script, "--help"),
        run(copy.python, "-c", "pass"),
        warm=3,
    )
    return [
        Row("--version", version, base, "python -c pass", gate=6, aim=2),
        Row("--help", page, base, "python -c pass", gate=6, aim=2),
    ]
