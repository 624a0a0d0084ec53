"""A list that paints only the rows in view: ten thousand sessions cost what ten do."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mentor_tui.words import text

from ..commands import commands_of
from ..host import Host
from .drawing import look
from .glyphs import signs
from .reach import Reach

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One line: `key` comes back when it is chosen; `cells` follow the list's columns; `mark` is `late`, `quiet`."""

    key: str
    cells: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True)
class Column:
    """Width in characters; 0 takes what is left. A column with `wide_only` is dropped below 100 columns."""

    title: str
    width: int = 0
    right: bool = False
    wide_only: bool = False
    own: bool = False
    """All that stands in it are words of the app or of the program, none of the person's: a picture may show it."""
    shows: Literal["text", "day", "sign", "state"] = "text"
    """What the cells hold: a text; a day, whose blanks stay; or a state, to be painted as its sign or its word."""


class Lazy(Sequence[Row]):
    """Rows made when they are looked at, from records that are there already."""

    def __init__(self, items: Sequence[T], key: Callable[[T], str], make: Callable[[T], Row]) -> None:
        self._items: Sequence[Any] = items
        self._key: Callable[[Any], str] = key
        self._make: Callable[[Any], Row] = make

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self._make(item) for item in self._items[index]]
        return self._make(self._items[index])

    def place_of(self, key: str) -> int | None:
        """The index of the row with this key; None when it is not among them."""
        return next((i for i, item in enumerate(self._items) if self._key(item) == key), None)


