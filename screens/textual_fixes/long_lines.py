"""A one-line field that holds a megabyte, painted in a moment.

Reason: Textual renders and measures all of the text to show the eighty letters that are in view, with each key.
Textual: 8.2.8, `Input.render_line` and `Input.content_width` in `textual/widgets/_input.py`.
Upstream: nothing found.
Held by: tests/screens/test_wrapping.py, tests/screens/test_painting.py.
Delete when: a letter typed into an `Input` that holds a megabyte shows at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rich.text import Text
from textual.strip import Strip
from textual.widgets import Input

from .wrapping import widths

_LONG = 1000
"""Letters from which on only those in view are painted."""


class LongLine(Input):
    """One line of text of any length."""

    _cells: tuple[str, Sequence[int] | None] = ("", None)
    """A long text, and the cells up to each of its letters."""

    @property
    def _measured(self) -> Sequence[int] | None:
        if self.password or len(self.value) < _LONG:
            return None
        if self._cells[0] is not self.value:
            self._cells = (self.value, widths(self.value))
        return self._cells[1]

    @property
    def content_width(self) -> int:
        """The width of the content."""
        cells = self._measured
        return super().content_width if cells is None else cells[-1] + 1

    def render_line(self, y: int) -> Strip:
        """Paint; of a long text only what is in view."""
        cells = self._measured
        if y or cells is None:
            return super().render_line(y)
        width, (left, _) = self.scrollable_content_region.width + 1, self.scroll_offset
        first = max(bisect_right(cells, left) - 1, 0)
        last = bisect_right(cells, left + width) + 1
        shown = Text(self.value[first:last], no_wrap=True, overflow="ignore", end="")
        if self.has_focus:
            start, end = sorted(self.selection)
            shown.stylize(self.get_component_rich_style("input--selection"), max(start - first, 0), max(end - first, 0))
            if self._cursor_visible and self.cursor_position >= first:
                shown.pad_right(1)
                at = self.cursor_position - first
                shown.stylize(self.get_component_rich_style("input--cursor"), at, at + 1)
        options = self.app.console_options.update_width(cells[-1] + 1)
        strip = Strip(list(self.app.console.render(shown, options)))
        begin = left - cells[first]
        return strip.crop(begin, begin + width).extend_cell_length(width).apply_style(self.rich_style)
