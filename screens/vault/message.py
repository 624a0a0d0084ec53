"""A screen with one message, on the way in."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from ..commands import Command
from ..shell.base import Desk
from ..widgets.plain import Plain


class MessageScreen(Desk):
    """One message; Enter goes on."""

    HERE = (Command("message.on", "enter,escape", "go on", "Go on."),)
    DEFAULT_CSS = """
    MessageScreen #box { width: 72; max-width: 96%; height: auto; margin: 2 4; }
    """

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.title_text, self.words = title, words

    def body(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Plain(self.title_text, classes="heading own")
            yield Plain(self.words, classes="gap own")

    def action_on(self) -> None:
        """Go on."""
        self.dismiss(True)
