"""A card: one pair among several, so that one look tells whom to call."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from mentor_tui import pdu
from mentor_tui.claims import Brief
from mentor_tui.mentoring.glance import Glance
from mentor_tui.words.days import ago

from ..widgets.drawing import row, sign_of
from ..widgets.plain import content, joined, own
from .drawn import TENSE, Lines, bars, near_day

_LABEL = 9
"""Columns of the words before the facts of a card."""


def card(one: Glance, brief: Brief, width: int, rows: int) -> Lines:
    """One pair among several: last and next session, actions, goals; stage, PDUs and what is next if there is room."""
    room = width - _LABEL
    facts = [(own("last"), _last(one, room)), (own("next"), _next(one, room)), (own("actions"), _counted(one))]
    wanted = min(len(one.goals), 3)
    tall = rows >= len(facts) + 2 * wanted
    spare = rows - len(facts) - (2 * wanted if tall else min(wanted, max(rows - len(facts), 0)))
    if spare >= 2:
        facts.insert(0, (own("stage"), content(one.stage_words)))
    if spare >= 3:
        facts.append((own("PDUs"), _earned(one, brief)))
    gap = [Content("")] if spare >= 5 else []
    lines = [row(width, (label, _LABEL, "$quiet"), (value, 0, "")) for label, value in facts]
    lines += gap
    lines += bars(one.goals[:3], width, 2 * wanted if tall else rows - len(lines)) if wanted else []
    if spare >= 1:
        then = joined(sign_of("next"), " ", one.journey.next.text)
        lines += [*gap, row(width, (then, 0, ""))]
    return lines[:rows]


def card_rows(one: Glance) -> int:
    """Rows in which all of a card has room."""
    return 8 + 2 * min(len(one.goals), 3)


def _last(one: Glance, width: int) -> Content:
    """The last session, and how long ago it was; without room, only that."""
    on = one.last_met
    if on is None:
        return own("not met yet", "$quiet")
    waits = one.unlogged is not None and one.unlogged.on == on.isoformat()
    said = own("not logged", "$next") if waits else content(ago(on, one.view.today), TENSE[one.rhythm.state])
    full = joined(near_day(on, one.view.today), ", ", said)
    near = abs((one.view.today - on).days) < 2 and not waits
    return said if near or full.cell_length > width else full


def _next(one: Glance, width: int) -> Content:
    """The next session; and its channel, if that has room too."""
    if one.next is None or not one.next.on:
        return own("nothing planned", "$next" if one.view.pair.status == "active" else "$quiet")
    when = f"{near_day(date.fromisoformat(one.next.on), one.view.today)} {one.next.start}".rstrip()
    how = content(f"{when}, {one.next.channel}")
    if one.next.channel and how.cell_length <= width:
        return how
    return content(when if len(when) <= width else when.partition(" ")[2].strip())


def _counted(one: Glance) -> Content:
    if not one.actions:
        return own("none open", "$quiet")
    late = (content(", "), content(f"{one.late} late", "$late")) if one.late else ()
    return joined(f"{len(one.actions)} open", *late)


def _earned(one: Glance, brief: Brief) -> Content:
    if brief.bars:
        return content(f"{pdu.show(brief.by_pair.get(one.view.pair.id, 0))} ready to claim")
    return content(f"{pdu.show(one.view.earned)} earned")
