"""Help that runs: what can be done here, narrowed by typing, done by Enter; beside it, what the place is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.screen import Screen

from mentor_tui.workspace.search import Finder

from ..commands import Command
from ..host import Host
from ..widgets.dialogs import Dialog
from ..widgets.panel import Panel
from ..widgets.plain import Plain, own
from .base import AREAS, Desk, Page
from .elsewhere import PLACES, Place
from .finding import Finding, Found
from .help_pages import PAGES, WHO_SEES_WHAT, HelpPage
from .offers import Offer, at_hand, of_place, to_read

_DIGITS = tuple(str(n) for n in range(1, len(AREAS) + 1))
_LEFT = (*_DIGITS, "question_mark")
_NOTHING = "Nothing here has that name. Ctrl+P looks through everything."


class HelpScreen(Page):
    """Help for the screen below, or for a place that is not on the screen."""

    HERE = (Command("help.back", "escape", "back", "Back to where you were."),)
    BINDINGS = [
        # A digit goes to its place, as everywhere where one reads; behind other letters it is typed (F6).
        *(Binding(key, f"area_{key}", show=False, priority=True) for key in _DIGITS),
        Binding("question_mark", "close", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    HelpScreen #help { height: 1fr; layout: horizontal; padding: 0 1; }
    HelpScreen #can { width: 3fr; height: 1fr; }
    HelpScreen #beside { width: 2fr; height: 1fr; margin-left: 1; scrollbar-size-vertical: 1; }
    HelpScreen.-narrow #help { layout: vertical; padding: 0; }
    HelpScreen.-narrow #can, HelpScreen.-narrow #beside { width: 100%; margin: 0; }
    HelpScreen.-narrow #beside { height: auto; max-height: 9; }
    """

    def __init__(self, of: Screen[Any] | Place) -> None:
        super().__init__()
        self.of = of
        self._offers: dict[str, Offer] = {}

    def body(self) -> ComposeResult:
        self._look()
        with Container(id="help"):
            with Panel(self._title, id="can"):
                yield Finding(self.search, hint="type to narrow, Enter does it", none=_NOTHING, leaves=_LEFT)
            with VerticalScroll(id="beside"):
                if about := self._about:
                    with Panel("What this place is for"):
                        yield Plain(about, classes="own")
                with Panel(WHO_SEES_WHAT.title):
                    yield Plain(WHO_SEES_WHAT.words, classes="own")

    @property
    def _title(self) -> str:
        return f"What can be done in {self.of.title}" if isinstance(self.of, Place) else "What can be done here"

    @property
    def _about(self) -> str:
        if isinstance(self.of, Place):
            return str(getattr(self.of.kind, "ABOUT", ""))
        return self.of.ABOUT if isinstance(self.of, Desk) else ""

    def _look(self) -> None:
        self._offers = {offer.thing.id: offer for offer in self._found_here()}
        self._finder = Finder(None, [offer.thing for offer in self._offers.values()])

    def _found_here(self) -> Iterator[Offer]:
        if isinstance(self.of, Place):
            yield from of_place(self.mentor, self.of)
        else:
            yield from at_hand(self.mentor, self.of)
        if self.mentor.is_open:
            yield from to_read(self.mentor)

    async def search(self, words: str) -> list[Found]:
        """The commands that the words fit; all of them before anything is typed."""
        ids = [hit.record_id for hit in self._finder.search(words)] if words.strip() else list(self._offers)
        return [_line(self._offers[id]) for id in ids]

    def action_close(self) -> None:
        """The key that opened it closes it."""
        self.app.pop_screen()

    def on_finding_taken(self, event: Finding.Taken) -> None:
        """Leave the help, then do it."""
        self.app.pop_screen()
        self.mentor.call_later(self._offers[event.key].do)


def _line(offer: Offer) -> Found:
    one = offer.thing
    return Found(one.id, one.title, offer.label or "to read", keys=offer.keys, more=offer.more)


class HelpBox(Dialog):
    """A page of help on what holds everywhere."""

    BINDINGS = [Binding("enter", "back", show=False)]

    def __init__(self, page: HelpPage) -> None:
        super().__init__()
        self.page = page

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(self.page.title, classes="heading own")
            yield Plain(self.page.words, classes="gap own")
            yield Plain(own("Escape closes it."), classes="muted gap")


def open_page(app: Host, target: str) -> None:
    """A page of help by its id, or the help of a place by the name of its screen."""
    if page := next((page for page in PAGES if page.id == target), None):
        app.push_screen(HelpBox(page))
    elif place := next((place for place in PLACES if place.screen == target), None):
        app.push_screen(HelpScreen(place))
