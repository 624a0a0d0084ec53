"""Alerts: a cap that is nearly or quite full, a cycle that ends soon, evidence that may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mentor_tui.pdu.book import Position
from mentor_tui.pdu.cycles import Cycle, following
from mentor_tui.schema.amounts import show
from mentor_tui.words.days import parse_day

NEARLY = 80
"""Per cent of a cap from which it is called nearly full."""
DAYS = (7, 30, 90)
"""Days before the end of a cycle at which it is said again."""


@dataclass(frozen=True)
class Alert:
    """One thing to know about a certification, in a calm sentence."""

    certification_id: str
    kind: str
    """`cycle_7`, `cycle_30`, `cycle_90`, `cycle_over`, `cycle_odd`, `cap_full`, `cap_nearly`, `purge`."""
    sentence: str
    rank: int
    """The lower, the sooner it should be seen."""


def alerts_of(position: Position, today: date) -> tuple[Alert, ...]:
    """The alerts about a certification today, the most urgent first."""
    found = [alert for alert in (_cycle(position, today), _cap(position), _purge(position, today)) if alert]
    return tuple(sorted(found, key=lambda a: a.rank))


def _cycle(position: Position, today: date) -> Alert | None:
    end = parse_day(position.cycle.end)
    if end is None:
        return None
    held = position.certification
    if position.cycle.backwards:
        words = f"Your {held.name} cycle ends on {end}, before it starts: nothing counts until you correct that."
        return Alert(held.id, "cycle_odd", words, -1)
    days = (end - today).days
    if days < 0:
        words = f"Your {held.name} cycle ended on {end.isoformat()}. Give it the dates of the new one"
        coming = next_cycle(position, today)
        words += f", assumed {coming.start} to {coming.end}" if coming else ""
        words += _old_balance(position)
        return Alert(held.id, "cycle_over", words, 4)
    step = next((d for d in DAYS if days <= d), None)
    if step is None:
        return None
    when = "today" if not days else "tomorrow" if days == 1 else f"in {days} days"
    counted = "" if held.cycle_end else " (counted from its first day)"
    words = f"Your {held.name} cycle ends {when}, on {end.isoformat()}{counted}: a good time to claim what it earned."
    return Alert(held.id, f"cycle_{step}", words, DAYS.index(step) * 2)


def next_cycle(position: Position, today: date) -> Cycle | None:
    """The cycle that follows one that ended, and holds today: an assumption. None while it lasts, or its length is not
    known."""
    years, found = position.terms.cycle_years.amount or 0, position.cycle
    if not found.known or not years or found.end >= today.isoformat():
        return None
    while found.end < today.isoformat():
        found = following(found, years)
    return found


def _old_balance(position: Position) -> str:
    """A clause for what was claimed elsewhere in the old cycle: left standing, it would fill the new one's caps."""
    elsewhere = position.giving_back.claimed_elsewhere + position.education.claimed_elsewhere
    return ", and what was claimed elsewhere in it: the amounts entered belong to the old one." if elsewhere else "."


def _cap(position: Position) -> Alert | None:
    back, held = position.giving_back, position.certification
    used = back.claimed_elsewhere + back.in_cycle
    if not back.cap or not used or used * 100 < back.cap * NEARLY:
        return None
    limit = position.terms.giving_back_cap
    shaky = " (a figure we could not verify)" if not limit.usable else ""
    if used < back.cap:
        words = f"Giving Back for {held.name} stands at {show(used)} of {show(back.cap)}{shaky}."
        return Alert(held.id, "cap_nearly", words, 5)
    words = f"Giving Back for {held.name} is full at {show(back.cap)}{shaky}; further sessions are hours, not PDUs."
    return Alert(held.id, "cap_full", words, 3)


def _purge(position: Position, today: date) -> Alert | None:
    until = parse_day(position.keep_until)
    if until is None or today <= until:
        return None
    held = position.certification
    words = (
        f"Evidence of the {held.name} cycle that ended on {position.cycle.end} needed to be kept only until {until}."
    )
    return Alert(held.id, "purge", words, 6)
