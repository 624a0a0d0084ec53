"""The steps of a journey: which are done, when they are due, and in which stage a pair stands.

A step's `done` rule is one of `vocabulary.RULES`, or `form:`, `filled:`, `signed:`, `exported:` or `sent:` with its
target, or `held:` with a planned session or an event; a mark that a person set (done or dropped) always wins over the
rule. Nothing here is stored: it is read from the records each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mentor_tui.mentoring import items
from mentor_tui.mentoring.goals import FINAL, named
from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.schema.fields import filled
from mentor_tui.schema.program_parts import OwnAnchor, Stage, Step
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Disclosure
from mentor_tui.schema.vocabulary import Anchor
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView
from mentor_tui.workspace.pair_view import once

CLOSING_DAYS = 30
"""Closure begins so many days before the end."""
MIDPOINT_SLACK = 21
"""A review so many days before the mid-point counts as the mid-point's."""
SESSION_RULES = {"session_planned", "first_session_held", "second_session_held"}


@dataclass(frozen=True)
class StepState:
    """One step as it stands today."""

    step: Step
    done: bool
    dropped: bool
    """Set aside by the person, with a reason in its mark."""
    later_until: str
    """Put off until this day; empty when it is not, or the day has come."""
    due: date | None
    overdue: bool

    @property
    def open(self) -> bool:
        """True if it still asks for something today."""
        return not (self.done or self.dropped or self.later_until)


@dataclass(frozen=True)
class StageState:
    """One stage, and whether it lies behind, is now, or lies ahead."""

    stage: Stage
    state: Literal["done", "current", "ahead"]
    done_steps: int
    steps: int
    """Steps that are asked for (optional ones and those set aside are not counted)."""


# --- Days -------------------------------------------------------------------------------------------------


def midpoint(view: PairView) -> date | None:
    """The day halfway between start and end."""
    start, end = safe_day(view.pair.start), ends_on(view)
    if start is None or end is None or end < start:
        return None
    return start + (end - start) // 2


def anchors(view: PairView) -> dict[str, date]:
    """The days that due dates count from, those of the program's own too, as far as they are known."""
    dates = [d for d in (safe_day(s.on) for s in view.met) if d]
    coming = [s.on for s in view.planned if s.kind == "one_to_one" and s.on >= view.today.isoformat()]
    start = safe_day(view.pair.start)
    known: dict[Anchor, date | None] = {
        "start": start,
        "kickoff": safe_day(view.pair.kickoff) or start,
        "first_session": min(dates, default=None),
        "midpoint": midpoint(view),
        "last_session": max(dates, default=None),
        "next_session": safe_day(min(coming, default="")),
        "end": ends_on(view),
        "closed": safe_day(view.pair.ended_on) if is_closed(view) else None,
    }
    found: dict[str, date] = {name: d for name, d in known.items() if d is not None}
    return found | {own.id: d for own in view.program.anchors if (d := _own_day(own, found)) is not None}


