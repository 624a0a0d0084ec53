"""Facts to read: a label and what is said to it, headings and sentences between them, wrapped to whatever width."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from mentor_tui.words import text

from .drawing import row
from .panel import Panel
from .plain import content, drawn

Fact = tuple[str, str | Content, str]
"""A label, what is said to it, and its style. Without a label it is a sentence; with a label alone, a heading."""


class Facts(Widget):
    """A list of facts. The labels are the app's own words; what is said to them need not be."""

    DEFAULT_CSS = "Facts { height: auto; }"

    def __init__(self, *, id: str | None = None, label: int = 11) -> None:
        super().__init__(id=id)
        self._facts: Sequence[Fact] = ()
        self._label = label
        self._laid_out: tuple[int, Content] | None = None

    def show(self, facts: Sequence[Fact]) -> bool:
        """Show these; False when they are what is shown already."""
        if list(facts) == list(self._facts):
            return False
        self._facts, self._laid_out = list(facts), None
        self.refresh(layout=True)
        return True

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._text(width).plain.split("\n")) if self._facts else 0

    def render(self) -> Content:
        return self._text(self.content_size.width)

    def _text(self, width: int) -> Content:
        if self._laid_out is None or self._laid_out[0] != width:
            lines = [line for fact in self._facts for line in self._lines(fact, width)]
            self._laid_out = width, Content("\n").join(lines[1:] if lines and not lines[0].plain else lines)
        return self._laid_out[1]

    def _lines(self, fact: Fact, width: int) -> list[Content]:
        label, said, style = fact
        if not said:
            return [Content(""), drawn(label, "bold")]
        room = max(width - self._label, 10) if label else max(width, 10)
        parts = [said] if isinstance(said, Content) else [content(part) for part in wrapped(said, room)]
        if not label:
            return [part.stylize_before(style) if style else part for part in parts]
        names = [drawn(label, "$quiet"), *(Content("") for _ in parts[1:])]
        return [row(width, (n, self._label, ""), (p, 0, style)) for n, p in zip(names, parts, strict=True)]


class FactsPane(Panel, can_focus=True):
    """Facts about what the cursor of a list stands on. Tab goes into it where they are more than fit: arrows scroll."""

    BINDINGS = ScrollableContainer.BINDINGS
    DEFAULT_CSS = "FactsPane { overflow-y: auto; scrollbar-size-vertical: 1; }"

    def compose(self) -> ComposeResult:
        yield Facts()

    def allow_focus(self) -> bool:
        """Nowhere to go in what is seen whole."""
        return super().allow_focus() and self.max_scroll_y > 0

    def show(self, title: str | Content, facts: Sequence[Fact]) -> None:
        """Show these facts under a title; other ones than before are read from the top."""
        self.entitle(title)
        if self.query_one(Facts).show(facts):
            self.scroll_home(animate=False)


def wrapped(said: str, width: int) -> list[str]:
    """A text in lines of at most so many columns; its own line breaks stay."""
    found: list[str] = []
    for paragraph in text.clean(said).split("\n"):
        found += _folded(paragraph, width) or [""]
    return found


def _folded(paragraph: str, width: int) -> list[str]:
    if cell_len(paragraph) == len(paragraph):
        return textwrap.wrap(paragraph, width)
    return [line.plain.rstrip() for line in Content(paragraph).wrap(width)]  # letters that take two columns
