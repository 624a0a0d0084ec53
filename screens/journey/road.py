"""The road of a program: its stages and steps from the start to the end, with a line for today across it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from textual.content import Content

from mentor_tui.mentoring.journey import Journey, StageState, StepState, ends_on, is_closed
from mentor_tui.mentoring.step_words import done_on, stage_days
from mentor_tui.schema import blanks as blanks_form
from mentor_tui.words import text
from mentor_tui.words.days import column_day, day, safe_day, short_day
from mentor_tui.workspace import PairView

from ..widgets.blocks import Block
from ..widgets.drawing import row, sign_of, word_of
from ..widgets.glyphs import signs
from ..widgets.plain import content, drawn, of_program, own

STAGE = "stage:"
"""Before the id of a stage, the key of its heading."""
ABOUT = "about:"
"""The key of the end of the road, where one reads about the program."""
POINTER = 2
"""The column of the pointer."""
_WORD, _DAY, _SHORT_DAY = 9, -11, -7
"""Columns of a state, of a day, and of one without its weekday."""
_FULL_DAYS = 62
"""Columns from which days have their weekday, and no title is cut for it."""


@dataclass(frozen=True)
class Road:
    """All that the road is drawn from."""

    view: PairView
    state: Journey
    opened: frozenset[str]
    """Stages that lie behind and are shown with their steps all the same."""
    airy: bool
    """True where there is room for a line between stages."""

    @cached_property
    def filled_in(self) -> tuple[str, ...]:
        """The words of the pair that stand in the texts of its program."""
        return filled_in(self.view)

    def folded(self, item: StageState) -> bool:
        """True for a stage of which only the heading is shown: nothing in it waits any more."""
        closing = item.stage.id == self.view.program.closing_stage
        return (
            item.state == "done"
            and item.done_steps >= item.steps
            and not closing
            and bool(self.state.steps_in(item.stage.id))
            and item.stage.id not in self.opened
        )


def filled_in(view: PairView) -> tuple[str, ...]:
    """The words of the pair that stand in the texts of its program."""
    return tuple(typed for said in view.answers(blanks_form.FORM).values() if (typed := text.one_line(str(said or ""))))


def next_step(state: Journey) -> str:
    """The step to look at first: the next one, or the first open one from the present stage on, or its heading."""
    if state.next.step_id:
        return state.next.step_id
    ids = [item.stage.id for item in state.stages]
    onward = [s for s in state.steps if ids.index(s.step.stage) >= ids.index(state.stage.id)]
    asked = [s for s in onward if s.open and not s.step.optional]
    return asked[0].step.id if asked else STAGE + state.stage.id


def word_for(state: StepState, next_id: str) -> str:
    """The state of a step in a word or two."""
    if state.dropped:
        return "skipped"
    if state.done:
        return "done"
    if state.later_until:
        return "later"
    if state.overdue:
        return "late"
    if state.step.id == next_id:
        return "next"
    return state.step.word or "to do"


def blocks(road: Road) -> list[Block]:
    """The whole road, a block for each heading and step, the end last."""
    next_id = next_step(road.state)
    keys = _keys(road)
    at = _today_at(road, keys)
    found: list[Block] = []
    for number, (key, thing) in enumerate(keys):
        behind = number < at
        here = number == at and _is_under_way(road)
        if isinstance(thing, StepState):
            found.append(_step_block(road, thing, behind, here, word_for(thing, next_id)))
        elif isinstance(thing, StageState):
            found.append(_stage_block(road, thing, behind, here, first=number == 0))
        else:
            found.append(_end_block(road, key, behind, here))
    return found


def _keys(road: Road) -> list[tuple[str, StageState | StepState | None]]:
    found: list[tuple[str, StageState | StepState | None]] = []
    for item in road.state.stages:
        found.append((STAGE + item.stage.id, item))
        if not road.folded(item):
            found += [(s.step.id, s) for s in road.state.steps_in(item.stage.id)]
    return [*found, (ABOUT, None)]


def _is_under_way(road: Road) -> bool:
    end = ends_on(road.view)
    return not is_closed(road.view) and (end is None or road.view.today <= end)


def _today_at(road: Road, keys: Sequence[tuple[str, StageState | StepState | None]]) -> int:
    """The place in the road before which today stands: all that comes before it lies behind, or is late by now.

    It is the first step that still waits for its day, or the heading of its stage where it is the first in it.
    """
    if not _is_under_way(road):
        return len(keys)
    ids = [item.stage.id for item in road.state.stages]
    now, after_late = ids.index(road.state.stage.id), 0
    for number, (_, thing) in enumerate(keys):
        if isinstance(thing, StepState) and thing.overdue and ids.index(thing.step.stage) <= now:
            after_late = number + 1
    for number, (_, thing) in enumerate(keys):
        if isinstance(thing, StepState) and number >= after_late and ids.index(thing.step.stage) >= now:
            waits = thing.open and not thing.step.optional and not thing.overdue
            if waits and (thing.due is None or thing.due >= road.view.today):
                return _first_of_stage(keys, number)
        if isinstance(thing, StageState) and thing.state == "ahead":
            return number
    return len(keys) - 1


def _first_of_stage(keys: Sequence[tuple[str, StageState | StepState | None]], number: int) -> int:
    """The heading instead of its first open step: what may be left out does not count, for it has no day."""
    heading = max(n for n in range(number) if isinstance(keys[n][1], StageState))
    item = keys[heading][1]
    between = [thing for _, thing in keys[heading + 1 : number] if isinstance(thing, StepState)]
    ahead = isinstance(item, StageState) and not any(s.done or s.overdue for s in between) and heading > 0
    return heading if ahead else number


# --- Lines --------------------------------------------------------------------------------------------------


def _edge(behind: bool) -> Content:
    return drawn(signs().road, "$fill") if behind else drawn(signs().path, "$quiet")


def _plain_line(behind: bool, width: int) -> Content:
    return row(width, (_edge(behind), 0, ""))


def _today_line(road: Road, width: int) -> Content:
    today, week = road.view.today, road.state.week_words
    words = f"{column_day(today, today).replace('  ', ' ')}{', ' + week if week else ''}"
    head = Content.assemble(drawn(signs().held + signs().past * 2), own(" today, "), words, " ")
    rest = max(width - head.cell_length, 0)
    return row(width, (Content.assemble(head, drawn(signs().past * rest)), 0, "bold $next"))


def _before(road: Road, behind: bool, here: bool, airy: bool, width: int) -> Iterator[Content]:
    """The lines above a row: some air, and today's line above the first that lies ahead."""
    if here:
        yield from [_plain_line(True, width)] * airy
        yield _today_line(road, width)
        yield from [_plain_line(False, width)] * airy
    elif airy:
        yield _plain_line(behind, width)


