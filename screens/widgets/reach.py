"""Places on the screen that can be gone to: what jumping puts its letters on. A widget of many tells them itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, runtime_checkable

from textual.geometry import Offset


class Reach(NamedTuple):
    """One place."""

    at: Offset
    """On the screen."""
    do: Callable[[], object]
    """Goes there."""
    key: str = ""
    """The letter or digit that it has already, as everybody knows it."""


@runtime_checkable
class Reaching(Protocol):
    """A widget with several such places."""

    def reaches(self) -> Iterable[Reach]:
        """The places in it that are in view."""
        ...
