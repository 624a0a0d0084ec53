"""Keys typed ahead wait until the place they are meant for is there.

Somebody who presses `n` and goes on typing means the note that is about to open: without this, the first letters
would be lost, or end up in another field.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App

_LOOK_AGAIN_SECONDS = 0.01
_LONGEST_SECONDS = 1.0
"""A place that takes longer than this gets the keys as they come."""


class TypeAhead:
    """Holds keys and pastes back while the screen on top is still being made, or is about to go."""

    def __init__(self, app: App[Any], obey: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._obey = obey
        self._held: deque[events.Event] = deque()
        self._since = 0.0

    def holds(self, event: events.Event) -> bool:
        """Whether this event waits; it is then obeyed later, in its turn."""
        if not isinstance(event, events.Key | events.Paste):
            return False
        if not self._held:
            if self._ready():
                return False
            self._since = time.monotonic()
            self._app.set_timer(_LOOK_AGAIN_SECONDS, self._look)
        self._held.append(event)
        return True

    def _ready(self) -> bool:
        screen = self._app.screen
        return screen.is_mounted and bool(getattr(screen, "ready", True))

    async def _look(self) -> None:
        if self._ready() or time.monotonic() - self._since > _LONGEST_SECONDS:
            await self._obey(self._held.popleft())  # one at a time: it may lead to another place
        if self._held:
            self._app.set_timer(_LOOK_AGAIN_SECONDS, self._look)
