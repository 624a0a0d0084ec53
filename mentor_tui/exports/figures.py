"""Figures worked out from the records, under the ids of the form `derived` that says who may see them."""

from __future__ import annotations

from collections import Counter

from mentor_tui import pdu, text
from mentor_tui.forms import Value
from mentor_tui.workspace import PairView


def hours(minutes: int) -> str:
    """Minutes as people say them: 410 -> `6 h 50`, 50 -> `50 min`."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest:02d}" if rest else f"{whole} h"


def derived(view: PairView) -> dict[str, Value]:
    """Every derived figure of a pair by field id."""
    talks = pdu.counted(view)
    minutes = sum(s.minutes for s in talks)
    days = sorted(s.on for s in talks if s.on)
    goals = Counter(g.status for g in view.goals)
    agreement = view.agreement
    return {
        "partner_initials": text.initials(view.pair.partner_name),
        "meetings_held": len(talks),
        "minutes_held": minutes,
        "hours_held": hours(minutes),
        "first_meeting": days[0] if days else "",
        "last_meeting": days[-1] if days else "",
        "goals_total": len(view.goals) - goals["draft"],
        "goals_reached": goals["reached"],
        "goals_partly": goals["partly"],
        "goals_not_reached": goals["not_reached"],
        "goals_dropped": goals["dropped"],
        "goals_open": goals["active"],
        "agreement_signed": agreement is not None and agreement.signed,
        "handbook_version": view.program.handbook.version,
    }
