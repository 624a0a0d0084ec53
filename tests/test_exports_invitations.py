"""Invitations: a calendar that reads them strictly finds the meeting, and nothing private."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import msgspec
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import documents
from mentor_tui.clock import FrozenClock
from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import sessions
from mentor_tui.schema import records as rec
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import PairView, Workspace
from tests.pair_views import view


def meeting(**fields: Any) -> rec.Session:
    given_fields = {"id": "s1", "pair_id": "pair", "on": "2026-05-28", "start": "18:00", "minutes": 60}
    return rec.Session(**(given_fields | fields))


def event(raw: bytes, method: str = "PUBLISH") -> Any:
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar["METHOD"] == method
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
    found = event(documents.invitation(view(session, promise), session))
    assert found["UID"] == "s1@mentor-tui"
    assert found.decoded("DTSTART") == datetime(2026, 5, 28, 16, 0, tzinfo=UTC)
    assert found.decoded("DTEND") == datetime(2026, 5, 28, 17, 0, tzinfo=UTC)
    assert found.decoded("DTSTAMP") == datetime(2026, 5, 20, 10, 1, 30, tzinfo=UTC)
    assert (found["SEQUENCE"], found["STATUS"]) == (90, "CONFIRMED")
    assert found["SUMMARY"] == "Mentoring, session 1: Ana Peeters and Bram Claes"
    assert found["LOCATION"] == "https://meet.example/x"
    assert found["DESCRIPTION"] == (
        "Sponsors; who, and why\n\nAgenda:\n- Map\n- Next step\n\n"
        "Still open:\n- mentor: send the template, by 2026-05-27\n\nTeams"
    )
    assert "ATTENDEE" not in found


def test_a_later_invitation_replaces_the_earlier_one() -> None:
    first = meeting(created="2026-05-20T10:00:00Z", changed="2026-05-20T10:00:00Z")
    moved = msgspec.structs.replace(first, on="2026-05-29", changed="2026-05-21T10:00:00Z")
    old, new = (event(documents.invitation(view(s), s)) for s in (first, moved))
    assert old["UID"] == new["UID"]
    assert old["SEQUENCE"] < new["SEQUENCE"]
    off = msgspec.structs.replace(moved, status="cancelled")
    cancelled = event(documents.invitation(view(), off, datetime(2026, 5, 22, tzinfo=UTC)))
    assert (cancelled["STATUS"], cancelled["UID"]) == ("CANCELLED", new["UID"])
    assert cancelled["SEQUENCE"] > new["SEQUENCE"]


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
    assert event(documents.invitation(view(session), session)).decoded("DTSTART") == start


def test_without_a_time_it_is_a_whole_day() -> None:
    session = meeting(start="", minutes=0)
    found = event(documents.invitation(view(session), session))
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2026, 5, 28), date(2026, 5, 29))


def test_without_minutes_it_takes_the_usual_length() -> None:
    session = meeting(minutes=0)
    found = event(documents.invitation(view(session, pair={"usual_minutes": 45}), session))
    assert found.decoded("DTEND") == datetime(2026, 5, 28, 16, 45, tzinfo=UTC)


def test_without_a_date_there_is_nothing_to_invite_to() -> None:
    with pytest.raises(InputRefused, match="no date"):
        documents.invitation(view(), meeting(on=""))


def test_nothing_private_goes_along() -> None:
    secret = {"private_notes": "mkprivate", "outcome": "mkoutcome", "takeaways": "mktake", "focus": "mkfocus"}
    session = meeting(**secret)
    done = rec.Action(text="mkdone", status="done")
    assert b"mk" not in documents.invitation(view(session, done, rec.Note(text="mknote")), session)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_survives_folding_and_escaping(objective: str, name: str) -> None:
    session = meeting(objective=objective, channel=name)
    raw = documents.invitation(view(session, name=name), session)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    raw.decode("utf-8")
    assert sum(line.startswith(b"BEGIN:") for line in raw.split(b"\r\n")) == 2
    assert event(raw)["UID"] == "s1@mentor-tui"


def test_a_hostile_line_stays_in_its_field() -> None:
    words = "x\r\nEND:VEVENT\nATTACH:http://evil.example;a,b\\n"
    session = meeting(objective=words, place=words)
    found = event(documents.invitation(view(session), session))
    assert "ATTACH" not in found
    assert found["DESCRIPTION"].startswith("x\nEND:VEVENT\nATTACH:http://evil.example;a,b\\n")


def test_the_organizer_is_me_when_my_address_is_known() -> None:
    session = meeting()
    base = view(session)
    profile = msgspec.structs.replace(base.profile, email="ana@example.be\r\nX:1", name='Ana "A" Peeters')
    found = event(documents.invitation(replace(base, profile=profile), session))
    assert str(found["ORGANIZER"]) == "mailto:ana@example.beX1"
    assert found["ORGANIZER"].params["CN"] == "Ana 'A' Peeters"


def with_addresses(base: PairView, mine: str = "ana@example.be", partner: str = "bram@example.be") -> PairView:
    profile = msgspec.structs.replace(base.profile, email=mine)
    return replace(base, profile=profile, pair=msgspec.structs.replace(base.pair, partner_email=partner))


def second_reading(raw: bytes) -> Any:
    """The calendar as another parser reads it, one that shares no code with the writer."""
    return vobject.readOne(raw.decode())


def test_with_the_partners_address_it_is_a_request_to_them() -> None:
    session = meeting()
    raw = documents.invitation(with_addresses(view(session)), session)
    found = event(raw, "REQUEST")
    assert str(found["ORGANIZER"]) == "mailto:ana@example.be"
    assert str(found["ATTENDEE"]) == "mailto:bram@example.be"
    assert found["ATTENDEE"].params["CN"] == "Bram Claes" and found["ATTENDEE"].params["RSVP"] == "TRUE"
    other = second_reading(raw)
    assert other.method.value == "REQUEST"
    assert (other.vevent.organizer.value, other.vevent.attendee.value) == (
        "mailto:ana@example.be",
        "mailto:bram@example.be",
    )


def test_without_both_addresses_nobody_is_asked_and_nobody_without_an_address_is_named() -> None:
    """RFC 5545: an organizer is somebody who can be mailed to, and an event for one's own calendar has none."""
    session = meeting()
    for addresses in ({"mine": "", "partner": ""}, {"mine": ""}, {"mine": "call me"}):
        raw = documents.invitation(with_addresses(view(session), **addresses), session)
        found = event(raw, "PUBLISH")
        assert "ORGANIZER" not in found and "ATTENDEE" not in found and b".invalid" not in raw
        assert second_reading(raw).vevent.summary.value == str(found["SUMMARY"])
    nobody = event(documents.invitation(with_addresses(view(session), partner="call me"), session), "PUBLISH")
    assert "ATTENDEE" not in nobody and str(nobody["ORGANIZER"]) == "mailto:ana@example.be"
    off = meeting(status="cancelled")
    found = event(documents.invitation(with_addresses(view(off), mine=""), off), "PUBLISH")
    assert found["STATUS"] == "CANCELLED" and "ORGANIZER" not in found


