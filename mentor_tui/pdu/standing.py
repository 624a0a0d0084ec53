"""The standing of one certification in one category: Giving Back against its cap, Education against its minima."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentor_tui.pdu.cycles import Cycle
from mentor_tui.pdu.lines import Applied, Category, Line
from mentor_tui.pdu.opening import any_ways
from mentor_tui.pdu.reasons import why_capped, why_not_its_domain, why_outside, why_short
from mentor_tui.pdu.rules import bare
from mentor_tui.pdu.terms import Limit, Terms
from mentor_tui.schema.amounts import NONE, SIDES, Triangle, added, show
from mentor_tui.schema.records import Certification, Session

Found = dict[str, Applied]
"""The part of each line that a certification takes, by session id."""
_CLAIMED = {"filed": 0, "prepared": 1, "": 2}
"""The order in which lines fill a cap."""


@dataclass(frozen=True)
class Account:
    """A certification as it is held: its terms and its present cycle."""

    certification: Certification
    terms: Terms
    cycle: Cycle
    alone: bool
    """True if it is the only one held: then a session's Ways of Working part is taken to fit it."""

    def fits(self, session: Session) -> bool:
        """True if a session's Ways of Working part counts for it."""
        mine = _name(self.certification.name)
        return any_ways(self.terms, alone=self.alone) or mine in map(_name, session.ways_of_working_for)


def _name(name: str) -> str:
    return bare(name) or name.casefold().strip()


@dataclass(frozen=True)
class Standing:
    """The effect of the sessions on one certification in its present cycle. Amounts are quarters."""

    certification_id: str
    name: str
    category: Category
    cycle_start: str
    cycle_end: str
    """First and last day of the cycle, both included; empty when not said and not to be worked out."""
    cap: int | None
    """Most that the category may bring in a cycle; None: no cap, or none known."""
    claimed_elsewhere: int
    """The opening balance, work as a practitioner included as far as its own cap lets it."""
    in_cycle: int
    """Earned through mentoring inside the cycle, and not before the award."""
    counts: int
    over: int
    """Earned in the cycle, but above the cap."""
    unverified: tuple[str, ...]
    """Names of the figures it rests on that we could not verify, or do not know."""
    sentence: str
    own: tuple[str, ...] = ()
    """Names of the figures it rests on that are the person's own."""
    education_minimum: int | None = None
    education_reached: int = 0
    triangle_minima: Triangle | None = None
    triangle_reached: Triangle = NONE
    unsplit: int = 0
    """Education earned without a split over the triangle; a claim needs one."""
    recent: int = 0
    """Of `counts`, what was earned in the last twelve months of the cycle: only that can be carried over."""

    @property
    def left(self) -> int | None:
        """The quarters that the cap leaves open; None without a cap."""
        return None if self.cap is None else max(self.cap - self.claimed_elsewhere - self.in_cycle, 0)

    @property
    def reached(self) -> int:
        """Quarters for the total: the opening balance and the sessions, as far as the cap lets them."""
        if self.category == "Education":
            return self.education_reached
        both = self.claimed_elsewhere + self.counts
        return both if self.cap is None else min(both, self.cap)


_ASSUMED = " No cycle dates are given, so it is assumed that the first cycle began on the day of award."
_NO_CYCLE = " No cycle dates are given, so every session is counted."


def practitioner_of(certification: Certification, terms: Terms) -> int:
    """The part of the practitioner's work in the opening balance that its own cap lets through, in quarters."""
    claimed, cap = certification.practitioner_claimed, terms.practitioner_cap.amount
    return claimed if cap is None else min(claimed, cap)


def giving_back(account: Account, lines: Sequence[Line]) -> tuple[Standing, Found]:
    """Giving Back over all pairs (`lines`, a mentor's that count), and what is taken of each line.

    The cap is filled by what PMI has, then by claims that are prepared, then by the rest; each in order of date.
    """
    terms, name = account.terms, account.certification.name
    cap = terms.giving_back_cap.amount
    elsewhere = account.certification.giving_back_claimed + practitioner_of(account.certification, terms)
    room = None if cap is None else max(cap - elsewhere, 0)
    found, inside = _sorted_out(account, lines)
    in_cycle = sum(line.quarters for line in inside)
    left = room
    recent = 0
    for line in sorted(inside, key=lambda x: (_CLAIMED[x.claimed], _when(x))):
        taken = line.quarters if left is None else min(line.quarters, left)
        left = None if left is None else left - taken
        recent += taken if _recent(account, line) else 0
        reason = why_short(line.quarters, line.minutes) or why_capped(taken, line.quarters, cap or 0)
        found[line.session.id] = _taken(account, line.quarters, taken, NONE, reason)
    counts = in_cycle if room is None else min(room, in_cycle)
    rests_on = [terms.giving_back_cap]
    rests_on += [terms.practitioner_cap] if account.certification.practitioner_claimed else []
    standing = Standing(
        certification_id=account.certification.id,
        name=name,
        category="Giving Back",
        cycle_start=account.cycle.start,
        cycle_end=account.cycle.end,
        cap=cap,
        claimed_elsewhere=elsewhere,
        in_cycle=in_cycle,
        counts=counts,
        over=in_cycle - counts,
        unverified=_names(rests_on, account, "unverified"),
        own=_names(rests_on, account, "own"),
        sentence=_giving_back_sentence(name, cap, elsewhere, in_cycle, counts) + _no_cycle(account),
        recent=recent,
    )
    return standing, found


