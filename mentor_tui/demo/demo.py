"""A made-up pair in its fourth month, to look around in: Ana Peeters mentors Bram Claes.

Both are invented. All days count from today, so the demo is always four months old.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements, goals
from mentor_tui.schema import records as rec
from mentor_tui.schema import toml_files
from mentor_tui.schema.fields import Form, Role, Value
from mentor_tui.schema.programs import Program
from mentor_tui.workspace import Workspace

MENTOR, MENTEE = "Ana Peeters", "Bram Claes"
PROGRAM = "pmi-belgium"

R = TypeVar("R", bound=rec.Record)


@dataclass(frozen=True)
class Days:
    """The days of the demo, all counted from today."""

    today: date
    start: date
    end: date
    last: date
    """Day of the planned talk that still waits to be logged; the talks lie two weeks apart before it."""

    @classmethod
    def around(cls, today: date) -> Days:
        """A program in its fourth month."""
        start = today - timedelta(days=100)
        start -= timedelta(days=start.weekday())
        last = today - timedelta(days=3)
        last -= timedelta(days=max(last.weekday() - 4, 0))
        return cls(today, start, start + timedelta(days=150), last)

    def session(self, weeks_before: int) -> date:
        """The talk's day so many weeks before the last one."""
        return self.last - timedelta(weeks=weeks_before)

    def iso(self, days: int) -> str:
        """The day so many days from today."""
        return (self.today + timedelta(days=days)).isoformat()


@cache
def _words() -> dict[str, Any]:
    """The words of the two, from `templates/demo`."""
    return toml_files.read(toml_files.root() / "demo" / "words.toml", "demo/words.toml")


def build_demo(workspace: Workspace, role: Role, today: date) -> rec.Pair:
    """Fill an empty vault with the pair, as seen by the mentor or by the mentee. Returns the pair."""
    days = Days.around(today)
    pair = _pair(role, days)
    workspace.save(_profile(role), pair, label="demo")
    program = workspace.program(pair)
    sessions = _sessions(role, pair, days)
    found: list[rec.Record] = [
        msgspec.structs.replace(workspace.settings, current_pair=pair.id),
        *sessions,
        *_goals(pair, days),
        *_actions(pair, days, sessions),
        *_logs(role, pair, program, sessions),
        *_worksheets(role, pair, program, days),
        *_notes(role, pair, days),
        _certification(role, days),
    ]
    workspace.save(*found, label="demo")
    workspace.save(*_agreements(workspace, pair, days), label="demo")
    return pair


def _id(role: Role, what: str) -> str:
    """The same id every time, so that two demos of one day are equal."""
    return str(uuid.UUID(bytes=hashlib.sha256(f"demo/{role}/{what}".encode()).digest()[:16], version=4))


def _in_order(records: list[R], role: Role, what: str) -> list[R]:
    """The records with ids that sort as they stand here: all are saved in the same second."""
    ids = sorted(_id(role, f"{what}/{n}") for n in range(len(records)))
    return [msgspec.structs.replace(r, id=i) for r, i in zip(records, ids, strict=True)]


def _profile(role: Role) -> rec.Profile:
    return rec.Profile(zone="Europe/Brussels", **_words()["profile"][role])


def _pair(role: Role, days: Days) -> rec.Pair:
    partner: dict[str, Any] = _words()["profile"]["mentee" if role == "mentor" else "mentor"]
    return rec.Pair(
        id=_id(role, "pair"),
        role=role,
        partner_name=partner["name"],
        partner_email=partner["email"],
        partner_job_title=partner["job_title"],
        partner_organisation=partner["organisation"],
        program=PROGRAM,
        cohort=f"{days.start.year}",
        start=days.start.isoformat(),
        end=days.end.isoformat(),
        kickoff=(days.start + timedelta(days=3)).isoformat(),
        cadence_days=14,
        invites_by="mentee",
        usual_minutes=60,
        usual_channel="online",
    )


