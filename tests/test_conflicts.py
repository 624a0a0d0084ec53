"""Handbooks contradict each other: each program does as its own says, and nobody else's rule stands in for it.

One test for each point on which they differ, named by the id that the point has in `docs/coverage.md`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mentor_tui import claims, documents, pdu
from mentor_tui.claims import evidence
from mentor_tui.errors import NotFound
from mentor_tui.forgetting import forgetting
from mentor_tui.mentoring import goals, items, journey, rhythm, scope, session_rules, sessions, standing
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import Field, Role
from mentor_tui.workspace import PairView

from .claim_room import open_room
from .pair_views import signed_agreement, talk, view

BELGIUM, PLP, COMPANY, TWO, TOOLKIT = "pmi-belgium", "plp-ess", "company", "two-meeting-start", "section-toolkit"
HANDBOOKS = (BELGIUM, PLP, COMPANY, TWO, TOOLKIT)
every_pack = pytest.mark.parametrize("pack", programs.available())
TODAY = date(2026, 5, 21)
LIFE: dict[str, Any] = {
    "focus": "his boss",
    "outcome": "quits in June",
    "takeaways": "afraid",
    "private_notes": "seems unwell",
}
"""Words of a session that nobody but the two may read."""


def of(pack: str, *found: rec.Record, role: Role = "mentee", today: date = TODAY, **pair: Any) -> PairView:
    """A pair in a program since March that has agreed on nothing yet."""
    bare = {"program": pack, "role": role, "kickoff": "", "cadence_days": 0, "invites_by": "", "usual_minutes": 0}
    return replace(view(*found, today=today, pair=bare | pair), program=programs.load(pack))


def each(read: Any) -> dict[str, Any]:
    """What is read of every program of a handbook."""
    return {pack: read(pack) for pack in HANDBOOKS}


def step(pair: PairView, step_id: str) -> journey.StepState:
    return next(s for s in journey.read(pair).steps if s.step.id == step_id)


def field(pack: str, form: str, name: str) -> Field | None:
    """A field of a program's form; None where it has none."""
    found = programs.load(pack).forms.get(form)
    return next((f for f in found.fields() if f.id == name), None) if found else None


def for_the_team(pair: PairView) -> str:
    """All that the team could be sent."""
    kinds = [k for k in pair.program.documents.values() if k.reader == "program"]
    return "\n".join(documents.render(documents.build(pair, k.id), "md").decode() for k in kinds)


# --- What goes to the program, and who writes ---------------------------------------------------------------------


@every_pack
def test_x1_no_program_gets_notes_of_sessions(pack: str) -> None:
    talked = talk(-30, **LIFE)
    log = rec.LearningLog(pair_id="pair", session_id=talked.id, answers={"takeaways": "I was ashamed"})
    note = rec.Note(pair_id="pair", text="not for anyone", on="2026-05-01")
    said = for_the_team(of(pack, talked, log, note))
    assert not [words for words in (*LIFE.values(), "ashamed", "not for anyone") if words in said]


def test_x1_learning_logs_go_to_a_team_in_one_program_only_and_never_without_a_tick() -> None:
    reach = {
        (pack, f.id, f.share)
        for pack in programs.available()
        if (form := programs.load(pack).forms.get("learning-log"))
        for f in form.fields()
        if any("program" in f.readers(role) for role in ("mentor", "mentee"))
    }
    assert {pack for pack, *_ in reach} == {PLP}
    assert {share for *_, share in reach} == {"share"}


def test_x1_logs_that_are_collected_need_the_tick_of_their_writer_and_the_word_of_both() -> None:
    asked = [
        (pack, one.document, one.consent)
        for pack in programs.available()
        if (found := programs.load(pack).sharing)
        for one in found.collects
    ]
    assert asked == [(PLP, "agreement", "both"), (PLP, "learning-logs", "both")]
    kept, given = talk(-30), talk(-9)
    said = for_the_team(
        of(
            PLP,
            kept,
            given,
            rec.LearningLog(pair_id="pair", session_id=kept.id, answers={"takeaways": "for me"}),
            rec.LearningLog(pair_id="pair", session_id=given.id, answers={"takeaways": "for all", "share": True}),
        )
    )
    assert "for all" in said and "for me" not in said