def _height_before(here: bool, airy: bool) -> int:
    return (3 if airy else 1) if here else int(airy)


def _stage_block(road: Road, item: StageState, behind: bool, here: bool, first: bool) -> Block:
    count = f"{item.done_steps} of {item.steps} done" if item.steps else ""
    word = {"done": "done" if item.done_steps >= item.steps else "past", "current": "here", "ahead": ""}[item.state]
    airy = road.airy and not first
    return Block(
        STAGE + item.stage.id,
        (word, item.stage.title, count),
        before=_height_before(here, airy),
        draw=partial(_draw_stage, road, item, behind, here, airy, count),
    )


def _draw_stage(
    road: Road, item: StageState, behind: bool, here: bool, airy: bool, count: str, width: int
) -> list[Content]:
    first, last = stage_days(road.view, item, road.state.steps_in(item.stage.id))
    today = road.view.today
    if item.state == "done":
        sign, when = sign_of("done" if item.done_steps >= item.steps else "held"), _span(first, last, today)
    elif item.state == "current":
        sign, when = sign_of("here"), f"since {short_day(first, today)}" if first else ""
    else:
        sign, when = sign_of("to do"), f"until {short_day(last, today)}" if last else ""
    gap = " " * (min(max(len(one.stage.title) for one in road.state.stages), 20) - len(item.stage.title) + 3)
    words = Content.assemble(
        of_program(item.stage.title, "bold", filled_in=road.filled_in), gap or "  ", (count, "$quiet")
    )
    if item.state == "current":
        words = Content.assemble(words, own(", you are here", "$quiet"))
    line = row(width, (sign, 3, ""), (words, 0, ""), (when, -16, "$quiet"))
    return [*_before(road, behind, here, airy, width), line]


def _span(first: date | None, last: date | None, today: date) -> str:
    if first is None or last is None or first == last:
        return short_day(last, today) if last else ""
    both = (first.month, first.year) == (last.month, last.year)
    return f"{first.day if both else short_day(first, today)} to {short_day(last, today)}"


def _step_block(road: Road, state: StepState, behind: bool, here: bool, word: str) -> Block:
    on = done_on(road.view, state) or _due(road.view, state)
    mark = "late" if word == "late" else "quiet" if state.done or state.dropped else ""
    return Block(
        state.step.id,
        (word, state.step.title, column_day(on, road.view.today) if on else ""),
        mark,
        before=_height_before(here, False),
        draw=partial(_draw_step, road, state, behind, here, word, on),
    )


def _draw_step(
    road: Road, state: StepState, behind: bool, here: bool, word: str, on: date | None, width: int
) -> list[Content]:
    title = of_program(state.step.title, "$quiet" if state.dropped else "", filled_in=road.filled_in)
    full = width >= _FULL_DAYS
    when = content((column_day(on, road.view.today) if full else short_day(on)) if on else "")
    if full and state.open and state.step.optional and state.step.due is None:
        when = own("any time")
    line = row(
        width,
        (_edge(behind), POINTER + 1, ""),
        (sign_of(word), 2, ""),
        (title, 0, ""),
        ("", 1, ""),
        (word_of(word), _WORD, ""),
        (when, _DAY if full else _SHORT_DAY, "$quiet"),
    )
    return [*_before(road, behind, here, False, width), line]


def _due(view: PairView, state: StepState) -> date | None:
    """The day by which a step is due, or from which it comes back; None for one that is settled."""
    if state.done or state.dropped:
        return None
    if later := safe_day(state.later_until):
        return later
    return state.due if state.due and (state.due >= view.today or state.overdue) else None


def _end_block(road: Road, key: str, behind: bool, here: bool) -> Block:
    return Block(
        key,
        ("", "About this program", ""),
        before=_height_before(here, road.airy),
        draw=partial(_draw_end, road, behind, here),
    )


def _draw_end(road: Road, behind: bool, here: bool, width: int) -> list[Content]:
    view = road.view
    closed = safe_day(view.pair.ended_on) if is_closed(view) else None
    end = closed or ends_on(view)
    if closed:
        words = own("You closed it", "bold")
    elif end is None:
        words = own("The end, on a day you agree", "bold")
    elif end < view.today:
        words = own("The program ended", "bold")
    else:
        words = own("The program ends", "bold")
    more = own("   rules, team and links", "$quiet")
    if words.cell_length + more.cell_length <= width - 3 + _DAY:
        words = Content.assemble(words, more)
    when = (day(end, view.today) if (end - view.today).days in (0, 1) else column_day(end, view.today)) if end else ""
    line = row(width, (drawn(signs().end, "bold"), 3, ""), (words, 0, ""), (when, _DAY, "$quiet"))
    return [*_before(road, behind, here, road.airy, width), line]
