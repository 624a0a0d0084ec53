"""The lines around a screen: who is open, the areas, and the notice line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.words import text

from .. import late
from ..host import host_of
from .plain import Plain, content, joined

if TYPE_CHECKING:
    from mentor_tui.workspace import PairView


_GAPS = 2 + 3 + 2
"""Cells between the words of the top line, and around them."""
_SAVED_GAP = 3


def _fitting(name: str, room: int) -> str:
    """The name by whole words, as far as there is room; all of it, to be cut, where most of it would be missing."""
    words = name.split()
    kept = list(words)
    while kept and cell_len(" ".join(kept)) > room:
        kept.pop()
    return " ".join(kept if 2 * len(kept) > len(words) else words)


class TopBar(Static):
    """The top line: whose pair is open, in which program and week, and whether everything is saved."""

    DEFAULT_CSS = """
    TopBar { height: 1; background: $primary-background; color: $text; padding: 0 1; layout: horizontal; }
    TopBar #who { width: 1fr; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    TopBar #when { width: auto; margin-left: 2; color: $text-muted; }
    TopBar #saved { width: auto; margin-left: 3; color: $text-success; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._people, self._program, self._week, self._saved = "", "", "", ""

    def compose(self) -> ComposeResult:
        yield Plain("", id="who")
        yield Plain("", id="when")
        yield Plain("", id="saved")

    def show_pair(self, view: PairView, saved_at: str) -> None:
        """Show the open pair."""
        me = text.shorten(view.profile.name or "You", 24)
        partner = text.shorten(view.pair.partner_name or "your partner", 24)
        week = late.journey.read(view).week_words
        self._people, self._program = f"{me} ({view.pair.role}) with {partner}", view.program.name
        self._week = week
        self.query_one("#when", Plain).show(week)
        self.show_saved(saved_at)

    def on_resize(self) -> None:
        self._show_who()

    def _show_who(self) -> None:
        saved = cell_len(self._saved) + _SAVED_GAP if self._saved else 0
        room = self.app.size.width - cell_len(self._people) - cell_len(self._week) - saved - _GAPS
        self.query_one("#who", Plain).show(joined(self._people, (f"   {_fitting(self._program, room)}", "dim")))

    def show_saved(self, saved_at: str) -> None:
        """`saved 14:02`, or `unsaved` while there is unsaved text."""
        self._saved = saved_at
        self.query_one("#saved", Plain).show(saved_at)
        self._show_who()


class AreaBar(Widget):
    """The nine areas: a list at the side, or one line of digits when the window is narrow."""

    DEFAULT_CSS = """
    AreaBar { width: 20; height: 1fr; border-right: solid $primary-background; padding: 0 1; }
    """

    def __init__(self, areas: Sequence[tuple[str, str]], here: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.areas = tuple(areas)
        self.here = here
        self._counts: dict[str, str] = {}

    def counts(self, view: PairView) -> None:
        """The small numbers beside the areas."""
        open_actions = sum(1 for a in view.actions if a.status == "open")
        open_goals = sum(1 for g in view.goals if g.status in ("draft", "active"))
        self._counts = {
            "goals": str(open_goals or ""),
            "sessions": str(len(view.met) or ""),
            "actions": str(open_actions or ""),
            "pdus": late.pdu.show(view.earned),
            "notes": str(len(view.notes) or ""),
        }
        self.refresh()

    def _line(self, number: int, area: str, title: str) -> str:
        count = self._counts.get(area, "")
        count = count if len(count) <= 5 else count.partition(".")[0]
        return f"{number} {title:<9}{count:>5}"

    def render(self) -> Content:
        lines = []
        for number, (area, title) in enumerate(self.areas, start=1):
            style = "bold reverse" if area == self.here else ""
            lines.append(content(self._line(number, area, title)[:16], style))
        return content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is not None and (area := self.area_at(place)):
            self.app.call_later(host_of(self).go, area)

    def area_at(self, place: Offset) -> str:
        """The area that stands there; empty where none does. The strip has its own: Textual calls each `on_click`."""
        return self.areas[place.y][0] if place.y < len(self.areas) else ""


class AreaStrip(AreaBar):
    """The same as one line, for narrow windows."""

    DEFAULT_CSS = """
    AreaStrip { width: 1fr; height: 1; border: none; padding: 0 1; }
    """

    def render(self) -> Content:
        parts = []
        for number, (area, title) in enumerate(self.areas, start=1):
            here = area == self.here
            parts.append(content(f" {number} {title} " if here else f" {number} ", "bold reverse" if here else ""))
        return content("").join(parts)

    def area_at(self, place: Offset) -> str:
        at = 0
        for number, (area, title) in enumerate(self.areas, start=1):
            at += len(f" {number} {title} ") if area == self.here else len(f" {number} ")
            if place.x < at:
                return area
        return ""


class Notice(Static):
    """One calm sentence about what just happened. It stays until the next one."""

    DEFAULT_CSS = """
    Notice { height: auto; max-height: 4; padding: 0 1; color: $text-muted; display: none; }
    Notice.-shown { display: block; }
    Notice.-good { color: $text-success; }
    Notice.-warning { color: $text-warning; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self.sentence = ""
        self.kind = ""

    def say(self, sentence: str, kind: str = "") -> None:
        """Show a sentence; an empty one clears the line."""
        self.sentence, self.kind = text.clean(sentence), kind
        self.update(content(sentence))
        self.set_class(bool(sentence), "-shown")
        self.set_class(kind == "good", "-good")
        self.set_class(kind == "warning", "-warning")

    def went_on(self) -> None:
        """The person went to another line: a remark about the one before goes; what was saved, or was not, stays."""
        if self.sentence and not self.kind:
            self.say("")

    def typed(self) -> None:
        """Something was typed: a remark goes. What kept a form from being saved is looked after by the form."""
        if self.sentence and not self.kind:
            self.say("")
