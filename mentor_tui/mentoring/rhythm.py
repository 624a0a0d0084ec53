"""The rhythm of a pair: when they last met, how often they agreed to, what they promised.

Pure functions of a `PairView`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from mentor_tui.clock import zone_of
from mentor_tui.mentoring import items
from mentor_tui.mentoring.program_hours import month_words, not_counted, program_hours
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Action, Session
from mentor_tui.words.days import MONTHS, ago, day, duration, every, first_name, safe_day
from mentor_tui.workspace import PairView
from mentor_tui.workspace.pair_view import once

_GRACE = 7 / 6
"""A rhythm of one's own has a few days of grace; the program's rule has none, however seldom the two agreed to meet."""

Health = Literal["fine", "soon", "quiet"]


def who(view: PairView, owner: Role) -> str:
    """`you`, or the partner's first name."""
    return "you" if owner == view.role else first_name(view.pair.partner_name)


# --- Sessions in time -------------------------------------------------------------------------------------


def ends_at(session: Session, home_zone: str = "") -> datetime | None:
    """The UTC instant at which a session with a start ends; None when it has no start."""
    on = safe_day(session.on)
    if on is None or not session.start:
        return None
    try:
        zone = zone_of(session.zone or home_zone)
        local = datetime.combine(on, time.fromisoformat(session.start), zone)
    except (ValueError, OSError, KeyError):
        return None
    return local.astimezone(UTC) + timedelta(minutes=session.minutes)


def passed(view: PairView, session: Session, now: datetime | None = None) -> bool:
    """True if a session's time is over: its day lies behind us or, when `now` is given, its last minute does."""
    on = safe_day(session.on)
    if on is None:
        return False
    if on != view.today or now is None:
        return on < view.today
    end = ends_at(session, view.profile.zone)
    return end is not None and end <= now


def upcoming(view: PairView, now: datetime | None = None) -> list[Session]:
    """Planned sessions that are still to come, soonest first."""
    return [s for s in view.planned if s.on and not passed(view, s, now)]


def to_log(view: PairView, now: datetime | None = None) -> list[Session]:
    """Planned sessions whose time has passed and that nobody has logged, oldest first."""
    return [s for s in view.planned if passed(view, s, now)]


def name_of(view: PairView, session: Session) -> str:
    """The name of a session: `session 7`, `kick-off`, `webinar`, or that of the program's event: `mentor training`."""
    if session.program_item and (event := items.event_named(view, session.program_item)):
        return event.title if event.title[1:2].isupper() else event.title[:1].lower() + event.title[1:]
    if session.kind == "one_to_one":
        number = view.number_of(session)
        return f"session {number}" if number else "session"
    return {"kickoff": view.program.labels.kickoff, "group": "group session", "other": "session"}.get(
        session.kind, session.kind
    )


def line_of(view: PairView, session: Session) -> str:
    """`session 7, online`."""
    return name_of(view, session) + (f", {session.channel}" if session.channel else "")


def when_of(session: Session, today: date) -> str:
    """`Thu 28 May 18:00`."""
    on = safe_day(session.on)
    return (day(on, today) if on else "no date yet") + (f" {session.start}" if session.start else "")


# --- Rhythm -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cadence:
    """The state of the rhythm. `state` is `fine`, `soon` (a date would be good) or `quiet` (a long silence)."""

    days_since: int | None
    """Days since the last session; None when there was none."""
    rhythm_days: int
    rhythm: str
    state: Health
    sentence: str


def limits(view: PairView) -> tuple[int, int] | None:
    """Days of silence after which a date would be good, and after which it is called quiet; None without a rhythm."""
    program, agreed = view.program.cadence, view.rhythm_days
    if not agreed:
        return None
    red = max(2, round(agreed * _GRACE))
    if program is None:
        return agreed, red
    if agreed == program.days:
        return program.amber_days, program.red_days
    amber = max(1, round(program.amber_days * agreed / program.days))
    red = max(red, amber)
    return min(amber, program.red_days), min(red, program.red_days)


