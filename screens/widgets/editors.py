"""Single editors: a line, a text, a tick, a scale. What is put in is cleaned; a change is told by `Changed`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

from textual import events
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Checkbox, Input, TextArea

from mentor_tui.words import text

from ..textual_fixes.colours import KeepsColours
from ..textual_fixes.long_lines import LongLine
from .plain import content

_TAKE = Binding("ctrl+space,ctrl+@", "take", "Take the suggestion", show=False)

_STEPS = 50
"""So many changes of a one-line field can be undone."""


class Changed(Message):
    """A person changed a field."""

    def __init__(self, field_id: str) -> None:
        super().__init__()
        self.field_id = field_id


class TooLong(Message):
    """A paste would not fit; nothing was put in."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.sentence = (
            f"{size / 1_048_576:.1f} MB were pasted, and a field takes 1 MB. Nothing was put in; paste a smaller part."
        )


def _hold_back(event: events.Key) -> None:
    """Stop a letter that no text keeps, such as one that turns the line round; else Textual's own handler is next."""
    if event.is_printable and event.character and not text.keeps(event.character):
        event.prevent_default()
        event.stop()


class SafeInput(LongLine):
    """One line of text, cleaned whether it was pasted or comes from a record that another program wrote."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As in Textual, which lays out the whole screen anew when it changes: one line stays one line."""

    def validate_value(self, value: str) -> str:
        """Nothing that a terminal would obey, whoever puts it here."""
        return text.clean(value).replace("\n", " ").replace("\t", " ")

    BINDINGS = [
        Binding("ctrl+z", "take_back", "Undo", show=False),
        Binding("ctrl+y", "bring_back", "Redo", show=False),
        _TAKE,
    ]
    suggested = ""
    """Words that can be taken while nothing else stands here."""

    def suggest(self, words: str) -> Self:
        """Show these words in grey while nothing stands here; Right or Ctrl+Space takes them."""
        self.suggested = self.placeholder = text.one_line(words)
        return self

    def action_take(self) -> None:
        """Take the suggestion."""
        if self.suggested and not self.value:
            self.value = self.suggested
            self.cursor_position = len(self.value)

    def action_cursor_right(self, select: bool = False) -> None:
        """To the right; in an empty field, take the suggestion."""
        self.action_take() if self.suggested and not self.value else super().action_cursor_right(select)

    def watch_value(self, old: str, new: str) -> None:
        """Remember what stood there: Ctrl+U, Ctrl+K, Ctrl+W and a cut take more away than one letter."""
        if self.password or self._stepping:
            return
        typing = len(new) == len(old) + 1
        if not (typing and self._typing):
            self._earlier = [*self._earlier[-_STEPS:], old]
        self._typing, self._later = typing, []

    _earlier: Sequence[str] = ()
    _later: Sequence[str] = ()
    _typing = False
    """The last change was a letter more: the next one belongs to it."""
    _stepping = False

    def action_take_back(self) -> None:
        """Undo."""
        if self._earlier:
            *earlier, then = self._earlier
            self._earlier, self._later = earlier, [*self._later, self.value]
            self._step(then)

    def action_bring_back(self) -> None:
        """Redo what was undone."""
        if self._later:
            *later, then = self._later
            self._earlier, self._later = [*self._earlier, self.value], later
            self._step(then)

    def _step(self, value: str) -> None:
        self._stepping = True
        self.value = value
        self._stepping = self._typing = False
        self.cursor_position = len(value)

    async def on_key(self, event: events.Key) -> None:
        _hold_back(event)

    async def action_submit(self) -> None:
        """Enter. What holds the field obeys at once (`entered`), so that the next letter is in the next field."""
        for holder in self.ancestors:
            if isinstance(holder, HoldsLines):
                holder.entered(self)
                return
        await super().action_submit()

    def on_paste(self, event: events.Paste) -> None:
        # Textual calls the handler of every class in turn: Input's own comes next, with the cleaned text.
        event.text = text.one_line(event.text)
        if text.size(event.text) + text.size(self.value) > text.MAX_FIELD_BYTES:
            event.prevent_default()
            event.stop()
            self.post_message(TooLong(text.size(event.text)))