def test_x6_the_agenda_is_proposed_and_the_objective_set_by_whom_the_program_says() -> None:
    agenda = {BELGIUM: "mentee", PLP: "mentee", COMPANY: None, TWO: None, TOOLKIT: "mentee"}
    objective = {BELGIUM: None, PLP: "mentor", COMPANY: None, TWO: "mentor", TOOLKIT: "mentor"}
    assert each(lambda pack: programs.load(pack).session.agenda_by) == agenda
    assert each(lambda pack: programs.load(pack).session.objective_by) == objective
    for pack, role in objective.items():
        told = "" if role is None else f"The {role} sets it."
        assert told in programs.load(pack).form("session").field("objective").help


def test_x7_the_record_is_written_by_whom_the_program_says() -> None:
    by = {BELGIUM: "mentee", PLP: None, COMPANY: None, TWO: None, TOOLKIT: "mentor"}
    assert each(lambda pack: programs.load(pack).session.record_by) == by
    summary = {r: next(s for s in programs.load(BELGIUM).steps if s.id == f"log-{r}") for r in ("mentor", "mentee")}
    assert not summary["mentee"].optional and summary["mentor"].optional
    log = next(s for s in programs.load(PLP).steps if s.id == "learning-log")
    assert set(log.roles) == {"mentor", "mentee"} and not log.optional


def test_x8_one_program_wants_no_log_of_the_first_session_and_its_hour_counts_all_the_same() -> None:
    first, second = talk(-20), talk(-5)
    wanted = {}
    for pack in HANDBOOKS:
        if "learning-log" in programs.load(pack).forms:
            pair = of(pack, first, second)
            wanted[pack] = [items.log_wanted(pair, s) for s in (first, second)]
            assert pdu.counted(pair) == [first, second]
    assert wanted.pop(PLP) == [False, True]
    assert all(both == [True, True] for both in wanted.values())


@every_pack
def test_x12_the_agreement_is_the_pairs_and_is_due_when_the_program_says(pack: str) -> None:
    program = programs.load(pack)
    if "agreement" not in program.forms:
        with pytest.raises(NotFound):
            documents.build(of(pack), "agreement")
        return
    assert program.documents["agreement"].reader == "pair"
    words = {"confidentiality": "what is said stays", "purpose": "to grow"}
    assert not [w for w in words.values() if w in for_the_team(of(pack, signed_agreement(answers=words)))]
    [sign] = [s for s in program.steps if s.done == "agreement_signed"]
    assert sign.due is not None
    assert sign.due.anchor == ("kickoff" if pack == BELGIUM else "first_session")


def test_x12_one_program_asks_for_a_copy_of_the_agreement_and_it_may_be_refused() -> None:
    copies = {p for p in HANDBOOKS if any(d.document == "agreement" for d in programs.load(p).deliverables)}
    assert copies == {PLP}
    [copy] = [d for d in programs.load(PLP).deliverables if d.document == "agreement"]
    assert copy.optional and copy.asked


@every_pack
def test_x13_notes_are_whose_they_are(pack: str) -> None:
    program = programs.load(pack)
    assert not program.form("session").field("private_notes").audience
    assert not any(f.audience or f.audience_by_role for f in program.form("note").fields())
    assert program.documents["notes"].reader == "myself"


def test_x13_whose_notes_they_are_is_settled_where_the_handbook_says_so() -> None:
    assert all(field(pack, "agreement", "notes_ownership") for pack in (BELGIUM, PLP))


@every_pack
def test_x14_every_agreement_says_when_silence_ends(pack: str) -> None:
    agreement = "working-together" if pack == TOOLKIT else "agreement"
    if agreement not in programs.load(pack).forms:
        return
    exceptions = field(pack, agreement, "exceptions")
    assert exceptions is not None and exceptions.kind == "choices" and "pair" in exceptions.audience
    found = {o.id for o in exceptions.options}
    assert "law" in found
    if pack == BELGIUM:
        assert found == {"law", "safety", "conduct", "conflict"}
    if pack == TWO:
        assert found == {"law"}


