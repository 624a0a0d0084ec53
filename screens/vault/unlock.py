"""Unlocking: the passphrase, or the recovery key and then a new passphrase."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input

from .. import late
from ..commands import Command
from ..shell.base import Desk
from ..shell.beside import beside
from ..shell.by_name import named
from ..widgets.panel import Panel
from ..widgets.plain import Plain, own
from ..widgets.secret import SHOW_HELP, SHOW_KEY, SHOW_LABEL, SecretInput, show_or_hide

if TYPE_CHECKING:
    from mentor_tui.vault import Vault

_DEMO = (
    "The demo is locked, as your own notes would be. Press Enter to go on: no passphrase is needed, because all of "
    "it is made up. Ctrl+Q quits, and nothing of it is kept."
)


class UnlockScreen(Desk):
    """Asks for the passphrase. Nothing of the vault is on the screen."""

    HERE = (
        Command("unlock.open", "enter", "open", "Open with what you typed."),
        Command("unlock.recovery", "f3", "use recovery key", "Open with the recovery key instead of the passphrase."),
        Command("unlock.show", SHOW_KEY, SHOW_LABEL, SHOW_HELP),
        Command("unlock.restore", "f4", "restore a backup", "Restore a backup in place of the damaged file."),
        Command("unlock.back", "escape", "back", "Back to the passphrase.", footer=False),
    )
    ABOUT = (
        "Type your passphrase and press Enter. If you have lost it, F3 takes the recovery key that you wrote down; "
        "you then choose a new passphrase. Nobody else can open this file for you."
    )
    DEFAULT_CLASSES = "way-in"
    DEFAULT_CSS = """
    UnlockScreen #word { margin-top: 1; height: auto; }
    """

    def __init__(self, passphrase: str = "") -> None:
        super().__init__()
        self._given = passphrase
        self._recovery = False
        self._busy = False
        self._next: list[str] = []
        """The passphrase sent while the one before was being tried."""
        self._failed = 0
        self._damaged_with = ""
        """The passphrase typed when the file turned out to be damaged; a backup opens with it."""
        self._said_of = ""
        """The recovery key that was not right, which stands in the field again to be put right."""

    def body(self) -> ComposeResult:
        with Panel(own("mentor-tui"), keys=("unlock.open", "unlock.recovery"), id="box"):
            yield Plain(self._lead, id="lead", classes="own")
            yield SecretInput(placeholder="passphrase", id="secret")
            yield Plain("", id="word", classes="accent")

    @property
    def _lead(self) -> str:
        if self.mentor.setup.at_hand:
            return "" if self._given else _DEMO  # it opens by itself the first time
        return "Your notes are locked. Only you can open them."

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#secret", Input))
        if self._given:
            given, self._given = self._given, ""
            self._busy = True
            self.run_worker(self._try(given))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take away a message about the words before; it says nothing of these."""
        if event.value and event.value != self._said_of and not self._busy:
            self._said_of = ""
            self.query_one("#word", Plain).show("")

    def action_open(self) -> None:
        """Open with what was typed. The field is free at once; what is sent meanwhile has its turn after this one."""
        field = self.query_one("#secret", SecretInput)
        field.cover()
        typed, field.value = field.value, ""
        if not typed and not self._recovery:
            typed = self.mentor.setup.at_hand
        if not typed:
            return
        if self._busy:
            self._next.append(typed)
            return
        self._busy = True
        self.run_worker(self._try(typed))

    async def _try(self, secret: str) -> None:
        field = self.query_one("#secret", Input)
        word = self.query_one("#word", Plain)
        word.show("Opening ..." if not self._failed else "Opening, once more ...")
        opener = late.vault.Vault.open_with_recovery if self._recovery else late.vault.Vault.open
        setup = self.mentor.setup
        try:
            vault = await asyncio.to_thread(opener, setup.vault_path, secret, state_dir=setup.state_dir)
        except late.vault.WrongPassphrase as error:
            self._failed += 1
            word.show(self._not_right(str(error)))
            if self._recovery and not field.value:  # it can be read, and is long: let one letter be put right
                self._said_of = field.value = secret
                field.cursor_position = len(secret)
        except late.vault.DamagedVault as error:
            self._damaged_with = "" if self._recovery else secret
            word.show(f"{error} F4 shows them.")
            self.refresh_bindings()
        except late.vault.VaultError as error:
            word.show(str(error))
        else:
            field.value = ""
            self._next.clear()
            self._failed = 0
            if not self._recovery:
                self.mentor.keep_at_hand(secret)
            await self._opened(vault)
            return
        if self._next:
            await self._try(self._next.pop(0))
            return
        self._busy = False
        self.set_focus(field)

    def _not_right(self, sentence: str) -> str:
        """The first time what the vault says; then with a count, so that one try does not look like the other."""
        kind = "recovery key" if self._recovery else "passphrase"
        if self._failed > 1:
            sentence = f"Still not the right {kind} ({self._failed} tries). Nothing was changed."
        if self.mentor.setup.at_hand:
            back = "Escape goes back, and there" if self._recovery else "The field is empty again:"
            return f"That is not the demo's {kind}. {back} Enter alone opens it."
        return sentence if self._recovery else f"{sentence} Lost it? F3 takes your recovery key."

    async def _opened(self, vault: Vault) -> None:
        if not self._recovery:
            self._enter(vault)
            return
        self.mentor.hold(vault)
        self.app.push_screen(
            named("vault.passphrase:PassphraseScreen")(
                "Choose a new passphrase",
                "The recovery key opened your vault. Once a new passphrase is set, the old one stops working for "
                "this vault; "
                "older backups still open with the old one.",
            ),
            functools.partial(self._with_new, vault),
        )

    async def _with_new(self, vault: Vault, new: str | None) -> None:
        if new:
            try:
                await self.mentor.with_held(lambda: vault.change_passphrase(new, kdf=self.mentor.setup.kdf))
                self.mentor.keep_at_hand(new)
            except late.vault.VaultError as error:
                self._enter(vault)
                self.mentor.say(str(error), "warning")
                return
        self._enter(vault)

    def _enter(self, vault: Vault) -> None:
        self.mentor.opened(vault)
        if not self.mentor.is_open:
            self._busy = False
            self.query_one("#word", Plain).show("")

    # --- A damaged file ----------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A backup is offered once the file is known to be damaged."""
        if action == "show":  # a recovery key is never hidden
            return not self._recovery
        return bool(self._damaged_with) if action == "restore" else True

    def action_show(self) -> None:
        """Show what is typed, or dots again."""
        show_or_hide(self)

    def action_restore(self) -> None:
        """Bring a backup back."""
        beside(self, self._restore, group="restore")

    async def _restore(self) -> None:
        path, secret = self.mentor.setup.vault_path, self._damaged_with
        word = self.query_one("#word", Plain)
        try:
            found = {str(b.path): b for b in await asyncio.to_thread(late.vault.list_backups, path)}
        except late.vault.VaultError as error:
            word.show(str(error))
            return
        if not found:
            word.show("There is no backup beside the file. If you kept a copy elsewhere, put it in this file's place.")
            return
        chosen = await self.mentor.push_screen_wait(
            named("widgets.dialogs:Choose")(
                own("Which backup should be restored?"),
                [(key, named("vault.backups:about")(backup)) for key, backup in found.items()],
                detail=own("The newest comes first. The damaged file is kept beside it, under another name."),
            )
        )
        if not chosen:
            return
        word.show("Restoring it ...")
        try:
            await asyncio.to_thread(
                late.vault.restore, path, found[chosen].path, secret, state_dir=self.mentor.setup.state_dir
            )
        except late.vault.WrongPassphrase as error:
            word.show(f"{error} Type it again, then F4.")
        except late.vault.VaultError as error:
            word.show(str(error))
        else:
            self._damaged_with = ""
            await self._try(secret)

    # --- The recovery key --------------------------------------------------------------------------------------

    def action_recovery(self) -> None:
        """Ask for the recovery key instead."""
        if self._busy:
            return
        self._recovery, self._failed = True, 0
        self.query_one("#lead", Plain).show("Type your recovery key: nine groups of four, in any case, dashes or not.")
        field = self.query_one("#secret", SecretInput)
        field.cover()
        field.password = False
        self.refresh_bindings()
        field.placeholder = "recovery key"
        field.value = ""
        self.query_one("#word", Plain).show("")
        field.focus()

    async def action_back(self) -> None:
        """Back to the passphrase."""
        if self._busy or not self._recovery:
            return
        self._recovery, self._failed = False, 0
        self.query_one("#word", Plain).show("")
        self.query_one("#lead", Plain).show(self._lead)
        field = self.query_one("#secret", Input)
        field.password = True
        self.refresh_bindings()
        field.placeholder = "passphrase"
        field.value = ""
        field.focus()
