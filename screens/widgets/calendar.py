"""Six weeks around today, with a sign on each day on which something happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from textual.content import Content

from mentor_tui.words.days import MONTHS

from .drawing import legend, row
from .glyphs import is_plain, signs
from .plain import drawn

WEEKS = 6
_DAYS = 7 * 4
"""Columns that the days take: a sign, two digits and a blank each."""


def first_day(today: date) -> date:
    """The Monday on which the six weeks begin: two weeks lie behind, a month is useless on its last day."""
    return today - timedelta(days=today.weekday() + 14)


def months_of(today: date) -> Content:
    """`November and December`: the months in which most of the six weeks lie."""
    first = first_day(today)
    seen = [(first + timedelta(days=at)).month for at in range(7 * WEEKS)]
    most = sorted(dict.fromkeys(m for m in seen if seen.count(m) >= 7), key=seen.index)
    return drawn(" and ".join(MONTHS[month - 1] for month in most))


def kinds() -> dict[str, tuple[str, str, str]]:
    """Each kind of day: its sign, its style, and its word."""
    glyph = signs()
    return {
        "held": (glyph.held, "bold $fill", "held"),
        "planned": (glyph.planned, "bold", "planned"),
        "action": (glyph.action, "bold", "action"),
        "step": (glyph.step, "bold", "step"),
        "late": (glyph.late, "bold $late", "late"),
    }


def calendar(width: int, today: date, marks: Mapping[date, str]) -> list[Content]:
    """The six weeks in lines of this width, each month named where it begins, and what the signs mean.

    `marks` has a kind for each day on which something happens: `held`, `planned`, `action`, `step` or `late`.
    """
    known, first = kinds(), first_day(today)
    gutter = max(min(width - _DAYS, 5), 0)
    lines = [row(width, ("", gutter, ""), (drawn(" Mo  Tu  We  Th  Fr  Sa  Su", "$quiet"), 0, ""))]
    for week in range(WEEKS):
        days = [first + timedelta(days=week * 7 + at) for at in range(7)]
        begins = week == 0 or days[-1].day <= 7
        name = f"{MONTHS[days[-1].month - 1][:3]}" if begins else ""
        parts = [drawn(name[:gutter].ljust(gutter), "bold")]
        for on in days:
            sign, style, _ = known.get(marks.get(on, ""), (" ", "$quiet" if on < today else "", ""))
            parts.append(_today(on, sign) if on == today else drawn(f"{sign}{on.day:>2} ", style))
        lines.append(row(width, (Content("").join(parts), 0, "")))
    for some in (("held", "planned", "action"), ("step", "late")):
        lines.append(row(width, ("", gutter, ""), (legend(*(known[kind] for kind in some)), 0, "")))
    return lines


def _today(on: date, sign: str) -> Content:
    if is_plain():
        return drawn(f"[{on.day:>2}]", "bold")
    return Content.assemble(drawn(f"{sign}{on.day:>2}", "bold $background on $next"), drawn(" "))