def _giving_back_sentence(name: str, cap: int | None, elsewhere: int, in_cycle: int, counts: int) -> str:
    if cap is None:
        return f"{show(in_cycle)} PDUs in Giving Back; we do not know its cap for {name}; please check with PMI."
    if in_cycle > counts:
        return (
            f"{show(counts)} of {show(in_cycle)} PDUs count for {name}: Giving Back stops at {show(cap)} per cycle"
            + (f", and {show(elsewhere)} were claimed elsewhere." if elsewhere else ".")
        )
    room = max(cap - elsewhere - in_cycle, 0)
    return f"{show(counts)} PDUs count for {name}; Giving Back has room for {show(room)} more of {show(cap)}."


def education(account: Account, lines: Sequence[Line]) -> tuple[Standing, Found]:
    """Education over all pairs (`lines`, a mentee's that count), and what is taken of each line."""
    terms, certification = account.terms, account.certification
    found, inside = _sorted_out(account, lines)
    in_cycle = unsplit = recent = 0
    for line in inside:
        ways, power, business = line.triangle
        fits = account.fits(line.session)
        taken = line.quarters if fits else power + business
        reason = why_short(line.quarters, line.minutes)
        reason = reason or ("" if fits else why_not_its_domain(certification.name, ways, line.unsplit))
        recent += taken if _recent(account, line) else 0
        in_cycle += taken
        unsplit += line.unsplit if fits else 0
        found[line.session.id] = _taken(
            account, taken, taken, (ways, power, business) if fits else (0, power, business), reason
        )
    claimed = (
        certification.ways_of_working_claimed,
        certification.power_skills_claimed,
        certification.business_acumen_claimed,
    )
    reached = added((claimed, *(found[line.session.id].triangle for line in inside)))
    rests_on = [terms.education_minimum, *terms.sides]
    standing = Standing(
        certification_id=certification.id,
        name=certification.name,
        category="Education",
        cycle_start=account.cycle.start,
        cycle_end=account.cycle.end,
        cap=None,
        claimed_elsewhere=sum(claimed),
        in_cycle=in_cycle,
        counts=in_cycle,
        over=0,
        unverified=_names(rests_on, account, "unverified"),
        own=_names(rests_on, account, "own"),
        sentence=_education_sentence(account, in_cycle, sum(claimed) + in_cycle, reached) + _no_cycle(account),
        education_minimum=terms.education_minimum.amount,
        education_reached=sum(claimed) + in_cycle,
        triangle_minima=terms.triangle_minima,
        triangle_reached=reached,
        unsplit=unsplit,
        recent=recent,
    )
    return standing, found


def _education_sentence(account: Account, in_cycle: int, education: int, reached: Triangle) -> str:
    name, minimum = account.certification.name, account.terms.education_minimum
    if minimum.amount is None:
        return f"{show(in_cycle)} PDUs in Education; we do not know its minimum for {name}; please check with PMI."
    said = f"{show(in_cycle)} PDUs count for {name}: Education stands at {show(education)} of at least "
    said += show(minimum.amount)
    lacking = [
        f"{side} {show(limit.amount - has)}"
        for side, limit, has in zip(SIDES, account.terms.sides, reached, strict=True)
        if limit.amount is not None and has < limit.amount
    ]
    if lacking:
        return f"{said}; still short in {', '.join(lacking)}."
    if all(limit.usable for limit in account.terms.sides):
        return f"{said}, and each side of the triangle is reached."
    return f"{said}; the minimums of the three sides are not verified."


def _sorted_out(account: Account, lines: Iterable[Line]) -> tuple[Found, list[Line]]:
    """Split lines into those outside the cycle, with their reason, and those inside it."""
    found: Found = {}
    inside: list[Line] = []
    for line in lines:
        reason = why_outside(line.session, account.certification, account.cycle)
        if reason:
            found[line.session.id] = _taken(account, 0, 0, NONE, reason)
        else:
            inside.append(line)
    return found, inside


def _taken(account: Account, belongs: int, counts: int, triangle: Triangle, reason: str) -> Applied:
    held = account.certification
    return Applied(held.id, held.name, belongs > 0, belongs, counts, triangle, reason)


def _when(line: Line) -> tuple[str, str, str, str]:
    return line.session.on, line.session.start, line.session.created, line.session.id


def _recent(account: Account, line: Line) -> bool:
    return bool(account.cycle.end) and line.session.on >= account.cycle.last_year_from


def _names(limits: Sequence[Limit], account: Account, which: str) -> tuple[str, ...]:
    """Names of the figures used: `unverified` (or unknown), or the person's `own`."""
    used = [*([account.terms.cycle_years] if account.cycle.worked_out else []), *limits]
    wanted = [limit for limit in used if (limit.state == "yours" if which == "own" else not limit.usable)]
    return tuple(limit.name for limit in wanted)


def _no_cycle(account: Account) -> str:
    if account.cycle.assumed:
        return _ASSUMED
    return "" if account.cycle.start or account.cycle.end else _NO_CYCLE
