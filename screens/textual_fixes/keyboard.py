"""Keys, pastes and the mouse, read from what the terminal sends.

Reason: Textual reads a paste letter by letter, and takes an escape sequence inside it for keys that somebody pressed: a
line copied from a log with colours arrives in pieces and out of order, a hostile one could press Ctrl+Q. It types a
sequence that it does not know, letter by letter, and gives up on one that takes a tenth of a second to arrive: a late
answer of the terminal became text, and an arrow key over a slow line became Escape, `[` and `A`. Here a paste is one
piece of text, whatever stands in it, and a megabyte of it costs nothing; a sequence is read to its end by its grammar
(ECMA-48), however it is cut, and only what it means as a whole is passed on (`sequences.py`); mostly that is nothing.
Textual: 8.2.8, `textual/_xterm_parser.py`.
Upstream: #4816, and pull request #4848 "add ESCDELAY environment var", merged, for the wait after an escape; nothing
found about pastes.
Held by: tests/screens/test_keyboard.py.
Delete when: those tests pass with Textual's own parser.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterable

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.message import Message

from .sequences import Meaning

_ESC = "\x1b"
_START, _END = "\x1b[200~", "\x1b[201~"
_PATIENCE = 2.0
"""Seconds without a letter after which a paste, or a sequence that was begun, is taken to be over."""
_ESCAPE = max(constants.ESCAPE_DELAY, 0.3)
"""Seconds after which an escape on its own is the key, and no sequence of which the rest is slow."""
_LATE = 1.0
"""Seconds after that key in which the rest of a sequence, if it comes in one piece, is still known for what it is."""
_REST = re.compile(r"\[[\d;:]*[A-HZ~]|O[A-D]")

_POURED = 256
"""Letters that no hand types between two looks: a paste of a terminal that does not say where one begins and ends."""
_POURING = 0.1
"""Seconds without a letter after which such a paste is over."""
_PLAIN = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")

_STRING = re.compile(r"[^\x00-\x1f\x9c]*")
_ENDS = re.compile("\x07|\x1b\\\\|\x9c")
_CONTROL = re.compile(r"[ -?]*")
_LONGEST = 4096
"""No key and no answer is longer; strings may be."""
_BEGUN = "[O]P_^X"
"""What stands after an escape where more follows."""
_SHORT = "\x8f\x90\x98\x9b\x9d\x9e\x9f"
"""Each stands for an escape and one of those."""


class Parser(Meaning):
    """Keys and mouse; a paste as a whole; of anything else nothing."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None
        """The pieces of a paste so far; None outside of one."""
        self._poured: list[str] = []
        """The pieces so far of a paste that nothing said to be one."""
        self._rim = ""
        """The last few letters, in which the end may have begun."""
        self._begun = ""
        """A sequence of which the rest has not come yet."""
        self._last = 0.0
        self._escaped = -_LATE
        """When an escape was taken for the key because nothing followed."""

    def feed(self, data: str) -> Iterable[Message]:
        """Read what came; an empty string is the end of everything."""
        now = time.monotonic()
        waited, self._last = now - self._last, now
        if self._poured_on(data, waited):
            return
        if self._poured:
            yield self._poured_out()
        alone = data[:1] not in _BEGUN or (data != "[" and len(data) == 1)  # what a person pressed after the key
        if self._begun == _ESC and data and alone and waited > constants.ESCAPE_DELAY:
            self._begun = ""
            yield self._escape()
        elif not self._begun and now - self._escaped < _LATE and _REST.fullmatch(data):
            self._begun, self._escaped = _ESC, -_LATE
        data, self._begun = self._begun + data, ""
        while data:
            data = yield from self._paste_on(data) if self._pasted is not None else self._read(data)

    def tick(self) -> Iterable[Message]:
        """Look at the clock: an escape key on its own, what was begun and has no end."""
        waited = time.monotonic() - self._last
        if self._poured and waited > _POURING:
            yield self._poured_out()
        if self._pasted is not None and waited > _PATIENCE:
            yield self._paste()
        elif self._begun == _ESC and waited > _ESCAPE:
            self._begun, self._escaped = "", time.monotonic()
            yield self._escape()
        elif len(self._begun) == 2 and self._begun[1] not in "[O" and waited > _ESCAPE:  # alt+], and nothing followed
            yield from self.with_alt(self._begun[1])
            self._begun = ""
        elif waited > _PATIENCE:
            self._begun = ""

    @staticmethod
    def _escape() -> events.Key:
        return events.Key("escape", _ESC)

    # --- A paste that nothing says to be one --------------------------------------------------------------------

    def _poured_on(self, data: str, waited: float) -> bool:
        """True when what came is a long text at once, or goes on one: as keys it would press what its letters press.

        A key that is held down is no text.
        """
        if self._pasted is not None or self._begun or not _PLAIN.fullmatch(data):
            return False
        goes_on = bool(self._poured) and waited < _POURING
        if goes_on or (not self._poured and len(data) >= _POURED and len(set(data)) > 1):
            self._poured.append(data)
            return True
        return False

    def _poured_out(self) -> events.Paste:
        words, self._poured = "".join(self._poured), []
        return events.Paste(words)

    # --- Outside of a paste ------------------------------------------------------------------------------------

    def _read(self, data: str) -> Generator[Message, None, str]:
        """Read keys and sequences up to a paste or the end of what came; returns the rest, which is a paste's."""
        at, size = 0, len(data)
        while at < size:
            letter = data[at]
            if letter in _SHORT:
                data = data[:at] + _ESC + chr(ord(letter) - 0x40) + data[at + 1 :]
                size, letter = size + 1, _ESC
            if letter != _ESC:
                if not "\x80" <= letter < "\xa0":
                    yield from self.letter(letter)
                at += 1
                continue
            end = _end_of(data, at)
            if end is None:
                self._begun = _kept(data[at:])
                break
            sequence, at = data[at:end], end
            if sequence == _START:
                self._pasted, self._rim = [], ""
                break
            if sequence == _ESC:
                yield self._escape()
            elif len(sequence) == 2 and sequence[1] not in _BEGUN:
                yield from self.with_alt(sequence[1])
            else:
                yield from self.meaning(sequence)
        return data[at:] if self._pasted is not None else ""

    # --- Inside of a paste -------------------------------------------------------------------------------------

    def _paste_on(self, data: str) -> Generator[Message, None, str]:
        """Read on in a paste; returns what comes after its end."""
        assert self._pasted is not None
        inside, end, after = (self._rim + data).partition(_END)
        if end:
            self._pasted.append(inside)
            self._rim = ""
            yield self._paste()
            return after
        cut = max(len(inside) - len(_END) + 1, 0)
        self._pasted.append(inside[:cut])
        self._rim = inside[cut:]
        return ""

    def _paste(self) -> events.Paste:
        words = "".join(self._pasted or []) + self._rim
        self._pasted, self._rim = None, ""
        return events.Paste(words.replace("\x00", ""))


