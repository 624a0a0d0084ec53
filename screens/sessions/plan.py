"""Before a session: when and where it is, what it is for, and what is carried over into its agenda."""

from __future__ import annotations

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import session_rules, sessions
from mentor_tui.mentoring.rhythm import name_of, when_of
from mentor_tui.schema.fields import Value, leaning
from mentor_tui.schema.program_items import LINK, keeping
from mentor_tui.schema.records import Session
from mentor_tui.words.days import first_name, safe_day, short_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..host import Host
from ..shell.record_form import RecordForm
from ..widgets.editors import Changed
from ..widgets.plain import Plain, joined, own
from . import last_time

NEW_PLAN = "plan"
"""The place of a plan that is not saved yet."""
_READ = 1200
"""Letters of an earlier log shown above; its page holds the rest."""


class PlanScreen(RecordForm[Session]):
    """Plans a session; once it is saved, its page is shown, where `i` makes the invitation."""

    ABOUT = (
        "Everything known is filled in: the next day in your rhythm, the time and channel of the last session. Change "
        "what is different and press F2. The page that follows offers an invitation for the calendar. Escape goes "
        "back and keeps your text as a draft."
    )

    def __init__(self, app: Host, view: PairView, session: Session, *, where: str = NEW_PLAN) -> None:
        """Plan that session; one that is not saved yet is written in the place `where`."""
        self._view, self._fitted = view, session
        form = keeping(view.program.form("session"), session.program_item)
        new = app.ws.get(Session, session.id) is None
        super().__init__(
            app,
            session,
            "Plan a session" if new else f"Change the plan of {name_of(view, session)}",
            form=leaning(form, "on", "future" if new else ""),
            view="plan",
            start=msgspec.structs.asdict(session),
            label="session planned" if new else "session changed",
            where=where if new else f"{NEW_PLAN}:{session.id}",
        )

    def on_changed(self, event: Changed) -> None:
        """Have what the program proposes follow the session it is, and the parts in the agenda its length."""
        if event.field_id == LINK:
            self._follow_item()
        if event.field_id in ("minutes", "kind"):
            self._fit()

    def _follow_item(self) -> None:
        """Fill in what another session of the program is for, wherever no words of the person's own stand."""
        item, before = str(self.body_widget.raw()[LINK]), self._as_typed()
        if item == before.program_item:
            return
        self._fitted = after = sessions.as_another(self._view, before, item)
        for name in ("objective", "minutes", "agenda"):
            editor, value = self.body_widget.editor(name), getattr(after, name)
            if editor is not None and value != getattr(before, name):
                editor.put(value, undoable=True)

    def _as_typed(self) -> Session:
        """The session as the fields that a program proposes something for say it now."""
        raw = self.body_widget.raw()
        try:
            minutes = int(str(self.form.field("minutes").check(str(raw["minutes"])) or 0))
        except InputRefused:
            minutes = 0
        return msgspec.structs.replace(
            self._fitted,
            objective=str(raw["objective"]),
            agenda=[line for line in _lines(raw["agenda"]) if line.strip()],
            minutes=minutes,
            kind=str(raw["kind"]),
        )

    def _fit(self) -> None:
        minutes, agenda, typed = self.body_widget.editor("minutes"), self.body_widget.editor("agenda"), self._as_typed()
        if minutes is None or not typed.minutes:  # as it is while another one is typed
            return
        before = msgspec.structs.replace(typed, minutes=self._fitted.minutes)
        self._fitted = session_rules.lasting(self._view, before, typed.minutes)
        if agenda is not None and self._fitted.agenda != typed.agenda:
            agenda.put(self._fitted.agenda, undoable=True)
        minutes.problem(session_rules.word_on_length(self._view, self._fitted))

    def changed(self, now: Session, values: dict[str, Value]) -> Session:
        if not values["on"]:
            raise InputRefused.of({"on": "A plan needs a day; it can be moved later."})
        moved = (values["on"], values["start"]) != (now.on, now.start)
        plan = sessions.of_its_kind(self._view, super().changed(now, values))
        if now.status in ("no_show", "cancelled"):
            plan = msgspec.structs.replace(plan, status="planned", reason="")
        if moved:  # an invitation that names another time has to go out again
            plan = msgspec.structs.replace(plan, invited_on="")
        who = _who_invites(self._view)
        self.done = f"Planned: {when_of(plan, self._view.today)}. {who} u undoes it."
        return plan

    async def saved(self, sentence: str = "") -> None:
        await super().saved("")
        if self.new:  # otherwise its page is open below already
            self.mentor.go(f"session:{self.record.id}")
        if sentence:
            self.mentor.say(sentence, "good")


def _lines(raw: object) -> list[str]:
    """The lines of a field, as its editor has them or as they are stored."""
    return list(raw) if isinstance(raw, list) else str(raw).split("\n")


def _who_invites(view: PairView) -> str:
    inviter = sessions.inviter(view)
    if inviter is None:
        return "Either of you sends the invitation; i makes one."
    if inviter == view.role:
        return "i makes the invitation."
    return f"{first_name(view.pair.partner_name)} sends the invitation; i makes one for your own calendar."


class PrepareScreen(RecordForm[Session]):
    """Objective and agenda of a session, with the last session above to read."""

    HERE = (Command("prepare.carry", "f4", "carry over", "Add open actions and the last objective to the agenda."),)
    ABOUT = (
        "Above is what you took away from the last session. One sentence on what this one should achieve is plenty. "
        "Open actions of both of you are in the agenda already; F4 adds them again. F2 saves."
    )
    DEFAULT_CSS = """
    PrepareScreen #before { height: auto; max-height: 40%; padding: 0 1; margin-bottom: 1; scrollbar-size-vertical: 1; }
    """

    def __init__(self, app: Host, view: PairView, session: Session) -> None:
        theirs = bool(session.agenda) and session.agenda != session_rules.proposed_agenda(view, session)
        filled = session if theirs else sessions.with_agenda(view, session)
        on = safe_day(session.on)
        day = f" of {short_day(on, view.today)}" if on else ""
        self._view = view
        super().__init__(
            app,
            session,
            joined(own("Prepare "), name_of(view, session), day),
            view="prepare",
            start=msgspec.structs.asdict(filled),
            label=f"{name_of(view, session)} prepared",
            where=f"prepare:{session.id}",
            done="Prepared. u undoes it.",
        )

    def body(self) -> ComposeResult:
        yield Plain(self.heading, id="title")
        with VerticalScroll(id="before", can_focus=False):
            before = last_time.lines(self._view, msgspec.structs.replace(self.record, agenda=[]))
            yield Plain(Content("\n").join(before))
        yield from self.the_form()

    def action_carry(self) -> None:
        """Add open actions and the last objective to the agenda."""
        editor = self.body_widget.editor("agenda")
        if editor is None:
            return
        lines = [line for line in str(editor.raw).split("\n") if line.strip()]
        more = sessions.agenda_for(self._view, msgspec.structs.replace(self.record, agenda=lines))
        if not more:
            self.say("Everything open is in the agenda already.")
            return
        editor.put([*lines, *more], undoable=True)
        self.touched()
