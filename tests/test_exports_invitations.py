"""Invitations: a calendar that reads them strictly finds the meeting, and nothing private."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import exports
from mentor_tui import records as rec
from mentor_tui.errors import InputRefused
from tests.pair_views import view


def meeting(**fields: Any) -> rec.Session:
    given_fields = {"id": "s1", "pair_id": "pair", "on": "2026-05-28", "start": "18:00", "minutes": 60}
    return rec.Session(**(given_fields | fields))


def event(raw: bytes) -> Any:
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    (found,) = calendar.walk("VEVENT")
    return found


def test_a_meeting_as_a_calendar_reads_it() -> None:
    session = meeting(
        objective="Sponsors; who, and why",
        agenda=["Map", "Next step"],
        channel="Teams",
        place="https://meet.example/x",
        created="2026-05-20T10:00:00Z",
        changed="2026-05-20T10:01:30Z",
    )
    promise = rec.Action(text="send the template", owner="mentor", due="2026-05-27")
    found = event(exports.invitation(view(session, promise), session))
    assert found["UID"] == "s1@mentor-tui"
    assert found.decoded("DTSTART") == datetime(2026, 5, 28, 16, 0, tzinfo=UTC)
    assert found.decoded("DTEND") == datetime(2026, 5, 28, 17, 0, tzinfo=UTC)
    assert found.decoded("DTSTAMP") == datetime(2026, 5, 20, 10, 1, 30, tzinfo=UTC)
    assert (found["SEQUENCE"], found["STATUS"]) == (90, "CONFIRMED")
    assert found["SUMMARY"] == "Mentoring, meeting 1: Ana Peeters and Bram Claes"
    assert found["LOCATION"] == "https://meet.example/x"
    assert found["DESCRIPTION"] == (
        "Sponsors; who, and why\n\nAgenda:\n- Map\n- Next step\n\n"
        "Still open:\n- mentor: send the template, by 2026-05-27\n\nTeams"
    )
    assert "ATTENDEE" not in found


def test_a_later_invitation_replaces_the_earlier_one() -> None:
    first = meeting(created="2026-05-20T10:00:00Z", changed="2026-05-20T10:00:00Z")
    moved = msgspec.structs.replace(first, on="2026-05-29", changed="2026-05-21T10:00:00Z")
    old, new = (event(exports.invitation(view(s), s)) for s in (first, moved))
    assert old["UID"] == new["UID"]
    assert old["SEQUENCE"] < new["SEQUENCE"]
    assert (
        event(exports.invitation(view(), msgspec.structs.replace(moved, status="cancelled")))["STATUS"] == "CANCELLED"
    )


@pytest.mark.parametrize(
    ("fields", "start"),
    [
        ({"on": "2026-01-15"}, datetime(2026, 1, 15, 17, 0, tzinfo=UTC)),
        ({"zone": "Asia/Tokyo"}, datetime(2026, 5, 28, 9, 0, tzinfo=UTC)),
        ({"on": "2026-03-29", "start": "02:30"}, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # an hour that is skipped
        ({"on": "2026-10-25", "start": "02:30"}, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # an hour that comes twice
    ],
)
def test_the_instant_follows_the_zone(fields: dict[str, Any], start: datetime) -> None:
    session = meeting(**fields)
    assert event(exports.invitation(view(session), session)).decoded("DTSTART") == start


def test_without_a_time_it_is_a_whole_day() -> None:
    session = meeting(start="", minutes=0)
    found = event(exports.invitation(view(session), session))
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2026, 5, 28), date(2026, 5, 29))


def test_without_minutes_it_takes_the_usual_length() -> None:
    session = meeting(minutes=0)
    found = event(exports.invitation(view(session, pair={"usual_minutes": 45}), session))
    assert found.decoded("DTEND") == datetime(2026, 5, 28, 16, 45, tzinfo=UTC)


def test_without_a_date_there_is_nothing_to_invite_to() -> None:
    with pytest.raises(InputRefused, match="no date"):
        exports.invitation(view(), meeting(on=""))


def test_nothing_private_goes_along() -> None:
    secret = {"private_notes": "mkprivate", "outcome": "mkoutcome", "takeaways": "mktake", "focus": "mkfocus"}
    session = meeting(**secret)
    done = rec.Action(text="mkdone", status="done")
    assert b"mk" not in exports.invitation(view(session, done, rec.Note(text="mknote")), session)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_survives_folding_and_escaping(objective: str, name: str) -> None:
    session = meeting(objective=objective, channel=name)
    raw = exports.invitation(view(session, name=name), session)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    raw.decode("utf-8")
    assert sum(line.startswith(b"BEGIN:") for line in raw.split(b"\r\n")) == 2
    assert event(raw)["UID"] == "s1@mentor-tui"


def test_a_hostile_line_stays_in_its_field() -> None:
    words = "x\r\nEND:VEVENT\nATTACH:http://evil.example;a,b\\n"
    session = meeting(objective=words, place=words)
    found = event(exports.invitation(view(session), session))
    assert "ATTACH" not in found
    assert found["DESCRIPTION"].startswith("x\nEND:VEVENT\nATTACH:http://evil.example;a,b\\n")


def test_the_organizer_is_me_when_my_address_is_known() -> None:
    session = meeting()
    base = view(session)
    profile = msgspec.structs.replace(base.profile, email="ana@example.be\r\nX:1", name='Ana "A" Peeters')
    found = event(exports.invitation(replace(base, profile=profile), session))
    assert str(found["ORGANIZER"]) == "mailto:ana@example.beX1"
    assert found["ORGANIZER"].params["CN"] == "Ana 'A' Peeters"
