"""Where a pair stands: stage, one next thing, rhythm, promises, reminders."""

from __future__ import annotations

import locale
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import journey, programs
from mentor_tui import records as rec
from mentor_tui.journey_steps import holds
from mentor_tui.workspace import PairView

from .pair_views import TODAY, iso, planned, signed_agreement, talk, view

GOAL = rec.Goal(
    pair_id="pair",
    title="Lead a committee",
    action="lead",
    measure="two led",
    by_when="2026-07-01",
    reviews=[rec.GoalReview(at="midpoint", on="2026-05-15")],
)
MIDPOINT_DONE: list[rec.Record] = [
    signed_agreement(reviewed_on="2026-05-10"),
    GOAL,
    rec.Worksheet(pair_id="pair", form="midpoint", answers={"what_works": "the rhythm"}),
    rec.Disclosure(pair_id="pair", what="midpoint"),
]


def next_of(*found: rec.Record, **more: object) -> journey.NextAction:
    """The next best action of a view of these records."""
    return journey.read(view(*found, **more)).next  # type: ignore[arg-type]


def all_well(*found: rec.Record) -> list[rec.Record]:
    """A pair with two talks behind it, all asked for so far done, and these records."""
    talks = [talk(-17, id="t1"), talk(-3, id="t2")]
    return [
        *talks,
        *MIDPOINT_DONE,
        rec.LearningLog(pair_id="pair", session_id="t2", answers={"takeaways": "ask"}),
        *found,
    ]


# --- Next -------------------------------------------------------------------------------------------------


def test_a_meeting_whose_day_passed_is_to_be_logged_first() -> None:
    action = next_of(planned(-3, id="s", objective="the stakeholder map"), talk(-20))
    assert action.text == "Log your meeting of 18 May"
    assert action.detail == "You planned 60 minutes on the stakeholder map. It takes a minute."
    assert (action.go, action.key_label, action.record_id) == ("log:s", "log it", "s")


def test_a_meeting_of_today_is_to_be_logged_once_its_last_minute_is_over() -> None:
    today = planned(0, id="s", start="18:00", zone="Europe/Brussels", objective="x")
    pair = view(today, *all_well())
    before = journey.read(pair, datetime(2026, 5, 21, 16, 59, tzinfo=UTC)).next  # 18:59 in Brussels
    after = journey.read(pair, datetime(2026, 5, 21, 17, 0, tzinfo=UTC)).next
    assert before.go != "log:s"
    assert (after.go, after.text) == ("log:s", "Log your meeting of today")
    assert journey.read(pair).next.go != "log:s"  # without a clock, the day decides


def test_with_nothing_planned_the_first_talk_comes_before_goals_and_paper() -> None:
    action = next_of()
    assert action.text == "Plan your first talk with Bram"
    assert action.go == "plan"
    assert "useful before the first talk" in action.detail


def test_a_pair_without_names_is_asked_for_them_first() -> None:
    nameless = {"partner_name": "", "start": "", "end": "", "kickoff": ""}
    assert next_of(pair=nameless, name="").step_id == "profile"
    assert next_of(pair=nameless).step_id == "partner"


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "tomorrow"), (2, "on Sat 23 May")])
def test_a_near_meeting_without_an_aim_is_to_be_prepared(days: int, words: str) -> None:
    action = next_of(*all_well(planned(days, id="s", start="18:00")))
    assert (action.text, action.go) == (f"Prepare your meeting {words} at 18:00", "prepare:s")


def test_a_prepared_or_far_meeting_asks_for_nothing() -> None:
    for meeting in (planned(2, objective="the plan"), planned(2, agenda=["the plan"]), planned(3)):
        action = next_of(*all_well(meeting))
        assert (action.text, action.go) == ("You are up to date", f"session:{meeting.id}")
        assert "session 3" in action.detail
        assert journey.later_key(action) == ""


def test_after_the_first_talk_the_agreement_is_asked_for_in_the_words_of_its_state() -> None:
    met = [talk(-3), planned(10)]
    assert next_of(*met).text == "Write your mentoring agreement"
    drafted = rec.Agreement(pair_id="pair", answers={"purpose": "grow"})
    assert next_of(*met, drafted).text == "Sign your mentoring agreement"
    mine = signed_agreement(signatures=[rec.Signature(role="mentor", name="Ana", on="2026-05-19")])
    assert next_of(*met, mine).text == "Record Bram's signature"
    on_paper = rec.StepMark(pair_id="pair", step="agreement-sign", state="done")
    assert next_of(*met, on_paper).go != "agreement"


