"""PDUs: what the sessions of a pair earn, and what of it a certification takes.

Pure functions over whole minutes and whole quarter-PDUs (a quarter is 15 minutes); there are no floats. Each
session is rounded down by itself, so a line of evidence is a line of a claim. The figures of PMI stand in
`templates/pdu` with source, date and confidence; what is not verified is said to be.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from mentor_tui.errors import InputRefused, PackRefused
from mentor_tui.forms import Role
from mentor_tui.records import Certification, Session
from mentor_tui.text import shorten

if TYPE_CHECKING:
    from mentor_tui.everyone import Talks
    from mentor_tui.workspace import PairView

Triangle: TypeAlias = tuple[int, int, int]
"""Ways of Working, Power Skills, Business Acumen: weights, or quarter-PDUs."""

SIDES: tuple[str, str, str] = ("Ways of Working", "Power Skills", "Business Acumen")
NONE: Triangle = (0, 0, 0)


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure of PMI's, and how sure we are of it."""

    value: int
    source: str
    checked: str
    confidence: Literal["A", "B", "C", "U"]

    @property
    def sure(self) -> bool:
        """Whether more than one source, or one that names the handbook's edition, stands behind it."""
        return self.confidence in ("A", "B")


class CertificationRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one certification asks per cycle; amounts are whole PDUs."""

    name: str
    cycle_years: Figure
    total: Figure
    education_minimum: Figure
    ways_of_working_minimum: Figure
    power_skills_minimum: Figure
    business_acumen_minimum: Figure
    giving_back_cap: Figure
    practitioner_cap: Figure

    @property
    def triangle_minima(self) -> Triangle:
        """The minimum of each side, in quarters."""
        sides = self.ways_of_working_minimum, self.power_skills_minimum, self.business_acumen_minimum
        return sides[0].value * 4, sides[1].value * 4, sides[2].value * 4

    @property
    def unverified(self) -> tuple[str, ...]:
        """Names of the figures that rest on one source or on none."""
        return tuple(name for name in _FIGURES if not getattr(self, name).sure)


_FIGURES = tuple(name for name in CertificationRule.__struct_fields__ if name != "name")


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dated set of rules, with the sources its figures name."""

    id: str
    title: str
    handbook_url: str
    claims_url: str
    sources: dict[str, str]
    increment: Figure
    certifications: tuple[CertificationRule, ...]

    def of(self, name: str) -> CertificationRule | None:
        """The rule of a certification by the name people give it (`pmp`, `ACP`, `PMI ACP`); None if unknown."""
        wanted = _bare(name)
        return next((rule for rule in self.certifications if wanted and _bare(rule.name) == wanted), None)


def _bare(name: str) -> str:
    letters = re.sub(r"[^a-z0-9]", "", name.casefold())
    return letters.removeprefix("pmi") if letters != "pmi" else letters


@cache
def rules(rules_id: str = "2026") -> Rules:
    """The rules that ship with the app; PackRefused when the file is not valid."""
    path = resources.files("mentor_tui.templates") / "pdu" / f"rules-{rules_id}.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Rules)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, OSError) as error:
        raise PackRefused(f"The PDU rules {shorten(rules_id, 20)} cannot be read: {error}") from None


def quarters(minutes: int) -> int:
    """Whole quarter-PDUs in so many minutes; never rounded up."""
    return max(minutes, 0) // 15


def show(amount: int) -> str:
    """Quarters as PDUs: 25 -> `6.25`."""
    whole, rest = divmod(abs(amount), 4)
    return f"{'-' if amount < 0 else ''}{whole}.{rest * 25:02d}"