def _sessions(role: Role, pair: rec.Pair, days: Days) -> list[rec.Session]:
    def one(on: date, **fields: Any) -> rec.Session:
        usual: dict[str, Any] = {"start": "18:00", "minutes": 60, "channel": "online", "status": "held"}
        return rec.Session(pair_id=pair.id, on=on.isoformat(), zone="Europe/Brussels", **(usual | fields))

    found = [
        one(
            days.start + timedelta(days=3),
            kind="kickoff",
            minutes=90,
            channel="in person",
            place="Brussels",
            focus="Kick-off of the program with all pairs",
        )
    ]
    for words in _words()["sessions"]:
        own = {"takeaways": words[role], "private_notes": words.get(f"{role}_private", "")}
        shared = {k: v for k, v in words.items() if k in rec.Session.__struct_fields__}
        found.append(one(days.session(words["weeks_before"]), **(shared | own)))
    found.append(one(days.session(8), status="cancelled", reason="ill, moved by a week"))
    found.append(one(days.last, status="planned", objective="the stakeholder map"))
    found.append(one(days.session(-2), status="planned"))
    return _in_order(sorted(found, key=lambda s: s.on), role, "session")


def _goals(pair: rec.Pair, days: Days) -> list[rec.Goal]:
    found = []
    middle = days.session(4)
    for words in _words()["goals"]:
        fields = {k: v for k, v in words.items() if k in rec.Goal.__struct_fields__ and k not in ("steps", "notes")}
        goal = rec.Goal(pair_id=pair.id, by_when=(days.end - timedelta(days=words["before_end"])).isoformat(), **fields)
        for number, step_words in enumerate(words["steps"]):
            step = rec.GoalStep(
                id=_id(pair.role, f"step/{goal.title}/{number}"),
                text=step_words["text"],
                activity=step_words["activity"],
                due=days.iso(step_words["due"]),
                done_on=days.iso(step_words["done"]) if step_words["done"] else "",
            )
            goal = msgspec.structs.replace(goal, steps=[*goal.steps, step])
        for note in words["notes"]:
            on = (days.today - timedelta(days=note["days_ago"])).isoformat()
            goal = goals.progress(goal, rec.GoalNote(on=on, percent=note["percent"], text=note["text"]))
        found.append(goals.review(goal, rec.GoalReview(at="midpoint", on=middle.isoformat(), **words["midpoint"])))
    return _in_order(found, pair.role, "goal")


def _actions(pair: rec.Pair, days: Days, sessions: list[rec.Session]) -> list[rec.Action]:
    held = [s for s in sessions if s.kind == "one_to_one" and s.status == "held"]
    found = []
    for words in _words()["actions"]:
        owner, due, done = words["owner"], words["due"], words["done"]
        late = due.startswith("late ") and owner == pair.role  # one promise of mine is a day late
        in_days = -1 if late else int(due.removeprefix("late "))
        found.append(
            rec.Action(
                pair_id=pair.id,
                text=words["text"],
                owner=owner,
                due=days.iso(in_days),
                status="done" if done else "open",
                done_on=days.iso(done) if done else "",
                result=words["result"],
                session_id=held[words["session"]].id,
            )
        )
    return _in_order(found, pair.role, "action")


def _logs(role: Role, pair: rec.Pair, program: Program, sessions: list[rec.Session]) -> list[rec.LearningLog]:
    form = program.forms.get("learning-log")
    held = [s for s in sessions if s.kind == "one_to_one" and s.status == "held"]
    if form is None:
        return []
    return [
        rec.LearningLog(
            id=_id(role, f"log/{number}"),
            pair_id=pair.id,
            session_id=held[int(number)].id,
            answers=_fitting(form, role, answers),
        )
        for number, answers in _words()["logs"][role].items()
    ]