def test_three_days_after_a_talk_the_next_one_is_to_be_booked() -> None:
    booked = next_of(*all_well())
    assert (booked.text, booked.go) == ("Book your next meeting with Bram", "plan")
    earlier = next_of(*all_well(), today=TODAY - timedelta(days=1))
    assert earlier.go != "plan"


def test_my_late_promise_is_next_and_the_partners_is_not() -> None:
    def late(owner: str) -> rec.Action:
        return rec.Action(pair_id="pair", id="a", text="send the template", owner=owner, due=iso(-1))  # type: ignore[arg-type]

    mine = next_of(*all_well(planned(7), late("mentor")))
    assert (mine.text, mine.go) == ("Your promise: send the template", "action:a")
    assert mine.detail.startswith("It was for yesterday.")
    assert next_of(*all_well(planned(7), late("mentee"))).text == "You are up to date"


def test_a_missing_learning_log_is_offered_the_day_after_the_talk() -> None:
    found = [r for r in all_well(planned(7)) if not isinstance(r, rec.LearningLog)]
    action = next_of(*found)
    assert (action.text, action.go) == ("Write your learning log of 18 May", "learning-log:t2")
    assert next_of(*found, today=TODAY - timedelta(days=3)).go != "learning-log:t2"  # the same evening


def test_half_way_the_goals_come_up_within_two_weeks_of_the_day() -> None:
    start = {"start": iso(-60), "end": iso(80), "kickoff": iso(-60)}
    base = [talk(-17), talk(-3, id="t2"), planned(7), signed_agreement(iso(-50)), GOAL]
    base = [*base, rec.LearningLog(pair_id="pair", session_id="t2", answers={"takeaways": "ask"})]
    base[4] = rec.Goal(pair_id="pair", title="x y z", action="a", measure="m", by_when=iso(50))
    assert next_of(*base, pair=start).step_id == "midpoint-goals"
    later_start = {"start": iso(-40), "end": iso(110), "kickoff": iso(-40)}
    assert next_of(*base, pair=later_start).text == "You are up to date"


def test_what_is_put_off_stays_away_until_its_day() -> None:
    found = [planned(-3, id="s"), talk(-20)]
    pair = view(*found)
    action = journey.read(pair).next
    mark = journey.later(pair, action)
    assert mark is not None and (mark.step, mark.until) == ("next:log:s", iso(1))
    assert journey.read(view(*found, mark)).next.go != "log:s"
    assert journey.read(view(*found, mark, today=TODAY + timedelta(days=1))).next.go == "log:s"


def test_putting_off_again_and_again_always_leads_to_rest() -> None:
    found: list[rec.Record] = [planned(-3), talk(-20), rec.Action(text="x", owner="mentor", due=iso(-2))]
    for _ in range(60):
        pair = view(*found)
        mark = journey.later(pair, journey.read(pair).next)
        if mark is None:
            break
        found.append(mark)
    assert journey.read(view(*found)).next.text == "You are up to date"


def test_a_late_step_is_said_once_with_ways_out() -> None:
    found = [talk(-40), talk(-3, id="t"), planned(7), signed_agreement()]
    action = next_of(*found, today=TODAY)
    assert action.step_id == "goals-mentor"
    assert action.detail == "It was meant for Sat 18 Apr. Do it, put it off, or set it aside.".replace(
        "Sun 18 Apr", "Sat 18 Apr"
    )
    dropped = rec.StepMark(pair_id="pair", step="goals-mentor", state="dropped", reason="not ours")
    assert next_of(*found, dropped).step_id != "goals-mentor"


def test_a_closed_pair_is_asked_for_closing_steps_only_and_then_left_alone() -> None:
    ended = {"status": "completed", "ended_on": iso(-1)}
    found = all_well(rec.Action(text="x", owner="mentor", due=iso(-9)))
    pair = view(*found, pair=ended)
    seen = journey.read(pair)
    assert seen.stage.id == "close" and seen.next.step_id in {s.step.id for s in seen.steps_in("close")}
    done = [rec.StepMark(pair_id="pair", step=s.step.id) for s in seen.steps_in("close")]
    assert next_of(*found, *done, pair=ended).text == "This mentoring is closed"


