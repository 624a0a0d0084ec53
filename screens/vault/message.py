"""A screen with one message, on the way in."""

from __future__ import annotations

from textual.app import ComposeResult

from ..commands import Command
from ..shell.base import Desk
from ..widgets.panel import Panel
from ..widgets.plain import Plain


class MessageScreen(Desk):
    """One message; Enter goes on."""

    HERE = (Command("message.on", "enter,escape", "go on", "Go on."),)
    DEFAULT_CLASSES = "way-in"

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.title_text, self.words = title, words

    def body(self) -> ComposeResult:
        with Panel(self.title_text, keys=("message.on",), id="box", classes="-next"):
            yield Plain(self.words, classes="own")

    def action_on(self) -> None:
        """Go on."""
        self.dismiss(True)
