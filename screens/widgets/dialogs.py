"""Small questions. Each returns a value and leaves it to the asker what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from ..commands import Command, bindings
from .fields import SafeInput
from .plain import Plain, content


class Dialog(ModalScreen[Any]):
    """A box with a question. Escape is always *no, never mind*."""

    HERE: tuple[Command, ...] = (Command("dialog.back", "escape", "back", "Back, nothing happens."),)
    BINDINGS = bindings(HERE)

    def action_back(self) -> None:
        """Never mind."""
        self.dismiss(None)


class Confirm(Dialog):
    """Yes or no: True, or None."""

    HERE = (
        Command("confirm.yes", "y", "yes", "Do it."),
        Command("confirm.no", "n", "no", "Leave it."),
    )
    BINDINGS = bindings(HERE)

    def __init__(self, question: str, *, detail: str = "", yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self.question, self.detail, self.yes, self.no = question, detail, yes, no

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(self.question, classes="heading")
            if self.detail:
                yield Plain(self.detail, classes="gap")
            with Horizontal(classes="buttons"):
                yield Button(content(f"{self.yes} (y)"), id="yes")
                yield Button(content(f"{self.no} (n)"), id="no")

    def on_mount(self) -> None:
        self.query_one("#no", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(True if event.button.id == "yes" else None)

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Leave it."""
        self.dismiss(None)


class Choose(Dialog):
    """One of several: its id, or None."""

    def __init__(self, question: str, options: Sequence[tuple[str, str]], *, detail: str = "") -> None:
        super().__init__()
        self.question, self.options, self.detail = question, list(options), detail

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(self.question, classes="heading")
            if self.detail:
                yield Plain(self.detail, classes="muted")
            yield OptionList(*(Option(content(label), id=key) for key, label in self.options), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class Ask(Dialog):
    """One line of text, or None."""

    def __init__(self, question: str, *, detail: str = "", value: str = "") -> None:
        super().__init__()
        self.question, self.detail, self.value = question, detail, value

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(self.question, classes="heading")
            if self.detail:
                yield Plain(self.detail, classes="muted")
            yield SafeInput(self.value, compact=True, classes="gap")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)
