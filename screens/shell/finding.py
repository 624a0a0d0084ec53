"""A line to type in, what is found below it, and what the one under the cursor is: in find, the palette and help."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from mentor_tui.words import text
from mentor_tui.workspace.search import marks, words_of

from ..textual_fixes.timing import Punctual
from ..widgets.editors import SafeInput, TooLong
from ..widgets.plain import Plain, content, joined, own
from ..widgets.rows import Column, Row, Rows, fit
from .beside import beside

_PAUSE_SECONDS = 0.08
_KIND, _ABOUT, _KEYS = 13, 22, 7
_WIDE = 84
"""Cells from which on there is room for what stands beside a title; below that it stands in the last line."""


@dataclass(frozen=True)
class Found:
    """One line of what was found."""

    key: str
    title: str
    kind: str = ""
    about: str = ""
    keys: str = ""
    more: str = ""
    """What it is, in a line."""
    is_own: bool = True
    """All of it are words of the app or of the program."""


class Hits(Rows):
    """The things found; the letters that were typed are lit. The cursor is in the line above, so its row stays lit."""

    COMPONENT_CLASSES = {"hits--mark", "hits--beside", "hits--key"}
    DEFAULT_CSS = """
    Hits > .hits--mark { color: $next; text-style: bold; }
    Hits > .hits--beside { color: $quiet; }
    Hits > .hits--key { text-style: bold; }
    """
    lit = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__([Column(""), Column("", _KIND), Column("", _ABOUT), Column("", _KEYS)], id=id)
        self.words: list[str] = []
        self.found: Sequence[Found] = ()

    def show(self, found: Sequence[Found], words: list[str]) -> None:
        """Show these, with these folded words lit; the cursor stands on the first."""
        same = [one.key for one in found] == [one.key for one in self.found]
        self.found, self.words = found, words
        self.fill([Row(one.key, (one.title, one.kind, one.about, one.keys)) for one in found])
        if not same:
            self.cursor = 0

    @property
    def under(self) -> Found | None:
        """The one under the cursor."""
        return self.found[self.cursor] if self.found else None

    @property
    def is_wide(self) -> bool:
        """True when there is room for what stands beside a title."""
        return self.size.width >= _WIDE

    @property
    def title_room(self) -> int:
        """Cells for a title."""
        width = self.scrollable_content_region.width or self.size.width
        return width - 1 - _KIND - _KEYS - 3 - (_ABOUT + 1 if self.is_wide else 0)

    def _pieces(self, row: Row, width: int, style: Style) -> list[Segment]:
        title, kind, about, keys = row.cells
        beside = style + self.get_component_rich_style("hits--beside", partial=True)
        pieces = self._lit(fit(text.one_line(title), self.title_room), style)
        pieces.append(Segment(f" {fit(kind, _KIND)}", beside))
        if self.is_wide:
            pieces += [Segment(" ", style), *self._lit(fit(text.one_line(about), _ABOUT), beside)]
        pieces.append(
            Segment(
                f" {fit(keys, _KEYS, right=True)} ", style + self.get_component_rich_style("hits--key", partial=True)
            )
        )
        return pieces

    def _lit(self, line: str, style: Style) -> list[Segment]:
        """The line with what was typed lit."""
        mark = style + self.get_component_rich_style("hits--mark", partial=True)
        pieces, at = [], 0
        for start, end in marks(line, self.words):
            if start >= at:
                pieces += [Segment(line[at:start], style), Segment(line[start:end], mark)]
                at = end
        return [*pieces, Segment(line[at:], style)]

    def own_at(self, x: int, y: int) -> bool:
        line = y + self.scroll_offset.y
        if line < len(self.found):
            return self.found[line].is_own
        return not self.found


class Line(SafeInput):
    """The line to type in. While it is empty it leaves some keys to the screen."""

    leaves: frozenset[str] = frozenset()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """True when this key is typed here."""
        return (bool(self.value) or key not in self.leaves) and super().check_consume_key(key, character)


class Finding(Punctual, Vertical):
    """The line, the list and the last line. What is chosen is told by `Taken`."""

    DEFAULT_CSS = """
    Finding { height: 1fr; }
    Finding #line { height: 1; background: $field; }
    Finding #words { border: none; height: 1; width: 1fr; padding: 0 1; background: $field; }
    Finding #words:focus { border: none; background: $field; background-tint: $field 0%; }
    Finding #count { width: auto; padding: 0 1; color: $quiet; background: $field; }
    Finding #hits { margin-top: 1; }
    Finding #more { height: 2; border-top: solid $line; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    Finding #more.-told { height: auto; text-wrap: wrap; color: $late; }
    """

    class Taken(Message):
        """Enter, or a click: this one is meant."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(
        self, search: Callable[[str], Awaitable[list[Found]]], *, none: str, hint: str = "", leaves: Iterable[str] = ()
    ) -> None:
        """`search` finds what the words fit, best first; `none` is said when nothing does.

        The keys in `leaves` are the screen's while nothing is typed; it binds them with priority.
        """
        super().__init__()
        self._leaves = frozenset(leaves)
        self._search_for, self._hint, self._none = search, hint, none
        self._timer: Timer | None = None
        self._searched: str | None = None
        """The words that the hits on the screen belong to."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="line"):
            line = Line(placeholder=self._hint, id="words")
            line.leaves = self._leaves
            yield line
            yield Plain("", id="count", classes="own")
        yield Hits(id="hits")
        yield Plain("", id="more")

    @property
    def words(self) -> Input:
        """The line to type in."""
        return self.query_one("#words", Input)

    @property
    def hits(self) -> Hits:
        """The list."""
        return self.query_one("#hits", Hits)

    def on_mount(self) -> None:
        if self.query(Line):  # else it was left before it was painted
            self.words.focus()
            self.again()

    def again(self) -> None:
        """Search anew for what stands there: there is more to look through, or something else."""
        self._searched = None
        self._search()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE_SECONDS, self._search)

    def _search(self) -> None:
        beside(self, functools.partial(self._run, self.words.value), group="find")

    async def _run(self, words: str) -> None:
        if words == self._searched:  # the same hits: the cursor stays where it was put
            return
        found = await self._search_for(words)
        if not self.is_attached or self.screen not in self.app.screen_stack:  # closed, or locked, meanwhile
            return
        self._searched = words
        self.hits.empty = self._none if words.strip() else ""
        self.hits.show(found, words_of(words))
        self.query_one("#count", Plain).show(_count(len(found)) if words.strip() else "")
        self._tell()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._tell()

    def _tell(self) -> None:
        """Say in the last line what the one under the cursor is."""
        if not self.hits.size.width:  # not laid out yet: nobody knows what will be cut
            self.call_after_refresh(self._tell)
            return
        one = self.hits.under
        shown = self.query_one("#more", Plain)
        shown.remove_class("-told")
        if one is None:
            shown.show("")
            return
        about = "" if self.hits.is_wide or not one.about else f"{one.about}. "
        if cell_len(one.title) > self.hits.title_room:  # cut above
            about = f"{one.title}. "
        written = own if one.is_own else content
        words = text.shorten(text.one_line(one.more), 300)
        more = written(words)
        for start, end in marks(words, self.hits.words):
            more = more.stylize("bold $next", start, end)
        shown.show(joined(written(about[:1].upper() + about[1:], "$quiet"), more))

    def on_too_long(self, event: TooLong) -> None:
        """A paste that would not fit: said in the last line, since the box lies over the screen's own."""
        event.stop()
        shown = self.query_one("#more", Plain)
        shown.add_class("-told")
        shown.show(event.sentence)

    def on_key(self, event: events.Key) -> None:
        """Up and down move in the list while the cursor stays in the line."""
        moves = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
        if event.key in moves and self.words.has_focus:
            self.hits.cursor += moves[event.key]
            event.stop()
            event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.take()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click on the one under the cursor: that one, also while other words wait to be searched."""
        event.stop()
        self.post_message(self.Taken(event.key))

    def take(self) -> None:
        """Take the one under the cursor; right after the last letter the search comes first."""
        beside(self, self._take, group="take")

    async def _take(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        await self._run(self.words.value)
        if one := self.hits.under:
            self.post_message(self.Taken(one.key))


def _count(number: int) -> str:
    return f"{number} found, best first" if number > 1 else f"{number or 'nothing'} found"
