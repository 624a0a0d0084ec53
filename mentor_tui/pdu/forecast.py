"""The forecast: planned sessions, and the rhythm of the pairs, against caps and the end of the cycle.

The ledger is read three times: as it stands, with the planned sessions as if they were held, and with those that the
rhythm of each pair would add until its end. The last is an assumption and is always said to be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from mentor_tui.pdu.alerts import Alert, alerts_of, next_cycle
from mentor_tui.pdu.book import Book, Position, book
from mentor_tui.pdu.cycles import Cycle
from mentor_tui.pdu.held import Held, PairSessions
from mentor_tui.pdu.lines import Category, Floor, Line
from mentor_tui.pdu.rules import Rules
from mentor_tui.pdu.standing import Standing
from mentor_tui.schema import odd
from mentor_tui.schema.amounts import show
from mentor_tui.schema.records import Certification, Pair, Session
from mentor_tui.words.days import parse_day

_MOST = 400
"""So many sessions are assumed at most in one pair; a rhythm of one day for years would be a slip."""


@dataclass(frozen=True)
class Ahead:
    """The forecast for one category of one certification, in its present cycle. Amounts are quarters."""

    category: Category
    now: int
    """Counts already, the opening balance included."""
    cap: int | None
    planned_counts: int
    planned_wasted: int
    """Above the cap, from sessions that are planned."""
    assumed_counts: int
    assumed_wasted: int
    """Further sessions at the pairs' rhythm: an assumption."""
    next_cycle: int
    """From planned and assumed sessions after the last day of this cycle."""
    full_on: str
    """ISO day of the session that reaches the cap; empty when none does, or it is reached already."""
    full_assumed: bool
    """True if that session is one that is only assumed."""

    @property
    def wasted(self) -> int:
        """Quarters that would count for nothing, planned and assumed."""
        return self.planned_wasted + self.assumed_wasted

    @property
    def then(self) -> int:
        """Quarters that will count when all of it takes place."""
        return self.now + self.planned_counts + self.assumed_counts


@dataclass(frozen=True)
class Outlook:
    """One certification: how it stands, what is coming, what to do about it."""

    position: Position
    ahead: tuple[Ahead, ...]
    """In the categories that my roles earn in."""
    carry_then: int | None
    """Quarters that would be carried over when all of it takes place; None when not to be said."""
    claim_by: str
    """ISO day: the last of the cycle, by which all is to be claimed; empty when not known."""
    alerts: tuple[Alert, ...]
    proposed: Cycle | None
    """Of a cycle that ended, the one that follows and holds today: assumed. None while it lasts."""
    sentences: tuple[str, ...]
    """The same in words, one thing each."""


@dataclass(frozen=True)
class Forecast:
    """Over all pairs and certifications."""

    now: Book
    then: Book
    """With planned and assumed sessions as if they were held."""
    assumed: tuple[Session, ...]
    """The sessions that the rhythm would add; they are nowhere in the vault."""
    outlooks: tuple[Outlook, ...]


def headline(views: Sequence[Held], today: date) -> str:
    """The most urgent thing about caps and cycles as they stand, in one sentence; empty when all is calm."""
    return headline_of(book(views, today=today), today)


def headline_of(found: Book, today: date) -> str:
    """The same, for who has read the book already."""
    every = [alert for position in found.positions for alert in alerts_of(position, today)]
    return min(every, key=lambda a: a.rank).sentence if every else ""


def forecast(views: Sequence[Held], today: date, *, floor: Floor = "session", shelf: Sequence[Rules] = ()) -> Forecast:
    """The forecast for each certification held; nothing is assumed of pairs that are paused or closed."""
    now = book(views, floor=floor, today=today, shelf=shelf)
    if not now.positions:
        return Forecast(now, now, (), ())
    extra = [assumed(view, today) for view in views]
    planned = book([_held(v, today, ()) for v in views], floor=floor, today=today, shelf=shelf)
    then = book([_held(v, today, e) for v, e in zip(views, extra, strict=True)], floor=floor, today=today, shelf=shelf)
    names = {s.id for more in extra for s in more}
    outlooks = tuple(
        _outlook(three, then.lines, names, today)
        for three in zip(now.positions, planned.positions, then.positions, strict=True)
    )
    return Forecast(now, then, tuple(s for more in extra for s in more), outlooks)


def assumed(view: Held, today: date) -> list[Session]:
    """Further sessions of a pair at its rhythm, after the last one planned, until its end. Never stored."""
    pair, rhythm = view.pair, view.rhythm_days
    if pair is None or pair.status != "active" or not pair.end or rhythm <= 0:
        return []
    known = [s for s in view.sessions if s.kind == "one_to_one" and s.status in ("held", "planned") and s.on]
    last = max((parse_day(s.on) or today for s in known), default=today)
    found: list[Session] = []
    on = max(last + timedelta(days=rhythm), today + timedelta(days=1))
    end = date.fromisoformat(pair.end)
    while on <= end and len(found) < _MOST:
        found.append(_assumed(pair, on))
        on += timedelta(days=rhythm)
    return found


