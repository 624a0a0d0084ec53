"""Painting what changed and not its neighbours, and laying out once what Textual lays out two or three times.

When one widget has changed, Textual renders every widget of the same scroller anew, each as a whole, and then throws
away what lies elsewhere: with each letter typed into a form, some twenty fields and two hundred lines. Here only
those widgets and lines are rendered that lie where something is to be painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from textual import events, messages
from textual._compositor import Compositor
from textual._time import get_time
from textual.css.model import RuleSet
from textual.geometry import Region, Size
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from .timing import Punctual

# Textual looks up some 300 rules for each widget it styles. Their hash is their identity, in Python; this one is in C.
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]


class Painter(Compositor):
    """Textual's compositor, with this economy."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        window = self.size.region
        rows = window if crop is None else Region(window.x, crop.y, window.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            if crop is None or crop.overlaps(region):
                in_view = region.intersection(clip).intersection(rows)
                if in_view:
                    yield region, in_view, widget.render_lines(in_view.translate(-region.offset))


class Frugal(Punctual, Screen[Any]):
    """A screen that is styled, laid out and painted no more often than it changes.

    When a screen opens, Textual gives every widget its styles a second time, lays everything out, and then does that
    again, for two reasons. What widgets asked for while they were mounted is only read afterwards. And every container
    asks anew because the first layout told it how large its contents are; that matters where a scrollbar comes or goes.
    """

    _was_shown = False
    _laid_out = 0.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._compositor = Painter()

    async def _dispatch_message(self, message: Message) -> None:
        if isinstance(message, messages.Layout) and message.time < self._laid_out:
            return
        if isinstance(message, events.ScreenResume) and not self._was_shown:
            self._was_shown, message.refresh_styles = True, False
        await super()._dispatch_message(message)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """As Textual's; but where things only have to be moved, what has not moved is not painted again."""
        return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)

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
