"""Jump: a letter on everything that can be reached on the screen. Pressing it goes there."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from string import ascii_letters

from textual import events
from textual.app import ComposeResult
from textual.errors import NoWidget
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from ..host import Host, host_of
from ..textual_fixes.pictures import painted
from ..widgets.dialogs import Dialog
from ..widgets.plain import Plain, is_own
from ..widgets.reach import Reach, Reaching


def jump(app: Host) -> None:
    """Put letters on the present screen; says so when there is nothing to go to."""
    if isinstance(app.screen, Dialog):
        return
    if letters := lettered(reaches(app.screen)):
        app.push_screen(JumpScreen(letters))
    else:
        app.say("There is nothing here to jump to.")


def reaches(screen: Screen[object]) -> Iterator[Reach]:
    """The places on a screen that are in view: rows, fields, the nine places, keys, and links in sentences."""
    chain = set(screen.focus_chain)
    for widget in screen.walk_children(Widget):
        try:
            seen = screen.find_widget(widget).visible_region
        except NoWidget:
            continue
        found = list(widget.reaches()) if isinstance(widget, Reaching) and seen else []
        yield from (reach for reach in found if seen.contains_point(reach.at))
        if seen and not found and widget in chain:
            yield Reach(seen.offset, widget.focus)
    yield from _links(screen)


def _links(screen: Screen[object]) -> Iterator[Reach]:
    """The links in the app's own sentences and in the edges of panels."""
    for y, strip in enumerate(painted(screen)):
        x, before = 0, ""
        for segment in strip:
            style = segment.style
            action = str(style.meta.get("@click", "")) if style is not None and is_own(style) else ""
            if action and action != before:
                widget = screen.get_widget_at(x, y)[0]
                run = functools.partial(host_of(screen).run_action, action, default_namespace=widget)
                key = segment.text.strip("[] ")
                at = Offset(x + segment.text.find(key), y) if len(key) == 1 else Offset(x, y)
                do = functools.partial(host_of(screen).call_later, run)
                yield Reach(at, do, key if len(key) == 1 else "")
            x, before = x + segment.cell_length, action


def lettered(found: Iterable[Reach]) -> list[tuple[str, Reach]]:
    """Each place with what is typed to go there: its own key if it has one, else a letter, or two when letters run out.

    One key in several places does the same from each. No other place's letters begin those of another.
    """
    told = list(found)
    taken = {reach.key for reach in told}
    rest = sorted((reach for reach in told if not reach.key), key=lambda reach: (reach.at.y, reach.at.x))
    free = [letter for letter in ascii_letters if letter not in taken]
    first = max(0, ceil((len(rest) - len(free)) / (len(ascii_letters) - 1)))
    single = free[: len(free) - first]
    pairs = (before + after for before in free[len(single) :] for after in ascii_letters)
    return [*((reach.key, reach) for reach in told if reach.key), *zip([*single, *pairs], rest, strict=False)]


class JumpScreen(Dialog):
    """The letters, over the screen that they belong to."""

    DEFAULT_CSS = """
    JumpScreen .letter {
        position: absolute; width: auto; height: 1; background: $next; color: $background; text-style: bold;
    }
    JumpScreen .letter:nocolor { text-style: bold reverse; }
    """

    def __init__(self, letters: Sequence[tuple[str, Reach]]) -> None:
        super().__init__()
        self.letters = letters
        self._typed = ""

    def compose(self) -> ComposeResult:
        for letter, reach in self.letters:
            label = Plain(letter, classes="letter own")
            label.styles.offset = reach.at
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go there with the last of its letters; any other key takes the letters away."""
        event.stop()
        event.prevent_default()
        self._typed += event.character or " "
        if reach := next((reach for letter, reach in self.letters if letter == self._typed), None):
            self.dismiss(None)
            host_of(self).call_later(reach.do)
        elif not any(letter.startswith(self._typed) for letter, _ in self.letters):
            self.dismiss(None)

    def on_click(self) -> None:
        """A click takes them away, too."""
        self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        """Nothing stands where it stood."""
        if self.is_current and event.size != self.app.size:
            self.dismiss(None)
