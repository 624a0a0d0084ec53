"""Help that fits the place: what this screen is for, and every key that works on it."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from ..commands import Command, commands_of
from ..widgets.plain import Plain, joined
from .base import Desk, Page

_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "comma": ",",
}


def key_words(keys: str) -> str:
    """Keys as a person reads them: `f2,ctrl+s` -> `F2 or Ctrl+S`."""
    words = []
    for key in keys.split(","):
        shown = _NAMES.get(key) or "+".join(p.capitalize() if len(p) > 1 else p for p in key.split("+"))
        words.append(shown)
    return " or ".join(words)


class HelpScreen(Page):
    """Help for the screen below."""

    HERE = (Command("help.back", "escape,q", "back", "Back to where you were."),)
    DEFAULT_CSS = """
    HelpScreen #page { height: 1fr; padding: 1 2; }
    HelpScreen .row { height: auto; }
    """

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self.below = below

    def body(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Plain("Help", classes="heading own")
            about = self.below.ABOUT if isinstance(self.below, Desk) else ""
            if about:
                yield Plain(about, classes="gap own")
            yield Plain("Keys here", classes="heading gap own")
            for command in commands_of(self.below):
                yield self._row(command)
            yield Plain("Keys everywhere", classes="heading gap own")
            for command in commands_of(self.app):
                yield self._row(command)
            yield self._row(Command("app.palette", "ctrl+p", "commands", "Type a few letters of what you want to do."))
            yield Plain(
                "Who sees what: the word beside each field is its limit. Only you: it never leaves, except in your own "
                "full export. You two: it may stand in a document for your partner. Program: it may stand in a summary "
                "for the program team, which you see before it is made. PDU claim: it may stand in the text of "
                "a claim; PDU audit: only in the evidence for one.",
                classes="gap muted own",
            )

    def _row(self, command: Command) -> Plain:
        keys = self.mentor.keys_of(command)
        return Plain(
            joined((f"{keys:<22}", "bold"), (f"{command.label:<18}", ""), (command.help, "$quiet")), classes="row own"
        )

    def on_mount(self) -> None:
        self.query_one("#page").focus()
