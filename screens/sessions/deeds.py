"""Work on a session from its page and from the list: invite, move, let it fall through, delete."""

from __future__ import annotations

import functools
from pathlib import Path

import msgspec

from mentor_tui import documents
from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import sessions
from mentor_tui.mentoring.rhythm import name_of, when_of
from mentor_tui.schema.records import LearningLog, Record, Session
from mentor_tui.words.days import first_name

from ..documents.writing import NO_PATH, may_be_written, suggested_path, typed_path, written
from ..host import Again, Host
from ..shell.base import Fresh
from ..shell.beside import beside
from ..widgets.dialogs import Ask
from ..widgets.plain import joined, own

INVITATION = "invitation"


def _addresses_missing(mine: str, theirs: str, partner: str) -> str:
    """The e-mail addresses that an invitation still needs, and where they are said; empty when both are known."""
    wanted = [(mine, "your e-mail address (Settings, You)"), (theirs, f"that of {partner} (Your pairs)")]
    missing = [words for known, words in wanted if "@" not in known]
    return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} known" if missing else ""


def invite(app: Host, session: Session) -> None:
    """Write the invitation to a path that the person confirms, and note that it was made."""
    view = app.view
    try:
        data = documents.invitation(view, session, app.clock.now())
    except InputRefused as error:
        app.say(str(error), "warning")
        return
    off = session.status in ("cancelled", "no_show")
    what = "cancellation" if off else INVITATION
    partner = first_name(view.pair.partner_name)
    mine = sessions.inviter(view) in (None, view.role)  # where nothing says who invites, either of the two may
    detail = f"A calendar file for {when_of(session, view.today)}, with objective, agenda and open actions. " + (
        "You mail it yourself." if mine else f"As agreed, {partner} invites; this one is for your own calendar."
    )
    if off:
        detail = f"A cancellation of {when_of(session, view.today)}, for the calendars that have its invitation."
    elif mine and (missing := _addresses_missing(view.profile.email, view.pair.partner_email, partner)):
        detail += f" It is one that can be answered once {missing}."
    suggested = suggested_path(documents.suggested_name(view, what, "ics"))

    async def write(place: Path) -> None:
        there = place.is_file() and not place.is_symlink()
        if not await may_be_written(app, place, there=there):
            return
        workspace = app.ws

        def note(_: Path) -> object:
            documents.register(workspace, view.pair, INVITATION, "ics", partner, data)
            now = workspace.get(Session, session.id) or session
            return workspace.save(sessions.invited(now, view.today), label="invitation made")

        done = await written(app, lambda: documents.write(place, data, overwrite=there), note)
        if done is None:
            return
        refresh(app)
        words = f"Written: {done[0]}." + (f" Attach it to a mail to {partner}." if mine else "")
        if done[1]:
            app.say(words, "good")
        else:
            app.say(f"{words} It could not be noted in the vault, which was not saved.", "warning")

    def go_on(typed: str | None) -> None:
        if not typed or not typed.strip():
            return
        place = typed_path(typed)
        if place is None:
            app.say(NO_PATH, "warning")
        else:
            beside(app.screen, functools.partial(write, place), group="invitation")

    app.push_screen(
        Ask(
            joined(own("Where should the "), what, own(" go?")),
            detail=detail,
            value=suggested,
            enter="writes it",
        ),
        go_on,
    )


async def delete(app: Host, session: Session, again: Again | None = None) -> bool:
    """Delete the session with its learning log; actions made in it stay. `again` asks for it once more."""
    view = app.view
    log = view.logs.get(session.id)
    gone: list[Record] = [session, *([log] if isinstance(log, LearningLog) else [])]
    kept = [msgspec.structs.replace(a, session_id="") for a in view.actions if a.session_id == session.id]
    name = name_of(view, session)
    if not await app.store(*kept, delete=gone, label=f"{name} deleted", again=again):
        return False
    with_log = " with its learning log" if len(gone) > 1 else ""
    app.say(f"Deleted: {name}{with_log}. u brings it back.", "good")
    return True


def refresh(app: Host) -> None:
    """Let the present screen show what changed."""
    if isinstance(app.screen, Fresh):
        app.call_after_refresh(app.screen.show_news)
