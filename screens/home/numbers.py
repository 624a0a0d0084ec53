"""The lines of the panels beside: the calendar, the rhythm in weeks, and PDUs."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from mentor_tui import pdu
from mentor_tui.claims import Brief
from mentor_tui.mentoring import journey, program_hours
from mentor_tui.mentoring.glance import Glance, days

from ..widgets.calendar import calendar as six_weeks
from ..widgets.drawing import fills, gauge, row
from ..widgets.plain import content, joined, own
from ..widgets.weeks import week_bars
from .drawn import TENSE, Lines, how_often, named, wrapped


def calendar(found: Sequence[Glance], width: int, rows: int) -> Lines:
    """Six weeks around today with all that happens in them."""
    return six_weeks(width, found[0].view.today, days(found))[:rows]


def rhythm(found: Sequence[Glance], width: int, rows: int) -> Lines:
    """Minutes met in each week as upright bars, and how that fits what was agreed."""
    if len(found) > 1:
        return _rhythms(found, width, rows)
    one = found[0]
    lines = _weeks(one, width, 3 if rows > 8 else 2)
    unmet = one.rhythm.days_since is None and not one.view.sessions  # `not met yet` says it
    told = [] if unmet else [journey.totals(one.view).sentence]
    for words in (how_often(one), *(content(w, "$quiet") for w in (*told, *program_hours.how_far(one.view)))):
        lines += wrapped(words, width, max(rows - len(lines), 0))
    return lines[:rows]


def _rhythms(found: Sequence[Glance], width: int, rows: int) -> Lines:
    names = min(max(content(one.name).cell_length for one in found) + 2, 10)
    lines: Lines = []
    for one in found:
        months, *_, weeks = _weeks(one, width - names, 1)
        if not lines and rows > 2 * len(found):
            lines.append(named("", names, months))
        lines.append(row(width, (one.name, names, ""), (weeks, 0, "")))
        if rows >= 2 * len(found) and one.rhythm_word:
            style = TENSE[one.rhythm.state] or "$good"
            said = joined((f"{one.rhythm.rhythm}, ", "$quiet"), (one.rhythm_word, style))
            lines.append(row(width, ("", names, ""), (said, 0, "")))
    return lines[:rows]


def _weeks(one: Glance, width: int, height: int) -> Lines:
    return week_bars(one.weeks, one.first, one.view.today, width, height)


def pdus(found: Sequence[Glance], brief: Brief, width: int, rows: int) -> Lines:
    """The certification with what is claimed and ready, and what the sessions shown here earned."""
    earned = sum(one.view.earned for one in found)
    mine = row(width, (own("from these sessions", "$quiet"), 0, ""), (pdu.show(earned), -8, "bold"))
    if not brief.bars:
        said = own("Add the certification you hold, and PDUs count towards it.", "$quiet")
        example = gauge(width, own("for example: PMP", "$quiet"), own("23.00 of 60.00", "$quiet"), (23 / 60, "$ahead"))
        noted = [mine, *wrapped(said, width, max(rows - 1, 0))]
        return [*noted, Content(""), *example][: rows if len(noted) + 3 <= rows else len(noted)]
    airy = rows >= len(brief.bars) * 3 + 3
    lines: Lines = []
    for filled in brief.bars:
        reached = filled.settled + filled.ready
        whole = filled.whole or max(reached, 1)
        value = pdu.show(reached) + (f" of {pdu.show(filled.whole)}" if filled.whole else "")
        lines += gauge(width, filled.name, value, (filled.settled / whole, "$past"), (filled.ready / whole, "$fill"))
        lines += [Content("")] if airy else []
    if rows - len(lines) < 3:
        return [*lines, fills(("$past", "claimed"), ("$fill", "ready")), mine][:rows]
    for colour, word, amount in (("$past", "claimed", brief.bars[0].settled), ("$fill", "ready", brief.ready)):
        lines.append(row(width, (fills((colour, word)), 0, ""), (pdu.show(amount), -8, "bold")))
    return [*lines, mine][:rows]
