"""Sessions of one pair that take the time of another one: logged twice, or overlapping. No minute counts twice."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from datetime import date, timedelta

from mentor_tui.pdu.instants import Span, home_of, span
from mentor_tui.pdu.reasons import OVERLAPS, TWICE, by_channel, why_not
from mentor_tui.pdu.split import weights_of
from mentor_tui.schema.amounts import NONE
from mentor_tui.schema.records import Session
from mentor_tui.words.days import parse_day


def overlap(one: Session, other: Session, home: str = "") -> bool:
    """True if two sessions, each with a start, have a minute in common. `home`: the zone of one that names none."""
    home = home or home_of((one, other))
    here, there = span(one, home), span(other, home)
    if here is None or there is None:
        return False
    return max(here[0], there[0]) < min(here[1], there[1])


def clash(one: Session, other: Session, home: str = "") -> bool:
    """True if two records of a pair may be of the same minutes: of one day and one without a start, or overlapping."""
    return (one.on == other.on and not (one.start and other.start)) or overlap(one, other, home)


def repeated(
    sessions: Iterable[Session], home: str = "", claimed: Container[str] = (), weak: Collection[str] = ()
) -> dict[str, str]:
    """Session id -> why it does not count beside another session of the pair; those that count are not in it.

    `home` is the zone of sessions that name none; without it, the first zone that is named. `claimed` holds the ids of
    sessions that stand in a claim, `weak` those of sessions that earn nothing: they take no other one's time.

    Of sessions that overlap, what is claimed stands, then what began earlier, then the longer. One without a start is
    taken for the shortest session of its day.
    """
    timed: list[tuple[Span, Session]] = []
    bare: dict[str, Session] = {}
    reasons: dict[str, str] = {}
    sessions = list(sessions)
    home = home or home_of(sessions)
    if weak:
        earning = [s for s in sessions if s.id not in weak]
        found = repeated(earning, home, claimed)
        first = {s.id for s in earning} - found.keys()
        beside = repeated((s for s in sessions if s.id in weak or s.id in first), home, first)
        return found | {name: why for name, why in beside.items() if name in weak}
    begins: dict[str, int] = {}

    def firm(session: Session) -> tuple[bool, tuple[int, bool, bool, int, str]]:
        return session.id in claimed, _fullness(session)

    for session in sessions:
        if why_not(session):
            continue
        if when := span(session, home):
            timed.append((when, session))
            begins[session.id] = when[0]
            continue
        known = bare.setdefault(session.on, session)
        if known is not session:
            drop, bare[session.on] = sorted((known, session), key=firm)
            reasons[drop.id] = TWICE
    kept = _standing(timed, claimed)
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
            reasons[min(session, *days[on], key=firm).id] = TWICE
    return reasons


def overlapping(sessions: Iterable[Session], home: str = "") -> set[str]:
    """Ids of all sessions that have a minute in common with another one, whichever pairs they are of."""
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


def why_not_among(
    session: Session,
    others: Iterable[Session],
    home: str = "",
    claimed: Container[str] = (),
    channels: Collection[str] = (),
    filed: Container[str] = (),
) -> str:
    """The reason why a session earns nothing beside the others of its pair; empty when it counts.

    `channels` are those over which a talk of the pair earns none, unless it is among `filed`: PMI has its claim.
    """
    day = parse_day(session.on)
    near = (
        {str(day + timedelta(days=by)) for by in (-2, -1, 0, 1, 2)}
        if day and date.min.year < day.year < date.max.year
        else {session.on}
    )
    beside = [other for other in others if other.on in near and other.id != session.id]
    among = [*beside, session]
    barred = by_channel(among, channels, filed)
    alone = why_not(session) or barred.get(session.id, "")
    return alone or repeated(among, home, claimed, barred).get(session.id, "")


def _standing(timed: Iterable[tuple[Span, Session]], claimed: Container[str]) -> list[Session]:
    """Sessions of which no two overlap: what is claimed, then what began earlier, then the longer."""
    kept: list[Session] = []
    group: list[tuple[Span, Session]] = []  # sessions that hang together; mostly one
    until = 0
    for later in sorted(timed, key=lambda x: x[0]):
        start, end = later[0]
        if group and start >= until:
            kept += _first(group, claimed)
            group = []
        group.append(later)
        until = max(until, end)
    return kept + _first(group, claimed)


def _first(timed: Sequence[tuple[Span, Session]], claimed: Container[str]) -> list[Session]:
    """The same among sessions that hang together."""
    if len(timed) == 1:
        return [timed[0][1]]
    order = sorted(timed, key=lambda x: _fullness(x[1]), reverse=True)
    order.sort(key=lambda x: (x[1].id not in claimed, x[0][0]))
    spans: list[Span] = []
    kept = []
    for when, session in order:
        if all(when[0] >= end or start >= when[1] for start, end in spans):
            spans.append(when)
            kept.append(session)
    return kept


def _fullness(session: Session) -> tuple[int, bool, bool, int, str]:
    """The record to keep of two of one session: the longer, then with a split, with a start, then the one made first.

    So a record that is brought in later takes no session out of a claim, unless it says more.
    """
    made = int("".join(filter(str.isdecimal, session.created)) or 0)
    return session.minutes, weights_of(session) != NONE, bool(session.start), -made, session.id
