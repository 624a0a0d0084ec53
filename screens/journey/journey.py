"""The journey: five stages, their steps for my role, and what each step is for."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import msgspec
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import items, journey, sessions
from mentor_tui.mentoring.journey import Journey, StageState, StepState
from mentor_tui.schema.program_parts import Event
from mentor_tui.schema.records import Session
from mentor_tui.words import text as texts
from mentor_tui.words.days import first_name, safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.beside import beside
from ..widgets.blocks import Blocks
from ..widgets.dialogs import Ask
from ..widgets.drawing import bar, row
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, of_program, own
from ..widgets.rows import Rows
from ..widgets.sketch import Sketch
from .about import Part, about_program, about_stage, about_step, laid_out
from .road import ABOUT, POINTER, STAGE, Road, blocks, next_step

_PUT_OFF_DAYS = 7


class JourneyRoom(Room):
    """All steps of the program; a target puts the cursor on that step."""

    AREA = "journey"
    HERE = (
        Command("journey.do_step", "enter", "open", "Go to where this step is done; on a stage, show its steps."),
        Command("journey.tick", "space", "done", "Tick the step as done, or open it again."),
        Command("journey.later", "z", "later", "Postpone the step for a week, or bring it back now."),
        Command("journey.set_aside", "x", "skip", "Skip the step with a reason, or bring it back.", also="set aside"),
        Command("journey.to_next", "n", "next step", "Put the cursor on the next step.", footer=False),
    )
    ABOUT = (
        "The journey lists what the program asks of your role, stage by stage. Most steps tick themselves once you "
        "have done the thing; Enter takes you to it. Others you tick with space. What does not suit you now can go "
        "to next week (z), and what does not suit you at all can be skipped with a reason (x); the same key "
        "brings it back."
    )
    DEFAULT_CSS = """
    JourneyRoom #steps { height: 1fr; }
    JourneyRoom #road, JourneyRoom #pane { padding: 0 0 0 1; }
    JourneyRoom #so-far { padding: 0 2 0 0; }
    JourneyRoom.-tall #so-far { margin-bottom: 1; }
    JourneyRoom.-wide #road { width: 3fr; min-width: 64; }
    JourneyRoom.-wide #pane { width: 2fr; }
    JourneyRoom #about-step { padding: 0 1 0 0; }
    JourneyRoom #reading { height: 1fr; scrollbar-size-vertical: 1; }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self._target = target
        self._state: Journey | None = None
        self._road: Road | None = None
        self._opened: set[str] = set()
        """Stages behind that the person unfolded."""
        self._airy = False

    def body(self) -> ComposeResult:
        with Container(classes="split"):
            with Panel(own("The road"), keys=("journey.tick", "journey.do_step"), id="road", classes="list"):
                yield Sketch(id="so-far")
                yield Blocks(empty="This program has no steps for your role.", pointer=POINTER, id="steps")
            with (
                Panel(own(""), keys=("journey.later", "journey.set_aside"), id="pane", classes="read"),
                VerticalScroll(id="reading"),
            ):
                yield Plain("", id="about-step")

    def on_resize(self) -> None:
        if self._state is not None and self._airy != self._has_air() and self.mentor.has_pair:
            self._show_road(self.view)
            self._explain(self.query_one("#steps", Rows).current)

    def _has_air(self) -> bool:
        return self.app.size.height >= 30

    def load(self, view: PairView) -> None:
        self._state = journey.read(view, self.mentor.clock.now())
        steps = self.query_one("#steps", Blocks)
        first = not steps.rows
        if first and self._target:
            self._open_for(self._target)
        partner = texts.shorten(first_name(view.pair.partner_name), 24)
        self.query_one("#road", Panel).entitle(
            joined(own("The road with "), partner) if view.pair.partner_name else own("The road")
        )
        self.query_one("#so-far", Sketch).draw(partial(_so_far, self._state))
        self._show_road(view, (self._target or next_step(self._state)) if first else "")
        if first:
            steps.focus()
        self._explain(steps.current)

    def _show_road(self, view: PairView, keep: str = "") -> None:
        if self._state is None:
            return
        self._airy = self._has_air()
        road = self._road = Road(view, self._state, frozenset(self._opened), self._airy)
        self.query_one("#steps", Blocks).fill(blocks(road), keep)

    def _open_for(self, step_id: str) -> None:
        """Unfold the stage of a step that somebody was led to."""
        state = self._step(step_id)
        if state is not None:
            self._opened.add(state.step.stage)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.query_one("#steps", Rows).focus()

    # --- The pane ------------------------------------------------------------------------------------------

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._explain(event.key)

    def _explain(self, key: str) -> None:
        if self._state is None or self._road is None or not self.mentor.is_open:
            return
        view, theirs = self.view, self._road.filled_in
        title: Content = own("")
        parts: list[Part] = []
        if key == ABOUT:
            title, parts = own("About this program"), about_program(view)
        elif item := self._stage(key):
            title = of_program(item.stage.title, filled_in=theirs)
            steps = self._state.steps_in(item.stage.id)
            parts = about_stage(view, item, steps, self._road.folded(item), self._key)
        elif step := self._step(key):
            title = of_program(step.step.title, filled_in=theirs)
            parts = about_step(view, step, self._state, self._key)
        self.query_one("#pane", Panel).entitle(title)
        self.query_one("#about-step", Plain).show(laid_out(parts, compact=not self._airy))
        self.query_one("#reading", VerticalScroll).scroll_home(animate=False)

    def _key(self, command_id: str) -> str:
        return next(self.mentor.key_display(c) for c in self.HERE if c.id == command_id)

    def _stage(self, key: str) -> StageState | None:
        """The stage whose heading has this key."""
        stages = self._state.stages if self._state else []
        return next((s for s in stages if STAGE + s.stage.id == key), None)

    def _step(self, key: str = "") -> StepState | None:
        """The step with this id; without one, the step under the cursor."""
        if self._state is None:
            return None
        key = key or self.query_one("#steps", Rows).current
        return next((s for s in self._state.steps if s.step.id == key), None)

    # --- What can be done ----------------------------------------------------------------------------------

    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click on the row under the cursor."""
        await self.action_do_step()

    async def action_do_step(self) -> None:
        """Go to where the step is done; a step that is only ticked says so."""
        state = self._step()
        if state is None:
            self._fold(self.query_one("#steps", Rows).current)
        elif state.step.go:
            self.mentor.go("plan" if state.step.go == "sessions:plan" else journey.place_of(self.view, state.step))
        elif state.done:
            self.say("This step is ticked. Space opens it again.")
        else:
            self.say("This one happens outside the app. Space ticks it once it is done.")

    def _fold(self, key: str) -> None:
        """Show the steps of a stage that lies behind, or fold them again."""
        item = self._stage(key)
        if item is None or self._state is None or self._road is None or not self._state.steps_in(item.stage.id):
            self.say("Move to a step with the arrow keys; Enter then opens it.")
        elif self._road.folded(item) or item.stage.id in self._opened:
            self._opened ^= {item.stage.id}
            self._show_road(self.view, key)
            self._explain(key)
        else:
            self.say("Its steps are below. Enter opens the one under the cursor.")

    async def action_tick(self) -> None:
        """Tick the step, or open it again."""
        state = self._step()
        if state is None:
            self.say("That is a heading; tick the steps one by one.")
            return
        mark = self.view.marks.get(state.step.id)
        title = texts.shorten(state.step.title, 40)
        if state.done and mark is not None and mark.state == "done":
            await self.store(delete=[mark], label=f"{title}: open again")
        elif state.done:
            self.say("This one ticks itself: what you wrote shows that it is done.")
        elif (event := items.event_of(state.step)) and event.minutes:
            await self._attend(event, title)
        elif event:
            beside(self, partial(self._attend, event, title), group="attend")
        else:
            await self.store(journey.mark(self.view, state.step.id, "done"), label=f"{title}: done")

    async def _attend(self, event: Event, title: str) -> None:
        """Log that the person was at an event; how long it took is asked where the program does not say it."""
        attended = sessions.attendance(self.view, event)
        if not attended.minutes:
            field = self.view.program.form("session").field("minutes")
            asked = Ask(own("How many minutes did it take?"), detail=field.help, enter="logs it")
            typed = await self.mentor.push_screen_wait(asked)
            if typed is None:
                return
            try:
                attended = msgspec.structs.replace(attended, minutes=int(str(field.check(typed) or 0)))
            except InputRefused as error:
                self.say(f"{error}. Nothing was logged; space asks again.", "warning")
                return
        if not attended.minutes:
            self.say("Nothing was logged: the minutes are needed. Space asks again.", "warning")
            return
        await self._keep(attended, title)

    async def _keep(self, attended: Session, title: str) -> None:
        """Save an event as attended; after a question about it, the very same record, or it would be asked anew."""
        again = partial(self._keep, attended, title)
        day = journey.day(safe_day(attended.on) or self.view.today, self.view.today)
        if await self.store(attended, label=f"{title}: attended", again=again):
            self.say(f"Logged: {title}, {day}, {attended.minutes} min. Enter changes it, u undoes it.", "good")

    async def action_later(self) -> None:
        """Put the step off for a week, or take it up again."""
        state = self._step()
        if state is None:
            self.say("Move to a step first.")
            return
        title = texts.shorten(state.step.title, 40)
        mark = self.view.marks.get(state.step.id)
        if state.later_until and mark is not None:
            await self.store(delete=[mark], label=f"{title}: brought back")
        elif state.done or state.dropped:
            self.say("There is nothing to postpone: this step is done or skipped.")
        else:
            until = self.view.today + timedelta(days=_PUT_OFF_DAYS)
            await self.store(
                journey.mark(self.view, state.step.id, "later", until=until),
                label=f"{title}: postponed until {journey.short_day(until, self.view.today)}",
            )

    async def action_set_aside(self) -> None:
        """Skip the step with a reason, or bring it back."""
        state = self._step()
        if state is None:
            self.say("Move to a step first.")
            return
        mark = self.view.marks.get(state.step.id)
        title = texts.shorten(state.step.title, 40)
        if state.dropped and mark is not None:
            await self.store(delete=[mark], label=f"{title}: brought back")
            return
        if state.done:
            self.say("This step is done; there is nothing to skip.")
            return
        self.mentor.go(f"set-aside:{state.step.id}")

    def action_to_next(self) -> None:
        """Put the cursor on the next step."""
        if self._state is not None:
            steps = self.query_one("#steps", Rows)
            key = next_step(self._state)
            steps.cursor = next((i for i, r in enumerate(steps.rows) if r.key == key), steps.cursor)


def _so_far(state: Journey, width: int) -> list[Content]:
    """`15 of 23 steps done` and a bar; what may be left out is not counted."""
    done, asked = sum(item.done_steps for item in state.stages), sum(item.steps for item in state.stages)
    if not asked:
        return [own("Nothing is asked of you here; every step is an offer.", "$quiet")]
    words = joined((f"{done} of {asked}", "bold"), own(" steps done", "bold"))
    taken = words.cell_length + 3
    return [row(width, (words, taken, ""), (bar(max(width - taken, 1), (done / asked, "$fill")), 0, ""))]
