"""A goal to read: how it stands, how it went so far, its answers, and the sessions and actions that belong to it."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from mentor_tui.mentoring import goals as rules
from mentor_tui.mentoring.goal_links import actions_of, sessions_of
from mentor_tui.mentoring.rhythm import line_of, who
from mentor_tui.schema.fields import filled
from mentor_tui.schema.records import Action, Goal, Session
from mentor_tui.words import text as texts
from mentor_tui.words.days import column_day, safe_day, with_distance
from mentor_tui.workspace import PairView

from ..widgets.drawing import bar, row, sign_of, word_of
from ..widgets.plain import content, joined, own
from ..widgets.reading import answer, plain_day
from ..widgets.reading_pane import fact, heading
from .goal_forms import remarks, smart_line
from .goal_pictures import chart, is_late, note_lines, share_of, state_word

_ANSWERS = ("action", "result", "measure", "baseline", "target", "success_criteria")


def facts(view: PairView, goal: Goal, compact: bool) -> list[Content]:
    """State, day, priority, and who may see the goal; `compact` on one line."""
    form, by_when = view.program.form("goal"), safe_day(goal.by_when)
    state = joined(state_word(view, goal), f", {goal.percent} %")
    day = with_distance(by_when, view.today) if by_when else ""
    if compact:
        shared = own(", title shared with the program") if goal.share_title else content("")
        return [joined(state, own(", by ") if day else "", day, shared)]
    lines = [fact(own("state"), state)]
    if day:
        lines.append(fact(own("by"), day, "$late" if is_late(view, goal) else ""))
    for name, label in (("priority", own("priority")), ("category", own("about"))):
        if value := answer(form.field(name), getattr(goal, name), view.today):
            lines.append(fact(label, value))
    lines.append(fact(own("who sees it"), word_of("shared with your partner")))
    return [*lines, fact(own(""), own("title shared with the program"))] if goal.share_title else lines


def goal_lines(view: PairView, goal: Goal, compact: bool, width: int, *, with_progress: bool = True) -> list[Content]:
    """All of a goal below its facts. `compact`: the words only, the next step first."""
    progress = (
        [heading(own("Progress over time")), *progress_lines(view, goal, width, compact)] if with_progress else []
    )
    following = _next(view, goal, compact)
    parts = [following, progress] if compact else [progress, following]
    return [line for lines in (*parts, *(part(view, goal) for part in _PARTS)) for line in lines]


def reading(view: PairView, goal: Goal, compact: bool) -> Callable[[int], list[Content]]:
    """Facts and all below them, for a width."""

    def lines(width: int) -> list[Content]:
        return [*facts(view, goal, compact), *goal_lines(view, goal, compact, width)]

    return lines


def good_goal(view: PairView, width: int) -> list[Content]:
    """The questions that make a goal a good one, to read while there is none."""
    lines = [own("A title is enough to start. These five questions sharpen it, now or later:", "$quiet")]
    for hint in rules.missing(Goal(), view.program):
        lines += [heading(_begun(hint.check)), content(hint.question)]
    return lines


def progress_lines(view: PairView, goal: Goal, width: int, compact: bool = False) -> list[Content]:
    """The chart of a goal and its notes below it; without any, how to write the first."""
    notes = note_lines(view, goal)
    if notes:
        return notes if compact else [*chart(view, goal, width), content(""), *notes]
    lines = [own("No notes yet. p writes one: a sentence and a percentage.", "$quiet")]
    if not compact:
        across = max(min(width - 8, 40), 8)
        lines.append(row(width, (bar(across, share_of(goal)), across + 1, ""), (f"{goal.percent} %", 0, "bold")))
    return lines


# --- Parts ------------------------------------------------------------------------------------------------------


def _next(view: PairView, goal: Goal, compact: bool) -> list[Content]:
    step = rules.next_step(goal)
    if step is None or goal.status in rules.FINAL:
        return []
    due = safe_day(step.due)
    words = joined(texts.one_line(step.text), f", by {with_distance(due, view.today)}" if due else "")
    return [joined(own("Next step  ", "$quiet"), words)] if compact else [heading(own("Next step")), words]


def _answers(view: PairView, goal: Goal) -> list[Content]:
    form, lines = view.program.form("goal"), []
    for name in _ANSWERS:
        field, value = form.field(name), getattr(goal, name)
        if filled(value):
            words = answer(field, value, view.today).split("\n")
            lines += [heading(own(field.label)), *(content(line) for line in words)]
    return lines


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _smart(view: PairView, goal: Goal) -> list[Content]:
    lines = [] if goal.status in rules.FINAL else [content(_begun(smart_line(view, goal).removeprefix("SMART: ")))]
    lines += [content(words, "$next") for words in remarks(view, goal)]
    return [heading(own("SMART")), *lines] if lines else []


def _reviews(view: PairView, goal: Goal) -> list[Content]:
    lines: list[Content] = []
    for review in goal.reviews:
        occasion = view.program.occasion(review.at)
        status = view.program.form("goal").field("status").show(review.status)
        when = f", {plain_day(review.on, view.today)}: {status}"
        lines += [heading(joined(own(occasion.title), when)), *([content(review.text)] if review.text else [])]
    return lines


def _links(view: PairView, goal: Goal) -> list[Content]:
    actions, sessions = actions_of(view, goal), sessions_of(view, goal)
    lines = [heading(own("Actions for it")), *(_action(view, a) for a in actions)] if actions else []
    if sessions:
        lines += [heading(own("Sessions that name it")), *(_session(view, s) for s in sessions)]
    return lines


def _action(view: PairView, action: Action) -> Content:
    due = safe_day(action.due)
    late = action.status == "open" and due is not None and due < view.today
    state = "cancelled" if action.status == "dropped" else "late" if late else action.status
    tail = f", by {plain_day(action.due, view.today)}" if due and action.status == "open" else ""
    words = f" {who(view, action.owner)}: {texts.one_line(action.text)}{tail}  "
    return joined(sign_of(state), words, word_of(state))


def _session(view: PairView, session: Session) -> Content:
    on = safe_day(session.on)
    about = texts.one_line(session.objective or session.focus)
    day = column_day(on, view.today) if on else ""
    return joined((f"{day:<12}", "$quiet"), line_of(view, session), (f"  {about}" if about else "", "$quiet"))


_PARTS = (_answers, _smart, _reviews, _links)
