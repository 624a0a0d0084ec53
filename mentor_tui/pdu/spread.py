"""The amount of lines that are claimed together, spread over them, so that every figure is a sum of lines.

A claim that PMI has keeps its amount. One that is only prepared has what its sessions give, by its own floor. Time in
no claim is rounded down by the floor that was chosen: session by session, or by the claims that could be made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import lcm
from typing import TypeAlias

import msgspec

from mentor_tui.pdu.lines import Amount, Floor, Line, amount
from mentor_tui.pdu.split import Part, Shares, apportion, blend, split
from mentor_tui.schema.amounts import NONE, Triangle, quarters
from mentor_tui.schema.records import Claim

ONE = 4
"""Quarters in the smallest claim that every reading of PMI's rules accepts."""
Kin: TypeAlias = "Callable[[Line], object]"
"""The traits that lines share when they may be claimed together."""


def owners(claims: Iterable[Claim]) -> dict[str, Claim]:
    """Session id -> the live claim that its minutes belong to: of two, the one that PMI has, then the older."""
    found: dict[str, Claim] = {}
    live = [claim for claim in claims if claim.state != "rejected"]
    for claim in sorted(live, key=lambda c: (c.state == "prepared", c.created, c.id)):
        for line in claim.lines:
            found.setdefault(line.session_id, claim)
    return found


def groups(lines: Sequence[Line], floor: Floor) -> list[list[Line]]:
    """The smallest groups that reach one PDU, in the order given; what is left over comes last, and may be empty.

    None of them costs a quarter: what they earn is what all lines together earn.
    """
    spare = sum(line.minutes for line in lines) % 15  # so many minutes are lost however the lines are put together
    found: list[list[Line]] = []
    some: list[Line] = []
    earned = minutes = 0
    for line in lines:
        some.append(line)
        earned += quarters(line.minutes)
        minutes += line.minutes
        lost = minutes % 15
        if earned >= ONE if floor == "session" else quarters(minutes) >= ONE and lost <= spare:
            spare -= lost
            found.append(some)
            some, earned, minutes = [], 0, 0
    return [*found, some]


def spread_all(lines: Sequence[Line], claims: Iterable[Claim], floor: Floor, kin: Kin) -> list[Line]:
    """The lines of a pair, each with what it earns in its claim, or by the floor where it is in none."""
    taken = owners(claims)
    claimed: dict[str, list[Line]] = {}
    free: dict[object, list[Line]] = {}
    marks: dict[str, str] = {}
    for line in lines:
        if not line.counts:
            continue
        claim = taken.get(line.session.id)
        if claim is None:
            free.setdefault((line.session.activity, kin(line)), []).append(line)
        else:
            claimed.setdefault(claim.id, []).append(line)
            marks[line.session.id] = "prepared" if claim.state == "prepared" else "filed"
    if not claimed and floor == "session":
        return list(lines)
    found: dict[str, Line] = {}
    by_id = {claim.id: claim for claim in taken.values()}
    for key, some in claimed.items():
        claim = by_id[key]
        if claim.state == "prepared" or not claim.quarters:
            _spread(some, amount(some, claim.floor), claim.floor, found)
            continue
        parts = told(claim, {line.session.id: line.weights for line in some})
        for line in some:
            part = parts[line.session.id]
            found[line.session.id] = msgspec.structs.replace(line, quarters=sum(part), triangle=part[:3])
    for some in free.values() if floor == "claim" else ():
        for group in groups(some, floor):
            _spread(group, amount(group, floor), floor, found)
    return [
        msgspec.structs.replace(found.get(line.session.id, line), claimed=marks.get(line.session.id, ""))
        for line in lines
    ]


def told(claim: Claim, weights: Mapping[str, Triangle]) -> dict[str, Shares]:
    """Session id -> its part of what PMI was told with a claim: the three sides, and what is not split.

    Parts are by the minutes as they were told, and sum to the claim. `weights` are of those sessions that are known:
    each takes of the sides of the claim what its own split says, as far as the claim has it.
    """
    minutes = {line.session_id: max(line.minutes, 0) for line in claim.lines}
    by = [quarters(some) for some in minutes.values()] if claim.floor == "session" else [*minutes.values()]
    rows = apportion(claim.quarters, by if any(by) else [1] * len(by))
    sides = (claim.ways_of_working, claim.power_skills, claim.business_acumen)
    if claim.role == "mentor" or sum(sides) > claim.quarters:
        sides = NONE
    left = [*sides, claim.quarters - sum(sides)]
    found: dict[str, Shares] = {}
    for key, whole in sorted(zip(minutes, rows, strict=True), key=lambda row: row[0] not in weights):
        own = weights.get(key, NONE)
        wish = (*split(whole, own), 0 if any(own) else whole)
        part = [min(wished, there) for wished, there in zip(wish, left, strict=True)]
        spare = [there - mine for mine, there in zip(part, left, strict=True)]
        more = apportion(whole - sum(part), spare)
        part = [mine + extra for mine, extra in zip(part, more, strict=True)]
        left = [there - mine for mine, there in zip(part, left, strict=True)]
        found[key] = (part[0], part[1], part[2], part[3])
    return found


def _spread(lines: Sequence[Line], whole: Amount, floor: Floor, found: dict[str, Line]) -> None:
    """Notes the lines with their parts of the whole, side by side, each part in proportion to what a line brings."""
    if not lines:
        return
    mentee = lines[0].role == "mentee"
    sides = (*whole.triangle, whole.quarters - sum(whole.triangle)) if mentee else (0, 0, 0, whole.quarters)
    pulls = _pulls(lines, floor)
    minutes = [line.minutes for line in lines]
    columns = []
    for side, earned in enumerate(sides):
        by = [pull[side] for pull in pulls]
        columns.append(apportion(earned, by if any(by) else minutes))
    for at, line in enumerate(lines):
        ways, power, business, rest = (column[at] for column in columns)
        found[line.session.id] = msgspec.structs.replace(
            line, quarters=ways + power + business + rest, triangle=(ways, power, business)
        )


def _pulls(lines: Sequence[Line], floor: Floor) -> list[Sequence[int]]:
    """The weight of each line for each side, and for what is not split."""
    if floor == "session":
        return [(*line.triangle, line.quarters - sum(line.triangle)) for line in lines]
    alone = [blend([Part(line.minutes, line.weights)]) for line in lines]
    measure = lcm(*(own for _, own in alone))
    return [[share * (measure // own) for share in shares] for shares, own in alone]
