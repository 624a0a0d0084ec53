"""Events that PMI may take as Education: no mentoring hour, claimed apart from the talks, and sums still add up."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from mentor_tui import audit, claims, documents, pdu
from mentor_tui.claims import evidence
from mentor_tui.imports import claim_lists, spreadsheets
from mentor_tui.mentoring import journey
from mentor_tui.pdu import months
from mentor_tui.pdu.held import PairSessions
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.all_sessions import all_sessions, earned_here, session_of

from .claim_room import TODAY, claim_of, open_room, stored, talks
from .pdu_room import held, position, quarters, read

COURSE = {"kind": "webinar", "pdu_activity": "course"}
MEETING = {"kind": "kickoff", "pdu_activity": "organization_meeting"}
PMP = rec.Certification(id="pmp", name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07")


@pytest.fixture
def room(tmp_path: Path) -> Workspace:
    """Ana mentors, held two talks, was at a course of two hours and at a kick-off of three."""
    found = open_room(tmp_path)
    talks(found, 60, 75)
    found.save(
        held(120, "2026-04-20", id="course", focus="Course on feedback", power_skills=1, **COURSE),
        held(180, "2026-04-21", id="kickoff", focus="Opening evening", ways_of_working=1, business_acumen=1, **MEETING),
        held(90, "2026-04-22", id="webinar", kind="webinar"),
    )
    return found


def told(room: Workspace, document: str, how: str) -> str:
    """A document of the pair, as it is read."""
    return documents.render(documents.build(room.view(room.pairs[0]), document), how).decode()


def test_every_activity_of_the_rules_is_one_of_the_forms_by_the_same_name() -> None:
    known = [(a.id, a.label) for a in pdu.rules().activities]
    forms = programs.shared_forms()
    for form, field in (("session", "pdu_activity"), ("claim", "activity"), ("evidence", "activity")):
        assert [(o.id, o.label) for o in forms[form].field(field).options] == known
    assert all(a.source in pdu.rules().sources for a in pdu.rules().activities)


def test_the_forecast_counts_a_planned_event_of_a_mentor_as_education() -> None:
    coming = held(120, "2026-06-20", status="planned", **COURSE)
    [outlook] = pdu.forecast([PairSessions("mentor", [held(60), coming], [PMP])], TODAY).outlooks
    assert {a.category: a.planned_counts for a in outlook.ahead} == {"Giving Back": 0, "Education": quarters("2.00")}


def test_an_event_said_to_be_attended_before_its_day_has_come_leaves_the_forecast_standing() -> None:
    typed_wrong = held(120, "2027-06-20", **COURSE)
    [outlook] = pdu.forecast([PairSessions("mentor", [held(60), typed_wrong], [PMP], today=TODAY)], TODAY).outlooks
    assert [(a.category, a.now) for a in outlook.ahead] == [("Giving Back", quarters("1.00")), ("Education", 0)]


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_an_event_earns_education_whatever_the_role(role: rec.Role) -> None:
    found = position(PMP, held(60), held(120, "2026-04-21", power_skills=1, **COURSE), role=role)
    talk = quarters("1.00")
    assert found.education.counts == quarters("2.00") + (talk if role == "mentee" else 0)
    assert found.giving_back.counts == (talk if role == "mentor" else 0)
    assert found.education.triangle_reached == (0, quarters("2.00"), 0)
    assert found.total == quarters("3.00") and "Education" in found.roles


def test_an_event_without_an_activity_earns_nothing_and_a_talk_has_none() -> None:
    lines = read(PMP, held(60, kind="webinar"), held(60, "2026-04-21", pdu_activity="course")).lines
    assert [(line.counts, line.role, line.talk) for line in lines] == [(False, "mentor", True), (True, "mentor", True)]


def test_an_event_that_another_release_knows_as_something_else_earns_nothing_here() -> None:
    [line] = read(PMP, held(60, kind="webinar", pdu_activity="summit")).lines
    assert (line.counts, line.quarters) == (False, 0) and "do not know which PMI activity" in line.reason


def test_the_months_tell_of_a_planned_meeting_what_it_can_earn() -> None:
    coming = held(180, "2026-06-20", status="planned", **MEETING)
    ahead = pdu.forecast([PairSessions("mentor", [held(60), coming], [PMP])], TODAY)
    [june] = [m for m in months.months(ahead, TODAY, "pmp") if m.month == 6]
    assert (june.planned, june.planned_aside) == (quarters("2.00"), 0)


def test_an_organization_meeting_earns_two_pdus_at_most() -> None:
    [line] = read(PMP, held(180, **MEETING)).lines
    assert (line.minutes, line.quarters) == (120, quarters("2.00"))


def test_an_event_is_no_mentoring_hour_anywhere(room: Workspace) -> None:
    view = room.view(room.pairs[0])
    assert (journey.totals(view).sessions, journey.totals(view).minutes) == (2, 135)
    assert [s.minutes for s in pdu.counted(view)] == [60, 75]
    assert pdu.ledger(view).minutes == 135
    hours = told(room, "hours", "md")
    assert "2 h 15" in hours and "2026-04-20" not in hours


def test_sums_add_up_over_talks_and_events(room: Workspace) -> None:
    view = room.view(room.pairs[0])
    book = pdu.book(all_sessions(room), today=TODAY)
    [position] = book.positions
    whole = quarters("6.25")
    assert pdu.earned(view) == pdu.ledger(view).earned == book.amount(0).quarters == whole
    assert sum(earned_here(room, s) for s in view.sessions) == whole
    assert position.giving_back.counts + position.education.counts == position.total == whole
    assert book.amount(0).triangle == (quarters("1.00"), quarters("2.00"), quarters("1.00"))
    assert book.amount(0).unsplit == 0
    for floor in ("session", "claim"):
        opened = claims.openings(room, floor)  # type: ignore[arg-type]
        groups = [g for o in opened for g in (*o.groups, o.rest)]
        assert sum(g.amount.quarters for g in groups) == whole
    assert claims.ready(room).amount == whole


def test_each_activity_is_claimed_by_itself_under_its_own_name(room: Workspace) -> None:
    opened = {o.activity: o for o in claims.openings(room)}
    assert list(opened) == ["", "course", "organization_meeting"]
    made = {name: claims.prepare(room, o, o.lines) for name, o in opened.items()}
    room.save(*made.values())
    kinds = {name: claims.deck(claim)[0].text for name, claim in made.items()}
    assert kinds == {
        "": "Share Knowledge",
        "course": "Course or Training",
        "organization_meeting": "Organization Meetings",
    }
    course = stored(room, made["course"])
    assert course.title.endswith(": Course on feedback") and "mentoring session" not in course.description
    assert (course.quarters, course.power_skills) == (quarters("2.00"), quarters("2.00"))
    assert not claims.problems(course) and not claims.openings(room)
    assert not claims.drifts(room)
    changed = msgspec.structs.replace(course, state="approved", submitted_on="2026-05-01")
    room.save(changed)
    assert pdu.book(all_sessions(room), today=TODAY).positions[0].total == quarters("6.25")
    assert pdu.earned(room.view(room.pairs[0])) == quarters("6.25")


def test_an_event_that_is_not_split_waits_for_its_sides(room: Workspace) -> None:
    event = room.get(rec.Session, "course")
    assert event is not None
    room.save(msgspec.structs.replace(event, power_skills=0))
    [opening] = [o for o in claims.openings(room) if o.activity == "course"]
    assert opening.groups[0].unsplit
    assert pdu.ledger(room.view(room.pairs[0])).unsplit == quarters("2.00")


def test_the_pdu_log_tells_events_apart_and_counts_them_in_its_total(room: Workspace) -> None:
    log = told(room, "pdu-log", "md")
    assert "Events attended" in log and "Course or Training" in log and "Opening evening" in log
    assert "6.25" in log and "4.00" in log


def test_the_list_of_claims_comes_back_with_the_claim_of_an_event(room: Workspace) -> None:
    opening = next(o for o in claims.openings(room) if o.activity == "course")
    made = claims.prepare(room, opening, opening.lines)
    room.save(made)
    listed = told(room, "claims", "csv-be").encode()
    room.save(delete=[stored(room, made)])
    claim_lists.apply(room, claim_lists.understand(listed, room, room.pairs[0]))
    [again] = room.all(rec.Claim)
    assert (again.role, again.activity, again.power_skills) == ("mentee", "course", quarters("2.00"))
    assert [line.session_id for line in again.lines] == ["course"]


def test_the_spreadsheet_of_sessions_names_the_activity_of_an_event(room: Workspace) -> None:
    listed = told(room, "sessions", "csv-be")
    assert "PDU activity of an event" in listed and "Organization Meetings" in listed
    found = spreadsheets.understand(
        listed.encode(), pair=room.pairs[0], zone="Europe/Brussels", today=TODAY, present=[]
    )
    taken = [row.session for row in found.rows]
    assert {s.on: s.pdu_activity for s in taken if s.pdu_activity} == {
        "2026-04-20": "course",
        "2026-04-21": "organization_meeting",
    }


def test_the_row_of_a_forgotten_pairs_event_still_earns_education(room: Workspace) -> None:
    rows = evidence.rows_of(room, room.pairs[0])
    roles = {row.id: (row.role, row.activity) for row in rows if row.id in ("course", "kickoff", "webinar")}
    assert roles == {"course": ("mentee", "course"), "kickoff": ("mentee", "organization_meeting")}
    [again] = [session_of(row) for row in rows if row.id == "course"]
    [line] = read(PMP, again).lines
    assert (line.role, line.quarters) == ("mentee", quarters("2.00"))


def test_an_event_would_hold_in_an_audit_without_initials_or_agreement(room: Workspace) -> None:
    claim = claim_of(room)
    assert claim.activity == ""
    event = room.get(rec.Session, "course")
    assert event is not None
    found = audit.judge(audit.Known(session=event, role="mentee", today=TODAY.isoformat(), notes=1, released=1))
    assert {gap.id for gap in found.gaps} == {"no_start", "no_outcome"}


def test_a_mentors_event_is_audited_as_learning_and_its_takeaways_leave_only_if_ticked(room: Workspace) -> None:
    event = room.get(rec.Session, "course")
    assert event is not None
    room.save(msgspec.structs.replace(event, takeaways="Ask before telling"))

    def read(*released: str) -> dict[str, audit.AuditedSession]:
        scope = audit.read(room, f"pair:{room.pairs[0].id}", released)
        return {a.session.id: a for a in scope.sessions}

    found = read()
    assert "no takeaways" in found["kickoff"].verdict.missing
    assert "no takeaways ticked for the pack" in found["course"].verdict.missing
    assert not any("takeaways" in a.verdict.missing for a in found.values() if not a.session.activity)
    [offer] = found["course"].offers
    assert offer.words == "Ask before telling"
    assert "takeaways" not in read(offer.id)["course"].verdict.missing


def test_a_claim_of_as_much_as_pmi_takes_of_a_meeting_is_not_too_small(room: Workspace) -> None:
    opening = next(o for o in claims.openings(room) if o.activity == "organization_meeting")
    made = claims.prepare(room, opening, opening.lines)
    room.save(made)
    [audited] = audit.read(room, f"claim:{made.id}").sessions
    assert [line.minutes for line in made.lines] == [120]
    assert audited.session.minutes == 180 and "less_claimed" not in {gap.id for gap in audited.verdict.gaps}