def test_a_cancellation_names_who_asked_and_whom_it_is_for() -> None:
    session = meeting(status="cancelled", reason="mkreason")
    raw = documents.invitation(with_addresses(view(session)), session)
    found = event(raw, "CANCEL")
    assert str(found["ATTENDEE"]) == "mailto:bram@example.be" and b"mkreason" not in raw


def test_neither_undo_nor_a_clock_set_back_makes_an_invitation_older(tmp_path: Path) -> None:
    clock = FrozenClock(datetime(2026, 5, 21, 12, tzinfo=UTC))
    vault = Vault.create(tmp_path / "a.vault", "words", kdf=KdfParams.fast_for_tests(), state_dir=tmp_path / "state")
    workspace = Workspace(vault, clock)
    pair = rec.Pair(partner_name="Bram", start="2026-03-09")
    session = meeting(pair_id=pair.id)
    workspace.save(rec.Profile(name="Ana", zone="Europe/Brussels"), pair, session)
    made: list[tuple[datetime, int]] = []

    def make(method: str = "PUBLISH") -> None:
        data = documents.invitation(workspace.view(pair), workspace.table(rec.Session)["s1"])
        found = event(data, method)
        made.append((found.decoded("DTSTAMP"), found["SEQUENCE"]))
        documents.register(workspace, pair, "invitation", "ics", "Bram", data)

    make()
    clock.advance(timedelta(minutes=10))
    workspace.save(msgspec.structs.replace(workspace.table(rec.Session)["s1"], start="19:00"))
    make()
    workspace.save(sessions.cancel(workspace.table(rec.Session)["s1"]))  # in the same second
    make()
    workspace.undo()
    make()
    workspace.undo()
    make()
    clock.advance(timedelta(hours=-1))
    workspace.save(msgspec.structs.replace(workspace.table(rec.Session)["s1"], start="20:00"))
    make()
    workspace.close()
    stamps, numbers = [at for at, _ in made], [number for _, number in made]
    assert stamps == sorted(stamps)
    assert numbers == sorted(set(numbers)), "every one is newer than the one before"


