"""The program's own forms, filled in place: preparation, checklists, mid-point, closing; and the learning log."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult

from mentor_tui.errors import MentorError
from mentor_tui.mentoring.rhythm import name_of
from mentor_tui.schema.catalogue import no_longer_asked, said_in
from mentor_tui.schema.fields import Form, filled
from mentor_tui.schema.records import LearningLog, Session, Worksheet
from mentor_tui.words.days import safe_day, short_day

from ..documents.documents import PreviewScreen
from ..host import Host
from ..shell.record_form import R, RecordForm
from ..widgets.editors import Changed, Prose
from ..widgets.plain import Plain, joined, own

LEARNING_LOG = "learning-log"


class WorksheetScreen(RecordForm[R]):
    """A form of the program, with how far it is in the title line."""

    ABOUT = (
        "Answer the questions that help you and skip the rest; nobody counts. Space ticks a box, up and down go from "
        "line to line, Tab goes to the next field. The word on the right says who may see it. F2 saves; "
        "Escape goes back and keeps your text as a draft."
    )

    def body(self) -> ComposeResult:
        gone = no_longer_asked(self.record, self.form)
        self.body_widget.former = "\n\n".join(f"{said.label}\n{said.words}" for said in gone)
        yield from super().body()

    def show_progress(self) -> None:
        """Show how far it is, beside the title."""
        values = self.body_widget.raw()
        words = progress(self.body_widget.form, values)
        self.query_one("#title", Plain).show(joined(self.heading, (f"   {words}", "$quiet")))

    def on_mount(self) -> None:
        self.show_progress()

    def take_up(self, values: dict[str, Any]) -> None:
        super().take_up(values)
        self.call_after_refresh(self.show_progress)

    def on_changed(self, event: Changed) -> None:
        super().on_changed(event)
        self.show_progress()


def progress(form: Form, values: dict[str, object]) -> str:
    """`7 of 21 ticked` for a checklist, `3 of 8 answered` for questions; only the fields in `values` count."""
    shown = [f for f in form.fields() if f.id in values]
    ticks = [f for f in shown if f.kind == "tick"]
    if len(ticks) * 2 > len(shown):
        return f"{sum(bool(values[f.id]) for f in ticks)} of {len(ticks)} ticked"
    return f"{sum(filled(values[f.id]) for f in shown)} of {len(shown)} answered"


class SheetScreen(WorksheetScreen[Worksheet]):
    """A worksheet. There is one of each form in a pair, whoever stored it first."""

    def now(self) -> Worksheet | None:
        return self.owner.view.worksheets.get(self.record.form)


class LogScreen(WorksheetScreen[LearningLog]):
    """The learning log of a session: one each."""

    def now(self) -> LearningLog | None:
        return self.owner.view.logs.get(self.record.session_id)


class FormerAnswers(PreviewScreen):
    """The answers to a form that the pair's program does not have, or no longer has: to read."""

    ABOUT = (
        "Your program does not ask this, or no longer does. What you wrote is kept; only your own documents contain it."
    )

    def __init__(self, sheet: Worksheet) -> None:
        told = "\n\n".join(f"{said.label}\n{said.words}" for said in said_in(sheet))
        super().__init__(sheet.form, told, sheet.form)

    def body(self) -> ComposeResult:
        yield Plain(joined(self.named, own(": kept, no longer asked")), id="page-title")
        page = Prose(self.words, id="page")
        page.read_only = True
        yield page


def open_form(app: Host, target: str) -> None:
    """Open one of the program's forms for the open pair: `closure`, or `closure/thanks` to stand on that field."""
    form_id, _, at = target.partition("/")
    if form_id == LEARNING_LOG:
        open_learning_log(app, "")
        return
    view = app.view
    written = view.worksheets.get(form_id)
    try:
        form = view.program.form(form_id)
    except MentorError as error:
        if written is None:
            app.say(str(error), "warning")
        else:
            app.push_screen(FormerAnswers(written))
        return
    if form.record != "worksheet":
        app.say("That form belongs to a record; open it from its own place.", "warning")
        return
    if view.role not in form.roles and form_id not in view.worksheets:
        app.say(f"{form.title} is a form for the {view.program.role_names.get(view.pair.partner_role, 'other')}.")
        return
    name = form.title.lower()
    app.push_screen(
        SheetScreen(
            app,
            view.worksheets.get(form_id) or Worksheet(pair_id=view.pair.id, form=form_id),
            own(form.title),
            label=name,
            where=f"form:{form_id}",
            draft_record=view.pair.id,
            done=f"Saved: {name}. u undoes it.",
            at=at,
        )
    )


def open_learning_log(app: Host, session_id: str) -> None:
    """Open my learning log of a session; of the latest session when none is named."""
    view = app.view
    if LEARNING_LOG not in view.program.forms:
        app.say(f"{view.program.name} has no learning log.")
        return
    held = [s for s in view.sessions if s.id == session_id] if session_id else view.met[-1:]
    if not held:
        app.say("There is no session to look back on yet. It opens once one is logged.", "warning")
        return
    session: Session = held[-1]
    on = safe_day(session.on)
    day = f" of {short_day(on, view.today)}" if on else ""
    form = view.program.form(LEARNING_LOG)
    app.push_screen(
        LogScreen(
            app,
            view.logs.get(session.id) or LearningLog(pair_id=view.pair.id, session_id=session.id),
            joined(own(form.title), ": ", name_of(view, session), day),
            label="learning log",
            where=f"learning-log:{session.id}",
            draft_record=session.id,
            done="Saved: learning log. u undoes it.",
        )
    )
