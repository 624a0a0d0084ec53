"""Small questions. Each returns a value and leaves it to the asker what to do with it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from ..commands import Command, bindings
from ..host import KEEP_AFTER_SECONDS, Host, Kept, host_of
from ..textual_fixes.timing import Punctual
from .editors import HoldsLines, SafeInput
from .plain import Plain, joined, own
from .secret import SHOW_HELP, SHOW_KEY, SHOW_LABEL, SecretInput, show_or_hide


class Dialog(Punctual, ModalScreen[Any], Kept):
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
        Command("confirm.no", "n", "no", "Change nothing."),
    )
    BINDINGS = bindings(HERE)

    def __init__(
        self, question: str | Content, *, detail: str | Content = "", yes: str = "Yes", no: str = "No"
    ) -> None:
        super().__init__()
        self.question, self.detail, self.yes, self.no = question, detail, yes, no

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(self.question, classes="heading")
            if self.detail:
                with VerticalScroll(classes="detail", can_focus=False):
                    yield Plain(self.detail, classes="gap")
            with Horizontal(classes="buttons"):
                yield Button(own(f"{self.yes} (y)"), id="yes")
                yield Button(own(f"{self.no} (n)"), id="no")

    def on_mount(self) -> None:
        self.query_one("#no", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(True if event.button.id == "yes" else None)

    def on_key(self, event: events.Key) -> None:
        """Up and down read on in a long detail: the buttons stay below it."""
        by = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}.get(event.key)
        if by:
            event.stop()
            for detail in self.query(VerticalScroll):
                detail.scroll_relative(y=by, animate=False)

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Change nothing."""
        self.dismiss(None)


class Choose(Dialog):
    """One of several: its id, or None."""

    def __init__(
        self, question: str | Content, options: Sequence[tuple[str, str | Content]], *, detail: str | Content = ""
    ) -> None:
        super().__init__()
        self.question, self.options, self.detail = question, list(options), detail

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(self.question, classes="heading")
            if self.detail:
                yield Plain(self.detail, classes="muted")
            yield OptionList(
                *(Option(joined(label), id=key) for key, label in self.options),
                markup=False,
            )
            yield Plain(own("Enter chooses, Escape changes nothing."), classes="muted gap")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class Ask(Dialog, HoldsLines):
    """One line of text, or None.

    With `where`, the `go` string that asks it again, a line that is being typed is kept as a draft, as in a form.
    """

    _timer: Timer | None = None
    _kept = ""

    def __init__(
        self,
        question: str | Content,
        *,
        detail: str | Content = "",
        value: str = "",
        enter: str = "saves",
        where: str = "",
        draft_record: str = "",
    ) -> None:
        super().__init__()
        self.question, self.detail, self.value, self.enter = question, detail, value, enter
        self.where, self.draft_record = where, draft_record

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(self.question, classes="heading")
            if self.detail:
                yield Plain(self.detail, classes="muted")
            yield SafeInput(self.value, compact=True, classes="gap", select_on_focus=not self.where)
            yield Plain(own(f"Enter {self.enter}, Escape changes nothing."), classes="muted gap")

    def on_mount(self) -> None:
        if not self.where or not host_of(self).is_open:
            return
        words, is_kept = host_of(self).kept_draft(self.draft_record, self.where)
        with contextlib.suppress(ValueError, KeyError, TypeError):  # no draft, or none of ours
            self.query_one(Input).value = str(json.loads(words or "")["values"]["answer"])
        self._kept = self.query_one(Input).value if words and is_kept else self.value

    def on_input_changed(self) -> None:
        if self.where and self._timer is None:
            self._timer = self.set_timer(KEEP_AFTER_SECONDS, self._keep_soon)

    async def _keep_soon(self) -> None:
        self._timer = None
        typed = self.query_one(Input).value
        if not host_of(self).is_open or typed == self._kept:
            return
        self._kept = typed
        if typed != self.value:
            await host_of(self).keep_draft(self.draft_record, self.where, self._words(host_of(self), typed))
        else:
            await host_of(self).drop_draft(self.draft_record, self.where)

    def keep_before_lock(self) -> str:
        typed = self.query_one(Input).value
        if self.where and typed != self.value:
            self.keep(host_of(self), typed)
            return self.where
        return ""

    def keep(self, app: Host, typed: str) -> None:
        """Keep a line as a draft."""
        app.keep_draft_now(self.draft_record, self.where, self._words(app, typed))

    def _words(self, app: Host, typed: str) -> str:
        mark = app.draft_mark
        words = {"by": mark, "pair": app.pair.id, "title": self.question, "values": {"answer": typed}}
        return json.dumps(words, ensure_ascii=False)

    def entered(self, field: Input) -> None:
        """Enter: this is the answer."""
        self.dismiss(field.value)


class AskSecret(Dialog):
    """A passphrase, or None."""

    HERE: tuple[Command, ...] = (
        Command("secret.on", "enter", "go on", "Go on with this passphrase."),
        Command("secret.show", SHOW_KEY, SHOW_LABEL, SHOW_HELP),
    )
    BINDINGS = bindings(HERE)

    def __init__(
        self,
        heading: str | Content = own("First the current passphrase"),
        detail: str | Content = own("So that nobody changes it while you are away from your desk."),
    ) -> None:
        super().__init__()
        self.heading, self.detail = heading, detail

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(self.heading, classes="heading")
            yield Plain(self.detail, classes="muted")
            yield SecretInput(id="secret")
            yield Plain(own("Enter goes on, Escape changes nothing. Ctrl+R shows what you type."), classes="muted gap")

    def action_show(self) -> None:
        """Show what is typed, or dots again."""
        show_or_hide(self)

    def action_on(self) -> None:
        """Go on with this passphrase."""
        if typed := self.query_one("#secret", Input).value:
            self.dismiss(typed)
