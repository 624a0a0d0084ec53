"""Goals as they are drawn: a bar each, progress over time, and all of them on one line of days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual.content import Content

from mentor_tui.mentoring import goals as rules
from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.schema.records import Goal, GoalStep
from mentor_tui.words import text as texts
from mentor_tui.words.days import column_day, safe_day, short_day
from mentor_tui.workspace import PairView

from ..widgets.blocks import Block
from ..widgets.drawing import Share, bar, columns, look, row, sign_of, word_of
from ..widgets.glyphs import signs
from ..widgets.plain import content, drawn, joined, own
from ..widgets.timeline import Mark, Span, day_line, month_names
from .goal_forms import name_of

_DAY = -11
_LEVELS = 5
"""Lines of the chart of progress."""
_SCALE = 6
"""Columns of its numbers."""


def is_late(view: PairView, goal: Goal) -> bool:
    """True if its day has passed while it is still open."""
    by_when = safe_day(goal.by_when)
    return goal.status not in rules.FINAL and by_when is not None and by_when < view.today


def state_of(view: PairView, goal: Goal) -> str:
    """The state of a goal in a word: its status in the words of the form, or `late`."""
    return "late" if is_late(view, goal) else view.program.form("goal").field("status").show(goal.status)


def state_word(view: PairView, goal: Goal) -> Content:
    """The same in its colour."""
    return word_of(state_of(view, goal))


def share_of(goal: Goal) -> Share:
    """The part of a goal that is reached; settled when it is concluded."""
    return min(max(goal.percent, 0), 100) / 100, "$past" if goal.status in rules.FINAL else "$fill"


# --- The list ---------------------------------------------------------------------------------------------------


def goal_blocks(view: PairView, goals: Sequence[Goal], lines: int) -> list[Block]:
    """The goals as rows of 1 to 3 lines each."""
    gap = 1 if lines == 3 else 0
    wide = max((len(state_of(view, goal)) for goal in goals), default=0) + 1
    return [
        Block(
            goal.id,
            (name_of(goal), state_of(view, goal), f"{goal.percent} %", goal.by_when),
            "late" if is_late(view, goal) else "",
            height=lines,
            after=gap if number < len(goals) else 0,
            draw=partial(_draw_goal, view, goal, lines, gap if number < len(goals) else 0, wide),
        )
        for number, goal in enumerate(goals, start=1)
    ]


def _draw_goal(view: PairView, goal: Goal, lines: int, gap: int, wide: int, width: int) -> list[Content]:
    state, by_when = state_of(view, goal), safe_day(goal.by_when)
    day = column_day(by_when, view.today) if by_when else ""
    name = content(name_of(goal), "" if goal.status in rules.FINAL else "bold")
    sign = sign_of(state) if look(state).sign.strip() else content(" ")
    named = (" ", 1, ""), (sign, 2, ""), (name, 0, ""), ("", 2, ""), (word_of(state), wide, "")
    percent, dated = (f"{goal.percent} %", -7, "bold"), (day, _DAY, "$quiet")
    if lines == 1:
        across = max(min(width - 62, 24), 6)
        return [row(width, *named, (_thin(goal, across), across, ""), percent, dated)]
    across = max(width - 22, 8)
    found = [row(width, *named, dated), row(width, (" ", 3, ""), (bar(across, share_of(goal)), across, ""), percent)]
    if lines == 3:
        found.append(row(width, (" ", 3, ""), (_below(view, goal), 0, "$quiet")))
    return [line.pad_right(width - line.cell_length) for line in found] + [content(" " * width)] * gap


def _thin(goal: Goal, width: int) -> Content:
    """A bar that is a line, so that it touches none above or below it."""
    reached = round(share_of(goal)[0] * width)
    behind = drawn(signs().past * reached, "$past" if goal.status in rules.FINAL else "$fill")
    return joined(behind, drawn(signs().ahead * (width - reached), "$line"))


def _below(view: PairView, goal: Goal) -> Content:
    """The line under a bar: the next step, or how the goal was concluded."""
    if goal.status in rules.FINAL:
        review = goal.reviews[-1] if goal.reviews else None
        on = safe_day(review.on) if review else None
        return joined(own("concluded together on "), short_day(on, view.today)) if on else own("concluded")
    step = rules.next_step(goal)
    if step is None:
        return own("no next step yet")
    due = safe_day(step.due)
    return joined(own("next: "), texts.one_line(step.text), f", by {short_day(due, view.today)}" if due else "")


def example(width: int) -> list[Content]:
    """A goal as it may stand here, faintly, while there is none."""
    across = max(width - 22, 8)
    named = (own("Lead a steering committee"), 0, "$quiet"), (own("active"), 8, "$quiet")
    return [
        row(width, (own("No goals yet. n writes the first one: a title is enough."), 0, "")),
        content(" " * width),
        row(width, (own("   For example:"), 0, "$quiet")),
        row(width, ("", 3, ""), *named, (own("in spring"), _DAY, "$quiet")),
        row(width, ("", 3, ""), (bar(across, (0.4, "$ahead")), across, ""), (own("40 %"), -7, "$quiet"), ("", 0, "")),
        row(width, ("", 3, ""), (own("next: prepare one page with one decision"), 0, "$quiet")),
    ]


# --- Progress over time -----------------------------------------------------------------------------------------


def span_of(view: PairView, goal: Goal) -> Span:
    """The days of a goal: from the start of the pair, or its first note, to its day, or today."""
    days = [d for d in (safe_day(n.on) for n in goal.notes) if d]
    first = min([*days, safe_day(view.pair.start) or safe_day(goal.created[:10]) or view.today])
    last = max([*days, safe_day(goal.by_when) or ends_on(view) or view.today, view.today])
    return Span(first, last)


def chart(view: PairView, goal: Goal, width: int) -> list[Content]:
    """Progress as columns over the days, with today and the end below; nothing without a note."""
    room = width - _SCALE
    if not goal.notes or room < 12:
        return []
    span, today = span_of(view, goal), view.today
    reached = [0.0] * room
    for note in goal.notes:
        if on := safe_day(note.on):
            at = span.column(on, room)
            reached[at:] = [min(max(note.percent, 0), 100) / 100] * (room - at)
    shown = reached[: span.column(today, room) + 1]
    up = columns(_LEVELS, ([(share, "$fill")] for share in shown), 1, 0)
    lines = []
    for level, line in zip(range(_LEVELS, 0, -1), up, strict=True):
        lines.append(row(width, (f"{level * 100 // _LEVELS} % ", -_SCALE, "$quiet"), (line, 0, "")))
    by_when = safe_day(goal.by_when)
    marks = [Mark(by_when, signs().end, "bold")] if by_when else []
    lines.append(row(width, ("", _SCALE, ""), (day_line(span, room, today, marks), 0, "")))
    return [*lines, row(width, ("", _SCALE, ""), (_under(span, room, today), 0, ""))]


def _under(span: Span, room: int, today: date) -> Content:
    """The first and the last day under a line of days, and today where it has a place."""
    left, right, now = short_day(span.first, today), short_day(span.last, today), span.column(today, room)
    at = min(max(now - 2, 0), room - 5)
    if at <= len(left) or at + 5 >= room - len(right):
        return row(room, (left, 0, "$quiet"), (right, -len(right), "$quiet"))
    return joined((left.ljust(at), "$quiet"), own("today", "bold $next"), (right.rjust(room - at - 5), "$quiet"))


def note_lines(view: PairView, goal: Goal) -> list[Content]:
    """The notes of a goal, newest first: day, percentage, words."""
    lines = []
    for note in reversed(goal.notes):
        on = safe_day(note.on)
        day = column_day(on, view.today) if on else ""
        lines.append(joined((f"{day:<12}", "$quiet"), (f"{note.percent:>3} %  ", "bold"), note.text))
    return lines


# --- By when ----------------------------------------------------------------------------------------------------


def by_when_lines(view: PairView, goals: Sequence[Goal], room: int, width: int) -> list[Content]:
    """All goals on one line of days each, and below each its steps, as far as `room`, in lines, allows."""
    shown, airy = _in_room(goals, room - 2)
    names = min(max(len(_named(goal, step)) for goal, step in shown) + 2, width * 45 // 100)
    across = width - names
    spans = [span_of(view, goal) for goal in goals]
    span = Span(min(s.first for s in spans), max(s.last for s in spans))
    lines = [row(width, ("", names, ""), (month_names(span, across), 0, ""))]
    for number, (goal, step) in enumerate(shown):
        lines += [content("")] * (airy and number > 0 and step is None)
        line = _step_days(view, span, across, step) if step else _goal_days(view, span, across, goal)
        name = joined((_named(goal, step), "$quiet" if step else ""))
        lines.append(row(width, (name, names - 1, ""), ("", 1, ""), (line, 0, "")))
    at = min(max(span.column(view.today, across) - 2, 0), max(across - 5, 0))
    return [*lines, row(width, ("", names + at, ""), (own("today", "bold $next"), 0, ""))]


def _in_room(goals: Sequence[Goal], room: int) -> tuple[list[tuple[Goal, GoalStep | None]], bool]:
    """The lines that fit: all steps, or the open ones, or none; and whether there is a line between goals."""
    found: list[tuple[Goal, GoalStep | None]] = []
    for steps in (_dated_steps, _open_steps):
        found = [(goal, step) for goal in goals for step in (None, *steps(goal))]
        for airy in (True, False):
            if len(found) + (len(goals) - 1) * airy <= room:
                return found, airy
    return [(goal, None) for goal in goals], 2 * len(goals) - 1 <= room


def _dated_steps(goal: Goal) -> list[GoalStep]:
    return sorted((s for s in goal.steps if s.due or s.done_on), key=lambda s: s.done_on or s.due)


def _open_steps(goal: Goal) -> list[GoalStep]:
    return [s for s in _dated_steps(goal) if not s.done_on] if goal.status not in rules.FINAL else []


def _named(goal: Goal, step: GoalStep | None) -> str:
    return f"  {texts.one_line(step.text)}" if step else name_of(goal)


def _goal_days(view: PairView, span: Span, width: int, goal: Goal) -> Content:
    end = safe_day(goal.by_when) or span.last
    reviewed = safe_day(goal.reviews[-1].on) if goal.status in rules.FINAL and goal.reviews else None
    if reviewed:
        sign = look("reached") if goal.status == "reached" else look("cancelled")
        return day_line(span, width, view.today, [Mark(reviewed, sign.sign, sign.sign_style)], reviewed)
    late = is_late(view, goal)
    mark = Mark(end, signs().late if late else signs().end, "bold $late" if late else "bold")
    return day_line(span, width, view.today, [mark], max(end, view.today) if late else end)


def _step_days(view: PairView, span: Span, width: int, step: GoalStep) -> Content:
    on = safe_day(step.done_on or step.due) or span.last
    late = not step.done_on and on < view.today
    sign = sign_of("done") if step.done_on else sign_of("late") if late else drawn(signs().step, "$quiet")
    at, words = span.column(on, width), short_day(on, view.today)
    if at + 2 + len(words) <= width:
        return row(width, ("", at, ""), (sign, 2, ""), (words, 0, "$quiet"))
    return row(width, (f"{words} ", -at, "$quiet"), (sign, 1, ""), ("", 0, ""))


# --- Steps ------------------------------------------------------------------------------------------------------


def step_blocks(view: PairView, goal: Goal, details: bool) -> list[Block]:
    """The steps of a goal as rows: sign, words, state and day, and how one learns it on a second line."""
    return [
        Block(
            step.id,
            (_step_state(view, goal, step), step.text, step.done_on or step.due),
            height=2 if details and _detail(view, step) else 1,
            draw=partial(_draw_step, view, goal, step, details),
        )
        for step in goal.steps
    ]


def _step_state(view: PairView, goal: Goal, step: GoalStep) -> str:
    due = safe_day(step.due)
    if step.done_on:
        return "done"
    if due is not None and due < view.today:
        return "late"
    return "next" if step is rules.next_step(goal) else "to do"


def _detail(view: PairView, step: GoalStep) -> str:
    form = view.program.form("goal_step")
    needs = f"needs {texts.one_line(step.resources)}" if step.resources else ""
    activity = form.field("activity").show(step.activity) if step.activity else ""
    return ", ".join(w for w in (activity, texts.one_line(step.effort), needs) if w)


def _draw_step(view: PairView, goal: Goal, step: GoalStep, details: bool, width: int) -> list[Content]:
    state, on = _step_state(view, goal, step), safe_day(step.done_on or step.due)
    day = column_day(on, view.today) if on else ""
    cells = (sign_of(state), 2, ""), (step.text, 0, ""), ("", 1, ""), (word_of(state), 6, ""), (day, _DAY, "$quiet")
    lines = [row(width, (" ", 1, ""), *cells)]
    if details and (detail := _detail(view, step)):
        lines.append(row(width, (" ", 3, ""), (detail, 0, "$quiet")))
    return lines


def example_step(width: int) -> list[Content]:
    """A step as it may stand here, faintly, while there is none."""
    words = own("No steps yet. t adds one; small enough to finish before you meet again.")
    faint = (own("Ask two colleagues how they do it"), 0, "$quiet"), (own("to do"), 6, "$quiet")
    return [
        row(width, (words, 0, "$quiet")),
        content(" " * width),
        row(width, (own("   For example:"), 0, "$quiet")),
        row(width, ("", 1, ""), (drawn(signs().todo), 2, "$quiet"), *faint),
    ]
