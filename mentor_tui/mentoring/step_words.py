"""The days of a step: the one on which it was done, and the rule by which it is due. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mentor_tui.mentoring import items
from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.mentoring.steps import StageState, StepState, written
from mentor_tui.schema.program_parts import Step
from mentor_tui.schema.record import Record
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

_ANCHOR_WORDS = {
    "start": "the start",
    "first_session": "the first session",
    "midpoint": "the mid-point",
    "last_session": "the last session",
    "next_session": "the next session",
    "end": "the end of the program",
    "closed": "the day you close",
}
"""The days from which due days are counted, as one says them; the kick-off has the program's own word."""


def done_on(view: PairView, state: StepState) -> date | None:
    """The day on which a step was done; None while it is not, or when the records do not tell the day."""
    if not state.done:
        return None
    mark = view.marks.get(state.step.id)
    if mark is not None and mark.state == "done":
        return safe_day(mark.on)
    return safe_day(_shown_on(view, state.step)[:10])


def _written(view: PairView, record: Record) -> str:
    """The instant when a record was first written; empty when that was the day a pair under way was entered.

    Who begins with the app in the middle of a program writes down much that was done long before.
    """
    entered = view.pair.created[:10]
    return "" if record.created[:10] == entered > view.pair.start else record.created


def _shown_on(view: PairView, step: Step) -> str:
    """The day or instant, in ISO form, on which the records first show that the step is done; empty: not known."""
    rule, _, target = step.done.partition(":")
    if rule in ("form", "filled"):
        sheet = view.worksheets.get(target.partition(".")[0])
        return _written(view, sheet) if sheet else ""
    if rule in ("sent", "exported"):
        note = written(view, target)
        return note.at if note else ""
    if rule == "held":
        session = items.sessions_of(view).get(target)
        return session.on if session else ""
    read = _DAYS.get(rule)
    return read(view) if read else ""


def _first(*days: str) -> str:
    """The earliest of these days, or instants; what was typed in later is dated by what it tells."""
    return min((day for day in days if day), default="")


def _signed(view: PairView) -> str:
    signed = [max(s.on for s in a.signatures) for a in view.agreements if view.signed(a) and a.signatures]
    return min(signed, default="")


def _reviewed(view: PairView) -> str:
    return min((a.reviewed_on for a in view.agreements if a.reviewed_on), default="") or _signed(view)


def _log(view: PairView) -> str:
    return max((_written(view, log) for log in view.logs.values()), default="")


def _reviews(view: PairView, at: str) -> str:
    return max((r.on for g in view.goals for r in g.reviews if r.at == at), default="")


_DAYS: dict[str, Callable[[PairView], str]] = {
    "first_session_held": lambda v: v.met[0].on if v.met else "",
    "session_planned": lambda v: min((_first(_written(v, s), s.on) for s in v.met), default=""),
    "second_session_held": lambda v: v.met[1].on if len(v.met) > 1 else "",
    "agreement_drafted": lambda v: _first(*(_written(v, a) for a in v.agreements), _signed(v)),
    "agreement_reviewed": _reviewed,
    "agreement_signed": _signed,
    "goals": lambda v: _first(*(_written(v, g) for g in v.goals), *(n.on for g in v.goals for n in g.notes)),
    "learning_log": _log,
    "midpoint_goals": lambda v: _reviews(v, "midpoint"),
    "closure_goals": lambda v: _reviews(v, "closure"),
    "closed": lambda v: v.pair.ended_on,
}
"""Rule of a step -> the day or instant, in ISO form, that the records tell; the rules that are missing tell none."""


def due_rule(view: PairView, step: Step) -> str:
    """The time at which the program asks for a step: `7 days after the first session`; empty when it says no day."""
    if step.due is None:
        return ""
    anchor = step.due.anchor
    words = f"the {view.program.labels.kickoff}" if anchor == "kickoff" else _ANCHOR_WORDS.get(anchor, "")
    if not words:
        return ""
    days = abs(step.due.days)
    length = "1 day" if days == 1 else f"{days} days" if days % 7 or days < 14 else f"{days // 7} weeks"
    if not days:
        return f"on {words}" if anchor == "closed" else f"by {words}"
    return f"{length} {'before' if step.due.days < 0 else 'after'} {words}"


def stage_days(view: PairView, item: StageState, steps: list[StepState]) -> tuple[date | None, date | None]:
    """The first and the last day of a stage, as far as the records and the due days tell; None: not known.

    Of a stage that lies behind, the days on which its steps were done; of one ahead, those by which they are due.
    """
    done = [d for d in (done_on(view, s) for s in steps) if d]
    due = [s.due for s in steps if s.due and not s.done]
    first = min(done, default=None)
    if item.state == "done":
        return first, max(done, default=None)
    last = max(due, default=None)
    if item.stage.id == view.program.closing_stage:
        last = ends_on(view) or last
    return first, last
