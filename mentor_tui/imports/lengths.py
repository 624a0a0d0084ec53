"""The unit of the lengths in a column, where its heading does not say: told by the column as a whole.

A length that stays unclear is refused with its line: one minute is no session, and neither are twenty hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mentor_tui.imports.cells import parse_duration
from mentor_tui.imports.headings import normal
from mentor_tui.words import text

_BARE_HEADINGS = frozenset({"duration", "length", "duur", "tijdsduur", "duree", "dauer"})
"""Headings that name a length and no unit, as `headings.normal` gives them."""
_NUMBER = re.compile(r"(\d{1,4})(?:[.,](\d{1,4}))?")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
_MOST_HOURS = 8
"""A bare number up to this may be hours; no session takes so few minutes, and hardly any so many hours."""
_HOURS_OF_A_DAY, _MINUTES_OF_AN_HOUR = 24, 60
_QUARTERS = ("00", "25", "50", "75")
"""Two decimals as hours have them: parts of an hour that are no minutes on a clock, as a rule."""


@dataclass(frozen=True)
class Unit:
    """The way in which the cells of one column of lengths are read."""

    bare: bool = False
    """The heading names no unit."""
    hours: bool = False
    """Its numbers are hours: all of them small, and some with a fraction."""
    seconds: bool = False
    """Its `45:00` are minutes and seconds: some could be no hours of a day."""
    unclear: bool = False
    """Its `1.30` may be an hour and thirty minutes: no fraction is one that minutes on a clock cannot be."""

    @classmethod
    def of(cls, heading: str, cells: Iterable[str], *, hours: bool = False) -> Unit:
        """The unit of a column under this heading, told from all its cells; `hours`: the heading says hours."""
        said = [cell.strip() for cell in cells if cell.strip()]
        numbers = [match for cell in said if (match := _NUMBER.fullmatch(cell))]
        clocks = [match for cell in said if (match := _CLOCK.fullmatch(cell))]
        bare = normal(heading) in _BARE_HEADINGS
        small = bool(numbers) and all(_amount(n) <= _MOST_HOURS for n in numbers)
        hours = hours or (bare and small and any(_amount(n) % 1 for n in numbers))
        fractions = [n[2] for n in numbers if n[2]]
        return cls(
            bare,
            hours,
            any(int(clock[1]) >= _HOURS_OF_A_DAY for clock in clocks),
            hours
            and any(f not in _QUARTERS for f in fractions)
            and all(len(f) == 2 and int(f) < _MINUTES_OF_AN_HOUR and f != "25" for f in fractions),
        )

    def minutes(self, cell: str) -> int:
        """The whole minutes of one cell. Raises ValueError with a sentence where it may mean two things."""
        raw = cell.strip()
        number, clock = _NUMBER.fullmatch(raw), _CLOCK.fullmatch(raw)
        if clock and self.seconds:
            if 0 < int(clock[1]) <= _MOST_HOURS:
                raise ValueError(f"{raw} may be hours or minutes, as other lengths here are minutes and seconds")
            return int(clock[1])
        if number and self.bare and not self.hours and 0 < _amount(number) <= _MOST_HOURS:
            raise ValueError(f"{text.shorten(raw, 20)} may be hours or minutes; write {raw} h, or the minutes")
        if number and self.unclear and (number[2] or "00") != "00":
            whole = f"{number[1]}:{number[2]}"
            raise ValueError(
                f"{raw} may be {whole}, or {int(_amount(number) * 60)} minutes; write {whole}, or the minutes"
            )
        return parse_duration(cell, hours=self.hours)

    def told(self) -> list[str]:
        """Plain sentences on what was concluded from the cells alone."""
        lines = ["Lengths: small numbers with a fraction, read as hours."] if self.bare and self.hours else []
        return [*lines, "Lengths: read as minutes and seconds (45:00 is 45 minutes)."] if self.seconds else lines


def _amount(number: re.Match[str]) -> Decimal:
    return Decimal(f"{number[1]}.{number[2] or 0}")