def cadence(view: PairView, now: datetime | None = None) -> Cadence:
    """The rhythm of this pair today, with one calm sentence about it."""
    agreed = view.rhythm_days
    words = every(agreed)
    last = _last_session_day(view)
    since = (view.today - last).days if last else None
    met = "not met yet" if last is None else f"last met {ago(last, view.today)}"
    if view.pair.status == "paused":
        return Cadence(since, agreed, words, "fine", f"{met}, paused for now")
    if view.pair.status != "active":
        return Cadence(since, agreed, words, "fine", met)
    state = _health(view, last, now)
    month = "" if view.pair.cadence_days else month_words(view)
    said = "agreed" if view.pair.cadence_days else "in this program" if month else "in this program at least"
    sentence = f"{met}, {said} {month or words}" if words else met
    if state == "soon":
        sentence += "; a date for the next session would be good"
    elif state == "quiet":
        sentence += "; a short call counts too"
    return Cadence(since, agreed, words, state, sentence)


def _health(view: PairView, last: date | None, now: datetime | None) -> Health:
    unlogged = [d for d in (safe_day(s.on) for s in to_log(view, now)) if d]  # they probably met
    known = [d for d in (last, *unlogged) if d]
    since_day = max(known, default=None) or safe_day(view.pair.kickoff) or safe_day(view.pair.start)
    allowed = limits(view)
    if since_day is None or allowed is None:
        return "fine"
    amber, red = allowed
    booked = [safe_day(s.on) for s in upcoming(view, now) if s.kind == "one_to_one"]
    if any(b is not None and (b - since_day).days <= red for b in booked):
        return "fine"
    silence = (view.today - since_day).days
    return "quiet" if silence >= red else "soon" if silence >= amber else "fine"


def _last_session_day(view: PairView) -> date | None:
    days = [d for d in (safe_day(s.on) for s in view.met) if d]
    return max(days, default=None)


# --- Totals and actions ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Totals:
    """The sessions of the two that count, as everywhere: held one to one, unpaid, no minute twice.

    Those after the pair's end are no sessions of the program; they are told apart.
    """

    sessions: int
    minutes: int
    aside: int
    """Held one to one too, but paid, logged twice, overlapping, without minutes, or on a day still to come."""
    since: str
    """Month of the first one, such as `March`; empty when there was none."""
    sentence: str


@once
def totals(view: PairView) -> Totals:
    """A sentence about what was done so far: `6 sessions, 6 h 50 since March; 2 more do not count`.

    Minutes are those that the program counts.
    """
    hours = program_hours(view)
    inside = hours.sessions
    ahead = sum(s.status == "held" and s.kind == "one_to_one" and s.on > view.today.isoformat() for s in view.sessions)
    aside = len(view.met) + ahead - len(inside) - len(hours.over) - len(hours.after)
    more = "".join(f"; {words}" for words in not_counted(view.program, hours))
    if not inside:
        none = "1 session, which does not count" if aside == 1 else f"{aside} sessions, none of which counts"
        return Totals(0, 0, aside, "", (none if aside else "no sessions yet") + more)
    first = min((d for d in (safe_day(s.on) for s in inside) if d), default=None)
    since = ""
    if first:
        since = MONTHS[first.month - 1] + ("" if first.year == view.today.year else f" {first.year}")
    count = f"{len(inside)} sessions" if len(inside) > 1 else "1 session"
    words = f"{count}, {duration(hours.minutes)}" + (f" since {since}" if since else "")
    words += f"; {aside} more {'does' if aside == 1 else 'do'} not count" if aside else ""
    return Totals(len(inside), hours.minutes, aside, since, words + more)


@dataclass(frozen=True)
class ActionLine:
    """An open action in words."""

    action: Action
    who: str
    """`you`, or the partner's first name."""
    text: str
    due: str
    """`Fri 22 May`, `tomorrow`; empty when no day was said."""
    overdue: bool


def action_lines(view: PairView) -> list[ActionLine]:
    """Open actions of both, soonest first; those without a day last."""
    return [_line(view, a) for a in open_actions(view.actions)]


def open_actions(actions: Sequence[Action]) -> list[Action]:
    """Actions neither done nor dropped, soonest first."""
    return sorted((a for a in actions if a.status == "open"), key=lambda a: (a.due or "9999", a.created, a.id))


def _line(view: PairView, action: Action) -> ActionLine:
    due = safe_day(action.due)
    return ActionLine(
        action=action,
        who=who(view, action.owner),
        text=action.text,
        due=day(due, view.today) if due else "",
        overdue=due is not None and due < view.today,
    )
