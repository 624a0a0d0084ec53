"""The terminal that the app runs in: how it is read, how its signals are obeyed, and how it goes away.

Reason: Textual stops and starts the terminal *inside* a signal handler, and on every SIGCONT, stopped or not. The
system sends SIGHUP and SIGCONT together when a window is closed: a second pair of threads was started over a terminal
that is gone, and the first ones were never waited for. Here a signal only asks, the event loop answers, and a start is
undone once. Textual's writer dies of the first failed write, and whoever writes the thirty-first piece after that waits
for ever; here what a terminal that is gone does not take is dropped. It measures the window inside the signal that says
it changed; when the window changes again at that moment, the second measure is told before the first one, and the app
goes on painting for a window that is gone. It dies of the signals that end a program, with the last second of typing
and the terminal as it is; here what was typed is read to its end, and the app is told to leave. One byte that is no
UTF-8 ends its reading for good; here it becomes the sign for that.
Textual: 8.2.8, `textual/drivers/linux_driver.py`, `textual/drivers/_writer_thread.py`.
Upstream: #5140 "Gracefully handle termination signals", open; #6456 "UnicodeDecodeError in input thread crashes
application when invalid UTF-8 bytes are received", open; nothing found about the rest.
Held by: tests/screens/test_keyboard.py, tests/journey/test_hangup.py.
Delete when: both are closed, and those tests pass with Textual's own driver.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import selectors
import signal
import termios
import tty
from collections.abc import Callable
from typing import IO, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from .keyboard import Parser

_READ = 65_536
_ENDING = ("SIGTERM", "SIGHUP")
"""Signals by which somebody, or the system, ends the program."""


class Ended(Message):
    """The program is to end: by a signal, or because the terminal is gone; then nobody is left to be asked."""

    def __init__(self, *, gone: bool) -> None:
        super().__init__()
        self.gone = gone


class _Outlet:
    """The terminal as a file to write to, which may go away: then what is written is dropped, and nobody waits."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.fileno = file.fileno

    def write(self, words: str) -> None:
        self._as_long_as_it_lasts(lambda: self._file.write(words))

    def flush(self) -> None:
        self._as_long_as_it_lasts(self._file.flush)

    def _as_long_as_it_lasts(self, do: Callable[[], object]) -> None:
        try:
            do()
        except BlockingIOError:  # somebody else's setting, and it comes back
            pass
        except OSError:
            with contextlib.suppress(OSError):  # what Python still holds, and tries again at the end, goes nowhere
                sink = os.open(os.devnull, os.O_WRONLY)
                os.dup2(sink, self._file.fileno())
                os.close(sink)


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, with this reading, these signals and this end."""

    _to_end = False
    """A signal said so; what was typed before is read first."""
    _handlers: dict[signal.Signals, Any] | None = None
    """What obeyed those signals before."""
    _resting = False
    """The terminal was given back for as long as the program is stopped."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file: Any = _Outlet(self._file)

    # --- Taking the terminal over, and giving it back ----------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the terminal over. One that is gone already ends the app."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        loop = asyncio.get_running_loop()
        if hasattr(signal, "SIGWINCH"):
            signal.signal(signal.SIGWINCH, lambda *_: _soon(loop, self._measure))
        signal.signal(signal.SIGTSTP, lambda *_: _soon(loop, self._rest))
        signal.signal(signal.SIGCONT, lambda *_: _soon(loop, self._go_on))
        if self._handlers is None:
            self._handlers = {}
            for number in (getattr(signal, name) for name in _ENDING):
                if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup sets it
                    self._handlers[number] = signal.signal(number, self._end)
        if self._writer_thread is None:
            self.process_message(Ended(gone=True))

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        super().stop_application_mode()
        if self._resting:  # a signal to end it comes with the one to go on
            return
        handlers, self._handlers = self._handlers or {}, None
        for number, handler in {**handlers, signal.SIGTSTP: signal.SIG_DFL, signal.SIGCONT: signal.SIG_DFL}.items():
            signal.signal(number, handler)

    def write(self, data: str) -> None:
        """Write to the terminal, as long as it is ours."""
        if self._writer_thread is not None:
            super().write(data)

    def close(self) -> None:
        """All that was written is out."""
        super().close()
        self._writer_thread = None

    # --- Signals -----------------------------------------------------------------------------------------------

    def _end(self, *_: object) -> None:
        self._to_end = True

    def _measure(self) -> None:
        """Tell the app how large the window is now; the last one told is the last one measured."""
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    def _rest(self) -> None:
        """Give the terminal back and stop, as somebody asked from outside."""
        if self._auto_restart and not self._resting and self._writer_thread is not None:
            self._resting = True
            self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        """The program was stopped, or just told to go on; or the terminal is gone, and this comes with it."""
        if self._resting:
            self._resting = False
            self.resume_application_mode()
        elif self._writer_thread is None or not self._take_back():
            return
        if self._app.screen_stack:
            self._app.screen.refresh()  # all of it: the terminal was cleared, and `layout` paints only what moves

    def _take_back(self) -> bool:
        """Have the terminal as it was before a stop that nobody announced; whether it is still there.

        The threads run on: nothing that was typed meanwhile is lost.
        """
        try:
            attributes = termios.tcgetattr(self.fileno)
            attributes[tty.LFLAG] = self._patch_lflag(attributes[tty.LFLAG])
            attributes[tty.IFLAG] = self._patch_iflag(attributes[tty.IFLAG])
            attributes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        except termios.error:
            return False
        self.write("\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?1004h")
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self._enable_mouse_support()
        return True

    # --- Reading -----------------------------------------------------------------------------------------------

    def run_input_thread(self) -> None:
        """Read the terminal until the app leaves."""
        parser = Parser(self._debug)
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0 if self._to_end else 0.1):
                    try:
                        data = os.read(self.fileno, _READ)
                    except OSError:
                        data = b""
                    if not data:
                        self.process_message(Ended(gone=True))
                        break
                    if words := decode(data):
                        for message in parser.feed(words):
                            self.process_message(message)
                elif self._to_end:
                    self._to_end = False
                    self.process_message(Ended(gone=False))
                for message in parser.tick():
                    self.process_message(message)


def _soon(loop: asyncio.AbstractEventLoop, do: Callable[[], None]) -> None:
    """Have the event loop do something; when it has ended there is nothing left to do."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(do)
