"""Text on the screen that is never taken for markup, and never carries a control character to the terminal."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from mentor_tui import text


def content(value: str, style: str = "") -> Content:
    """User text as content: cleaned, without markup, in one style."""
    return Content.styled(text.clean(value), style) if style else Content(text.clean(value))


def joined(*parts: str | Content | tuple[str, str]) -> Content:
    """Several pieces in a row; a tuple is (text, style)."""
    pieces: list[Content] = []
    for part in parts:
        if isinstance(part, Content):
            pieces.append(part)
        elif isinstance(part, tuple):
            pieces.append(content(*part))
        else:
            pieces.append(content(part))
    return Content("").join(pieces)


class Plain(Static):
    """A Static that shows text as it is."""

    def __init__(self, value: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        shown = content(value) if isinstance(value, str) else value
        super().__init__(shown, id=id, classes=classes, markup=False)

    def show(self, value: str | Content) -> None:
        """Replace the text."""
        self.update(content(value) if isinstance(value, str) else value)
