"""Find: type a few letters of anything you wrote, and go there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input

from mentor_tui.workspace.search import MAX_HITS, Finder

from ..commands import Command
from ..host import Host
from ..widgets.editors import SafeInput
from ..widgets.plain import Plain
from ..widgets.rows import Column, Row, Rows
from .base import Desk
from .beside import beside

if TYPE_CHECKING:
    from mentor_tui.workspace.search import Hit


_PAUSE_SECONDS = 0.15


def open_find(app: Host, target: str = "") -> None:
    """The finder over the present screen."""
    if not isinstance(app.screen, FindScreen):
        app.push_screen(FindScreen())


class FindScreen(Desk):
    """Hits appear while typing; Enter goes to the one under the cursor."""

    HERE = (
        Command("find.open", "enter", "go there", "Go to the place under the cursor."),
        Command("find.back", "escape", "back", "Back to where you were."),
    )
    ABOUT = (
        "Type words, or parts of them, in any order; capitals and accents do not matter. Everything you saved is "
        "searched, in all your pairs. Up and down move, Enter goes there. Nothing of the search is kept."
    )
    DEFAULT_CSS = """
    FindScreen #words { border: none; height: 1; margin: 1 1 0 1; padding: 0 1; background: $field; }
    FindScreen #words:focus { border: none; background: $cursor; }
    FindScreen #count { margin: 0 2 1 2; }
    FindScreen Rows { margin: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._finder: Finder | None = None
        self._hits: list[Hit] = []
        self._timer: Timer | None = None
        self._searched: str | None = None
        """The words that the hits on the screen belong to."""

    def body(self) -> ComposeResult:
        yield SafeInput(placeholder="find anything you wrote", id="words")
        yield Plain("", id="count", classes="muted")
        yield Rows(
            [Column("", 12), Column(""), Column("", 16, wide_only=True)],
            empty="",
            id="hits",
        )

    def on_mount(self) -> None:
        self.query_one("#words").focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE_SECONDS, self._search)

    def _search(self) -> None:
        self.run_worker(self._run(self.query_one("#words", Input).value), exclusive=True, group="find")

    async def _run(self, words: str) -> None:
        if self._finder is None:
            self._finder = await asyncio.to_thread(Finder, self.ws)
        found = await asyncio.to_thread(self._finder.search, words)
        if not self.mentor.is_open or words == self._searched:  # the same hits: the cursor stays where it was put
            return
        self._hits, self._searched = found, words
        partners = {pair.id: pair.partner_name for pair in self.ws.pairs}
        rows = [
            Row(str(at), (hit.kind, _line(hit), partners.get(hit.pair_id, ""))) for at, hit in enumerate(self._hits)
        ]
        hits = self.query_one("#hits", Rows)
        hits.fill(rows)
        hits.cursor = 0
        self.query_one("#count", Plain).show(_count(len(rows), words))

    def on_key(self, event: events.Key) -> None:
        """Up and down move in the hits while the cursor stays in the words."""
        moves = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
        if event.key in moves and isinstance(self.focused, Input):
            self.query_one("#hits", Rows).cursor += moves[event.key]
            event.stop()
            event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        beside(self, self._open, group="open")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click on the hit under the cursor: that one, also while other words wait to be searched."""
        self._go_to(event.key)

    def action_open(self) -> None:
        """Go there."""
        beside(self, self._open, group="open")

    async def _open(self) -> None:
        words = self.query_one("#words", Input).value
        if words != self._searched:  # Enter right after the last letter: search first
            if self._timer is not None:
                self._timer.stop()
            await self._run(words)
        self._go_to(self.query_one("#hits", Rows).current)

    def _go_to(self, key: str) -> None:
        if key:
            self.mentor.call_later(go_to, self.mentor, self._hits[int(key)])
        else:
            self.say("Nothing found to go to. Fewer letters find more.")


def go_to(app: Host, hit: Hit) -> None:
    """Leave the finder and go to a hit, switching the pair when it belongs to another."""
    if isinstance(app.screen, FindScreen):
        app.pop_screen()
    if not hit.pair_id or hit.pair_id == app.pair.id or app.open_pair(hit.pair_id):
        app.go(hit.go)


def _line(hit: Hit) -> str:
    return hit.title if not hit.excerpt or hit.excerpt == hit.title else f"{hit.title}  |  {hit.excerpt}"


def _count(number: int, words: str) -> str:
    if not words.strip():
        return ""
    if not number:
        return "Nothing found. Fewer letters find more; only what is saved is searched."
    more = " or more; another word narrows it" if number == MAX_HITS else ""
    return f"{number}{more} found" if number > 1 else "1 found"
