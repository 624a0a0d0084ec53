"""A panel holds together what belongs together: a thin rounded border, title in the upper edge, keys in the lower."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from ..commands import commands_of
from ..host import host_of
from .plain import content, drawn, joined

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from ..commands import Command


class Panel(Vertical):
    """A panel. The one with the cursor has the accent in its border; `-next` stands for the one next thing."""

    DEFAULT_CSS = """
    Panel {
        height: auto; padding: 0 1; border: round $line;
        border-title-color: $foreground; border-title-style: bold; border-subtitle-color: $quiet;
    }
    Panel:focus-within, Panel:focus, Panel.-next {
        border: round $next; border-title-color: $next; border-subtitle-color: $foreground;
    }
    """

    def __init__(
        self,
        title: str | Content,
        *children: Widget,
        keys: Sequence[str] = (),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self._keys = tuple(keys)
        self.entitle(title)

    def entitle(self, title: str | Content) -> None:
        """Put another title in the upper edge; the app's own words come as `own(...)`, for pictures to show."""
        self.border_title = content(title) if isinstance(title, str) else title

    def on_mount(self) -> None:
        self.show_keys(*self._keys)

    def show_keys(self, *ids: str) -> None:
        """Put the keys of these commands (of the screen or the app) in the lower edge; a click runs one.

        A command that is not offered here, such as one about a form that the program lacks, is left out.
        """
        self._keys = ids
        here: Sequence[DOMNode] = (self.screen, self.app)
        known = {command.id: (command, place) for place in here for command in commands_of(place)}
        found = [known[name] for name in ids if name in known]
        offered = (one for one in found if one[1].check_action(one[0].action, ()) is not False)
        self.border_subtitle = key_words(offered, self)


def key_words(commands: Iterable[tuple[Command, DOMNode]], node: Widget) -> Content:
    """`enter log  z later`: each key bold, its word quiet, both clickable."""
    app = host_of(node)
    parts: list[Content] = []
    for command, place in commands:
        key = app.key_display(command)
        space = "app" if place is app else "screen"
        link = Style.from_meta({"@click": f"{space}.{command.action}"})
        parts.append(joined(drawn(key, "bold"), drawn(f" {command.label}")).stylize(link))
    return drawn("  ").join(parts)
