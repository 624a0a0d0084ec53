"""Sessions that take an hour that a session of another pair has: a person has every minute once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mentor_tui.pdu.instants import Span, home_of, span
from mentor_tui.pdu.reasons import CLAIMED_ELSEWHERE, EARLIER_ELSEWHERE, FIRST_ELSEWHERE, why_not
from mentor_tui.schema.records import Claim, Session

if TYPE_CHECKING:
    from mentor_tui.pdu.held import Held


class _Timed(NamedTuple):
    unclaimed: bool
    start: int
    made: tuple[bool, str, str, int]
    """The instant at which its pair was made; rows of a forgotten pair come last."""
    created: str
    id: str
    end: int
    pair: int


def live_in(claims: Iterable[Claim]) -> set[str]:
    """Ids of the sessions that stand in a claim which was not rejected."""
    return {line.session_id for claim in claims if claim.state != "rejected" for line in claim.lines}


def filed_in(claims: Iterable[Claim]) -> set[str]:
    """Ids of the sessions that stand in a claim that PMI has, and did not reject."""
    return live_in(claim for claim in claims if claim.state != "prepared")


def elsewhere(views: Sequence[Held]) -> dict[str, str]:
    """Session id -> why its minutes count with another pair. Pairs alone say what counts inside them (`repeated`).

    What is claimed stands, then what began earlier, then the session of the pair that was made first.
    """
    if len(views) < 2:
        return {}
    stands: list[_Timed] = []
    reasons: dict[str, str] = {}
    home = next((found for view in views if (found := view.home or home_of(view.sessions))), "")
    crossing = _crossing([timed for at, view in enumerate(views) for timed in _timed_in(at, view, home)])
    for timed in sorted(crossing):
        rival = next((s for s in stands if s.pair != timed.pair and s.start < timed.end and timed.start < s.end), None)
        if rival is None:
            stands.append(timed)
        else:
            reasons[timed.id] = _why(rival, timed)
    return reasons


def _timed_in(at: int, view: Held, home: str) -> Iterable[_Timed]:
    pair, claimed, aside = view.pair, live_in(view.claims), view.repeats.keys() | view.without_pdus.keys()
    made = (pair is None, pair.created if pair else "", pair.id if pair else "", at)
    for session in view.sessions:
        when = None if why_not(session) or session.id in aside else span(session, home)
        if when:
            yield _Timed(session.id not in claimed, when[0], made, session.created, session.id, when[1], at)


def _crossing(crossing: Iterable[_Timed]) -> list[_Timed]:
    """Those that hang together with others by a minute in common; mostly none, so that little is compared."""
    found: list[_Timed] = []
    group: list[_Timed] = []
    until = 0
    for timed in sorted(crossing, key=lambda t: (t.start, t.end, t.id)):
        if group and timed.start >= until:
            found += group if len(group) > 1 else []
            group = []
        group.append(timed)
        until = max(until, timed.end)
    return found + (group if len(group) > 1 else [])


def _why(stands: _Timed, timed: _Timed) -> str:
    if not stands.unclaimed and timed.unclaimed:
        return CLAIMED_ELSEWHERE
    return EARLIER_ELSEWHERE if stands.start < timed.start else FIRST_ELSEWHERE


def clashes(session: Session, spans: Sequence[Span], home: str = "") -> bool:
    """True if a session has a minute in common with one of these spans."""
    when = span(session, home)
    return when is not None and any(max(when[0], s[0]) < min(when[1], s[1]) for s in spans)
