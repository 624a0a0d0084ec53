"""Ctrl+C before there is anything to undo: while the program loads, it simply ends.

Python raises KeyboardInterrupt wherever it is just then: in the middle of an import, where some libraries swallow it
or take it for something else. So while loading nothing is raised; once a command begins, things are as Python has them,
and a save that is under way is finished or undone in its own way.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

CODE = 130


def while_loading() -> None:
    """From here on Ctrl+C ends the program at once. Where it is ignored (`nohup`, `&`), it stays so."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def loaded() -> None:
    """From here on Ctrl+C is a KeyboardInterrupt again."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def over() -> None:
    """All is done and the exit code is known: a Ctrl+C that comes too late changes nothing."""
    if signal.getsignal(signal.SIGINT) in (_leave, signal.default_int_handler):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(CODE)  # no clearing up: there is nothing yet, and half-loaded modules might trip over it
