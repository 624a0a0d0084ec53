"""The planned sessions, events and deliverables of a program as steps of one pair, and the sessions that they are.

Pure functions of a `PairView`; nothing is stored but what a session says of itself and what a person ticks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial

import msgspec

from mentor_tui.schema.program_items import Item, linked
from mentor_tui.schema.program_parts import Deliverable, Due, Event, PlannedSession, Step
from mentor_tui.schema.records import Session
from mentor_tui.workspace import PairView
from mentor_tui.workspace.pair_view import once

_MOST_TIMES = 520
"""Times that one deliverable is told at most: every week for ten years."""
_ALIVE = ("held", "planned")


class ItemStep(Step, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A step that a planned session, an event or a deliverable becomes."""

    item: Item
    number: int = 0
    """Which time of a deliverable that comes again and again, from 1; 0: it comes once."""


def event_of(step: Step) -> Event | None:
    """The event that a step asks to attend; None when it asks for something else."""
    return step.item if isinstance(step, ItemStep) and isinstance(step.item, Event) else None


def is_handed_in(step: Step) -> bool:
    """True if a deliverable asks for the step."""
    return isinstance(step, ItemStep) and isinstance(step.item, Deliverable)


def form_to_write(step: Step) -> str:
    """The form in which a deliverable is written before its document is made; empty for any other step."""
    if isinstance(step, ItemStep) and isinstance(step.item, Deliverable) and step.item.document:
        return step.item.form
    return ""


# --- Which session is which ------------------------------------------------------------------------------------


@once
def sessions_of(view: PairView) -> dict[str, Session]:
    """Planned session or event -> the session that is it, held or booked.

    A session that says which one it is, is that one; the one that was held rather than one that is booked. Of those
    that say nothing, talks of the two take the planned sessions that are free, in order, and a kick-off takes the
    program's. A planned session that was set aside is not free.
    """
    here = {s.id for s in view.held} | {s.id for s in view.planned}
    mine = sorted((s for s in view.sessions if s.id in here), key=lambda s: _ALIVE.index(s.status))  # held ones first
    found: dict[str, Session] = {}
    for session in mine:
        if session.program_item:
            found.setdefault(session.program_item, session)
    free = [p.id for p in view.program.planned if p.id not in found and not set_aside(view, p.id)]
    kickoffs = [e.id for e in view.program.events if e.kind == "kickoff" and e.id not in found]
    for session in mine:
        if session.program_item:
            continue
        kind = free if session.kind == "one_to_one" else kickoffs if session.kind == "kickoff" else []
        if kind:
            found[kind.pop(0)] = session
    return found


def set_aside(view: PairView, step_id: str) -> bool:
    """True if the person set a step aside."""
    mark = view.marks.get(step_id)
    return mark is not None and mark.state == "dropped"


def session_is_held(view: PairView, item_id: str) -> bool:
    """True if a planned session was held, or an event attended."""
    session = sessions_of(view).get(item_id)
    return session is not None and session.status == "held"


def next_planned(view: PairView) -> PlannedSession | None:
    """The planned session that comes next: the first that was neither held, booked, ticked nor set aside."""
    found = sessions_of(view)
    open_ones = (p for p in view.program.planned if p.id not in found and not _settled(view, p.id))
    return next(open_ones, None)


def _settled(view: PairView, step_id: str) -> bool:
    mark = view.marks.get(step_id)
    return mark is not None and mark.state in ("done", "dropped")


def item_of(view: PairView, session: Session) -> PlannedSession | Event | None:
    """The planned session or event that a session is; None when it is none of the program's."""
    item_id = next((name for name, found in sessions_of(view).items() if found.id == session.id), "")
    item_id = session.program_item or item_id
    return next((one for one in linked(view.program) if one.id == item_id), None)


def event_named(view: PairView, event_id: str) -> Event | None:
    """The program's event with this id; None when there is none such."""
    return next((event for event in view.program.events if event.id == event_id), None)


def log_wanted(view: PairView, session: Session) -> bool:
    """True if the program has a learning log, and asks for one after this session."""
    if "learning-log" not in view.program.forms or all(planned.log for planned in view.program.planned):
        return "learning-log" in view.program.forms  # which session it was makes no difference
    item = item_of(view, session)
    return not isinstance(item, PlannedSession) or item.log


def forms_at_hand(view: PairView, session: Session) -> tuple[str, ...]:
    """Ids of the forms that the two have at hand in a session, those of this role."""
    item = item_of(view, session)
    forms = item.forms if isinstance(item, PlannedSession) else ()
    return tuple(name for name in forms if view.role in view.program.form(name).roles)


# --- Steps -----------------------------------------------------------------------------------------------------


def all_steps(view: PairView, known: Mapping[str, date]) -> list[Step]:
    """Every step of the program for my role: those of the pack, with what is planned and handed in among them.

    `known` are the days from which due days are counted. In its stage, such a step stands before the first of the
    pack's own that is due later, and without a day behind those that have none; planned sessions keep their order.
    """
    plain = [s for s in view.program.steps if view.role in s.roles]
    more: list[Step] = list(_item_steps(view, known))
    if not more:
        return plain
    found: list[Step] = []
    for stage in view.program.stages:
        own = [s for s in plain if s.stage == stage.id]
        found += _among(own, [s for s in more if s.stage == stage.id], _days_in_order(view, known), known)
    return found


