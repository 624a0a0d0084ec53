"""Planning and logging sessions: everything that is already known is filled in.

Pure functions: they return records to save, and save nothing themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import msgspec

from mentor_tui.host import zones
from mentor_tui.mentoring import items, session_rules
from mentor_tui.mentoring import rhythm as cadence
from mentor_tui.mentoring.typed_lines import ParsedAction
from mentor_tui.mentoring.typed_when import When
from mentor_tui.schema.fields import Role
from mentor_tui.schema.program_parts import Event, PlannedSession
from mentor_tui.schema.records import Action, Record, Session, by_day
from mentor_tui.words import days, text
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

_LATEST = 5
"""The number of last sessions that say which time of day is usual."""
_FIRST_SESSION_DAYS = 7
"""A first session is suggested about a week from now."""
_NO_RHYTHM_DAYS = 14
"""Days to the next session that is proposed where neither the two nor the program have a rhythm."""


def new_plan(view: PairView, on: date | None = None, item_id: str = "") -> Session:
    """A planned session, filled in from the rhythm, the last one and what the program plans; `on` overrides its day.

    Where the program plans no agenda, the parts that a session of it has are proposed.

    `item_id` is the planned session of the program that it is to be; the next one when not said.
    """
    last = _model(view)
    zone = _zone(view, last)
    named = next((p for p in view.program.planned if p.id == item_id), None)
    planned = items.next_planned(view) if named is None else named
    return session_rules.with_parts(view, as_planned(planned, _bare_plan(view, on, last, zone)))


def as_planned(planned: PlannedSession | None, session: Session) -> Session:
    """The session with what the program plans for it: its purpose, its agenda and its length; as it is without any."""
    if planned is None:
        return session
    return msgspec.structs.replace(
        session,
        program_item=planned.id,
        objective=planned.purpose or planned.title,
        agenda=list(planned.agenda),
        minutes=planned.minutes or session.minutes,
    )


def as_another(view: PairView, session: Session, item_id: str) -> Session:
    """The plan as another session or event of the program, or with an empty `item_id` as none.

    Its objective, its agenda and its length follow, each unless the person wrote another than was proposed so far.
    """
    before, after = _proposed(view, session, session.program_item), _proposed(view, session, item_id)
    return msgspec.structs.replace(
        session,
        program_item=item_id,
        objective=after.objective if session.objective.strip() in ("", before.objective) else session.objective,
        agenda=after.agenda if session.agenda in ([], before.agenda) else session.agenda,
        minutes=after.minutes if session.minutes in (0, before.minutes) else session.minutes,
    )


def _proposed(view: PairView, session: Session, item_id: str) -> Session:
    """The session as it would be proposed as that item of the program, without a word of the person's own."""
    bare = msgspec.structs.replace(session, objective="", agenda=[], minutes=usual_minutes(view))
    if event := next((e for e in view.program.events if e.id == item_id), None):
        return as_event(event, msgspec.structs.replace(bare, objective=event.title))
    planned = as_planned(next((p for p in view.program.planned if p.id == item_id), None), bare)
    return session_rules.with_parts(view, planned) if session.kind == "one_to_one" else planned


def _bare_plan(view: PairView, on: date | None, last: Session | None, zone: str) -> Session:
    return Session(
        pair_id=view.pair.id,
        on=(on or suggested_day(view)).isoformat(),
        start=usual_start(view, zone),
        zone=zone,
        minutes=usual_minutes(view),
        channel=(last.channel if last else "") or view.pair.usual_channel,
        place=last.place if last else "",
        kind="one_to_one",
        status="planned",
    )


def with_session(view: PairView, session: Session) -> PairView:
    """The pair as it would be with this session in the place of the one with its id, or added."""
    others = [s for s in view.sessions if s.id != session.id]
    return replace(view, sessions=by_day([*others, session]))


def plan_from(view: PairView, when: When) -> Session | None:
    """The planned session that a typed line asks for; None when it names no day."""
    on = safe_day(when.on)
    if on is None:
        return None
    plan = new_plan(view, on)
    place = when.rest or plan.place
    plan = session_rules.lasting(view, plan, when.minutes or plan.minutes)
    return msgspec.structs.replace(plan, start=when.start or plan.start, place=place)


def suggested_day(view: PairView) -> date:
    """The next day in the rhythm, never in the past and on the weekday of the last session."""
    rhythm = view.rhythm_days or _NO_RHYTHM_DAYS
    latest = max((d for d in (safe_day(s.on) for s in _one_to_one(view)) if d), default=None)
    if latest is None:
        start = safe_day(view.pair.kickoff) or safe_day(view.pair.start)
        first = max(view.today + timedelta(days=_FIRST_SESSION_DAYS), start or view.today)
        return first + timedelta(days=(7 - first.weekday()) if first.weekday() > 4 else 0)
    step = rhythm if rhythm < 7 else max(7, round(rhythm / 7) * 7)
    found = latest + timedelta(days=step)
    while found <= view.today:
        found += timedelta(days=min(step, 7))
    return found


