"""The journey: five stages, their steps for my role, and what each step is for."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import items, journey, program_hours, sessions
from mentor_tui.mentoring.journey import Journey, StageState, StepState
from mentor_tui.schema import session_words
from mentor_tui.schema.fields import ROLES
from mentor_tui.schema.program_parts import Event
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Session
from mentor_tui.words import text as texts
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.beside import beside
from ..widgets.dialogs import Ask
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import Column, Row, Rows

_STAGE = "stage:"
_ABOUT = "about:"
_PUT_OFF_DAYS = 7
_BESIDE = 118
"""Columns from which the pane about a step has a place beside the list."""


class JourneyRoom(Room):
    """All steps of the program; a target puts the cursor on that step."""

    AREA = "journey"
    HERE = (
        Command("journey.do_step", "enter", "do it", "Go to where this step is done."),
        Command("journey.tick", "space", "tick", "Tick the step as done, or open it again."),
        Command("journey.later", "z", "later", "Postpone the step for a week, or bring it back now."),
        Command("journey.set_aside", "x", "skip", "Skip the step with a reason, or bring it back.", also="skip"),
        Command("journey.to_next", "n", "next step", "Put the cursor on the next step.", footer=False),
    )
    ABOUT = (
        "The journey lists what the program asks of your role, stage by stage. Most steps tick themselves once you "
        "have done the thing; Enter takes you to it. Others you tick with space. What does not suit you now can go "
        "to next week (z), and what does not suit you at all can be skipped with a reason (x); the same key "
        "brings it back."
    )
    DEFAULT_CSS = """
    JourneyRoom #split { height: 1fr; }
    JourneyRoom #steps { width: 1fr; height: 1fr; }
    JourneyRoom #pane { width: 32; height: 1fr; padding: 0 1; margin-left: 1; border-left: solid $line;
        scrollbar-size-vertical: 1; }
    JourneyRoom #handbook, JourneyRoom #sharing { height: auto; color: $quiet; }
    JourneyRoom.-low #sharing { display: none; }
    JourneyRoom.-narrow #split, JourneyRoom.-slim #split { layout: vertical; }
    JourneyRoom.-narrow #pane, JourneyRoom.-slim #pane { width: 100%; height: 7; margin-left: 0; padding: 0;
        border-left: none; border-top: solid $line; }
    JourneyRoom.-narrow.-tall #pane { height: 10; }
    JourneyRoom.-tiny #pane { display: none; }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self._target = target
        self._state: Journey | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="split"):
            yield Rows(
                (Column("", 9), Column("Step", own=True), Column("When", 14)),
                empty="This program has no steps for your role.",
                id="steps",
            )
            with VerticalScroll(id="pane", can_focus=False):
                yield Plain("", id="about-step")
        yield Plain("", id="handbook", classes="own")
        yield Plain("", id="sharing", classes="own")

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Beside the list only where the titles keep their place; else below it."""
        self.set_class(self.app.size.width < _BESIDE, "-slim")

    def load(self, view: PairView) -> None:
        self._fit()
        state = self._state = journey.read(view, self.mentor.clock.now())
        rows: list[Row] = []
        for item in state.stages:
            rows.append(_stage_row(item))
            rows += [_step_row(view, s, state) for s in state.steps_in(item.stage.id)]
        rows.append(Row(_ABOUT, ("", "About this program", ""), "head"))
        steps = self.query_one("#steps", Rows)
        first = not steps.rows
        target = (self._target or _next_step(state)) if first else ""
        steps.fill(rows, target)
        if first:
            steps.focus()
        self.query_one("#handbook", Plain).show(_handbook(view.program))
        self.query_one("#sharing", Plain).show(view.program.sharing.words if view.program.sharing else "")
        self._explain(steps.current)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.query_one("#steps", Rows).focus()

    # --- The pane ------------------------------------------------------------------------------------------

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._explain(event.key)

    def _explain(self, key: str) -> None:
        if self._state is None or not self.mentor.is_open:
            return
        view = self.view
        if key == _ABOUT:
            shown = _about_program(view)
        elif key.startswith(_STAGE):
            shown = _about_stage(view, next(s for s in self._state.stages if _STAGE + s.stage.id == key))
        else:
            step = self._step(key)
            shown = _about_step(view, step) if step else Content("")
        self.query_one("#about-step", Plain).show(shown)
        self.query_one("#pane", VerticalScroll).scroll_home(animate=False)

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
            self.say("Move to a step with the arrow keys; Enter then does it.")
        elif state.step.go:
            self.mentor.go("plan" if state.step.go == "sessions:plan" else journey.place_of(self.view, state.step))
        elif state.done:
            self.say("This step is ticked. Space opens it again.")
        else:
            self.say("This one happens outside the app. Space ticks it once it is done.")

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
            self.say("Nothing was logged: it needs its minutes. Space asks again.", "warning")
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
            key = _next_step(self._state)
            steps.cursor = next((i for i, r in enumerate(steps.rows) if r.key == key), steps.cursor)


# --- Rows and words -------------------------------------------------------------------------------------------


def _next_step(state: Journey) -> str:
    """The step to look at first: the next one, or the first open one from the present stage on, or its heading."""
    if state.next.step_id:
        return state.next.step_id
    ids = [item.stage.id for item in state.stages]
    onward = [s for s in state.steps if ids.index(s.step.stage) >= ids.index(state.stage.id)]
    asked = [s for s in onward if s.open and not s.step.optional]
    return asked[0].step.id if asked else _STAGE + state.stage.id


def _stage_row(item: StageState) -> Row:
    title = item.stage.title.upper() if item.state == "current" else item.stage.title
    whole = item.done_steps >= item.steps  # one that lies behind may still have a step open
    here = {"done": "done" if whole else "past", "current": "here", "ahead": ""}[item.state]
    count = f"{item.done_steps} of {item.steps}" if item.steps else ""
    return Row(_STAGE + item.stage.id, (here, title, count), "head")


def _step_row(view: PairView, state: StepState, picture: Journey) -> Row:
    word, mark = _word(state, picture)
    return Row(state.step.id, (word, state.step.title, _when(view, state)), mark)


def _word(state: StepState, picture: Journey) -> tuple[str, str]:
    """The state of a step in one word, and the row's look."""
    if state.dropped:
        return "skipped", "quiet"
    if state.done:
        return "done", "quiet"
    if state.later_until:
        return "later", "quiet"
    if state.overdue:
        return "late", "late"
    if state.step.id == _next_step(picture):
        return "next", ""
    return (state.step.word, "")


