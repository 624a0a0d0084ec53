"""A screen that opens is styled and laid out once.

Reason: Textual gives every widget its styles a second time, lays everything out, and then does that again two or three
times: the first size is told twice; the classes of the window's size are set after it; what widgets asked for while
they were mounted is only read afterwards; and every container asks anew because the first layout told it how large its
contents are, which matters only where a scrollbar comes or goes. Opening a place took 46 % more function calls with all
that (a third of it for the size, an eighth for the rest), which is what `make bench` measures as Home and session list.
Textual: 8.2.8, `textual/screen.py`: `_on_resize`, `_screen_resized`, `_on_layout`, `_refresh_layout`.
Upstream: pull request #6464 "Faster breakpoints", merged, spared some of it when a window changes its size.
Held by: tests/screens/test_laid_out.py, tests/screens/test_painting.py.
Delete when: a screen that is pushed calls `_refresh_layout` once.
"""

from __future__ import annotations

from typing import Any

from textual import events, messages
from textual._time import get_time
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget


class LaidOutOnce(Screen[Any]):
    """A screen with this economy."""

    _was_shown = False
    _laid_out = 0.0

    def on_compose(self) -> None:
        """Know the window's size class before the first layout."""
        for length, marks in zip(self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            self.add_class(*self._get_breakpoint_classes(length, marks or []))

    def _screen_resized(self, size: Size) -> None:
        if size != self._compositor.size:
            super()._screen_resized(size)

    async def _dispatch_message(self, message: Message) -> None:
        if isinstance(message, messages.Layout) and message.time < self._laid_out:
            return
        if isinstance(message, events.ScreenResume) and not self._was_shown:
            self._was_shown, message.refresh_styles = True, False
        await super()._dispatch_message(message)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        if scroll and not self._layout_widgets:  # only what scrolled moves
            super()._refresh_layout(size, scroll)
            return
        begun, before = get_time(), {}
        for widget in self.walk_children(Widget):
            before[widget] = widget.scrollbars_enabled
            if widget._layout_required:
                _let_go(widget)
        super()._refresh_layout(size, scroll)
        for widget, _ in self._compositor.layers:
            if widget._layout_required and widget.scrollbars_enabled == before.get(widget, (False, False)):
                widget._layout_required = False
        self._layout_required, self._laid_out = False, begun


def _let_go(widget: Widget) -> None:
    """Forget how this widget was arranged, as Textual does when it asks for a layout on its behalf."""
    widget._layout_required = False
    for above in widget.ancestors:
        if not isinstance(above, Widget):
            break
        above._clear_arrangement_cache()
        above._layout_updates += 1
        if not above.styles.auto_dimensions:
            break
