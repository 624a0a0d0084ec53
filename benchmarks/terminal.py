"""A program in a real pseudo-terminal, watched from the other end of the wire."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROWS, COLUMNS = 30, 100
_PATIENCE = 20.0  # seconds
_CODES = re.compile(rb"\x1b(?:\[[0-9;:<=>?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>NOPX^_78])")


class Child:
    """Starts a command; `started` is the moment just before. Leaving the `with` ends it."""

    def __init__(self, command: Sequence[str | Path], env: Mapping[str, str]) -> None:
        self.wire, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.seen = bytearray()
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=far, stdout=far, stderr=far, env=dict(env), start_new_session=True
        )
        os.close(far)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.wire)

    def wait_for(self, *words: str) -> float:
        """The moment at which all these words had come over the wire since `forget`, each in one piece."""
        wanted = [word.encode() for word in words]
        end = time.perf_counter() + _PATIENCE
        while time.perf_counter() < end and self._read(_PATIENCE):
            now = time.perf_counter()
            wanted = [word for word in wanted if word not in self.seen]
            if not wanted:
                return now
        raise RuntimeError(f"{words} did not appear; the screen said: {' '.join(self.text.split())[-600:]}")

    def wait_for_letter(self, letter: str) -> float | None:
        """The moment of the first bytes that show this letter, codes for colours and places left aside."""
        end = time.perf_counter() + 2
        while time.perf_counter() < end and self._read(0.5):
            now = time.perf_counter()
            if letter in self.text:
                return now
        return None

    def settle(self, quiet: float = 0.3, at_most: float = 2.0) -> None:
        """Wait until nothing has come for a while; a blinking cursor is not waited for for ever."""
        end = time.perf_counter() + at_most
        while time.perf_counter() < end and self._read(quiet):
            pass

    def forget(self) -> None:
        """Take what has come so far off the wire and forget it."""
        while self._read(0):
            pass
        self.seen.clear()

    def send(self, keys: str) -> float:
        """Press keys; returns the moment."""
        now = time.perf_counter()
        os.write(self.wire, keys.encode())
        return now

    @property
    def text(self) -> str:
        """What came, without the codes."""
        return _CODES.sub(b"", bytes(self.seen)).decode("utf-8", "replace")

    @property
    def resident_mib(self) -> float:
        """Resident memory as Linux counts it."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the system does not say how much memory it takes")

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self.wire], [], [], patience)
        if not ready:
            return False
        try:
            got = os.read(self.wire, 1 << 16)
        except OSError:  # the program has ended
            return False
        self.seen += got
        return bool(got)
