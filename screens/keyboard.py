"""What comes from the terminal, before anything else looks at it.

Textual reads a paste letter by letter, and takes an escape sequence inside it for keys that somebody pressed: a line
copied from a log with colours arrives in pieces and out of order, a hostile one could press Ctrl+Q. And one byte that
is no UTF-8 ends its reading for good. Here a paste is one piece of text, whatever stands in it, and a megabyte of it
costs nothing; bytes that mean nothing become the sign for that.

Textual also measures the window inside the signal that says it changed. When the window changes again at that moment,
the second measure is told before the first one, and the app goes on painting for a window that is gone. Here the signal
only asks for a measure, and the event loop takes it.

And Textual dies of the signals that end a program, with the last second of typing and the terminal as it is. Here what
was typed is read to its end, and the app is told to leave.
"""

from __future__ import annotations

import asyncio
import codecs
import os
import selectors
import signal
import time
from collections.abc import Iterable
from typing import Any

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

_START, _END = "\x1b[200~", "\x1b[201~"
_PATIENCE = 2.0
"""Seconds without a letter after which a paste is taken to be over, should its end be lost."""
_READ = 65_536
_ENDING = ("SIGTERM", "SIGHUP")
"""Signals by which somebody, or the system, ends the program."""


class Ended(Message):
    """The program is to end: by a signal, or because the terminal is gone; then nobody is left to be asked."""

    def __init__(self, *, gone: bool) -> None:
        super().__init__()
        self.gone = gone


class Parser(XTermParser):
    """Keys and mouse as Textual reads them; a paste as a whole."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None
        """The pieces of a paste so far; None outside of one."""
        self._rim = ""
        """The last few letters, in which the end may have begun."""
        self._last = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Read what came; an empty string is the end of everything."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasted is None:
                before, start, data = data.partition(_START)
                if before:
                    yield from super().feed(before)
                if start:
                    self._pasted, self._rim = [], ""
                continue
            self._last = time.monotonic()
            inside, end, data = (self._rim + data).partition(_END)
            if end:
                self._pasted.append(inside)
                self._rim = ""
                yield self._paste()
            else:
                cut = max(len(inside) - len(_END) + 1, 0)
                self._pasted.append(inside[:cut])
                self._rim = inside[cut:]

    def tick(self) -> Iterable[Message]:
        """Look at the clock: an escape key on its own, a paste without an end."""
        if self._pasted is not None and time.monotonic() - self._last > _PATIENCE:
            yield self._paste()
        yield from super().tick()

    def _paste(self) -> events.Paste:
        words = "".join(self._pasted or []) + self._rim
        self._pasted, self._rim = None, ""
        return events.Paste(words.replace("\x00", ""))


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, with this reading."""

    _to_end = False
    """A signal said so; what was typed before is read first."""
    _handlers: dict[signal.Signals, Any] | None = None
    """What obeyed those signals before."""

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        loop = asyncio.get_running_loop()
        if hasattr(signal, "SIGWINCH"):
            signal.signal(signal.SIGWINCH, lambda *_: loop.call_soon_threadsafe(self._measure))
        if self._handlers is None:
            self._handlers = {}
            for number in (getattr(signal, name) for name in _ENDING):
                if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup sets it
                    self._handlers[number] = signal.signal(number, self._end)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        super().stop_application_mode()
        handlers, self._handlers = self._handlers or {}, None
        for number, handler in handlers.items():
            signal.signal(number, handler)

    def _end(self, *_: object) -> None:
        self._to_end = True

    def _measure(self) -> None:
        """Tell the app how large the window is now; the last one told is the last one measured."""
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

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
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            pass
