"""The actions of the two: open ones first, then what became of the others."""

from __future__ import annotations

import msgspec
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from mentor_tui.mentoring.rhythm import name_of, open_actions, who
from mentor_tui.mentoring.understood import due_day
from mentor_tui.schema.records import Action
from mentor_tui.words import text
from mentor_tui.words.days import ago, day, safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.listing import Listing
from ..widgets.dialogs import Ask
from ..widgets.drawing import word_of
from ..widgets.panel import Panel
from ..widgets.plain import joined, own
from ..widgets.reading_pane import ReadingPane, fact, heading
from ..widgets.rows import Column, Lazy, Row, Rows
from .action_page import ticked

_KEYS = ("actions.tick", "actions.new", "actions.move")
_EMPTY = "No actions yet. n notes one in a line, such as: Bram: sponsor memo by 28/5"


class ActionsRoom(Room, Listing[Action]):
    """The actions of both. A target puts the cursor on one."""

    AREA = "actions"
    SHOWS = Action
    NONE = "There is no action in this list. n notes one."
    FILTERS = (("", "all"), ("mine", "yours"), ("partner", "your partner's"))
    HERE = (
        Command("actions.tick", "space", "done", "Tick the action as done, or open it again."),
        Command("actions.new", "n,a", "new", "Note an action in one line.", also="task, to-do, follow up"),
        Command("actions.edit", "e,enter", "edit", "Change this action.", also="rename"),
        Command("actions.move", "m", "move", "Give it a new day.", also="postpone, new date"),
        Command("actions.drop", "d", "cancel", "Cancel it, with a reason if you like."),
        Command("actions.delete", "x", "delete", "Delete it; u brings it back."),
        Command("actions.filter", "f", "filter", "All, yours, or your partner's.", footer=False),
    )
    ABOUT = (
        "Actions of both of you, soonest first; done and cancelled ones stand below. Space ticks one. A day that "
        "passed is said once, as late: do it, move it with m, or cancel it with d."
    )

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self._target = target
        self._known: set[str] = set()

    def body(self) -> ComposeResult:
        with Container(classes="split"):
            with Panel(own("Actions"), keys=_KEYS, id="panel", classes="list"):
                yield Rows(
                    (Column("", 1, shows="sign"), Column("", 9), Column(""), Column("", 18, right=True)),
                    empty=_EMPTY,
                    id="list",
                )
            yield ReadingPane(keys=("actions.edit", "actions.drop"), id="look")

    def load(self, view: PairView) -> None:
        waiting = open_actions(view.actions)
        past = [a for a in view.actions if a.status != "open"]
        past.sort(key=lambda a: a.done_on or a.changed, reverse=True)
        shown = [a for a in (*waiting, *past) if self._shown(a, view)]
        rows = self.rows
        rows.empty = _EMPTY if not view.actions else "None of these. f shows the others."
        # What was just noted is what the next key is about.
        noted = [a.id for a in shown if self._known and a.id not in self._known]
        self._known = {a.id for a in view.actions}
        rows.fill(Lazy(shown, lambda a: a.id, lambda a: _row(view, a)), self._target or next(iter(noted), ""))
        self._target = ""
        late = sum(1 for a in waiting if a.due and a.due < view.today.isoformat())
        done = sum(1 for a in past if a.status == "done")
        words = f"{len(waiting)} open" + (f", {late} late" if late else "") + f", {done} done"
        only = f"   shown: {dict(self.FILTERS)[self.filtered]}" if self.filtered else ""
        told = joined(own("Actions"), f"   {words}" if view.actions else "", only)
        self.query_one("#panel", Panel).entitle(told)
        self._look()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._look()

    def _look(self) -> None:
        action = self.chosen
        pane = self.query_one("#look", ReadingPane)
        pane.display = action is not None
        if action is not None:
            pane.show(who(self.view, action.owner), _lines(self.view, action))

    def _shown(self, action: Action, view: PairView) -> bool:
        return not self.filtered or (action.owner == view.role) == (self.filtered == "mine")

    async def action_tick(self) -> None:
        """Tick it as done, or open it again."""
        action = self.pick()
        if action is not None:
            now_done = action.status != "done"
            label = "done" if now_done else "open again"
            if await self.store(ticked(action, self.view.today.isoformat()), label=label):
                self.say(f"Saved: {text.shorten(action.text, 50)}, {label}. u undoes it.", "good")

    def action_new(self) -> None:
        """Note an action in one line."""
        self.mentor.go("action:new")

    def action_move(self) -> None:
        """Give it a new day."""
        action = self.pick()
        if action is None:
            return
        if action.status != "open":
            words = "is done" if action.status == "done" else "was cancelled"
            self.say(f"This action {words}, so its day stays. Space opens it again; then m moves it.")
            return
        on = safe_day(action.due)
        detail = "A day such as Friday, in 2 weeks, 28/5 or 2026-05-28. Empty: no day."
        now = day(on, self.view.today) if on else ""
        self.app.push_screen(Ask(own("By when?"), detail=detail, value=now), lambda typed: self._move(action, typed))

    async def _move(self, action: Action, typed: str | None) -> None:
        if typed is None:
            return
        try:
            on = due_day(typed, self.view.today) if typed.strip() else None
        except ValueError as reason:
            self.say(f"{reason}. The action stays as it was; m asks again.", "warning")
            return
        due = on.isoformat() if on else ""
        label = f"moved to {day(on, self.view.today)}" if on else "without a day"
        moved = msgspec.structs.replace(self.ws.get(Action, action.id) or action, due=due, status="open", done_on="")
        await self.store(moved, label=label)

    def action_drop(self) -> None:
        """Cancel it, with a reason if one likes."""
        action = self.pick()
        if action is not None:
            self.mentor.go(f"let-go:{action.id}")

    async def action_delete(self) -> None:
        """Delete it."""
        action = self.pick()
        if action is not None:
            await self.store(delete=[action], label="action deleted")


