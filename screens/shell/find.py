"""Find anything: what the person wrote, and all that can be done or opened, in one box and one order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.messages import Prune
from textual.screen import Screen

from mentor_tui.workspace.search import Finder

from ..commands import Command, bindings, commands_of
from ..host import Host, host_of
from ..textual_fixes.painting import PaintsChanges
from ..widgets.dialogs import Dialog
from ..widgets.panel import Panel
from .base import Page
from .beside import beside
from .elsewhere import load
from .finding import Finding, Found
from .offers import Offer, at_hand, in_other_places, of_the_vault, pages

if TYPE_CHECKING:
    from mentor_tui.workspace.search import Hit

T = TypeVar("T")

_ANYTHING = "Find anything", "a few letters of what you want to do, or of anything you wrote"
_WRITTEN = "Find what you wrote", "any words of it, in any order"
_NOTHING = "Nothing found. Fewer letters find more; only what is saved is searched."

_HOMES = {
    **dict.fromkeys(("pair",), "app.pairs"),
    **dict.fromkeys(("step", "form", "guide"), "area.area_2"),
    **dict.fromkeys(("goal",), "area.area_3"),
    **dict.fromkeys(("agreement",), "area.area_4"),
    **dict.fromkeys(("session", "learning log"), "area.area_5"),
    **dict.fromkeys(("action",), "area.area_6"),
    **dict.fromkeys(("claim", "PDU claim", "certification"), "area.area_7"),
    **dict.fromkeys(("note",), "area.area_8"),
    **dict.fromkeys(("lesson",), "area.area_9"),
    **dict.fromkeys(("document", "export"), "app.export"),
    **dict.fromkeys(("setting",), "app.settings"),
}
"""Where a kind of thing is at home, by the command that goes there: its key stands beside it."""


def open_find(app: Host, target: str = "") -> None:
    """The box over the present screen, for what the person wrote; with `anything`, for everything."""
    if not isinstance(app.screen, FindScreen):
        app.push_screen(FindScreen(app.screen, anything=target == "anything"))
    elif target == "anything":
        app.screen.widen()


class FindScreen(Dialog, PaintsChanges):
    """Hits appear while typing; Enter does or opens the one under the cursor."""

    HERE = (
        Command("find.open", "enter", "open", "Do it, or open it."),
        Command("find.back", "escape", "close", "Back to where you were."),
    )
    BINDINGS = bindings(HERE)
    DEFAULT_CSS = """
    FindScreen #box { width: 96; max-width: 96%; height: 24; max-height: 90%; background: $background; }
    """

    def __init__(self, below: Screen[object], *, anything: bool) -> None:
        super().__init__()
        self._below, self._anything = below, anything
        self._offers: dict[str, Offer] = {}
        self._hits: dict[str, Hit] = {}
        self._finder: Finder | None = None
        self._ready = asyncio.Event()
        """Set when all that can be found was made ready."""

    def compose(self) -> ComposeResult:
        with Panel("", id="box", keys=("find.open", "find.back")):
            yield Finding(self.search, none=_NOTHING)

    def on_mount(self) -> None:
        self._read_soon()

    def widen(self) -> None:
        """Look through everything from now on, with the words that stand there."""
        if not self._anything:
            self._anything = True
            self._read_soon()

    def _read_soon(self) -> None:
        if not self.query("#words"):  # left before it was painted
            return
        title, hint = _ANYTHING if self._anything else _WRITTEN
        self.query_one(Panel).entitle(title)
        self.query_one(Finding).words.placeholder = hint
        self._ready.clear()
        app = host_of(self)
        if self._anything:
            offers = at_hand(app, self._below)
            self._offers = {o.thing.id: o for o in offers if not o.thing.id.endswith((".back", "app.palette"))}
        self.query_one(Finding).again()
        self.call_after_refresh(beside, self, self._read, group="read")  # the box comes up first

    async def _read(self) -> None:
        """Make everything ready to be searched, off the event loop."""
        app = host_of(self)
        vault = app.is_open and not self._below.is_modal
        if vault and self._anything:
            await load()
            more = [*in_other_places(app, self._below), *pages(app)] if app.is_open else []
            more += await self._unless_locked(lambda: list(of_the_vault(app))) or []
            self._offers |= {o.thing.id: o for o in more}
        offered = [o.thing for o in self._offers.values()]
        self._finder = await self._unless_locked(lambda: Finder(app.ws if vault else None, offered))
        self._ready.set()

    async def _unless_locked(self, work: Callable[[], T]) -> T | None:
        """Read, off the event loop; None when the vault was locked under it."""
        was_open = host_of(self).is_open
        try:
            return await asyncio.to_thread(work)
        except Exception:
            if was_open and not host_of(self).is_open:
                return None
            raise

    async def on_prune(self, event: Prune) -> None:
        """End what reads and searches before the widgets go."""
        for node in (self, *self.query(Finding)):
            self.workers.cancel_node(node)

    async def search(self, words: str) -> list[Found]:
        """The things that the words fit; before anything is typed, the commands at hand."""
        if not words.strip():
            return [self._offered(offer) for offer in self._offers.values() if offer.thing.near]
        await self._ready.wait()
        hits = await asyncio.to_thread(self._finder.search, words) if self._finder else []
        self._hits = {f"{hit.kind}/{hit.record_id}": hit for hit in hits}
        return [self._found(key, hit) for key, hit in self._hits.items()]

    def _found(self, key: str, hit: Hit) -> Found:
        if offer := self._offers.get(hit.record_id):
            return self._offered(offer, hit)
        more = hit.excerpt if hit.excerpt not in ("", hit.title) else f"Enter opens this {hit.kind}."
        return Found(key, hit.title, hit.kind, hit.about, self._key_of(hit.kind), more, is_own=False)

    def _offered(self, offer: Offer, hit: Hit | None = None) -> Found:
        one = offer.thing
        about = f"also: {hit.also}" if hit and hit.also else one.about
        more = hit.excerpt if hit and hit.in_text else offer.more
        return Found(one.id, one.title, one.kind, about, offer.keys or self._key_of(one.kind), more)

    def _key_of(self, kind: str) -> str:
        """The key of the place where such a thing is at home."""
        app = host_of(self)
        commands = (c for c in (*commands_of(Page), *commands_of(app)) if c.id == _HOMES.get(kind))
        return next((app.key_display(command) for command in commands), "")

    def action_open(self) -> None:
        """Do it, or open it."""
        self.query_one(Finding).take()

    def on_finding_taken(self, event: Finding.Taken) -> None:
        """Go away, then do what was chosen on what is below."""
        app = host_of(self)
        if offer := self._offers.get(event.key):
            app.pop_screen()
            app.call_later(offer.do)
        elif hit := self._hits.get(event.key):
            app.pop_screen()
            app.call_later(go_to, app, hit)


def go_to(app: Host, hit: Hit) -> None:
    """Go to a record, switching the pair when it belongs to another."""
    if not hit.pair_id or hit.pair_id == app.pair.id or app.open_pair(hit.pair_id):
        app.go(hit.go)
