"""Which talks of one pair take a time that another one has: logged twice, or overlapping. No minute counts twice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from mentor_tui.pdu.amounts import NONE, quarters
from mentor_tui.pdu.instants import Span, home_of, span
from mentor_tui.pdu.split import weights_of
from mentor_tui.pdu.whys import OVERLAPS, TWICE, why_not
from mentor_tui.records import Session, parse_day


def overlap(one: Session, other: Session, home: str = "") -> bool:
    """Whether two talks, each with a start, have a minute in common. `home`: the zone of one that names none."""
    home = home or home_of((one, other))
    here, there = span(one, home), span(other, home)
    if here is None or there is None:
        return False
    return max(here[0], there[0]) < min(here[1], there[1])


def clash(one: Session, other: Session, home: str = "") -> bool:
    """Whether two records of a pair may be of the same minutes: of one day and one without a start, or overlapping."""
    return (one.on == other.on and not (one.start and other.start)) or overlap(one, other, home)


def repeated(sessions: Iterable[Session], home: str = "") -> dict[str, str]:
    """Session id -> why it does not count beside another talk of the pair; those that count are not in it.

    `home` is the zone of talks that name none; without it, the first zone that is named.

    Of talks that overlap, those stand that earn most together, of equal ones the earlier: so one more record never
    costs a quarter. One without a start is taken for the shortest talk of its day.
    """
    timed: list[tuple[Span, Session]] = []
    bare: dict[str, Session] = {}
    reasons: dict[str, str] = {}
    sessions = list(sessions)
    home = home or home_of(sessions)
    begins: dict[str, int] = {}
    for session in sessions:
        if why_not(session):
            continue
        if when := span(session, home):
            timed.append((when, session))
            begins[session.id] = when[0]
            continue
        known = bare.setdefault(session.on, session)
        if known is not session:
            drop, bare[session.on] = sorted((known, session), key=_fullness)
            reasons[drop.id] = TWICE
    kept = _standing(timed)
    days: dict[str, list[Session]] = {}
    for session in kept:
        days.setdefault(session.on, []).append(session)
    starts = {begins[session.id] for session in kept}
    stands = {session.id for session in kept}
    for _, session in timed:
        if session.id not in stands:
            reasons[session.id] = TWICE if begins[session.id] in starts else OVERLAPS
    for on, session in bare.items():
        if on in days:
            reasons[min(session, *days[on], key=_fullness).id] = TWICE
    return reasons


def overlapping(sessions: Iterable[Session], home: str = "") -> set[str]:
    """Ids of all talks that have a minute in common with another one, whichever pairs they are of."""
    sessions = list(sessions)
    home = home or home_of(sessions)
    found: set[str] = set()
    last: tuple[int, str] | None = None  # the end that lies furthest so far, and whose it is
    for (start, end), key in sorted((when, s.id) for s in sessions if (when := span(s, home))):
        if last and start < min(last[0], end):
            found |= {key, last[1]}
        if last is None or end > last[0]:
            last = (end, key)
    return found


def why_not_among(session: Session, others: Iterable[Session], home: str = "") -> str:
    """Why a session earns nothing beside the others of its pair; empty when it counts."""
    day = parse_day(session.on)
    near = (
        {str(day + timedelta(days=by)) for by in (-2, -1, 0, 1, 2)}
        if day and date.min.year < day.year < date.max.year
        else {session.on}
    )
    beside = [other for other in others if other.on in near and other.id != session.id]
    return why_not(session) or repeated([*beside, session], home).get(session.id, "")


def _standing(timed: Iterable[tuple[Span, Session]]) -> list[Session]:
    """Talks of which no two overlap, that earn most together: in quarters, then in minutes, then with a split."""
    kept: list[Session] = []
    group: list[tuple[Span, Session]] = []  # talks that hang together; mostly one
    until = 0
    for talk in sorted(timed, key=lambda x: x[0]):
        start, end = talk[0]
        if group and start >= until:
            kept += _best(group)
            group = []
        group.append(talk)
        until = max(until, end)
    return kept + _best(group) if group else kept


def _best(timed: Sequence[tuple[Span, Session]]) -> list[Session]:
    """The same among talks that hang together, given by their first minute."""
    if len(timed) == 1:
        return [timed[0][1]]
    talks = sorted(timed, key=lambda x: (x[0][1], x[0][0], x[1].created, x[1].id))
    if timed[-1][0][0] < talks[0][0][1]:  # all have a minute in common: one stands, of equal ones the earlier
        return [max((session for _, session in talks), key=_worth)]
    ends = [end for (_, end), _ in talks]
    free = [bisect_right(ends, start, hi=at) for at, ((start, _), _) in enumerate(talks)]
    best = [(0, 0, 0)]
    for at, (_, session) in enumerate(talks):
        sums = zip(best[free[at]], _worth(session), strict=True)
        whole, minutes, splits = (one + other for one, other in sums)
        best.append(max(best[at], (whole, minutes, splits)))
    kept = []
    at = len(talks)
    while at:
        if best[at] == best[at - 1]:  # as good without it: the earlier stays
            at -= 1
        else:
            kept.append(talks[at - 1][1])
            at = free[at - 1]
    return kept


def _worth(session: Session) -> tuple[int, int, int]:
    return quarters(session.minutes), session.minutes, weights_of(session) != NONE


def _fullness(session: Session) -> tuple[int, bool, bool, int, str]:
    """Which of two records of one talk to keep: the longer, then with a split, with a start, then the one made first.

    So a record that is brought in later takes no talk out of a claim, unless it says more.
    """
    made = int("".join(filter(str.isdecimal, session.created)) or 0)
    return session.minutes, weights_of(session) != NONE, bool(session.start), -made, session.id
