"""The records of PDUs: certifications, claims, and what is kept for an audit.

Like all records they are described in `mentor_tui.schema.records`, through which the rest of the program reaches them.
"""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

import msgspec

from mentor_tui.schema.fields import Role
from mentor_tui.schema.record import Record

ClaimState: TypeAlias = Literal["prepared", "submitted", "pending", "approved", "audit", "rejected"]


class Certification(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A certification I hold, what I already claimed elsewhere in its present cycle, and figures of my own.

    Claimed amounts are integer quarter-PDUs. A figure of my own stands in the place of the one we ship; it is kept as
    typed, in PDUs (`12.00`), because none at all is not the same as 0.
    """

    table: ClassVar[str] = "certifications"

    name: str = "PMP"
    awarded: str = ""
    cycle_start: str = ""
    cycle_end: str = ""
    giving_back_claimed: int = 0
    """Other than work as a practitioner."""
    practitioner_claimed: int = 0
    ways_of_working_claimed: int = 0
    power_skills_claimed: int = 0
    business_acumen_claimed: int = 0
    recent_claimed: int = 0
    """Of all these but the practitioner's, what was earned in the last twelve months of the cycle."""
    own_cycle_years: int = 0
    own_total: str = ""
    own_education_minimum: str = ""
    own_ways_of_working_minimum: str = ""
    own_power_skills_minimum: str = ""
    own_business_acumen_minimum: str = ""
    own_giving_back_cap: str = ""
    own_practitioner_cap: str = ""
    own_carry_over_cap: str = ""


class ClaimLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One session as it stands in a claim: what was told to PMI, also when the session is changed later."""

    session_id: str = ""
    on: str = ""
    minutes: int = 0


class ClaimStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step in the life of a claim, and its day."""

    state: ClaimState = "prepared"
    on: str = ""


class Claim(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim of PDUs, as it is typed into PMI's portal once for all certifications. Amounts are integer quarters.

    It belongs to a pair, but outlives it: when a pair is forgotten with its evidence kept, the claim stays without
    its words, so that no hour is claimed twice.
    """

    table: ClassVar[str] = "claims"

    pair_id: str = ""
    role: Role = "mentor"
    """Mine in the sessions: a mentor claims Share Knowledge, a mentee Informal Learning."""
    activity: str = ""
    """The Education activity of the events that it is of; empty for a claim of talks."""
    provider: str = ""
    title: str = ""
    description: str = ""
    started: str = ""
    completed: str = ""
    url: str = ""
    quarters: int = 0
    ways_of_working: int = 0
    """Quarters of a mentee's claim; the three sides sum to `quarters`. Zero for a mentor."""
    power_skills: int = 0
    business_acumen: int = 0
    contact: str = ""
    floor: Literal["session", "claim"] = "session"
    """The unit in which the minutes were rounded down."""
    lines: list[ClaimLine] = []
    state: ClaimState = "prepared"
    prepared_on: str = ""
    submitted_on: str = ""
    pending_on: str = ""
    audit_on: str = ""
    approved_on: str = ""
    rejected_on: str = ""
    steps: list[ClaimStep] = []
    """Every step in the order it was taken, also one taken twice, of which `*_on` holds the last day. Empty until the
    first step, and in a claim from before steps were kept."""
    remark: str = ""


class Evidence(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rest of a session of a forgotten pair: the row that a PDU audit may ask for, until it may go.

    It keeps the id of the session it stands for, so that what names the session still finds it.
    """

    table: ClassVar[str] = "evidence"

    on: str = ""
    start: str = ""
    minutes: int = 0
    initials: str = ""
    partner: str = ""
    """The same in all rows of one partner, in no other's, and naming nobody. Empty in rows from before it was kept."""
    role: Role = "mentor"
    """My role in the session."""
    activity: str = ""
    """The Education activity that it was; empty for a talk of the two."""
    topic: str = ""
    provider: str = ""
    counts: bool = True
    """True if the session earned PDUs; paid work does not."""
    ways_of_working: int = 0
    """Integer weights of the Talent Triangle split, as in a session."""
    power_skills: int = 0
    business_acumen: int = 0
    ways_of_working_for: list[str] = []
    purge_after: str = ""
    """The last day on which an audit can ask for it."""
