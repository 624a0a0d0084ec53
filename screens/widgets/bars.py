"""The lines around a screen: whose pair is open, the nine places, and the notice line."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
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
from .glyphs import signs
from .plain import Plain, content, drawn, joined
from .reach import Reach

if TYPE_CHECKING:
    from mentor_tui.workspace import PairView


_GAP = 3
"""Cells between the pieces of the top line."""


class TopBar(Static):
    """The top line: who one is and for whom, in which program and week, and what is saved."""

    DEFAULT_CSS = """
    TopBar { height: 1; padding: 0 1; layout: horizontal; }
    TopBar #who { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    TopBar #when { width: auto; margin-left: 2; color: $quiet; }
    TopBar #saved { width: auto; margin-left: 3; color: $good; }
    TopBar #saved.-unsaved { color: $next; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._me, self._tie, self._partner, self._saved = "", "", "", ""
        self._where: tuple[str, ...] = ()
        """Program, today and week, from the piece that goes first when there is no room."""

    def compose(self) -> ComposeResult:
        yield Plain("", id="who")
        yield Plain("", id="when")
        yield Plain("", id="saved")

    def show_pair(self, view: PairView, saved_at: str) -> None:
        """Show the open pair."""
        self._me = text.shorten(view.profile.name or "You", 24)
        self._tie = f", {view.pair.role} of " if view.pair.role == "mentor" else ", mentee of "
        self._partner = text.shorten(view.pair.partner_name or "your partner", 24)
        week = late.journey.read(view).week_words
        on = f"{view.today:%a} {view.today.day} {view.today:%b}"
        self._where = (text.shorten(view.program.name, 40), on, week)
        self.show_saved(saved_at)

    def show_partners(self, views: Sequence[PairView]) -> None:
        """Show that several pairs are looked at: `Ana Peeters, mentor of Bram Claes and Chloe Maes`."""
        roles = {view.role for view in views}
        self._tie = ", mentor of " if roles == {"mentor"} else ", mentee of " if roles == {"mentee"} else ", with "
        names = [text.shorten(view.pair.partner_name or "your partner", 24) for view in views]
        firsts = [late.days.first_name(name) for name in names]
        long, short = _listed(names), _listed(firsts)
        self._partner = long if cell_len(self._me + self._tie + long) <= self.size.width // 2 else short
        self._show_who()

    def on_resize(self) -> None:
        self._show_who()

    def _show_who(self) -> None:
        who = joined((self._me, "bold"), (self._tie, "$quiet"), (self._partner, "bold"))
        room = self.size.width - 2 - who.cell_length - (cell_len(self._saved) + _GAP if self._saved else 0)
        program, on, week = self._where or ("", "", "")
        day = ", ".join(piece for piece in (on, week) if piece)
        ways = (f"{program}{' ' * _GAP}{day}", day, week, "")
        self.query_one("#who", Plain).show(who)
        self.query_one("#when", Plain).show(next((way for way in ways if cell_len(way) + _GAP <= room), ""))

    def show_saved(self, saved_at: str) -> None:
        """`saved 14:02`, or `unsaved` while there is unsaved text."""
        self._saved = f"{signs().done} {saved_at}" if saved_at.startswith("saved") else saved_at
        shown = self.query_one("#saved", Plain)
        shown.set_class(not saved_at.startswith("saved"), "-unsaved")
        shown.show(self._saved)
        self._show_who()


def _listed(names: Sequence[str]) -> str:
    """`Bram, Dina and Chloe`; of more than four, how many they are."""
    if len(names) > 4:
        return f"{len(names)} partners"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


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