def usual_minutes(view: PairView) -> int:
    """The usual minutes: as the pair says, else the program; never the last session, that would over-claim."""
    return view.pair.usual_minutes or view.program.usual_minutes


def usual_start(view: PairView, zone: str = "") -> str:
    """The local time at which most of the last sessions began (in `zone`, if given), `HH:MM`; empty when unknown.

    Midnight is nobody's time to talk: it stands where a start was guessed shortly after it.
    """
    there = {zone, "", zones.GUESSED} if zone else None
    known = [s.start for s in _one_to_one(view) if s.start not in ("", "00:00") and (there is None or s.zone in there)]
    latest = known[-_LATEST:][::-1]
    return max(latest, key=latest.count, default="")


def _zone(view: PairView, last: Session | None) -> str:
    """The zone of the last session, or the person's own; one that may have been guessed is not carried on."""
    zone = last.zone if last else ""
    return (view.profile.zone if zone == zones.GUESSED else zone) or view.profile.zone or zone


def in_zone(sessions: Iterable[Session], zone: str) -> list[Session]:
    """The planned sessions whose zone was guessed, in the zone that the person says; to be invited to again."""
    meant = (s for s in sessions if s.status == "planned" and s.zone == zones.GUESSED)
    return [msgspec.structs.replace(s, zone=zone, invited_on="") for s in meant]


def inviter(view: PairView) -> Role | None:
    """The role that sends invitations: as the pair agreed, or by the program's rule; None when nothing says so."""
    if view.pair.invites_by in ("mentor", "mentee"):
        return "mentor" if view.pair.invites_by == "mentor" else "mentee"
    return view.program.invites_by


def new_log(view: PairView, session_id: str = "", now: datetime | str | None = None) -> Session:
    """The session to log, marked as held: the one asked for, the planned one of today or before, or a new one.

    A `session_id` that no session has, such as `new`, gives a new one even while a planned session waits.
    `now` is the local time (`HH:MM` or a datetime): a new log without a usual time starts so long before it.
    """
    planned = _planned_to_log(view, session_id)
    if planned is not None:
        return msgspec.structs.replace(
            planned, status="held", minutes=planned.minutes or usual_minutes(view), reason=""
        )
    last = _model(view)
    minutes = usual_minutes(view)
    return Session(
        pair_id=view.pair.id,
        on=view.today.isoformat(),
        start=_start_before(now, minutes, usual_start(view)),
        zone=_zone(view, last),
        minutes=minutes,
        channel=(last.channel if last else "") or view.pair.usual_channel,
        kind="one_to_one",
        status="held",
    )


def _planned_to_log(view: PairView, session_id: str) -> Session | None:
    if session_id:
        return next((s for s in view.sessions if s.id == session_id), None)
    today = view.today.isoformat()
    due = [s for s in view.planned if s.on and s.on <= today]  # oldest first: today's own, if any, is the last
    return due[-1] if due else None


def _start_before(now: datetime | str | None, minutes: int, usual: str) -> str:
    clock = now.strftime("%H:%M") if isinstance(now, datetime) else (now or "")
    if len(clock) != 5 or not (clock[:2] + clock[3:]).isdecimal():
        return usual
    end = int(clock[:2]) * 60 + int(clock[3:])
    if usual and int(usual[:2]) * 60 + int(usual[3:]) + minutes <= end:
        return usual
    if end < minutes:
        return ""  # it began yesterday, if it was as long as usual: no time of today is right
    begin = (end - minutes) // 15 * 15
    return f"{begin // 60:02d}:{begin % 60:02d}"


def attendance(view: PairView, event: Event) -> Session:
    """An event of the program as it was attended: on the day of the kick-off, or today."""
    kickoff = safe_day(view.pair.kickoff) if event.kind == "kickoff" else None
    on = kickoff if kickoff and kickoff <= view.today else view.today
    held = Session(pair_id=view.pair.id, on=on.isoformat(), zone=view.profile.zone, status="held")
    return as_event(event, held)


def event_plan(view: PairView, event: Event, on: date) -> Session:
    """An event of the program as it is planned."""
    planned = Session(pair_id=view.pair.id, on=on.isoformat(), zone=view.profile.zone, status="planned")
    return as_event(event, msgspec.structs.replace(planned, objective=event.title))


