"""Close: the ending in one evening. What is still to do, the lessons, and the last word on the pair."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import journey
from mentor_tui.mentoring.rhythm import upcoming, when_of
from mentor_tui.mentoring.sessions import cancel
from mentor_tui.schema.audience import values_of
from mentor_tui.schema.records import Lesson, Pair, Session
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..host import Host
from ..journey.road import filled_in
from ..people.people import pair_form
from ..sessions.deeds import refresh
from ..shell.base import Room
from ..shell.record_form import RecordForm
from ..widgets.dialogs import Confirm
from ..widgets.drawing import word_of
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.reading_pane import ReadingPane, fact
from ..widgets.rows import Column, Row, Rows

if TYPE_CHECKING:
    from mentor_tui.mentoring.journey import StepState
    from mentor_tui.schema.fields import Value


_OPEN = ("active", "paused")
_LOOK_SECONDS, _LOOKS = 0.02, 100


_FORMS = {"midpoint": "midpoint", "summary": "closure"}
"""The form that each action of this screen opens."""


class CloseRoom(Room):
    """The closing steps of my role, the lessons learned, and how the pair stands."""

    AREA = "close"
    HERE = (
        Command(
            "close.end",
            "c",
            "close pair",
            "Say how and when it ended, or that it is paused.",
            also="finish, stop early, farewell",
        ),
        Command("close.reopen", "r", "reopen", "Reopen the pair; nothing was lost."),
        Command("close.add", "n", "new lesson", "Write down a lesson.", also="learned"),
        Command("close.tick", "space", "tick", "Tick a step, or share a lesson with the program team."),
        Command("close.remove", "x", "delete", "Delete this lesson; u brings it back.", footer=False),
        Command("close.edit", "e", "edit", "Open this step or lesson; Enter does the same.", footer=False),
        Command(
            "close.midpoint",
            "m",
            "mid-point",
            "The mid-point check-in.",
            footer=False,
            also="survey, questionnaire, half-way",
        ),
        Command(
            "close.summary",
            "o",
            "summary",
            "Make the closure summary for the program team.",
            also="final report, survey",
        ),
    )
    ABOUT = (
        "An ending is part of the program. The list shows what helps to close well; Enter opens each step. A lesson "
        "goes to the program only when it is marked, and you read the summary before it is exported. Closing the pair "
        "locks nothing: everything stays readable, exportable, and can be reopened. Tab moves between the two lists."
    )
    DEFAULT_CSS = """
    CloseRoom #state { padding: 0 1; }
    CloseRoom #left { height: 1fr; }
    CloseRoom #steps-panel { height: 2fr; }
    CloseRoom #lessons-panel { height: 1fr; min-height: 5; }
    CloseRoom.-wide.-tall #state { margin-bottom: 1; }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self.target = target

    def on_mount(self) -> None:
        if self.target == "state":  # a draft of how it ends is taken up again
            self.call_after_refresh(self.action_end)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Reopening is offered for a pair that is not open; mid-point and summary where the program has them."""
        if action in _FORMS and self.mentor.has_pair:
            return _FORMS[action] in self.view.program.forms
        if action == "reopen":
            return self.mentor.has_pair and self.mentor.pair.status != "active"
        return True

    def body(self) -> ComposeResult:
        yield Plain("", id="state")
        with Container(classes="split"):
            with Vertical(id="left", classes="list"):
                with Panel(own("To close well"), keys=("close.tick", "close.edit"), id="steps-panel"):
                    yield Rows(
                        [Column("", 1, shows="sign"), Column("", own=True), Column("", 14, right=True)],
                        empty="This program has no closing steps.",
                        id="steps",
                    )
                with Panel(own("Lessons"), keys=("close.add", "close.tick"), id="lessons-panel"):
                    yield Rows(
                        [Column("", 12, shows="state"), Column("")],
                        empty="No lessons yet. n writes one: what would help the next pair?",
                        id="lessons",
                    )
            yield ReadingPane(keys=("close.edit", "close.summary"), id="look")

    def load(self, view: PairView) -> None:
        state = journey.read(view, self.mentor.clock.now())
        last = view.program.closing_stage
        self._steps = {s.step.id: s for s in state.steps_in(last)}
        self.query_one("#state", Plain).show(
            joined((f"{_state_words(view)}  ", "bold"), (_key_words(view, self._key("c", "r")), "$quiet"))
        )
        asked = [s for s in self._steps.values() if not s.step.optional and not s.dropped]
        done = sum(s.done for s in asked)
        count = f"   {done} of {len(asked)} done" if self._steps else ""
        self.query_one("#steps-panel", Panel).entitle(joined(own("To close well"), count))
        steps = self.query_one("#steps", Rows)
        mark, title, by = steps.columns  # a title with words that the pair filled in is no longer the program's own
        rows = [_step_row(view, s) for s in self._steps.values()]
        widest = max((len(row.cells[2]) for row in rows), default=0)  # what it does not need is the title's
        steps.columns = (mark, replace(title, own=not filled_in(view)), replace(by, width=widest))
        steps.fill(rows)
        self.refresh_bindings()
        marked = sum(lesson.share for lesson in view.lessons)
        told = f"   {marked} of {len(view.lessons)} for the program team" if view.lessons else ""
        self.query_one("#lessons-panel", Panel).entitle(joined(own("Lessons"), told))
        self.query_one("#lessons", Rows).fill(
            [Row(lesson.id, ("program team" if lesson.share else "only you", lesson.text)) for lesson in view.lessons]
        )
        self._explain()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._explain()

    def on_descendant_focus(self) -> None:
        self._explain()

    def _explain(self) -> None:
        """Show what the cursor stands on: a lesson, or what a step is for."""
        pane, lesson = self.query_one("#look", ReadingPane), self._lesson()
        if lesson is not None:
            seen_by = word_of("program team" if lesson.share else "only you")
            pane.show(own("Lesson"), [fact(own("who sees it"), seen_by), joined(""), joined(lesson.text)])
        elif found := self._steps.get(self.query_one("#steps", Rows).current):
            pane.show(joined(found.step.title), _step_lines(self.view, found))
        pane.display = lesson is not None or bool(self._steps)

    def _key(self, end: str, reopen: str) -> tuple[str, str]:
        keys = self.ws.settings.keys
        return keys.get("close.end", end), keys.get("close.reopen", reopen)

    def _lesson(self) -> Lesson | None:
        rows = self.query_one("#lessons", Rows)
        return self.ws.get(Lesson, rows.current) if rows.has_focus else None

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if event.rows.id == "lessons":
            self.mentor.go(f"lesson:{event.key}")
        else:
            self._open_step(event.key)

    def _open_step(self, step_id: str) -> None:
        step = self._steps[step_id].step
        if step.go == "close":
            self.action_end()
        else:
            self.mentor.go(journey.place_of(self.view, step) or f"step:{step_id}")

    async def on_rows_ticked(self, event: Rows.Ticked) -> None:
        await self.action_tick()

    async def action_tick(self) -> None:
        """Tick a step, or mark a lesson."""
        lesson = self._lesson()
        if lesson is not None:
            words = "lesson kept for you" if lesson.share else "lesson marked for the program"
            await self.store(msgspec.structs.replace(lesson, share=not lesson.share), label=words)
        elif self.query_one("#lessons", Rows).has_focus:
            self.say("There is no lesson yet. n writes one.")
        else:
            await self._tick_step(self._steps.get(self.query_one("#steps", Rows).current))

    async def _tick_step(self, state: StepState | None) -> None:
        if state is None:
            return
        view, step = self.view, state.step
        mark = view.marks.get(step.id)
        if mark is not None and mark.state == "done":
            await self.store(delete=[mark], label=f"{step.title}: open again")
        elif state.done:
            self.say("Your records show that this is done.")
        elif step.done == "closed":
            self.action_end()
        else:
            await self.store(journey.mark(view, step.id, "done"), label=f"{step.title}: done")

    def action_edit(self) -> None:
        """Open this step or lesson."""
        lesson = self._lesson()
        if lesson is not None:
            self.mentor.go(f"lesson:{lesson.id}")
        elif current := self.query_one("#steps", Rows).current:
            self._open_step(current)

    def action_add(self) -> None:
        """Write down a lesson."""
        self.mentor.go("lesson:new")

    async def action_remove(self) -> None:
        """Delete this lesson."""
        lesson = self._lesson()
        if lesson is None:
            self.say("Tab to a lesson first; x deletes it.")
        else:
            await self.store(delete=[lesson], label="lesson deleted")

    def action_midpoint(self) -> None:
        """The mid-point check-in."""
        self.mentor.go("form:midpoint")

    def action_summary(self) -> None:
        """Make the closure summary."""
        self.mentor.go("export:closure")

    def action_end(self) -> None:
        """Say how it ended."""
        open_state(self.mentor)

    async def action_reopen(self) -> None:
        """Go on after all."""
        pair = msgspec.structs.replace(self.mentor.pair, status="active", ended_on="")
        await self.store(pair, label="pair reopened")


def _state_words(view: PairView) -> str:
    label = view.program.form("pair").field("status").label_of(view.pair.status)
    if journey.is_closed(view):
        ended = safe_day(view.pair.ended_on)
        on = f" on {journey.short_day(ended, view.today)}" if ended else ""
        return f"This pair: {label}{on}."
    end = journey.ends_on(view)
    if end is None:
        return f"This pair: {label}. No end date is set."
    return f"This pair: {label}, until {journey.short_day(end, view.today)} ({journey.ago(end, view.today)})."


def _key_words(view: PairView, keys: tuple[str, str]) -> str:
    if journey.is_closed(view):
        return f"Everything stays readable; {keys[1]} reopens it."
    return f"{keys[0]} closes it."


def _state(state: StepState) -> str:
    if state.done:
        return "done"
    if state.dropped:
        return "skipped"
    if state.later_until:
        return "later"
    return "late" if state.overdue else state.step.word or "to do"


def _by(view: PairView, state: StepState) -> str:
    return "" if not state.due or state.done or state.dropped else f"by {journey.short_day(state.due, view.today)}"


def _step_row(view: PairView, state: StepState) -> Row:
    word = _state(state)
    mark = {"done": "quiet", "skipped": "quiet", "late": "late"}.get(word, "")
    return Row(state.step.id, (word, state.step.title, _by(view, state)), mark)


def _step_lines(view: PairView, state: StepState) -> list[Content]:
    """The purpose of a step, its state and day, and where it comes from."""
    lines = [fact(own("state"), word_of(_state(state)))]
    if state.due and not (state.done or state.dropped):
        lines.append(fact(own("by"), f"{journey.day(state.due, view.today)}, {journey.ago(state.due, view.today)}"))
    lines += [joined(""), joined(state.step.help)] if state.step.help else []
    source = state.step.basis or view.program.name
    return [*lines, joined(""), joined((f"Comes from: {source}.", "$quiet"))]


async def _offer_when_closed(app: Host) -> None:
    """Wait for the form to go, then ask."""
    for _ in range(_LOOKS):
        await asyncio.sleep(_LOOK_SECONDS)
        if isinstance(app.screen, CloseRoom):
            offer_to_drop(app)
            return


def offer_to_drop(app: Host) -> None:
    """Ask once whether what was still planned with a closed pair falls away; kept unless one says so."""
    if not app.is_open:
        return
    view = app.view
    planned = [s for s in upcoming(view, app.clock.now()) if journey.is_closed(view)]
    if not planned:
        return
    days = ", ".join(when_of(s, view.today) for s in planned[:3])
    many = len(planned) > 1

    async def answered(yes: bool | None) -> None:
        if yes and app.is_open:
            now = [s for p in planned if (s := app.ws.get(Session, p.id)) is not None and s.status == "planned"]
            label = f"{len(now)} planned sessions cancelled" if many else "planned session cancelled"
            if await app.store(*(cancel(s, "the pair was closed") for s in now), label=label):
                refresh(app)
                app.say(f"Saved: {label}. u undoes it.", "good")

    app.push_screen(
        Confirm(
            own("Cancel what is still planned?"),
            detail=f"Planned still: {days}{' and more' if len(planned) > 3 else ''}. "
            f"Cancelled, {'they are' if many else 'it is'} kept as cancelled and Home no longer shows "
            f"{'them' if many else 'it'}.",
            yes="Drop",
            no="Keep",
        ),
        answered,
    )


class StateForm(RecordForm[Pair]):
    """The few fields that say how a pair stands."""

    def changed(self, now: Pair, values: dict[str, Value]) -> Pair:
        if not values["status"]:
            raise InputRefused.of({"status": "Where does it stand? Choose one from the list."})
        ended_on = str(values["ended_on"] or self.owner.ws.today().isoformat())
        if values["status"] in _OPEN:
            ended_on = ""
        if ended_on and now.start and ended_on < now.start:
            raise InputRefused.of({"ended_on": f"That day is before the start, {now.start}."})
        labels = {"active": "pair open", "paused": "pair paused"}
        self.label = labels.get(str(values["status"]), "pair closed")
        return super().changed(now, values | {"ended_on": ended_on})

    async def store(self, values: dict[str, Value]) -> bool:
        done = await super().store(values)
        if done and values["status"] not in _OPEN:
            self.owner.run_worker(_offer_when_closed(self.owner), group="offer", exclusive=True)
        return done


def open_state(app: Host) -> None:
    """The status of the pair; an open one is offered as completed today."""
    pair = app.pair
    start = values_of(pair)
    if pair.status == "active":
        start |= {"status": "completed", "ended_on": app.ws.today().isoformat()}
    app.push_screen(
        StateForm(
            app,
            pair,
            joined(own("How it ends with "), pair.partner_name or "your partner", own("   F2 saves")),
            form=pair_form(app.ws),
            view="state",
            start=start,
            role=pair.role,
            where="close:state",
            done="Saved. Everything stays readable; u undoes it.",
            gone="That pair is no longer there.",
        )
    )
