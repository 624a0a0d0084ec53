"""The forms of a goal: the SMART worksheet, a progress note, a step, a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from textual.app import ComposeResult
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import goals as rules
from mentor_tui.mentoring import scope, understood
from mentor_tui.schema.audience import values_of
from mentor_tui.schema.fields import Form, Value
from mentor_tui.schema.program_parts import Occasion
from mentor_tui.schema.records import Goal, GoalNote, GoalReview, GoalStep
from mentor_tui.words import text as texts
from mentor_tui.workspace import PairView

from ..host import Host
from ..shell.record_form import RecordForm
from ..widgets.editors import Changed
from ..widgets.plain import Plain, joined, own


def name_of(goal: Goal) -> str:
    """The name of a goal in a list: its title, or what will be done."""
    return texts.one_line(goal.title or goal.action) or "untitled"


def find_goal(view: PairView, goal_id: str) -> Goal | None:
    """The goal with this id in the open pair."""
    return next((g for g in view.goals if g.id == goal_id), None)


class GoalForm(RecordForm[Goal]):
    """The SMART worksheet, with a line on which of the five parts is still open."""

    ABOUT = (
        "A title is enough to start. The line below the heading asks about the first of the five SMART parts that "
        "is still missing; tick a part yourself when you think it is there. F2 saves; Escape goes back and keeps "
        "your text as a draft."
    )
    DEFAULT_CSS = """
    GoalForm #hint { padding: 0 1; height: auto; color: $quiet; }
    """

    def body(self) -> ComposeResult:
        yield Plain(self.heading, id="title")
        yield Plain(own("SMART"), id="hint")
        yield from self.the_form()

    def on_mount(self) -> None:
        self.show_hint()

    def take_up(self, values: dict[str, Any]) -> None:
        super().take_up(values)
        self.call_after_refresh(self.show_hint)

    def on_changed(self, event: Changed) -> None:
        super().on_changed(event)
        self.show_hint()

    def changed(self, now: Goal, values: dict[str, Value]) -> Goal:
        status: Any = values.get("status") or now.status
        changed = msgspec.structs.replace(super().changed(now, values), status=status)
        if self.new and not (changed.title or changed.action):
            raise InputRefused.of({"title action": "A goal needs a few words first: its title is enough."})
        return changed

    def show_hint(self) -> None:
        """Say which SMART parts are open, and what sounds like another program."""
        if not self.mentor.is_open:
            return
        view = self.mentor.view
        goal = _as_goal(self.body_widget.form, self.body_widget.raw(), view.today)
        self.query_one("#hint", Plain).show("  ".join(w for w in (smart_line(view, goal), *remarks(view, goal)) if w))


def smart_line(view: PairView, goal: Goal) -> str:
    """`SMART: 3 of 5. Open: measurable (How will you both see that it is there?), time.`"""
    hints = rules.missing(goal, view.program)
    if not hints:
        return "SMART: all five are there."
    rest = ", ".join(h.check for h in hints)
    return f"SMART: {len(rules.SMART) - len(hints)} of {len(rules.SMART)}. Still open: {rest}. {hints[0].question}"


def remarks(view: PairView, goal: Goal) -> list[str]:
    """Hints worth a second thought about a goal."""
    said = [scope.question(view.program, goal)]
    if rules.beyond_end(view, goal):
        said.append("Its date is after the end of the program.")
    return [s for s in said if s]


def _as_goal(form: Form, raw: Mapping[str, object], today: date) -> Goal:
    """The goal as typed so far; what does not parse yet is left out."""
    values: dict[str, Any] = {}
    for field in form.fields():
        if field.id in raw and field.id in Goal.__struct_fields__:
            try:
                values[field.id] = understood.checked(field, raw[field.id], today)
            except InputRefused:
                continue
    values["status"] = values.get("status") or "draft"
    return Goal(**values)


def new_goal(app: Host, view: PairView) -> None:
    """Write a new goal."""
    app.push_screen(
        GoalForm(
            app,
            Goal(pair_id=view.pair.id),
            own("New goal"),
            view="worksheet",
            label="new goal",
            done="Saved: new goal. Enter opens it, u undoes it.",
        )
    )


def edit_goal(app: Host, goal: Goal) -> None:
    """Change a goal: every field of it."""
    app.push_screen(
        GoalForm(
            app,
            goal,
            joined(own("Goal: "), texts.shorten(name_of(goal), 200)),
            where=f"goal:{goal.id}/edit",
            done="Saved: goal changed. u undoes it.",
        )
    )


class PartForm(RecordForm[Goal]):
    """The form of one part of a goal: a note, a step, a review."""

    def __init__(
        self,
        app: Host,
        goal: Goal,
        part: str,
        title: str | Content,
        form_id: str,
        label: str,
        start: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(
            app,
            goal,
            joined(title, own(": "), texts.shorten(name_of(goal), 200)),
            form=app.view.program.form(form_id),
            view="edit",
            start=start,
            label=label,
            where=f"goal:{goal.id}/{part}",
        )


class NoteForm(PartForm):
    """A progress note, new or the one at `index`."""

    def __init__(self, app: Host, goal: Goal, index: int | None) -> None:
        self._old = goal.notes[index] if index is not None and index < len(goal.notes) else None
        shown = self._old or GoalNote(on=app.ws.today().isoformat(), percent=goal.percent)
        part = f"note/{index}" if self._old else "note"
        super().__init__(app, goal, part, own("Progress"), "goal_note", "progress note", values_of(shown))

    def stored(self) -> dict[str, Any]:
        # an older note that changed meanwhile stays beside this one
        return {} if self._old else {"percent": (self.now() or self.record).percent}

    def changed(self, now: Goal, values: dict[str, Value]) -> Goal:
        if self._old is not None:
            now = msgspec.structs.replace(now, notes=[n for n in now.notes if n != self._old])
        on = values["on"] or self.owner.ws.today().isoformat()
        note = msgspec.structs.replace(self._old or GoalNote(), **{**values, "on": on})
        return rules.progress(now, note)


class StepForm(PartForm):
    """A step, new or the one with this id."""

    def __init__(self, app: Host, goal: Goal, step_id: str) -> None:
        old = next((s for s in goal.steps if s.id == step_id), None)
        self._step = old or GoalStep()
        part, title = (f"step/{step_id}", own("Step")) if old else ("step", own("New step"))
        super().__init__(app, goal, part, title, "goal_step", "step")

    def _in(self, goal: Goal) -> GoalStep:
        return next((s for s in goal.steps if s.id == self._step.id), self._step)

    def values(self, record: Goal) -> dict[str, Any]:
        return values_of(self._in(record))

    def changed(self, now: Goal, values: dict[str, Value]) -> Goal:
        if not values["text"]:
            raise InputRefused.of({"text": "A step needs a few words first."})
        changed = msgspec.structs.replace(self._in(now), **values)
        steps = [changed if s.id == changed.id else s for s in now.steps]
        return msgspec.structs.replace(now, steps=steps if changed in steps else [*steps, changed])


class ReviewForm(PartForm):
    """The conclusion of the two about a goal at mid-point or at the end."""

    def __init__(self, app: Host, goal: Goal, at: Occasion) -> None:
        self._occasion = at.id
        super().__init__(app, goal, f"review/{at.id}", at.title, "goal_review", "goal review")

    def _in(self, goal: Goal) -> GoalReview:
        today = self.owner.ws.today().isoformat()
        known = (r for r in goal.reviews if r.at == self._occasion)
        return next(known, GoalReview(at=self._occasion, on=today, status=goal.status))

    def values(self, record: Goal) -> dict[str, Any]:
        return values_of(self._in(record))

    def changed(self, now: Goal, values: dict[str, Value]) -> Goal:
        values["on"] = values["on"] or self.owner.ws.today().isoformat()
        values["status"] = values["status"] or now.status
        return rules.review(now, msgspec.structs.replace(self._in(now), **values))