def _assumed(pair: Pair, on: date) -> Session:
    return Session(
        id=f"assumed {pair.id} {on.isoformat()}",
        pair_id=pair.id,
        on=on.isoformat(),
        minutes=pair.usual_minutes,
        status="held",
    )


def _held(view: Held, today: date, more: Sequence[Session]) -> PairSessions:
    """The pair as if its planned sessions from today on, and further ones, had been held."""
    first, ahead = today.isoformat(), odd.to_come(view.sessions, view.today)
    sessions = [
        msgspec.structs.replace(s, status="held") if s.status == "planned" and s.on >= first else s
        for s in view.sessions
        if s.id not in ahead  # said to be held before it was: no forecast rests on it
    ]
    return PairSessions(
        view.role,
        [*sessions, *more],
        view.certifications,
        view.pair,
        claims=view.claims,
        home=view.home,
        elsewhere=view.elsewhere,
        beside_all=view.beside_all,
        channels_without_pdus=view.channels_without_pdus,
    )


def _outlook(
    three: tuple[Position, Position, Position], lines: Sequence[Line], names: set[str], today: date
) -> Outlook:
    now, planned, then = three
    found = tuple(
        _ahead(
            now.standing(category),
            planned.standing(category),
            then.standing(category),
            now.certification,
            lines,
            names,
            today,
        )
        for category in now.roles
    )
    return Outlook(
        position=now,
        ahead=found,
        carry_then=then.carry.amount,
        claim_by="" if now.cycle.backwards else now.cycle.end,
        alerts=alerts_of(now, today),
        proposed=next_cycle(now, today),
        sentences=_sentences(now, then, found),
    )


def _ahead(
    now: Standing,
    planned: Standing,
    then: Standing,
    certification: Certification,
    lines: Sequence[Line],
    names: set[str],
    today: date,
) -> Ahead:
    full_on = _full_on(now, certification, lines, today)
    return Ahead(
        category=now.category,
        now=now.reached,
        cap=now.cap,
        planned_counts=planned.reached - now.reached,
        planned_wasted=planned.over - now.over,
        assumed_counts=then.reached - planned.reached,
        assumed_wasted=then.over - planned.over,
        next_cycle=_after(now, lines, today),
        full_on=full_on.session.on if full_on else "",
        full_assumed=full_on is not None and full_on.session.id in names,
    )


def _full_on(now: Standing, certification: Certification, lines: Sequence[Line], today: date) -> Line | None:
    """The line to come with which the cap is reached; None when it is reached already, or never."""
    if now.cap is None or not now.left:
        return None
    filled = now.claimed_elsewhere
    for line in lines:
        taken = line.on(certification.id)
        if taken is None or line.role != "mentor":
            continue
        filled += taken.counts
        if filled >= now.cap and line.session.on >= today.isoformat():
            return line
    return None


def _after(now: Standing, lines: Sequence[Line], today: date) -> int:
    """The quarters of talks to come after the last day of the cycle."""
    if not now.cycle_end:
        return 0
    role = "mentor" if now.category == "Giving Back" else "mentee"
    first = max(now.cycle_end, (today - timedelta(days=1)).isoformat())
    return sum(line.quarters for line in lines if line.role == role and line.session.on > first)


def _sentences(now: Position, then: Position, ahead: Sequence[Ahead]) -> tuple[str, ...]:
    said = [words for one in ahead for words in _coming(now, one)]
    if now.carry.amount != then.carry.amount and then.carry.amount is not None:
        shaky = "" if then.carry.sure else " (by figures that are not verified)"
        said.append(f"With them, {show(then.carry.amount)} PDUs would be carried over{shaky}.")
    if now.cycle.end and not now.cycle.backwards:
        said.append(f"Claim what this cycle earns by {now.cycle.end}; keep the evidence until {now.keep_until}.")
    return tuple(said)


def _coming(now: Position, one: Ahead) -> list[str]:
    name = now.certification.name
    said = []
    if one.planned_counts:
        said.append(f"Planned sessions and events earn {show(one.planned_counts)} PDUs in {one.category} for {name}.")
    if one.assumed_counts:
        said.append(f"Keeping your rhythm to the end would earn {show(one.assumed_counts)} more: an assumption.")
    if one.full_on:
        when = f"{one.full_on}, if you keep your rhythm" if one.full_assumed else one.full_on
        said.append(f"The cap of {show(one.cap or 0)} is reached on {when}.")
    if one.wasted:
        parts = [f"{show(one.planned_wasted)} from planned sessions and events"] if one.planned_wasted else []
        parts += [f"{show(one.assumed_wasted)} if you keep your rhythm"] if one.assumed_wasted else []
        said.append(
            f"{show(one.wasted)} PDUs would be above the cap for {name} ({', '.join(parts)}); the hours remain yours."
        )
    if one.next_cycle:
        said.append(f"{show(one.next_cycle)} PDUs fall after {now.cycle.end} and belong to the next cycle.")
    return said
