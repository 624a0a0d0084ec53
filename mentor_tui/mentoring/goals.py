"""Goals: gentle hints on SMART, progress, steps, reviews.

Pure functions: each returns a new record or words, and saves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import get_args

import msgspec

from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.schema.program_parts import Check
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Goal, GoalNote, GoalReview, GoalStatus, GoalStep
from mentor_tui.words import text
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

FINAL: frozenset[GoalStatus] = frozenset(("reached", "partly", "not_reached", "dropped"))
"""Statuses that close a goal."""
SMART: tuple[Check, ...] = get_args(Check)


@dataclass(frozen=True)
class Hint:
    """One of the five SMART checks that nothing speaks for yet, as the program calls it, and a question that helps."""

    check: str
    question: str


_QUESTIONS: dict[Check, str] = {
    "specific": "What will be different, in one sentence?",
    "measurable": "How will you both know you are there?",
    "action": "What will you do for it?",
    "realistic": "What is a first step that fits in your week?",
    "time": "By which day?",
}


def missing(goal: Goal, program: Program | None = None) -> list[Hint]:
    """The open ones of the five checks, judged from what is filled in; a check that was ticked holds.

    They are told in the words of the program, where it has any.
    """
    own = program.smart if program else {}
    said: dict[Check, bool] = {
        "specific": bool(goal.result or len(goal.title.split()) > 2),
        "measurable": bool(goal.measure or goal.target),
        "action": bool(goal.action or goal.steps),
        "realistic": bool(goal.steps or (goal.baseline and goal.target)),
        "time": bool(goal.by_when),
    }
    still_open = [c for c in SMART if not (said[c] or c in goal.smart)]
    called = {c: own[c].label.lower() if c in own else c for c in still_open}
    return [Hint(called[c], (own[c].question if c in own else "") or _QUESTIONS[c]) for c in still_open]


def beyond_end(view: PairView, goal: Goal) -> bool:
    """True if its day lies after the program's last day."""
    by_when, end = safe_day(goal.by_when), ends_on(view)
    return by_when is not None and end is not None and by_when > end


def count_hint(view_or_program: PairView | Program, count: int) -> str:
    """A word on how many goals there are; empty when the number is fine."""
    program = view_or_program.program if isinstance(view_or_program, PairView) else view_or_program
    if program.goals_recommended is None:
        return ""
    least, most = program.goals_recommended
    if count < least:
        return f"{_range(least, most)} goals are plenty; a title is enough to start." if count == 0 else ""
    if count > most:
        return f"{count} goals are a lot for one program; {_range(least, most)} get more attention."
    return ""


def plenty(program: Program) -> str:
    """`; one to three are plenty`, as the program recommends; empty where it says nothing."""
    if program.goals_recommended is None:
        return ""
    least, most = (_IN_WORDS.get(n, str(n)) for n in program.goals_recommended)
    return f"; {least if least == most else f'{least} to {most}'} are plenty"


_IN_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


def named(view: PairView) -> list[Goal]:
    """Goals that say something and were not dropped."""
    return [g for g in view.goals if g.status != "dropped" and (g.title or g.action)]


def open_goals(view: PairView) -> list[Goal]:
    """Goals still worked on, in order of priority and then of creation."""
    order = {"high": 0, "medium": 1, "low": 2}
    return sorted((g for g in view.goals if g.status not in FINAL), key=lambda g: order.get(g.priority, 1))


# --- Progress ---------------------------------------------------------------------------------------------


def progress(goal: Goal, note: GoalNote) -> Goal:
    """The goal with a progress note; its percentage becomes the newest note's. A draft becomes active."""
    note = msgspec.structs.replace(note, percent=max(0, min(100, note.percent)))
    notes = sorted([*goal.notes, note], key=lambda n: n.on)
    status: GoalStatus = "active" if goal.status == "draft" and note.percent else goal.status
    return msgspec.structs.replace(goal, notes=notes, percent=notes[-1].percent, status=status)


def review(goal: Goal, done: GoalReview) -> Goal:
    """The goal with what the pair concluded; a second review on the same occasion replaces the first."""
    others = [r for r in goal.reviews if r.at != done.at]
    percent = 100 if done.status == "reached" else goal.percent
    return msgspec.structs.replace(goal, reviews=[*others, done], status=done.status, percent=percent)


def add_step(goal: Goal, words: str, due: str = "") -> Goal:
    """The goal with one more step."""
    return msgspec.structs.replace(goal, steps=[*goal.steps, GoalStep(text=text.one_line(words), due=due)])


def step_done(goal: Goal, step_id: str, on: date | None) -> Goal:
    """The goal with a step done on a day; None opens it again."""
    done_on = on.isoformat() if on else ""
    steps = [msgspec.structs.replace(s, done_on=done_on) if s.id == step_id else s for s in goal.steps]
    return msgspec.structs.replace(goal, steps=steps)


def next_step(goal: Goal) -> GoalStep | None:
    """The first step that is not done, soonest first."""
    undone = [s for s in goal.steps if not s.done_on]
    return min(undone, key=lambda s: s.due or "9999", default=None)


def bar(percent: int, width: int = 8) -> str:
    """Progress that every terminal can draw: `#####...`. Anything above 0 shows, only 100 fills it."""
    if width <= 0:
        return ""
    percent = max(0, min(100, percent))
    full = (percent * width + 50) // 100
    if 0 < percent < 100:
        full = max(1, min(width - 1, full)) if width > 1 else 0
    return "#" * full + "." * (width - full)
