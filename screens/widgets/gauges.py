"""Bars beside their numbers, and months as upright bars: what is claimed, what is ready, what is to come."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from mentor_tui.pdu import show
from mentor_tui.pdu.months import Month
from mentor_tui.pdu.pictures import ELSEWHERE, PLANNED, PRACTITIONER, SESSIONS, WASTED, Gauge
from mentor_tui.words import text

from .drawing import Share, bar, columns, legend
from .drawing import row as aligned
from .glyphs import LETTERS, is_plain, signs
from .plain import content, drawn, joined
from .rows import Row, Rows

_NAME, _BAR = 18, 5
"""Columns that a name takes at most, and a bar at least."""
_MONTH, _GAP = 4, 2
"""Columns of an upright bar, and between two of them."""


class Gauges(Rows):
    """A list whose rows are bars: name, bar, how much of how much, and what follows from it."""

    DEFAULT_CSS = "Gauges { scrollbar-gutter: auto; }"

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        super().__init__((), empty=empty, id=id)
        self._gauges: dict[str, Gauge] = {}
        self.widths: tuple[int, ...] = (0, 0, 0, 0)
        """Of names, amounts, figures and notes, in cells."""
        self.pitch = 1
        """Lines from one bar to the next."""
        self.chosen = ""
        """Key of the row whose name stands out; empty when all are alike."""

    def draw(self, gauges: Sequence[tuple[str, Gauge]], keep: str = "", pitch: int = 1) -> None:
        """Show these bars, each with the key of its row, `pitch` lines from one to the next."""
        self._gauges, self.pitch = dict(gauges), pitch
        shown = [gauge for _, gauge in gauges]
        self.widths = (
            max((cell_len(_name(g)) for g in shown), default=0),
            max((len(show(g.reached)) for g in shown if g.numbers), default=0),
            max((len(show(g.limit)) for g in shown if g.limit is not None), default=0),
            max((len(note_of(g)[0]) for g in shown if g.numbers), default=0),
        )
        self.fill(
            [Row(key, (g.label, g.numbers, note_of(g)[0]), "quiet" if g.shaky else "") for key, g in gauges], keep
        )
        self.styles.height = self.lines_in_all() or 1 + (cell_len(self.empty) > self.app.size.width - 8)

    @property
    def gauge(self) -> Gauge | None:
        """The one under the cursor."""
        return self._gauges.get(self.current)

    def lines_in_all(self) -> int:
        """Lines that the bars take, with the blank ones between."""
        return (len(self.rows) - 1) * self.pitch + 1 if self.rows else 0

    def row_at(self, line: int) -> int:
        """The row on a line; -1 on a blank one."""
        row, beside = divmod(line, self.pitch)
        return row if not beside and 0 <= row < len(self.rows) else -1

    def line_of(self, row: int) -> int:
        return row * self.pitch

    def _pieces(self, row: Row, width: int, style: Style) -> list[Segment]:
        here = row.key == self.current and self.has_focus
        base = self.get_visual_style("rows--cursor") if here else self.visual_style
        drawn_row = self._drawn(self._gauges[row.key], width, row.key)
        return list(Visual.to_strips(self, drawn_row, width, 1, base)[0])

    def _drawn(self, gauge: Gauge, width: int, key: str) -> Content:
        name, amount, figure, note = self.widths
        name = min(name, _NAME)
        strong = "" if gauge.inside or (self.chosen and key != self.chosen) else "bold"
        label = Content(_name(gauge)) if gauge.id == "total" else drawn(_name(gauge))
        if not gauge.numbers:  # told in words, without a bar
            return aligned(width, (label, name + 1, strong), (gauge.note, 0, ""))
        numbers = f"{show(gauge.reached):>{amount}}"
        if figure:
            of = f" of {show(gauge.limit):>{figure}}" if gauge.limit is not None else ""
            numbers += of.ljust(figure + 4)
        words, meaning = note_of(gauge)
        across = max(width - name - len(numbers) - note - 6, _BAR)
        return aligned(
            width,
            (label, name + 2, strong),
            (bar(across, *shares(gauge), thin=self.pitch == 1), across + 2, ""),
            (numbers, len(numbers), "$quiet" if gauge.shaky else ""),
            (words, -note - 2, meaning),
        )


def shares(gauge: Gauge) -> list[Share]:
    """The parts of a bar: claimed, ready, to come, and what is above a cap."""
    parts = dict.fromkeys((PRACTITIONER, ELSEWHERE, SESSIONS, PLANNED, WASTED), 0) | dict(gauge.parts)
    whole = sum(quarters for _, quarters in gauge.parts)
    whole = max(whole if gauge.known else 2 * whole, 1)  # without a figure a bar has no end
    settled, ready = told(gauge)
    amounts = ((settled, "$past"), (ready, "$fill"), (parts[PLANNED], "$ahead"), (parts[WASTED], "$late"))
    return [(amount / whole, colour) for amount, colour in amounts if amount > 0]


def told(gauge: Gauge) -> tuple[int, int]:
    """Quarters that are claimed, elsewhere too, and quarters of sessions that are not."""
    parts = dict(gauge.parts)
    settled = min(gauge.settled, parts.get(SESSIONS, 0))
    claimed = parts.get(PRACTITIONER, 0) + parts.get(ELSEWHERE, 0) + settled
    return claimed, parts.get(SESSIONS, 0) - settled


def amounts(gauge: Gauge) -> Content:
    """The meaning of the colours of a bar, each with its quarters."""
    parts = dict(gauge.parts)
    claimed, ready = told(gauge)
    kinds = [("$past", "claimed", claimed), ("$fill", "ready", ready), ("$ahead", "to come", parts.get(PLANNED, 0))]
    kinds += [("$late", "wasted", lost)] if (lost := parts.get(WASTED, 0)) else []
    marks = [(LETTERS.get(c, "#") if is_plain() else signs().box, c, word, amount) for c, word, amount in kinds]
    return drawn("   ").join(
        joined(legend((sign, colour, word)), (f" {show(amount)}", "")) for sign, colour, word, amount in marks
    )


def note_of(gauge: Gauge) -> tuple[str, str]:
    """The consequence in two or three words, with whose figure it is; and its colour."""
    words, meaning = "", "$quiet"
    if gauge.limit is None:
        words = "limit unknown"
    elif gauge.lost:
        words, meaning = f"{show(gauge.lost)} wasted", "$late"
    elif gauge.to_lose:
        words, meaning = f"{show(gauge.to_lose)} to waste", "$late"
    elif gauge.reached < gauge.limit:
        words = f"{show(gauge.limit - gauge.reached)} {'left' if gauge.wall else 'to go'}"
    elif not gauge.shaky:
        words, meaning = ("full", "") if gauge.wall else ("reached", "$good")
    return ", ".join(said for said in (words, gauge.whose) if said), meaning


class Months(Static):
    """PDUs per month: upright bars with their amounts on top, and the names of the months below."""

    DEFAULT_CSS = "Months { height: 6; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._months: Sequence[Month] = ()

    def draw(self, months: Sequence[Month]) -> None:
        """Show these months; the last ones where not all find room."""
        self._months = months
        self.refresh()

    def render(self) -> Content:
        width, height = max(self.size.width, _MONTH + _GAP), max(self.size.height - 2, 2)
        each = _MONTH + _GAP
        shown = list(self._months)[-(width // each) :]
        most = max((m.total for m in shown), default=0) or 1
        scale = (height - 1) / height / most  # the top line is for the amount of the highest
        stacks = [[(amount * scale, colour) for amount, colour in _stack(m)] for m in shown]
        lines = columns(height, stacks, _MONTH, _GAP)
        for at, month in enumerate(shown):
            if month.total:
                level = min(-int(-month.total * scale * height // 1), height - 1)
                line, start = lines[height - 1 - level], at * each
                amount = content(show(month.total)[:_MONTH].rjust(_MONTH), "bold")
                lines[height - 1 - level] = joined(line[:start], amount, line[start + _MONTH :])
        names = "".join(m.name.rjust(_MONTH) + " " * _GAP for m in shown)
        ground = drawn(signs().ahead * (each * len(shown) - _GAP), "$line")
        return Content("\n").join([*lines, ground, drawn(names, "$quiet")])


def _stack(month: Month) -> list[tuple[int, str]]:
    """The parts of a column from the foot up."""
    aside = month.aside + month.planned_aside
    return [
        (month.settled, "$past"),
        (month.counts - month.settled, "$fill"),
        (month.planned, "$ahead"),
        (aside, "$track"),
        (month.wasted + month.planned_wasted, "$late"),
    ]


def line_up(*lists: Gauges) -> None:
    """Let the bars of these lists start and end in the same columns."""
    widths = tuple(max(found) for found in zip(*(one.widths for one in lists), strict=True))
    for one in lists:
        one.widths = widths
        one.refresh()


def _name(gauge: Gauge) -> str:
    label = text.one_line(gauge.label)
    return f"  {label}" if gauge.inside else label
