"""Planned sessions, events and deliverables of a program are steps like any other, in a pair and on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentor_tui.mentoring import items, journey, sessions
from mentor_tui.mentoring.program_hours import program_hours
from mentor_tui.mentoring.typed_when import When
from mentor_tui.schema import program_parts, programs
from mentor_tui.schema import records as rec
from mentor_tui.workspace import PairView

from .cli_room import Room
from .packs import PLANNED, installed
from .pair_views import talk, view

TODAY = date(2026, 5, 21)
START = "2026-05-01"


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


def of(*found: rec.Record, today: date = TODAY, role: str = "mentee", **pair: Any) -> PairView:
    """A pair in the program that plans much, since May."""
    known = {"program": PLANNED, "start": START, "end": "2026-08-29", "kickoff": "", "cadence_days": 0, "role": role}
    known["usual_minutes"] = 0
    return replace(view(*found, today=today, pair=known | pair), program=programs.load(PLANNED))


def steps(pair: PairView) -> dict[str, journey.StepState]:
    return {s.step.id: s for s in journey.read(pair).steps}


def done(pair: PairView) -> set[str]:
    return {name for name, state in steps(pair).items() if state.done}


def mark(step: str, state: str = "done", on: str = "2026-05-20") -> rec.StepMark:
    return rec.StepMark(pair_id="pair", step=step, state=state, on=on)  # type: ignore[arg-type]


# --- Planned sessions -----------------------------------------------------------------------------------------------


def test_sessions_that_were_held_are_the_planned_ones_in_order() -> None:
    assert done(of()) == set()
    assert done(of(talk(-9))) == {"s1"}
    assert done(of(talk(-9), talk(-3))) == {"s1", "s2"}


def test_a_session_that_says_which_one_it_was_leaves_the_others_free() -> None:
    assert done(of(talk(-9, program_item="s2"))) == {"s2"}
    assert done(of(talk(-9, program_item="s2"), talk(-3))) == {"s1", "s2"}
    assert done(of(talk(-9), talk(-3, program_item="s1"))) == {"s1", "s2"}


def test_a_planned_session_that_was_set_aside_is_left_out() -> None:
    assert done(of(talk(-9), mark("s1", "dropped"))) == {"s2"}


def test_a_session_of_an_item_that_is_gone_takes_no_other() -> None:
    assert done(of(talk(-9, program_item="s9"))) == set()


def test_planning_proposes_the_next_planned_session() -> None:
    plan = sessions.new_plan(of())
    assert (plan.program_item, plan.minutes) == ("s1", 75)
    assert plan.objective == "Find out what you want of each other"
    assert plan.agenda == ["Where each of us stands", "How we want to work"]
    second = sessions.new_plan(of(talk(3, status="planned", program_item="s1")))
    assert (second.program_item, second.minutes, second.agenda) == ("s2", 60, [])
    assert sessions.new_plan(of(), item_id="s3").program_item == "s3"
    after = sessions.plan_from(of(talk(-9)), When("2026-06-02", "18:00", 45))
    assert after is not None and (after.program_item, after.minutes) == ("s2", 45)
    all_held = of(*(talk(-9 + n) for n in range(3)))
    assert sessions.new_plan(all_held).program_item == "" and sessions.new_plan(all_held).objective == ""


def test_no_learning_log_is_asked_for_after_a_session_that_has_none() -> None:
    first = of(talk(-5))
    assert not items.log_wanted(first, first.met[0])
    both = of(talk(-5), talk(-2))
    assert items.log_wanted(both, both.met[1])
    assert "Write your log" in " ".join(_next(both))
    assert "Write your log" not in " ".join(_next(of(talk(-8), talk(-2, program_item="s1"))))


def _next(pair: PairView) -> list[str]:
    """What Home proposes, one after the other, each put off."""
    found: list[str] = []
    for _ in range(12):
        action = journey.read(pair).next
        found.append(action.text)
        if not (key := journey.later_key(action)):
            break
        later = rec.StepMark(pair_id="pair", step=key, state="later", until="2027-01-01")
        pair = replace(pair, marks=pair.marks | {key: later})
    return found


def test_a_learning_log_has_no_day_after_a_session_that_asks_for_none() -> None:
    def due(*held: rec.Record) -> date | None:
        pair = replace(view(*held, pair={"program": "plp-ess", "role": "mentee"}), program=programs.general("plp-ess"))
        return steps(pair)["learning-log"].due

    assert due(talk(-9)) is None
    assert due(talk(-9), talk(-2)) is not None


def test_the_forms_at_hand_are_those_of_the_planned_session() -> None:
    pair = of(talk(-9), talk(-3))
    assert [items.forms_at_hand(pair, s) for s in pair.met] == [("midpoint",), ("midpoint", "closure")]
    step = steps(pair)["s2"].step
    assert "At hand:" in step.help and "guide" not in step.help  # this program has no handbook to read one in


def test_a_guide_is_told_with_the_handbook_in_which_it_is_read() -> None:
    pair = replace(view(pair={"program": "plp-ess"}), program=programs.general("plp-ess"))
    first = pair.program.planned[0]
    assert first.guide
    assert "There is a guide to it in the PLP-ESS E-Mentoring Handbook" in steps(pair)[first.id].step.help


def test_steps_stand_in_their_stage_by_their_days() -> None:
    order = [s.step.id for s in journey.read(of()).steps]
    begin, work = ["book", "photo", "opening", "s1"], ["course", "report-1", "s2", "s3", "look-back"]
    assert order == [*begin, *work, "report-2", "report-3", "report-4", "end"]


def test_a_last_session_stands_before_the_steps_that_are_due_after_it() -> None:
    with_last = msgspec.structs.replace(
        programs.load(PLANNED),
        planned=(program_parts.PlannedSession("last", "work", "Last", due=program_parts.Due("start", 20)),),
        steps=tuple(
            program_parts.Step(name, "work", name, due=due)
            for name, due in (("a", None), ("b", program_parts.Due("start", 30)), ("c", None))
        ),
        events=(),
        deliverables=(),
    )
    assert [s.step.id for s in journey.read(replace(of(), program=with_last)).steps] == ["a", "last", "b", "c"]


def test_a_planned_session_that_is_late_leads_to_its_plan_and_then_to_its_page() -> None:
    pair = of(mark("opening"))
    assert steps(pair)["s1"].overdue
    assert journey.place_of(pair, steps(pair)["s1"].step) == "planned:s1"
    booked = of(talk(3, status="planned", id="coming"))
    assert journey.place_of(booked, steps(booked)["s1"].step) == "session:coming"
    assert not steps(booked)["s1"].done
    assert "Getting acquainted" not in _next(booked)
    assert "Getting acquainted" not in [d.text for d in journey.coming_up(booked)]


# --- Events -----------------------------------------------------------------------------------------------------------


def test_an_event_that_was_attended_is_done_and_no_mentoring_hour() -> None:
    event = programs.load(PLANNED).events[0]
    held = sessions.attendance(of(), event)
    assert (held.kind, held.minutes, held.status, held.focus) == ("kickoff", 90, "held", "Opening evening")
    pair = of(held)
    assert done(pair) == {"opening"}
    assert journey.totals(pair).minutes == 0 and pair.met == []
    assert done(of(msgspec.structs.replace(held, program_item=""))) == {"opening"}, "a kick-off is the program's"


def test_what_is_said_to_be_an_event_is_kept_as_one_and_counts_once() -> None:
    pair = of()
    event = pair.program.events[0]
    [kept, *_] = sessions.finish(pair, talk(-9, program_item=event.id))
    assert isinstance(kept, rec.Session) and (kept.kind, kept.pdu_activity) == (event.kind, event.pdu)
    assert event.id in done(of(kept)) and not program_hours(of(kept)).sessions
    assert sessions.of_its_kind(pair, talk(-9, program_item="s1")).kind == "one_to_one"


def test_an_event_counts_where_it_is_mandatory_and_is_offered_elsewhere() -> None:
    states = steps(of())
    assert states["opening"].overdue and not states["opening"].step.optional
    assert states["course"].step.optional and "Course on feedback" not in _next(of())
    kickoff = sessions.attendance(of(kickoff="2026-05-02"), programs.load(PLANNED).events[0])
    assert kickoff.on == "2026-05-02"


# --- Deliverables -----------------------------------------------------------------------------------------------------


def test_each_time_of_a_deliverable_is_a_step_until_the_end() -> None:
    due = {name: s.due for name, s in steps(of()).items() if name.startswith("report")}
    assert {name: str(on) for name, on in due.items()} == {
        "report-1": "2026-05-31",
        "report-2": "2026-06-30",
        "report-3": "2026-07-30",
        "report-4": "2026-08-29",
    }
    assert not any(name.startswith("report") for name in steps(of(role="mentor")))


def test_without_an_end_those_so_far_and_the_next_one_are_told() -> None:
    program = msgspec.structs.replace(programs.load(PLANNED), length_days=0)
    endless = replace(of(today=date(2026, 7, 4), end=""), program=program)
    assert [n for n in steps(endless) if n.startswith("report")] == ["report-1", "report-2", "report-3"]


def test_a_deliverable_is_done_time_by_time_once_it_is_said_to_be_sent() -> None:
    wrote = rec.Disclosure(pair_id="pair", what="midpoint", at="2026-05-30T10:00:00Z")
    pair = of(wrote, today=date(2026, 6, 1))
    first, second = steps(pair)["report-1"].step, steps(pair)["report-2"].step
    assert journey.written_for(pair, first) and not journey.written_for(pair, second)
    assert done(of(wrote, mark("report-1", on="2026-05-31"))) == {"report-1"}
    later = rec.Disclosure(pair_id="pair", what="midpoint", at="2026-06-29T10:00:00Z")
    sent = of(wrote, later, mark("report-1", on="2026-05-31"))
    assert journey.written_for(sent, second)
    assert not journey.written_for(of(wrote, mark("report-1", on="2026-05-31")), second)


def test_a_deliverable_says_who_receives_it_and_what_it_may_hold() -> None:
    states = steps(of())
    assert states["report-1"].step.help == "It goes to the harbour team, and contains only what the program may see."
    assert states["photo"].step.help == "It stays between the two of you."
    for team, said in (("the harbour office", "the harbour office"), ("", "the program team")):
        there = of()
        contact = msgspec.structs.replace(there.program.contact, team=team)
        there = replace(there, program=msgspec.structs.replace(there.program, contact=contact))
        assert f"It goes to {said}," in steps(there)["report-1"].step.help
    assert states["photo"].step.word == "asked for"


def test_an_assignment_is_proposed_only_once_the_day_that_it_waits_for_has_come() -> None:
    program = programs.load("section-toolkit")
    before = replace(of(program="section-toolkit"), program=program)
    after = replace(of(talk(-9), program="section-toolkit"), program=program)
    title = "Send your summary to your mentor"
    assert steps(before)["opportunity"].step.title == title
    assert title not in _next(before) and title in _next(after)
    assert journey.place_of(after, steps(after)["opportunity"].step) == "form:opportunity"
    wrote = rec.Worksheet(pair_id="pair", form="opportunity", answers={"summary": "ask more"})
    written = replace(of(talk(-9), wrote, program="section-toolkit"), program=program)
    assert journey.place_of(written, steps(written)["opportunity"].step) == "export:opportunity"


def test_a_report_that_comes_again_is_written_anew_before_it_is_exported() -> None:
    program = programs.load("pmi-washington-dc")

    def places(written: str, *settled: str) -> list[str]:
        sheet = rec.Worksheet(pair_id="pair", form="activities", changed=written, answers={"sessions": 2})
        marks = [mark(f"activities-report-{number}", on=on) for number, on in enumerate(settled, 1)]
        pair = replace(of(sheet, *marks, today=date(2026, 7, 4)), program=program)
        return [journey.place_of(pair, steps(pair)[f"activities-report-{number}"].step) for number in (1, 2)]

    write, export = "form:activities", "export:activities-report"
    assert places("2026-05-30T10:00:00Z") == [export, write]
    assert places("2026-05-30T10:00:00Z", "2026-05-31") == [export, write]
    assert places("2026-06-29T10:00:00Z", "2026-05-31") == [export, export]
    pair = replace(of(today=date(2026, 7, 4)), program=program)
    assert journey.place_of(pair, steps(pair)["activities-report-1"].step) == write


def test_pausing_and_closing_stop_deliverables() -> None:
    paused = steps(of(today=date(2026, 7, 4), status="paused"))
    assert not any(s.overdue or s.due for name, s in paused.items() if name.startswith("report"))
    closed = of(today=date(2026, 7, 20), status="completed", ended_on="2026-06-30")
    assert [n for n in steps(closed) if n.startswith("report")] == ["report-1", "report-2"]
    assert not any(s.overdue for s in steps(closed).values())


# --- The command line -------------------------------------------------------------------------------------------------


def _in_harbour(room: Room) -> None:
    room.create(role="mentee")
    workspace = room.workspace()
    there = {"program": PLANNED, "start": "2026-07-01", "end": "2026-10-29", "kickoff": "2026-07-02"}
    workspace.save(msgspec.structs.replace(workspace.pairs[0], **there))
    workspace.close()


def test_log_says_which_session_or_event_it_was(room: Room) -> None:
    _in_harbour(room)
    assert room.run("log", "--as", "opening", "--date", "2026-07-02").code == 0
    assert room.run("log", "--as", "s2", stdin="focus: plans\nnext: 10 Aug 18:00\n").code == 0
    workspace = room.workspace()
    found = {s.on: (s.program_item, s.kind, s.minutes, s.status) for s in workspace.all(rec.Session)}
    workspace.close()
    assert found == {
        "2026-07-02": ("opening", "kickoff", 90, "held"),
        "2026-08-03": ("s2", "one_to_one", 60, "held"),
        "2026-08-10": ("s1", "one_to_one", 75, "planned"),
    }
    wrong = room.run("log", "--as", "s9", stdin="focus: x\n")
    assert wrong.code != 0 and "s1, s2, s3, opening, course" in wrong.err


def test_status_and_programs_show_tell_what_is_planned(room: Room) -> None:
    _in_harbour(room)
    assert "by 30 Aug, Report 2" in room.run("status").out
    shown = room.run("programs", "show", PLANNED).out
    assert "Getting acquainted, 1 h 15 (log --as s1)" in shown and "What is missing (log --as s2)" in shown
    assert "Course on feedback, optional, 2 h (log --as course)" in shown
    assert "Report (mentee), deliverable, every 30 days" in shown


def test_an_edition_is_named_with_its_day_and_nothing_twice() -> None:
    def edition(title: str, version: str, date: str) -> str:
        return program_parts.Handbook(title, version, date).edition

    assert edition("PMI Handbook", "1.0.1", "2025-08-27") == "PMI Handbook 1.0.1 of 27 Aug 2025"
    assert edition("Chapter pages", "read on 2026-11-29", "2026-11-29") == "Chapter pages, read on 2026-11-29"
    pages = program_parts.Handbook("Chapter pages", "2026-11-29", "", read_on="2026-11-29")
    assert pages.edition == "Chapter pages, read on 29 Nov 2026"
    assert edition("Handbook 2021", "2021", "2021-08") == "Handbook 2021"
    assert edition("Company handbook", "undated", "") == "Company handbook, undated"
