"""The text that screens leave in memory is released when the vault locks, and garbage is looked for in pauses.

Reason: a removed widget is not gone at once, Textual and Rich keep pieces of what they painted in caches, Textual keeps
what was copied, and notes in the context of every task which screens lay below the one it painted: a whole removed
screen may hang there. Python gives freed memory back in its own time and does not overwrite it, so this shortens how
long words stay; it cannot promise that none is left. The key is another matter: it lies in a buffer that the vault
overwrites. A full look for garbage took up to 0.3 s in the middle of typing; in a pause nobody waits for it.
Textual: 8.2.8, `textual/_context.py`, `textual/cache.py`, `App._clipboard` in `textual/app.py`.
Upstream: nothing found.
Held by: tests/test_hardening.py, tests/screens/test_lock.py.
Delete when: never whole; the contexts when a removed screen is collected, the clipboard when an app can empty it.
"""

from __future__ import annotations

import functools
import gc
from contextvars import Context
from typing import Any

from textual._context import visible_screen_stack
from textual.app import App
from textual.cache import FIFOCache, LRUCache

_PAINTERS = ("rich", "textual")
_SEEN_AS_PAUSE_SECONDS = 2.0
_LOOKS = 2_000, 10, 200
"""New objects until a look for garbage among them, and how many looks until a wider one and one at everything."""


def sweep_seldom() -> None:
    """Let Python seldom look at everything: among all that Textual keeps it takes up to 0.3 s, and keys wait for it."""
    gc.set_threshold(*_LOOKS)


def sweep_in_pause(quiet_seconds: float) -> None:
    """Look for garbage if the person pauses and something was opened since the last time. Takes some 0.1 s."""
    if quiet_seconds >= _SEEN_AS_PAUSE_SECONDS and gc.get_count()[2]:
        gc.collect()


def forget() -> None:
    """Empty the caches of whatever paints text, then collect what nobody holds any more. Takes some 0.1 s."""
    gc.unfreeze()  # what was frozen when the vault was opened is to be collected, too
    for found in gc.get_objects():
        kind = type(found)
        if kind is FIFOCache or kind is LRUCache:
            found.clear()
        elif kind is functools._lru_cache_wrapper and _paints(found):
            found.cache_clear()
        elif kind is Context and (below := found.get(visible_screen_stack)):
            below[:] = [screen for screen in below if screen.is_running]
    gc.collect()


def keep_copied(app: App[Any], words: str) -> None:
    """Let Ctrl+V paste these words within the app, and send them nowhere."""
    app._clipboard = words


def forget_copied(app: App[Any]) -> None:
    """Empty Textual's own copy of what was copied: the next one at the keyboard could paste it."""
    app._clipboard = ""


def _paints(function: Any) -> bool:
    return str(getattr(function, "__module__", "")).partition(".")[0] in _PAINTERS
