"""The opening balance of a certification: what was noted as claimed elsewhere, and claims whose sessions are gone.

PMI goes on counting a claim whose sessions were deleted or forgotten here, so it fills caps and minima as before.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from mentor_tui.pdu.cycles import Cycle
from mentor_tui.pdu.lines import Line
from mentor_tui.pdu.reasons import ELSEWHERE, OVERLAPS, TWICE
from mentor_tui.pdu.spread import owners, told
from mentor_tui.pdu.terms import Terms
from mentor_tui.schema.records import Certification, Claim

_HOURS = (TWICE, OVERLAPS, *ELSEWHERE)


def without_sessions(claims: Iterable[Claim], lines: Iterable[Line]) -> list[Claim]:
    """Claims that PMI has, each with as much of it as no session stands for any more; `lines` are those of all pairs.

    A session that has an hour of another one is none of these: an hour counts once.
    """
    filed = {c.id: c for c in claims if c.state not in ("prepared", "rejected")}
    taken = owners(filed.values())
    known = {line.session.id: line for line in lines if line.session.id in taken}
    stands = {key for key, line in known.items() if line.counts or line.reason in _HOURS}
    weights = {key: line.weights for key, line in known.items() if line.counts}
    found = []
    for claim in filed.values():
        if not claim.lines:
            found.append(claim)
        if all(one.session_id in stands for one in claim.lines):
            continue
        parts = told(
            claim, {one.session_id: weights[one.session_id] for one in claim.lines if one.session_id in weights}
        )
        lost = [part for key, part in parts.items() if key not in stands and taken[key].id == claim.id]
        ways, power, business, rest = (sum(part[side] for part in lost) for side in range(4))
        found.append(
            msgspec.structs.replace(
                claim,
                quarters=ways + power + business + rest,
                ways_of_working=ways,
                power_skills=power,
                business_acumen=business,
            )
        )
    return found


def with_claims(held: Certification, claims: Iterable[Claim], cycle: Cycle, *, ways: bool) -> Certification:
    """The certification with these claims in its opening balance, as far as they are of this cycle of it.

    `ways`: whether Ways of Working counts for it whatever the session was about. Nothing is saved.
    """
    for claim in claims:
        if claim.completed < held.awarded or not cycle.holds(claim.completed):
            continue
        recent = bool(cycle.end) and claim.completed >= cycle.last_year_from
        if claim.role == "mentor":
            held = msgspec.structs.replace(
                held,
                giving_back_claimed=held.giving_back_claimed + claim.quarters,
                recent_claimed=held.recent_claimed + (claim.quarters if recent else 0),
            )
            continue
        power, business = claim.power_skills, claim.business_acumen
        first = max(claim.quarters - power - business, 0) if ways else 0
        held = msgspec.structs.replace(
            held,
            ways_of_working_claimed=held.ways_of_working_claimed + first,
            power_skills_claimed=held.power_skills_claimed + power,
            business_acumen_claimed=held.business_acumen_claimed + business,
            recent_claimed=held.recent_claimed + (first + power + business if recent else 0),
        )
    return held


def with_lines(held: Certification, lines: Iterable[Line], cycle: Cycle) -> Certification:
    """The certification with what it takes of these lines in its opening balance, before caps. Nothing is saved."""
    for line in lines:
        taken = line.on(held.id)
        if taken is None or not taken.quarters:
            continue
        recent = taken.quarters if cycle.end and line.session.on >= cycle.last_year_from else 0
        held = msgspec.structs.replace(held, recent_claimed=held.recent_claimed + recent)
        if line.role == "mentor":
            held = msgspec.structs.replace(held, giving_back_claimed=held.giving_back_claimed + taken.quarters)
            continue
        ways, power, business = taken.triangle
        held = msgspec.structs.replace(
            held,
            ways_of_working_claimed=held.ways_of_working_claimed + ways + taken.quarters - sum(taken.triangle),
            power_skills_claimed=held.power_skills_claimed + power,
            business_acumen_claimed=held.business_acumen_claimed + business,
        )
    return held


def claimed_in(held: Certification) -> int:
    """Quarters of the opening balance, without work as a practitioner."""
    sides = held.ways_of_working_claimed + held.power_skills_claimed + held.business_acumen_claimed
    return held.giving_back_claimed + sides


def any_ways(terms: Terms, *, alone: bool) -> bool:
    """True if Ways of Working counts for a certification whatever a session was about."""
    return terms.all_ways_of_working or alone
