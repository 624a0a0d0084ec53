"""What comes from the terminal, before anything else looks at it.

Textual reads a paste letter by letter, and takes an escape sequence inside it for keys that somebody pressed: a line
copied from a log with colours arrives in pieces and out of order, a hostile one could press Ctrl+Q. And one byte that
is no UTF-8 ends its reading for good. Here a paste is one piece of text, whatever stands in it, and a megabyte of it
costs nothing; bytes that mean nothing become the sign for that.

"""

from __future__ import annotations

import time
from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

_START, _END = "\x1b[200~", "\x1b[201~"
_PATIENCE = 2.0
"""Seconds without a letter after which a paste is taken to be over, should its end be lost."""


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
