"""Where a pair stands: stage, one next thing, rhythm, promises, reminders."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from mentor_tui.mentoring import journey, steps
from mentor_tui.mentoring.steps import holds
from mentor_tui.schema import program_parts, programs, vocabulary
from mentor_tui.schema import records as rec
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
    rec.StepMark(pair_id="pair", step="midpoint-team", state="done"),
]


DECLARED: dict[str, Any] = {
    f.id: [o.id for o in f.options] if f.kind == "choices" else f.options[0].id if f.options else "2026-05-20"
    for f in programs.load("pmi-belgium").form("declarations").fields("mentor")
}
CHECKLIST = [f.id for f in programs.load("pmi-belgium").form("first-meeting").fields("mentor") if f.kind == "tick"]


def declared(**lacking: Any) -> rec.Worksheet:
    """Both declarations, signed but for what is said."""
    return rec.Worksheet(form="declarations", answers=DECLARED | lacking)


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
    assert action.text == "Log your session of 18 May"
    assert action.detail == "You planned 60 minutes on the stakeholder map. It takes a minute."
    assert (action.go, action.key_label, action.record_id) == ("log:s", "log it", "s")


def test_a_meeting_of_today_is_to_be_logged_once_its_last_minute_is_over() -> None:
    today = planned(0, id="s", start="18:00", zone="Europe/Brussels", objective="x")
    pair = view(today, *all_well())
    before = journey.read(pair, datetime(2026, 5, 21, 16, 59, tzinfo=UTC)).next  # 18:59 in Brussels
    after = journey.read(pair, datetime(2026, 5, 21, 17, 0, tzinfo=UTC)).next
    assert before.go != "log:s"
    assert (after.go, after.text) == ("log:s", "Log your session of today")
    assert journey.read(pair).next.go != "log:s"  # without a clock, the day decides


def test_with_nothing_planned_the_first_talk_comes_before_goals_and_paper() -> None:
    action = next_of()
    assert action.text == "Plan your first session with Bram"
    assert action.go == "plan"
    assert "help beforehand" in action.detail


def test_a_pair_without_names_is_asked_for_them_first() -> None:
    nameless = {"partner_name": "", "start": "", "end": "", "kickoff": ""}
    assert next_of(pair=nameless, name="").step_id == "profile"
    assert next_of(pair=nameless).step_id == "partner"


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "tomorrow"), (2, "on Sat 23 May")])
def test_a_near_meeting_without_an_aim_is_to_be_prepared(days: int, words: str) -> None:
    action = next_of(*all_well(planned(days, id="s", start="18:00")))
    assert (action.text, action.go) == (f"Prepare your session {words} at 18:00", "prepare:s")


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
    assert (booked.text, booked.go) == ("Plan your next session with Bram", "plan")
    earlier = next_of(*all_well(), today=TODAY - timedelta(days=1))
    assert earlier.go != "plan"
    assert earlier.detail == "Plan your next session whenever you like."


def test_my_late_promise_is_next_and_the_partners_is_not() -> None:
    def late(owner: str) -> rec.Action:
        return rec.Action(pair_id="pair", id="a", text="send the template", owner=owner, due=iso(-1))  # type: ignore[arg-type]

    mine = next_of(*all_well(planned(7), late("mentor")))
    assert (mine.text, mine.go) == ("Your action: send the template", "action:a")
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
    assert action.detail == "It was meant for Sat 18 Apr. Do it, postpone it, or skip it.".replace(
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
    assert next_of(*found, *done, pair=ended).text == "This pair is closed"


def test_a_pause_asks_for_nothing() -> None:
    pair = view(talk(-60), pair={"status": "paused"})
    assert journey.read(pair).next.text == "Your pair is pausing"
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
    twenty_weeks = {"start": "2026-05-18", "end": "2026-10-05"}  # 140 days, as a program's length gives them
    assert journey.read(view(pair=twenty_weeks, today=date(2026, 5, 18))).week_words == "week 1 of 20"
    assert journey.read(view(pair=twenty_weeks, today=date(2026, 10, 5))).week_words == "week 20 of 20"


def test_the_mid_point_lies_half_way() -> None:
    seen = journey.read(view())
    assert seen.midpoint == date(2026, 5, 17)
    assert seen.days_to_midpoint == -4


def test_a_mark_wins_over_the_rule() -> None:
    done = rec.StepMark(pair_id="pair", step="partner", state="dropped", reason="x")
    state = {s.step.id: s for s in journey.read(view(done)).steps}["partner"]
    assert state.dropped and not state.done


def test_every_rule_that_a_pack_may_name_is_read_from_the_records() -> None:
    assert set(steps.CHECKS) == set(vocabulary.RULES)


_RULE_CASES: list[tuple[str, list[rec.Record], list[rec.Record]]] = [
    ("goals", [], [rec.Goal(title="a")]),
    ("goals_smart", [rec.Goal(title="a", action="b")], [GOAL]),
    (
        "goals_prioritised",
        [rec.Goal(title="a", priority="high")],
        [rec.Goal(title="a", action="b", priority="high")],
    ),
    (
        "goals_planned",
        [rec.Goal(title="a", steps=[rec.GoalStep(text="b")])],
        [rec.Goal(title="a", steps=[rec.GoalStep(text="b", due="2026-05-01")])],
    ),
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
    *(
        ("signed:declarations", [declared(**lacking)], [declared()])
        for lacking in ({"conf_terms": ["silent"]}, {"coi_terms": []}, {"conf_on": ""}, {"coi_known": ""})
    ),
    ("exported:closure", [rec.Disclosure(what="midpoint")], [rec.Disclosure(what="closure")]),
    ("sent:closure", [rec.Disclosure(what="closure")], []),
    (
        "form:first-meeting",
        [rec.Worksheet(form="first-meeting", answers={"know_mine": True, "know_yours": True, "know_note": "x"})],
        [rec.Worksheet(form="first-meeting", answers=dict.fromkeys(CHECKLIST, True))],
    ),
    (
        "form:midpoint",
        [rec.Worksheet(form="midpoint", answers={"survey_sent": True})],
        [rec.Worksheet(form="midpoint", answers={"what_works": "x"})],
    ),
    ("pdu_claimed_marked", [talk(-1)], []),
]


@pytest.mark.parametrize(("rule", "before", "after"), _RULE_CASES, ids=[c[0] for c in _RULE_CASES])
def test_a_rule_holds_when_the_records_show_it(rule: str, before: list[rec.Record], after: list[rec.Record]) -> None:
    assert not holds(view(*before), rule)
    if after:
        assert holds(view(*after), rule)


def test_a_declaration_leads_to_the_sentence_that_is_not_ticked() -> None:
    def place(**lacking: Any) -> tuple[bool, str]:
        pair = view(declared(**lacking))
        step = next(s for s in journey.read(pair).steps if s.step.id == "mentor-declarations")
        return step.done, steps.place_of(pair, step.step)

    assert place(coi_terms=["checked", "later"]) == (False, "form:declarations/coi_terms")
    assert place(conf_on="") == (False, "form:declarations/conf_on")
    assert place() == (True, "form:declarations")


def test_no_step_is_late_for_a_last_talk_that_is_not_the_last() -> None:
    pair = view(talk(-60), *all_well())
    base = pair.program
    step = replace_step(pair, due=program_parts.Due(anchor="last_session", days=1))
    assert step.due is None
    assert base.steps  # the pack itself is untouched


def test_a_program_counts_due_dates_from_days_of_its_own() -> None:
    quarter = program_parts.OwnAnchor(id="quarter", percent=25, days=1)
    after_first = program_parts.OwnAnchor(id="settled", after="first_session", days=-3)
    pair = view(talk(-10))
    pair = replace(pair, program=msgspec.structs.replace(pair.program, anchors=(quarter, after_first)))
    days = journey.anchors(pair)
    assert (days["quarter"], days["settled"]) == (date(2026, 4, 13), date(2026, 5, 8))  # of 139 days from 9 March
    assert replace_step(pair, program_parts.Due(anchor="quarter", days=2)).due == date(2026, 4, 15)
    open_end = replace(pair, pair=msgspec.structs.replace(pair.pair, start=""), sessions=[])
    assert not {"quarter", "settled"} & journey.anchors(open_end).keys()
    far = program_parts.OwnAnchor(id="far", days=10**9)
    assert "far" not in journey.anchors(replace(pair, program=msgspec.structs.replace(pair.program, anchors=(far,))))


def replace_step(pair: PairView, due: program_parts.Due) -> journey.StepState:
    """The state of a closing step with another due rule."""
    step = msgspec.structs.replace(next(s for s in pair.program.steps if s.id == "continuity"), due=due)
    program = msgspec.structs.replace(pair.program, steps=(step,), events=())
    return journey.read(replace(pair, program=program)).steps[0]


def test_a_summary_is_sent_when_the_person_says_so_and_not_when_it_was_written() -> None:
    wrote = rec.Disclosure(pair_id="pair", what="midpoint", at=f"{iso(0)}T10:00:00Z")
    waiting = [r for r in all_well(planned(7)) if not isinstance(r, rec.StepMark | rec.Disclosure)]
    asked = next_of(*waiting, wrote)
    assert (asked.text, asked.go) == ("Tell the team you still meet: is it sent?", "step:midpoint-team")
    assert asked.detail == "You wrote it today. Space ticks it once you have sent it."
    assert next_of(*waiting, wrote, rec.StepMark(pair_id="pair", step="midpoint-team", state="done")).go != asked.go


def test_the_word_about_a_long_pause_is_in_the_next_thing_itself() -> None:
    paused = next_of(talk(-60), pair={"status": "paused"})
    assert "The program team would like to hear about a longer pause." in paused.detail


def test_a_step_leads_to_the_very_field_it_asks_for() -> None:
    found = view(*all_well())
    places = {s.id: journey.place_of(found, s) for s in found.program.steps}
    assert places["survey"] == "form:closure/survey_submitted"
    assert (places["partner"], places["dates"]) == ("pair:/partner_name", "pair:/end")
    assert places["first-checklist"] == "form:first-meeting" and places["goals-smart"] == "goals"


def test_steps_of_the_time_before_are_not_due_any_more_once_the_pair_is_closed() -> None:
    closed = view(*all_well(), pair={"status": "completed", "ended_on": iso(0)})
    last = closed.program.stages[-1].id
    assert all(s.due is None for s in journey.read(closed).steps if s.step.stage != last)


def test_ten_times_the_talks_ask_for_ten_times_the_work_and_not_a_hundred() -> None:
    def work(talks: int) -> int:
        """The calls that reading a journey takes."""
        calls = 0

        def count(*_: object) -> None:
            nonlocal calls
            calls += 1

        pair = view(*(talk(-day) for day in range(talks)))
        sys.setprofile(count)
        try:
            journey.read(pair)
            journey.coming_up(pair)
        finally:
            sys.setprofile(None)
        return calls

    work(1)  # what is read once for all
    assert work(500) - work(50) < 12 * work(50)
