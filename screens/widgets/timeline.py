"""A line of days: what lies behind is heavy, what comes is thin, with signs on the days that count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from textual.content import Content

from mentor_tui.words.days import MONTHS

from .glyphs import signs
from .plain import drawn


class Span(NamedTuple):
    """The days that a line stands for, first and last."""

    first: date
    last: date

    def column(self, on: date, width: int) -> int:
        """The column of a day on a line of this width; days outside stand at its ends."""
        days = max((self.last - self.first).days, 1)
        return min(max(round((on - self.first).days / days * (width - 1)), 0), width - 1)


class Mark(NamedTuple):
    """A sign on a day."""

    on: date
    sign: str
    style: str


def month_names(span: Span, width: int) -> Content:
    """The names of the months over a line, where each begins; one that would touch the one before is left out.

    A first month of which only the last days are on the line leaves its place to the next one.
    """
    text, month = "", span.first.replace(day=1)
    second = (month + timedelta(days=32)).replace(day=1)
    if 2 * (second - span.first).days < 31 and span.column(second, width) < 4 and second <= span.last:
        month = second
    while month <= span.last:
        at = span.column(month, width) if month >= span.first else 0
        if (at >= len(text) + 1 or not text) and at + 3 <= width:
            text = text.ljust(at) + MONTHS[month.month - 1][:3]
        month = (month + timedelta(days=32)).replace(day=1)
    return drawn(text.ljust(width), "$quiet")


def day_line(span: Span, width: int, today: date, marks: Iterable[Mark], end: date | None = None) -> Content:
    """A line from the first day to `end`, the last day by default; a mark covers those before it, today covers all."""
    glyph, now = signs(), span.column(today, width)
    stop = span.column(end or span.last, width)
    behind = stop + 1 if today > span.last else min(now, stop + 1)
    cells = [(glyph.past, "$fill")] * behind + [(glyph.ahead, "$quiet")] * (stop + 1 - behind)
    for on, sign, style in marks:
        if (at := span.column(on, width)) <= stop:
            cells[at] = (sign, style)
    if span.first <= today <= span.last and now <= stop:
        cells[now] = (glyph.road, "bold $next")
    runs = [drawn(sign * sum(1 for _ in same), style) for (sign, style), same in groupby(cells)]
    return Content("").join([*runs, drawn(" " * (width - stop - 1))])
