"""Program packs: they load, they hold together, and no field reaches further than it may."""

from __future__ import annotations

from typing import Any

import pytest

from mentor_tui.schema import blanks, document_kinds, program_items, program_parts, programs
from mentor_tui.schema.fields import ROLES, Field, Form, Role

PACKS = programs.available()

# --- Who may see what ---------------------------------------------------------------------------------------

# Every field that may ever reach the program team, and nothing else. Whoever adds a line here shows the handbook
# passage that asks for it, and says so in the commit.
PROGRAM_MAY_SEE = {
    "profile.name",
    "pair.role",
    "pair.partner_name",
    "pair.program",
    "pair.cohort",
    "pair.start",
    "pair.end",
    "pair.status",
    "pair.ended_on",
    "goal.title",  # only when `share_title` is ticked
    "goal.status",  # only as a count
    "lesson.text",  # only when `share` is ticked
    "derived.partner_initials",
    "derived.meetings_held",
    "derived.minutes_held",
    "derived.hours_held",
    "derived.after_end",
    "derived.first_meeting",
    "derived.last_meeting",
    "derived.goals_total",
    "derived.goals_reached",
    "derived.goals_partly",
    "derived.goals_not_reached",
    "derived.goals_dropped",
    "derived.goals_open",
    "derived.agreement_signed",
    "derived.handbook_version",
}
# The same for the forms of each pack. A new pack brings a set of its own.
PACK_MAY_SEE = {
    "pmi-belgium": {
        "midpoint.pair_active",
        "midpoint.satisfaction",
        "midpoint.brief_feedback",
        "midpoint.support_needed",
        "midpoint.support_kind",
        "closure.what_worked",
        "closure.what_to_improve",
        "closure.satisfaction",
        "closure.would_recommend",
        "closure.survey_submitted",
        "closure.continuation",
        "closure.availability_next",
        "closure.interests_next",
        "closure.rematch",
        "closure.pdu_earned",  # only when `share_pdus` is ticked
        # Stage 2: a mentor sends the biography, and it is published
        "mentor-profile.bio",
        # suitable mentor: both declarations are signed for the chapter; our sentences and days, no words of the mentor
        "declarations.conf_terms",
        "declarations.conf_on",
        "declarations.coi_known",
        "declarations.coi_terms",
        "declarations.coi_on",
    },
    "company": {
        "closure.what_worked",
        "closure.what_to_improve",
        "closure.satisfaction",
        "closure.continuation",
    },
    "plp-ess": {
        # its handbook, step 3 of the process and session 6: the logs are collected; each only if `share` is ticked
        "learning-log.important_issues",
        "learning-log.development_objectives",
        "learning-log.follow_up",
        "learning-log.takeaways",
        "learning-log.relation_to_goals",
        "learning-log.application",
        "learning-log.more_insight",
        "closure.what_worked",
        "closure.what_to_improve",
        "closure.satisfaction",
        "closure.evaluation_submitted",
    },
    "two-meeting-start": set(),  # there is no program team
    "pmi-washington-dc": {  # the chapter's page: monthly activities reports are among what is handed in
        "activities.month",
        "activities.sessions",
        "activities.minutes",
        "activities.goals_touched",
        "activities.going",
    },
    "pmi-chicagoland": {  # the chapter's page: two status reports are among what is handed in
        "status.report",
        "status.going",
        "status.goals_touched",
        "status.help_wanted",
    },
    "section-toolkit": {
        "midpoint.on_track",
        "closure.benefits_mentee",
        "closure.benefits_mentor",
        "closure.what_worked",
        "closure.what_to_improve",
    },
}
SHARED_BY_TICK = {
    "goal.title": "share_title",
    "lesson.text": "share",
    "closure.pdu_earned": "share_pdus",
}
CLAIM_MAY_SEE = {
    "session.on",
    "session.minutes",
    "session.focus",
    "session.outcome",
    "session.ways_of_working",
    "session.power_skills",
    "session.business_acumen",
    "pair.role",
    "pair.program",
    "derived.partner_initials",
    "claim.role",
    "claim.activity",
    "claim.provider",
    "claim.title",
    "claim.description",
    "claim.started",
    "claim.completed",
    "claim.url",
    "claim.quarters",
    "claim.ways_of_working",
    "claim.power_skills",
    "claim.business_acumen",
    "claim.contact",
}
# Forms of which not one field may reach the program.
PROGRAM_MAY_SEE_NOTHING_OF = {
    "session",
    "action",
    "typed",
    "note",
    "certification",
    "disclosure",
    "evidence",
    "claim",
    "claim_line",
    "claim_step",
    "kept_version",
    "mark",
    "settings",
    "signature",
    "agreement_version",
    "goal_step",
    "goal_note",
    "goal_review",
    "agreement",
    "preparation",
    "goal-reflection",
    "first-meeting",
    "learning-log",
    "closure-worksheet",
}


