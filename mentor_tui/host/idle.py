"""The time since the last key was pressed, by a clock that goes on while the machine sleeps."""

from __future__ import annotations

import time
from collections.abc import Callable

_BOOTTIME = getattr(time, "CLOCK_BOOTTIME", None)


def awake_or_asleep() -> float:
    """Seconds on a clock that also counts sleep.

    Linux has CLOCK_BOOTTIME for it; on macOS and Windows the monotonic clock may or may not, so the larger step of
    it and the wall clock is what IdleWatch goes by.
    """
    return time.clock_gettime(_BOOTTIME) if _BOOTTIME is not None else time.monotonic()


class IdleWatch:
    """Tells when so many minutes have passed without a touch. Both clocks are passed in for tests."""

    def __init__(
        self,
        minutes: int,
        steady: Callable[[], float] = awake_or_asleep,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.minutes = minutes
        self._steady = steady
        self._wall = wall
        self.touch()

    def touch(self) -> None:
        """A key was pressed or the mouse used."""
        self._last = (self._steady(), self._wall())

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last touch; the larger of the two clocks, so that a sleep is never missed."""
        return max(self._steady() - self._last[0], self._wall() - self._last[1])

    @property
    def expired(self) -> bool:
        """True if it is time to lock."""
        return self.idle_seconds >= self.minutes * 60
