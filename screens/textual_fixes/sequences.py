"""The meaning of one whole sequence from the terminal: a key, the mouse, the window; or nothing, which is most of them.

Reason: Textual knows the names of keys and the numbers of mouse buttons, and they are taken from there. It does not
look at whether a sequence makes sense: a key that is let go was pressed once more, the number of no letter ended its
reading, an unknown number became a letter, a window of no size divided by it.
Textual: 8.2.8, `textual/_xterm_parser.py`, `textual/_keyboard_protocol.py`, `textual/_ansi_sequences.py`.
Upstream: nothing found.
Held by: tests/screens/test_keyboard.py.
Delete when: those tests pass with Textual's own parser.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from textual import constants, events, messages
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import IS_ITERM, XTermParser
from textual.message import Message

_KEY = re.compile(
    r"\x1b\[(?:(\d{0,7})(?::(\d{0,7}))?(?::\d{0,7})?)?(?:;(\d{0,3})(?::(\d))?)?(?:;([\d:]{0,64}))?([u~A-FHPQRS])"
)
_POSITION = re.compile(r"\x1b\[\d+;\d+R")
_MOUSE = re.compile(r"\x1b\[<\d{1,4};-?\d{1,6};-?\d{1,6}[Mm]")
_MODE = re.compile(r"\x1b\[\?(\d{1,6});(\d)\$y")
_WINDOW = re.compile(r"\x1b\[48;(\d{1,5})(?::\d*)*;(\d{1,5})(?::\d*)*;(\d{1,6})(?::\d*)*;(\d{1,6})(?::\d*)*t")

_SHIFT, _LOCKS = 1, 64 | 128
"""Bits of what is held down with a key; the locks change nothing about which key it is."""
_OWN = range(0xE000, 0xF900)
"""Numbers that the protocol of kitty gives to keys without a letter."""


class Meaning(XTermParser):
    """Says what whole sequences mean; splitting what comes into them is left to the class made of this one."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._tells_size = False
        """The terminal said that it tells the size of its window by itself."""

    def letter(self, letter: str) -> Iterable[Message]:
        """A letter, or one of the keys that send a single sign."""
        return self._sequence_to_key_events(letter)

    def with_alt(self, letter: str) -> Iterable[Message]:
        """A key pressed with Alt: a command, never text, but for the few that Textual knows as letters of a Mac."""
        if "\x1b" + letter in ANSI_SEQUENCES_KEYS:
            yield from self._sequence_to_key_events("\x1b" + letter)
        elif letter != "\\":  # the end of a string that is over
            for key in self._sequence_to_key_events(letter):
                name = f"shift+{key.key.lower()}" if len(key.key) == 1 and key.key.isupper() else key.key
                yield events.Key(f"alt+{name}", None)

    def meaning(self, sequence: str) -> Iterable[Message]:
        """The messages that a sequence means, if any."""
        if sequence == "\x1b[I":
            yield events.AppFocus()
        elif sequence == "\x1b[O":
            yield events.AppBlur()
        elif found := _MODE.fullmatch(sequence):
            yield from self._mode(found[1], int(found[2]))
        elif _MOUSE.fullmatch(sequence):
            if (mouse := self.parse_mouse_code(sequence)) is not None:
                yield mouse
        elif found := _WINDOW.fullmatch(sequence):
            yield from self._window(*map(int, found.groups()))
        elif not _POSITION.fullmatch(sequence):
            yield from self._key(sequence)

    def _mode(self, mode: str, setting: int) -> Iterable[Message]:
        if mode == "2026" and setting > 0:
            yield messages.TerminalSupportsSynchronizedOutput()
        elif mode == "2048" and constants.SMOOTH_SCROLL and not IS_ITERM:
            told = messages.InBandWindowResize.from_setting_parameter(setting)
            self._tells_size |= told.supported
            yield told

    def _window(self, height: int, width: int, pixel_height: int, pixel_width: int) -> Iterable[Message]:
        if not (self._tells_size and 0 < height < 10_000 and 0 < width < 10_000):
            return
        event = events.Resize.from_dimensions((width, height), (pixel_width, pixel_height))
        if pixel_height and pixel_width:
            self.terminal_size, self.terminal_pixel_size = event.size, event.pixel_size
            self.mouse_pixels = True
        yield event

    def _key(self, sequence: str) -> Iterable[Message]:
        found = None if constants.DISABLE_KITTY_KEY else _KEY.fullmatch(sequence)
        known = _plain(*found.groups(default="")) if found else None
        if known is not None:
            yield from (key.copy() for key in self._parse_extended_key(known) or ())
        elif sequence in ANSI_SEQUENCES_KEYS:
            names = ANSI_SEQUENCES_KEYS[sequence]
            if isinstance(names, tuple):
                yield from (events.Key(name.value, None) for name in names)
            elif isinstance(names, str):
                yield from self._sequence_to_key_events(names)


def _plain(code: str, shifted: str, held: str, event: str, letters: str, end: str) -> str | None:
    """The same key as Textual reads it, with its text; an empty sequence when it was let go, None when it is no key."""
    number, bits = int(code or 1), max(int(held or 1), 1) - 1
    named = f"{number}{end}" in FUNCTIONAL_KEYS
    if (
        bits > 255
        or event not in ("", "1", "2", "3")
        or not (named or (end == "u" and number not in _OWN and _is_letter(number)))
    ):
        return None
    if event == "3":
        return ""
    texts = [int(part) for part in letters.split(":") if part]
    if any(len(part) > 7 for part in letters.split(":")) or not all(map(_is_letter, texts)):
        return None
    if not (texts or named or bits & ~(_SHIFT | _LOCKS)):
        if not bits & _SHIFT:
            texts = [number]
        elif shifted and _is_letter(int(shifted)):
            texts, number = [int(shifted)], int(shifted)
    return f"\x1b[{number};{bits + 1};{':'.join(map(str, texts))}{end}"


def _is_letter(number: int) -> bool:
    """True when a number is that of a letter: no control and no half of one."""
    return number <= 0x10FFFF and unicodedata.category(chr(number)) not in ("Cc", "Cs")
