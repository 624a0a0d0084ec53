"""Screens by their names: the shell opens every place and imports none.

So no arrow points up from the shell to a place, and a place is loaded when it is first gone to.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def named(where: str) -> Any:
    """The thing that stands at `room.module:Name` among the screens, imported now if it was not yet."""
    module, _, name = where.partition(":")
    return getattr(import_module(f"mentor_tui.screens.{module}"), name)
