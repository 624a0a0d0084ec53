"""The terms of one certification as one person holds it: PMI's figures, or the person's own in their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from mentor_tui.errors import InputRefused
from mentor_tui.pdu.rules import FIGURES, Figure, Rules
from mentor_tui.schema.amounts import Triangle, parse_quarters
from mentor_tui.schema.records import Certification

State: TypeAlias = Literal["verified", "unverified", "unknown", "yours"]

WORDS: dict[str, str] = {
    "cycle_years": "the length of a cycle",
    "total": "the total",
    "education_minimum": "the minimum of Education",
    "ways_of_working_minimum": "the minimum of Ways of Working",
    "power_skills_minimum": "the minimum of Power Skills",
    "business_acumen_minimum": "the minimum of Business Acumen",
    "giving_back_cap": "the cap on Giving Back",
    "practitioner_cap": "the cap on work as a practitioner",
    "carry_over_cap": "what may be carried over",
}
"""Every figure in words, to stand in a sentence."""


@dataclass(frozen=True)
class Limit:
    """A figure as it holds for one person. `amount` is quarters (years for `cycle_years`); None: unknown."""

    name: str
    amount: int | None
    state: State
    source: str = ""
    """The source of PMI's figure; empty when there is none."""
    checked: str = ""
    confidence: str = ""
    published: int | None = None
    """PMI's figure as shipped, also when the person's own stands in its place; same unit as `amount`."""

    @property
    def sure(self) -> bool:
        """True if we could verify it. A figure of the person's own is not ours to vouch for."""
        return self.state == "verified"

    @property
    def usable(self) -> bool:
        """True if a requirement may be called reached by it: verified, or the person's own."""
        return self.state in ("verified", "yours")


@dataclass(frozen=True)
class Terms:
    """Every figure of a certification, and the set of rules it comes from."""

    name: str
    rules: Rules
    listed: bool
    """True if we know the certification at all; if not, every figure is the person's own, or unknown."""
    all_ways_of_working: bool
    cycle_years: Limit
    total: Limit
    education_minimum: Limit
    ways_of_working_minimum: Limit
    power_skills_minimum: Limit
    business_acumen_minimum: Limit
    giving_back_cap: Limit
    practitioner_cap: Limit
    carry_over_cap: Limit

    @property
    def limits(self) -> tuple[Limit, ...]:
        """All figures in order."""
        return tuple(getattr(self, name) for name in FIGURES)

    @property
    def sides(self) -> tuple[Limit, Limit, Limit]:
        """The minima of the three sides of the triangle."""
        return self.ways_of_working_minimum, self.power_skills_minimum, self.business_acumen_minimum

    @property
    def triangle_minima(self) -> Triangle | None:
        """The minimum of each side in quarters; None unless all three are known."""
        ways, power, business = (limit.amount for limit in self.sides)
        return None if ways is None or power is None or business is None else (ways, power, business)

    @property
    def unverified(self) -> tuple[str, ...]:
        """Names of the figures that nobody vouches for: unverified or unknown, and not the person's own."""
        return tuple(limit.name for limit in self.limits if not limit.usable)

    @property
    def own(self) -> tuple[str, ...]:
        """Names of the figures that the person put in the place of ours."""
        return tuple(limit.name for limit in self.limits if limit.state == "yours")


def terms_of(certification: Certification, rules: Rules) -> Terms:
    """The terms of a certification under a set of rules. One that the rules do not list is a custom one."""
    rule = rules.of(certification.name)
    limits = {
        name: _limit(name, getattr(rule, name) if rule else None, own_figure(certification, name), rules)
        for name in FIGURES
    }
    return Terms(certification.name, rules, rule is not None, rule is not None and rule.all_ways_of_working, **limits)


def own_figure(certification: Certification, name: str) -> int | None:
    """The person's own figure, in quarters (or years); None when there is none."""
    raw = getattr(certification, f"own_{name}")
    if isinstance(raw, int):
        return raw or None
    try:
        return parse_quarters(raw) if raw else None
    except InputRefused:  # written by another program: what cannot be read has not been said
        return None


def _limit(name: str, figure: Figure | None, own: int | None, rules: Rules) -> Limit:
    unit = 1 if name == "cycle_years" else 4
    shipped = figure.value * unit if figure and figure.value is not None else None
    source = rules.sources.get(figure.source, "") if figure else ""
    checked, confidence = (figure.checked, figure.confidence) if figure else ("", "")
    if own is not None:
        return Limit(name, own, "yours", source, checked, confidence, shipped)
    state: State = "unknown" if shipped is None else "verified" if figure and figure.sure else "unverified"
    return Limit(name, shipped, state, source, checked, confidence, shipped)
