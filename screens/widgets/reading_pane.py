"""A pane beside or below a list, for reading what the cursor stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from .panel import Panel
from .plain import Plain, joined, own

_LABEL = 12
"""Columns of a label."""


class ReadingPane(Panel):
    """The thing that the cursor stands on, to read. Tab goes into it, where the arrows scroll."""

    DEFAULT_CSS = """
    ReadingPane VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    """

    def __init__(self, *, keys: Sequence[str] = (), id: str | None = None) -> None:
        super().__init__(own(""), keys=keys, id=id, classes="read")

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Plain("")

    def show(self, title: str | Content, lines: Iterable[Content]) -> None:
        """Show these lines under a title. Other lines than before are read from the top, the same ones read on."""
        self.entitle(title)
        page = self.query_one(Plain)
        before = page.content
        page.show(Content("\n").join(list(lines)))
        if page.content is not before:
            self.query_one(VerticalScroll).scroll_home(animate=False)


def fact(label: Content, value: str | Content, style: str = "") -> Content:
    """`by when     Thu 28 May`: a quiet label, and what it is."""
    shown = value if isinstance(value, Content) else joined((value, style))
    return Content.assemble(label.stylize("$quiet"), " " * max(_LABEL - label.cell_length, 1), shown)


def heading(words: str | Content) -> Content:
    """A heading between paragraphs, with the blank line above it."""
    return Content.assemble("\n", words if isinstance(words, Content) else joined(words)).stylize("bold")