def all_fields(program: programs.Program) -> list[tuple[str, Form, Field]]:
    """Those of every form but the blanks: they hold the program's own name and contact, which it knows."""
    forms = [form for form in program.forms.values() if form.id != blanks.FORM]
    return [(f"{form.id}.{field.id}", form, field) for form in forms for field in form.fields()]


def reach(field: Field) -> set[str]:
    """Every reader the field may have, for either role."""
    return {reader for role in ROLES for reader in field.readers(role)}


@pytest.fixture(params=PACKS)
def program(request: pytest.FixtureRequest) -> programs.Program:
    return programs.load(request.param)


def test_the_program_sees_the_allow_list_and_no_more(program: programs.Program) -> None:
    seen = {name for name, _, field in all_fields(program) if "program" in reach(field)}
    assert seen == PROGRAM_MAY_SEE | PACK_MAY_SEE[program.id]


def test_a_claim_sees_the_allow_list_and_no_more(program: programs.Program) -> None:
    seen = {name for name, _, field in all_fields(program) if "claim" in reach(field)}
    assert seen == CLAIM_MAY_SEE


def test_whole_forms_stay_out_of_the_program() -> None:
    program = programs.load("pmi-belgium")
    assert set(program.forms) >= PROGRAM_MAY_SEE_NOTHING_OF
    leaks = [n for n, form, f in all_fields(program) if form.id in PROGRAM_MAY_SEE_NOTHING_OF and "program" in reach(f)]
    assert leaks == []


def test_what_is_shared_by_tick_is_off_until_ticked() -> None:
    program = programs.load("pmi-belgium")
    shared = {name: field.share for name, _, field in all_fields(program) if field.share}
    assert shared == SHARED_BY_TICK
    for name, tick in shared.items():
        form = program.form(name.partition(".")[0])
        assert form.field(tick).blank() is False
        assert reach(form.field(tick)) <= {"pair"}
        assert form.field(name.partition(".")[2]).seen_by("mentor").endswith("if ticked")


def test_private_things_are_only_mine() -> None:
    program = programs.load("pmi-belgium")
    private = {
        "session": {"private_notes", "reason"},
        "closure": {"private_feedback", "concern"},
        "note": {"title", "text"},
        "midpoint": {f.id for f in program.form("midpoint").fields() if f.id.startswith("pulse_")},
    }
    assert len(private["midpoint"]) == 6
    for form_id, ids in private.items():
        for field_id in ids:
            assert reach(program.form(form_id).field(field_id)) == set(), (form_id, field_id)


def test_a_mentor_log_stays_and_a_mentee_log_is_evidence_at_most() -> None:
    program = programs.load("pmi-belgium")
    for field in program.form("learning-log").fields():
        assert field.readers("mentor") == ()
        assert set(field.readers("mentee")) <= {"evidence"}
    assert program.form("session").field("takeaways").readers("mentor") == ()


# --- Packs hold together ------------------------------------------------------------------------------------

DONE = {
    "",
    "profile",
    "partner",
    "dates",
    "goals",
    "goals_smart",
    "goals_prioritised",
    "goals_planned",
    "agreement_drafted",
    "agreement_reviewed",
    "agreement_signed",
    "session_planned",
    "first_session_held",
    "second_session_held",
    "learning_log",
    "midpoint_agreement",
    "midpoint_goals",
    "closure_goals",
    "closed",
    "pdu_claimed_marked",
    "exported:closure",
    "exported:agreement",
    "exported:pdu-log",
    "exported:notes",
    "exported:midpoint",
    "sent:closure",
    "sent:midpoint",
}
GO = {
    "",
    "goals",
    "agreement",
    "sessions",
    "sessions:plan",
    "actions",
    "pdus",
    "notes",
    "close",
    "profile",
    "pair",
    "export:closure",
    "export:agreement",
    "export:pdu-log",
    "export:midpoint",
}


def test_pmi_belgium_ships() -> None:
    assert "pmi-belgium" in PACKS


def test_the_pack_says_what_the_handbook_says() -> None:
    program = programs.load("pmi-belgium")
    assert program.handbook == program_parts.Handbook("PMI Belgium Mentoring Handbook", "1.0.1", "2025-08-27")
    assert program.contact and program.contact.email == "mentoring@pmi-belgium.be"
    assert [s.id for s in program.stages] == ["initiate", "register", "match", "engage", "close"]
    assert program.invites_by == "mentee"
    assert program.usual_minutes == 60
    assert program.cadence == program_parts.Cadence(30, 21, 30, program.cadence.words if program.cadence else "")
    assert (program.length_days, program.max_days) == (150, 153)


def test_everything_a_program_asks_says_where_it_comes_from(program: programs.Program) -> None:
    """A `basis` on every stage, step, planned session, event, deliverable, form and document of its own."""
    asked: list[Any] = [*program.stages, *program.steps, *program_items.all_of(program)]
    forms = [f for f in program.forms.values() if f.record == "worksheet" and f.id != blanks.FORM]
    own = [d for d in program.documents.values() if d.id not in document_kinds.shared()]
    assert [one.id for one in (*asked, *forms, *own) if not one.basis] == []


