"""Work done beside what is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

from textual.dom import DOMNode


def beside(place: DOMNode, deed: Callable[[], Coroutine[Any, Any, None]], *, group: str = "default") -> None:
    """Start a deed that ends with its place; what the same group of the place was at is given up for it.

    It is handed on as a function: a coroutine that is given up before it starts would leave a warning behind.
    """
    place.run_worker(cast(Any, deed), exclusive=True, group=group)  # Textual's own annotation fits no `async def`
