"""Figures worked out from the records, under the ids of the form `derived` that says who may see them."""

from __future__ import annotations

from collections import Counter

from mentor_tui import pdu
from mentor_tui.mentoring.program_hours import program_hours
from mentor_tui.mentoring.program_time import last_day, program_sessions
from mentor_tui.schema.fields import Value
from mentor_tui.schema.records import Session
from mentor_tui.words import text
from mentor_tui.workspace import PairView


def hours(minutes: int) -> str:
    """Minutes as people say them: 410 -> `6 h 50`, 50 -> `50 min`."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest:02d}" if rest else f"{whole} h"


def program_pdus(view: PairView) -> int:
    """Quarters that the sessions of the program earn; those after the pair's end may earn more, in another name."""
    last = last_day(view.pair)
    events = [s for s in pdu.attended(view) if not last or s.on <= last]
    return pdu.earned(view, [*program_sessions(view)[0], *events])


def answered(view: PairView) -> dict[str, Value]:
    """Answers from the records, by field id of a form: questions that nobody is asked."""
    return {"pdu_earned": pdu.show(program_pdus(view))}


def _after_words(after: list[Session]) -> str:
    """`1 talk, 1 h, not counted above`; empty without any."""
    if not after:
        return ""
    count = "1 session" if len(after) == 1 else f"{len(after)} sessions"
    return f"{count}, {hours(sum(s.minutes for s in after))}, not counted above"


def derived(view: PairView) -> dict[str, Value]:
    """Every derived figure of a pair by field id."""
    counted = program_hours(view)
    held, minutes = counted.sessions, counted.minutes
    days = sorted(s.on for s in held if s.on)
    goals = Counter(g.status for g in view.goals)
    return {
        "partner_initials": text.initials(view.pair.partner_name),
        "meetings_held": len(held),
        "minutes_held": minutes,
        "hours_held": hours(minutes),
        "after_end": _after_words(counted.after),
        "first_meeting": days[0] if days else "",
        "last_meeting": days[-1] if days else "",
        "goals_total": len(view.goals) - goals["draft"],
        "goals_reached": goals["reached"],
        "goals_partly": goals["partly"],
        "goals_not_reached": goals["not_reached"],
        "goals_dropped": goals["dropped"],
        "goals_open": goals["active"],
        "agreement_signed": any(view.signed(agreement) for agreement in view.agreements),
        "handbook_version": view.program.handbook.version if view.program.handbook else "",
    }
