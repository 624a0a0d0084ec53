"""What the lengths in a column are counted in, where its heading does not say: told by the column as a whole.

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
_HOURS_OF_A_DAY = 24


@dataclass(frozen=True)
class Unit:
    """How the cells of one column of lengths are read."""

    bare: bool = False
    """The heading names no unit."""
    hours: bool = False
    """Its numbers are hours: all of them small, and some with a fraction."""
    seconds: bool = False
    """Its `45:00` are minutes and seconds: some could be no hours of a day."""

    @classmethod
    def of(cls, heading: str, cells: Iterable[str]) -> Unit:
        """The unit of a column under this heading, told from all its cells."""
        said = [cell.strip() for cell in cells if cell.strip()]
        numbers = [match for cell in said if (match := _NUMBER.fullmatch(cell))]
        clocks = [match for cell in said if (match := _CLOCK.fullmatch(cell))]
        bare = normal(heading) in _BARE_HEADINGS
        small = bool(numbers) and all(_amount(n) <= _MOST_HOURS for n in numbers)
        return cls(
            bare,
            bare and small and any(_amount(n) % 1 for n in numbers),
            any(int(clock[1]) >= _HOURS_OF_A_DAY for clock in clocks),
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
        return parse_duration(cell, hours=self.hours)

    def told(self) -> list[str]:
        """Plain sentences on what was concluded from the cells alone."""
        lines = ["Lengths: small numbers with a fraction, read as hours."] if self.hours else []
        return [*lines, "Lengths: read as minutes and seconds (45:00 is 45 minutes)."] if self.seconds else lines


def _amount(number: re.Match[str]) -> Decimal:
    return Decimal(f"{number[1]}.{number[2] or 0}")
