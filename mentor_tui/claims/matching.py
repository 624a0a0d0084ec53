"""The match of a claim with its sessions, and what a change to a session would do to a claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from mentor_tui import pdu
from mentor_tui.claims.life import WORDS, day_of, live
from mentor_tui.claims.openings import Group, numbered, session_form
from mentor_tui.claims.wording import said_of
from mentor_tui.errors import InputRefused
from mentor_tui.pdu import Line
from mentor_tui.pdu.reasons import why_outside
from mentor_tui.pdu.spread import owners
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.records import Certification, Claim, ClaimLine, Pair, Record, Session
from mentor_tui.workspace.all_sessions import all_sessions

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace

GUARDED = ("on", "minutes", "kind", "pdu_activity", "status", "paid")
"""The fields of a session that a claim rests on; of a mentee's also its split."""


@dataclass(frozen=True)
class Drift:
    """A live claim that no longer says what its sessions say. Amounts are quarters."""

    claim: Claim
    now: int
    """Quarters that its sessions give today."""
    reasons: tuple[str, ...]
    """One short sentence per session that changed."""

    @property
    def by(self) -> int:
        """Quarters that the claim says too much; negative when it says too little."""
        return self.claim.quarters - self.now

    @property
    def sentence(self) -> str:
        """A sentence that says by how much it no longer matches."""
        says, now = pdu.show(self.claim.quarters), pdu.show(self.now)
        if not self.by:
            return f"It says {says} PDUs and its sessions still give that, but they are not as they were claimed."
        more = f"{pdu.show(abs(self.by))} too {'much' if self.by > 0 else 'little'}"
        return f"It no longer matches: it says {says} PDUs, its sessions now give {now}, so {more}."


def lines_by_session(workspace: Workspace) -> dict[str, Line]:
    """Every session of every pair as a ledger line, by session id; rows kept of forgotten pairs too."""
    return {line.session.id: line for pair in all_sessions(workspace) for line in pdu.lines_of(pair)}


def drift(
    claim: Claim, lines: Mapping[str, Line], others: Iterable[Claim] = (), held: Sequence[Certification] = ()
) -> Drift | None:
    """The difference of a live claim from its sessions, or one that it shares with another; None when all is well.

    `held` are the certifications by whose cycles a session that was moved is judged.
    """
    if not live(claim):
        return None
    elsewhere = owners(c for c in others if c.id != claim.id)
    reasons = []
    still: list[Line] = []
    for told in claim.lines:
        line = lines.get(told.session_id)
        if line is None:
            reasons.append(f"The session of {told.on} is no longer there.")
            continue
        if line.session.on != told.on:
            reasons.append(f"The session of {told.on} is now on {line.session.on}.")
        if line.minutes != told.minutes:
            reasons.append(f"The session of {told.on} has {line.minutes} minutes, not {told.minutes}.")
        if not line.counts:
            reasons.append(f"The session of {told.on} no longer counts. {line.reason}")
        if told.session_id in elsewhere:
            reasons.append(f"The session of {told.on} is in another claim too.")
        outside, nowhere = _left(told, line, held)
        reasons += [f"The session of {told.on} has left its {name} cycle. {why}" for name, why in outside]
        still += [] if nowhere else [line]
    now = pdu.amount(still, claim.floor)
    sides = (claim.ways_of_working, claim.power_skills, claim.business_acumen)
    if claim.role == "mentee" and not reasons and not now.unsplit and now.triangle != sides:
        parts = ", ".join(f"{side} {pdu.show(part)}" for side, part in zip(pdu.SIDES, now.triangle, strict=True))
        reasons.append(f"The split of its sessions differs: {parts}.")
    return Drift(claim, now.quarters, tuple(reasons)) if reasons or now.quarters != claim.quarters else None


def _left(told: ClaimLine, line: Line, held: Sequence[Certification]) -> tuple[list[tuple[str, str]], bool]:
    """Certifications whose cycle a claimed session was moved out of, each with why; and whether that is all of them."""
    if line.session.on == told.on:
        return [], False
    before = msgspec.structs.replace(line.session, on=told.on)
    cycles = [(one, pdu.cycle_on(one, told.on)[0]) for one in held]
    inside = [(one, cycle) for one, cycle in cycles if not why_outside(before, one, cycle)]
    found = [(one.name, why) for one, cycle in inside if (why := why_outside(line.session, one, cycle))]
    return found, bool(found) and len(found) == len(inside)


