"""One goal on a page: read it, write progress, tick its steps, review it."""

from __future__ import annotations

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

from mentor_tui.mentoring import goals as rules
from mentor_tui.mentoring.journey import is_closing
from mentor_tui.schema.records import Goal, GoalStep
from mentor_tui.words import text as texts
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..host import Host
from ..shell.base import Room
from ..widgets.dialogs import Choose
from ..widgets.plain import Plain, joined, own
from ..widgets.reading import fields_lines, page, plain_day
from ..widgets.rows import Column, Row, Rows
from .goal_forms import (
    NoteForm,
    ReviewForm,
    StepForm,
    edit_goal,
    find_goal,
    name_of,
    new_goal,
    remarks,
    smart_line,
)


def open_goal(app: Host, target: str) -> None:
    """Open `new`, `<goal id>`, or one of its forms: `<id>/edit`, `<id>/note`, `<id>/step`, `<id>/review/midpoint`."""
    view = app.view
    if target in ("", "new"):
        new_goal(app, view)
        return
    goal_id, _, part = target.partition("/")
    goal = find_goal(view, goal_id)
    if goal is None:
        app.say("That goal is no longer there.", "warning")
        return
    here = app.screen
    if not (isinstance(here, GoalScreen) and here.goal_id == goal.id) and part != "edit":
        app.push_screen(GoalScreen(goal.id))
    kind, _, which = part.partition("/")
    if kind == "edit":
        edit_goal(app, goal)
    elif kind == "note":
        app.push_screen(NoteForm(app, goal, int(which) if which.isdigit() else None))
    elif kind == "step":
        app.push_screen(StepForm(app, goal, which))
    elif kind == "review":
        app.push_screen(ReviewForm(app, goal, view.program.occasion("closure" if which == "closure" else "midpoint")))


