"""What the two-session start and the two chapters say is what their sources say, where sources differ each its own."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from mentor_tui.mentoring.program_hours import span_words
from mentor_tui.schema import blanks, programs
from mentor_tui.schema.program_parts import Range
from mentor_tui.schema.programs import Program


def load(name: str) -> Program:
    return programs.load(name)


def test_the_two_session_start_plans_two_sessions_and_nothing_after() -> None:
    start = load("two-meeting-start")
    assert [p.id for p in start.planned] == ["session-1", "session-2"]
    assert (start.length_days, start.max_days, start.cadence, start.rhythm_days) == (0, 0, None, 0)
    assert start.goals_recommended == (3, 3)
    assert start.contact is None and start.invites_by is None
    assert start.session.objective_by == "mentor" and start.session.agenda_by is None
    assert start.session.split == ()


def test_all_members_sign_the_letter_in_the_first_session_and_only_the_law_ends_its_silence() -> None:
    start = load("two-meeting-start")
    assert start.signers and not any(s.needed for s in start.signers)
    signed = next(s for s in start.steps if s.done == "agreement_signed")
    assert signed.due and (signed.due.anchor, signed.due.days) == ("first_session", 0)
    letter = start.form("agreement")
    assert [o.id for o in letter.field("exceptions").options] == ["law"]
    assert len(letter.field("confidentiality").options) == 2
    assert letter.field("invites_by").label_of("either")


def test_the_three_ways_of_learning_lead_a_step_of_the_plan() -> None:
    learn = load("two-meeting-start").form("goal_step").field("activity")
    assert [o.label for o in learn.options[:3]] == ["by doing", "from others", "from a challenge"]


def test_washington_has_four_group_events_and_a_report_each_month() -> None:
    chapter = load("pmi-washington-dc")
    assert chapter.role_names == {"mentor": "mentor", "mentee": "protégé"}
    assert [e.id for e in chapter.events] == ["kickoff", "check-in-1", "check-in-2", "lessons-learned"]
    assert len(chapter.stages) == 4
    assert chapter.month.hours == Range(least=2, most=5) and chapter.month.sessions == Range(least=1)
    handed_in = {d.id: d for d in chapter.deliverables}
    assert set(handed_in) == {"participation-agreement", "confidentiality-agreement", "activities-report"}
    assert handed_in["activities-report"].times == 0
    assert chapter.document("activities-report").reader == "program"
    assert chapter.document("learning-action-plan").reader == "pair"


def test_chicagoland_has_twenty_weeks_ten_sessions_and_its_own_papers() -> None:
    chapter = load("pmi-chicagoland")
    assert chapter.length_days + 1 == 20 * 7
    assert chapter.in_all.sessions == Range(least=10, usual=20)
    events = {e.id: e for e in chapter.events}
    assert set(events) == {"mentor-training", "kickoff", "mid-session", "final"}
    assert all(e.mandatory for e in events.values()) and events["mentor-training"].roles == ("mentor",)
    times = {d.id: d.times for d in chapter.deliverables}
    assert times == {"development-plan": 1, "status-report": 2, "presentation": 2, "survey": 2}
    survey = next(d for d in chapter.deliverables if d.id == "survey")
    assert not survey.form and not survey.document, "its answers are kept nowhere"
    assert "agreement" not in chapter.forms


def test_a_draft_says_that_it_is_one_and_when_its_source_was_read() -> None:
    for name in ("pmi-washington-dc", "pmi-chicagoland"):
        handbook = load(name).handbook
        assert handbook and "unofficial draft" in handbook.draft and handbook.url
        assert handbook.read_on == "2026-11-29"


def test_only_bare_figures_go_to_the_teams_of_chapters() -> None:
    for name, form in (("pmi-washington-dc", "activities"), ("pmi-chicagoland", "status")):
        told = [f for f in load(name).form(form).fields() if "program" in f.readers("mentee")]
        assert told and all(f.kind in ("number", "choice") or f.id == "month" for f in told)


def test_the_hours_of_a_cohort_count_once_a_pair_fills_them_in() -> None:
    belgium = load("pmi-belgium")
    assert blanks.filled(belgium, {}).in_all.hours is None
    for typed, hours in (("8 hours", 8), ("about 7,5 h", 7.5)):
        known = blanks.filled(belgium, {"hours": typed}).in_all.hours
        assert known and span_words(known, "hour") == f"{hours} hours"
    for unclear in ("a few", "1,000", "1.000 h", "1 000", "8 to 10", "12345", "8,5,1"):
        assert blanks.filled(belgium, {"hours": unclear}).in_all.hours is None, unclear


def test_a_number_in_the_label_of_a_blank_is_no_number_of_the_program() -> None:
    belgium = load("pmi-belgium")
    [blank] = belgium.blanks
    named: dict[str, Any]
    for named in ({"label": "Hours in your 6 months"}, {"instead": "10 hours or so"}):
        program = replace(belgium, blanks=(replace(blank, **named),))
        assert blanks.filled(program, {}).in_all.hours is None
        assert blanks.filled(program, {"hours": "8"}).in_all.hours == Range(usual=8, usual_from="hours")


def test_pmi_belgium_asks_for_what_its_handbook_lists() -> None:
    belgium = load("pmi-belgium")
    closure = belgium.form("closure")
    assert len(closure.field("benefits_mentor").options) == 6 and len(closure.field("benefits_mentee").options) == 7
    assert len(closure.field("aims").options) == 5
    bio = belgium.form("mentor-profile").field("bio")
    assert (bio.least_words, bio.most_words) == (120, 180)
    assert [e.id for e in belgium.events if e.asked and not e.mandatory] == ["kickoff", "community"]
    assert [b.id for b in belgium.blanks] == ["hours"] and belgium.in_all.hours == Range(usual_from="hours")
    assert belgium.form("declarations").roles == belgium.form("mentor-profile").roles == ("mentor",)
