"""Sessions as instants: 18:00 in Brussels and 17:00 in London are one hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from mentor_tui.schema.records import Session

Span: TypeAlias = tuple[int, int]
"""The first minute of a session and the one after its last, counted over all days alike, in UTC."""


def span(session: Session, home: str = "") -> Span | None:
    """Its time; None when its day or its start is not said. `home`: the zone of a session that names none."""
    first = _first(session.on, session.start, session.zone or home)
    return None if first is None else (first, first + max(session.minutes, 0))


def start_in(session: Session, home: str) -> str:
    """Its start by the clock of another zone, `18:00`, where that is on its own day; else as it is noted."""
    if not session.start or not home or session.zone in ("", home):
        return session.start
    try:
        local = datetime.combine(date.fromisoformat(session.on), time.fromisoformat(session.start))
        there = local.replace(tzinfo=ZoneInfo(session.zone)).astimezone(ZoneInfo(home))
    except (ValueError, OSError, KeyError, OverflowError):  # a zone that is not known here, or the ends of time
        return session.start
    return there.strftime("%H:%M") if there.date() == local.date() else session.start


def home_of(sessions: Iterable[Session]) -> str:
    """The zone to take for sessions without one, where the person's own is not known: the first that is named."""
    return next((s.zone for s in sessions if s.zone), "")


@lru_cache(maxsize=8192)
def _first(on: str, start: str, zone: str) -> int | None:
    try:
        local = datetime.combine(date.fromisoformat(on), time.fromisoformat(start))
    except ValueError:
        return None
    wall = local.replace(tzinfo=None)
    try:
        moment = wall.replace(tzinfo=ZoneInfo(zone) if zone else UTC).astimezone(UTC)
    except (ValueError, OSError, KeyError, OverflowError):  # a zone that is not known here, or the ends of time
        moment = wall.replace(tzinfo=UTC)
    return moment.toordinal() * 1440 + moment.hour * 60 + moment.minute
