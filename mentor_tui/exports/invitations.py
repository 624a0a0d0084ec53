"""A meeting as a calendar file (RFC 5545), for the two of you."""

from __future__ import annotations

from datetime import datetime

from mentor_tui import text
from mentor_tui.clock import local_zone
from mentor_tui.errors import InputRefused
from mentor_tui.exports import calendars
from mentor_tui.exports.audience import admitted, shown, values_of
from mentor_tui.exports.common import people
from mentor_tui.forms import Reader
from mentor_tui.records import Session
from mentor_tui.workspace import PairView

_READER: Reader = "pair"
_FIELDS = ("on", "start", "zone", "minutes", "channel", "place", "objective", "agenda")
_STATUS = {"planned": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED", "no_show": "CANCELLED"}


def invitation(view: PairView, session: Session) -> bytes:
    """The meeting as an .ics file; InputRefused while it has no date.

    Sent again after a change, it replaces the earlier one: the UID stays, the sequence grows.
    """
    if not session.on:
        raise InputRefused("This meeting has no date yet, so there is nothing to invite to.")
    form = view.program.form("session")
    admitted_fields = admitted(form, values_of(session), view.role, _READER, _FIELDS)
    items = {name: shown(item) for name, item in admitted_fields.items()}
    zone = session.zone or view.profile.zone or local_zone()
    if session.start and not zone:
        raise InputRefused(
            "Your time zone is not known, and without it the hour would be a guess. Settings, You: say it."
        )
    minutes = session.minutes or view.pair.usual_minutes or view.program.usual_minutes
    lines = [
        "BEGIN:VEVENT",
        f"UID:{session.id}@mentor-tui",
        f"DTSTAMP:{calendars.stamp(session.changed, view.today)}",
        f"SEQUENCE:{_sequence(session)}",
        *calendars.when(session.on, session.start, minutes, zone),
        f"SUMMARY:{calendars.escape(_summary(view, session))}",
        f"STATUS:{_STATUS[session.status]}",
        "CLASS:PRIVATE",
    ]
    place = items.get("place") or items.get("channel", "")
    if place:
        lines.append(f"LOCATION:{calendars.escape(text.one_line(place))}")
    words = _description(view, items)
    if words:
        lines.append(f"DESCRIPTION:{calendars.escape(words)}")
    if view.profile.email:
        name = text.one_line(view.profile.name).replace('"', "'") or "mentor-tui"
        lines.append(f'ORGANIZER;CN="{name}":mailto:{_address(view.profile.email)}')
    return calendars.file_of([*lines, "END:VEVENT"])


def _summary(view: PairView, session: Session) -> str:
    names = " and ".join(f.value for f in people(view, _READER) if f.value)
    number = view.number_of(session)
    what = f"Mentoring, meeting {number}" if number else "Mentoring"
    return f"{what}: {names}" if names else what


def _description(view: PairView, items: dict[str, str]) -> str:
    """What the talk is for, the agenda, and the promises still open."""
    parts = []
    if "objective" in items:
        parts.append(items["objective"])
    if "agenda" in items:
        parts.append("\n".join(["Agenda:", *(f"- {line}" for line in items["agenda"].split("\n"))]))
    form = view.program.form("action")
    promises = []
    for action in view.actions:
        if action.status == "open":
            cells = admitted(form, values_of(action), view.role, _READER, ("text", "owner", "due"))
            words = {name: text.one_line(shown(item)) for name, item in cells.items()}
            if "text" in words:
                due = f", by {words['due']}" if "due" in words else ""
                promises.append(f"- {words.get('owner', '')}: {words['text']}{due}")
    if promises:
        parts.append("\n".join(["Still open:", *promises]))
    if items.get("place") and items.get("channel"):
        parts.append(items["channel"])
    return "\n\n".join(parts)


def _sequence(session: Session) -> int:
    """Grows with every change: the seconds between first and last saving."""
    if not (session.created and session.changed):
        return 0
    grown = datetime.fromisoformat(session.changed) - datetime.fromisoformat(session.created)
    return min(max(int(grown.total_seconds()), 0), 2**31 - 1)


def _address(email: str) -> str:
    return "".join(c for c in text.one_line(email) if c not in ' "<>\\;,:')
