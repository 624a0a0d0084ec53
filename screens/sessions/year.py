"""The year of a pair at a glance: its sessions as signs on a line of days."""

from __future__ import annotations

from datetime import date, timedelta

from textual.content import Content

from mentor_tui.schema.records import Session
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

from ..widgets.drawing import legend, look
from ..widgets.glyphs import signs
from ..widgets.timeline import Mark, Span, day_line, month_names

_ORDER = ("cancelled", "missed", "check", "planned", "held", "late")
"""Signs that would stand in one cell: the later one of these is seen."""
_RANK = {state: rank for rank, state in enumerate(_ORDER)}
_BEFORE = timedelta(days=7)


def state_of(session: Session, today: str) -> str:
    """The state of a session in a word; `check` is one that is logged as held on a day to come."""
    if session.status == "planned":
        return "late" if session.on < today else "planned"
    if session.status == "held":
        return "check" if session.on > today else "held"
    return "missed" if session.status == "no_show" else "cancelled"


def span_of(view: PairView) -> Span | None:
    """The days of the pair, and those of sessions before and after; None without a session."""
    days = [on for iso in {session.on for session in view.sessions} if (on := safe_day(iso))]
    if not days:
        return None
    start, end = safe_day(view.pair.start), safe_day(view.pair.end)
    first, last = min([*days, *([start] if start else [])]), max([*days, view.today, *([end] if end else [])])
    return Span(first, last if last - first > _BEFORE else first + _BEFORE)


def year(view: PairView, span: Span, width: int) -> list[Content]:
    """The names of the months, the line with a sign for each day of sessions, and what the signs mean."""
    today, seen, met = view.today.isoformat(), dict[str, int](), set[int]()
    for session in (one for one in view.sessions if one.on):
        rank = _RANK[state_of(session, today)]
        seen[session.on] = max(seen.get(session.on, 0), rank)
        met.add(rank)
    signed = [_mark(view.today, state) for state in _ORDER]
    days = [(rank, on) for iso, rank in seen.items() if (on := safe_day(iso))]
    end = safe_day(view.pair.end)
    ending = [Mark(end, signs().end, "bold")] if end else []
    marks = [signed[rank]._replace(on=on) for rank, on in sorted(days)]
    shown = [(signed[rank].sign, signed[rank].style, _ORDER[rank]) for rank in sorted(met)]
    shown.append((signs().road, "$next", "today"))
    return [month_names(span, width), day_line(span, width, view.today, [*ending, *marks]), legend(*shown)]


def _mark(on: date, state: str) -> Mark:
    found = look("late" if state == "check" else state)
    return Mark(on, found.sign, found.sign_style if state != "planned" else "bold")
