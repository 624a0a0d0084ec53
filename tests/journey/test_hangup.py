"""A terminal that goes away."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path


def test_a_terminal_that_goes_away_ends_the_app_even_without_a_signal(tmp_path: Path) -> None:
    """Started with nohup, nobody tells it: it must see for itself, and not spin in the background."""
    mine, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "HOME": str(tmp_path), "TERM": "xterm-256color"}
    program = subprocess.Popen(
        [sys.executable, "-m", "mentor_tui", "--vault", str(tmp_path / "a.vault")],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    os.close(theirs)
    seen, end = b"", time.monotonic() + 20
    while b"Welcome" not in seen and time.monotonic() < end:
        if select.select([mine], [], [], 0.1)[0]:
            seen += os.read(mine, 65_536)
    assert b"Welcome" in seen
    os.close(mine)
    try:
        assert program.wait(20) == 0
    finally:
        program.kill()