def _state(view: PairView, action: Action) -> str:
    due = safe_day(action.due)
    if action.status == "open":
        return "late" if due is not None and due < view.today else "open"
    return "done" if action.status == "done" else "cancelled"


def _by(view: PairView, action: Action) -> str:
    """The day of an action in words, or what became of it."""
    state, due, done = _state(view, action), safe_day(action.due), safe_day(action.done_on)
    if state == "done":
        return f"done {day(done, view.today)}" if done else "done"
    if state == "cancelled":
        return "cancelled"
    return (day(due, view.today) if due else "no day") + (", late" if state == "late" else "")


def _row(view: PairView, action: Action) -> Row:
    state = _state(view, action)
    mark = {"late": "late", "open": ""}.get(state, "quiet")
    return Row(action.id, (state, who(view, action.owner), action.text, _by(view, action)), mark)


def _lines(view: PairView, action: Action) -> list[Content]:
    """An action as one reads it: what, its state and day, where it comes from, what came of it."""
    state, due = _state(view, action), safe_day(action.due)
    lines = [joined((action.text, "bold")), joined(""), fact(own("state"), word_of(state))]
    if due is not None:
        far = f", {ago(due, view.today)}" if abs((due - view.today).days) > 1 and state in ("open", "late") else ""
        lines.append(fact(own("by when"), day(due, view.today) + far, "$late" if state == "late" else ""))
    if state == "done":
        lines.append(fact(own("done"), _by(view, action).removeprefix("done ")))
    goal = next((g for g in view.goals if g.id == action.goal_id), None)
    if goal is not None:
        lines.append(fact(own("goal"), goal.title or goal.action))
    session = next((s for s in view.sessions if s.id == action.session_id), None)
    if session is not None:
        on = safe_day(session.on)
        lines.append(fact(own("agreed in"), f"{name_of(view, session)}, {day(on, view.today) if on else session.on}"))
    if action.result:
        lines += [heading(own("What came of it")), joined(action.result)]
    return lines