def _worksheets(role: Role, pair: rec.Pair, program: Program, days: Days) -> list[rec.Record]:
    found: list[rec.Record] = []
    for form_id, answers in _words()["worksheets"].items():
        form = program.forms.get(form_id)
        mine = _fitting(form, role, answers.get("both", {}) | answers.get(role, {})) if form else {}
        if mine:
            found.append(rec.Worksheet(id=_id(role, form_id), pair_id=pair.id, form=form_id, answers=mine))
    found.append(
        rec.Disclosure(
            id=_id(role, "disclosure"),
            pair_id=pair.id,
            what="midpoint",
            format="text",
            recipient=program.team,
            at=f"{days.session(4).isoformat()}T19:30:00Z",
            sha256=hashlib.sha256(b"The demo's mid-point message").hexdigest(),
            size=412,
        )
    )
    found += [
        rec.StepMark(
            id=_id(role, f"mark-{step.id}"),
            pair_id=pair.id,
            step=step.id,
            state="done",
            on=days.session(4).isoformat(),
        )
        for step in program.steps
        if role in step.roles and (step.done == "sent:midpoint" or step.id == "first-checklist")
    ]
    return found


def _fitting(form: Form, role: Role, answers: dict[str, Any]) -> dict[str, Value]:
    """Those answers that this form takes from this role; a pack may have changed since the demo was written."""
    fields = {f.id: f for f in form.fields(role)}
    found: dict[str, Value] = {}
    for field_id, value in answers.items():
        if field_id in fields:
            try:
                found[field_id] = fields[field_id].check(value)
            except InputRefused:
                continue
    return found


def _notes(role: Role, pair: rec.Pair, days: Days) -> list[rec.Record]:
    notes = [
        rec.Note(
            id=_id(role, f"note/{n}"),
            pair_id=pair.id,
            on=days.iso(words["days"]),
            title=words["title"],
            text=words["text"],
        )
        for n, words in enumerate(_words()["notes"][role])
    ]
    lessons = [rec.Lesson(pair_id=pair.id, **words) for words in _words()["lessons"][role]]
    return [*notes, *_in_order(lessons, role, "lesson")]


def _certification(role: Role, days: Days) -> rec.Certification:
    start = _years_on(days.today - timedelta(days=500), 0)
    end = _years_on(start, 3) - timedelta(days=1)
    claimed: dict[str, Any] = (
        {"giving_back_claimed": 32, "ways_of_working_claimed": 40}
        if role == "mentor"
        else {"ways_of_working_claimed": 28, "power_skills_claimed": 8}
    )
    awarded = _years_on(start, -3 if role == "mentor" else 0)
    return rec.Certification(
        id=_id(role, "pmp"),
        name="PMP",
        awarded=awarded.isoformat(),
        cycle_start=start.isoformat(),
        cycle_end=end.isoformat(),
        **claimed,
    )


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _agreements(workspace: Workspace, pair: rec.Pair, days: Days) -> list[rec.Record]:
    """Version 1 signed after the first talk, version 2 after the mid-point."""
    view = workspace.view(pair)
    form = view.program.forms.get("agreement")
    if form is None:
        return []
    words = _words()["agreement"]
    first = agreements.draft(view)
    first = msgspec.structs.replace(
        first, id=_id(pair.role, "agreement/1"), answers=first.answers | _fitting(form, pair.role, words["first"])
    )
    first = _signed(agreements.review(first, days.session(10)), days.session(10), "typed here", "by e-mail", pair.role)
    second = msgspec.structs.replace(
        first,
        id=_id(pair.role, "agreement/2"),
        version=2,
        signatures=[],
        answers=first.answers | _fitting(form, pair.role, words["changes"]),
    )
    second = _signed(agreements.review(second, days.session(4)), days.session(4), "typed here", "by e-mail", pair.role)
    return [first, second]


def _signed(agreement: rec.Agreement, on: date, mine: str, theirs: str, role: Role) -> rec.Agreement:
    agreement = agreements.sign(agreement, "mentor", MENTOR, on, mine if role == "mentor" else theirs)
    return agreements.sign(agreement, "mentee", MENTEE, on, mine if role == "mentee" else theirs)