@every_pack
def test_x17_a_worksheet_stays_and_an_evaluation_goes_where_there_is_a_team(pack: str) -> None:
    program = programs.load(pack)
    sheet = program.forms.get("closure-worksheet")
    readers = {r for f in sheet.fields() for role in ("mentor", "mentee") for r in f.readers(role)} if sheet else set()
    assert not readers
    evaluated = {f.id for f in program.forms["closure"].fields() if "program" in f.audience} if _closes(pack) else set()
    if pack in (BELGIUM, PLP, COMPANY, TOOLKIT):
        assert {"what_worked", "what_to_improve"} <= evaluated
    if pack == TWO:
        assert not evaluated


def _closes(pack: str) -> bool:
    return "closure" in programs.load(pack).forms


# --- How long, how often, how many --------------------------------------------------------------------------------


def test_x2_each_program_has_its_own_length_and_the_two_may_choose_another() -> None:
    ends = {BELGIUM: "2026-07-29", PLP: "2026-08-29", COMPANY: "", TWO: "", TOOLKIT: ""}
    assert each(lambda pack: programs.load(pack).planned_end(date(2026, 3, 1))) == ends
    long: dict[str, Any] = {"start": "2026-03-01", "end": "2026-12-31"}
    assert {pack for pack in HANDBOOKS if standing.too_long(of(pack, **long))} == {BELGIUM}
    assert each(lambda pack: journey.ends_on(of(pack, **long))) == dict.fromkeys(HANDBOOKS, date(2026, 12, 31))


def test_x3_silence_is_pointed_out_where_a_rhythm_is_asked_for() -> None:
    silent = {pack for pack in HANDBOOKS if rhythm.cadence(of(pack, talk(-40))).state != "fine"}
    assert silent == {BELGIUM}


def test_x3_a_program_plans_all_of_its_sessions_some_or_none_and_then_the_two_are_free() -> None:
    counts = {BELGIUM: 0, PLP: 6, COMPANY: 0, TWO: 2, TOOLKIT: 3}
    assert each(lambda pack: len(programs.load(pack).planned)) == counts
    for pack, count in counts.items():
        met = [talk(n - 30) for n in range(count)]
        if count:
            assert items.next_planned(of(pack, *met[1:])) is not None
        after = of(pack, *met)
        assert items.next_planned(after) is None
        assert sessions.new_plan(after).program_item == "" and sessions.new_plan(after).on


def test_x4_an_hour_is_usual_and_one_program_has_bounds_and_a_split() -> None:
    assert each(lambda pack: sessions.usual_minutes(of(pack))) == dict.fromkeys(HANDBOOKS, 60)
    bounds = each(lambda pack: (programs.load(pack).session.least_minutes, programs.load(pack).session.most_minutes))
    assert bounds == dict.fromkeys(HANDBOOKS, (0, 0)) | {PLP: (60, 90)}
    split = each(lambda pack: tuple(part.minutes for part in programs.load(pack).session.split))
    assert split == dict.fromkeys(HANDBOOKS, ()) | {PLP: (10, 15, 35)}
    scaled = each(lambda pack: tuple(line.rpartition("(")[2] for line in session_rules.parts(of(pack), 90)))
    assert scaled == dict.fromkeys(HANDBOOKS, ()) | {PLP: ("15 min)", "22 min)", "53 min)")}
    short = each(lambda pack: session_rules.word_on_length(of(pack), talk(-1, minutes=30)))
    assert {pack: bool(words) for pack, words in short.items()} == dict.fromkeys(HANDBOOKS, False) | {PLP: True}


def test_x5_invitations_come_from_the_role_that_the_program_names_unless_the_two_say_otherwise() -> None:
    invites = {BELGIUM: "mentee", PLP: "mentor", COMPANY: None, TWO: None, TOOLKIT: "mentee"}
    assert each(lambda pack: sessions.inviter(of(pack))) == invites
    assert each(lambda pack: sessions.inviter(of(pack, invites_by="mentor"))) == dict.fromkeys(HANDBOOKS, "mentor")


