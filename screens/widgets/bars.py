"""The lines around a screen: whose pair is open, the nine places, and the notice line."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.words import text

from .. import late
from ..host import host_of
from .drawing import row
from .glyphs import signs
from .plain import content, drawn, joined
from .reach import Reach

if TYPE_CHECKING:
    from mentor_tui.workspace import PairView


_GAP = 3
"""Cells between the pieces of the top line."""


def _listed(names: Sequence[str]) -> str:
    """`Bram, Dina and Chloe`; of more than four, how many they are."""
    if len(names) > 4:
        return f"{len(names)} partners"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


class TopBar(Widget):
    """The top line: who one is and for whom, in which program and week, and what is saved."""

    DEFAULT_CSS = "TopBar { height: 1; width: 1fr; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._whos: tuple[Content, ...] = (Content(),)
        """Who one is and for whom, the longest way first."""
        self._saved = ""
        self._ways: tuple[str, ...] = ("",)
        """Program, day and week: from the longest way to say where one is to the shortest."""

    def show_pair(self, view: PairView, saved_at: str) -> None:
        """Show the open pair."""
        me = text.shorten(view.profile.name or "You", 24)
        partner = text.shorten(view.pair.partner_name or "your partner", 24)
        self._whos = (joined((me, "bold"), (f", {view.pair.role} of ", "$quiet"), (partner, "bold")),)
        week = late.journey.read(view).week_words
        on = f"{late.days.WEEKDAYS[view.today.weekday()][:3]} {late.days.short_day(view.today)}"
        day = ", ".join(piece for piece in (on, week) if piece)
        self._ways = (f"{text.shorten(view.program.name, 40)}{' ' * _GAP}{day}", day, week, "")
        self.show_saved(saved_at)

    def show_partners(self, views: Sequence[PairView]) -> None:
        """Show that several pairs are looked at: `Ana Peeters, mentor of Bram Claes and Chloe Maes`."""
        roles = {view.role for view in views}
        tie = f", {roles.pop()} of " if len(roles) == 1 else ", with "
        names = [text.shorten(view.pair.partner_name or "your partner", 24) for view in views]
        me = text.shorten(views[0].profile.name or "You", 24)
        ways = (_listed(names), _listed([late.days.first_name(name) for name in names]))
        self._whos = tuple(joined((me, "bold"), (tie, "$quiet"), (way, "bold")) for way in ways)
        self.refresh()

    def show_saved(self, saved_at: str) -> None:
        """`saved 14:02`, or `unsaved` while there is unsaved text."""
        self._saved = saved_at
        self.refresh()

    def render(self) -> Content:
        width, safe = self.size.width, self._saved.startswith("saved")
        saved = f"{signs().done} {self._saved}" if safe else self._saved
        tail = cell_len(saved) + _GAP if saved else 0
        who = next((way for way in self._whos if way.cell_length <= width // 2), self._whos[-1])
        room = width - who.cell_length - tail
        where = next((way for way in self._ways if cell_len(way) + _GAP <= room), "")
        right = joined((where, "$quiet"), " " * _GAP if saved else "", (saved, "$good" if safe else "$next"))
        return row(width, (who, 0, ""), (right, -right.cell_length, ""))


class Places(Widget):
    """The nine places in one line, by number and name; a click goes there. Under 80 columns only the numbers."""

    COMPONENT_CLASSES = {"places--here", "places--number"}
    DEFAULT_CSS = """
    Places { width: 1fr; height: 1; }
    Places > .places--here { background: $raised; text-style: bold; }
    Places > .places--number { color: $quiet; }
    Places:nocolor > .places--here { text-style: bold reverse; }
    """

    def __init__(self, areas: Sequence[tuple[str, str]], here: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.areas = tuple(areas)
        self.here = here

    def _pieces(self) -> list[tuple[str, str, str]]:
        """Place, what is painted of its number, and of its name; a blank between two of them."""
        names = sum(len(f"{number} {title}") for number, (_, title) in enumerate(self.areas, start=1))
        spare = self.size.width - names - len(self.areas) + 1
        pad = " " if spare >= 2 * len(self.areas) else ""
        found = []
        for number, (area, title) in enumerate(self.areas, start=1):
            named = spare >= 0 or area == self.here
            found.append((area, f"{pad}{number} " if named else f"{number}", f"{title}{pad}" if named else ""))
        return found

    def render(self) -> Content:
        here, number = self.get_visual_style("places--here"), self.get_visual_style("places--number")
        parts = []
        for area, digit, name in self._pieces():
            if area == self.here:
                parts.append(Content.assemble(drawn(digit, "$next"), drawn(name)).stylize_before(here))
            else:
                parts.append(Content.assemble(drawn(digit).stylize(number), drawn(name)))
        return Content(" ").join(parts)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is not None and (area := self.area_at(place)):
            self.app.call_later(host_of(self).go, area)

    def reaches(self) -> Iterator[Reach]:
        """The places, each with its digit."""
        at = self.content_region.offset
        for area, digit, name in self._pieces():
            number = digit.strip()
            pad = len(digit) - len(digit.lstrip())
            yield Reach(at + Offset(pad, 0), functools.partial(host_of(self).go, area), number)
            at += Offset(len(digit) + len(name) + 1, 0)

    def area_at(self, place: Offset) -> str:
        """The place that stands there; empty where none does."""
        at = 0
        for area, digit, name in self._pieces():
            at += len(digit) + len(name) + 1
            if place.x < at:
                return area
        return ""


class Notice(Static):
    """One calm sentence about what just happened. It stays until the next one."""

    DEFAULT_CSS = """
    Notice { height: auto; max-height: 4; padding: 0 1; color: $quiet; display: none; }
    Notice.-shown { display: block; }
    Notice.-good { color: $good; }
    Notice.-warning { color: $late; text-style: bold; }
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