def _end_of(data: str, at: int) -> int | None:
    """The end of the sequence that begins with an escape; None when its end has not come. A broken one ends early."""
    if at + 1 >= len(data):
        return None
    kind, start = data[at + 1], at + 2
    if kind == _ESC:  # two escapes are two keys, or one and a sequence
        return at + 1
    if kind not in _BEGUN:
        return start
    if kind in "]P_^X":
        return _end_of_string(data, start)
    if kind == "[" and data[start : start + 1] == "M":  # a mouse as the oldest terminals tell it: three signs follow
        return start + 4 if start + 4 <= len(data) else None
    if kind == "[" and data[start : start + 1] == "[":  # the first five keys of the console of Linux
        start += 1
    found = _CONTROL.match(data, start)
    end = found.end() if found else start
    if end >= len(data):
        return end if data[at:end] in ANSI_SEQUENCES_KEYS or end - at > _LONGEST else None
    return end + 1 if "@" <= data[end] <= "~" else end


def _end_of_string(data: str, start: int) -> int | None:
    found = _STRING.match(data, start)
    end = found.end() if found else start
    if end >= len(data) or (data[end] == _ESC and end + 1 >= len(data)):
        return None
    ended = _ENDS.match(data, end)
    return ended.end() if ended else end


def _kept(begun: str) -> str:
    """The part to remember of a sequence without an end: of a string that it is one, and an escape at its rim."""
    if len(begun) > 3 and begun[1] in "]P_^X":
        return begun[:2] + "0" + (_ESC if begun.endswith(_ESC) else "")
    return begun
