"""Planning and logging: everything already known is filled in, and one deed saves it all."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mentor_tui.mentoring import sessions
from mentor_tui.mentoring.typed_lines import parse_actions
from mentor_tui.mentoring.typed_when import When, parse_when
from mentor_tui.schema import records as rec

from .pair_views import TODAY, iso, planned, talk, view


def test_a_plan_is_filled_in_from_the_last_talk_and_the_rhythm() -> None:
    last = talk(-3, start="18:30", minutes=75, channel="online", place="the usual link", zone="Europe/Brussels")
    plan = sessions.new_plan(view(talk(-20), last))
    assert plan.on == iso(11)  # two weeks after the last, on the same weekday
    assert (plan.start, plan.minutes, plan.channel, plan.place) == ("18:30", 60, "online", "the usual link")
    assert (plan.kind, plan.status, plan.zone, plan.pair_id) == ("one_to_one", "planned", "Europe/Brussels", "pair")


def test_a_first_plan_takes_what_the_pair_usually_does() -> None:
    plan = sessions.new_plan(view(pair={"usual_minutes": 45, "usual_channel": "phone"}))
    assert (plan.on, plan.minutes, plan.channel, plan.zone) == (iso(7), 45, "phone", "Europe/Brussels")


@pytest.mark.parametrize(
    ("found", "pair", "on"),
    [
        ([], {"start": "2026-06-13", "kickoff": ""}, "2026-06-15"),  # a Saturday start waits for Monday
        ([talk(-60)], {}, "2026-05-24"),  # long ago: the next such weekday
        ([talk(-3), planned(11)], {}, "2026-06-15"),  # after what is planned already
        ([talk(-3)], {"cadence_days": 30}, "2026-06-15"),  # a month is four weeks: the weekday stays
    ],
)
def test_the_suggested_day(found: list[rec.Session], pair: dict[str, object], on: str) -> None:
    assert sessions.suggested_day(view(*found, pair=pair)).isoformat() == on


def test_a_typed_line_becomes_a_plan() -> None:
    pair = view(talk(-3, start="18:00", channel="online"))
    plan = sessions.plan_from(pair, parse_when("Thu 28 May 19:00, 45 min", TODAY))
    assert plan is not None
    assert (plan.on, plan.start, plan.minutes, plan.channel) == ("2026-05-28", "19:00", 45, "online")
    assert sessions.plan_from(pair, parse_when("some day", TODAY)) is None
    elsewhere = sessions.plan_from(pair, When("2026-05-28", "", 0, "Grand Place"))
    assert elsewhere is not None and (elsewhere.place, elsewhere.start, elsewhere.minutes) == (
        "Grand Place",
        "18:00",
        60,
    )


def test_the_planned_meeting_is_the_one_to_log() -> None:
    waiting = planned(-3, id="s", objective="the map", start="18:00", minutes=0)
    log = sessions.new_log(view(talk(-20, minutes=50), waiting, planned(7)))
    assert (log.id, log.status, log.on, log.objective) == ("s", "held", iso(-3), "the map")
    assert log.minutes == 60
    asked = sessions.new_log(view(waiting, planned(-1, id="t")), "s")
    assert asked.id == "s"


def test_a_meeting_of_today_comes_before_an_older_one() -> None:
    assert sessions.new_log(view(planned(-3), planned(0, id="today"))).id == "today"


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("19:07", "18:00"),
        (datetime(2026, 5, 21, 12, 3), "11:00"),
        ("00:10", ""),
        (None, "18:00"),
        ("odd", "18:00"),
    ],
)
def test_an_unplanned_log_starts_at_the_usual_time_or_before_now(now: object, start: str) -> None:
    log = sessions.new_log(view(talk(-20, start="18:00", channel="online")), now=now)  # type: ignore[arg-type]
    assert (log.on, log.start, log.minutes, log.status, log.channel) == (iso(0), start, 60, "held", "online")


def test_the_agenda_carries_over_promises_and_the_thread() -> None:
    pair = view(
        talk(-17, focus="older"),
        talk(-3, objective="the stakeholder map", focus="said to a claim only"),
        rec.Action(text="draft the memo", owner="mentee", due=iso(7)),
        rec.Action(text="send the template", owner="mentor"),
        rec.Action(text="done already", owner="mentor", status="done"),
    )
    lines = ["Bram: draft the memo (by 28 May)", "Ana: send the template", "Last time: the stakeholder map"]
    meeting = planned(7, agenda=["risks"])
    assert sessions.agenda_for(pair, meeting) == lines
    filled = sessions.with_agenda(pair, meeting)
    assert filled.agenda == ["risks", *lines]
    assert sessions.with_agenda(pair, filled) == filled  # asking twice adds nothing


def test_finishing_saves_talk_promises_and_next_meeting_together() -> None:
    waiting = planned(-3, id="s")
    pair = view(waiting)
    log = sessions.new_log(pair)
    typed = parse_actions("Bram: memo by 28/5\nboth: read", pair)
    saved = sessions.finish(pair, log, actions=typed, next_session=sessions.new_plan(pair))
    held, *promises, following = saved
    assert isinstance(held, rec.Session) and (held.id, held.status) == ("s", "held")
    assert [(a.owner, a.text, a.due, a.session_id) for a in promises if isinstance(a, rec.Action)] == [
        ("mentee", "memo", "2026-05-28", "s"),
        ("mentor", "read", "", "s"),
        ("mentee", "read", "", "s"),
    ]
    assert isinstance(following, rec.Session) and following.status == "planned"


def test_saving_a_log_twice_doubles_nothing() -> None:
    pair = view(planned(-3, id="s"))
    log, following = sessions.new_log(pair), planned(11, start="18:00")
    typed = parse_actions("Bram: memo by 28/5\nBram: memo by 28/5", pair)
    saved = sessions.finish(pair, log, actions=typed, next_session=following)
    assert len(saved) == 3
    again = sessions.finish(view(*saved), log, actions=typed, next_session=planned(11, start="18:00"))
    assert [type(r) for r in again] == [rec.Session]


def test_a_meeting_that_falls_through_is_kept_with_its_reason() -> None:
    meeting = planned(3, invited_on=iso(-1))
    assert (sessions.cancel(meeting, "ill").status, sessions.cancel(meeting, "ill").reason) == ("cancelled", "ill")
    assert sessions.no_show(meeting).status == "no_show"
    moved = sessions.move(sessions.cancel(meeting, "ill"), date(2026, 6, 4), "17:00")
    assert (moved.on, moved.start, moved.status, moved.reason, moved.invited_on) == (
        "2026-06-04",
        "17:00",
        "planned",
        "",
        "",
    )
    assert sessions.invited(moved, TODAY).invited_on == iso(0)


def test_who_invites_is_the_pairs_choice_or_the_programs_rule() -> None:
    assert sessions.inviter(view()) == "mentee"
    assert sessions.inviter(view(pair={"invites_by": "mentor"})) == "mentor"


def test_a_talk_that_was_never_planned_can_be_logged_while_another_waits() -> None:
    log = sessions.new_log(view(planned(-3, id="s")), "new")
    assert (log.id != "s", log.on) == (True, iso(0))


def test_one_long_talk_or_an_odd_hour_makes_no_rule() -> None:
    talks = [talk(-40, start="18:00", minutes=60), talk(-30, start="18:00"), talk(-3, start="00:00", minutes=180)]
    pair = view(*talks, pair={"usual_minutes": 45})
    assert sessions.new_log(pair).minutes == 45
    plan = sessions.new_plan(pair)
    assert (plan.start, plan.minutes) == ("18:00", 45)
    assert sessions.new_plan(view(talk(-3, start="00:00"))).start == ""


def test_a_zone_that_was_guessed_is_not_carried_on() -> None:
    guessed = view(*(talk(-days, zone="UTC", start="18:00") for days in (28, 14)))
    plan, log = sessions.new_plan(guessed), sessions.new_log(guessed)
    assert (plan.zone, plan.start, log.zone) == ("Europe/Brussels", "18:00", "Europe/Brussels")
    meant = view(talk(-14, zone="Asia/Tokyo", start="18:00"))
    assert sessions.new_plan(meant).zone == "Asia/Tokyo"
