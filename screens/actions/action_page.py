"""An action: noted in one line as one says it, or filled in with everything that belongs to it."""

from __future__ import annotations

from typing import Any

import msgspec
from textual.app import ComposeResult
from textual.containers import Vertical

from mentor_tui.mentoring import typed_lines
from mentor_tui.mentoring.rhythm import name_of
from mentor_tui.mentoring.typed_lines import ParsedAction
from mentor_tui.schema.fields import Field, Form, Option, Value
from mentor_tui.schema.records import Action, Record
from mentor_tui.words import text
from mentor_tui.words.days import first_name, safe_day, short_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..host import Host
from ..shell.drafting import Drafting
from ..shell.record_form import RecordForm
from ..widgets.editors import Changed
from ..widgets.fields import FieldEditor
from ..widgets.plain import Plain, own

NEW = "new"
LONG = "long"
_LABEL = 72


def open_action(app: Host, target: str = "") -> None:
    """Open an action: `new` for one line, `long` for a new one with all fields, else the id of one."""
    view = app.view
    if target in ("", NEW):
        app.push_screen(QuickAction(view))
        return
    if target == LONG:
        app.push_screen(ActionForm(app, view, Action(pair_id=view.pair.id, owner=view.role)))
        return
    action = app.ws.get(Action, target)
    if action is None or action.pair_id != view.pair.id:
        app.say("That action is no longer there.", "warning")
        return
    app.push_screen(ActionForm(app, view, action))


class QuickAction(Drafting):
    """One line: who does what by when. It is shown back as it was understood."""

    HERE = (
        Command("quick.save", "enter", "save", "Save the action.", footer=False),
        Command("quick.long", "f3", "all fields", "Fill in goal, session and the rest."),
    )
    ABOUT = (
        "Type it as you would say it: a name or I or both, what, and by when. Bram: sponsor memo by 28/5. I send the "
        "template Friday. Below the line you see how it was understood. Enter saves it; F3 opens all fields."
    )
    DEFAULT_CSS = """
    QuickAction #title { padding: 0 1; background: $raised; height: 1; text-style: bold; }
    QuickAction #box { height: auto; padding: 1 2; }
    QuickAction #understood { color: $quiet; padding-left: 1; min-height: 2; }
    """
    where = f"action:{NEW}"

    def __init__(self, view: PairView) -> None:
        super().__init__()
        self.pair_view = view
        self.draft_record = view.pair.id
        self.names = typed_lines.Names.of(view)
        self.editor = FieldEditor(view.program.form("typed").field("promise"), "", view.role)

    def body(self) -> ComposeResult:
        yield Plain(own("Note an action"), id="title")
        with Vertical(id="box"):
            yield self.editor
            yield Plain("", id="understood")

    def on_mount(self) -> None:
        self.editor.focus_editor()
        self.call_after_refresh(self.offer_draft)

    def typed(self) -> dict[str, Any]:
        return {"promise": str(self.editor.raw)}

    def take_up(self, values: dict[str, Any]) -> None:
        self.editor.put(str(values.get("promise", "")))

    @property
    def dirty(self) -> bool:
        return bool(str(self.editor.raw).strip())

    def draft_title(self) -> str:
        return "an action"

    def _parsed(self) -> list[ParsedAction]:
        return typed_lines.parse_actions(str(self.editor.raw), self.names, self.pair_view.today)

    def on_changed(self, event: Changed) -> None:
        self.touched()
        found = self._parsed()
        self.query_one("#understood", Plain).show(
            typed_lines.describe(found, self.names, self.pair_view.today) if found else ""
        )

    def on_input_submitted(self) -> None:
        self.app.call_later(self.action_save)

    async def action_save(self) -> None:
        """Save the action, and go back."""
        if self._gone:
            return
        found = self._parsed()
        if not found:
            self.editor.problem("Nothing is written yet; Escape goes back.")
            return
        if found[0].doubt:
            self.editor.problem(f"{found[0].doubt}.")
            return
        pair_id = self.pair_view.pair.id
        noted = [Action(pair_id=pair_id, text=p.text, owner=p.owner, due=p.due) for p in found]
        if await self.mentor.store(*noted, label="action noted"):
            understood = typed_lines.describe(found[0], self.names, self.pair_view.today)
            more = " (for both of you)" if len(found) > 1 else ""
            await self.saved(f"Saved: {text.shorten(understood, 80)}{more}. u undoes it.")

    async def action_long(self) -> None:
        """All fields, with what was typed so far; unsaved text that waits there comes first, and this stays a draft."""
        if self.mentor.kept_draft(self.draft_record, f"action:{LONG}")[0]:
            await self.leave()
            self.mentor.go(f"action:{LONG}")
            return
        found = self._parsed()
        action = Action(pair_id=self.pair_view.pair.id, owner=self.pair_view.role)
        look = ""
        if found:
            first = found[0]
            due = "" if first.doubt else first.due
            words = first.source_line if first.doubt else first.text  # what is in doubt stays to be read
            action = msgspec.structs.replace(action, text=words, owner=first.owner, due=due)
            if first.doubt:
                look = f"{first.doubt}. Check who and by when before you save."
            elif len(found) > 1:
                look = "This one is yours; note your partner's next, or press Escape and Enter for both."
                action = msgspec.structs.replace(action, owner=self.pair_view.role)
        self._gone = True
        await self.mentor.drop_draft(self.draft_record, self.where)
        app = self.mentor
        app.pop_screen()
        await app.push_screen(ActionForm(app, app.view, action))
        if look:
            app.say(look, "warning")


