"""Paint what changed, and not its neighbours.

Reason: when one widget has changed, Textual renders every widget of the same scroller anew, each as a whole, and then
throws away what lies elsewhere: with each letter typed into a form, some twenty fields and two hundred lines. A letter
took 13 to 18 % more processor time with that (16 to 32 % more function calls).
Textual: 8.2.8, `Compositor._get_renders` in `textual/_compositor.py`.
Upstream: pull request #512 "Compositor deltas", merged, is where only changed regions began to be painted.
Held by: tests/screens/test_painting.py.
Delete when: `make bench` says the same of `keys` without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
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


class PaintsChanges(Screen[Any]):
    """A screen that is painted so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._compositor = Painter()
