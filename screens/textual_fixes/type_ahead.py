"""Keys are obeyed in the order they were pressed, each in the place it was meant for, however busy the computer is.

Reason: Textual hands a key to the field with the cursor and looks at the next one before the first has had its effect:
two keys pressed quickly, Tab and Space, may both reach the first field. And keys that come while a screen is being made
are lost: somebody who presses `n` and goes on typing means the note that is about to open. Here a key waits for the one
before it, and for the screen on top to be ready. Plain typing in a text field waits for nothing.
Textual: 8.2.8, `App.on_event` in `textual/app.py`, `Message._stop_propagation` in `textual/message.py`.
Upstream: #1009 "Add input queue", closed.
Held by: tests/screens/test_ahead.py, tests/screens/test_typing.py.
Delete when: Textual has such a queue, and those tests pass with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App

_LOOK_AGAIN_SECONDS = 0.005
_MOST_LOOKS = 200
"""After so many looks in vain a key goes on, so that a place that is never ready, or a key that nobody answers, holds
up nobody for ever. Looks are counted and not seconds: a second is long for an app with nothing else to do, and nothing
at all on a computer that is so busy that it comes to look three times in it."""
_MOVES = ("tab", "shift+tab", "up", "down", "enter")
"""Keys that go to another field, which has to be there."""


class Awaited:
    """A screen whose fields come after it: keys wait for them."""

    @property
    def ready(self) -> bool:
        """True when keys may come: the cursor stands in a field, and the screen is not about to go."""
        return True

    @property
    def whole(self) -> bool:
        """True when every field is there: the fields in view come first, the others follow."""
        return True


class TypeAhead:
    """Holds keys and pastes back until it is their turn."""

    def __init__(self, app: App[Any], obey: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._obey = obey
        self._held: deque[events.Event] = deque()
        self._looks = 0
        """In vain, since the last key went on."""
        self._under_way: events.Event | None = None
        self._stopped = False

    def holds(self, event: events.Event) -> bool:
        """Hold an event whose turn has not come; True when it waits, to be obeyed later."""
        if not isinstance(event, events.Key | events.Paste):
            return False
        if not self._held:
            if self._free(event):
                self._start(event)
                return False
            self._app.set_timer(_LOOK_AGAIN_SECONDS, self._look)
        self._held.append(event)
        return True

    @property
    def holding(self) -> bool:
        """True while any key waits for its turn."""
        return bool(self._held)

    def arrived(self) -> None:
        """The key under way has had its effect."""
        self._under_way = None

    def _start(self, event: events.Event) -> None:
        plain = isinstance(event, events.Key) and event.is_printable and _writes(self._app.focused)
        self._under_way = None if plain else event  # a paste too: the field takes the cursor back when it is done
        self._stopped = False
        self._looks = 0

    def _free(self, event: events.Event) -> bool:
        """True when it is this event's turn."""
        if self._looks >= _MOST_LOOKS:
            return True
        screen = self._app.screen
        if not (self._done() and screen.is_mounted):
            return False
        if not isinstance(screen, Awaited):
            return True
        moves = isinstance(event, events.Key) and event.key in _MOVES
        return screen.ready and (not moves or screen.whole)  # asked for few keys: it looks through the whole screen

    def _done(self) -> bool:
        """True when the key under way had its effect: its bindings were looked at, or a widget kept it for itself."""
        key = self._under_way
        if key is None:
            return True
        if not key._stop_propagation:
            return False
        # The screen stops a key as it hands it to the app: look once more, when the app had time to take it.
        stopped, self._stopped = self._stopped, True
        return stopped

    async def _look(self) -> None:
        self._looks += 1
        while self._held and self._free(self._held[0]):
            event = self._held.popleft()
            self._start(event)
            await self._obey(event)
        if self._held:
            self._app.set_timer(_LOOK_AGAIN_SECONDS, self._look)


def _writes(widget: object) -> bool:
    """True when a widget takes letters as text. By name: the unlock screen imports no editor."""
    return any(kind.__name__ in ("Input", "TextArea") for kind in type(widget).__mro__)
