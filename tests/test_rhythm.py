"""Rhythm, promises, what comes up, reminders, and what holds whatever stands in the vault."""

from __future__ import annotations

import locale
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.mentoring import journey, rhythm
from mentor_tui.mentoring.steps import holds
from mentor_tui.schema import records as rec
from tests.test_journey import all_well

from .pair_views import TODAY, iso, planned, signed_agreement, talk, view

# --- Rhythm, promises, coming up, reminders ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreed", "silence", "state"),
    [
        (0, 20, "fine"),
        (0, 21, "soon"),
        (0, 29, "soon"),
        (0, 30, "quiet"),
        (60, 30, "quiet"),
        (14, 9, "fine"),
        (14, 10, "soon"),
        (14, 16, "quiet"),
    ],
)
def test_silence_is_noticed_in_proportion_to_the_rhythm(agreed: int, silence: int, state: str) -> None:
    assert journey.cadence(view(talk(-silence), pair={"cadence_days": agreed})).state == state


def test_a_booked_meeting_is_reason_for_calm() -> None:
    assert journey.cadence(view(talk(-15), planned(1))).state == "fine"
    assert journey.cadence(view(talk(-15), planned(30))).state == "soon"
    assert journey.cadence(view(talk(-30), planned(-2), pair={"cadence_days": 14})).state == "fine"  # not logged yet


def test_the_rhythm_in_words() -> None:
    assert journey.cadence(view(talk(-3))).sentence == "last met 3 days ago, agreed every 2 weeks"
    monthly = journey.cadence(view(talk(-1), pair={"cadence_days": 0})).sentence
    assert monthly == "last met yesterday, in this program at least every month"


def test_totals_count_talks_and_their_minutes() -> None:
    found = journey.totals(view(talk(-40, minutes=50), talk(-3), talk(-50, kind="kickoff"), planned(4)))
    assert (found.sessions, found.minutes, found.sentence) == (2, 110, "2 sessions, 1 h 50 since April")
    assert journey.totals(view()).sentence == "no sessions yet"


def test_meetings_and_hours_are_those_that_count_and_the_others_are_said_to_be_left_out() -> None:
    twice, paid, short = talk(-3, start="09:00"), talk(-2, paid=True), talk(-1, minutes=0)
    found = journey.totals(view(talk(-40, minutes=50), talk(-3, start="09:00"), twice, paid, short))
    assert found.sentence == "2 sessions, 1 h 50 since April; 3 more do not count"
    assert journey.totals(view(paid)).sentence == "1 session, which does not count"


def test_talks_after_the_end_of_the_pair_are_told_apart() -> None:
    over = {"end": (TODAY - timedelta(days=10)).isoformat()}
    found = journey.totals(view(talk(-40, minutes=50), talk(-3), talk(-2, paid=True), pair=over))
    assert found.sentence == "1 session, 50 min since April; 1 more does not count; 1 after the pair's end"
    assert journey.totals(view(talk(-3), pair=over)).sentence == "no sessions yet; 1 after the pair's end"


def test_promises_name_the_owner_and_the_day() -> None:
    pair = view(
        rec.Action(text="no day", owner="mentee"),
        rec.Action(text="send", owner="mentor", due=iso(1)),
        rec.Action(text="draft", owner="mentee", due=iso(7)),
        rec.Action(text="done", owner="mentee", due=iso(7), status="done"),
        rec.Action(text="late", owner="mentor", due=iso(-3)),
    )
    assert [(p.who, p.text, p.due, p.overdue) for p in journey.action_lines(pair)] == [
        ("you", "late", "Mon 18 May", True),
        ("you", "send", "tomorrow", False),
        ("Bram", "draft", "Thu 28 May", False),
        ("Bram", "no day", "", False),
    ]


def test_coming_up_is_in_order_and_says_when() -> None:
    meeting = planned(7, start="18:00", channel="online", id="s")
    found = journey.coming_up(view(*all_well(meeting), pair={"end": "2026-07-19"}))
    assert [(d.when, d.text, d.go) for d in found[:1]] == [("Thu 28 May 18:00", "session 3, online", "session:s")]
    assert ("by 19 Jun", "plan how you will close") in [(d.when, d.text) for d in found]
    assert [d.date for d in found] == sorted(d.date for d in found)


def test_coming_up_does_not_repeat_what_a_meeting_answers() -> None:
    texts = [d.text for d in journey.coming_up(view(planned(2)))]
    assert "Hold your first session" not in texts


