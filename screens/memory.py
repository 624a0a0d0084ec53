"""After locking: let go of the text that the screens leave behind in memory.

A removed widget is not gone at once, and Textual and Rich keep pieces of what they painted in caches. Python gives
freed memory back in its own time and does not overwrite it, so this shortens how long words stay; it cannot promise
that none is left. The key is another matter: it lies in a buffer that the vault overwrites.
"""

from __future__ import annotations

import functools
import gc
from typing import Any

from textual.cache import FIFOCache, LRUCache

_PAINTERS = ("rich", "textual")


def forget() -> None:
    """Empty the caches of whatever paints text, then collect what nobody holds any more. Takes some 0.1 s."""
    gc.unfreeze()  # what was frozen when the vault was opened is to be collected, too
    for found in gc.get_objects():
        kind = type(found)
        if kind is FIFOCache or kind is LRUCache:
            found.clear()
        elif kind is functools._lru_cache_wrapper and _paints(found):
            found.cache_clear()
    gc.collect()


def _paints(function: Any) -> bool:
    return str(getattr(function, "__module__", "")).partition(".")[0] in _PAINTERS