def drifts(workspace: Workspace) -> dict[str, Drift]:
    """Every live claim that no longer matches, by its id."""
    claims = workspace.all(Claim)
    if not claims:
        return {}
    lines = lines_by_session(workspace)
    held = workspace.all(Certification)
    found = (drift(claim, lines, claims, held) for claim in claims)
    return {d.claim.id: d for d in found if d}


def refreshed(workspace: Workspace, claim: Claim) -> Claim:
    """A prepared claim with the days, minutes and PDUs that its sessions have now; its words stay.

    Sessions that do not count any more, or were moved out of its cycle, are in it no longer.

    InputRefused when it was submitted already, or when nothing of it counts any more.
    """
    if claim.state != "prepared":
        raise InputRefused("It was submitted with these figures, so they stay. PMI's portal can correct a claim.")
    lines, held = lines_by_session(workspace), workspace.all(Certification)
    there = [(x, line) for x in claim.lines if (line := lines.get(x.session_id))]
    still = [line for told, line in there if line.counts and not _left(told, line, held)[1]]
    if not still:
        raise InputRefused("None of its sessions counts any more. x deletes the claim.")
    still.sort(key=lambda x: (x.session.on, x.session.start, x.session.created, x.session.id))
    return numbered(claim, Group(tuple(still), pdu.amount(still, claim.floor)))


_THEN = "The claim will then say it no longer matches."
_THEN_FILED = "The claim stays as PMI has it and will then say by how much it no longer matches."


@dataclass(frozen=True)
class Touched:
    """A claimed session that is about to change or go."""

    session: Session
    claim: Claim
    goes: bool
    only_words: bool = False
    """True if nothing changes but the texts that the claim's words were made from."""

    @property
    def sentence(self) -> str:
        """Name the claim that it is in, and say what that means."""
        stands = f"This session of {self.session.on} is in a claim of {pdu.show(self.claim.quarters)} PDUs"
        made = "Its words were made from topic and outcome"
        if self.claim.state == "prepared":
            then = f"{made} and do not change with it." if self.only_words else _THEN
            return f"{stands} that you prepared and did not submit yet. {then}"
        since = day_of(self.claim, self.claim.state)
        then = f"{made} and stay as PMI has them." if self.only_words else _THEN_FILED
        return f"{stands}, {WORDS[self.claim.state]} on {since}. {then}"


def touched(workspace: Workspace, changed: Iterable[Record], deleted: Iterable[Record] = ()) -> list[Touched]:
    """The claimed sessions that these changes would alter in what the claim rests on or says, or delete."""
    taken = owners(workspace.all(Claim))
    found = []
    for record, goes in [*((r, False) for r in changed), *((r, True) for r in deleted)]:
        before = workspace.get(Session, record.id) if isinstance(record, Session) else None
        if before is None or record.id not in taken:
            continue
        claim = taken[record.id]
        guarded = (*GUARDED, *SIDE_FIELDS) if claim.role == "mentee" else GUARDED
        rests = goes or any(getattr(before, name) != getattr(record, name) for name in guarded)
        if rests or _said_otherwise(workspace, claim, before, record):
            found.append(Touched(before, claim, goes, only_words=not rests))
    return found


def _said_otherwise(workspace: Workspace, claim: Claim, before: Session, after: Record) -> bool:
    form = session_form(workspace, workspace.get(Pair, claim.pair_id))
    return isinstance(after, Session) and said_of(form, before, claim.role) != said_of(form, after, claim.role)


def of_session(workspace: Workspace, session_id: str) -> Claim | None:
    """The live claim that a session is in."""
    return owners(workspace.all(Claim)).get(session_id)


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Claims as a person looks for them: the newest sessions first."""
    return sorted(claims, key=lambda c: (c.completed, c.started, c.created, c.id), reverse=True)
