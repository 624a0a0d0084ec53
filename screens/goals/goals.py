"""Goals: the list, and what the goal under the cursor is about."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll

from mentor_tui.mentoring import goals as rules
from mentor_tui.schema.records import Goal
from mentor_tui.words import text as texts
from mentor_tui.words.days import first_name
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.listing import Listing
from ..widgets.blocks import Blocks
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import Rows
from ..widgets.sketch import Sketch
from .goal_forms import find_goal, name_of
from .goal_pictures import by_when_lines, example, goal_blocks
from .goal_reading import good_goal, reading

_MOST_LINED = 10
"""Goals that are shown on a line of days each, at most."""


class GoalsRoom(Room, Listing[Goal]):
    """All goals of the pair; a target puts the cursor on that goal."""

    AREA = "goals"
    SHOWS = Goal
    NONE = "No goal yet. n writes one."
    HERE = (
        Command("goals.open", "enter", "open", "Open the goal: progress, steps, reviews."),
        Command("goals.new", "n", "new goal", "Write a goal; a title is enough to start.", also="objective, target"),
        Command("goals.edit", "e", "edit", "Change the goal under the cursor.", also="rename"),
        Command("goals.progress", "p", "progress", "Note what moved, with a percentage.", also="percent, update"),
        Command("goals.delete", "x", "delete", "Delete the goal under the cursor; u brings it back."),
    )
    ABOUT = (
        "Goals of the mentee. Enter opens one: there you note progress, tick steps and write "
        "the review half-way and at the end. The worksheet asks for what, result, measure and day, and says which of "
        "the SMART parts is still open; you may leave any of them open."
    )
    DEFAULT_CSS = """
    GoalsRoom #left { height: 1fr; }
    GoalsRoom #all { height: 1fr; padding: 0 0 0 1; }
    GoalsRoom #goals { height: 1fr; }
    GoalsRoom #count { padding: 0 1 1 0; color: $next; }
    GoalsRoom #look { padding: 0 0 0 1; }
    GoalsRoom #look-text { padding: 0 1 0 0; }
    GoalsRoom #reading { height: 1fr; scrollbar-size-vertical: 1; }
    GoalsRoom #by-when { display: none; height: 1fr; }
    GoalsRoom.-lined #by-when { display: block; }
    GoalsRoom.-lined #all, GoalsRoom.-lined #goals { height: auto; }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self._target = target
        self._drawn_for = (0, 0)

    def body(self) -> ComposeResult:
        with Container(classes="split"):
            with Vertical(id="left", classes="list"):
                with Panel(own("Goals"), keys=("goals.open", "goals.new"), id="all"):
                    yield Plain("", id="count")
                    yield Blocks(example=example, id="goals")
                with Panel(own("By when"), id="by-when"):
                    yield Sketch(id="days")
            with (
                Panel(own(""), keys=("goals.progress", "goals.edit"), id="look", classes="read"),
                VerticalScroll(id="reading"),
            ):
                yield Sketch(id="look-text")

    def on_resize(self) -> None:
        if self._drawn_for != self.app.size and self.mentor.has_pair:
            self._show(self.view)

    def load(self, view: PairView) -> None:
        mine = view.role == "mentee"
        partner = texts.shorten(first_name(view.pair.partner_name), 24)
        named = own("Your goals") if mine else joined(own("Goals of "), partner) if partner else own("Goals")
        self.query_one("#all", Panel).entitle(named)
        self._show(view)

    def _show(self, view: PairView) -> None:
        """The list, in as many lines for each goal as there is room for, and the days below it."""
        self._drawn_for = self.app.size
        width, height = self._drawn_for
        goals = self.query_one("#goals", Blocks)
        target = self._target if not goals.rows else ""
        shown = [*rules.open_goals(view), *(g for g in view.goals if g.status in rules.FINAL)]
        count = rules.count_hint(view, len(rules.open_goals(view))) if shown else ""
        self.query_one("#count", Plain).show(count)
        self.query_one("#count").display = bool(count)
        below = width >= 100 and height >= 30 and 0 < len(shown) <= _MOST_LINED
        inside = height - 3 - (width >= 100 and height >= 30)
        room = (inside if width >= 100 else inside - inside * 38 // 100) - 2 - 2 * bool(count)
        left = room - (len(shown) + 4) * below
        lines = 3 if 4 * len(shown) <= left + 1 else 2 if 2 * len(shown) <= left else 1
        self.set_class(below and len(shown) <= left, "-lined")
        goals.fill(goal_blocks(view, shown, lines), target)
        if self.has_class("-lined"):
            goals.styles.height = goals.lines_in_all()
            space = room - goals.lines_in_all() - 2
            self.query_one("#days", Sketch).draw(partial(by_when_lines, view, shown, space))
        else:
            goals.styles.height = None
        keys = ("goals.progress", "goals.edit") if shown else ("goals.new",)
        self.query_one("#look", Panel).show_keys(*keys)
        self._look(goals.current)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._look(event.key)

    def _look(self, key: str) -> None:
        if not self.mentor.is_open:
            return
        view = self.view
        goal, panel = find_goal(view, key), self.query_one("#look", Panel)
        compact = self._drawn_for[1] < 30
        if goal is None:
            panel.entitle(own("A good goal"))
            self.query_one("#look-text", Sketch).draw(partial(good_goal, view))
        else:
            panel.entitle(name_of(goal))
            self.query_one("#look-text", Sketch).draw(reading(view, goal, compact))
        self.query_one("#reading", VerticalScroll).scroll_home(animate=False)

    def action_open(self) -> None:
        """Open the goal."""
        self.open_chosen()

    def action_new(self) -> None:
        """Write a goal."""
        self.mentor.go("goal:new")

    def action_edit(self) -> None:
        """Change the goal."""
        if goal := self.pick():
            self.mentor.go(f"goal:{goal.id}/edit")

    def action_progress(self) -> None:
        """Note progress."""
        if goal := self.pick():
            self.mentor.go(f"goal:{goal.id}/note")

    async def action_delete(self) -> None:
        """Delete the goal; undo brings it back."""
        if goal := self.pick():
            await self.store(delete=[goal], label="goal deleted")
