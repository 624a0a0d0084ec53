"""One session to read: everything that was planned, said, promised and thought about it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from mentor_tui import claims, pdu
from mentor_tui.mentoring import items
from mentor_tui.mentoring.rhythm import name_of, who
from mentor_tui.schema.fields import Field, Role, filled
from mentor_tui.schema.records import Claim, Session
from mentor_tui.words import text
from mentor_tui.words.days import day, safe_day, short_day
from mentor_tui.workspace import PairView, Workspace

from ..commands import Command
from ..shell.base import Fresh, Page
from ..widgets.dialogs import Choose
from ..widgets.drawing import word_of
from ..widgets.plain import Plain, joined, own
from .deeds import delete, invite

_WHOLE = 20_000
"""Longer texts are shown in part here; the editor holds all of it."""
_PROSE = ("objective", "agenda", "focus", "outcome", "takeaways", "private_notes", "reason")
_FACTS = ("channel", "place", "zone")


class SessionScreen(Fresh, Page):
    """Everything about one session."""

    HERE = (
        Command("session.edit", "e,enter", "edit", "Write or change what was said in this session."),
        Command("session.prepare", "p", "prepare", "Objective and agenda."),
        Command("session.learning", "g", "learning log", "Your own reflection on this session."),
        Command("session.forms", "f", "forms", "The forms of the program that you have at hand in it."),
        Command("session.move", "m", "move", "Change day, time or place.", also="reschedule, postpone"),
        Command("session.invite", "i", "invite", "Make a calendar invitation."),
        Command(
            "session.no_show",
            "s",
            "no-show",
            "One of you did not come.",
            footer=False,
            also="missed, absent, nobody came",
        ),
        Command(
            "session.cancel",
            "c",
            "cancel",
            "It was cancelled.",
            footer=False,
            also="cancel a session, called off, did not happen",
        ),
        Command("session.delete", "x", "delete", "Delete this session; u brings it back."),
        Command("session.undo", "u,ctrl+z", "undo", "Undo the last change.", footer=False),
        Command("session.back", "escape", "back", "Back to where you came from."),
    )
    ABOUT = (
        "Everything about one session. The word after each heading says who may see it. A session that "
        "fell through is kept with the reason, but does not count: s for a no-show, c for cancelled, m gives "
        "it a new day."
    )
    DEFAULT_CSS = """
    SessionScreen #title { height: 1; padding: 0 1; background: $raised; }
    SessionScreen #page { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    """

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self.session_id = session_id

    def body(self) -> ComposeResult:
        yield Plain("", id="title")
        with VerticalScroll(id="page"):
            yield Plain("", id="all")

    @property
    def session(self) -> Session | None:
        """The session as it stands now; None once it is gone."""
        return self.ws.get(Session, self.session_id)

    def on_mount(self) -> None:
        self.query_one("#page").focus()

    def reload(self) -> None:
        """Read the records again and show them; a session that is gone closes its page."""
        if not self.mentor.is_open:
            return
        session = self.session
        if session is None:
            if self.is_current:
                self.app.call_later(self.app.pop_screen)
            return
        view = self.mentor.view
        name = heading_of(view, session)
        on = safe_day(session.on)
        when = f"{day(on, view.today) if on else 'no day yet'} {session.start}".strip()
        status = view.program.form("session").field("status").show(session.status)
        late = session.status == "planned" and session.on < view.today.isoformat()
        self.query_one("#title", Plain).show(
            joined((f"{name[:1].upper()}{name[1:]}", "bold"), f"   {when}   {_minutes(session)}   {status}")
            if not late
            else joined((f"{name[:1].upper()}{name[1:]}", "bold"), f"   {when}   ", ("late: e logs it", "bold $late"))
        )
        self.query_one("#all", Plain).show(
            Content("\n").join(page_lines(view, session, claim_words(self.ws, self.session_id)))
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The learning log is offered where the program has one, and forms where they are at hand."""
        if action == "forms" and self.mentor.has_pair:
            return self.session is not None and bool(items.forms_at_hand(self.mentor.view, self.session))
        if action == "learning" and self.mentor.has_pair:
            return "learning-log" in self.mentor.view.program.forms
        return super().check_action(action, parameters)

    # --- Keys --------------------------------------------------------------------------------------------------

    def _go(self, place: str) -> None:
        self.mentor.go(f"{place}:{self.session_id}")

    def action_edit(self) -> None:
        """Write or change the log."""
        self._go("log")

    def action_prepare(self) -> None:
        """Objective and agenda."""
        self._go("prepare")

    def action_learning(self) -> None:
        """The learning log."""
        self._go("learning-log")

    def action_forms(self) -> None:
        """Open the form that is at hand, or choose one of them."""
        if self.session is None:
            return
        view = self.mentor.view
        forms = items.forms_at_hand(view, self.session)
        if len(forms) == 1:
            self.mentor.go(f"form:{forms[0]}")
        elif forms:
            choices = [(name, view.program.form(name).title) for name in forms]
            self.app.push_screen(Choose("At hand in this session", choices), self._open_form)

    def _open_form(self, form_id: str | None) -> None:
        if form_id:
            self.mentor.go(f"form:{form_id}")

    def action_move(self) -> None:
        """Change day, time or place."""
        self._go("plan")

    def action_invite(self) -> None:
        """Make a calendar invitation."""
        if self.session is not None:
            invite(self.mentor, self.session)

    def action_no_show(self) -> None:
        """One of the two did not come."""
        if self.session is not None:
            self._go("no-show")

    def action_cancel(self) -> None:
        """It was cancelled."""
        if self.session is not None:
            self._go("cancelled")

    async def action_delete(self) -> None:
        """Delete it; undo brings it back."""
        session = self.session
        if session is not None and await delete(self.mentor, session, again=self.action_delete):
            self.app.pop_screen()

    async def action_undo(self) -> None:
        """Take back the last change."""
        label = await self.mentor.step_back()
        if label is None:
            return
        self.reload()
        self.mentor.say(f"Undone: {label}." if label else "There is nothing to undo.")


def claim_words(workspace: Workspace, session_id: str) -> str:
    """The claim in which a session stands, in words; empty for none."""
    claim = claims.of_session(workspace, session_id) if workspace.table(Claim) else None
    if claim is None:
        return ""
    day = claims.day_of(claim, claim.state)
    return f"In a claim of {pdu.in_words(claim.quarters)}, {claims.WORDS[claim.state]} {day}. 7, then c shows it."


def _minutes(session: Session) -> str:
    return f"{session.minutes} min" if session.minutes else "no minutes yet"


def heading_of(view: PairView, session: Session) -> str:
    """`session 7`, or the title of what the program planned where that begins with it: `Session 1: first steps`."""
    name, item = name_of(view, session), items.item_of(view, session)
    return item.title if item and item.title.lower().startswith(f"{name.lower()}:") else name


def page_lines(view: PairView, session: Session, claim: str = "") -> list[Content]:
    """All about one session, as lines to read; `claim` says in which claim it stands."""
    form = view.program.form("session")
    kind = form.field("kind").show(session.kind)
    item = items.item_of(view, session)
    heading = heading_of(view, session).lower()
    facts = [  # what the heading above says is not said again
        item.title if item and item.title.lower() != heading else "",
        kind if kind != heading else "",
        "paid" if session.paid else "unpaid",
        *(text.shorten(getattr(session, f), 60) for f in _FACTS),
    ]
    invited = safe_day(session.invited_on)
    if invited:
        facts.append(f"invitation made {short_day(invited, view.today)}")
    line = next(line for line in view.lines if line.session.id == session.id)
    lines = [joined(("   ".join(f for f in facts if f), "$quiet")), joined(f"{_counts(line)} {claim}".rstrip())]
    if forms := items.forms_at_hand(view, session):
        titles = ", ".join(view.program.form(name).title for name in forms)
        lines.append(joined(own("At hand: "), titles, own(". f opens them." if len(forms) > 1 else ". f opens it.")))
    written = len(lines)
    for field_id in _PROSE:
        field = form.field(field_id)
        lines += _section(session.role_for(view.role), field, getattr(session, field_id))
    if line.role == "mentee":
        lines += _sides(line)
    lines += _actions(view, session)
    lines += _learning_log(view, session)
    if len(lines) == written and session.status not in ("planned", "held"):
        lines += [joined(""), joined(("Kept for the record. m gives it a new day, e logs it after all.", "$quiet"))]
    elif len(lines) == written:
        lines += [joined(""), joined(("Nothing is written about it yet. p prepares it, e logs it.", "$quiet"))]
    return lines


def _counts(line: pdu.Line) -> str:
    if line.session.status == "planned":
        return "Still to come: it counts once it is logged."
    if line.reason:
        return f"No PDU for this one. {line.reason}"
    return f"Counts as {pdu.show(line.quarters)} PDU."


def _section(role: Role, field: Field, value: object) -> list[Content]:
    if not filled(value):
        return []
    words = field.show(value)  # type: ignore[arg-type]
    if len(words) > _WHOLE:
        words = words[:_WHOLE].rstrip() + " … (shown in part; e opens all of it)"
    heading = joined(own(field.label, "bold"), own("   "), word_of(field.seen_by(role)))
    return [joined(""), heading, joined(words.strip("\n"))]


def _sides(line: pdu.Line) -> list[Content]:
    shown = [f"{name} {pdu.show(q)}" for name, q in zip(pdu.SIDES, line.triangle, strict=True) if q]
    return [joined((", ".join(shown), "$quiet"))] if shown else []


def _actions(view: PairView, session: Session) -> list[Content]:
    made = [a for a in view.actions if a.session_id == session.id]
    if not made:
        return []
    lines = [joined(""), own("Actions agreed", "bold")]
    for action in made:
        due = safe_day(action.due)
        by = ""
        if due and action.status == "open":
            by = f", by {day(due, view.today)}" + (", late" if due < view.today else "")
        state = "" if action.status == "open" else f"  ({'done' if action.status == 'done' else 'dropped'})"
        lines.append(joined(f"{who(view, action.owner)}: {text.shorten(action.text, 200)}{by}", (state, "$quiet")))
    return lines


def _learning_log(view: PairView, session: Session) -> list[Content]:
    log = view.logs.get(session.id)
    if log is None or "learning-log" not in view.program.forms:
        return []
    lines: list[Content] = []
    form = view.program.form("learning-log")
    for field in form.fields(view.role):
        lines += _section(view.role, field, log.answers.get(field.id, ""))
    if lines:
        lines = [joined(""), own(form.title, "bold underline"), *lines]
    return lines
