"""PDUs per month as a picture: a column of marks for each, its amount and its name below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from mentor_tui.pdu.activities import minutes_of
from mentor_tui.pdu.cycles import months_on
from mentor_tui.pdu.forecast import Forecast
from mentor_tui.pdu.lines import Line
from mentor_tui.pdu.pictures import PLANNED, SESSIONS, WASTED, Parts, cells
from mentor_tui.pdu.reasons import why_not
from mentor_tui.schema.amounts import quarters, show

ASIDE = "o"
"""Earned, but in another cycle of the certification, or not in its domain."""
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_AHEAD = 2
"""So many months to come are shown at most, when something is planned in them."""


@dataclass(frozen=True)
class Month:
    """The result of one month, in quarters."""

    year: int
    month: int
    counts: int
    wasted: int
    """Earned, but above the cap."""
    aside: int
    """Earned, but in another cycle of the certification, or not in its domain."""
    planned: int
    """Of planned sessions, what would count."""
    planned_wasted: int
    """Of planned sessions, what would be above the cap."""
    planned_aside: int = 0
    """Of planned sessions, what would be in another cycle of the certification, or not in its domain."""
    settled: int = 0
    """Of what counts, the part in claims that PMI has."""

    @property
    def name(self) -> str:
        """`Feb`, and `2026` in its place for a January, so that a row of months tells the year."""
        return _NAMES[self.month - 1] if self.month > 1 else str(self.year)

    @property
    def earned(self) -> int:
        """The quarters of held sessions, whatever becomes of them."""
        return self.counts + self.wasted + self.aside

    @property
    def total(self) -> int:
        """All of it, planned sessions included."""
        return self.earned + self.coming

    @property
    def coming(self) -> int:
        """The quarters of planned sessions, whatever becomes of them; none is earned."""
        return self.planned + self.planned_wasted + self.planned_aside

    @property
    def parts(self) -> Parts:
        """The marks of its column, from the foot up."""
        wasted = self.wasted + self.planned_wasted
        return (
            (SESSIONS, self.counts),
            (ASIDE, self.aside + self.planned_aside),
            (PLANNED, self.planned),
            (WASTED, wasted),
        )

    @property
    def sentence(self) -> str:
        """`Feb 2026: 1.25 count, 0.50 wasted`."""
        amounts = (self.counts, self.aside, self.planned, self.wasted, self.planned_wasted, self.planned_aside)
        told = zip(amounts, _TOLD, strict=True)
        said = ", ".join(f"{show(amount)} {words}" for amount, words in told if amount)
        return f"{_NAMES[self.month - 1]} {self.year}: {said or 'nothing'}"


_TOLD = ("from sessions", "not for it", "planned", "wasted", "planned and wasted", "planned, not for it")


def months(ahead: Forecast, today: date, certification_id: str = "", count: int = 12) -> list[Month]:
    """So many months, the present one or the last with something planned being the last.

    With a certification, what it takes; otherwise what the sessions earn by themselves.
    """
    later = {line.session.id: line for line in ahead.then.lines}
    found: dict[tuple[int, int], list[int]] = {}
    planned_until = today.replace(day=1)
    for line in ahead.now.lines:
        on = date.fromisoformat(line.session.on) if line.session.on else None
        earned = line.quarters or _planned(line, today)
        if on is None or not earned:
            continue
        coming = not line.counts
        taken = later.get(line.session.id, line).on(certification_id) if coming else line.on(certification_id)
        counts, belongs = (taken.counts, taken.quarters) if taken else (earned, earned)
        over, aside = belongs - counts, earned - belongs
        cell = found.setdefault((on.year, on.month), [0] * 7)
        settled = counts if line.claimed == "filed" else 0
        held = (counts, over, aside, 0, 0, 0, settled)
        for at, amount in enumerate((0, 0, 0, counts, over, aside, 0) if coming else held):
            cell[at] += amount
        if coming and on < months_on(today.replace(day=1), _AHEAD + 1):
            planned_until = max(planned_until, on.replace(day=1))
    shown = [months_on(planned_until, back) for back in range(1 - count, 1)]
    return [Month(on.year, on.month, *found.get((on.year, on.month), (0,) * 7)) for on in shown]


def chart(shown: Sequence[Month], width: int, height: int) -> list[str]:
    """The months as lines of exactly `width` characters: `height` lines of columns, then amounts, then names.

    A month more than fit is left out at the front.
    """
    across = min(max(width // max(len(shown), 1), 6), 9)
    fitting = list(shown)[-max(width // across, 1) :]
    most = max((m.total for m in fitting), default=0)
    columns = [cells((*m.parts, (" ", most - m.total)), height) if most else " " * height for m in fitting]
    lines = [
        "".join((column[at] * (across - 2)).center(across) for column in columns) for at in range(height - 1, -1, -1)
    ]
    lines.append("".join((_brief(m.total) if m.total else ".").center(across) for m in fitting))
    lines.append("".join(m.name.center(across) for m in fitting))
    return [line.ljust(width)[:width] for line in lines]


def summary(shown: Sequence[Month]) -> str:
    """The months in one sentence: how much in how many of them, and what is planned."""
    earned, busy = sum(m.earned for m in shown), sum(m.earned > 0 for m in shown)
    planned = sum(m.coming for m in shown)
    said = f"{show(earned)} PDUs in {busy} of {len(shown)} months" if busy else "No PDUs in these months"
    aside = sum(m.aside + m.planned_aside for m in shown)
    said += f", {show(planned)} planned" if planned else ""
    return f"{said}; o {show(aside)} not for it: another cycle or domain" if aside else said


def _planned(line: Line, today: date) -> int:
    """Quarters of a planned session that would earn something; 0 for any other."""
    session = line.session
    if session.status != "planned" or session.on < today.isoformat():
        return 0
    held = msgspec.structs.replace(session, status="held")
    return 0 if why_not(held) else quarters(minutes_of(session))


def _brief(amount: int) -> str:
    """An amount in at most five characters."""
    said = show(amount)
    return said if len(said) <= 5 else str(amount // 4)[:5]
