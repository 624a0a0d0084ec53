"""PMI's rules as data: dated sets of figures, each figure with its source, the day it was checked and how sure we are.

The sets stand in `templates/pdu/rules-*.toml`. A cycle is judged by the newest set that is valid on its first day.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal, TypeAlias

import msgspec

from mentor_tui.errors import PackRefused
from mentor_tui.words.text import shorten

Confidence: TypeAlias = Literal["A", "B", "C", "U"]


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure of PMI's, and how sure we are of it. Without a value it is unknown, which is not zero."""

    source: str
    checked: str
    confidence: Confidence
    value: int | None = None

    @property
    def sure(self) -> bool:
        """True if more than one source, or one that names the handbook's edition, stands behind it."""
        return self.value is not None and self.confidence in ("A", "B")


class CertificationRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The demands of one certification per cycle; amounts are whole PDUs."""

    name: str
    cycle_years: Figure
    total: Figure
    education_minimum: Figure
    ways_of_working_minimum: Figure
    power_skills_minimum: Figure
    business_acumen_minimum: Figure
    giving_back_cap: Figure
    practitioner_cap: Figure
    """Most that work as a practitioner may bring; it lies inside the cap on Giving Back."""
    carry_over_cap: Figure
    all_ways_of_working: bool = False
    """True if every session's Ways of Working part counts, whatever the domain (true of the PMP only)."""

    @property
    def unverified(self) -> tuple[str, ...]:
        """Names of the figures that rest on one source or on none."""
        return tuple(name for name in FIGURES if not getattr(self, name).sure)


FIGURES: tuple[str, ...] = tuple(
    name for name in CertificationRule.__struct_fields__ if name not in ("name", "all_ways_of_working")
)
"""Names of the figures a certification has, in the order people read them."""


class Activity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An Education activity other than a talk of the two, which PMI lists by a name of its own."""

    id: str
    label: str
    """As PMI's form calls it."""
    source: str
    checked: str
    confidence: Confidence
    most: Figure | None = None
    """Most PDUs that one of them earns; None: no limit is known."""


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dated set of rules, with the sources its figures name."""

    id: str
    title: str
    valid_from: str
    """First day on which a cycle may start to be judged by this set."""
    handbook_url: str
    claims_url: str
    sources: dict[str, str]
    increment: Figure
    """Minutes of the smallest claim."""
    retention_months: Figure
    """Months that evidence is kept after the last day of the cycle it was claimed in."""
    certifications: tuple[CertificationRule, ...]
    activities: tuple[Activity, ...] = ()
    """Education activities other than a talk of the two."""

    def of(self, name: str) -> CertificationRule | None:
        """The rule of a certification by the name people give it (`pmp`, `ACP`, `PMI ACP`); None if unknown."""
        wanted = bare(name)
        return next((rule for rule in self.certifications if wanted and bare(rule.name) == wanted), None)


def bare(name: str) -> str:
    """A certification's name without its prefix, spaces and case, to compare: `PMI-ACP` -> `acp`."""
    letters = re.sub(r"[^a-z0-9]", "", name.casefold())
    return letters.removeprefix("pmi") if letters != "pmi" else letters


def load(folder: Traversable) -> tuple[Rules, ...]:
    """Every set of rules in a folder, oldest first; PackRefused when one is not valid, or there is none."""
    names = sorted(f.name for f in folder.iterdir() if re.fullmatch(r"rules-[0-9a-z-]+\.toml", f.name))
    found = sorted((_read(folder / name) for name in names), key=lambda r: (r.valid_from, r.id))
    if not found:
        raise PackRefused("The PDU rules are missing from this installation.")
    return tuple(found)


def _read(path: Traversable) -> Rules:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Rules)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, OSError) as error:
        raise PackRefused(f"The PDU rules {shorten(path.name, 20)} cannot be read: {error}") from None


@cache
def versions() -> tuple[Rules, ...]:
    """The sets of rules that ship with the app, oldest first."""
    return load(resources.files("mentor_tui.templates") / "pdu")


def rules(rules_id: str = "") -> Rules:
    """A set of rules by its id, the newest without one; PackRefused when there is none of that id."""
    shelf = versions()
    found = next((r for r in shelf if r.id == rules_id), None) if rules_id else shelf[-1]
    if found is None:
        raise PackRefused(f"There are no PDU rules called {shorten(rules_id, 20)}.")
    return found


def valid_on(day: str, shelf: Sequence[Rules] = ()) -> Rules:
    """The rules for a cycle that starts on an ISO day: the newest valid by then, else the oldest there are."""
    known = shelf or versions()
    return next((r for r in reversed(known) if r.valid_from <= day), known[0])