def as_event(event: Event, session: Session) -> Session:
    """The session as an event of the program: its kind and length, and its title as the topic where none is said."""
    return msgspec.structs.replace(
        session,
        program_item=event.id,
        kind=event.kind,
        pdu_activity=event.pdu,
        minutes=event.minutes or session.minutes,
        focus=session.focus or event.title,
    )


def of_its_kind(view: PairView, session: Session) -> Session:
    """The session as it is kept: what is said to be an event of the program is no talk of the two, and no hour."""
    event = next((e for e in view.program.events if e.id == session.program_item), None)
    if event is None or session.kind != "one_to_one":
        return session
    return msgspec.structs.replace(session, kind=event.kind, pdu_activity=session.pdu_activity or event.pdu)


# --- Agenda -----------------------------------------------------------------------------------------------


def agenda_for(view: PairView, session: Session) -> list[str]:
    """Lines carried over into an agenda: open actions, then what the last session was for.

    Lines that the session's agenda already has are left out, so asking twice adds nothing.
    """
    lines: list[str] = []
    for action in cadence.open_actions(view.actions):
        due = safe_day(action.due)
        until = f" (by {days.short_day(due, view.today)})" if due else ""
        lines.append(f"{with_owner(view, action)}{until}")
    before = [s for s in view.met if s.id != session.id and (not session.on or s.on <= session.on)]
    if before and before[-1].objective:  # not its topic: that is for a claim, and the partner reads agendas
        lines.append(f"Last time: {text.shorten(before[-1].objective, 120)}")
    have = {line.casefold() for line in session.agenda}
    return [line for line in lines if line.casefold() not in have]


def with_owner(view: PairView, action: Action) -> str:
    """An action with its owner, as an agenda carries it over; without its day."""
    name = view.profile.name if action.owner == view.role else view.pair.partner_name
    alike = days.first_name(view.profile.name) == days.first_name(view.pair.partner_name)
    short = text.one_line(name) if alike else days.first_name(name)
    owner = short if name else action.owner  # the partner reads agendas too: no "you"
    return f"{owner[:1].upper()}{owner[1:]}: {text.shorten(action.text, 120)}"


def with_agenda(view: PairView, session: Session) -> Session:
    """The session with what is carried over added at the end of its agenda."""
    return msgspec.structs.replace(session, agenda=[*session.agenda, *agenda_for(view, session)])


# --- After the session ---------------------------------------------------------------------------------------


def finish(
    view: PairView,
    session: Session,
    *,
    actions: Sequence[ParsedAction] = (),
    next_session: Session | None = None,
) -> list[Record]:
    """The records to save in one go after a session: the session as held, its actions, and the next session.

    An action that this session already has, and a next session already planned for that time, are not doubled.
    """
    session = of_its_kind(view, session)
    held = msgspec.structs.replace(session, pair_id=view.pair.id, status="held", reason="")
    saved: list[Record] = [held]
    have = {_same(a) for a in view.actions if a.session_id == session.id}
    for parsed in actions:
        action = Action(
            pair_id=view.pair.id, text=parsed.text, owner=parsed.owner, due=parsed.due, session_id=session.id
        )
        if _same(action) not in have:
            have.add(_same(action))
            saved.append(action)
    if next_session is not None and next_session.on and not _already_planned(view, next_session):
        saved.append(msgspec.structs.replace(next_session, pair_id=view.pair.id, status="planned"))
    return saved


def _same(action: Action) -> tuple[str, str, str]:
    return (text.one_line(action.text).casefold(), action.owner, action.due)


def _already_planned(view: PairView, new: Session) -> bool:
    return any(s.id != new.id and s.kind == new.kind and (s.on, s.start) == (new.on, new.start) for s in view.planned)


# --- When it does not happen ------------------------------------------------------------------------------


def cancel(session: Session, reason: str = "") -> Session:
    """The session as cancelled; it is kept, and counts for nothing."""
    return msgspec.structs.replace(session, status="cancelled", reason=reason)


def no_show(session: Session, reason: str = "") -> Session:
    """The session as missed by one of the two."""
    return msgspec.structs.replace(session, status="no_show", reason=reason)


def move(session: Session, on: date, start: str = "") -> Session:
    """The session on another day; its invitation has to go out again."""
    return msgspec.structs.replace(
        session, on=on.isoformat(), start=start or session.start, status="planned", reason="", invited_on=""
    )


def invited(session: Session, on: date) -> Session:
    """The session with its invitation made."""
    return msgspec.structs.replace(session, invited_on=on.isoformat())


def _one_to_one(view: PairView) -> list[Session]:
    return [s for s in view.sessions if s.kind == "one_to_one" and s.status in ("held", "planned")]


def _model(view: PairView) -> Session | None:
    """The latest session that was held or is planned: what the next one most likely looks like."""
    ours = _one_to_one(view)
    return ours[-1] if ours else None