def test_a_document_of_one_role_is_offered_to_that_role_only() -> None:
    program = programs.load("pmi-belgium")
    offered = {role: {kind.id for kind in program.documents_for(role)} for role in ROLES}
    assert offered["mentor"] - offered["mentee"] == {"declarations", "mentor-profile"}
    assert offered["mentee"] <= offered["mentor"] == set(program.documents)


@pytest.mark.parametrize("role", ROLES)
def test_both_roles_have_something_in_every_stage(program: programs.Program, role: Role) -> None:
    for stage in program.stages:
        assert any(s.stage == stage.id and role in s.roles for s in program.steps), (stage.id, role)


def test_every_step_speaks_the_vocabulary(program: programs.Program) -> None:
    for step in program.steps:
        kind, _, target = step.go.partition(":")
        places = {"form": program.forms, "export": program.documents}
        assert step.go in GO or target in places.get(kind, ()), step
        kind, _, target = step.done.partition(":")
        sent = kind in ("sent", "exported") and target in program.documents
        assert step.done in DONE or kind in ("form", "filled", "signed") or sent, step
        if kind in ("form", "filled", "signed"):
            form = program.form(target.partition(".")[0])
            assert set(step.roles) <= set(form.roles), step
            if kind == "filled":
                assert set(step.roles) <= set(form.field(target.partition(".")[2]).roles), step
        assert step.title and step.next_text, step
        assert len(step.title) <= 45 and len(step.next_text) <= 95, step


def test_steps_come_in_the_order_of_the_stages(program: programs.Program) -> None:
    order = [s.id for s in program.stages]
    places = [order.index(s.stage) for s in program.steps]
    assert places == sorted(places)


def test_nothing_is_demanded_before_the_first_talk(program: programs.Program) -> None:
    """Who you are, with whom, from when: no more. All else can be left open without a word."""
    early = [s for s in program.steps if s.stage in ("initiate", "register", "match") and not s.optional]
    assert {s.done for s in early} <= {"profile", "partner", "dates"}


def test_views_pick_fields_that_exist(program: programs.Program) -> None:
    for form in program.forms.values():
        for name in form.views:
            picked = form.view(name)
            assert picked, (form.id, name)
            assert len({f.id for f in picked}) == len(picked), (form.id, name)


def test_labels_and_options_are_fit_to_show(program: programs.Program) -> None:
    for name, _, field in all_fields(program):
        assert field.label.strip() and len(field.label) <= 45, name
        assert len(field.help) <= 95, name
        assert field.label_of("") == "", name
        ids = [o.id for o in field.options]
        assert len(ids) == len(set(ids)) and all(o.label for o in field.options), name
        assert bool(ids) == (field.kind in ("choice", "choices")), name
        assert field.roles and set(field.audience_by_role) <= set(ROLES), name


def test_the_topics_of_the_handbooks_are_all_there() -> None:
    program = programs.load("pmi-belgium")

    def count(form_id: str, *kinds: str) -> list[int]:
        return [sum(f.kind in kinds for f in s.fields) for s in program.form(form_id).sections]

    assert count("preparation", "text") == [1, 8]
    assert sum(count("goal-reflection", "text")) == 8
    assert count("first-meeting", "tick") == [6, 11, 3, 2]  # the last: next steps, and the talk about the ending
    assert count("first-meeting", "text") == [1, 1, 1, 1]
    assert count("learning-log", "text") == [3, 4]
    assert count("closure-worksheet", "text") == [4, 7, 5, 2, 1, 1]
    agreement = program.form("agreement")
    assert len(agreement.field("clauses").options) == 17  # a scope clause and sixteen more
    assert len(agreement.field("values").options) == 4
    assert all(o.help for o in agreement.field("clauses").options)
    goal = program.form("goal")
    assert [o.id for o in goal.field("smart").options] == ["specific", "measurable", "action", "realistic", "time"]
    closure = program.form("closure")
    for role in ROLES:
        duties = [f for f in closure.fields(role) if f.id.startswith(f"{role}_")]
        assert len(duties) == 6 and all(f.roles == (role,) and f.kind == "tick" for f in duties)


def test_what_the_handbook_asks_for_is_not_called_optional() -> None:
    words = {step.id: step.word for step in programs.load("pmi-belgium").steps}
    for asked in ("consent", "mentor-declarations", "onboarding", "midpoint-survey", "next-cohort", "application"):
        assert words[asked] == "asked for"
    assert words["look-back"] == "optional"


def test_the_agreement_is_due_with_the_kickoff() -> None:
    due = {step.id: step.due for step in programs.load("pmi-belgium").steps}
    for step in ("agreement-draft", "agreement-together", "agreement-sign"):
        found = due[step]
        assert found is not None and (found.anchor, found.days) == ("kickoff", 0)


def test_the_title_of_a_step_fits_the_journey_at_80_columns(program: programs.Program) -> None:
    steps = [*program.steps, *program.planned, *program.events, *program.deliverables]
    assert [step.title for step in steps if len(step.title) > 36] == []