def test_x10_the_letters_of_smart_are_called_as_the_program_calls_them() -> None:
    vague = rec.Goal(title="better", smart=["specific", "measurable", "time"])
    called = {
        BELGIUM: ["action", "realistic"],
        PLP: ["action-oriented", "realistic"],
        COMPANY: ["relevant", "achievable"],
        TWO: ["action", "realistic"],
        TOOLKIT: ["relevant", "attainable"],
    }
    assert each(lambda pack: [h.check for h in goals.missing(vague, programs.load(pack))]) == called


def test_x11_so_many_goals_are_wise_and_more_are_allowed() -> None:
    wise = {BELGIUM: (1, 3), PLP: (1, 3), COMPANY: (1, 3), TWO: (3, 3), TOOLKIT: (1, 3)}
    assert each(lambda pack: programs.load(pack).goals_recommended) == wise
    for pack in HANDBOOKS:
        assert goals.count_hint(programs.load(pack), 3) == ""
        assert "a lot" in goals.count_hint(programs.load(pack), 7)


def test_x18_half_way_is_looked_at_as_the_program_asks() -> None:
    due = {}
    for pack in HANDBOOKS:
        pair = of(pack, start="2026-03-01", end="2026-07-01")
        due[pack] = {s.step.done for s in journey.read(pair).steps if s.step.due and s.step.due.anchor == "midpoint"}
    assert {"midpoint_goals", "midpoint_agreement", "form:midpoint", "sent:midpoint"} <= due[BELGIUM]
    assert "midpoint_goals" in due[PLP] and "sent:midpoint" not in due[PLP]
    assert {p for p in HANDBOOKS if "midpoint" in programs.load(p).documents} == {BELGIUM, TOOLKIT}
    pulse = {p for p in HANDBOOKS if field(p, "midpoint", "pulse_collaboration")}
    assert BELGIUM in pulse and PLP not in pulse


@every_pack
def test_x19_either_may_end_it_early_and_no_blame_reaches_anyone(pack: str) -> None:
    reason = "we did not get on"
    ended = of(pack, start="2026-03-01", end="2026-08-01", status="ended", ended_on="2026-04-20", end_reason=reason)
    assert journey.is_closed(ended) and journey.read(ended).next.text
    said = for_the_team(ended)
    assert reason not in said
    if pack == BELGIUM:
        assert "20 April 2026" in said or "2026-04-20" in said
    if pack in (BELGIUM, PLP, COMPANY):
        assert field(pack, "agreement", "early_end")


@every_pack
def test_x20_what_comes_after_the_end_is_outside_the_program(pack: str) -> None:
    during, after = talk(-60), talk(-3)
    closed = of(pack, during, after, status="completed", ended_on="2026-05-01")
    hours = documents.render(documents.build(closed, "hours"), "md").decode()
    assert "1 after the pair's end" in hours
    assert documents.figures.derived(closed)["meetings_held"] == 1


def test_x20_whether_and_how_to_go_on_is_written_down_at_the_end() -> None:
    kept = {BELGIUM: "closure.continuation_terms", PLP: "closure.continuation_terms", COMPANY: "closure.continuation"}
    kept |= {TWO: "outcome.contact", TOOLKIT: "closure.open_door"}
    assert all(field(pack, *where.split(".")) for pack, where in kept.items())


# --- People and topics --------------------------------------------------------------------------------------------


@every_pack
def test_x9_no_program_tells_a_mentor_to_give_advice(pack: str) -> None:
    folder = Path(__file__).parent.parent / "templates" / "programs" / pack
    texts = "\n".join(path.read_text("utf-8").casefold() for path in folder.rglob("*.toml"))
    assert not [words for words in ("give advice", "advise your", "tell your mentee what to") if words in texts]
    asked = {s.id for s in programs.load(pack).scope}
    assert "their-work" in asked or pack not in (BELGIUM, PLP, COMPANY, TOOLKIT)


