"""The lines of Home's panels: each function draws one, for a width in columns and no more rows than it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from textual.content import Content

from mentor_tui.mentoring import goals as goal_rules
from mentor_tui.mentoring.glance import Glance
from mentor_tui.mentoring.journey import ActionLine, Due, NextAction
from mentor_tui.schema.records import Goal, Session
from mentor_tui.words import text
from mentor_tui.words.days import MONTHS, column_day, safe_day, short_day

from ..widgets.drawing import bar, gauge, legend, row, sign_of
from ..widgets.glyphs import signs
from ..widgets.plain import content, joined, own
from ..widgets.timeline import Mark, Span, day_line, month_names

Lines = list[Content]
TENSE = {"fine": "", "soon": "$next", "quiet": "$late"}
"""The colour of a rhythm's state."""
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def near_day(on: date, today: date) -> str:
    """`yesterday`, `Wed  9 Dec`, or ` 9 Dec 2027` when it is far away."""
    return _NEAR.get((on - today).days) or column_day(on, today)


def day_of(session: Session, today: date) -> str:
    """The day of a session in words; also of one that was stored without a day."""
    on = safe_day(session.on)
    return near_day(on, today) if on else "no date"


def wrapped(words: str | Content, width: int, rows: int) -> Lines:
    """A text in lines of this width; of one that takes more rows, the last line ends in an ellipsis."""
    found = (content(words) if isinstance(words, str) else words).wrap(max(width, 1))
    if len(found) <= rows:
        return found
    return [*found[: rows - 1], found[rows - 1].truncate(width - 1).append("…")] if rows > 0 else []


# --- The program ------------------------------------------------------------------------------------------


def span_words(found: Sequence[Glance]) -> str:
    """`, 17 August to 14 January`; empty where no end is known."""
    first, last = min(one.first for one in found), max(one.last for one in found)
    if any(one.end is None for one in found):
        return ""
    year = "" if first.year == last.year == found[0].view.today.year else f" {last.year}"
    return f", {first.day} {MONTHS[first.month - 1]} to {last.day} {MONTHS[last.month - 1]}{year}"


def program_rows(found: Sequence[Glance], tall: bool) -> int:
    """Rows that the program line takes."""
    return len(found) + (3 if tall else 0) + (0 if len(found) > 1 else 1 if tall else 2)


def program(found: Sequence[Glance], width: int, rows: int) -> Lines:
    """A line of days for each pair; above it the months, below it today and what the signs mean, if there is room."""
    several = len(found) > 1
    names = min(max((content(one.name).cell_length for one in found), default=0) + 2, 14) if several else 0
    span, today, room = (
        Span(min(g.first for g in found), max(g.last for g in found)),
        found[0].view.today,
        width - names,
    )
    lines = [] if several else [_stages(found[0], width)]
    pairs = [named(one.name if several else "", names, _line(one, span, room)) for one in found]
    if rows < program_rows(found, tall=True):
        told = [] if several else wrapped(how_often(found[0]), width, 1)  # the panel of the rhythm is further below
        return [*lines, *pairs, *told][:rows]
    glyph = signs()
    marks = legend(
        (glyph.held, "$fill", "held"),
        (glyph.planned, "", "planned"),
        *([(glyph.step, "", "mid-point")] if any(_middle(one) for one in found) else []),
        *([(glyph.end, "", "end")] if any(one.end for one in found) else []),
    )
    at = min(max(span.column(today, room) - 2, 0), room - 5)
    return [
        *lines,
        named("", names, month_names(span, room)),
        *pairs,
        named("", names + at, own("today", "bold $next")),
        named("", names, marks),
    ]


def named(name: str, columns: int, rest: Content) -> Content:
    """A line after a name in so many columns."""
    return Content.assemble(row(columns, (name, 0, "")), rest) if columns else rest


def _middle(one: Glance) -> date | None:
    return one.journey.midpoint if one.view.program.has_midpoint else None


def how_often(one: Glance) -> Content:
    """`last met 17 days ago, agreed every 2 weeks`."""
    return content(one.rhythm.sentence, TENSE[one.rhythm.state])


