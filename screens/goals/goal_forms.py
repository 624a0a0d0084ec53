"""The forms of a goal: the SMART worksheet, a progress note, a step, a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from textual.app import ComposeResult
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import goals as rules
from mentor_tui.schema.fields import Form, Value
from mentor_tui.schema.records import Goal, GoalNote, GoalReview, GoalStep
from mentor_tui.words import text as texts
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

from ..shell.form_screen import FormScreen, Save
from ..widgets.fields import Changed
from ..widgets.form import Stored
from ..widgets.plain import Plain, joined, own

if TYPE_CHECKING:
    from ..shell.app import MentorApp

Occasion = Literal["midpoint", "closure"]
OCCASIONS: dict[str, str] = {"midpoint": "Mid-point review", "closure": "Closing review"}


def name_of(goal: Goal) -> str:
    """What to call a goal in a list: its title, or what will be done."""
    return texts.one_line(goal.title or goal.action) or "untitled"


def find_goal(view: PairView, goal_id: str) -> Goal | None:
    """The goal with this id in the open pair."""
    return next((g for g in view.goals if g.id == goal_id), None)


class GoalForm(FormScreen):
    """The SMART worksheet, with a line on which of the five parts is still open."""

    ABOUT = (
        "A title is enough to start. The line below the heading says which of the five SMART parts nothing speaks "
        "for yet, as a question; tick a part yourself when you think it holds. F2 saves; Escape goes back and keeps "
        "your text as a draft."
    )
    DEFAULT_CSS = """
    GoalForm #hint { padding: 0 1; height: auto; color: $text-muted; }
    """

    def body(self) -> ComposeResult:
        yield Plain(self.heading, id="title")
        yield Plain(own("SMART"), id="hint")
        yield self.body_widget

    def on_mount(self) -> None:
        super().on_mount()
        self.show_hint()

    def take_up(self, values: dict[str, Any]) -> None:
        super().take_up(values)
        self.call_after_refresh(self.show_hint)

    def on_changed(self, event: Changed) -> None:
        super().on_changed(event)
        self.show_hint()

    def show_hint(self) -> None:
        """Say which SMART parts are open, and what sounds like another program."""
        if not self.mentor.is_open:
            return
        view = self.mentor.view
        goal = _as_goal(self.body_widget.form, self.body_widget.raw(), view.today)
        self.query_one("#hint", Plain).show("  ".join(w for w in (smart_line(goal), *remarks(view, goal)) if w))


def smart_line(goal: Goal) -> str:
    """`SMART: 3 of 5. Open: measurable (How will you both see that it is there?), time.`"""
    hints = rules.missing(goal)
    if not hints:
        return "SMART: all five hold."
    rest = ", ".join(h.check for h in hints)
    return f"SMART: {len(rules.SMART) - len(hints)} of {len(rules.SMART)}. Still open: {rest}. {hints[0].question}"


def remarks(view: PairView, goal: Goal) -> list[str]:
    """What is worth a second thought about a goal, calmly."""
    said = [rules.out_of_scope(goal)]
    if rules.beyond_end(view, goal):
        said.append("Its day lies after the end of the program.")
    return [s for s in said if s]


def _as_goal(form: Form, raw: Mapping[str, object], today: date) -> Goal:
    """What is typed so far as a goal; what does not parse yet is left out."""
    values: dict[str, Any] = {}
    for field in form.fields():
        if field.id in raw and field.id in Goal.__struct_fields__:
            try:
                values[field.id] = field.check(raw[field.id], today)
            except InputRefused:
                continue
    values["status"] = values.get("status") or "draft"
    return Goal(**values)


def new_goal(app: MentorApp, view: PairView) -> None:
    """Write a new goal."""
    form = view.program.form("goal")
    goal = Goal(pair_id=view.pair.id)

    async def save(values: dict[str, Value]) -> bool:
        made = msgspec.structs.replace(goal, **values)
        if not (made.title or made.action):
            app.say("A goal needs a few words first: its title is enough.", "warning")
            return False
        return await app.store(made, label="new goal")

    app.push_screen(
        GoalForm(
            own("New goal"),
            form,
            {},
            view.role,
            save,
            stored=dict,
            where="goal:new",
            draft_record=view.pair.id,
            view="worksheet",
            done="Saved: new goal. Enter opens it, u takes it back.",
        )
    )


def edit_goal(app: MentorApp, view: PairView, goal: Goal) -> None:
    """Change a goal: every field of it."""
    form = view.program.form("goal")

    def stored() -> dict[str, Any]:
        now = find_goal(app.view, goal.id) or goal
        return {f.id: getattr(now, f.id) for f in form.fields()}

    async def save(changed: dict[str, Value]) -> bool:
        now = find_goal(app.view, goal.id) or goal
        changed["status"] = changed.get("status") or now.status
        return await app.store(msgspec.structs.replace(now, **changed), label="goal changed")

    app.push_screen(
        GoalForm(
            joined(own("Goal: "), texts.shorten(name_of(goal), 200)),
            form,
            stored(),
            view.role,
            save,
            stored=stored,
            where=f"goal:{goal.id}/edit",
            draft_record=goal.id,
            done="Saved: goal changed. u takes it back.",
        )
    )


def _part_form(
    app: MentorApp,
    view: PairView,
    goal: Goal,
    form_id: str,
    part: str,
    title: Content,
    values: Mapping[str, Any],
    save: Save,
    stored: Stored,
) -> None:
    app.push_screen(
        FormScreen(
            joined(title, own(": "), texts.shorten(name_of(goal), 200)),
            view.program.form(form_id),
            values,
            view.role,
            save,
            stored=stored,
            where=f"goal:{goal.id}/{part}",
            draft_record=goal.id,
            view="edit",
        )
    )


def edit_note(app: MentorApp, view: PairView, goal: Goal, index: int | None) -> None:
    """Write a progress note, or correct the one at `index`."""
    old = goal.notes[index] if index is not None and index < len(goal.notes) else None
    shown = old or GoalNote(on=view.today.isoformat(), percent=goal.percent)

    async def save(values: dict[str, Value]) -> bool:
        now = find_goal(app.view, goal.id) or goal
        if old is not None:
            now = msgspec.structs.replace(now, notes=[n for n in now.notes if n != old])
        on = safe_day(str(values["on"])) or app.view.today
        changed = rules.progress(now, on, int(str(values["percent"])), str(values["text"]))
        return await app.store(changed, label="progress note")

    def stored() -> dict[str, Any]:
        now = find_goal(app.view, goal.id) or goal
        return {} if old else {"percent": now.percent}  # an older note that changed meanwhile stays beside this one

    values = {"text": shown.text, "percent": shown.percent, "on": shown.on}
    part = f"note/{index}" if old else "note"
    _part_form(app, view, goal, "goal_note", part, own("Progress"), values, save, stored)


def edit_step(app: MentorApp, view: PairView, goal: Goal, step_id: str) -> None:
    """Add a step, or change the one with this id."""
    old = next((s for s in goal.steps if s.id == step_id), None)
    step = old or GoalStep()
    names = ("text", "activity", "resources", "effort", "due")

    def as_stored() -> GoalStep:
        now = find_goal(app.view, goal.id) or goal
        return next((s for s in now.steps if s.id == step.id), step)

    async def save(values: dict[str, Value]) -> bool:
        if not values["text"]:
            app.say("A step needs a few words first.", "warning")
            return False
        now = find_goal(app.view, goal.id) or goal
        changed = msgspec.structs.replace(as_stored(), **values)
        steps = [changed if s.id == step.id else s for s in now.steps]
        if changed not in steps:
            steps.append(changed)
        return await app.store(msgspec.structs.replace(now, steps=steps), label="step")

    def stored() -> dict[str, Any]:
        return {name: getattr(as_stored(), name) for name in names}

    part = f"step/{step_id}" if old else "step"
    _part_form(app, view, goal, "goal_step", part, own("Step") if old else own("New step"), stored(), save, stored)


def edit_review(app: MentorApp, view: PairView, goal: Goal, at: Occasion) -> None:
    """Write, or change, what the two concluded at mid-point or at the end."""
    today = view.today.isoformat()

    def stored() -> dict[str, Any]:
        now = find_goal(app.view, goal.id) or goal
        known = next((r for r in now.reviews if r.at == at), None)
        shown = known or GoalReview(at=at, on=today, status=now.status)
        return {"text": shown.text, "status": shown.status, "on": shown.on}

    async def save(values: dict[str, Value]) -> bool:
        now = find_goal(app.view, goal.id) or goal
        on = safe_day(str(values["on"])) or app.view.today
        status: Any = values["status"] or now.status
        return await app.store(rules.review(now, at, on, status, str(values["text"])), label="goal review")

    _part_form(app, view, goal, "goal_review", f"review/{at}", joined(OCCASIONS[at]), stored(), save, stored)
