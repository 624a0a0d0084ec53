"""Every letter that is typed counts as one.

Reason: Textual asks Python's `str.isprintable`, which says no of every space but the one, of the joiners of Persian and
Indian scripts and of emoji, of private letters such as a logo, and of every letter newer than this Python. Typed, they
vanished; pasted, they stayed. Here only controls are no letters; what must not be kept of the rest is cleaned away
where all text is (`mentor_tui.words.text.clean`), however it came.
Textual: 8.2.8, `Key.is_printable` in `textual/events.py`, a public name that Textual's own widgets ask.
Upstream: nothing found.
Held by: tests/screens/test_letters.py.
Delete when: a no-break space, a joiner and a letter newer than Python can be typed into an `Input`.
"""

from __future__ import annotations

import unicodedata

from textual import events

_NO_LETTERS = ("Cc", "Cs", "Zl", "Zp")
"""Controls, halves of letters, and the two that end a line."""


def is_letter(key: events.Key) -> bool:
    """True when a key writes something."""
    return key.character is not None and all(unicodedata.category(c) not in _NO_LETTERS for c in key.character)


def take_all() -> None:
    """Let every letter that can be typed be written. Affects Textual itself; to be called once or more."""
    events.Key.is_printable = property(is_letter)  # type: ignore[assignment,method-assign]
