"""One goal on a page: read it, write progress, tick its steps, review it."""

from __future__ import annotations

from functools import partial

import msgspec
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll

from mentor_tui.mentoring import goals as rules
from mentor_tui.mentoring.journey import is_closing
from mentor_tui.schema.records import Goal
from mentor_tui.words import text as texts
from mentor_tui.workspace import PairView

from ..commands import Command
from ..host import Host
from ..shell.base import Room
from ..widgets.blocks import Blocks
from ..widgets.dialogs import Choose
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.reading import page, plain_day
from ..widgets.rows import Rows
from ..widgets.sketch import Sketch
from .goal_forms import (
    NoteForm,
    ReviewForm,
    StepForm,
    edit_goal,
    find_goal,
    name_of,
    new_goal,
)
from .goal_pictures import example_step, step_blocks
from .goal_reading import facts, goal_lines, progress_lines


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
    GoalScreen #columns { height: 1fr; layout: vertical; }
    GoalScreen #left { height: 40%; }
    GoalScreen #about { height: 1fr; }
    GoalScreen.-wide #columns { layout: horizontal; }
    GoalScreen.-wide #left { width: 1fr; height: 1fr; }
    GoalScreen.-wide #about { width: 1fr; margin-left: 1; }
    GoalScreen #plan, GoalScreen #about, GoalScreen #over-time { padding: 0 0 0 1; }
    GoalScreen #plan, GoalScreen #steps, GoalScreen #over-time, GoalScreen VerticalScroll { height: 1fr; }
    GoalScreen VerticalScroll { scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    GoalScreen #goal-head, GoalScreen #goal-text, GoalScreen #progress { padding: 0 1 0 0; }
    GoalScreen #over-time { display: none; }
    GoalScreen.-apart #over-time { display: block; }
    GoalScreen.-apart #plan, GoalScreen.-apart #steps { height: auto; }
    """

    def __init__(self, goal_id: str) -> None:
        super().__init__()
        self.goal_id = goal_id

    def body(self) -> ComposeResult:
        with Container(id="columns"):
            with Vertical(id="left"):
                with Panel(own("Steps"), keys=("goal.tick", "goal.add_step"), id="plan"):
                    yield Blocks(example=example_step, id="steps")
                with Panel(own("Progress over time"), keys=("goal.progress",), id="over-time"), VerticalScroll():
                    yield Sketch(id="progress")
            with Panel(own(""), keys=("goal.review", "goal.edit"), id="about"), VerticalScroll(id="reading"):
                yield Plain("", id="goal-head")
                yield Sketch(id="goal-text")

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
        steps, about = self.query_one("#steps", Blocks), self.query_one("#about", Panel)
        if goal is None:
            about.entitle(own("Deleted"))
            self.query_one("#goal-head", Plain).show("This goal was deleted. u brings it back, Escape goes back.")
            self.query_one("#goal-text", Sketch).draw(lambda width: ())
            steps.fill([])
            return
        about.entitle(name_of(goal))
        width, height = self.app.size
        low, apart = height < 30, width >= 100 and height >= 30
        done = sum(bool(s.done_on) for s in goal.steps)
        of_all = f", {done} of {len(goal.steps)} done" if goal.steps else ""
        self.query_one("#plan", Panel).entitle(joined(own("Steps"), of_all))
        self.query_one("#goal-head", Plain).show(page(facts(view, goal, low)))
        self.query_one("#goal-text", Sketch).draw(partial(goal_lines, view, goal, low, with_progress=not apart))
        self.query_one("#progress", Sketch).draw(partial(progress_lines, view, goal))
        steps.fill(step_blocks(view, goal, details=not low))
        self.set_class(apart, "-apart")
        steps.styles.height = min(max(steps.lines_in_all(), 5), height - 24) if apart else None

    def on_resize(self) -> None:
        if self.mentor.has_pair and self.is_mounted:
            self.load(self.view)

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