def test_x15_personal_topics_are_an_offer_and_limits_are_written_down() -> None:
    for pack in HANDBOOKS:
        program = programs.load(pack)
        opening = [s for s in program.steps if s.go in ("form:first-meeting", "form:acquaintance", "form:preparation")]
        assert all(s.optional for s in opening), pack
    assert all(field(pack, "agreement", "boundaries") for pack in (BELGIUM, PLP, COMPANY))
    sad = rec.Goal(title="Get over my burnout")
    asked = each(lambda pack: bool(scope.question(programs.load(pack), sad)))
    assert asked == {BELGIUM: True, PLP: False, COMPANY: True, TWO: False, TOOLKIT: True}


def test_x16_learning_goes_both_ways_where_fit_matters_more_than_rank() -> None:
    assert all(field(pack, "agreement", "two_way") for pack in (BELGIUM, PLP, COMPANY))
    assert not [s for pack in HANDBOOKS for s in programs.load(pack).steps if "senior" in s.help.casefold()]


@every_pack
def test_x21_a_course_is_a_way_to_learn_and_no_mentoring_hour(pack: str) -> None:
    activity = programs.load(pack).form("goal_step").field("activity")
    assert {"course", "workshop"} <= {o.id for o in activity.options}
    taught = of(pack, talk(-20, kind="webinar"), talk(-10, kind="group"))
    assert taught.met == [] and pdu.counted(taught) == []


@every_pack
def test_x22_membership_is_nobodys_to_check_here(pack: str) -> None:
    program = programs.load(pack)
    assert not [f.id for f in program.form("profile").fields() if "member" in f.id or "member" in f.label.casefold()]
    named = [s for s in program.steps if "member" in (s.title + s.help).casefold() and "agreement" not in s.done]
    assert all(s.optional and not s.done for s in named)


def test_x23_what_was_said_is_forgotten_and_the_bare_row_for_an_audit_stays(tmp_path: Path) -> None:
    workspace = open_room(tmp_path)
    workspace.save(talk(-30, **LIFE))
    pair = workspace.find_pair("Bram")
    rows = evidence.rows_of(workspace, pair)
    forgetting.forget(workspace, forgetting.plan(workspace, pair), rows)
    [row] = workspace.all(rec.Evidence)
    assert (row.on, row.minutes, row.initials) == ("2026-04-21", 60, "BC")
    assert not [words for words in LIFE.values() if words in str(rec.to_document(row))]
    assert not workspace.pairs
    workspace.close()


def test_x24_things_are_called_as_the_program_calls_them() -> None:
    agreements = {
        BELGIUM: "Mentoring Agreement",
        PLP: "Partnership agreement",
        COMPANY: "Mentoring agreement",
        TWO: "Letter of understanding",
    }
    assert {pack: programs.load(pack).labels.agreement for pack in agreements} == agreements
    assert "agreement" not in programs.load(TOOLKIT).forms
    assert programs.load("pmi-washington-dc").role_names["mentee"] == "protégé"


def test_x25_the_sides_of_the_triangle_are_asked_for_at_the_claim_and_not_before(tmp_path: Path) -> None:
    workspace = open_room(tmp_path)
    pair = workspace.find_pair("Bram")
    workspace.save(rec.Pair(id=pair.id, role="mentee", partner_name=pair.partner_name), talk(-30, focus="risk"))
    line = pdu.lines_of(workspace.view(workspace.find_pair("Bram")))[0]
    assert line.counts and line.quarters == 4
    opening = claims.openings(workspace)[0]
    claim = claims.prepare(workspace, opening, opening.lines)
    assert [p for p in claims.problems(claim) if "three sides" in p]
    workspace.close()


def test_x26_a_promotion_is_a_goal_in_one_program_and_not_in_another() -> None:
    wish = rec.Goal(title="Get promoted to team lead")
    asked = each(lambda pack: bool(scope.question(programs.load(pack), wish)))
    assert asked[BELGIUM] and asked[PLP] and not asked[COMPANY]
    assert "areer" in programs.load(COMPANY).about


def test_every_conflict_has_a_test() -> None:
    there = {name.split("_")[1] for name in globals() if name.startswith("test_x")}
    assert there == {f"x{n}" for n in range(1, 27)}
