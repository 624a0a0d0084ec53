"""The place of a pair on its way: what is done, what is due, and the one next step.

Pure functions of a `PairView`: nothing is stored. `read` gives the whole picture for Home and the journey screen;
`coming_up` and `reminders` give the quieter lines. `now`, an aware instant, is optional: with it, a session counts
as over from its last minute on, without it from the next day on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from mentor_tui.mentoring import rhythm, standing
from mentor_tui.mentoring.agreements import all_of
from mentor_tui.mentoring.next_action import (
    NextAction,
    answered_elsewhere,
    in_window,
    later_key,
    long_pause,
    next_action,
    of_midpoint,
    sentence,
)
from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.mentoring.rhythm import (
    ActionLine,
    Cadence,
    Totals,
    action_lines,
    cadence,
    line_of,
    name_of,
    totals,
    upcoming,
    when_of,
)
from mentor_tui.mentoring.steps import (
    CLOSING_DAYS,
    SESSION_RULES,
    StageState,
    StepState,
    anchors,
    current_stage,
    holds,
    is_closed,
    is_closing,
    midpoint,
    place_of,
    put_off,
    stage_states,
    step_states,
    to_send,
    written,
    written_for,
)
from mentor_tui.schema.program_parts import Stage
from mentor_tui.schema.records import StepMark
from mentor_tui.words import text
from mentor_tui.words.days import ago, day, first_name, safe_day, short_day
from mentor_tui.workspace import PairView

__all__ = [
    "CLOSING_DAYS",
    "ActionLine",
    "Cadence",
    "Due",
    "Journey",
    "NextAction",
    "Reminder",
    "StageState",
    "StepState",
    "Totals",
    "action_lines",
    "ago",
    "anchors",
    "cadence",
    "coming_up",
    "day",
    "ends_on",
    "holds",
    "is_closed",
    "is_closing",
    "later",
    "later_key",
    "mark",
    "midpoint",
    "name_of",
    "place_of",
    "read",
    "reminders",
    "short_day",
    "to_send",
    "totals",
    "written",
    "written_for",
]


@dataclass(frozen=True)
class Journey:
    """The whole picture of one pair today."""

    stage: Stage
    stages: list[StageState]
    steps: list[StepState]
    week: int
    """Week of the program, from 1; 0 before the start or without dates."""
    weeks: int
    week_words: str
    """`week 10 of 20`, `starts in 5 days`, `ended 3 days ago`; empty without dates."""
    midpoint: date | None
    days_to_midpoint: int | None
    """Negative once it has passed."""
    next: NextAction

    def steps_in(self, stage_id: str) -> list[StepState]:
        """The steps of one stage."""
        return [s for s in self.steps if s.step.stage == stage_id]


def read(view: PairView, now: datetime | None = None) -> Journey:
    """Stage, steps, week and next best action of a pair."""
    states = step_states(view)
    stage = current_stage(view, states)
    week, weeks, words = _weeks(view)
    middle = midpoint(view)
    return Journey(
        stage=stage,
        stages=stage_states(view, states, stage),
        steps=states,
        week=week,
        weeks=weeks,
        week_words=words,
        midpoint=middle,
        days_to_midpoint=(middle - view.today).days if middle else None,
        next=next_action(view, states, stage, now),
    )


def later(view: PairView, action: NextAction, days: int = 1) -> StepMark | None:
    """The mark to save for `z later`: the action stays away until so many days from today. None if it cannot."""
    key = later_key(action)
    return mark(view, key, "later", until=view.today + timedelta(days=days)) if key else None


def mark(view: PairView, step_id: str, state: str, *, until: date | None = None, reason: str = "") -> StepMark:
    """The mark to save for a step: `done`, `dropped` (with a reason) or `later` (until a day)."""
    old = view.marks.get(step_id) or StepMark(pair_id=view.pair.id, step=step_id)
    changes = {
        "state": state,
        "on": view.today.isoformat(),
        "until": until.isoformat() if until and state == "later" else "",
        "reason": reason,
    }
    return msgspec.structs.replace(old, **changes)


def _weeks(view: PairView) -> tuple[int, int, str]:
    start, end = safe_day(view.pair.start), ends_on(view)
    if start is None or end is None or end < start:
        return 0, 0, ""
    weeks = max(1, ((end - start).days + 6) // 7)  # 140 days are 20 weeks; their last day is still of the last week
    if view.today < start:
        return 0, weeks, f"starts {ago(start, view.today)}"
    if view.today > end or is_closed(view):
        last = (safe_day(view.pair.ended_on) if is_closed(view) else None) or end
        return min((last - start).days // 7 + 1, weeks), weeks, f"{weeks} weeks, ended {ago(last, view.today)}"
    week = min((view.today - start).days // 7 + 1, weeks)
    return week, weeks, f"week {week} of {weeks}"


# --- Coming up --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """A day ahead (or just behind) and what it is for."""

    date: date
    text: str
    go: str
    overdue: bool
    when: str
    """`Thu 28 May 18:00` for a session, `by 30 May` for anything else, `late since 12 May` once it has passed."""
    kind: str
    """`session`, `milestone` or `step`."""
    start: str = ""
    """The time at which a session begins, as typed; empty when none was said."""


def coming_up(view: PairView, days: int = 45, now: datetime | None = None) -> list[Due]:
    """Sessions, mid-point, closure, end and dated steps of the next `days` days, soonest first.

    All planned sessions are in it, however far away; overdue steps come first. More than two of those are told as
    one line: a wall of late things helps nobody.
    """
    today = view.today
    found: list[Due] = []
    for session in upcoming(view, now):
        if on := safe_day(session.on):
            line = line_of(view, session)
            when = when_of(session, today)
            found.append(Due(on, line, f"session:{session.id}", False, when, "session", session.start))
    if not is_closed(view):
        end, middle = ends_on(view), midpoint(view) if view.program.has_midpoint else None
        milestones = [(middle, view.program.labels.midpoint, "journey"), (end, "end of the program", "close")]
        if end:
            milestones.append((end - timedelta(days=CLOSING_DAYS), "plan how you will close", "close"))
        for on, words, go in milestones:
            if on and 0 <= (on - today).days <= days:
                found.append(Due(on, words, go, False, f"by {short_day(on, today)}", "milestone"))
    last_stage, booked = view.program.closing_stage, any(d.kind == "session" for d in found)
    for state in step_states(view):
        if not state.open or state.due is None or state.step.optional or (state.due - today).days > days:
            continue
        if (is_closed(view) and state.step.stage != last_stage) or (state.due < today and not state.overdue):
            continue
        if answered_elsewhere(state, booked) or (of_midpoint(state) and not in_window(view, state)):
            continue
        go = "plan" if state.step.done in SESSION_RULES else place_of(view, state.step) or f"step:{state.step.id}"
        when = f"{'late since' if state.overdue else 'by'} {short_day(state.due, today)}"
        found.append(Due(state.due, state.step.title, go, state.overdue, when, "step"))
    order = {"session": 0, "milestone": 1, "step": 2}
    return _folded(sorted(found, key=lambda d: (d.date, order[d.kind])), today)


def _folded(found: list[Due], today: date) -> list[Due]:
    late = [d for d in found if d.overdue]
    if len(late) <= 2:
        return found
    since = f"since {short_day(late[0].date, today)}"
    one = Due(late[0].date, f"{len(late)} steps are waiting", "journey", True, since, "step")
    return [one, *(d for d in found if not d.overdue)]


# --- Reminders --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reminder:
    """One calm sentence that matters now, and where it leads."""

    id: str
    text: str
    go: str = ""
    record_id: str = ""


def reminders(view: PairView, now: datetime | None = None) -> list[Reminder]:
    """Sentences worth knowing today; one that was postponed (`next:<id>`) stays away."""
    found = [*_session_reminders(view, now), *_date_reminders(view)]
    return [r for r in found if not put_off(view, f"next:{r.id}")]


def _session_reminders(view: PairView, now: datetime | None) -> Iterator[Reminder]:
    today, partner = view.today, first_name(view.pair.partner_name)
    for session in rhythm.to_log(view, now):
        on = short_day(safe_day(session.on) or today, today)
        yield Reminder(f"log:{session.id}", f"The session of {on} is not logged yet.", f"log:{session.id}", session.id)
    if view.pair.status == "paused":
        words = f"You and {partner} are pausing.{long_pause(view)}"
        yield Reminder("pause", words, "pair")
    if view.pair.status != "active":
        return
    health = cadence(view, now)
    ahead = [s for s in upcoming(view, now) if s.kind == "one_to_one"]
    if health.state != "fine":
        yield Reminder("rhythm", sentence(health.sentence), "plan")
    elif view.met and not ahead and (health.days_since or 0) >= 3:
        yield Reminder("book", "No next session is planned yet.", "plan")
    for session in ahead[:1]:
        on_day = safe_day(session.on)
        if on_day and (on_day - today).days <= 2 and not (session.objective or session.agenda):
            words = f"{sentence(name_of(view, session))[:-1]} is {day(on_day, today)}, and has no agenda yet."
            yield Reminder(f"prepare:{session.id}", words, f"prepare:{session.id}", session.id)
    if "agreement" in view.program.forms:
        yield from _agreement_reminders(view)
    if words := standing.too_long(view):
        yield Reminder("too-long", words, "pair")
    last = safe_day(view.met[-1].on) if view.met else None
    if view.program.team and last and len(view.met) <= 2 and (today - last).days <= 14:
        words = "If the match does not feel right, tell the program team early, after one or two sessions."
        yield Reminder("rematch", words, "journey")


def _agreement_reminders(view: PairView) -> Iterator[Reminder]:
    if view.agreement and view.agreement.version > 1 and not view.signed(view.agreement):
        version, who = view.agreement.version, all_of(view)
        words = f"Version {version} of the agreement is not signed by {who} yet; the previous one still applies."
        yield Reminder("agreement", words, "agreement")
    if view.met and not holds(view, "agreement_signed"):
        yield Reminder("agreement", "You have met, and the agreement is not signed yet.", "agreement")
    if words := standing.differs(view):
        yield Reminder("agreement-differs", words, "agreement")


def _date_reminders(view: PairView) -> Iterator[Reminder]:
    today = view.today
    mine = [
        p for p in action_lines(view) if p.who == "you" and (due := safe_day(p.action.due)) and (due - today).days <= 1
    ]
    for line in mine:
        verb = "was for" if line.overdue else "is for"
        words = f'Your action "{text.shorten(line.text, 50)}" {verb} {line.due}.'
        yield Reminder(f"action:{line.action.id}", words, f"action:{line.action.id}", line.action.id)
    middle, end = midpoint(view), ends_on(view)
    if view.pair.status == "active" and middle and -14 <= (middle - today).days <= 9:
        undone = [s for s in step_states(view) if s.open and not s.step.optional and of_midpoint(s)]
        if undone:
            passed = middle < today
            words = f"Mid-point {'was' if passed else 'is'} {day(middle, today)}: {len(undone)} to go."
            yield Reminder("midpoint", words, "journey")
    if view.pair.status == "active" and end and (end - today).days <= CLOSING_DAYS:
        if end >= today:
            words = f"The program ends {day(end, today)}; a good time to plan your last session."
        else:
            words = f"The program ended {day(end, today)}; close it when you are both ready."
        yield Reminder("closure", words, "close")
    for certification in view.certifications:
        cycle = safe_day(certification.cycle_end)
        if cycle and 0 <= (cycle - today).days <= 90:
            words = f"Your {certification.name} cycle ends {ago(cycle, today)}, on {short_day(cycle, today)}."
            yield Reminder(f"cycle:{certification.id}", words, "pdus", certification.id)