def test_it_is_newer_than_what_earlier_releases_sent() -> None:
    session = meeting(created="2026-05-01T10:00:00Z", changed="2026-05-20T10:00:00Z")
    undone = msgspec.structs.replace(session, changed="2026-05-01T10:00:00Z")
    sent_then = 19 * 24 * 3600  # the seconds between first and last saving
    now = datetime(2026, 5, 20, 10, 5, tzinfo=UTC)
    assert event(documents.invitation(view(undone), undone, now))["SEQUENCE"] > sent_then


def test_an_open_promise_is_told_once() -> None:
    sent = rec.Action(text="send the template", owner="mentor", due="2026-05-27")
    twice = rec.Action(text="Send the template", owner="mentor", due="2026-05-27")
    call = rec.Action(text="call Ann (HR): budget", owner="mentee", due="2026-05-29")
    base = view(sent, twice, call)
    plain = meeting()
    words = str(event(documents.invitation(base, plain))["DESCRIPTION"])
    assert words.lower().count("send the template") == 1 and words.count("call Ann") == 1
    carried = sessions.with_agenda(base, plain)
    later = replace(base, today=date(2026, 5, 27))  # the day of a promise is told in other words by now
    words = str(event(documents.invitation(later, carried))["DESCRIPTION"])
    assert words.count("call Ann") == 1 and "Still open" not in words


def test_a_promise_whose_words_stand_in_another_line_is_told() -> None:
    ask = rec.Action(text="ask", owner="mentor")
    session = meeting(agenda=["Budget: ask", "ask the sponsor"])
    assert "Still open:\n- mentor: ask" in str(event(documents.invitation(view(ask), session))["DESCRIPTION"])


HARD = (
    'Commas, semicolons; a "quote" \\n and \\\\ \n\n\U0001f469\u200d\U0001f4bb \u00e9\u674e\u660e '
    + "wide \U0001f600" * 40
)


def test_a_second_parser_reads_the_same() -> None:
    session = meeting(objective=HARD, place=HARD.replace("\n", " "), agenda=["x, y; z"])
    raw = documents.invitation(with_addresses(view(session, name='Ana "A", Peeters; x')), session)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    one, other = event(raw, "REQUEST"), second_reading(raw).vevent
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "UID", "STATUS"):
        assert str(one[name]) == getattr(other, name.lower()).value, name
    assert HARD in other.description.value and "- x, y; z" in other.description.value
    assert other.dtstart.value == datetime(2026, 5, 28, 16, 0, tzinfo=UTC)
    assert other.organizer.params["CN"] == ["Ana 'A', Peeters; x"]


@pytest.mark.parametrize("on", ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"])
@pytest.mark.parametrize("start", ["00:30", "01:30", "02:30", "03:30", "23:30"])
def test_both_parsers_see_the_instant_around_both_changes_of_the_clock(on: str, start: str) -> None:
    session = meeting(on=on, start=start)
    raw = documents.invitation(view(session), session)
    there = datetime.fromisoformat(f"{on}T{start}").replace(tzinfo=ZoneInfo("Europe/Brussels")).astimezone(UTC)
    for found in (event(raw).decoded("DTSTART"), second_reading(raw).vevent.dtstart.value):
        assert found == there
    assert second_reading(raw).vevent.dtend.value - there == timedelta(minutes=60)


def test_an_hour_in_no_known_zone_is_no_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "nonsense")
    base = view()
    nowhere = replace(base, profile=msgspec.structs.replace(base.profile, zone=""))
    with pytest.raises(InputRefused, match="zone"):
        documents.invitation(nowhere, meeting())
    assert documents.invitation(nowhere, meeting(zone="Asia/Tokyo")) and documents.invitation(
        nowhere, meeting(start="")
    )
