"""The panels of Home: lines drawn for the width there is, one place to go to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from ..commands import commands_of
from ..widgets.panel import Panel, key_words
from ..widgets.reach import Reach

Draw = Callable[[int, int], Sequence[Content]]
"""Draws lines for a width in columns and a number of rows."""
Key = tuple[str, str]
"""The id of a command and the word that stands beside its key."""


class Lines(Widget):
    """Lines drawn for whatever width there is; none is wrapped."""

    DEFAULT_CSS = "Lines { height: 1; text-wrap: nowrap; text-overflow: clip; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw = lambda width, rows: ()

    def show(self, draw: Draw, height: int) -> None:
        """Show other lines, in so many rows."""
        self._draw = draw
        self.styles.height = height
        self.refresh()

    def render(self) -> RenderResult:
        width, rows = self.content_size
        return Content("\n").join(list(self._draw(width, rows))[:rows])


class HomePanel(Panel, can_focus=True):
    """A panel of Home. Tab reaches it; Enter or a click opens what it is about."""

    DEFAULT_CSS = "HomePanel { text-wrap: nowrap; text-overflow: clip; }"
    BINDINGS = [Binding("enter", "visit", "open", show=False)]

    class Visited(Message):
        """Enter or a click."""

        def __init__(self, panel: HomePanel) -> None:
            super().__init__()
            self.panel = panel

    def __init__(self, name: str, title: Content, keys: Sequence[Key] = (), *, go: str = "", classes: str = "") -> None:
        super().__init__(title, id=name, classes=classes)
        self._draw: Draw = lambda width, rows: ()
        self._drawn: tuple[Size, Content] | None = None
        """The lines as they were drawn last, and for which size."""
        self._words = tuple(keys)
        self.go = go
        """The place that it leads to."""

    def show_keys(self, *ids: str) -> None:
        """Put the keys it was made with in the lower edge."""
        self.put_keys(*self._words)

    def put_keys(self, *keys: Key) -> None:
        """Put these keys in the lower edge, with words of their own; a click runs one."""
        self._words = keys
        if self.is_attached:
            known = {c.id: (c, place) for place in (self.screen, self.app) for c in commands_of(place)}
            found = [(known[name], word) for name, word in keys if name in known]
            self.border_subtitle = key_words(((replace(c, label=word), place) for (c, place), word in found), self)

    def show(self, draw: Draw, rows: int) -> None:
        """Show lines, in so many rows inside of the border."""
        self._draw, self._drawn = draw, None
        self.styles.height = rows + 2
        self.refresh()

    def render(self) -> RenderResult:
        size = self.content_size  # drawn by the panel itself: a widget inside of each would double their number
        if self._drawn is None or self._drawn[0] != size:
            self._drawn = size, Content("\n").join(list(self._draw(*size))[: size.height])
        return self._drawn[1]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Enter to the screen where the next thing stands: its own key may be another."""
        return not (action == "visit" and self.id == "next")

    def reaches(self) -> list[Reach]:
        """One jump opens the panel, as a click does."""
        return [Reach(self.region.offset, self.action_visit)]

    def action_visit(self) -> None:
        """Open what it is about."""
        self.post_message(self.Visited(self))

    def on_click(self, event: events.Click) -> None:
        if "@click" not in event.style.meta:  # a key in the edge does its own thing
            self.post_message(self.Visited(self))
