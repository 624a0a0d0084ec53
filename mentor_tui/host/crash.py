"""Reports of errors that nobody foresaw: their kind and their lines of code, and not a word of anybody's.

A report holds versions, kinds of error, and modules with line numbers. No message, no value, no path: each of them
may hold a person's words.
"""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from mentor_tui import __version__

_KEPT = 5
_CAUSES = 5
_leave_nothing = False


def describe(error: BaseException) -> str:
    """`ValueError in mentor_tui.screens.shell.find, line 61`: the innermost place in our own code, if there is one."""
    error = _cause(error)
    frames = _frames(error)
    own = [frame for frame in frames if frame[0].startswith("mentor_tui")] or frames
    place = f"{own[-1][0]}, line {own[-1][1]}" if own else "an unknown place"
    return f"{type(error).__name__} in {place}"


def report(error: BaseException) -> str:
    """The text of a report."""
    lines = [
        f"mentor-tui {__version__}, Python {platform.python_version()}, {platform.system()}",
        "This file names kinds of error and lines of code; it contains nothing you wrote.",
    ]
    for one in _chain(error):
        lines += ["", type(one).__name__, *(f"  {module}:{line}" for module, line in _frames(one))]
    return "\n".join(lines) + "\n"


def leave_nothing() -> None:
    """From here on no report is kept: the demo promises that nothing of it stays."""
    global _leave_nothing
    _leave_nothing = True


def keep(error: BaseException, state_dir: Path | None = None) -> Path | None:
    """Write a report into the state folder, for its owner alone; None when there is no place for it.

    The newest five are kept.
    """
    if _leave_nothing:
        return None
    try:
        folder = (state_dir or state_folder()) / "crashes"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(report(error))
        for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
            old.unlink()
    except OSError:
        return None
    return path


def state_folder() -> Path:
    """The folder of what is not private: `MENTOR_TUI_STATE_DIR`, else the usual place."""
    named = os.environ.get("MENTOR_TUI_STATE_DIR", "")
    if named:
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("mentor-tui")


def _cause(error: BaseException) -> BaseException:
    """The error inside one that only wraps it: a failed worker of the screens has it as `error`."""
    inner = getattr(error, "error", None)
    return inner if isinstance(inner, BaseException) else error


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, newest first."""
    following: BaseException | None = _cause(error)
    for _ in range(_CAUSES):
        if following is None:
            return
        yield following
        following = following.__cause__ or following.__context__


def _frames(error: BaseException) -> list[tuple[str, int]]:
    """The modules and lines an error came through, the innermost last."""
    return [(str(frame.f_globals.get("__name__", "?")), line) for frame, line in traceback.walk_tb(error.__traceback__)]
