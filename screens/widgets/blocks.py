"""A list whose rows are drawn, one line or several each, and only those in view. Its keys are those of `Rows`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual

from .glyphs import signs
from .plain import drawn
from .rows import Row, Rows

Draw = Callable[[int], Sequence[Content]]
"""A width in cells -> lines of exactly that width."""
_EXAMPLE = (-1, False, False)


@dataclass(frozen=True)
class Block(Row):
    """A row that is drawn. Lines before and after it belong to no row: the cursor does not stand on them."""

    draw: Draw = lambda width: ()
    """All of its lines, with those before and after."""
    height: int = 1
    before: int = 0
    after: int = 0

    @property
    def lines(self) -> int:
        """Lines that it takes in all."""
        return self.before + self.height + self.after


class Blocks(Rows):
    """A list of drawn rows. The pointer stands in column `pointer`, and the tint of the cursor begins there."""

    DEFAULT_CSS = """
    Blocks { text-wrap: nowrap; }
    """

    def __init__(
        self, *, empty: str = "", example: Draw | None = None, pointer: int = 0, id: str | None = None
    ) -> None:
        super().__init__((), empty=empty, id=id)
        self.example = example
        """Drawn while the list is empty: faintly, what will stand there."""
        self.pointer = pointer
        self._tops: list[int] = []
        self._strips: dict[tuple[int, bool, bool], list[Strip]] = {}
        """Lines that were painted: of a row, with the pointer, with the tint."""

    def fill(self, rows: Sequence[Row], keep: str = "") -> None:
        """Show these blocks; the cursor stays on the row with key `keep`, or on the one it stood on."""
        heights = [row.lines if isinstance(row, Block) else 1 for row in rows]
        self._tops = list(accumulate(heights, initial=0))
        self._strips.clear()
        super().fill(rows, keep)

    def lines_in_all(self) -> int:
        return self._tops[-1] if self._tops else 0

    def row_at(self, line: int) -> int:
        return bisect_right(self._tops, line) - 1 if 0 <= line < self.lines_in_all() else -1

    def line_of(self, row: int) -> int:
        block = self.rows[row]
        return self._tops[row] + (block.before if isinstance(block, Block) else 0)

    def repaint(self, *rows: int) -> None:
        for row in rows:
            if 0 <= row < len(self.rows):
                self.refresh_lines(self._tops[row], self._tops[row + 1] - self._tops[row])

    def _reveal(self) -> None:
        if self.rows:
            self._show_block(center=False)

    def _show_block(self, center: bool) -> None:
        top, bottom = self._tops[self.cursor], self._tops[self.cursor + 1]
        self.scroll_to_region(Region(0, top, 1, bottom - top), animate=False, force=True, center=center)

    def on_resize(self, event: events.Resize) -> None:
        self._strips.clear()
        if self.rows:
            self._show_block(center=True)

    def notify_style_update(self) -> None:
        """Another theme: what was drawn in the old one is drawn anew."""
        self._strips.clear()
        super().notify_style_update()

    def action_page(self, by: int) -> None:
        """Move the cursor a page."""
        if self.rows:
            line = self._tops[self.cursor] + by * max(self.size.height - 2, 1)
            there = self.row_at(max(0, min(line, self.lines_in_all() - 1)))
            self._walk(there if there != self.cursor else self.cursor + by)

    def own_at(self, x: int, y: int) -> bool:
        """Nothing but what its drawing marks as the app's own."""
        return False

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width or self.size.width
        line = y + self.scroll_offset.y
        if not self.rows:
            return self._of_example(y, width) if self.example else super().render_line(y)
        index = self.row_at(line)
        if index < 0:
            return Strip([Segment(" " * width, self.rich_style)], width)
        strips = self._drawn(index, width)
        at = line - self._tops[index]
        return strips[at] if at < len(strips) else Strip([Segment(" " * width, self.rich_style)], width)

    def _of_example(self, y: int, width: int) -> Strip:
        if _EXAMPLE not in self._strips and self.example:
            self._strips[_EXAMPLE] = [self._strip(line, width) for line in self.example(width - 1)]
        shown = self._strips[_EXAMPLE]
        return shown[y] if y < len(shown) else Strip([Segment(" " * width, self.rich_style)], width)

    def _drawn(self, index: int, width: int) -> list[Strip]:
        here, tinted = index == self.cursor, index == self.cursor and self.has_focus
        key = (index, here, tinted)
        if key not in self._strips:
            row = self.rows[index]
            lines = list(row.draw(width - 1)) if isinstance(row, Block) else []  # a blank beside the scrollbar
            if here and isinstance(row, Block):
                own = slice(row.before, row.before + row.height)
                lines[own] = [self._pointed(one, tinted) for one in lines[own]]
            self._strips[key] = [self._strip(one, width) for one in lines]
        return self._strips[key]

    def _pointed(self, line: Content, tinted: bool) -> Content:
        at = self.pointer
        sign = drawn(signs().cursor, "$next")
        line = Content.assemble(line[:at], sign, line[at + 1 :])
        return line.stylize_before("on $cursor", at) if tinted else line

    def _strip(self, line: Content, width: int) -> Strip:
        return Visual.to_strips(self, line, width, 1, self.visual_style, pad=True)[0]
