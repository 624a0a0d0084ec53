"""Closing this process to others: no image of its memory on disk, no look into it, no quoting of errors.

Key and notes are in memory while the vault is open. Nothing here may fail: a system that refuses a request gives no
protection by it, and the program runs all the same.
"""

from __future__ import annotations

import sys
import threading
from types import TracebackType

_PR_SET_DUMPABLE = 4  # prctl(2)


def harden() -> None:
    """Keep the memory of this process to itself; before anything private is in it."""
    no_core_dump()
    not_dumpable()


def no_core_dump() -> bool:
    """Should the program ever die hard, its memory must not land in a file. True when the system agreed."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    except (ImportError, OSError, ValueError):  # not on this system
        return False
    return True


def not_dumpable() -> bool:
    """No other program of this user may attach to this one or read its memory. Linux only; True when it agreed."""
    if sys.platform != "linux":
        return False
    try:
        import ctypes

        return bool(ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    except (ImportError, OSError, AttributeError):  # no such library, or one without this call
        return False


def quote_nothing() -> None:
    """Errors that nobody caught name their kind and place, never what they say: that may be a person's words."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda _args: None  # whoever waits for a thread's work is told
    sys.unraisablehook = lambda _args: None


def quiet_event_loop() -> None:
    """The event loop would report what went wrong in a task together with the task's arguments."""
    import logging

    loop = logging.getLogger("asyncio")
    loop.addHandler(logging.NullHandler())
    loop.propagate = False


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    from mentor_tui.host.crash import describe

    print(f"mentor-tui had to stop: {describe(error)}.", file=sys.stderr)
