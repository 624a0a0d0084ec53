"""Painting what changed, and not its neighbours.

When one widget has changed, Textual renders every widget of the same scroller anew, each as a whole, and then throws
away what lies elsewhere: with each letter typed into a form, some twenty fields and two hundred lines. Here only
those widgets and lines are rendered that lie where something is to be painted.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


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