class HoldsLines:
    """A holder of one-line fields, which says what Enter does in one."""

    def entered(self, field: Input) -> None:
        """Enter was pressed in this field."""
        raise NotImplementedError


class HoldsText:
    """A holder of a text, which takes over what stood in it when it goes."""

    def left(self, words: str) -> None:
        """The editor goes; these were its last words."""
        raise NotImplementedError


class Prose(KeepsColours):
    """Any amount of text. What is pasted is cleaned; more than 1 MB is refused with a word about it."""

    DEFAULT_CSS = """
    Prose, Prose:focus { border: none; }
    """
    BINDINGS = [_TAKE]

    def __init__(self, value: str = "", *, id: str | None = None, suggested: str = "") -> None:
        super().__init__(
            text.clean(value),
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder=content(suggested),
        )
        self.suggested = text.clean(suggested)
        """Words that can be taken while nothing else stands here."""

    def action_take(self) -> None:
        """Take the suggestion."""
        if self.suggested and not self.text:
            self.insert(self.suggested)

    def action_cursor_right(self, select: bool = False) -> None:
        """To the right; in an empty field, take the suggestion."""
        self.action_take() if self.suggested and not self.text else super().action_cursor_right(select)

    def action_cursor_page_down(self) -> None:
        """A page on; where all of the text is in view, a page of what holds it."""
        self._page(1, super().action_cursor_page_down)

    def action_cursor_page_up(self) -> None:
        """A page back, in the same way."""
        self._page(-1, super().action_cursor_page_up)

    def _page(self, by: int, within: Callable[[], None]) -> None:
        holder = next((w for w in self.ancestors if isinstance(w, VerticalScroll)), None)
        if holder is None or self.virtual_size.height > self.size.height:
            within()
        elif by > 0:
            holder.scroll_page_down()
        else:
            holder.scroll_page_up()

    async def on_key(self, event: events.Key) -> None:
        _hold_back(event)

    async def on_paste(self, event: events.Paste) -> None:
        cleaned = text.clean(event.text)
        if text.size(cleaned) + text.size(self.text) > text.MAX_FIELD_BYTES:
            event.prevent_default()
            event.stop()
            self.post_message(TooLong(text.size(cleaned)))
            return
        event.text = cleaned

    def on_unmount(self) -> None:
        for holder in self.ancestors:
            if isinstance(holder, HoldsText):
                holder.left(self.text)
                break
        # The app goes on watching its theme for an editor that is gone, and so would keep all that was typed here.
        with self.prevent(TextArea.Changed):
            self.load_text("")


class Tick(Checkbox):
    """A box to tick that shows `[x]` or `[ ]`: readable without colour."""

    def render(self) -> Content:
        """The box and its label."""
        box = ("[x]" if self.value else "[ ]", self.get_visual_style("toggle--button"))
        label = self.label.pad(1, 1).stylize_before(self.get_visual_style("toggle--label"))
        return Content.assemble(box, label)


class Scale(Widget, can_focus=True):
    """One to five, by digit or arrow; 0 or backspace leaves it open."""

    DEFAULT_CSS = """
    Scale { height: 1; width: auto; }
    Scale:focus { background: $cursor; text-style: bold; }
    """

    def __init__(self, value: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.value = value

    def render(self) -> Any:
        marks = "  ".join(f"[{n}]" if n == self.value else f" {n} " for n in range(1, 6))
        return content(f"{marks}   {'not said' if not self.value else f'{self.value} of 5'}")

    def set_value(self, value: int) -> None:
        """Choose a number, and say so."""
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(Changed(self.id or ""))

    def on_key(self, event: events.Key) -> None:
        moves = {"left": max(self.value - 1, 0), "right": min(self.value + 1, 5), "backspace": 0, "delete": 0}
        if event.key in "012345":
            self.set_value(int(event.key))
        elif event.key in moves:
            self.set_value(moves[event.key])
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        self.set_value(min(event.x // 5 + 1, 5))
