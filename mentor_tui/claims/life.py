"""The life of a claim: prepared, submitted, pending, then approved, an audit, or rejected; each step with its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from mentor_tui.claims.deck import problems
from mentor_tui.errors import InputRefused
from mentor_tui.schema.records import Claim, ClaimState, ClaimStep
from mentor_tui.words.days import parse_day

STEPS: dict[ClaimState, tuple[ClaimState, ...]] = {
    "prepared": ("submitted",),
    "submitted": ("pending", "approved", "audit", "rejected"),
    "pending": ("approved", "audit", "rejected"),
    "audit": ("approved", "rejected"),
    "approved": ("audit",),  # PMI may also ask at renewal
    "rejected": (),
}
"""The states that may follow a state."""
WORDS: dict[ClaimState, str] = {state: "audit requested" if state == "audit" else state for state in STEPS}
PMI_DAYS = 14
"""Days without an answer after which a submitted claim is called long; PMI usually takes five working days."""


def live(claim: Claim) -> bool:
    """True if its sessions are taken: in every state but rejected."""
    return claim.state != "rejected"


def day_of(claim: Claim, state: ClaimState) -> str:
    """The ISO day of a step, the last one if it was taken twice; empty when it was not taken."""
    return str(getattr(claim, f"{state}_on"))


def history(claim: Claim) -> list[tuple[ClaimState, str]]:
    """The steps taken with their ISO days, oldest first; the present state is the last.

    Preparing comes first whatever its day: what was submitted last week may be noted here today.
    """
    if claim.steps:
        return [(taken.state, taken.on) for taken in claim.steps]
    found = [(state, day_of(claim, state)) for state in STEPS if day_of(claim, state)]
    return sorted(found, key=lambda x: (x[0] == claim.state, x[0] != "prepared", x[1]))


def step(claim: Claim, state: ClaimState, on: date, today: date) -> Claim:
    """The claim one step further, on a day that is not after `today`; InputRefused when it cannot be.

    What PMI's form could not take was not submitted either.
    """
    if state not in STEPS[claim.state]:
        onward = " or ".join(WORDS[s] for s in STEPS[claim.state]) or "nothing else"
        raise InputRefused(f"A claim that is {WORDS[claim.state]} can become {onward}, not {WORDS[state]}.")
    if on > today:
        raise InputRefused(f"{on.isoformat()} is in the future. The claim was not changed.")
    before = parse_day(day_of(claim, claim.state)) if claim.state != "prepared" else parse_day(claim.completed)
    if before and on < before:
        since = f"{WORDS[claim.state]} since" if claim.state != "prepared" else "about sessions up to"
        raise InputRefused(f"It is {since} {before.isoformat()}; {on.isoformat()} is earlier. It was not changed.")
    if state == "submitted" and (found := problems(claim)):
        raise InputRefused(f"{found[0]} The claim was not changed.")
    return _after(claim, [*history(claim), (state, on.isoformat())])


def back(claim: Claim, others: Iterable[Claim] = ()) -> Claim:
    """The claim one step back, for a step that was noted by mistake.

    InputRefused when there is none, or when a claim among `others` has taken the sessions of a rejected one meanwhile.
    """
    steps = history(claim)
    if claim.state == "prepared" or len(steps) < 2:
        raise InputRefused("There is no step to undo.")
    mine = {line.session_id for line in claim.lines}
    if not live(claim) and any(live(c) and c.id != claim.id and mine & sessions_of(c) for c in others):
        raise InputRefused("Another claim has taken its sessions in the meantime. It was not changed.")
    return _after(claim, steps[:-1])


def sessions_of(claim: Claim) -> set[str]:
    """Ids of the sessions in a claim."""
    return {line.session_id for line in claim.lines}


def waiting_since(claim: Claim, today: date) -> str:
    """The day since which PMI has not answered, when that is long; empty otherwise."""
    since = parse_day(claim.submitted_on) if claim.state in ("submitted", "pending") else None
    return since.isoformat() if since and (today - since).days > PMI_DAYS else ""


def _after(claim: Claim, taken: list[tuple[ClaimState, str]]) -> Claim:
    """The claim after these steps, of which there is at least one, oldest first."""
    days = dict(taken)  # of a step taken twice the last day
    return msgspec.structs.replace(
        claim,
        state=taken[-1][0],
        steps=[ClaimStep(state=state, on=day) for state, day in taken],
        **{f"{state}_on": days.get(state, "") for state in STEPS},
    )