def test_a_pause_asks_for_nothing() -> None:
    pair = view(talk(-60), pair={"status": "paused"})
    assert journey.read(pair).next.text == "You two are pausing"
    assert not any(s.overdue for s in journey.read(pair).steps)


# --- Stage, week, steps -----------------------------------------------------------------------------------


def test_the_stage_follows_what_happened() -> None:
    new = {"partner_name": "", "start": "", "end": "", "kickoff": ""}
    assert journey.read(view(pair=new, name="")).stage.id == "initiate"
    assert journey.read(view(pair=new)).stage.id == "match"
    assert journey.read(view(talk(-1), pair=new, name="")).stage.id == "engage"  # they talk: they are engaged
    assert journey.read(view(*all_well())).stage.id == "engage"
    assert journey.read(view(pair={"end": iso(31)})).stage.id == "engage"
    assert journey.read(view(pair={"end": iso(30)})).stage.id == "close"


def test_stages_behind_are_done_and_those_ahead_are_ahead() -> None:
    states = [s.state for s in journey.read(view(*all_well())).stages]
    assert states == ["done", "done", "done", "current", "ahead"]


def test_the_week_counts_from_the_first_day() -> None:
    assert journey.read(view()).week_words == "week 11 of 20"
    assert journey.read(view(today=date(2026, 3, 9))).week_words == "week 1 of 20"
    assert journey.read(view(today=date(2026, 7, 26))).week_words == "week 20 of 20"
    assert journey.read(view(today=date(2026, 7, 28))).week_words == "20 weeks, ended 2 days ago"
    assert journey.read(view(today=date(2026, 3, 4))).week_words == "starts in 5 days"
    assert journey.read(view(pair={"start": "", "end": ""})).week_words == ""


def test_the_mid_point_lies_half_way() -> None:
    seen = journey.read(view())
    assert seen.midpoint == date(2026, 5, 17)
    assert seen.days_to_midpoint == -4


def test_a_mark_wins_over_the_rule() -> None:
    done = rec.StepMark(pair_id="pair", step="partner", state="dropped", reason="x")
    state = {s.step.id: s for s in journey.read(view(done)).steps}["partner"]
    assert state.dropped and not state.done


def test_every_rule_of_the_packs_is_known() -> None:
    for pack in programs.available():
        program = programs.load(pack)
        unknown = [s.id for s in program.steps if not journey.known_rule(s.done, program)]
        assert unknown == []
    assert not journey.known_rule("form:nowhere", programs.load("pmi-belgium"))


_RULE_CASES: list[tuple[str, list[rec.Record], list[rec.Record]]] = [
    ("goals", [], [rec.Goal(title="a")]),
    ("goals_smart", [rec.Goal(title="a", action="b")], [GOAL]),
    ("agreement_drafted", [rec.Agreement()], [rec.Agreement(answers={"purpose": "x"})]),
    ("agreement_reviewed", [rec.Agreement()], [rec.Agreement(reviewed_on="2026-03-20")]),
    ("agreement_signed", [signed_agreement(signatures=[rec.Signature(on="2026-03-20")])], [signed_agreement()]),
    ("session_planned", [planned(-5), talk(-5, kind="kickoff")], [planned(0)]),
    ("first_session_held", [talk(-5, kind="webinar")], [talk(-5)]),
    ("second_session_held", [talk(-5)], [talk(-5), talk(-1)]),
    (
        "learning_log",
        [talk(-5, id="a"), talk(-1), rec.LearningLog(session_id="a", answers={"takeaways": "x"})],
        [talk(-5), talk(-1, id="b"), rec.LearningLog(session_id="b", answers={"takeaways": "x"})],
    ),
    (
        "midpoint_agreement",
        [signed_agreement("2026-03-20"), signed_agreement("2026-04-01", version=2)],
        [signed_agreement("2026-03-20"), signed_agreement("2026-04-26", version=2, reviewed_on="")],
    ),
    (
        "midpoint_agreement",
        [signed_agreement("2026-05-20", reviewed_on="")],
        [signed_agreement(reviewed_on="2026-04-26")],
    ),
    ("midpoint_goals", [GOAL, rec.Goal(title="b")], [GOAL, rec.Goal(title="b", status="reached")]),
    ("closure_goals", [GOAL], [rec.Goal(title="b", status="partly")]),
    (
        "form:preparation",
        [rec.Worksheet(form="preparation")],
        [rec.Worksheet(form="preparation", answers={"values": "x"})],
    ),
    (
        "filled:closure.thanks",
        [rec.Worksheet(form="closure", answers={"concern": "x"})],
        [rec.Worksheet(form="closure", answers={"thanks": "x"})],
    ),
    ("exported:closure", [rec.Disclosure(what="midpoint")], [rec.Disclosure(what="closure")]),
    ("pdu_claimed_marked", [talk(-1)], []),
]


