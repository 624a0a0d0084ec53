"""The one next best action of a pair: what could be done, best first, minus what was put off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from mentor_tui.mentoring import agreements, rhythm
from mentor_tui.mentoring.items import is_handed_in, log_wanted
from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.mentoring.rhythm import cadence, line_of, name_of, upcoming, when_of
from mentor_tui.mentoring.steps import (
    SESSION_RULES,
    StepState,
    holds,
    is_closed,
    is_closing,
    is_session,
    midpoint,
    place_of,
    put_off,
    written_for,
)
from mentor_tui.schema.program_parts import Stage
from mentor_tui.schema.records import Session
from mentor_tui.words import text
from mentor_tui.words.days import day, first_name, safe_day, short_day
from mentor_tui.workspace import PairView

_AHEAD = 14
"""Days before its due day from which a step may be the next thing."""
_MIDPOINT_RULES = {"midpoint_agreement", "midpoint_goals"}


def long_pause(view: PairView) -> str:
    """A word on telling the team of a longer pause, with a blank before; empty where no team is known."""
    return " The program team would like to hear about a longer pause." if view.program.team else ""


@dataclass(frozen=True)
class NextAction:
    """The one next thing.

    `go` says where it is done: `log:<session>`, `plan`, `prepare:<session>`, `session:<session>`, `agreement`,
    `action:<action>`, `learning-log:<session>`, a step's own `go`, `step:<id>` for a step that is only ticked,
    `pair`, or empty when there is nothing to do.
    """

    text: str
    detail: str = ""
    key_label: str = ""
    go: str = ""
    step_id: str = ""
    record_id: str = ""


def later_key(action: NextAction) -> str:
    """The id of the mark that puts this action off; empty when there is nothing to put off."""
    return action.step_id or (f"next:{action.go}" if action.go and action.key_label else "")


def next_action(view: PairView, states: list[StepState], stage: Stage, now: datetime | None = None) -> NextAction:
    """The one next best action that was not put off."""
    for action in _candidates(view, states, stage, now):
        if not put_off(view, later_key(action)):
            return action
    coming = upcoming(view, now)
    if is_closed(view):
        return NextAction("This pair is closed", "Everything is done. Your records stay here as long as you like.")
    if view.pair.status == "paused":
        detail = f"Pick it up again whenever it suits you both.{long_pause(view)}"
        return NextAction("Your pair is pausing", detail, "resume", "pair")
    if coming:
        detail = f"Next: {when_of(coming[0], view.today)}, {line_of(view, coming[0])}."
        return NextAction("You are up to date", detail, "", f"session:{coming[0].id}", record_id=coming[0].id)
    end = ends_on(view)
    if view.met and (end is None or view.today <= end):
        return NextAction("You are up to date", "Plan your next session whenever you like.")
    return NextAction("You are up to date", "Nothing is waiting for you.")


def _candidates(view: PairView, states: list[StepState], stage: Stage, now: datetime | None) -> Iterator[NextAction]:
    """Everything that could be done, best first."""
    for session in rhythm.to_log(view, now):
        yield _log(view, session)
    if view.pair.status == "paused":
        return
    if is_closed(view):
        yield from (_step(view, s) for s in _undone(states, view.program.closing_stage))
        return
    settled = _agreement_settled(view, states)
    if settled:  # a signature says that it was written and read
        states = [s for s in states if s.step.done not in _AGREEMENT_RULES]
    sessions_ahead = [s for s in upcoming(view, now) if s.kind == "one_to_one"]
    if not view.met and not sessions_ahead and view.pair.partner_name:
        yield NextAction(
            f"Plan your first session with {first_name(view.pair.partner_name)}",
            "Goals and a few notes help beforehand, but can wait.",
            "plan it",
            "plan",
        )
    for session in sessions_ahead:
        if (on := safe_day(session.on)) and (on - view.today).days <= 2 and not (session.objective or session.agenda):
            yield _prepare(view, session, on)
    for state in sorted((s for s in states if s.open and s.overdue), key=lambda s: s.due or date.max):
        in_own_words = state.step.done in _AGREEMENT_RULES and bool(view.met)
        if not answered_elsewhere(state, bool(sessions_ahead)) and not in_own_words:
            yield _step(view, state)
    yield from _after_sessions(view, states, bool(sessions_ahead), settled)
    for state in states:
        if state.open and not state.step.optional and in_window(view, state):
            yield _step(view, state)
    ids = [s.id for s in view.program.stages]
    for stage_id in [stage.id, *ids[: ids.index(stage.id)]]:
        for state in _undone(states, stage_id):
            if not answered_elsewhere(state, True) and _near(view, state):
                yield _step(view, state)


_AGREEMENT_RULES = ("agreement_drafted", "agreement_reviewed", "agreement_signed")


def _agreement_settled(view: PairView, states: list[StepState]) -> bool:
    if "agreement" not in view.program.forms:
        return True  # there is nothing to settle
    signed = any(s.done or s.dropped for s in states if s.step.done == "agreement_signed")
    return signed or any(view.signed(a) for a in view.agreements)


def _after_sessions(view: PairView, states: list[StepState], booked: bool, settled: bool) -> Iterator[NextAction]:
    """Agreement, next date, own actions and learning log: what a session leaves behind."""
    partner = first_name(view.pair.partner_name)
    if view.met and not settled:
        yield _agreement(view, partner)
    last = safe_day(view.met[-1].on) if view.met else None
    end = ends_on(view)
    if last and not booked and (view.today - last).days >= 3 and (end is None or view.today <= end):
        detail = sentence(cadence(view).sentence)
        yield NextAction(f"Plan your next session with {partner}", detail, "plan it", "plan")
    for action in rhythm.open_actions(view.actions):
        due = safe_day(action.due)
        if due and due < view.today and action.owner == view.role:
            yield NextAction(
                f"Your action: {text.shorten(action.text, 60)}",
                f"It was for {day(due, view.today)}. Tick it off, give it a new date, or cancel it.",
                "open it",
                f"action:{action.id}",
                record_id=action.id,
            )
    if last and view.today > last and _log_wanted(view, states) and (view.today - last).days <= 21:
        title = view.program.form("learning-log").title
        yield NextAction(
            f"Write your {title[:1].lower()}{title[1:]} of {short_day(last, view.today)}",
            "A few lines while it is fresh: what you take away, and what you will do with it.",
            "write it",
            f"learning-log:{view.met[-1].id}",
            record_id=view.met[-1].id,
        )


def _log_wanted(view: PairView, states: list[StepState]) -> bool:
    """True if a log is missing; where the program leaves it open, from the second session on."""
    if not log_wanted(view, view.met[-1]) or holds(view, "learning_log"):
        return False
    asked = [s for s in states if s.step.done == "learning_log"]
    if asked and not any(s.open for s in asked):
        return False
    return len(view.met) > 1 or any(not s.step.optional for s in asked)


def _log(view: PairView, session: Session) -> NextAction:
    on = safe_day(session.on) or view.today
    what = "your session" if session.kind == "one_to_one" else f"the {name_of(view, session)}"
    of = "today" if on == view.today else "yesterday" if (view.today - on).days == 1 else short_day(on, view.today)
    planned = f"You planned {session.minutes} minutes" if session.minutes else "It was planned"
    about = f" on {text.shorten(session.objective, 60)}" if session.objective else ""
    return NextAction(
        f"Log {what} of {of}", f"{planned}{about}. It takes a minute.", "log it", f"log:{session.id}", "", session.id
    )


def _prepare(view: PairView, session: Session, on: date) -> NextAction:
    word = day(on, view.today)
    when = word if word in ("today", "tomorrow") else f"on {word}"
    at = f" at {session.start}" if session.start else ""
    return NextAction(
        f"Prepare your session {when}{at}",
        "One sentence on what it should achieve is plenty.",
        "prepare",
        f"prepare:{session.id}",
        "",
        session.id,
    )


def _agreement(view: PairView, partner: str) -> NextAction:
    newest, called = view.agreement, view.program.labels.agreement.lower()
    if newest is None or not newest.answers:
        words = f"Write your {called}", "You have met; now write down how you want to work together."
    elif view.role in newest.signed_by and view.pair.partner_role in newest.signed_by:
        who = ", ".join(agreements.missing(view, newest))
        words = f"Record one more signature: {who}", "You have both signed it, but it is not complete yet."
    elif view.role in newest.signed_by:
        words = f"Record {partner}'s signature", f"You have signed it; {partner}'s name is still missing."
    else:
        words = f"Sign your {called}", f"Review it with {partner} once more, then both sign."
    return NextAction(*words, "open it", "agreement", "", newest.id if newest else "")


def _step(view: PairView, state: StepState) -> NextAction:
    step = state.step
    detail = text.shorten(step.help, 160)
    if state.overdue and state.due:
        detail = f"It was meant for {day(state.due, view.today)}. Do it, postpone it, or skip it."
    if last := written_for(view, step):
        on = safe_day(last.at[:10])
        detail = (
            f"You wrote it{f' {_when_written(on, view.today)}' if on else ''}. Space ticks it once you have sent it."
        )
        return NextAction(f"{step.title}: is it sent?", detail, "open it", f"step:{step.id}", step.id)
    go = "plan" if step.done in SESSION_RULES else place_of(view, step) or f"step:{step.id}"
    return NextAction(step.next_text or step.title, detail, "do it" if step.go else "open it", go, step.id)


def _when_written(on: date, today: date) -> str:
    words = day(on, today)
    return words if words in ("today", "yesterday") else f"on {words}"


def _undone(states: list[StepState], stage_id: str) -> list[StepState]:
    return [s for s in states if s.open and s.step.stage == stage_id and not s.step.optional]


def answered_elsewhere(state: StepState, session_ahead: bool) -> bool:
    """Steps that have a better sentence of their own, or only need the day to come."""
    return state.step.done == "learning_log" or (session_ahead and is_session(state.step))


def in_window(view: PairView, state: StepState) -> bool:
    """True if a mid-point or closing step has come near."""
    step, middle = state.step, midpoint(view)
    if of_midpoint(state):
        return middle is not None and (middle - view.today).days <= _AHEAD
    return step.stage == view.program.closing_stage and is_closing(view) and _near(view, state)


def _near(view: PairView, state: StepState) -> bool:
    if of_midpoint(state):
        return in_window(view, state)
    if state.due is not None:
        return (state.due - view.today).days <= _AHEAD
    anchor = state.step.due.anchor if state.step.due else ""
    if anchor and is_handed_in(state.step):
        return False  # an assignment comes after the day that it waits for
    return anchor not in ("last_session", "end", "closed", "midpoint")


def of_midpoint(state: StepState) -> bool:
    """True if a step belongs to the mid-point."""
    return state.step.done in _MIDPOINT_RULES or (state.step.due is not None and state.step.due.anchor == "midpoint")


def sentence(words: str) -> str:
    """Words as a sentence: a capital and a full stop."""
    return words[:1].upper() + words[1:] + "."
