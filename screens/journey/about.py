"""The text beside the road: about a step, about a stage, and about the program as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from textual.content import Content

from mentor_tui.mentoring import goals, items, journey, program_hours
from mentor_tui.mentoring.journey import Journey, StageState, StepState
from mentor_tui.mentoring.step_words import done_on, due_rule
from mentor_tui.schema import session_words
from mentor_tui.schema.fields import ROLES
from mentor_tui.words import text as texts
from mentor_tui.words.days import day, safe_day, with_distance
from mentor_tui.workspace import PairView

from ..widgets.drawing import word_of
from ..widgets.plain import content, joined, of_program, own
from .road import filled_in, next_step, word_for

_LABEL = 10
"""Columns of a label."""
_NO_HEADING = Content()


class Fact(NamedTuple):
    """A label, or a key, and what is said of it."""

    label: Content
    words: Content

    def line(self, compact: bool) -> Content:
        """`by        Thu 31 Dec`, or `by Thu 31 Dec`."""
        return joined(self.label, " " * (1 if compact else max(_LABEL - self.label.cell_length, 1)), self.words)


Line = Content | Fact
Part = tuple[Content, Sequence[Line]]
"""A heading, and the lines below it."""
Key = Callable[[str], str]
"""The id of a command -> its key as it is shown."""


def about_step(view: PairView, state: StepState, journey_now: Journey, key: Key) -> list[Part]:
    """Tell what a step is, why it matters now, what helps, what the handbook says, and where that comes from."""
    step, said = state.step, _said(view)
    return [
        (_NO_HEADING, _state_lines(view, state, word_for(state, next_step(journey_now)))),
        (own("What it is"), [said(step.help)] if step.help else []),
        (own("Why now"), [said(step.next_text)] if step.next_text and state.open else []),
        (own("What helps"), _what_helps(view, state, key)),
        (own("What the handbook says"), _handbook_says(view, state)),
        (own("Afterwards"), _afterwards(view, state, journey_now)),
        (own("Where it comes from"), [said(f"{step.basis or view.program.name}.")]),
    ]


def about_stage(view: PairView, item: StageState, steps: list[StepState], folded: bool, key: Key) -> list[Part]:
    """Tell what a stage is for, and how much of it is done."""
    said = _said(view)
    where = {"done": own("behind you"), "current": own("you are here"), "ahead": own("still ahead")}[item.state]
    facts = [_fact(own("where"), where)]
    if item.steps:
        facts.append(_fact(own("done"), content(f"{item.done_steps} of {item.steps} steps")))
    if optional := sum(1 for s in steps if s.open and s.step.optional):
        facts.append(_fact(own("left"), content(f"{optional} that you may skip")))
    helps = own("shows its steps") if folded else own("folds its steps")
    behind = item.state == "done" and bool(steps)
    return [
        (_NO_HEADING, facts),
        (own("What it is for"), [said(item.stage.summary)] if item.stage.summary else []),
        (own("What helps"), [_key_fact(key("journey.do_step"), helps)] if behind else []),
        (own("Where it comes from"), [said(f"{item.stage.basis or view.program.name}.")]),
    ]


def about_program(view: PairView) -> list[Part]:
    """The program as a whole: how far it is, what it asks and receives, whom to turn to."""
    program, said = view.program, _said(view)
    rules, handbook = session_words.summary(program), program.handbook
    return [
        (_NO_HEADING, [said(program.name), *([said(program.about)] if program.about else [])]),
        (own("So far"), [content(words) for words in program_hours.how_far(view)]),
        (own("What the program team sees"), [said(program.sharing.words)] if program.sharing else []),
        (own("Rhythm"), [said(program.cadence.words)] if program.cadence else []),
        (own("A session"), [said(rules)] if rules else []),
        (own("Questions"), [said(program.contact.words)] if program.contact else []),
        (own("Not part of it"), [said(f"{line}.") for line in program.out_of_scope]),
        (own("Links"), [joined(said(f"{name}: ", "$quiet"), said(where)) for name, where in program.links.items()]),
        (own("Where it comes from"), [said(f"Follows the {handbook.edition}.") if handbook else said(program.name)]),
    ]


def laid_out(parts: Iterable[Part], compact: bool) -> Content:
    """The parts under their headings; `compact`, in a few lines, each heading before its words."""
    lines: list[Content] = []
    for heading, said in parts:
        found = [line.line(compact) if isinstance(line, Fact) else line for line in said]
        if found and compact:
            named = heading is not _NO_HEADING
            words = content("   ").join(found)
            lines.append(joined(heading.stylize_before("$quiet"), "  ", words) if named else words)
        elif found:
            lines += [content("")] * bool(lines)
            lines += [heading.stylize("bold"), *found] if heading is not _NO_HEADING else found
    return Content("\n").join(lines)


# --- Parts ----------------------------------------------------------------------------------------------------


def _said(view: PairView) -> Callable[..., Content]:
    return partial(of_program, filled_in=filled_in(view))


def _fact(label: Content, words: Content) -> Fact:
    return Fact(label.stylize_before("$quiet"), words)


def _key_fact(key: str, words: Content) -> Fact:
    return Fact(content(key, "bold"), words)


def _state_lines(view: PairView, state: StepState, word: str) -> list[Fact]:
    mark, today = view.marks.get(state.step.id), view.today
    on = done_on(view, state)
    tail: Content = content("")
    more: list[Fact] = []
    if state.dropped:
        set_on = safe_day(mark.on) if mark else None
        tail = content(f", {day(set_on, today)}" if set_on else "")
        if mark and mark.reason:
            more.append(_fact(own("reason"), content(texts.one_line(mark.reason))))
    elif state.done:
        ticked = mark is not None and mark.state == "done"
        when = f" {_on(on, today)}" if ticked and on else f", {day(on, today)}" if on else ""
        tail = joined(own(", you ticked it") if ticked else own(", as your records show"), when)
    elif until := safe_day(state.later_until):
        tail = joined(own(", postponed until "), day(until, today))
    elif state.due and (state.overdue or state.due >= today):
        words = joined(own(", it was for ") if state.overdue else own(", by "), with_distance(state.due, today))
        tail = words.stylize("$late") if state.overdue else words
    if state.open and (last := journey.written_for(view, state.step)):
        wrote = safe_day(last.at[:10])
        more.append(_fact(own("written"), content(_on(wrote, today) if wrote else "")))
    return [_fact(own("state"), joined(word_of(word), tail)), *more, _fact(own("for"), _who(view, state))]


def _on(on: date, today: date) -> str:
    """`today`, `yesterday`, `on Fri 22 May`."""
    words = day(on, today)
    return words if words in ("today", "yesterday", "tomorrow") else f"on {words}"


def _who(view: PairView, state: StepState) -> Content:
    names = view.program.role_names
    if set(state.step.roles) == set(ROLES):
        return own("both of you")
    return _said(view)(" and ".join(f"the {names.get(r, r)}" for r in state.step.roles))


def _what_helps(view: PairView, state: StepState, key: Key) -> list[Fact]:
    """The keys that help with this step, each with what it does here."""
    step = state.step
    event = items.event_of(step)
    lines: list[tuple[str, Content]] = []
    if step.go:
        lines.append(("do_step", _leads_to(view, state)))
    if event and state.open:
        words = own("logs that you were there") if event.minutes else own("asks how long it took and logs it")
        lines.append(("tick", words))
    elif state.done:
        mark = view.marks.get(step.id)
        if mark is not None and mark.state == "done":
            lines.append(("tick", own("opens it again")))
    elif state.open:
        sent = bool(journey.to_send(step))
        lines.append(("tick", own("ticks it once it is sent") if sent else own("ticks it once it is done")))
    if state.later_until:
        lines.append(("later", own("brings it back now")))
    elif state.open:
        lines.append(("later", own("postpones it for a week")))
    if state.dropped:
        lines.append(("set_aside", own("brings it back")))
    elif not state.done:
        lines.append(("set_aside", own("skips it, with a reason")))
    return [_key_fact(key(f"journey.{name}"), words) for name, words in lines]


def _afterwards(view: PairView, state: StepState, journey_now: Journey) -> list[Content]:
    """The step that the program asks for after this one."""
    steps = journey_now.steps
    after = steps[steps.index(state) + 1 :] if state in steps else []
    found = next((s for s in after if s.open and not s.step.optional), None)
    if found is None or not state.open:
        return []
    by = f", by {day(found.due, view.today)}" if found.due and found.due >= view.today else ""
    return [joined(_said(view)(found.step.title), by)]


_PLACES = {
    "agreement": own("opens the agreement"),
    "actions": own("opens the actions"),
    "pdus": own("opens PDUs"),
    "notes": own("opens the notes"),
    "close": own("opens Close"),
    "profile": own("opens your profile"),
    "pair": own("opens the pair's details"),
    "sessions": own("opens the sessions"),
    "sessions:plan": own("plans a session"),
    "claims": own("opens the claims"),
    "audit": own("opens the audit page"),
}
"""The place that a step leads to -> what Enter does there."""


def _leads_to(view: PairView, state: StepState) -> Content:
    """The words for what Enter does: `opens the goals: 2 open, 1 reached`."""
    program, said = view.program, _said(view)
    name, _, target = state.step.go.partition(":")
    if name == "form" and target in program.forms:
        return joined(own("opens "), said(program.forms[target].title))
    if name == "export" and target in program.documents:
        return joined(own("writes "), said(program.documents[target].title))
    if name == "event":
        return own("logs or plans it in detail")
    if name == "planned":
        return own("shows the session") if state.done else own("plans or logs the session")
    if name == "goals":
        still, count = len(goals.open_goals(view)), len(view.goals)
        return joined(own("opens the goals"), f": {still} open, {count - still} concluded" if count else "")
    return _PLACES.get(state.step.go, own("goes to where it is done"))


def _handbook_says(view: PairView, state: StepState) -> list[Content]:
    """Tell what the program asks, in our words: how binding a step is, by when, and what its stage is for."""
    step, said = state.step, _said(view)
    if step.asked:
        lines = [own("The program asks for it; skipping it has no consequences here.")]
    elif step.optional:
        lines = [own("It is an offer: you may skip it.")]
    else:
        lines = [own("The program asks for it.")]
    rule = due_rule(view, step)
    if rule:
        lines = [joined(*lines, own(" When: "), said(rule), own("."))]
    stage = next((s for s in view.program.stages if s.id == step.stage), None)
    if stage and stage.summary:
        lines.append(joined(said(f"{stage.title}: "), said(stage.summary)))
    return lines