def _line(one: Glance, span: Span, width: int) -> Content:
    glyph = signs()
    marks = [Mark(one.end, glyph.end, "bold")] if one.end else []
    if middle := _middle(one):
        marks.append(Mark(middle, glyph.step, "bold"))
    marks += [Mark(on, glyph.planned, "bold") for on in one.planned]
    marks += [Mark(on, glyph.held, "bold $fill") for on in one.held]
    return day_line(span, width, one.view.today, marks, one.end)


def _stages(one: Glance, width: int) -> Content:
    """`v Match   o Engage, 8 of 9 steps   . Close`; the present one alone where not all have room."""
    parts: list[Content] = []
    for item in one.journey.stages:
        state = {"done": "done", "current": "here", "ahead": "to do"}[item.state]
        words = content(one.stage_words, "bold") if item.state == "current" else content(item.stage.title, "$quiet")
        parts.append(joined(sign_of(state), " ", words))
    line = Content("   ").join(parts)
    return (
        line
        if line.cell_length <= width
        else Content("   ").join(p for p, item in zip(parts, one.journey.stages, strict=True) if item.state != "done")
    )


# --- Goals, actions, what is coming, the last session ---------------------------------------------------


def goals(one: Glance, width: int, rows: int) -> Lines:
    """Open goals as bars, or the number of those reached; without any, a faint example."""
    if not one.view.goals:
        said = content(f"No goals yet. Press 3 to write one{goal_rules.plenty(one.view.program)}.", "$quiet")
        example = gauge(width, own("for example", "$quiet"), own("60 %", "$quiet"), (0.6, "$ahead"))
        lines = wrapped(said, width, max(rows, 1))
        return lines + example if len(lines) + 2 <= rows else lines
    reached = sum(goal.status == "reached" for goal in one.view.goals)
    if not one.goals:
        return wrapped(
            own("No open goal; all were concluded. Press 3 to see them, or to write one.", "$quiet"), width, rows
        )
    lines = bars(one.goals, width, rows)
    if reached and len(lines) < rows:
        lines.append(joined(sign_of("reached"), " ", (f"{reached} ", "$quiet"), own("reached", "$quiet")))
    return lines


