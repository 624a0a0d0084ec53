"""Reasons for letting go, setting aside or not taking place: a line that comes back when the app locks meanwhile.

Each is a place of its own (`let-go:<action>`, `set-aside:<step>`, `no-show:<session>`, `cancelled:<session>`), laid
over the present screen.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.mentoring import journey, sessions
from mentor_tui.mentoring.rhythm import name_of
from mentor_tui.schema.program_items import step_title
from mentor_tui.schema.records import Action, Session
from mentor_tui.words import text

from ..host import Again, Host
from ..sessions.deeds import refresh
from ..widgets.dialogs import Ask

if TYPE_CHECKING:
    from mentor_tui.schema.records import Record


_TITLE = 40


def open_let_go(app: Host, target: str) -> None:
    """Drop an action."""
    action = app.ws.get(Action, target)
    if action is None:
        app.say("That action is no longer there.", "warning")
        return

    def change(why: str) -> Record:
        now = app.ws.get(Action, target) or action
        return msgspec.structs.replace(now, status="dropped", result=why, done_on="")

    _ask(
        app,
        "Cancel this action?",
        f"{text.shorten(action.text, 200)}\nReason (optional).",
        action.result,
        f"let-go:{target}",
        lambda why, again: app.store(change(why), label="action cancelled", again=again),
        "Saved: action cancelled. u undoes it.",
    )


def open_set_aside(app: Host, target: str) -> None:
    """Set a step of the journey aside."""
    title = step_title(app.view.program, target)
    if not title:
        app.say("That step is not in this program.", "warning")
        return
    field = app.view.program.form("mark").field("reason")
    title = text.shorten(title, _TITLE)
    _ask(
        app,
        f"Skip: {title}. {field.label}?",
        field.help,
        "",
        f"set-aside:{target}",
        lambda why, again: app.store(
            journey.mark(app.view, target, "dropped", reason=why), label=f"{title}: skipped", again=again
        ),
        f"Saved: {title}: skipped. u undoes it.",
    )


def open_no_show(app: Host, target: str) -> None:
    """A session to which somebody did not come."""
    _fell_through(app, target, "no-show", "a no-show", sessions.no_show)


def open_cancelled(app: Host, target: str) -> None:
    """A session that was cancelled."""
    _fell_through(app, target, "cancelled", "cancelled", sessions.cancel)


def _fell_through(
    app: Host, session_id: str, place: str, words: str, change: Callable[[Session, str], Session]
) -> None:
    session = app.ws.get(Session, session_id)
    if session is None:
        app.say("That session is no longer there.", "warning")
        return
    name = name_of(app.view, session)
    _ask(
        app,
        f"{name[:1].upper()}{name[1:]} was {words}. Why?",
        "Reason (optional). The session is kept but does not count.",
        session.reason,
        f"{place}:{session_id}",
        lambda why, again: app.store(
            change(app.ws.get(Session, session_id) or session, why), label=f"{name} {words}", again=again
        ),
        f"Noted: {name} was {words}. u undoes it, m gives it a new day."
        + (" i makes the cancellation for the calendars." if session.invited_on and place == "cancelled" else ""),
    )


def _ask(
    app: Host,
    question: str,
    detail: str,
    value: str,
    where: str,
    save: Callable[[str, Again], Awaitable[bool]],
    done: str,
) -> None:
    asked = Ask(question, detail=detail, value=value, where=where, draft_record=where.partition(":")[2])

    async def answered(why: str | None) -> None:
        if why is not None and not await save(why, lambda: answered(why)):
            if app.is_open:  # it was said why not; the words wait under the same key
                asked.keep(app, why)
            return
        await app.drop_draft(asked.draft_record, where)
        if why is not None and app.is_open:
            refresh(app)
            app.say(done, "good")

    app.push_screen(asked, answered)
