"""A terminal that goes away, and a system that ends the program."""

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

import pytest

from .person import Person


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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_was_typed_when_the_system_ends_the_program_is_offered_again(tmp_path: Path, number: int) -> None:
    """A computer that is shut down, a window that is closed: not the last letter is missing."""
    person = Person(tmp_path)
    person.make_vault()
    with person.open() as app:
        app.press("8", "n")
        app.wait_for("Private note")
        before = termios.tcgetattr(app.process.fd)
        app.type("the very last thought")
        app.process.kill(number)
        assert app.wait_end() == 0
        assert b"\x1b[?1049l" in app.raw() and b"\x1b[?25h" in app.raw()
        assert termios.tcgetattr(app.process.fd)[3] & termios.ECHO and not before[3] & termios.ECHO
    with person.open() as app:
        app.wait_for("Unsaved text")
        app.press("d")
        app.wait_for("Private note", "the very last thought")


def test_text_that_the_disk_will_not_take_is_not_thrown_away_at_the_first_signal(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.make_vault()
    with person.open(faulty=True) as app:
        app.press("8", "n")
        app.wait_for("Private note")
        person.fault("disk-full")
        app.type("nowhere but here")
        app.process.kill(signal.SIGTERM)
        app.wait_for("could not be kept on disk", "nowhere but here")
        person.fault("disk-full", on=False)
        app.process.kill(signal.SIGTERM)
        assert app.wait_end() == 0
    with person.open() as app:
        app.wait_for("Unsaved text")