def test_reminders_are_single_calm_sentences() -> None:
    pair = view(
        talk(-40),
        rec.Action(text="send the template", owner="mentor", due=iso(-1)),
        rec.Certification(name="PMP", cycle_end=iso(30)),
        pair={"end": iso(20)},
    )
    found = journey.reminders(pair)
    texts = [r.text for r in found]
    assert 'Your action "send the template" was for yesterday.' in texts
    assert "You have met, and the agreement is not signed yet." in texts
    assert "Your PMP cycle ends in 30 days, on 20 Jun." in texts
    assert "The program ends Wed 10 Jun; a good time to plan your last session." in texts
    assert "Last met 40 days ago, agreed every 2 weeks; a short call counts too." in texts
    assert len({r.id for r in found}) == len(found)
    assert all(t.endswith(".") and "\n" not in t and "!" not in t for t in texts)
    put_off = rec.StepMark(pair_id="pair", step="next:agreement", state="later", until=iso(3))
    assert "agreement" not in [r.id for r in journey.reminders(view(talk(-40), put_off))]


def test_a_quiet_well_kept_pair_gets_no_reminder() -> None:
    found = [talk(-30), *all_well(planned(7))]
    assert journey.reminders(view(*found)) == []


def test_days_are_said_in_english_whatever_the_locale() -> None:
    before = locale.setlocale(locale.LC_TIME)
    for name in ("nl_BE.UTF-8", "fr_FR.UTF-8", "C"):
        try:
            locale.setlocale(locale.LC_TIME, name)
        except locale.Error:
            continue
        try:
            assert journey.day(date(2026, 5, 22), date(2026, 5, 18)) == "Fri 22 May"
        finally:
            locale.setlocale(locale.LC_TIME, before)
    assert journey.day(TODAY, TODAY) == "today"
    assert journey.day(TODAY + timedelta(days=1), TODAY) == "tomorrow"
    assert journey.day(date(2028, 1, 7), TODAY) == "Fri 7 Jan 2028"


# --- Whatever stands in the vault -------------------------------------------------------------------------

_DAY = st.one_of(st.just(""), st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(date.isoformat))
_SESSION = st.builds(
    rec.Session,
    on=_DAY,
    start=st.sampled_from(["", "18:00", "23:59"]),
    zone=st.sampled_from(["", "Europe/Brussels"]),
    minutes=st.integers(0, 1440),
    kind=st.sampled_from(["one_to_one", "kickoff", "webinar", "other"]),
    status=st.sampled_from(["planned", "held", "no_show", "cancelled"]),
)
_RECORDS = st.lists(
    st.one_of(
        _SESSION,
        st.builds(rec.Action, text=st.just("x"), due=_DAY, owner=st.sampled_from(["mentor", "mentee"])),
        st.builds(rec.Goal, title=st.just("x"), status=st.sampled_from(["draft", "active", "reached"])),
        st.builds(rec.Agreement, reviewed_on=_DAY),
    ),
    max_size=8,
)


@given(
    _RECORDS,
    st.fixed_dictionaries(
        {
            "start": _DAY,
            "end": _DAY,
            "kickoff": _DAY,
            "ended_on": _DAY,
            "status": st.sampled_from(["active", "paused", "completed", "ended_early", "ended"]),
            "role": st.sampled_from(["mentor", "mentee"]),
            "cadence_days": st.integers(0, 366),
            "partner_name": st.sampled_from(["", "Bram Claes"]),
        }
    ),
)
def test_whatever_the_records_there_is_exactly_one_next_thing(found: list[rec.Record], pair: dict[str, object]) -> None:
    seen_view = view(*found, pair=pair)
    seen = journey.read(seen_view, datetime(2026, 5, 21, 12, tzinfo=UTC))
    assert seen.next.text
    assert [s.state for s in seen.stages].count("current") + (seen.stages[-1].state == "done") == 1
    journey.coming_up(seen_view)
    journey.reminders(seen_view)
    assert journey.cadence(seen_view).sentence


def test_many_late_steps_are_one_calm_line() -> None:
    """A pair that filled in its past talks at once sees no wall of late steps."""
    found = journey.coming_up(view(talk(-70, id="t1"), talk(-40, id="t2"), planned(3, id="p")))
    late = [d for d in found if d.overdue]
    assert len(late) == 1
    assert late[0].text.endswith("steps are waiting")
    assert late[0].go == "journey"
    assert any(d.go == "session:p" for d in found)


def test_what_is_ticked_in_the_midpoint_check_in_is_done_in_the_journey() -> None:
    ticked = rec.Worksheet(
        pair_id="pair", form="midpoint", answers={"goals_reviewed": True, "agreement_reviewed": True}
    )
    done = view(talk(-3, id="t"), ticked)
    assert holds(done, "midpoint_goals")
    assert holds(done, "midpoint_agreement")


def test_a_revised_agreement_waits_calmly_for_its_signatures() -> None:
    first = signed_agreement(reviewed_on="2026-05-10")
    second = rec.Agreement(pair_id="pair", version=2, answers={})
    words = [r.text for r in journey.reminders(view(talk(-3, id="t"), first, second))]
    assert any("Version 2 of the agreement is not signed" in w for w in words)


def test_a_session_of_no_other_kind_is_called_a_session() -> None:
    other = talk(-3, kind="other")
    assert rhythm.name_of(view(other), other) == "session"
