"""The reasons why a session earns nothing, or less, in short sentences."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable

from mentor_tui.pdu.activities import activity_of
from mentor_tui.pdu.cycles import Cycle
from mentor_tui.schema.amounts import show
from mentor_tui.schema.records import Certification, Session
from mentor_tui.words import text

TWICE = "It is logged twice. If not, correct its start."
"""Another session of the pair has that day and that start, or one of the two has no start."""
OVERLAPS = "It overlaps another session: correct its time."
"""Some of its minutes are those of another session of the pair."""
CLAIMED_ELSEWHERE = "You had another session at that time, which is claimed: an hour counts once."
EARLIER_ELSEWHERE = "You had another session at that time, which began earlier: an hour counts once."
FIRST_ELSEWHERE = "You had another session at that time, with a pair you added earlier: an hour counts once."
ELSEWHERE = (CLAIMED_ELSEWHERE, EARLIER_ELSEWHERE, FIRST_ELSEWHERE)
"""Some of its minutes are those of a session of another pair."""
_NOT_HELD = {
    "planned": "It is not logged yet.",
    "cancelled": "It was cancelled.",
    "no_show": "One of you did not show up.",
}


def why_not(session: Session) -> str:
    """The reason why a session earns nothing by itself, in a short sentence; empty when it counts."""
    if session.status != "held":
        return _NOT_HELD[session.status]
    if not session.can_earn:
        return "It was not a session between the two of you."
    if session.activity and activity_of(session) is None:
        return "We do not know which PMI activity it is."
    if session.paid:
        return "It was paid work."
    return "" if session.minutes > 0 else "No minutes are noted."


def by_channel(sessions: Iterable[Session], channels: Collection[str], filed: Container[str]) -> dict[str, str]:
    """Talk -> why it earns no PDUs over its channel, by their ids; only those over one of these `channels`.

    `filed` holds the ids of sessions in a claim that PMI has: what was claimed stays so, whatever a program says later.
    """
    if not channels:
        return {}
    barred = (s for s in sessions if not s.activity and s.id not in filed and text.among(s.channel, channels))
    return {s.id: over_its_channel(s) for s in barred}


def over_its_channel(session: Session) -> str:
    """The reason why a talk over a channel that its program rules out earns no PDUs."""
    return f"By {text.one_line(session.channel)}, a session earns no PDUs in this program."


def why_outside(session: Session, certification: Certification, cycle: Cycle) -> str:
    """The reason why a session does not belong to this cycle of a certification; empty when it does."""
    if session.on < certification.awarded:
        return f"It was before you were certified ({certification.awarded})."
    if cycle.backwards:
        return f"The cycle of {certification.name} ends on {cycle.end}, before it starts: correct its dates."
    if session.on < cycle.start:
        return f"It was before this cycle, which starts on {cycle.start}."
    if not cycle.holds(session.on):
        return f"It is after this cycle, which ends on {cycle.end}; it belongs to the next one."
    return ""


def why_short(earned: int, minutes: int) -> str:
    """The reason why a session that counts brings no quarter; empty when it brings one."""
    if earned:
        return ""
    if minutes < 15:
        return "It is shorter than a quarter of an hour."
    return "Its minutes were rounded down together with those of other sessions, which have its part."


def why_capped(counts: int, earned: int, cap: int) -> str:
    """The reason why the cap lets less of a session through; empty when all of it counts. Amounts in quarters."""
    if counts == earned:
        return ""
    if not cap:
        return "Giving Back does not count for it."
    part = f"{show(counts)} of {show(earned)} counts: the" if counts else "The"
    return f"{part} cap of {show(cap)} on Giving Back is reached."


def why_not_its_domain(name: str, ways: int, unsplit: int) -> str:
    """The reason why Ways of Working, or what is not split, does not count for a certification."""
    if unsplit:
        return f"It has no split yet, and Ways of Working counts for {name} only where the session fits its domain."
    return f"Its Ways of Working part ({show(ways)}) is not marked as fitting {name}." if ways else ""
