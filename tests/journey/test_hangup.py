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


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.soak)])
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


def _go_on_and_close(person: Person, before: str, words: str) -> None:
    """What was typed before is offered; taken up and typed on at its end, the window is closed."""
    with person.open() as app:
        if before:
            app.wait_for("Unsaved text")
        app.press("d" if before else "l")
        app.wait_for("What did you work on", before)
        app.press("ctrl+end")
        app.type(words)
        app.wait_for(words)
        app.hang_up()
        assert app.wait_end() == 0


# Opened two hundred times, at some two seconds each: more than the usual limit, also where nothing else runs.
@pytest.mark.parametrize("times", [2, pytest.param(200, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])])
def test_a_window_that_is_closed_over_a_log_ends_the_program_and_its_text_is_offered(
    tmp_path: Path, times: int
) -> None:
    """From the second time on there is a draft already."""
    person = Person(tmp_path)
    person.make_vault()
    words = ""
    for number in range(times + 1):
        before, words = words, f"word {number}."
        _go_on_and_close(person, before, words)


def test_a_window_that_is_closed_during_the_first_questions_ends_the_program(tmp_path: Path) -> None:
    person = Person(tmp_path)
    with person.start() as app:
        app.wait_for("enter start")
        app.hang_up()
        assert app.wait_end() == 0


def test_a_program_that_was_stopped_goes_on_where_it_was_and_ends_when_asked(tmp_path: Path) -> None:
    """Stopped without a word, or asked to stop; the terminal is its own again, and two windows closed end it too."""
    person = Person(tmp_path)
    person.make_vault()
    with person.open() as app:
        app.press("8", "n")
        app.wait_for("Private note")
        for number in (signal.SIGSTOP, signal.SIGTSTP):
            app.process.kill(number)
            _, status = os.waitpid(app.process.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status)
            settings = termios.tcgetattr(app.process.fd)
            settings[3] |= termios.ECHO | termios.ICANON | termios.ISIG  # as the shell leaves it
            termios.tcsetattr(app.process.fd, termios.TCSANOW, settings)
            before = app.size
            app.process.kill(signal.SIGCONT)
            app.wait_until(lambda seen=before: b"Private note" in app.raw()[seen:], "painted anew")  # type: ignore[misc]
            app.type(f"after {number.name} ")
            app.wait_for(f"after {number.name}")
            assert not termios.tcgetattr(app.process.fd)[3] & termios.ECHO
        app.press("ctrl+q")
        assert app.wait_end() == 0
    with person.open() as app:
        app.wait_for("Unsaved text")
        app.press("d")
        app.wait_for("after SIGSTOP after SIGTSTP")
        app.process.kill(signal.SIGSTOP)
        app.hang_up()
        app.process.kill(signal.SIGCONT)
        assert app.wait_end() == 0