class GoalScreen(Room):
    """A goal's page: what it says, how it went so far, and its steps."""

    AREA = "goals"
    HERE = (
        Command("goal.progress", "p", "progress", "Note what moved, with a percentage."),
        Command("goal.add_step", "t,n", "step", "Add a step to the action plan."),
        Command("goal.tick", "space", "tick", "Tick the step under the cursor, or open it again."),
        Command("goal.open_step", "enter", "open step", "Open the step under the cursor to change it.", footer=False),
        Command("goal.review", "v", "review", "Write what you conclude together, half-way or at the end."),
        Command("goal.edit", "e", "edit", "Change the goal: worksheet, status, everything."),
        Command("goal.correct", "c", "correct", "Change an earlier progress note or review.", footer=False),
        Command(
            "goal.share", "s", "share title", "Share the title with the program team, or stop sharing it.", footer=False
        ),
        Command(
            "goal.delete",
            "x",
            "delete",
            "Delete the goal or a part of it; u brings it back.",
            footer=False,
        ),
        Command("goal.home", "escape", "back", "Back to where you came from."),
    )
    ABOUT = (
        "One goal on a page. The steps are in the list: arrows move, space ticks, Enter opens one to change it. Tab "
        "goes to the text, which scrolls with the arrows. p notes progress, v writes a review, e changes the goal. "
        "The title reaches the program only while it is shared (s), and only in a summary that you read first."
    )
    DEFAULT_CSS = """
    GoalScreen #goal-head { height: auto; }
    GoalScreen #goal-columns { height: 1fr; }
    GoalScreen #reading { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; }
    GoalScreen #reading:focus { border-left: outer $next; }
    GoalScreen #plan { width: 46; height: 1fr; margin-left: 1; padding-left: 1;
        border-left: solid $line; }
    GoalScreen.-narrow #goal-columns { layout: vertical; }
    GoalScreen.-narrow #plan { width: 100%; height: 7; margin: 0; padding: 0; border-left: none;
        border-top: solid $line; }
    """

    def __init__(self, goal_id: str) -> None:
        super().__init__()
        self.goal_id = goal_id

    def body(self) -> ComposeResult:
        yield Plain("", id="goal-head")
        with Horizontal(id="goal-columns"):
            with VerticalScroll(id="reading"):
                yield Plain("", id="goal-text")
            with Vertical(id="plan"):
                yield Plain("", id="plan-head", classes="heading")
                yield Rows(
                    (Column("", 4), Column("Step"), Column("By when", 11)),
                    empty="No steps yet. t adds one; small enough to finish before you meet again.",
                    id="steps",
                )

    def keep_before_lock(self) -> str:
        """The place to come back to after unlocking."""
        return f"goal:{self.goal_id}"

    @property
    def goal(self) -> Goal | None:
        """The goal as it stands now."""
        return find_goal(self.view, self.goal_id)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#steps", Rows).focus()

    def load(self, view: PairView) -> None:
        goal = find_goal(view, self.goal_id)
        steps = self.query_one("#steps", Rows)
        if goal is None:
            self.query_one("#goal-head", Plain).show("This goal was deleted. u brings it back, Escape goes back.")
            self.query_one("#goal-text", Plain).show("")
            self.query_one("#plan-head", Plain).show("")
            steps.fill([])
            return
        self.query_one("#goal-head", Plain).show(_head(view, goal))
        self.query_one("#goal-text", Plain).show(page(_text(view, goal)))
        self.query_one("#plan-head", Plain).show(rules.steps_words(goal) or "Steps")
        steps.fill([_step_row(view, s) for s in goal.steps])

    def _part(self, part: str) -> None:
        if self.goal is not None:
            self.mentor.go(f"goal:{self.goal_id}/{part}")

    def action_home(self) -> None:
        """Back to where the person came from."""
        self.app.pop_screen()

    def action_progress(self) -> None:
        """Note what moved."""
        self._part("note")

    def action_add_step(self) -> None:
        """Add a step."""
        self._part("step")

    def action_edit(self) -> None:
        """Change the goal."""
        self._part("edit")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click on the step under the cursor."""
        self.action_open_step()

    def action_open_step(self) -> None:
        """Change the step under the cursor."""
        key = self.query_one("#steps", Rows).current
        if key:
            self._part(f"step/{key}")

    async def action_tick(self) -> None:
        """Tick the step under the cursor, or open it again."""
        goal, key = self.goal, self.query_one("#steps", Rows).current
        step = next((s for s in goal.steps if s.id == key), None) if goal else None
        if goal is None or step is None:
            self.say("There is no step to tick yet. t adds one.")
            return
        done = None if step.done_on else self.view.today
        label = "step open again" if step.done_on else "step done"
        await self.store(rules.step_done(goal, step.id, done), label=label)

    def action_review(self) -> None:
        """Write a review, half-way or at the end."""
        goal = self.goal
        if goal is None:
            return
        options = [(occasion.id, own(occasion.label)) for occasion in self.view.program.occasions]
        if not options:
            self.say(f"{self.view.program.name} has no reviews of goals. p writes a progress note.")
            return
        if is_closing(self.view):
            options.reverse()
        written = {r.at for r in goal.reviews}
        shown = [(k, joined(w, own(" (written; opens it)")) if k in written else w) for k, w in options]

        def chosen(at: str | None) -> None:
            if at:
                self._part(f"review/{at}")

        self.app.push_screen(Choose(own("Which review is it?"), shown), chosen)

    def action_correct(self) -> None:
        """Choose a note or review to change."""
        goal = self.goal
        options = _written(self.view, goal) if goal else []
        if not options:
            self.say("There are no notes or reviews yet. p writes a progress note.")
            return

        def chosen(part: str | None) -> None:
            if part:
                self._part(part.replace("-", "/"))

        self.app.push_screen(Choose(own("Which one do you want to change?"), options), chosen)

    async def action_share(self) -> None:
        """Share the title with the program team, or stop sharing it."""
        goal = self.goal
        if goal is None:
            return
        label = "title is no longer shared" if goal.share_title else "title may go to the program"
        await self.store(msgspec.structs.replace(goal, share_title=not goal.share_title), label=label)

    async def action_delete(self) -> None:
        """Delete the goal, or a part of it."""
        goal = self.goal
        if goal is None:
            return
        key = self.query_one("#steps", Rows).current
        step = next((s for s in goal.steps if s.id == key), None)
        parts = [(f"step-{step.id}", f"the step: {texts.shorten(step.text, 50)}")] if step else []
        parts += _written(self.view, goal)
        if not parts:
            await self._delete_goal()
            return

        async def chosen(part: str | None) -> None:
            if part == "goal":
                await self._delete_goal()
            elif part:
                await self._delete_part(part)

        self.app.push_screen(
            Choose(
                own("What do you want to delete?"),
                [("goal", own("the whole goal")), *parts],
                detail=own("u brings it back."),
            ),
            chosen,
        )

    async def _delete_goal(self) -> None:
        goal = self.goal
        if goal is not None and await self.mentor.store(delete=[goal], label="goal deleted"):
            self.app.pop_screen()
            self.mentor.say("Deleted: the goal with its steps and notes. u brings it back.", "good")

    async def _delete_part(self, part: str) -> None:
        goal = self.goal
        if goal is None:
            return
        kind, _, which = part.partition("-")
        if kind == "step":
            changed = msgspec.structs.replace(goal, steps=[s for s in goal.steps if s.id != which])
        elif kind == "note":
            notes = [n for i, n in enumerate(goal.notes) if str(i) != which]
            percent = notes[-1].percent if notes else goal.percent
            changed = msgspec.structs.replace(goal, notes=notes, percent=percent)
        else:
            changed = msgspec.structs.replace(goal, reviews=[r for r in goal.reviews if r.at != which])
        await self.store(changed, label=f"{kind} deleted")


def _head(view: PairView, goal: Goal) -> Content:
    form = view.program.form("goal")
    tail = [form.field("status").show(goal.status), f"{rules.bar(goal.percent, 10)} {goal.percent} %"]
    by_when = plain_day(goal.by_when, view.today)
    if by_when:
        tail.append(f"{'late since' if late(view, goal) else 'by'} {by_when}")
    tail.append("title shared with the program" if goal.share_title else "")
    return joined((name_of(goal), "bold"), "\n", ("   ".join(t for t in tail if t), "$quiet"))


def late(view: PairView, goal: Goal) -> bool:
    """True if its day has passed while it is still open."""
    by_when = safe_day(goal.by_when)
    return goal.status not in rules.FINAL and by_when is not None and by_when < view.today


def _text(view: PairView, goal: Goal) -> list[Content]:
    form, today = view.program.form("goal"), view.today
    names = ("action", "result", "measure", "baseline", "target", "success_criteria", "priority", "category")
    values = {n: getattr(goal, n) for n in names}
    lines = fields_lines((form.field(n) for n in names), values, today)
    if goal.status not in rules.FINAL:
        lines.append(joined((smart_line(view, goal), "$quiet")))
    lines += [joined((r, "$next")) for r in remarks(view, goal)]
    lines += [joined(""), joined(("Progress over time", "bold"))]
    for note in reversed(goal.notes):
        lines.append(joined((f"{plain_day(note.on, today):<7} {note.percent:>3} %  ", "bold"), note.text))
    if not goal.notes:
        lines.append(joined(("No notes yet. p writes one: a sentence and a percentage.", "$quiet")))
    for review in goal.reviews:
        status = form.field("status").show(review.status)
        title = view.program.occasion(review.at).title
        lines += [joined(""), joined((f"{title}, {plain_day(review.on, today)}: {status}", "bold"))]
        if review.text:
            lines.append(joined(review.text))
    return lines


def _step_row(view: PairView, step: GoalStep) -> Row:
    due = safe_day(step.due)
    overdue = due is not None and due < view.today and not step.done_on
    when = plain_day(step.done_on or step.due, view.today)
    mark = "[x]" if step.done_on else "[ ]"
    return Row(
        step.id,
        (mark, step.text, f"late {when}" if overdue else when),
        "quiet" if step.done_on else "late" if overdue else "",
    )


def _written(view: PairView, goal: Goal) -> list[tuple[str, str]]:
    """Notes, newest first, and reviews, as choices."""
    found = [
        (f"note-{i}", f"note of {plain_day(n.on, view.today)}: {texts.shorten(n.text, 45)}")
        for i, n in reversed(list(enumerate(goal.notes)))
    ]
    return found + [
        (f"review-{r.at}", f"{view.program.occasion(r.at).title.lower()} of {plain_day(r.on, view.today)}")
        for r in goal.reviews
    ]
