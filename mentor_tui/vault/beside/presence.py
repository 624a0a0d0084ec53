"""A sign that a mentor-tui is still running, for the others that the same person has open on this computer.

A running program holds the lock on an empty file of its own in the state folder. The system lets go of it however the
program ends, so a name that nobody holds is that of a program that is gone.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from mentor_tui.host.crash import state_folder
from mentor_tui.vault.disk.fs import FileSystem

_MARK = re.compile(r"[0-9a-f]{16}")


class Presence:
    """This program's own mark, and whether another one's is still held."""

    def __init__(self, state_dir: Path | None = None) -> None:
        self._state_dir = state_dir
        self._fs = FileSystem()
        self._mark: str | None = None
        self._handle: int | None = None

    @property
    def mark(self) -> str:
        """The name by which others can ask whether this program runs; empty where there is no place to say so."""
        if self._mark is None:
            self._mark = self._begin()
        return self._mark

    def lives(self, mark: str) -> bool:
        """True if another program of that name is running here; one on another computer is not."""
        if not _MARK.fullmatch(mark) or mark == self._mark:
            return False
        with contextlib.suppress(OSError):
            path = self._folder / mark
            if path.is_file():
                try:
                    handle = self._fs.lock(path, 0)
                except TimeoutError:
                    return True
                path.unlink()
                self._fs.unlock(handle)
        return False

    def end(self) -> None:
        """Say that this program is done. (Its end says so, too.)"""
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):
                (self._folder / (self._mark or "")).unlink()
            self._fs.unlock(handle)
        self._mark = None

    def _begin(self) -> str:
        mark = os.urandom(8).hex()
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for left in self._folder.iterdir():
                self.lives(left.name)
            self._handle = self._fs.lock(self._folder / mark, 0)
        except OSError:
            return ""
        return mark

    @property
    def _folder(self) -> Path:
        return (self._state_dir or state_folder()) / "running"
