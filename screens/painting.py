"""Painting what changed, and not its neighbours.

When one widget has changed, Textual renders every widget of the same scroller anew and then throws away all of it that
lies elsewhere: with each letter typed into a form, some twenty fields. Here only those are rendered that lie where
something is to be painted.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class Painter(Compositor):
    """Textual's compositor, with this economy."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            in_view = region.intersection(clip)
            if in_view and (crop is None or crop.overlaps(in_view)):
                yield region, clip, widget.render_lines(in_view.translate(-region.offset))