def _among(own: list[Step], more: list[Step], planned: Mapping[str, date], known: Mapping[str, date]) -> list[Step]:
    """The steps of a stage with some more put in, each before the first that is due later."""
    days = [day_of(s.due, known) for s in own]
    undated = max((n for n, on in enumerate(days, start=1) if on is None), default=0)
    places: dict[int, list[Step]] = {}
    reached = 0
    for step in sorted(more, key=partial(_order, planned, known)):
        day = _order(planned, known, step)
        at = next((n for n, on in enumerate(days) if on and on > day), len(own)) if day > date.min else undated
        if step.id in planned:
            at = reached = max(at, reached)
        places.setdefault(at, []).append(step)
    return [step for at in range(len(own) + 1) for step in (*places.get(at, ()), *own[at : at + 1])]


def day_of(due: Due | None, known: Mapping[str, date], more: int = 0) -> date | None:
    """The day of a due rule, so many days later still; None while its anchor is not known, or beyond the calendar."""
    if due is None or due.anchor not in known:
        return None
    try:
        return known[due.anchor] + timedelta(days=due.days + more)
    except OverflowError:
        return None


def _days_in_order(view: PairView, known: Mapping[str, date]) -> dict[str, date]:
    """Planned session -> its day, but never before that of one that comes earlier in the program."""
    found: dict[str, date] = {}
    latest = date.min
    for planned in view.program.planned:
        latest = max(latest, day_of(planned.due, known) or latest)
        found[planned.id] = latest
    return found


def _order(planned: Mapping[str, date], known: Mapping[str, date], step: Step) -> date:
    return planned.get(step.id) or day_of(step.due, known) or date.min


def _item_steps(view: PairView, known: Mapping[str, date]) -> Iterator[ItemStep]:
    program = view.program
    yield from map(partial(_planned_step, view), program.planned)
    yield from (_event_step(e) for e in program.events if view.role in e.roles)
    for one in program.deliverables:
        if view.role in one.roles:
            yield from _times(view, one, known)


def _planned_step(view: PairView, planned: PlannedSession) -> ItemStep:
    forms = [view.program.form(name).title for name in planned.forms]
    purpose = planned.purpose + ("" if planned.purpose[-1:] in ("", ".", "!", "?") else ".")
    words = [purpose, f"At hand: {', '.join(forms)}." if forms else ""]
    handbook = view.program.handbook  # where one reads it; without one there is nothing to be sent to
    words.append(f"There is a guide to it in the {handbook.edition}." if planned.guide and handbook else "")
    return ItemStep(
        planned.id,
        planned.stage,
        planned.title,
        help=" ".join(w for w in words if w),
        done=f"held:{planned.id}",
        go=f"planned:{planned.id}",
        due=planned.due,
        optional=planned.optional,
        basis=planned.basis,
        item=planned,
    )


def _event_step(event: Event) -> ItemStep:
    return ItemStep(
        event.id,
        event.stage,
        event.title,
        help=event.help,
        roles=event.roles,
        done=f"held:{event.id}",
        go=f"event:{event.id}",
        due=event.due,
        optional=not event.mandatory,
        asked=event.asked and not event.mandatory,
        basis=event.basis,
        item=event,
    )


def _times(view: PairView, one: Deliverable, known: Mapping[str, date]) -> Iterator[ItemStep]:
    """Each time that a deliverable is due. Without an end, those so far and the one that comes next."""
    base = ItemStep(
        one.id,
        one.stage,
        one.title,
        help=_about(view, one),
        roles=one.roles,
        done=f"sent:{one.document}" if one.document else "",
        go=f"export:{one.document}" if one.document else f"form:{one.form}" if one.form else "",
        due=one.due,
        optional=one.optional,
        asked=one.asked,
        basis=one.basis,
        item=one,
    )
    if not one.every_days or one.due is None:
        yield base
        return
    last = min((known[name] for name in ("end", "closed") if name in known), default=None)
    for number in range(1, (one.times or _MOST_TIMES) + 1):
        days = (number - 1) * one.every_days
        on = day_of(one.due, known, days)
        if on is None and number > max(one.times, 1):
            return
        if on is not None and last is not None and on > last:
            return
        due = Due(one.due.anchor, one.due.days + days)
        title = f"{one.title} {number}" if one.times != 1 else one.title
        yield msgspec.structs.replace(base, id=f"{one.id}-{number}", title=title, due=due, number=number)
        if on is not None and last is None and not one.times and on > view.today:
            return


def _about(view: PairView, one: Deliverable) -> str:
    """Say of a deliverable where it is written, who receives it, and what its document may hold."""
    program = view.program
    words = [one.help, f"Written in {program.form(one.form).title}." if one.form else ""]
    to = f"It goes to {program.the_team}" if one.receiver == "program" else "It stays between the two of you"
    reader = program.document(one.document).reader if one.document else ""
    holds = {"program": "what the program may see", "pair": "what is shared between you"}.get(reader, "")
    words.append(to + (f", and contains only {holds}." if holds else "."))
    return " ".join(w for w in words if w)


def earlier_times(step: Step) -> list[str]:
    """Ids of the steps for the times before this one of a deliverable that comes again and again."""
    if not isinstance(step, ItemStep) or not step.number:
        return []
    return [f"{step.item.id}-{number}" for number in range(1, step.number)]