@pytest.mark.parametrize(("rule", "before", "after"), _RULE_CASES, ids=[c[0] for c in _RULE_CASES])
def test_a_rule_holds_when_the_records_show_it(rule: str, before: list[rec.Record], after: list[rec.Record]) -> None:
    assert not holds(view(*before), rule)
    if after:
        assert holds(view(*after), rule)


def test_no_step_is_late_for_a_last_talk_that_is_not_the_last() -> None:
    pair = view(talk(-60), *all_well())
    base = pair.program
    step = replace_step(pair, due=programs.Due(anchor="last_session", days=1))
    assert step.due is None
    assert base.steps  # the pack itself is untouched


def replace_step(pair: PairView, due: programs.Due) -> journey.StepState:
    """The state of a closing step with another due rule."""
    import msgspec

    step = msgspec.structs.replace(next(s for s in pair.program.steps if s.id == "continuity"), due=due)
    program = msgspec.structs.replace(pair.program, steps=(step,))
    return journey.read(replace(pair, program=program)).steps[0]


# --- Rhythm, promises, coming up, reminders ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreed", "silence", "state"),
    [
        (0, 20, "fine"),
        (0, 21, "soon"),
        (0, 34, "soon"),
        (0, 35, "quiet"),
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
    assert (found.meetings, found.minutes, found.sentence) == (2, 110, "2 meetings, 1 h 50 since April")
    assert journey.totals(view()).sentence == "no meetings yet"


def test_meetings_and_hours_are_those_that_count_and_the_others_are_said_to_be_left_out() -> None:
    twice, paid, short = talk(-3, start="09:00"), talk(-2, paid=True), talk(-1, minutes=0)
    found = journey.totals(view(talk(-40, minutes=50), talk(-3, start="09:00"), twice, paid, short))
    assert found.sentence == "2 meetings, 1 h 50 since April; 3 more do not count"
    assert journey.totals(view(paid)).sentence == "1 meeting, which does not count"


def test_promises_name_the_owner_and_the_day() -> None:
    pair = view(
        rec.Action(text="no day", owner="mentee"),
        rec.Action(text="send", owner="mentor", due=iso(1)),
        rec.Action(text="draft", owner="mentee", due=iso(7)),
        rec.Action(text="done", owner="mentee", due=iso(7), status="done"),
        rec.Action(text="late", owner="mentor", due=iso(-3)),
    )
    assert [(p.who, p.text, p.due, p.overdue) for p in journey.promises(pair)] == [
        ("you", "late", "Mon 18 May", True),
        ("you", "send", "tomorrow", False),
        ("Bram", "draft", "Thu 28 May", False),
        ("Bram", "no day", "", False),
    ]


def test_coming_up_is_in_order_and_says_when() -> None:
    meeting = planned(7, start="18:00", channel="online", id="s")
    found = journey.coming_up(view(*all_well(meeting), pair={"end": "2026-07-19"}))
    assert [(d.when, d.text, d.go) for d in found[:1]] == [("Thu 28 May 18:00", "session 3, online", "session:s")]
    assert ("by 19 Jun", "plan how you close") in [(d.when, d.text) for d in found]
    assert [d.date for d in found] == sorted(d.date for d in found)


def test_coming_up_does_not_repeat_what_a_meeting_answers() -> None:
    texts = [d.text for d in journey.coming_up(view(planned(2)))]
    assert "Have your first talk" not in texts


def test_reminders_are_single_calm_sentences() -> None:
    pair = view(
        talk(-40),
        rec.Action(text="send the template", owner="mentor", due=iso(-1)),
        rec.Certification(name="PMP", cycle_end=iso(30)),
        pair={"end": iso(20)},
    )
    found = journey.reminders(pair)
    texts = [r.text for r in found]
    assert 'Your promise "send the template" was for yesterday.' in texts
    assert "You have met, and the agreement is not signed yet." in texts
    assert "Your PMP cycle ends in 30 days, on 20 Jun." in texts
    assert "The program ends Wed 10 Jun; a good time to plan your closing talk." in texts
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