def bars(found: Sequence[Goal], width: int, rows: int) -> Lines:
    """Two rows a goal if all have room for them, else one."""
    tall, across = len(found) * 2 <= rows, max(min(width // 4, 16), 6)
    lines: Lines = []
    for goal in found[:rows]:
        name, share = goal.title or goal.action or "untitled", (goal.percent / 100, "$fill")
        if tall:
            lines += gauge(width, name, f"{goal.percent} %", share)
        else:
            percent = (f"{goal.percent} %", -6, "bold")
            lines.append(row(width, (name, 0, ""), ("", 1, ""), (bar(across, share), across, ""), percent))
    return lines


def actions(found: Sequence[Glance], width: int, rows: int) -> Lines:
    """Open actions of all, soonest first: whose, what, by when."""
    several = len(found) > 1
    every = [(one, line) for one in found for line in one.actions]
    every.sort(key=lambda pair: pair[1].action.due or "9999")
    if not every:
        who = own("for example: you  Send the book we talked about", "$quiet")
        example = row(width, (sign_of("to do"), 2, ""), (who, 0, ""), (own("Friday", "$quiet"), -6, ""))
        return [*wrapped(own("No open actions. Press a to note one.", "$quiet"), width, rows), example][:rows]
    whose = [_whose(one, line, several) for one, line in every[:rows]]
    wide = min(max(content(words).cell_length for words in whose) + 2, max(width // 3, 6))
    lines = []
    for (one, line), words in zip(every, whose, strict=False):
        due = _due(one, line)
        state = "late" if line.overdue else "to do"
        lines.append(
            row(width, (sign_of(state), 2, ""), (words, wide, ""), (line.text, 0, ""), (due, -due.cell_length - 1, ""))
        )
    return lines


def _whose(one: Glance, line: ActionLine, several: bool) -> str:
    return f"you, for {one.name}" if several and line.who == "you" else line.who


def _due(one: Glance, line: ActionLine) -> Content:
    if not line.action.due or not line.due:
        return Content("")
    words = near_day(date.fromisoformat(line.action.due), one.view.today)
    return joined((words, "$quiet")) if not line.overdue else joined((f"{words}, late", "$late"))


def coming(found: Sequence[Glance], width: int, rows: int) -> Lines:
    """Sessions, milestones and dated steps to come, soonest first; what is late before them."""
    every: dict[tuple[date, str], list[tuple[Glance, Due]]] = {}
    for one in found:
        for due in one.coming:
            every.setdefault((due.date, due.go if due.kind == "session" else due.text), []).append((one, due))
    if not every:
        return wrapped(own("Nothing planned. n plans a session.", "$quiet"), width, rows)
    lines: Lines = []
    wide = 11 if width >= 34 else 7
    for key in sorted(every, key=lambda key: key[0]):
        one, due = every[key][0]
        style = "$late" if due.overdue else ""
        words = _what(one, due, named=len(every[key]) < len(found))
        said = joined((f"{due.start} " if due.start else "", "$quiet"), (words, style))
        parts = said.wrap(width - wide)
        if lines and len(lines) + len(parts) > rows:
            break  # a day less, and none of them cut
        days = [column_day(due.date, one.view.today) if wide == 11 else f"{short_day(due.date):>6}"]
        for part in parts:
            lines.append(row(width, (days.pop() if days else "", wide, style or "$quiet"), (part, 0, "")))
    return lines[:rows]


def _what(one: Glance, due: Due, *, named: bool) -> str:
    if not named:
        return f"{due.text}, late" if due.overdue else due.text
    return f"with {one.name}" if due.kind == "session" else f"{one.name}: {due.text}"


def last_session(found: Sequence[Glance], width: int, rows: int) -> Lines:
    """The last session: its day and what it was about; of one pair, what came out of it too."""
    if len(found) > 1:
        names = min(max(content(one.name).cell_length for one in found) + 2, 14)
        return [
            row(
                width,
                (one.name, names, ""),
                (day_of(last, one.view.today), 12, "$quiet"),
                (last.focus, 0, ""),
            )
            for one in found
            if (last := one.view.met[-1] if one.view.met else None)
        ][:rows]
    one = found[0]
    if not one.view.met:
        return _first_steps(one, width, rows)
    last = one.view.met[-1]
    day = day_of(last, one.view.today)
    said = [text.shorten(words, 300) for words in (last.focus, last.outcome, last.takeaways) if words]
    lines = wrapped(joined((f"{day}  ", "$quiet"), said[0] if said else ""), width, rows)
    for words in said[1:]:
        lines += wrapped(words, width, rows - len(lines))
    if rows - len(lines) > 1:
        lines += [Content(""), *(_held(earlier, one, width) for earlier in reversed(one.view.met[-rows:-1]))]
    return lines[:rows]


def _first_steps(one: Glance, width: int, rows: int) -> Lines:
    """Before the first session: the steps that are open now, each with its day."""
    lines = []
    for state in (s for s in one.journey.steps if s.open and s.step.stage == one.journey.stage.id):
        due = near_day(state.due, one.view.today) if state.due else "optional" if state.step.optional else ""
        look = "late" if state.overdue else "optional" if state.step.optional else "to do"
        when = content(due, "$late" if state.overdue else "$quiet")
        lines.append(row(width, (sign_of(look), 2, ""), (state.step.title, 0, ""), (when, -when.cell_length - 1, "")))
    lines = lines[: max(rows - 2, 1)]
    said = own("Here you will see what your first session was about.", "$quiet")
    return [*lines, Content(""), *wrapped(said, width, rows - len(lines) - 1)][:rows]


def _held(session: Session, one: Glance, width: int) -> Content:
    """A session held before the last one, in a line."""
    day = day_of(session, one.view.today)
    return row(width, (day, len(day) + 2, "$quiet"), (session.focus or session.objective, 0, "$quiet"))


# --- The next thing -----------------------------------------------------------------------------------------


def said_of(name: str, action: NextAction) -> str:
    """The next thing of one pair among several: `Log your session of 18 May with Bram`."""
    meets = action.go.partition(":")[0] in ("log", "plan", "prepare", "session")
    return f"{action.text} with {name}" if meets and name not in action.text else f"{name}: {action.text}"


def next_thing(words: Iterable[tuple[str, str]], width: int, rows: int) -> Lines:
    """The one next thing, on a ground of its own: (words, style) each from a new line."""
    lines: Lines = []
    for said, style in words:
        lines += wrapped(content(said, style), width, rows - len(lines)) if said and len(lines) < rows else []
    return [row(width, (line, 0, "")).stylize_before("on $cursor") for line in lines]
