"""One-shot timers that Textual would lose when the computer is busy.

Reason: Textual skips the ticks of a timer that lie in the past, so that a clock that ticks each second does not catch
up. When the computer is so busy that a moment is over before the waiting for it began, it skips a timer's only tick as
well: what is typed is then kept no more, or the keys held back are held for ever.
Textual: 8.2.8, `Timer._run` in `textual/timer.py`.
Upstream: nothing found; #5464 "Apps hang temporarily on resume from sleep", closed, is about the same lines.
Held by: tests/screens/test_ahead.py.
Delete when: `set_timer` takes `skip`, or a timer without repeats skips nothing.
"""

from __future__ import annotations

from typing import Any

from textual.message_pump import MessagePump
from textual.timer import Timer


class Punctual(MessagePump):
    """A widget or an app whose `set_timer` skips nothing."""

    def set_timer(self, *args: Any, **kwargs: Any) -> Timer:
        """A timer like Textual's, which has not begun when this returns."""
        timer = super().set_timer(*args, **kwargs)
        timer._skip = False
        return timer
