"""PDUs at one look: what was earned, what counts, what is wasted, what is claimed, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentor_tui import claims, pdu
from mentor_tui.pdu import Forecast, Outlook
from mentor_tui.schema.records import Certification, Claim

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace

_SOON = ("cycle_7", "cycle_30", "cycle_90")


@dataclass(frozen=True)
class Glance:
    """The figures of one certification in its present cycle, over all pairs; without one, of all sessions. Quarters."""

    earned: int
    """From sessions that count, and what PMI has of sessions that are no longer here."""
    counts: int
    """Of these, what the caps let through."""
    planned: int
    """Quarters of planned sessions that would count."""
    wasted: int
    """Earned, but above a cap."""
    to_waste: int
    """Quarters of planned sessions that would be above a cap."""
    claimed: int
    """Of `earned`, what stands in claims that were submitted, and not rejected."""
    to_claim: int
    """Of claims that are prepared, and of sessions that could be claimed now, what the certification lets count."""
    next: str
    """The one thing to do now, in a sentence."""
    key: str = ""
    """The key in the PDUs area that leads there; empty when nothing is to be done there."""


def glance(
    workspace: Workspace, ahead: Forecast, outlook: Outlook | None, openings: Sequence[claims.Opening] | None = None
) -> Glance:
    """The standing of a certification; `ahead` is the forecast over `all_sessions` that the outlook comes from.

    `openings` are those over its book, for who has them already.
    """
    if outlook is None:
        earned = sum(ahead.now.amount(at).quarters for at in range(len(ahead.now.pairs)))
        if earned:
            words, key = "Add the certification you hold, and what you claimed for it elsewhere.", "n"
        else:
            words, key = "Log a session to see what it earns.", "5"
        return Glance(earned, earned, 0, 0, 0, 0, 0, words, key)
    position = outlook.position
    both = (position.giving_back, position.education)
    gone, over = position.without_sessions, position.without_sessions_over
    held = position.certification
    mine = [
        c
        for c in workspace.all(Claim)
        if claims.live(c) and c.completed >= held.awarded and position.cycle.holds(c.completed)
    ]
    openings = claims.openings(workspace, ahead.now.floor, ahead.now) if openings is None else openings
    ready = claims.claimable(openings, ahead.now, held)
    taken = [(line.claimed, found) for line in ahead.now.lines if (found := line.on(held.id))]
    words, key = _next(workspace, ahead, outlook, mine, ready)
    return Glance(
        earned=sum(standing.in_cycle for standing in both) + gone,
        counts=sum(standing.counts for standing in both) + gone - over,
        planned=sum(one.planned_counts for one in outlook.ahead),
        wasted=sum(standing.over for standing in both) + over,
        to_waste=sum(one.planned_wasted for one in outlook.ahead),
        claimed=sum(found.quarters for claimed, found in taken if claimed == "filed") + gone,
        to_claim=ready.amount,
        next=words,
        key=key,
    )


def _next(
    workspace: Workspace, ahead: Forecast, outlook: Outlook, mine: Sequence[Claim], ready: claims.Claimable
) -> tuple[str, str]:
    """The one thing to do now, and its key."""
    alerts = {alert.kind: alert.sentence for alert in outlook.alerts}
    every = workspace.all(Claim)
    if any(claim.state == "audit" for claim in every):  # also after the cycle's end: PMI waits for an answer
        return "PMI asked about a claim.", "c"
    if "cycle_over" in alerts:
        return alerts["cycle_over"], "e"
    lines = {line.session.id: line for line in ahead.now.lines}
    certifications = workspace.all(Certification)
    if any(claims.drift(claim, lines, every, certifications) for claim in mine):
        return "A claim no longer matches its sessions.", "c"
    if any(claims.waiting_since(claim, workspace.today()) for claim in mine):
        return "PMI has not answered a claim for a while; check its portal.", "c"
    cycle = outlook.position.cycle
    unsplit = sum(line.unsplit for line in ahead.now.lines if line.counts and cycle.holds(line.session.on))
    if unsplit and not ready.prepared:
        return f"{pdu.show(unsplit)} PDUs have no split over the triangle yet; add it in the session's log.", "5"
    if ready.amount:
        soon = next((alerts[kind].partition(":")[0] + ". " for kind in _SOON if kind in alerts), "")
        return f"{soon}{ready.sentence}", "c"
    planned = [line for line in ahead.now.lines if line.session.status == "planned"]
    if planned and planned[0].session.on < workspace.today().isoformat():
        return f"Log the session of {planned[0].session.on}, if it took place.", "5"
    if planned:
        return f"Nothing now; your next session is planned for {planned[0].session.on}.", ""
    return "Nothing now; plan your next session when you like.", "5"
