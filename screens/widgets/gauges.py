"""Bars beside their numbers, and months as columns: marks first, colour on top."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.widgets import Static

from mentor_tui.pdu.months import ASIDE, Month, chart
from mentor_tui.pdu.pictures import (
    BUSINESS,
    ELSEWHERE,
    FREE,
    PLANNED,
    POWER,
    PRACTITIONER,
    SESSIONS,
    SHORT,
    UNSPLIT,
    WASTED,
    WAYS,
    Gauge,
)
from mentor_tui.words import text

from .plain import content
from .rows import Row, Rows, fit

_CLASSES = {
    ELSEWHERE: "mark--elsewhere",
    PRACTITIONER: "mark--elsewhere",
    SESSIONS: "mark--talks",
    PLANNED: "mark--planned",
    WASTED: "mark--wasted",
    SHORT: "mark--open",
    FREE: "mark--open",
    ASIDE: "mark--open",
    UNSPLIT: "mark--open",
    WAYS: "mark--talks",
    POWER: "mark--power",
    BUSINESS: "mark--business",
}


def _colours(widget: str) -> str:
    """The colours of the marks in a widget: quiet on grounds of colour, and plain to see where there is no colour."""
    return f"""
    {widget} > .mark--elsewhere {{ background: $primary 35%; color: $primary; }}
    {widget} > .mark--talks {{ background: $primary; color: $background; }}
    {widget} > .mark--planned {{ background: $primary 15%; color: $primary; text-style: bold; }}
    {widget} > .mark--wasted {{ background: $accent 25%; color: $accent; text-style: bold; }}
    {widget} > .mark--power {{ background: $secondary; color: $background; }}
    {widget} > .mark--business {{ background: $accent; color: $background; }}
    {widget} > .mark--open {{ color: $foreground 60%; }}
    {widget}:nocolor > .mark--elsewhere, {widget}:nocolor > .mark--planned {{ color: $foreground; }}
    {widget}:nocolor > .mark--talks, {widget}:nocolor > .mark--power, {widget}:nocolor > .mark--business {{
        color: $background;
    }}
    """


class Gauges(Rows):
    """A list whose rows are bars: label, bar, numbers, and what follows from them."""

    COMPONENT_CLASSES = set(_CLASSES.values())
    DEFAULT_CSS = _colours("Gauges")

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        super().__init__((), empty=empty, id=id)
        self._gauges: dict[str, Gauge] = {}
        self.widths: tuple[int, ...] = (0, 0, 0)
        """Of labels, numbers and notes, in cells."""

    def draw(self, gauges: Sequence[tuple[str, Gauge]], keep: str = "") -> None:
        """Show these bars, each with the key of its row."""
        self._gauges = dict(gauges)
        shown = [gauge for _, gauge in gauges]
        self.widths = (
            max((cell_len(_label(g)) for g in shown), default=0),
            max((len(g.numbers) for g in shown), default=0),
            max((len(g.note) for g in shown if g.numbers), default=0),
        )
        cells = [Row(key, (g.label, g.numbers, g.note), "quiet" if g.shaky else "") for key, g in gauges]
        self.fill(cells, keep)
        self.styles.height = len(cells) or (2 if cell_len(self.empty) > self.app.size.width - 6 else 1)

    @property
    def gauge(self) -> Gauge | None:
        """The one under the cursor."""
        return self._gauges.get(self.current)

    def _pieces(self, row: Row, width: int, style: Style) -> list[Segment]:
        gauge = self._gauges[row.key]
        label, numbers, note = self.widths
        label = min(label, 20)
        across = min(max(width - label - numbers - note - 6, 8), 60)
        words = f"  {gauge.numbers:>{numbers}}  {gauge.note}" if gauge.numbers else f"  {gauge.note}"
        pieces = [Segment(f"{fit(_label(gauge), label)}  ", style)]
        for run in runs(gauge.bar(across)):
            name = _CLASSES.get(run[0])
            plain = name in (None, "mark--open") or row.mark
            pieces.append(Segment(run, style if plain else self.get_component_rich_style(str(name))))
        pieces.append(Segment(fit(words, width - label - 2 - across), style))
        return pieces


class Months(Static):
    """PDUs per month: columns, amounts below, names below those."""

    COMPONENT_CLASSES = set(_CLASSES.values())
    DEFAULT_CSS = "Months { height: 6; }" + _colours("Months")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._months: Sequence[Month] = ()

    def draw(self, months: Sequence[Month]) -> None:
        """Show these months."""
        self._months = months
        self.refresh()

    def render(self) -> Content:
        *columns, amounts, names = chart(self._months, max(self.size.width, 6), max(self.size.height - 2, 1))
        lines = [Content("").join([self._mark(run) for run in runs(line)]) for line in columns]
        return Content("\n").join([*lines, content(amounts), content(names, "dim")])

    def _mark(self, run: str) -> Content:
        name = _CLASSES.get(run[0])
        return content(run).stylize(self.get_visual_style(name)) if name else content(run)


def runs(bar: str) -> list[str]:
    """A line in runs of one mark each."""
    return ["".join(letters) for _, letters in groupby(bar)]


def line_up(*lists: Gauges) -> None:
    """Let the bars of these lists start and end in the same columns."""
    widths = tuple(max(found) for found in zip(*(one.widths for one in lists), strict=True))
    for one in lists:
        one.widths = widths
        one.refresh()


def _label(gauge: Gauge) -> str:
    label = text.one_line(gauge.label)
    return f"  {label}" if gauge.inside else label
