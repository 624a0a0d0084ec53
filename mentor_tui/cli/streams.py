"""Standard streams that were closed before the program began (`status >&-`).

Python leaves such a stream out, and the next file that is opened gets its number: the vault could be where the
system's own messages go. So each number is taken again, before anything is opened: nothing comes from a closed input,
what is said on a closed standard error is dropped, and a closed output is a pipe that nobody reads.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO

_NAMES = ("stdin", "stdout", "stderr")


def make_whole() -> None:
    """Put a stream in place of each that is missing. Nothing is raised."""
    for number, name in enumerate(_NAMES):
        if getattr(sys, name) is None:
            with contextlib.suppress(OSError):
                setattr(sys, name, _instead(number))


def _instead(number: int) -> TextIO:
    if number == 1:
        nobody, handle = os.pipe()
        if nobody == number:  # the lowest free number: it is wanted for the other end
            nobody = os.dup(nobody)
            os.close(number)
        os.close(nobody)
    else:
        handle = os.open(os.devnull, os.O_RDONLY if number == 0 else os.O_WRONLY)
    return open(_placed(handle, number), "r" if number == 0 else "w", encoding="utf-8", errors="replace")


def _placed(handle: int, number: int) -> int:
    """The handle under the number of its stream, if nobody has that."""
    if handle == number:
        return handle
    try:
        os.fstat(number)
    except OSError:
        os.dup2(handle, number)
        os.close(handle)
        return number
    return handle
