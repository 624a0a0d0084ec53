"""Weeks as upright bars: how much there was in each, under the names of the months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from textual.content import Content

from .drawing import columns
from .glyphs import signs
from .plain import drawn
from .timeline import Span, month_names

_FULL = 90
"""Minutes of a bar that reaches the top, unless a week has more."""


def week_bars(weeks: Sequence[int], first: date, today: date, width: int, height: int) -> list[Content]:
    """The names of the months, and below them a bar for each week in `height` lines; a week with nothing is a dot.

    `weeks` has minutes, week by week from `first` on. Where they are more than fit, those around today are shown.
    """
    wide = 2 if len(weeks) * 2 <= width and height > 1 else 1
    most, here = max(width // wide, 1), (today - first).days // 7
    begin = max(min(here - most * 3 // 4, len(weeks) - most), 0)
    shown, first = weeks[begin : begin + most], first + timedelta(weeks=begin)
    top = max(_FULL, *weeks)
    *upper, floor = columns(height, [[(minutes / top, "$fill")] for minutes in shown], wide, 0)
    rest, blank = signs().rest, " " * (wide - 1)
    cells = [
        floor[at * wide : (at + 1) * wide]
        if minutes
        else drawn(rest + blank, "$quiet" if begin + at <= here else "$line")
        for at, minutes in enumerate(shown)
    ]
    span = Span(first, first + timedelta(days=max(len(shown) * 7 - 1, 1)))
    return [month_names(span, len(shown) * wide), *upper, Content("").join(cells)]