class Rows(ScrollView, can_focus=True):
    """A keyboard and mouse list. Enter chooses, space ticks."""

    COMPONENT_CLASSES = {
        *("rows--cursor", "rows--head", "rows--pointer", "rows--quiet", "rows--good", "rows--late"),
        *("rows--next", "rows--fill", "rows--private", "rows--shared"),
    }
    DEFAULT_CSS = """
    Rows { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; background: transparent; }
    Rows > .rows--head { color: $quiet; }
    Rows > .rows--cursor { background: $cursor; text-style: bold; }
    Rows > .rows--pointer { color: $next; }
    Rows > .rows--good { color: $good; }
    Rows > .rows--late { color: $late; }
    Rows > .rows--next { color: $next; text-style: bold; }
    Rows > .rows--fill { color: $fill; }
    Rows > .rows--private { color: $private; }
    Rows > .rows--shared { color: $shared; }
    Rows > .rows--quiet { color: $quiet; }
    """
    BINDINGS = [
        Binding("up,k", "cursor(-1)", "up", show=False),
        Binding("down,j", "cursor(1)", "down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", "edge(False)", "first", show=False),
        Binding("end", "edge(True)", "last", show=False),
        Binding("enter", "choose", "open", show=False),
        Binding("space", "tick", "tick", show=False),
    ]

    cursor: reactive[int] = reactive(0)

    class Chosen(Message):
        """Enter, or a click on the row under the cursor."""

        def __init__(self, rows: Rows, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> Rows:
            return self.rows

    class Walked(Message):
        """The person went to another row; `Moved` also tells of a cursor that moved because rows came or went."""

    class Ticked(Chosen):
        """Space on a row."""

    class Moved(Chosen):
        """The cursor stands on another row."""

    lit = False
    """Whether the row of the cursor is lit also while another widget has the keys."""
    onward = False
    """Whether the cursor goes on past the last row to the next list that has this, and back past the first.

    There is one cursor in all of them: only the list that has it shows it.
    """

    def __init__(self, columns: Sequence[Column], *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.empty = empty
        self.rows: Sequence[Row] = []

    @property
    def head(self) -> int:
        """Lines that the headings take."""
        return 1 if any(c.title for c in self.columns) else 0

    @property
    def current(self) -> str:
        """Key of the row under the cursor; empty when there are none."""
        return self.rows[self.cursor].key if self.rows else ""

    def fill(self, rows: Sequence[Row], keep: str = "") -> None:
        """Show these rows; the cursor stays on the row with key `keep`, or on the one it stood on."""
        keep = keep or self.current
        self.rows = rows if isinstance(rows, Lazy) else list(rows)
        self.virtual_size = Size(0, self.lines_in_all() + self.head)
        if isinstance(self.rows, Lazy):
            index = self.rows.place_of(keep) if keep else None
        else:
            index = next((i for i, r in enumerate(self.rows) if r.key == keep), None)
        self.cursor = max(min(self.cursor, len(self.rows) - 1) if index is None else index, 0)
        self.refresh()

    def watch_cursor(self, before: int, now: int) -> None:
        self._reveal()
        self.repaint(before, now)
        if self.rows:
            self.post_message(self.Moved(self, self.current))

    def validate_cursor(self, value: int) -> int:
        return max(0, min(value, len(self.rows) - 1))

    def repaint(self, *rows: int) -> None:
        """Paint these rows anew, or more than these."""
        self.refresh()

    def lines_in_all(self) -> int:
        """Lines that the rows take."""
        return len(self.rows)

    def row_at(self, line: int) -> int:
        """The row on a line below the headings; -1 when none stands there."""
        return line if 0 <= line < len(self.rows) else -1

    def line_of(self, row: int) -> int:
        """The line below the headings on which a row begins."""
        return row

    def show_from_top(self) -> None:
        """Show the first rows, or as many after them as it takes to see the cursor."""
        self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self._reveal()

    def _reveal(self) -> None:
        self.scroll_to_region(Region(0, self.line_of(self.cursor) + self.head, 1, 1), animate=False, force=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Give way to the screen's own command on Enter or space: that one runs and stands in the footer."""
        key = {"choose": "enter", "tick": "space"}.get(action)
        if key and self.is_attached:
            keymap = self.app.keymap if isinstance(self.app, Host) else {}
            return not any(key in keymap.get(c.id, c.key).split(",") for c in commands_of(self.screen))
        return True

    def action_cursor(self, by: int) -> None:
        """Move the cursor."""
        if self.onward and not 0 <= self.cursor + by < len(self.rows):
            self._go_on(by)
        else:
            self._walk(self.cursor + by)

    def _walk(self, to: int) -> None:
        before = self.cursor
        self.cursor = to
        if self.cursor != before:
            self.post_message(self.Walked())

    def _go_on(self, by: int) -> None:
        """To the next list, on its first row; or to the one before, where its cursor stood."""
        lists = [w for w in self.screen.focus_chain if isinstance(w, Rows) and w.onward and (w is self or w.rows)]
        at = lists.index(self) + by
        if 0 <= at < len(lists):
            lists[at].cursor = 0 if by > 0 else lists[at].cursor
            lists[at].focus()

    def action_page(self, by: int) -> None:
        """Move the cursor a page."""
        self._walk(self.cursor + by * max(self.size.height - 2, 1))

    def action_edge(self, last: bool) -> None:
        """First or last row."""
        self._walk(len(self.rows) - 1 if last else 0)

    def action_choose(self) -> None:
        """Open the row."""
        if self.rows:
            self.post_message(self.Chosen(self, self.current))

    def action_tick(self) -> None:
        """Tick the row."""
        if self.rows:
            self.post_message(self.Ticked(self, self.current))

    def on_click(self, event: events.Click) -> None:
        row = self.row_at(event.y + self.scroll_offset.y - self.head)
        if row >= 0:
            again = row == self.cursor
            self._walk(row)
            if again or event.chain > 1:
                self.action_choose()

    def reaches(self) -> Iterator[Reach]:
        """The rows that begin in view."""
        for y in range(self.size.height):
            line = y + self.scroll_offset.y - self.head
            row = self.row_at(line)
            if row >= 0 and self.line_of(row) == line:
                yield Reach(self.content_region.offset + Offset(0, y), functools.partial(self._jump, row))

    def _jump(self, index: int) -> None:
        self.focus()
        self._walk(index)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width or self.size.width  # a scrollbar takes its column
        line = y + self.scroll_offset.y
        base = self.rich_style
        if not self.rows:
            lines = _wrap(text.clean(self.empty), width)
            shown = lines[y] if y < len(lines) else ""
            return Strip([Segment(fit(shown, width), base + self.get_component_rich_style("rows--quiet"))], width)
        if line < self.head:
            cells = tuple(c.title for c in self.columns)
            return Strip(
                [Segment(" " + self._line(cells, width - 1), base + self.get_component_rich_style("rows--head"))], width
            )
        index = self.row_at(line - self.head)
        if not 0 <= index < len(self.rows):
            return Strip([Segment(" " * width, base)], width)
        row = self.rows[index]
        style: Style = base
        if row.mark:
            style += self.get_component_rich_style(f"rows--{row.mark}")
        if index == self.cursor and (self.has_focus or self.lit):
            style += self.get_component_rich_style("rows--cursor")
        here = index == self.cursor and (self.has_focus or not self.onward)
        colour = "rows--pointer" if self.has_focus or self.lit else "rows--quiet"
        pointer = Segment(signs().cursor, style + self.get_component_rich_style(colour, partial=True))
        return Strip([pointer if here else Segment(" ", style), *self._pieces(row, width - 1, style)], width)

    def _pieces(self, row: Row, width: int, style: Style) -> list[Segment]:
        """A row as it is painted, exactly `width` cells."""
        segments, words = [], ""
        columns = self._widths(width)
        for (column, room), cell in zip(columns, self._kept(row.cells, width), strict=False):
            if column.shows in ("text", "day"):
                words += fit(cell if column.shows == "day" else text.one_line(cell), room, column.right)
            else:
                seen = look(cell)
                sign, meaning = (seen.sign, seen.sign_style) if column.shows == "sign" else (cell, seen.word_style)
                own = self._meaning(meaning.rpartition("$")[2]) if "$" in meaning else style
                segments += [Segment(words, style), Segment(fit(sign, room), style + own)]
                words = ""
            words += " " * (_gap(column) if column is not columns[-1][0] else 0)
        taken = sum(cell_len(s.text) for s in segments)
        return [*segments, Segment(fit(words, width - taken), style)]

    def _meaning(self, name: str) -> Style:
        """The style of a meaning, on whatever ground the row has."""
        return self.get_component_rich_style(f"rows--{name}", partial=True)

    def _kept(self, cells: tuple[str, ...], width: int) -> list[str]:
        """The cells of the columns that have a place."""
        return [cell for c, cell in zip(self.columns, cells, strict=False) if width >= 96 or not c.wide_only]

    def own_at(self, x: int, y: int) -> bool:
        """True when what is painted there, in cells of this widget, can be no word of the person's."""
        line = y + self.scroll_offset.y
        if not self.rows or line < self.head:
            return True
        if line - self.head >= len(self.rows):
            return False
        at = 1  # the pointer
        for column, width in self._widths((self.scrollable_content_region.width or self.size.width) - 1):
            if at <= x < at + width:
                return column.own or column.shows in ("sign", "state")
            at += width + _gap(column)
        return False

    def _widths(self, width: int) -> list[tuple[Column, int]]:
        """The columns that have a place, each with its width."""
        columns = [c for c in self.columns if width >= 96 or not c.wide_only]
        fixed = sum(c.width for c in columns) + sum(_gap(c) for c in columns[:-1])
        flexible = sum(1 for c in columns if not c.width) or 1
        share = max((width - fixed) // flexible, 4)
        return [(c, c.width or share) for c in columns]

    def _line(self, cells: tuple[str, ...], width: int) -> str:
        columns, kept = self._widths(width), self._kept(cells, width)
        parts = [fit(text.one_line(v), w, c.right) + " " * _gap(c) for (c, w), v in zip(columns, kept, strict=False)]
        return fit("".join(parts)[: -_gap(columns[-1][0]) or None], width)


def _gap(column: Column) -> int:
    """Blanks after a column: a sign stands close to its words."""
    return 1 if column.shows == "sign" else 2


def fit(value: str, width: int, right: bool = False) -> str:
    """Exactly `width` terminal cells: cut with an ellipsis or filled with spaces."""
    if width <= 0:
        return ""
    taken = cell_len(value)
    if taken > width:
        return set_cell_size(value, width - 1) + signs().cut
    space = " " * (width - taken)
    return space + value if right else value + space


def _wrap(value: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in value.split("\n"):
        lines += textwrap.wrap(paragraph, max(width - 1, 10)) or [""]
    return lines
