"""A session as a calendar file, for the two of you."""

from __future__ import annotations

import re
from datetime import datetime

from mentor_tui.clock import local_zone
from mentor_tui.documents import calendars
from mentor_tui.documents.common import people
from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import sessions
from mentor_tui.schema.audience import Admitted, admitted, shown, values_of
from mentor_tui.schema.fields import Reader
from mentor_tui.schema.records import Session
from mentor_tui.words import text
from mentor_tui.workspace import PairView

_READER: Reader = "pair"
_UNTIL = re.compile(r" \(by [^()]*\)$")
"""The day of an action in an agenda."""
_FIELDS = ("on", "start", "zone", "minutes", "channel", "place", "objective", "agenda")
_PARTNER = ("partner_name", "partner_email")


def invitation(view: PairView, session: Session, now: datetime | None = None) -> bytes:
    """The session as an .ics file, made `now` (else when the view was read).

    InputRefused while it has no date, or an hour in no known zone.

    Sent again after a change, it replaces the earlier one: the UID stays, the sequence grows. Of a session that was
    called off it is a cancellation. It is a request (RFC 5546) where both addresses are known, for a request names who
    asks and who is asked; else an event to put into a calendar, which names neither.
    """
    if not session.on:
        raise InputRefused("This session has no date yet, so there is nothing to invite to.")
    zone = session.zone or view.profile.zone or local_zone()
    if session.start and not zone:
        raise InputRefused(
            "Your time zone is not known, and without it the time would be a guess. Set it under Settings, You."
        )
    form = view.program.form("session")
    admitted_fields = admitted(form, values_of(session), view.role, _READER, _FIELDS)
    items = {name: shown(item) for name, item in admitted_fields.items()}
    mine = admitted(view.program.form("profile"), values_of(view.profile), view.role, _READER, ("name", "email"))
    theirs = admitted(view.program.form("pair"), values_of(view.pair), view.role, _READER, _PARTNER)
    sender, guest = _address(mine.get("email")), _address(theirs.get("partner_email"))
    found = calendars.event(
        session,
        calendars.version(now or view.read_at, view.saves, [session, *view.sessions], view.disclosures),
        summary=_summary(view, session),
        minutes=session.minutes or view.pair.usual_minutes or view.program.usual_minutes,
        zone=zone,
    )
    if sender:
        found.add("organizer", calendars.somebody(_name(mine.get("name")) or "mentor-tui", sender))
    if sender and guest:
        asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
        found.add("attendee", calendars.somebody(_name(theirs.get("partner_name")), guest, **asked))
    place = items.get("place") or items.get("channel", "")
    if place:
        found.add("location", text.one_line(place))
    words = _description(view, items)
    if words:
        found.add("description", words)
    method: calendars.Method = "REQUEST" if sender and guest else "PUBLISH"
    off = calendars.STATUS[session.status] == "CANCELLED"  # without an organizer, its status alone says so
    return calendars.file_of([found], "CANCEL" if off and sender else method)


def _name(item: Admitted | None) -> str:
    return shown(item) if item else ""


def _address(item: Admitted | None) -> str:
    """An e-mail address as an event takes it; empty when it is none."""
    plain = "".join(c for c in text.one_line(shown(item)) if c not in ' "<>\\;,:') if item else ""
    return plain if "@" in plain.strip("@") else ""


def _summary(view: PairView, session: Session) -> str:
    names = " and ".join(f.value for f in people(view, _READER) if f.value)
    number = view.number_of(session)
    what = f"Mentoring, session {number}" if number else "Mentoring"
    return f"{what}: {names}" if names else what


def _description(view: PairView, items: dict[str, str]) -> str:
    """The aim of the session, the agenda, and the actions still open."""
    parts = []
    if "objective" in items:
        parts.append(items["objective"])
    if "agenda" in items:
        parts.append("\n".join(["Agenda:", *(f"- {line}" for line in items["agenda"].split("\n"))]))
    still_open = _open_actions(view, items.get("agenda", "").split("\n"))
    if still_open:
        parts.append("\n".join(["Still open:", *still_open]))
    if items.get("place") and items.get("channel"):
        parts.append(items["channel"])
    return "\n\n".join(parts)


def _open_actions(view: PairView, agenda: list[str]) -> list[str]:
    """The open actions, each once: one that was carried over into the agenda stands there."""
    form = view.program.form("action")
    told = {_UNTIL.sub("", line).casefold() for line in agenda}
    found: dict[str, str] = {}
    for action in view.actions:
        if action.status != "open":
            continue
        cells = admitted(form, values_of(action), view.role, _READER, ("text", "owner", "due"))
        words = {name: text.one_line(shown(item)) for name, item in cells.items()}
        if "text" in words and sessions.with_owner(view, action).casefold() not in told:
            due = f", by {words['due']}" if "due" in words else ""
            line = f"- {words.get('owner', '')}: {words['text']}{due}"
            found.setdefault(line.casefold(), line)
    return list(found.values())