# --- All fields -------------------------------------------------------------------------------------------


class ActionForm(RecordForm[Action]):
    """An action with all its fields. What is filled in already for a new one counts as unsaved text."""

    def __init__(self, app: Host, view: PairView, action: Action) -> None:
        new = app.ws.get(Action, action.id) is None
        super().__init__(
            app,
            Action(id=action.id, pair_id=view.pair.id, owner=view.role) if new else action,
            own("Note an action") if new else own("An action"),
            form=_with_names(view, view.program.form("action")),
            view="edit",
            label="action noted" if new else "action changed",
            where=f"action:{LONG}" if new else "",
        )
        if new:
            self.take_up({"text": action.text, "owner": action.owner, "due": action.due})

    def changed(self, now: Action, values: dict[str, Value]) -> Action:
        changed = super().changed(now, values)
        if changed.status == "done" and now.status != "done" and not changed.done_on:
            return msgspec.structs.replace(changed, done_on=self.owner.ws.today().isoformat())
        return changed if changed.status == "done" else msgspec.structs.replace(changed, done_on="")


def _with_names(view: PairView, form: Form) -> Form:
    """The form with people, goals and sessions by name, where the record keeps a role or an id."""
    me, partner = "you", first_name(view.pair.partner_name)
    owners = {view.role: f"{me} ({view.role})", view.pair.partner_role: f"{partner} ({view.pair.partner_role})"}
    goals = [Option(g.id, text.shorten(g.title or g.action, _LABEL) or "goal without a title") for g in view.goals]
    sessions = [
        Option(s.id, text.shorten(f"{name_of(view, s)}{_of(s.on, view)} {s.focus}", _LABEL))
        for s in reversed(view.sessions[-40:])
    ]
    known = {a.session_id for a in view.actions} - {o.id for o in sessions} - {""}
    sessions += [
        Option(s.id, text.shorten(f"session{_of(s.on, view)}", _LABEL)) for s in view.sessions if s.id in known
    ]

    def named(field: Field) -> Field:
        if field.id == "owner":
            options = tuple(Option(o.id, owners.get(o.id, o.label)) for o in field.options)  # type: ignore[call-overload]
            return msgspec.structs.replace(field, options=options)
        if field.id == "goal_id":
            return msgspec.structs.replace(field, kind="choice", options=tuple(goals))
        if field.id == "session_id":
            return msgspec.structs.replace(field, kind="choice", options=tuple(sessions))
        return field

    sections = tuple(msgspec.structs.replace(s, fields=tuple(named(f) for f in s.fields)) for s in form.sections)
    return msgspec.structs.replace(form, sections=sections)


def _of(iso: str, view: PairView) -> str:
    on = safe_day(iso)
    return f", {short_day(on, view.today)}" if on else ""


def ticked(action: Action, today: str) -> Record:
    """The action done, or open again."""
    done = action.status != "done"
    return msgspec.structs.replace(action, status="done" if done else "open", done_on=today if done else "")
