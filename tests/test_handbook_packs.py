"""What the handbooks of PLP-ESS and of the section toolkit ask for stands in their programs, and nothing of another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mentor_tui import documents
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import ROLES, Field, Role

from .pair_views import talk, view

PLP = programs.load("plp-ess")
SECTION = programs.load("section-toolkit")
PARTNERS = "logs-for-partner"


def kinds(program: programs.Program, form_id: str, kind: str) -> list[int]:
    """The number of fields of a kind in each section of a form."""
    return [sum(field.kind == kind for field in part.fields) for part in program.form(form_id).sections]


def field(program: programs.Program, form_id: str, field_id: str) -> Field:
    return program.form(form_id).field(field_id)


# --- PLP-ESS ----------------------------------------------------------------------------------------------------------


def test_plp_ess_plans_six_sessions_and_asks_for_no_log_of_the_first() -> None:
    assert len(PLP.planned) == 6 and all(p.agenda and p.guide and p.due for p in PLP.planned)
    assert [p.log for p in PLP.planned] == [False, True, True, True, True, True]
    assert [p.title for p in PLP.session.split] and [p.minutes for p in PLP.session.split] == [10, 15, 35]
    assert (PLP.session.least_minutes, PLP.session.most_minutes) == (60, 90)
    assert PLP.invites_by == "mentor" and PLP.session.agenda_by == "mentee"
    assert PLP.cadence is None  # the pair agrees the dates


def test_plp_ess_has_its_worksheets() -> None:
    assert kinds(PLP, "goal-worksheet", "text")[0] == 4
    assert kinds(PLP, "first-meeting", "tick") == [6, 11, 3, 2]
    assert kinds(PLP, "closure-worksheet", "text") == [4, 7, 5, 2, 1, 1]
    assert len(field(PLP, "agreement", "clauses").options) == 17  # what it is about, and sixteen more
    for part in ("name", "rating", "baseline", "gap", "action", "support", "due", "priority", "status"):
        assert field(PLP, "capacity", f"area_1_{part}").audience == ("pair",)
    smart = {option.id: option.label for option in field(PLP, "goal", "smart").options}
    assert (smart["action"], smart["realistic"]) == ("Action-oriented", "Realistic")


def test_a_log_of_plp_ess_reaches_the_coordinator_only_when_it_is_ticked() -> None:
    form = PLP.form("learning-log")
    texts = [one for one in form.fields() if one.id != "share"]
    assert len(texts) == 7 and all(one.share == "share" for one in texts)
    assert form.field("share").blank() is False and "program" not in form.field("share").audience
    other = programs.load("company").form("learning-log")
    assert not any("program" in one.readers(role) for one in other.fields() for role in ROLES)
    collected = PLP.collected("learning-logs")
    assert collected is not None and collected.consent == "both"


@pytest.mark.parametrize("role", ROLES)
def test_of_two_logs_the_coordinator_reads_the_ticked_one_and_the_partner_both(role: Role) -> None:
    first, second = talk(-9, id="first"), talk(-3, id="second")
    ticked = rec.LearningLog(session_id="first", answers={"takeaways": "ask sooner", "share": True})
    kept = rec.LearningLog(session_id="second", answers={"takeaways": "a doubt of mine"})
    pair = replace(view(first, second, ticked, kept, pair={"program": "plp-ess", "role": role}), program=PLP)
    told = {name: documents.render(documents.build(pair, name), "md").decode() for name in ("learning-logs", PARTNERS)}
    assert "ask sooner" in told["learning-logs"] and "a doubt of mine" not in told["learning-logs"]
    assert "ask sooner" in told[PARTNERS] and "a doubt of mine" in told[PARTNERS]


def test_the_agreement_of_plp_ess_is_handed_in_by_the_pair_itself_and_names_its_exceptions() -> None:
    copy = next(one for one in PLP.deliverables if one.id == "agreement-copy")
    assert copy.optional and copy.asked and copy.document == "agreement"
    collected = PLP.collected("agreement")
    assert collected is not None and collected.consent == "both"
    assert not any("program" in one.readers(role) for one in PLP.form("agreement").fields() for role in ROLES)
    due = {step.id: step.due for step in PLP.steps}["agreement-sign"]
    assert due and (due.anchor, due.days) == ("first_session", 0)
    assert [one.id for one in field(PLP, "agreement", "exceptions").options] == ["law", "safety"]


# --- The section toolkit ----------------------------------------------------------------------------------------------


def test_a_section_guides_three_sessions_with_an_assignment_after_each() -> None:
    assert len(SECTION.planned) == 3 and all(p.agenda and p.guide for p in SECTION.planned)
    handed = [one for one in SECTION.deliverables if one.receiver == "pair" and one.roles == ("mentee",)]
    assert [one.id for one in handed] == ["opportunity", "needs", "strategy"]
    assert all(one.document == one.form == one.id for one in handed)
    assert all(SECTION.document(one.document).reader == "pair" for one in handed)
    assert [s.id for s in SECTION.form("needs").sections] == ["areas", "difference", "mastery", "impact"]
    assert SECTION.invites_by == "mentee" and not SECTION.length_days and SECTION.cadence is None


def test_a_mentee_of_a_section_has_nine_things_to_do_and_a_strategy_document() -> None:
    assert sum(kinds(SECTION, "requirements", "tick")) == 9
    assert SECTION.form("requirements").roles == SECTION.form("strategy").roles == ("mentee",)
    assert len(field(SECTION, "working-together", "feedback_style").options) == 3


def test_the_action_form_of_a_section_is_the_mentors_and_asks_what_was_remembered() -> None:
    form = SECTION.form("learning-log")
    mine = [one.id for one in form.fields("mentor")]
    assert mine == ["notes", "next_set", "next_on", "actions_set", "shared"]
    assert all(form.field(name).audience == ("pair",) for name in mine[:-1])
    assert {one.id for one in form.fields("mentee")}.isdisjoint(mine)
    assert SECTION.session.record_by == "mentor"


def test_a_section_hears_of_checkpoints_without_details_and_never_of_the_pulse() -> None:
    pulse = [one for one in SECTION.form("midpoint").fields() if one.id.startswith("pulse_")]
    assert len(pulse) == 6 and not any(one.readers(role) for one in pulse for role in ROLES)
    assert SECTION.document("midpoint").title == "Checkpoint report"
    assert len(field(SECTION, "closure", "benefits_mentee").options) == 9
    assert len(field(SECTION, "closure", "benefits_mentor").options) == 7
    smart = {option.id: option.label for option in field(SECTION, "goal", "smart").options}
    assert (smart["action"], smart["realistic"]) == ("Relevant", "Attainable")