def parse_quarters(raw: str) -> int:
    """PDUs as typed, `6.25` or `6,25`, in quarters; InputRefused when it is not a number of quarters."""
    match = re.fullmatch(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?", raw.strip())
    hundredths = int((match[2] or "").ljust(2, "0")) if match else 1
    if match is None or hundredths % 25:
        raise InputRefused(f"{shorten(raw, 20)} is not an amount of PDUs; PMI counts in quarters, such as 6.25.")
    return int(match[1]) * 4 + hundredths // 25


def split(amount: int, weights: Triangle) -> Triangle:
    """Quarters over the three sides in proportion, summing exactly; all zero when no weight is given.

    Largest remainder; a tie goes to the larger share, then in the order of the sides.
    """
    whole = [max(w, 0) for w in weights]
    total = sum(whole)
    if not total or amount <= 0:
        return NONE
    parts = [amount * w // total for w in whole]
    order = sorted(range(3), key=lambda i: (-(amount * whole[i] % total), -whole[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts[0], parts[1], parts[2]


_NOT_HELD = {
    "planned": "It is not logged yet.",
    "cancelled": "It was cancelled.",
    "no_show": "One of you did not show up.",
}


def why_not(session: Session) -> str:
    """Why a session earns nothing, in a short sentence; empty when it counts."""
    if session.status != "held":
        return _NOT_HELD[session.status]
    if session.kind != "one_to_one":
        return "It was not a talk between the two of you."
    if session.paid:
        return "It was paid work."
    return "" if session.minutes > 0 else "No minutes are noted."


# --- The ledger -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One session and what it earns."""

    session: Session
    number: int
    minutes: int
    quarters: int
    counts: bool
    reason: str
    """Why it does not count; empty when it does."""
    triangle: Triangle
    """Quarters per side, for a mentee who gave weights; zeros otherwise."""


@dataclass(frozen=True)
class Standing:
    """What the sessions do for one certification in its present cycle. Amounts are quarters."""

    name: str
    category: Literal["Giving Back", "Education"]
    cycle_start: str
    cycle_end: str
    """First and last day of the cycle, both included; empty when not said and not to be worked out."""
    cap: int | None
    """Most that the category may bring in a cycle; None: no cap, or none known."""
    claimed_elsewhere: int
    in_cycle: int
    """Earned through mentoring inside the cycle, and not before the award."""
    counts: int
    over: int
    """Earned in the cycle, but above the cap."""
    unverified: tuple[str, ...]
    """Names of figures we could not verify; of an unknown certification, all of them."""
    sentence: str
    education_minimum: int | None = None
    education_reached: int = 0
    triangle_minima: Triangle | None = None
    triangle_reached: Triangle = NONE
    unsplit: int = 0
    """Education earned without a split over the triangle; a claim needs one."""

    @property
    def left(self) -> int | None:
        """What the cap still leaves open; None without a cap."""
        return None if self.cap is None else max(self.cap - self.claimed_elsewhere - self.in_cycle, 0)


@dataclass(frozen=True)
class Ledger:
    """All sessions of a pair; minutes and quarters of those that count, before any certification, cycle or cap."""

    role: Role
    lines: list[Line]
    minutes: int
    earned: int
    triangle: Triangle
    unsplit: int
    standings: list[Standing]


def ledger(view: PairView) -> Ledger:
    """The ledger of one pair. Its standings see this pair alone; `standings` sums over all pairs."""
    lines = _lines(view)
    counted = [line for line in lines if line.counts]
    triangle = _sum(line.triangle for line in counted)
    total = sum(line.quarters for line in counted)
    return Ledger(
        role=view.role,
        lines=lines,
        minutes=sum(line.minutes for line in counted),
        earned=total,
        triangle=triangle,
        unsplit=total - sum(triangle) if view.role == "mentee" else 0,
        standings=_standings({view.role: counted}, view.certifications),
    )


def earned(sessions: Iterable[Session]) -> int:
    """Quarters that sessions earn together, each rounded down by itself."""
    return sum(quarters(s.minutes) for s in sessions if not why_not(s))


def standings(views: Sequence[PairView | Talks]) -> list[Standing]:
    """Where each certification stands over all pairs: the cap on Giving Back holds for the person."""
    held: dict[str, Certification] = {}
    counted: dict[Role, list[Line]] = {}
    for view in views:
        held |= {c.id: c for c in view.certifications}
        counted.setdefault(view.role, []).extend(line for line in _lines(view) if line.counts)
    return _standings(counted, list(held.values()))


def _lines(view: PairView | Talks) -> list[Line]:
    lines = []
    number = 0
    mentee = view.role == "mentee"
    for session in view.sessions:
        numbered = session.kind == "one_to_one" and session.status in ("held", "planned")
        number += numbered
        reason = why_not(session)
        amount = 0 if reason else quarters(session.minutes)
        weights = (session.ways_of_working, session.power_skills, session.business_acumen)
        lines.append(
            Line(
                session=session,
                number=number if numbered else 0,
                minutes=session.minutes,
                quarters=amount,
                counts=not reason,
                reason=reason,
                triangle=split(amount, weights) if mentee else NONE,
            )
        )
    return lines


def _sum(parts: Iterable[Triangle]) -> Triangle:
    sides = list(parts)
    return sum(p[0] for p in sides), sum(p[1] for p in sides), sum(p[2] for p in sides)


def _standings(counted: dict[Role, list[Line]], held: Sequence[Certification]) -> list[Standing]:
    found = []
    for certification in sorted(held, key=lambda c: (c.name.casefold(), c.id)):
        rule = rules().of(certification.name)
        if "mentor" in counted:
            found.append(_giving_back(certification, rule, counted["mentor"]))
        if "mentee" in counted:
            found.append(_education(certification, rule, counted["mentee"]))
    return found


def cycle(certification: Certification, rule: CertificationRule | None = None) -> tuple[str, str]:
    """First and last day of the cycle; one that is missing is worked out from the other when the years are known."""
    start, end = certification.cycle_start, certification.cycle_end
    years = rule.cycle_years.value if rule else 0
    if years and start and not end:
        end = (_years_on(date.fromisoformat(start), years) - timedelta(days=1)).isoformat()
    elif years and end and not start:
        start = _years_on(date.fromisoformat(end) + timedelta(days=1), -years).isoformat()
    return start, end


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February: the anniversary of a common year is 1 March
        return date(day.year + years, 3, 1)


_NO_CYCLE = " No cycle dates are given, so every session is taken in."


def _within(lines: list[Line], certification: Certification, bounds: tuple[str, str]) -> list[Line]:
    first = max(bounds[0], certification.awarded)
    last = bounds[1] or "9999"
    return [line for line in lines if first <= line.session.on <= last]


def _giving_back(certification: Certification, rule: CertificationRule | None, lines: list[Line]) -> Standing:
    bounds = cycle(certification, rule)
    in_cycle = sum(line.quarters for line in _within(lines, certification, bounds))
    cap = rule.giving_back_cap.value * 4 if rule else None
    elsewhere = certification.giving_back_claimed
    counts = in_cycle if cap is None else min(max(cap - elsewhere, 0), in_cycle)
    name = certification.name
    if cap is None:
        sentence = f"{show(in_cycle)} PDUs in Giving Back; we know no cap for {name}, please check with PMI."
    elif in_cycle > counts:
        sentence = (
            f"{show(counts)} of {show(in_cycle)} PDUs count for {name}: Giving Back stops at {show(cap)} per cycle"
            + (f", and {show(elsewhere)} were claimed elsewhere." if elsewhere else ".")
        )
    else:
        room = cap - elsewhere - in_cycle
        sentence = f"{show(counts)} PDUs count for {name}; Giving Back has room for {show(room)} more of {show(cap)}."
    return Standing(
        name=name,
        category="Giving Back",
        cycle_start=bounds[0],
        cycle_end=bounds[1],
        cap=cap,
        claimed_elsewhere=elsewhere,
        in_cycle=in_cycle,
        counts=counts,
        over=in_cycle - counts,
        unverified=rule.unverified if rule else _FIGURES,
        sentence=sentence + ("" if any(bounds) else _NO_CYCLE),
    )


def _education(certification: Certification, rule: CertificationRule | None, lines: list[Line]) -> Standing:
    bounds = cycle(certification, rule)
    inside = _within(lines, certification, bounds)
    in_cycle = sum(line.quarters for line in inside)
    claimed = (
        certification.ways_of_working_claimed,
        certification.power_skills_claimed,
        certification.business_acumen_claimed,
    )
    sides = _sum(line.triangle for line in inside)
    reached = _sum((claimed, sides))
    education = sum(claimed) + in_cycle
    name = certification.name
    if rule is None:
        sentence = f"{show(in_cycle)} PDUs in Education; we know no minimum for {name}, please check with PMI."
    else:
        least = show(rule.education_minimum.value * 4)
        sentence = f"{show(in_cycle)} PDUs count for {name}: Education stands at {show(education)} of at least {least}"
        lacking = zip(SIDES, rule.triangle_minima, reached, strict=True)
        short = [f"{side} {show(minimum - has)}" for side, minimum, has in lacking if has < minimum]
        sentence += f"; still short in {', '.join(short)}." if short else ", and each side of the triangle is reached."
    return Standing(
        name=name,
        category="Education",
        cycle_start=bounds[0],
        cycle_end=bounds[1],
        cap=None,
        claimed_elsewhere=sum(claimed),
        in_cycle=in_cycle,
        counts=in_cycle,
        over=0,
        education_minimum=rule.education_minimum.value * 4 if rule else None,
        education_reached=education,
        triangle_minima=rule.triangle_minima if rule else None,
        triangle_reached=reached,
        unsplit=in_cycle - sum(sides),
        unverified=rule.unverified if rule else _FIGURES,
        sentence=sentence + ("" if any(bounds) else _NO_CYCLE),
    )
