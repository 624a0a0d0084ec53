"""The choice of the backups that stay: a decision about numbers and times alone.

The last five saves, the last save of each of the seven latest days and of each of the four latest weeks that have
one, and the last one before every change of the format of the file or of its records. Days and weeks are those of the
local calendar, and only days on which something was saved count, so a holiday costs nothing. Which of two saves is
newer is decided by their numbers and never by a clock; the present time plays no part. A clock that jumps can therefore
only change which day a save is counted for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import Enum

RECENT, DAILY, WEEKLY = 5, 7, 4  # saves, days, weeks
_LATEST = 250_000_000_000  # seconds since 1970: no calendar goes much further


class Why(Enum):
    """The reason why a backup stays, in words for a list."""

    RECENT = "recent"
    DAY = "last of the day"
    WEEK = "last of the week"
    FORMAT = "last before a newer format"


@dataclass(frozen=True)
class Kept:
    """A backup: the number of the save that replaced it, and when it was saved, in seconds since 1970."""

    name: str
    number: int
    saved_at: float
    last_of_its_kind: bool = False
    """True if its name says that newer records came after it."""


Format = Hashable


def why_kept(
    backups: Iterable[Kept], format_of: Callable[[Kept], Format | None], zone: tzinfo | None = None
) -> dict[Kept, list[Why]]:
    """The reasons why each backup stays, newest first; those without one may go.

    ``format_of`` gives the version a backup is written in, ``None`` if it cannot be told; it is asked only where the
    answer matters. ``zone`` is the calendar's, the computer's own if not given. At most 16 backups stay, and one for
    each change of the format.
    """
    newest_first = sorted(backups, key=lambda kept: (kept.number, kept.name), reverse=True)
    dates = [_day(kept.saved_at, zone) for kept in newest_first]
    days = _firsts([day.toordinal() for day in dates], DAILY)
    weeks = _firsts([(day.toordinal() - 1) // 7 for day in dates], WEEKLY)  # the first day of all was a Monday
    reasons: dict[Kept, list[Why]] = {}
    for place, kept in enumerate(newest_first):
        found = reasons[kept] = [Why.RECENT] if place < RECENT else []
        if place in days:
            found.append(Why.DAY)
        if place in weeks:
            found.append(Why.WEEK)
        if kept.last_of_its_kind or (
            not found and _before_newer_format(format_of(kept), format_of(newest_first[place - 1]))
        ):
            found.append(Why.FORMAT)
    return reasons


def _firsts(buckets: list[int], limit: int) -> set[int]:
    """The places at which a bucket is met for the first time, for the first ``limit`` buckets."""
    first: dict[int, int] = {}
    for place, bucket in enumerate(buckets):
        if bucket not in first:
            if len(first) == limit:
                break
            first[bucket] = place
    return set(first.values())


def _before_newer_format(mine: Format | None, next_one: Format | None) -> bool:
    return mine is not None and next_one is not None and mine != next_one


def _day(saved_at: float, zone: tzinfo | None) -> date:
    """The local day of a time; one that no calendar knows is taken to its edge."""
    return datetime.fromtimestamp(min(max(saved_at, 86_400.0), _LATEST), zone).date()
