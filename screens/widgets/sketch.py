"""Text that is drawn to the width it has: charts, lines of days, and the prose around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.geometry import Size

from .plain import Plain

if TYPE_CHECKING:
    from textual.css.styles import RulesMap


class Sketch(Plain):
    """Lines made for a width. What is longer is wrapped."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: Callable[[int], Sequence[Content]] = lambda width: ()
        self._made: tuple[int, Content] = (-1, Content())

    def draw(self, lines: Callable[[int], Sequence[Content]]) -> None:
        """Show what `lines` gives for the width in cells. The screen is laid out anew only for another height."""
        width, before = self.content_size.width, self._made[1]
        self._lines, self._made = lines, (-1, Content())
        self.refresh(layout=not width or self._high(before, width) != self._high(self._at(width), width))

    @property
    def visual(self) -> Content:
        """The text as it is shown."""
        return self._at(self.content_size.width or self.app.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(self._high(self._at(width), width), 1)

    def _high(self, shown: Content, width: int) -> int:
        return shown.get_height(cast("RulesMap", self.styles), width)  # this is what Textual passes on, too

    def notify_style_update(self) -> None:
        """Another theme or alphabet: drawn anew."""
        self._made = (-1, Content())
        super().notify_style_update()

    def _at(self, width: int) -> Content:
        if self._made[0] != width:
            self._made = (width, Content("\n").join(list(self._lines(width))))
        return self._made[1]
