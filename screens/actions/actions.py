"""The actions of the two: open ones first, then what became of the others."""

from __future__ import annotations

import msgspec
from textual.app import ComposeResult

from mentor_tui.mentoring.rhythm import open_actions, who
from mentor_tui.mentoring.typed_dates import due_day
from mentor_tui.schema.records import Action
from mentor_tui.words.days import day, safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.listing import Listing
from ..widgets.dialogs import Ask
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import Column, Lazy, Row, Rows
from .action_page import ticked

_EMPTY = "No actions yet. n notes one in a line, such as: Bram: sponsor memo by 28/5"


class ActionsRoom(Room, Listing[Action]):
    """The actions of both. A target puts the cursor on one."""

    AREA = "actions"
    SHOWS = Action
    NONE = "There is no action in this list. n notes one."
    FILTERS = (("", "all"), ("mine", "yours"), ("partner", "your partner's"))
    HERE = (
        Command("actions.tick", "space", "done", "Tick the action as done, or open it again."),
        Command("actions.new", "n,a", "new", "Note an action in one line."),
        Command("actions.edit", "e,enter", "edit", "Change this action."),
        Command("actions.move", "m", "move", "Give it a new day."),
        Command("actions.drop", "d", "drop", "Drop it, with a word of why."),
        Command("actions.delete", "x", "delete", "Delete it; u brings it back."),
        Command("actions.filter", "f", "filter", "All, yours, or your partner's.", footer=False),
    )
    ABOUT = (
        "Actions of both of you, soonest first; done and dropped ones stand below. Space ticks one. A day that passed "
        "is said once, as late: do it, move it with m, or drop it with d."
    )
    DEFAULT_CSS = """
    ActionsRoom #sum { height: auto; margin-bottom: 1; }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self._target = target

    def body(self) -> ComposeResult:
        yield Plain("", id="sum")
        yield Rows(
            (Column("", 3), Column("Who", 9), Column("What"), Column("By", 18), Column("Result", 24, wide_only=True)),
            empty=_EMPTY,
            id="list",
        )

    def load(self, view: PairView) -> None:
        waiting = open_actions(view.actions)
        past = [a for a in view.actions if a.status != "open"]
        past.sort(key=lambda a: a.done_on or a.changed, reverse=True)
        shown = [a for a in (*waiting, *past) if self._shown(a, view)]
        rows = self.rows
        rows.empty = _EMPTY if not view.actions else "None of these. f shows the others."
        rows.fill(Lazy(shown, lambda a: a.id, lambda a: _row(view, a)), self._target)
        self._target = ""
        late = sum(1 for a in waiting if a.due and a.due < view.today.isoformat())
        done = sum(1 for a in past if a.status == "done")
        words = f"{len(waiting)} open" + (f", {late} late" if late else "") + f", {done} done"
        only = f"   shown: {dict(self.FILTERS)[self.filtered]}" if self.filtered else ""
        self.query_one("#sum", Plain).show(joined(words if view.actions else "", (only, "$next")))

    def _shown(self, action: Action, view: PairView) -> bool:
        return not self.filtered or (action.owner == view.role) == (self.filtered == "mine")

    async def action_tick(self) -> None:
        """Tick it as done, or open it again."""
        action = self.pick()
        if action is not None:
            now_done = action.status != "done"
            await self.store(ticked(action, self.view.today.isoformat()), label="done" if now_done else "open again")

    def action_new(self) -> None:
        """Note an action in one line."""
        self.mentor.go("action:new")

    def action_move(self) -> None:
        """Give it a new day."""
        action = self.pick()
        if action is None:
            return
        if action.status != "open":
            words = "is done" if action.status == "done" else "was dropped"
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
        """Drop it, with a word of why."""
        action = self.pick()
        if action is not None:
            self.mentor.go(f"let-go:{action.id}")

    async def action_delete(self) -> None:
        """Delete it."""
        action = self.pick()
        if action is not None:
            await self.store(delete=[action], label="action deleted")


def _row(view: PairView, action: Action) -> Row:
    due, done = safe_day(action.due), safe_day(action.done_on)
    late = action.status == "open" and due is not None and due < view.today
    if action.status == "open":
        by = (day(due, view.today) if due else "no day") + (", late" if late else "")
    elif action.status == "done":
        by = f"done {day(done, view.today)}" if done else "done"
    else:
        by = "dropped"
    return Row(
        action.id,
        (
            {"open": "[ ]", "done": "[x]"}.get(action.status, " - "),
            who(view, action.owner),
            action.text,
            by,
            action.result,
        ),
        "late" if late else "" if action.status == "open" else "quiet",
    )
