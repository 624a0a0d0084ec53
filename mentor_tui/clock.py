"""The clock, passed in everywhere so that a test can freeze it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol


class Clock(Protocol):
    """The questions that the core asks of a clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self, zone: str = "") -> date:
        """The local date in an IANA zone; in the machine's own zone when empty."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)

    def today(self, zone: str = "") -> date:
        """Today's date in `zone`, or in the machine's own zone."""
        return self.now().astimezone(zone_of(zone)).date()


class FrozenClock:
    """A clock that stands still until told to move (tests, the demo)."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """The frozen instant."""
        return self._now

    def today(self, zone: str = "") -> date:
        """The frozen instant's date in `zone`."""
        return self._now.astimezone(zone_of(zone)).date()

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._now += by


def zone_of(name: str) -> tzinfo | None:
    """The zone of this name; for an empty one this computer's, or None (which datetime takes for the C library's own)
    where the computer names none."""
    name = name or local_zone()
    if not name:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def local_zone() -> str:
    """The machine's IANA zone name, empty when it does not tell. It is never guessed: whoever needs one has to ask."""
    from mentor_tui.host import zones

    return zones.local_zone()
