"""A pair at one look: what Home shows of it, worked out once from its records. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from mentor_tui.mentoring import journey, rhythm
from mentor_tui.mentoring.goals import open_goals
from mentor_tui.mentoring.journey import ActionLine, Cadence, Due, Journey
from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.schema.records import Goal, Session
from mentor_tui.words.days import first_name, safe_day
from mentor_tui.workspace import PairView

DayKind = Literal["late", "planned", "held", "step", "action"]
"""Kinds of days, the most pressing first."""
_PRESSING: tuple[DayKind, ...] = ("late", "planned", "held", "step", "action")
_FAR = timedelta(days=1100)
"""A line of days is never longer than this, behind us and ahead, whatever dates were typed."""
_WITHOUT_END = timedelta(weeks=12)


@dataclass(frozen=True)
class Glance:
    """One pair today."""

    view: PairView
    now: datetime
    journey: Journey
    first: date
    last: date
    """The first and last day of its line: the program's, or what is known instead."""
    end: date | None
    held: tuple[date, ...]
    """Days of sessions of the two that took place, oldest first."""
    planned: tuple[date, ...]
    """Days of the sessions still to come, soonest first."""
    unlogged: Session | None
    """The newest session of the two whose time has passed and that nobody has logged."""
    next: Session | None
    weeks: tuple[int, ...]
    """Minutes that the two met in each week from `first` on."""
    actions: list[ActionLine]
    """Open actions of both, soonest first."""
    goals: list[Goal]
    """Goals still worked on, in order of priority."""
    coming: list[Due]
    rhythm: Cadence

    @property
    def name(self) -> str:
        """The partner's first name."""
        return first_name(self.view.pair.partner_name)

    @property
    def late(self) -> int:
        """The number of late actions."""
        return sum(line.overdue for line in self.actions)

    @property
    def stage_words(self) -> str:
        """`Engage, 8 of 9 steps`; the title alone for a stage without steps."""
        here = next((s for s in self.journey.stages if s.stage.id == self.journey.stage.id), None)
        steps = f", {here.done_steps} of {here.steps} steps" if here and here.steps else ""
        return f"{self.journey.stage.title}{steps}"

    @property
    def last_met(self) -> date | None:
        """The day of the last session of the two, the one that waits to be logged included."""
        waiting = safe_day(self.unlogged.on) if self.unlogged else None
        return max((d for d in (waiting, *self.held[-1:]) if d), default=None)

    @property
    def rhythm_word(self) -> str:
        """`on track`, `a date would be good`, `a long silence`; `paused`; empty where no rhythm is agreed."""
        if self.view.pair.status == "paused":
            return "paused"
        if not self.rhythm.rhythm:
            return ""
        return {"fine": "on track", "soon": "a date would be good", "quiet": "a long silence"}[self.rhythm.state]


def look(view: PairView, now: datetime) -> Glance:
    """The pair as it stands at an instant; its sessions are gone through once."""
    held = tuple(d for s in view.met if (d := safe_day(s.on)))
    ahead = rhythm.upcoming(view, now)
    planned = tuple(d for s in ahead if (d := safe_day(s.on)))
    first, last, end = _span(view, held, planned)
    waiting = [s for s in rhythm.to_log(view, now) if s.kind == "one_to_one"]
    return Glance(
        view=view,
        now=now,
        journey=journey.read(view, now),
        first=first,
        last=last,
        end=end,
        held=held,
        planned=planned,
        unlogged=waiting[-1] if waiting else None,
        next=ahead[0] if ahead else None,
        weeks=_weeks(view.met, first, last),
        actions=journey.action_lines(view),
        goals=open_goals(view),
        coming=journey.coming_up(view, now=now),
        rhythm=journey.cadence(view, now),
    )


def _span(view: PairView, held: Sequence[date], planned: Sequence[date]) -> tuple[date, date, date | None]:
    """First and last day of a pair's line, and the program's end if it is known."""
    today, end = view.today, ends_on(view)
    first = safe_day(view.pair.start) or min([*held, today])
    first = max(min(first, today), today - _FAR) if first <= today else min(first, today + _FAR)
    last = end or max([*planned, today]) + _WITHOUT_END
    last = max(min(last, today + _FAR), first + _WITHOUT_END if end is None else first + timedelta(days=7))
    return first, last, end


def _weeks(met: Iterable[Session], first: date, last: date) -> tuple[int, ...]:
    found = [0] * ((last - first).days // 7 + 1)
    for session in met:
        on = safe_day(session.on)
        if on is not None and first <= on <= last:
            found[(on - first).days // 7] += session.minutes
    return tuple(found)


def most_urgent(glances: Sequence[Glance]) -> Glance:
    """The pair whose next thing is the one to do first: a session to log, what is late, then the longest silence."""

    def order(one: Glance) -> tuple[int, int]:
        action = one.journey.next
        late = {state.step.id for state in one.journey.steps if state.overdue}
        if action.go.startswith("log:"):
            rank = 0
        elif action.step_id in late:
            rank = 1
        else:
            rank = 2 if action.key_label else 3
        return rank, -(one.rhythm.days_since or 0)

    return min(glances, key=order)


def days(glances: Iterable[Glance]) -> dict[date, DayKind]:
    """The days of all these pairs on which something happens; of several things, the most pressing."""
    found: dict[date, DayKind] = {}

    def note(on: date | None, kind: DayKind) -> None:
        if on is not None and (on not in found or _PRESSING.index(kind) < _PRESSING.index(found[on])):
            found[on] = kind

    for one in glances:
        for on in one.held:
            note(on, "held")
        for on in one.planned:
            note(on, "planned")
        if one.unlogged:
            note(safe_day(one.unlogged.on), "held")
        for due in one.coming:
            if due.kind != "session":
                note(due.date, "late" if due.overdue else "step")
        for line in one.actions:
            note(safe_day(line.action.due), "late" if line.overdue else "action")
    return found
