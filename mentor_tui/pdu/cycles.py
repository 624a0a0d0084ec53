"""Cycles of a certification: first and last day, both included, as ISO days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from mentor_tui.pdu.rules import Rules, valid_on, versions
from mentor_tui.pdu.terms import Terms, terms_of
from mentor_tui.schema import odd
from mentor_tui.schema.records import Certification


@dataclass(frozen=True)
class Cycle:
    """First and last day of a cycle; empty when not said and not to be worked out."""

    start: str = ""
    end: str = ""
    worked_out: bool = False
    """True if a day of it was worked out from another and the length of a cycle."""
    assumed: bool = False
    """True if no day of it was given: it is counted from the day of award, or on from a cycle that ended."""

    @property
    def days(self) -> str:
        """`2025-01-08 to 2028-01-07`, with dots for a day that is not known, and that it is assumed where it is."""
        return f"{self.start or '...'} to {self.end or '...'}{' (assumed)' if self.assumed else ''}"

    @property
    def known(self) -> bool:
        """True if both days are, in their order."""
        return bool(self.start and self.end) and not self.backwards

    @property
    def backwards(self) -> bool:
        """True if it ends before it starts, as no form lets it: nothing counts in it until that is corrected."""
        return odd.backwards(self.start, self.end)

    def holds(self, day: str) -> bool:
        """True if an ISO day lies in it; an open side holds every day."""
        return self.start <= day <= (self.end or "9999")

    @property
    def last_year_from(self) -> str:
        """First day of its last twelve months; empty without an end."""
        if not self.end:
            return ""
        return years_on(date.fromisoformat(self.end) + timedelta(days=1), -1).isoformat()


def present(certification: Certification, years: int = 0, today: date | None = None) -> Cycle:
    """The certification's present cycle; a missing day is worked out from the other when the years are known.

    Where only the day of award is known, the first cycle starts there and the others follow; the one that holds `today`
    is taken, or without it the first.
    """
    start, end = certification.cycle_start, certification.cycle_end
    if certification.awarded and not start and not end:
        if not years:
            return Cycle(certification.awarded, assumed=True)
        found = _from(date.fromisoformat(certification.awarded), years)
        while today and found.end < today.isoformat():
            found = following(found, years)
        return found
    if years and start and not end:
        last = years_on(date.fromisoformat(start), years) - timedelta(days=1)
        return Cycle(start, last.isoformat(), worked_out=True)
    if years and end and not start:
        first = years_on(date.fromisoformat(end) + timedelta(days=1), -years)
        return Cycle(first.isoformat(), end, worked_out=True)
    return Cycle(start, end)


def _from(first: date, years: int) -> Cycle:
    last = years_on(first, years) - timedelta(days=1)
    return Cycle(first.isoformat(), last.isoformat(), worked_out=True, assumed=True)


def following(found: Cycle, years: int) -> Cycle:
    """The cycle after this one, whose last day is known: an assumption, for PMI has the last word."""
    return _from(date.fromisoformat(found.end) + timedelta(days=1), years)


def cycle_now(
    certification: Certification, today: date | None = None, shelf: Sequence[Rules] = ()
) -> tuple[Cycle, Terms]:
    """The certification's present cycle, and the terms it is judged by."""
    terms = terms_now(certification, today, shelf)
    return present(certification, terms.cycle_years.amount or 0, today), terms


def renewed(certification: Certification, cycle: Cycle) -> Certification:
    """The certification in this new cycle: what was noted as claimed elsewhere belongs to the old one. Not saved."""
    return msgspec.structs.replace(
        certification,
        cycle_start=cycle.start,
        cycle_end=cycle.end,
        giving_back_claimed=0,
        practitioner_claimed=0,
        ways_of_working_claimed=0,
        power_skills_claimed=0,
        business_acumen_claimed=0,
        recent_claimed=0,
    )


def terms_now(certification: Certification, today: date | None = None, shelf: Sequence[Rules] = ()) -> Terms:
    """The terms of the certification's present cycle: by the rules that are valid on its first day.

    Without any day of the cycle, by the rules valid today; without today either, by the newest.
    """
    shelf = shelf or versions()
    day = certification.cycle_start or certification.cycle_end or (today.isoformat() if today else "9999")
    terms = terms_of(certification, valid_on(day, shelf))
    if not certification.cycle_start and (certification.cycle_end or certification.awarded):
        first = present(certification, terms.cycle_years.amount or 0, today).start
        terms = terms_of(certification, valid_on(first or day, shelf))
    return terms


def cycle_on(certification: Certification, day: str, shelf: Sequence[Rules] = ()) -> tuple[Cycle, Terms]:
    """The cycle that holds an ISO day, counted on or back from the present one, and the terms it is judged by.

    The present cycle when its days or its length are not known.
    """
    shelf = shelf or versions()
    terms = terms_now(certification, shelf=shelf)
    found = present(certification, terms.cycle_years.amount or 0)
    years = terms.cycle_years.amount or 0
    while found.known and years and not found.holds(day):
        if day > found.end:
            found = following(found, years)
        else:
            last = date.fromisoformat(found.start) - timedelta(days=1)
            first = years_on(date.fromisoformat(found.start), -years)
            found = Cycle(first.isoformat(), last.isoformat(), True, assumed=True)
        terms = terms_of(certification, valid_on(found.start, shelf))
        years = terms.cycle_years.amount or 0
    return found, terms


def purge_after(found: Cycle, months: int | None) -> str:
    """The day until which the evidence of a cycle is kept; empty when not to be worked out."""
    if not found.end or found.backwards or months is None:
        return ""
    return months_on(date.fromisoformat(found.end), months).isoformat()


def years_on(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March in a common year."""
    return months_on(day, years * 12)


def months_on(day: date, months: int) -> date:
    """The same day so many months on; where the month has no such day, the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        year, month = divmod(year * 12 + month + 1, 12)
        return date(year, month + 1, 1)
