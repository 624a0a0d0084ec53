"""A vault that was given new keys elsewhere while it is open here: its passphrase is asked for, and typing goes on."""

from __future__ import annotations

import functools

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from mentor_tui.vault import ConflictSaved, VaultError

from ..host import host_of
from ..shell.beside import beside
from ..widgets.dialogs import AskSecret
from ..widgets.plain import Plain, own
from ..widgets.secret import SecretInput

_TAKEN = "This window uses the new keys now, and what you were typing is kept under them. Carry on as before."


class AskForKeys(AskSecret):
    """Asks until the passphrase is right: what to say then, or None when nobody wants to type it."""

    def __init__(self) -> None:
        super().__init__(
            "Your vault has new keys",
            "Another mentor-tui made them while you were here. Type the passphrase that opens the vault now; before "
            "that, nothing can be saved here and your text is on the screen only.",
        )

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(self.heading, classes="heading own")
            yield Plain(self.detail, classes="muted own")
            yield SecretInput(id="secret")
            yield Plain(
                own("Enter goes on, Ctrl+R shows what you type, Escape goes back to your text."),
                id="word",
                classes="muted gap",
            )

    def action_on(self) -> None:
        """Go on with this passphrase."""
        field = self.query_one("#secret", Input)
        typed, field.value = field.value, ""
        if typed:
            beside(self, functools.partial(self._try, typed), group="keys")

    async def _try(self, passphrase: str) -> None:
        app = host_of(self)
        ws = app.ws
        word = self.query_one("#word", Plain)
        word.show("Opening ...")
        try:
            await app.look(lambda: ws.take_new_keys(passphrase))
        except ConflictSaved as conflict:
            app.conflict_copy, app.follow_up = conflict.copy_path, "join"
            self.dismiss(f"F5 joins the two. {conflict}")
        except VaultError as error:
            word.show(str(error))
        else:
            self.dismiss(_TAKEN)