def _own_day(own: OwnAnchor, known: dict[str, date]) -> date | None:
    """The day of a program's own anchor; None while a day it rests on is not known or cannot be."""
    if own.after not in known or (own.percent and not {"start", "end"} <= known.keys()):
        return None
    length = (known["end"] - known["start"]).days if own.percent else 0
    if length < 0:
        return None
    try:
        return known[own.after] + timedelta(days=length * own.percent // 100 + own.days)
    except OverflowError:
        return None


def is_closed(view: PairView) -> bool:
    """True if the pair has ended, one way or another."""
    return view.pair.status not in ("active", "paused")


def is_closing(view: PairView) -> bool:
    """True if the pair has ended or ends within the closing days."""
    end = ends_on(view)
    return is_closed(view) or (end is not None and (end - view.today).days <= CLOSING_DAYS)


# --- Rules ------------------------------------------------------------------------------------------------


def _goals_smart(view: PairView) -> bool:
    return any(g.action and g.measure and g.by_when for g in named(view))


def _goals_prioritised(view: PairView) -> bool:
    return bool(named(view)) and all(g.priority and g.action for g in named(view))


def _goals_planned(view: PairView) -> bool:
    return bool(named(view)) and all(any(step.due for step in g.steps) for g in named(view))


def _session_planned(view: PairView) -> bool:
    coming = [s for s in view.planned if s.kind == "one_to_one" and s.on >= view.today.isoformat()]
    return bool(coming or view.met)


def _learning_log(view: PairView) -> bool:
    asked = next((s for s in reversed(view.met) if items.log_wanted(view, s)), None)
    if asked is None:
        return False
    log = view.logs.get(asked.id)
    return log is not None and any(filled(v) for v in log.answers.values())


def _midpoint_agreement(view: PairView) -> bool:
    middle = midpoint(view)
    if view.answers("midpoint").get("agreement_reviewed") is True:
        return True  # ticked in the check-in itself
    if middle is None:
        return False
    since = (middle - timedelta(days=MIDPOINT_SLACK)).isoformat()
    if any(a.reviewed_on >= since for a in view.agreements if a.reviewed_on):
        return True
    newer = [a for a in view.agreements if a.version > 1 and view.signed(a)]
    return any(max(s.on for s in a.signatures) >= since for a in newer)


def _midpoint_goals(view: PairView) -> bool:
    if view.answers("midpoint").get("goals_reviewed") is True:
        return True
    going_on = [g for g in view.goals if g.status not in FINAL]
    return bool(view.goals) and all(any(r.at == "midpoint" for r in g.reviews) for g in going_on)


def _closure_goals(view: PairView) -> bool:
    return bool(view.goals) and all(g.status in FINAL or any(r.at == "closure" for r in g.reviews) for g in view.goals)


def _ticked_by_hand(view: PairView) -> bool:
    return False


CHECKS: dict[str, Callable[[PairView], bool]] = {
    "": _ticked_by_hand,
    "pdu_claimed_marked": _ticked_by_hand,
    "profile": lambda v: bool(v.profile.name),
    "partner": lambda v: bool(v.pair.partner_name),
    "dates": lambda v: bool(v.pair.start and v.pair.end),
    "goals": lambda v: bool(named(v)),
    "goals_smart": _goals_smart,
    "goals_prioritised": _goals_prioritised,
    "goals_planned": _goals_planned,
    "agreement_drafted": lambda v: any(filled(x) for a in v.agreements for x in a.answers.values()),
    "agreement_reviewed": lambda v: any(a.reviewed_on or v.signed(a) for a in v.agreements),
    "agreement_signed": lambda v: any(v.signed(a) for a in v.agreements),
    "session_planned": _session_planned,
    "first_session_held": lambda v: bool(v.met),
    "second_session_held": lambda v: len(v.met) > 1,
    "learning_log": _learning_log,
    "midpoint_agreement": _midpoint_agreement,
    "midpoint_goals": _midpoint_goals,
    "closure_goals": _closure_goals,
    "closed": is_closed,
}
"""How each plain rule is read from the records."""


def holds(view: PairView, rule: str) -> bool:
    """True if the records show that a rule is met; an unknown rule never is."""
    prefix, colon, target = rule.partition(":")
    if not colon:
        check = CHECKS.get(rule)
        return check is not None and check(view)
    if prefix == "form":
        return _form_done(view, target)
    if prefix == "held":
        return items.session_is_held(view, target)
    if prefix == "signed":
        return target in view.program.forms and not _unsigned(view, target)
    if prefix == "filled":
        form_id, _, field_id = target.partition(".")
        return filled(view.answers(form_id).get(field_id))
    return prefix == "exported" and written(view, target) is not None


def _form_done(view: PairView, form_id: str) -> bool:
    """A checklist is done when all of it is ticked; questions, when one of them has an answer and not a mere tick."""
    answers = view.answers(form_id)
    form = view.program.forms.get(form_id)
    if form is None:
        return any(filled(v) for v in answers.values())
    fields = list(form.fields(view.role))
    ticks = [f for f in fields if f.kind == "tick"]
    if len(ticks) * 2 > len(fields):
        return all(filled(answers.get(f.id)) for f in ticks)
    return any(filled(answers.get(f.id)) for f in fields if f not in ticks)


def _unsigned(view: PairView, form_id: str) -> str:
    """The first field that a declaration still lacks: an answer, or the tick before a sentence; empty when none."""
    answers = view.answers(form_id)
    for field in view.program.form(form_id).fields(view.role):
        answer = answers.get(field.id)
        ticked = answer if isinstance(answer, list) else []
        if not filled(answer) or (field.kind == "choices" and any(o.id not in ticked for o in field.options)):
            return field.id
    return ""


def written(view: PairView, document: str) -> Disclosure | None:
    """The note of a document that was written last; None when it never was. Only the person knows that it was sent."""
    return max((d for d in view.disclosures if d.what == document), key=lambda d: d.at, default=None)


def written_for(view: PairView, step: Step) -> Disclosure | None:
    """The note of the document that a step asks to send, written for this time and no earlier one; else None."""
    document = to_send(step)
    last = written(view, document) if document else None
    return last if last and _for_this_time(view, step, last.at) else None


def _for_this_time(view: PairView, step: Step, at: str) -> bool:
    """True if what was written at an instant, in ISO form, is for this time of a step and for none before it."""
    earlier = items.earlier_times(step)
    settled = [m for m in (view.marks.get(name) for name in earlier) if m is not None and m.state != "later"]
    if len(settled) < len(earlier):
        return False  # one before it is still to be sent
    return not earlier or at[:10] > max(m.on for m in settled)


def to_send(step: Step) -> str:
    """The document that a step asks to send; empty when it asks for something else."""
    prefix, _, document = step.done.partition(":")
    return document if prefix == "sent" else ""


def is_session(step: Step) -> bool:
    """True if a session of the two does the step."""
    return step.done in SESSION_RULES or (isinstance(step, items.ItemStep) and step.go.startswith("planned:"))


def place_of(view: PairView, step: Step) -> str:
    """The place where a step is done: its `go`, in a form the field that it asks for, of a session its page.

    What is handed in is written first: until its form has an answer for this time, it is done there.
    """
    prefix, _, target = step.done.partition(":")
    if form := items.form_to_write(step):
        ready = _form_done(view, form) and _for_this_time(view, step, view.worksheets[form].changed)
        return step.go if ready else f"form:{form}"
    if prefix == "held":
        session = items.sessions_of(view).get(target)
        return f"session:{session.id}" if session else step.go
    form_id, _, field_id = target.partition(".")
    if prefix == "filled" and step.go == f"form:{form_id}":
        return f"{step.go}/{field_id}"
    if prefix == "signed" and step.go == f"form:{target}" and (lacks := _unsigned(view, target)):
        return f"{step.go}/{lacks}"
    if step.go == "pair" and step.done == "partner":
        return "pair:/partner_name"
    if step.go == "pair" and step.done == "dates":
        return "pair:/end" if view.pair.start else "pair:/start"
    return step.go


# --- States -----------------------------------------------------------------------------------------------


def put_off(view: PairView, key: str) -> str:
    """The day until which something was put off; empty when it was not, or the day has come."""
    mark = view.marks.get(key)
    if mark is None or mark.state != "later" or mark.until <= view.today.isoformat():
        return ""
    return mark.until


@once
def step_states(view: PairView) -> list[StepState]:
    """Every step of my role, in the program's order; what it plans and has handed in is among them."""
    known = anchors(view)
    return [_state(view, step, known) for step in items.all_steps(view, known)]


def _state(view: PairView, step: Step, known: dict[str, date]) -> StepState:
    mark = view.marks.get(step.id)
    dropped = mark is not None and mark.state == "dropped"
    done = not dropped and ((mark is not None and mark.state == "done") or holds(view, step.done))
    later = put_off(view, step.id)
    due = _due(view, step, known)
    over = is_closed(view) and step.stage != view.program.closing_stage
    late = due is not None and due < view.today and not (done or dropped or later or step.optional)
    paused = view.pair.status == "paused"
    if paused or over:
        late = False
    if over or (paused and isinstance(step, items.ItemStep)):  # what belongs to the time before is asked for no more
        due = None
    return StepState(step=step, done=done, dropped=dropped, later_until=later, due=due, overdue=late)


def _due(view: PairView, step: Step, known: dict[str, date]) -> date | None:
    if step.due is None:
        return None
    if step.due.anchor == "last_session" and step.stage == view.program.closing_stage and not is_closing(view):
        return None  # until the end is near, nobody knows which session is the last
    if step.done == "learning_log" and view.met and not items.log_wanted(view, view.met[-1]):
        return None  # the program asks for no log of that one
    return items.day_of(step.due, known)


def current_stage(view: PairView, states: list[StepState]) -> Stage:
    """The stage a pair stands in: what is undone decides, but talking to each other is engaging."""
    stages = view.program.stages
    if is_closing(view):
        return stages[-1]
    undone = {s.step.stage for s in states if not (s.done or s.dropped or s.step.optional)}
    first = next((i for i, stage in enumerate(stages) if stage.id in undone), len(stages) - 1)
    met = bool(view.met) or any(s.kind == "kickoff" for s in view.held)
    if met:
        first = max(first, _engage_index(view.program))
    if ends_on(view) is not None:
        first = min(first, max(len(stages) - 2, 0))  # all done early is still not the end
    return stages[first]


def _engage_index(program: Program) -> int:
    """The stage of the sessions: that of the first session's step, or else the last but one."""
    ids = [s.id for s in program.stages]
    for rule in ("first_session_held", "second_session_held", "session_planned"):
        for step in program.steps:
            if step.done == rule:
                return ids.index(step.stage)
    if program.planned:
        return ids.index(program.planned[0].stage)
    return max(len(ids) - 2, 0)


def stage_states(view: PairView, states: list[StepState], current: Stage) -> list[StageState]:
    """Every stage with how much of it is done."""
    result: list[StageState] = []
    place: Literal["done", "current", "ahead"] = "done"
    for stage in view.program.stages:
        asked = [s for s in states if s.step.stage == stage.id and not (s.step.optional or s.dropped)]
        count = sum(s.done for s in asked)
        if stage.id == current.id:
            place = "current"
        finished = place == "current" and is_closed(view) and count == len(asked)
        result.append(StageState(stage, "done" if finished else place, count, len(asked)))
        if stage.id == current.id:
            place = "ahead"
    return result
