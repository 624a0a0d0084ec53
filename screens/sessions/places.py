"""The doors to everything about one session. Each is `open_<place>(app, target)`, called by the router."""

from __future__ import annotations

import dataclasses
from datetime import date

import msgspec

from mentor_tui.clock import zone_of
from mentor_tui.mentoring import items, journey, sessions
from mentor_tui.mentoring.rhythm import upcoming
from mentor_tui.schema.records import Session

from ..host import Host
from .log import NEW_LOG, LogScreen
from .page import SessionScreen
from .plan import PlanScreen, PrepareScreen

PLANNED = "planned"
EVENT = "event"


def open_log(app: Host, target: str = "") -> None:
    """Log a session: the one named, else the planned one of today or before, else a new one held today."""
    view = app.view
    if target:
        found = _found(app, target)
        if found is not None:
            app.push_screen(LogScreen(view, _as_held(found, view.today)))
        return
    zone = view.profile.zone
    now = app.clock.now().astimezone(zone_of(zone))
    session = sessions.new_log(view, now=now)
    if app.ws.get(Session, session.id) and app.own_drafts.load(app.ws.vault.drafts, view.pair.id, NEW_LOG)[0]:
        # Unsaved text of a session that was not planned waits in the place `log`: that comes first.
        unplanned = [s for s in view.sessions if s.status != "planned"]
        session = sessions.new_log(dataclasses.replace(view, sessions=unplanned), now=now)
    app.push_screen(LogScreen(view, session))


def open_plan(app: Host, target: str = "") -> None:
    """Plan a session, or change the plan of one."""
    view = app.view
    session = _found(app, target) if target else sessions.new_plan(view)
    if session is not None:
        app.push_screen(PlanScreen(app, view, session))


def open_planned(app: Host, target: str = "") -> None:
    """Plan a session that the program plans; the page of the one that is it already."""
    view = app.view
    if done := items.sessions_of(view).get(target):
        open_session(app, done.id)
    elif all(planned.id != target for planned in view.program.planned):
        app.say("That session is not in this program.", "warning")
    else:
        session = sessions.new_plan(view, item_id=target)
        app.push_screen(PlanScreen(app, view, session, where=f"{PLANNED}:{target}"))


def open_event(app: Host, target: str = "") -> None:
    """Log that an event of the program was attended, or plan one that is still to come."""
    view = app.view
    event = next((e for e in view.program.events if e.id == target), None)
    if done := items.sessions_of(view).get(target):
        open_session(app, done.id)
        return
    if event is None:
        app.say("That event is not in this program.", "warning")
        return
    where, due = f"{EVENT}:{target}", items.day_of(event.due, journey.anchors(view))
    if due is not None and due > view.today:
        app.push_screen(PlanScreen(app, view, sessions.event_plan(view, event, due), where=where))
    else:
        app.push_screen(LogScreen(view, sessions.attendance(view, event), where=where))


def open_prepare(app: Host, target: str = "") -> None:
    """Prepare a session: the one named, else the next one planned."""
    view = app.view
    if target:
        session = _found(app, target)
    else:
        session = next((s for s in upcoming(view, app.clock.now()) if s.kind == "one_to_one"), None)
        if session is None:
            app.say("No session is planned yet. n plans one.")
    if session is not None:
        app.push_screen(PrepareScreen(app, view, session))


def open_session(app: Host, target: str = "") -> None:
    """Show everything about one session."""
    if _found(app, target) is not None:
        app.push_screen(SessionScreen(target))


def _found(app: Host, session_id: str) -> Session | None:
    session = app.ws.get(Session, session_id)
    if session is None or session.pair_id != app.pair.id:
        app.say("That session is no longer there.", "warning")
        return None
    return session


def _as_held(session: Session, today: date) -> Session:
    """The session as its log takes it: a planned one was held, and one planned for later was held today."""
    if session.status != "planned":
        return session
    on = min(session.on or today.isoformat(), today.isoformat())
    return msgspec.structs.replace(session, status="held", reason="", on=on)