def _when(view: PairView, state: StepState) -> str:
    if state.done or state.dropped:
        return ""
    later = safe_day(state.later_until)
    if later:
        return f"from {journey.short_day(later, view.today)}"
    if state.due is None or (state.due < view.today and not state.overdue):
        return ""
    word = "since" if state.overdue else "by"
    return f"{word} {journey.short_day(state.due, view.today)}"


def _about_step(view: PairView, state: StepState) -> Content:
    step = state.step
    mark = view.marks.get(step.id)
    on = safe_day(mark.on) if mark else None
    day = _on(on, view.today) if on else ""
    keys = "Enter does it." if step.go else "Space ticks it."
    if event := items.event_of(step):
        space = "logs that you were there" if event.minutes else "asks how long it took and logs it"
        keys = f"Space {space}; Enter logs or plans it in detail."
    if state.dropped:
        why = f": {texts.one_line(mark.reason)}" if mark and mark.reason else ""
        stands, keys = f"Skipped{day}{why}.", "x brings it back."
    elif state.done:
        ticked = mark is not None and mark.state == "done"
        stands = f"Done; you ticked it{day}." if ticked else "Done; what you wrote shows it."
        keys = "Space opens it again." if ticked else "Enter shows it."
    elif state.later_until:
        until = safe_day(state.later_until)
        stands, keys = (
            f"Postponed until {journey.day(until, view.today) if until else 'later'}.",
            "z brings it back now. " + keys,
        )
    elif state.overdue and state.due:
        stands, keys = f"It was meant for {journey.day(state.due, view.today)}.", keys + " z postpones, x skips."
    elif last := journey.written_for(view, step):
        wrote = safe_day(last.at[:10])
        stands = f"You wrote it{_on(wrote, view.today) if wrote else ''}."
        keys = "Space ticks it once it is sent; Enter writes it again."
    else:
        stands = "You may skip it." if step.optional else ""
        stands = "The program asks for it." if step.asked else stands
    lines: list[Content] = [joined((step.title, "bold"))]
    if step.help:
        lines.append(joined(step.help))
    lines.append(joined(" ".join(w for w in (stands, keys) if w)))
    lines.append(joined((f"For {_who(view, state)}. Comes from: {step.basis or view.program.name}.", "$quiet")))
    return Content("\n").join(lines)


def _on(on: date, today: date) -> str:
    """` today`, ` yesterday`, ` on Fri 22 May`."""
    words = journey.day(on, today)
    return f" {words}" if words in ("today", "yesterday", "tomorrow") else f" on {words}"


def _who(view: PairView, state: StepState) -> str:
    names = view.program.role_names
    if set(state.step.roles) == set(ROLES):
        return "both of you"
    return " and ".join(f"the {names.get(r, r)}" for r in state.step.roles)


def _about_stage(view: PairView, item: StageState) -> Content:
    where = {"done": "Behind you.", "current": "You are here.", "ahead": "Still ahead."}[item.state]
    count = f" {item.done_steps} of {item.steps} steps done." if item.steps else ""
    lines = [joined((item.stage.title, "bold"))]
    lines += [joined(item.stage.summary)] if item.stage.summary else []
    lines.append(joined(where + count))
    lines.append(joined((f"Comes from: {item.stage.basis or view.program.name}.", "$quiet")))
    return Content("\n").join(lines)


def _about_program(view: PairView) -> Content:
    program = view.program
    lines = [joined((program.name, "bold"))]
    lines += [joined(program.about)] if program.about else []
    lines += [joined(("So far: ", "bold"), words) for words in program_hours.how_far(view)]
    if program.sharing:
        lines.append(joined(("What the program hears: ", "bold"), program.sharing.words))
    if program.cadence:
        lines.append(joined(("Rhythm: ", "bold"), program.cadence.words))
    if rules := session_words.summary(program):
        lines.append(joined(("A session: ", "bold"), rules))
    if program.contact:
        lines.append(joined(("Questions: ", "bold"), program.contact.words))
    if program.out_of_scope:
        lines.append(joined(("Not part of it: ", "bold"), "; ".join(program.out_of_scope) + "."))
    for title, address in program.links.items():
        lines.append(joined((f"{title}: ", "bold"), address))
    return Content("\n").join(lines)


def _handbook(program: Program) -> str:
    handbook = program.handbook
    if handbook is None:
        return program.name
    return f"Follows the {handbook.edition}."
