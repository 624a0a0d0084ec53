"""An editor works out its colours when they change.

Reason: Textual's `TextArea` works all its colours out anew each time it is painted. A letter typed into a form took 5
to 12 % more processor time with that (13 to 32 % more function calls in a long form).
Textual: 8.2.8, `TextArea.render_lines` and `TextArea._theme` in `textual/widgets/_text_area.py`.
Upstream: nothing found.
Held by: tests/screens/test_painting.py.
Delete when: `make bench` says the same of `keys` without it.
"""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea


class KeepsColours(TextArea):
    """An editor with this economy."""

    _dressed: object = None
    """The theme whose colours are those of the present style."""

    def notify_style_update(self) -> None:
        """Take note that the style has changed."""
        self._dressed = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint; with new colours only if the style or the theme is another one."""
        if self._dressed is self._theme:
            return super(TextArea, self).render_lines(crop)
        self._dressed = self._theme
        return super().render_lines(crop)
