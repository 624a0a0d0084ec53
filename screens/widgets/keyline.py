"""The keys of the place, in one line. Painted as text: a widget per key would be made anew at every change of focus."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from ..commands import commands_of, short_key
from ..host import Host
from .plain import content
from .reach import Reach


class KeyLine(Widget):
    """The keys that work here and now; a click runs one. What does not fit is in the help and the palette."""

    COMPONENT_CLASSES = {"keyline--key", "keyline--word"}
    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; dock: bottom; padding: 0 1; }
    KeyLine > .keyline--key { color: $foreground; text-style: bold; }
    KeyLine > .keyline--word { color: $quiet; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[tuple[str, str, str]] = []
        """Key as shown, its word, and the key that is pressed for a click."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[Any]) -> None:
        if not self.is_attached or screen is not self.screen:
            return
        found: dict[str, tuple[str, str, str]] = {}
        locked = isinstance(self.app, Host) and not self.app.is_open
        writing = isinstance(screen.focused, Input | TextArea)
        for _, binding, enabled, _ in screen.active_bindings.values():
            if not (binding.id and enabled):  # Textual's own, such as the one that closes a list
                continue
            if locked and binding.id == "app.lock":
                continue
            if binding.show or (locked and binding.id == "app.leave"):
                shown = self.app.get_key_display(binding)
                if writing and len(shown) == 1:  # a field takes a letter as text: only another key helps here
                    shown = short_key(binding.key)
                    if len(shown) == 1:
                        continue
                found.setdefault(binding.action, (shown, binding.description, binding.key))
        # Saving stands first, then the keys of this very place; what every place has comes last.
        order = ["save", *(c.action for c in commands_of(screen))]
        actions = sorted(found, key=lambda action: order.index(action) if action in order else len(order))
        keys = [found[action] for action in actions]
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def _shown(self) -> Iterator[tuple[int, str, str, str]]:
        """The entries that have room, whole: where each begins, its key as shown, its word, and the key pressed."""
        at, room = 0, self.size.width + 2  # two spaces at the end may go
        for shown, word, key in self._keys:
            length = content(f"{shown} {word}  ").cell_length
            if at + length > room:
                break
            yield at, shown, word, key
            at += length

    def render(self) -> RenderResult:
        key_style = self.get_visual_style("keyline--key")
        word_style = self.get_visual_style("keyline--word")
        pieces: list[Content] = []
        for _, shown, word, _ in self._shown():
            pieces += [content(f"{shown} ").stylize(key_style), content(f"{word}  ").stylize(word_style)]
        return Content("").join(pieces)

    def reaches(self) -> Iterator[Reach]:
        """The entries; one whose key is a letter keeps it."""
        for at, shown, _, key in self._shown():
            do = functools.partial(self.app.simulate_key, key)
            yield Reach(self.content_region.offset + Offset(at, 0), do, shown if len(shown) == 1 else "")

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        for at, shown, word, key in self._shown() if place else ():
            if place is not None and at <= place.x < at + content(f"{shown} {word}  ").cell_length:
                self.app.simulate_key(key)
                return
