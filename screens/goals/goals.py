"""Goals: the list, and what the goal under the cursor is about."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from mentor_tui.mentoring import goals as rules
from mentor_tui.schema.records import Goal
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.listing import Listing
from ..widgets.plain import Plain, joined
from ..widgets.reading import fields_lines, page, plain_day
from ..widgets.rows import Column, Row, Rows
from .goal_forms import find_goal, name_of, remarks, smart_line
from .goal_page import late


class GoalsRoom(Room, Listing[Goal]):
    """All goals of the pair; a target puts the cursor on that goal."""

    AREA = "goals"
    SHOWS = Goal
    NONE = "No goal yet. n writes one."
    HERE = (
        Command("goals.open", "enter", "open", "Open the goal: progress, steps, reviews."),
        Command("goals.new", "n", "new goal", "Write a goal; a title is enough to start.", also="objective, target"),
        Command("goals.edit", "e", "edit", "Change the goal under the cursor.", also="rename"),
        Command("goals.progress", "p", "progress", "Note what moved, with a percentage.", also="percent, update"),
        Command("goals.delete", "x", "delete", "Delete the goal under the cursor; u brings it back."),
    )
    ABOUT = (
        "Goals of the mentee. Enter opens one: there you note progress, tick steps and write "
        "the review half-way and at the end. The worksheet asks for what, result, measure and day, and says which of "
        "the SMART parts is still open; you may leave any of them open."
    )
    DEFAULT_CSS = """
    GoalsRoom #goals { height: 1fr; }
    GoalsRoom #count { height: auto; color: $quiet; }
    GoalsRoom #look { height: 10; border-top: solid $line; scrollbar-size-vertical: 1; }
    GoalsRoom.-tall #look { height: 16; }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self._target = target

    def body(self) -> ComposeResult:
        yield Plain("", id="count")
        yield Rows(
            (
                Column("Goal"),
                Column("Status", 14),
                Column("Progress", 14),
                Column("By when", 11),
            ),
            empty="No goals yet. n writes the first one: a title is enough, the two of you sharpen it later.",
            id="goals",
        )
        with VerticalScroll(id="look", can_focus=False):
            yield Plain("", id="look-text")

    def load(self, view: PairView) -> None:
        goals = self.rows
        target = self._target if not goals.rows else ""
        closed = [g for g in view.goals if g.status in rules.FINAL]
        open_goals = rules.open_goals(view)
        goals.fill([_row(view, g) for g in [*open_goals, *closed]], target)
        hint = rules.count_hint(view, len(open_goals)) if view.goals else ""
        self.query_one("#count", Plain).show(hint)
        self.query_one("#count").display = bool(hint)
        self.query_one("#look").display = bool(view.goals)
        self._look(goals.current)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._look(event.key)

    def _look(self, key: str) -> None:
        if not self.mentor.is_open:
            return
        view = self.view
        goal = find_goal(view, key)
        self.query_one("#look-text", Plain).show(page(_summary(view, goal)) if goal else "")

    def action_open(self) -> None:
        """Open the goal."""
        self.open_chosen()

    def action_new(self) -> None:
        """Write a goal."""
        self.mentor.go("goal:new")

    def action_edit(self) -> None:
        """Change the goal."""
        if goal := self.pick():
            self.mentor.go(f"goal:{goal.id}/edit")

    def action_progress(self) -> None:
        """Note progress."""
        if goal := self.pick():
            self.mentor.go(f"goal:{goal.id}/note")

    async def action_delete(self) -> None:
        """Delete the goal; undo brings it back."""
        if goal := self.pick():
            await self.store(delete=[goal], label="goal deleted")


def _row(view: PairView, goal: Goal) -> Row:
    form = view.program.form("goal")
    when = plain_day(goal.by_when, view.today)
    is_late = late(view, goal)
    closed = goal.status in rules.FINAL
    return Row(
        goal.id,
        (
            name_of(goal),
            form.field("status").show(goal.status) + (", late" if is_late else ""),
            f"{rules.bar(goal.percent, 8)} {goal.percent:>3} %",
            when,
        ),
        "quiet" if closed else "late" if is_late else "",
    )


def _summary(view: PairView, goal: Goal) -> list[Content]:
    form, today = view.program.form("goal"), view.today
    names = ("action", "result", "measure", "target", "priority")
    lines = [joined((name_of(goal), "bold"))]
    lines += fields_lines((form.field(n) for n in names), {n: getattr(goal, n) for n in names}, today)
    step = rules.next_step(goal)
    if step and goal.status not in rules.FINAL:
        due = plain_day(step.due, today)
        lines.append(joined(("Next step  ", "$quiet"), step.text + (f", by {due}" if due else "")))
    if goal.notes:
        note = goal.notes[-1]
        lines.append(joined((f"{plain_day(note.on, today)}, {note.percent} %  ", "$quiet"), note.text))
    if goal.status not in rules.FINAL:
        lines.append(joined((smart_line(view, goal), "$quiet")))
    lines += [joined((r, "$next")) for r in remarks(view, goal)]
    return lines
