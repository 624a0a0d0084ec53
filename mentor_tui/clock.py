"""The clock, passed in everywhere so that a test can freeze it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol


class Clock(Protocol):
    """What the core asks of a clock."""

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
        return self.now().astimezone(_zone(zone)).date()


class FrozenClock:
    """A clock that stands still until told to move (tests, the demo)."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """The frozen instant."""
        return self._now

    def today(self, zone: str = "") -> date:
        """The frozen instant's date in `zone`."""
        return self._now.astimezone(_zone(zone)).date()

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._now += by


def _zone(name: str) -> tzinfo | None:
    if not name:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def local_zone() -> str:
    """The machine's IANA zone name, or `UTC` when it does not tell."""
    import os
    from pathlib import Path
    from zoneinfo import ZoneInfo

    for candidate in (os.environ.get("TZ", ""), _etc_localtime(Path("/etc/localtime"))):
        name = candidate.lstrip(":")
        if name:
            try:
                ZoneInfo(name)
            except (ValueError, OSError, KeyError):
                continue
            return name
    return "UTC"


def _etc_localtime(path: object) -> str:
    from pathlib import Path

    try:
        target = str(Path(str(path)).resolve())
    except OSError:
        return ""
    return target.partition("zoneinfo/")[2]
