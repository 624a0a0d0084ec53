"""Choosing a passphrase: its strength is shown while typing, and a weak one needs a second yes."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input

from mentor_tui.vault import strength

from ..commands import Command
from ..shell.base import Desk
from ..widgets.panel import Panel
from ..widgets.plain import Plain, own
from ..widgets.secret import SHOW_HELP, SHOW_KEY, SHOW_LABEL, SecretInput, show_or_hide

_BARS = ("#....", "#....", "##...", "####.", "#####")


class PassphraseScreen(Desk):
    """Typed twice; dismisses with the passphrase, or None."""

    HERE = (
        Command("passphrase.on", "enter", "go on", "On to the second line, then set this passphrase."),
        Command("passphrase.show", SHOW_KEY, SHOW_LABEL, SHOW_HELP),
        Command("passphrase.back", "escape", "back", "Back without setting a passphrase."),
    )
    ABOUT = (
        "Four or five words that do not belong together make a passphrase that is easy to type and hard to guess. "
        "It is never stored: without it, or the recovery key, nobody can read this file."
    )
    DEFAULT_CLASSES = "way-in"
    DEFAULT_CSS = """
    PassphraseScreen #strength { margin-bottom: 1; height: auto; }
    PassphraseScreen #word { margin-top: 1; height: auto; }
    """

    def __init__(self, title: str, lead: str) -> None:
        super().__init__()
        self.title_text, self.lead = title, lead
        self._weak_agreed = ""
        self._timer: Timer | None = None

    def body(self) -> ComposeResult:
        with Panel(self.title_text, keys=("passphrase.on", "passphrase.show"), id="box"):
            yield Plain(self.lead, classes="own")
            yield Plain(own("Passphrase", "bold"), classes="gap")
            yield Plain(own("Four or five words that do not belong together."), classes="muted")
            yield SecretInput(id="first")
            yield Plain("", id="strength", classes="muted")
            yield Plain(own("The same again", "bold"))
            yield SecretInput(id="second")
            yield Plain("", id="word", classes="accent")

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#first", Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value:  # what was said about the words before is not said of these
            self.query_one("#word", Plain).show("")
        if event.input.id == "first":
            if self._timer:
                self._timer.stop()
            self._timer = self.set_timer(0.15, self._show_strength)

    def _show_strength(self) -> None:
        value = self.query_one("#first", Input).value
        line = self.query_one("#strength", Plain)
        if not value:
            line.show("")
            return
        judged = strength(value)
        line.show(f"strength {_BARS[judged.score]}  {judged.sentence}")

    def action_on(self) -> None:
        """On to the second line; from there, set this passphrase."""
        first, second = self.query_one("#first", Input), self.query_one("#second", Input)
        word = self.query_one("#word", Plain)
        if not first.value:
            word.show("A passphrase needs at least one character.")
            self.set_focus(first)
            return
        if self.focused is not second:
            word.show("")
            self.set_focus(second)
            return
        if first.value != second.value:
            word.show("The two are different. Type the second one again.")
            second.value = ""
            return
        if strength(first.value).weak and self._weak_agreed != first.value:
            self._weak_agreed = first.value
            word.show(
                "This one is easy to guess for somebody who copies the file. Press Enter again to use it anyway, "
                "or make it longer."
            )
            return
        chosen = first.value
        first.value = second.value = ""
        self.dismiss(chosen)

    def action_show(self) -> None:
        """Show what is typed, or dots again."""
        show_or_hide(self)

    async def action_back(self) -> None:
        """Back without a passphrase."""
        self.dismiss(None)
