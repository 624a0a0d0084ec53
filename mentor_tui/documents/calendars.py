"""The parts of every calendar file. The format itself (RFC 5545) is the library's business; here stands what we say.

A calendar takes a later file for a newer one by its SEQUENCE, then by its DTSTAMP. Neither is stored: both follow from
the clock, from how often the vault was saved, and from what already left, so that no undo takes them back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

from mentor_tui import __version__
from mentor_tui.schema.records import Disclosure, Session
from mentor_tui.words import text

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
STATUS = {"planned": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED", "no_show": "CANCELLED"}
_LARGEST = 2**31 - 1


class Version(NamedTuple):
    """The state of the vault that a calendar file shows."""

    stamp: datetime
    """The instant it is made, in UTC; never before that of an earlier file."""
    saves: int
    """The number of saves of the vault until then."""

    def sequence(self, session: Session) -> int:
        """Grows with every save, and with every second since the session was first saved.

        Releases before 0.2 wrote the seconds between first and last saving, which this is never below.
        """
        since = self.stamp - (_instant(session.created) or self.stamp)
        return min(max(int(since.total_seconds()), 0) + self.saves, _LARGEST)


def version(now: datetime | None, saves: int, sessions: Iterable[Session], left: Iterable[Disclosure]) -> Version:
    """The state that is written now; a clock that was set back does not take it behind what changed or left before."""
    known = [now, *(_instant(s.changed) for s in sessions), *(_instant(d.at) for d in left)]
    latest = max((at for at in known if at), default=datetime.now(UTC))
    return Version(latest.astimezone(UTC).replace(microsecond=0), saves)


def event(session: Session, state: Version, *, summary: str, minutes: int, zone: str) -> Event:
    """The lines of every event: which one, when, what, and whether it takes place.

    Nobody is its organizer: that one needs an address, and only an event that others are asked to has one.

    Its hour is an instant in UTC, which every calendar shows in its owner's zone, also in the nights when clocks
    change; as it was said where no zone is known; a whole day without an hour.
    """
    import icalendar

    found = icalendar.Event()
    found.add("uid", f"{session.id}@mentor-tui")
    found.add("dtstamp", state.stamp)
    found.add("sequence", state.sequence(session))
    day = date.fromisoformat(session.on)
    if session.start:
        begins = datetime.combine(day, time.fromisoformat(session.start))
        if zone:
            begins = begins.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        found.add("dtstart", begins)
        found.add("dtend", begins + timedelta(minutes=minutes))
    else:
        found.add("dtstart", day)
        found.add("dtend", day + timedelta(days=1))
        found.add("transp", "TRANSPARENT")
    found.add("summary", text.one_line(summary))
    found.add("status", STATUS[session.status])
    found.add("class", "PRIVATE")
    return found


def somebody(name: str, email: str, **parameters: str) -> vCalAddress:
    """A person in an event, who can be mailed to."""
    import icalendar

    address = icalendar.vCalAddress(f"mailto:{email}")
    if said := text.one_line(name).replace('"', "'"):
        address.params["CN"] = said
    address.params.update(parameters)
    return address


def file_of(events: Iterable[Event], method: Method) -> bytes:
    """A calendar file of these events."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//mentor-tui//mentor-tui {__version__}//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for one in events:
        calendar.add_component(one)
    return bytes(calendar.to_ical())


def _instant(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said).astimezone(UTC) if said else None
    except (ValueError, OverflowError):
        return None
