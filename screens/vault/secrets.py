"""Secrets that open the vault: the passphrase, the recovery key, and new keys for all of it.

Each asks for the present passphrase first, so that nobody who finds the app open makes a way in for later.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mentor_tui.vault import Old, VaultError, rekey, remove_files

from ..host import Host
from ..widgets.dialogs import AskSecret, Choose, Confirm
from ..widgets.plain import joined, own
from .firstrun import RecoveryScreen, offer_recovery
from .passphrase import PassphraseScreen

if TYPE_CHECKING:
    from mentor_tui.vault import Left, RecoveryKey, Vault


async def ask_present(app: Host, vault: Vault) -> str | None:
    """The present passphrase, once it is the right one. None when it was not, or was not given; that is said.

    The demo asks for none: its passphrase is random, and nobody has to be kept out of it.
    """
    if at_hand := app.setup.at_hand:
        right = await asyncio.to_thread(vault.check_passphrase, at_hand)
        if right:
            return at_hand
    present = await app.push_screen_wait(AskSecret())
    if present is None:
        return None
    app.say("Looking ...")
    if not await asyncio.to_thread(vault.check_passphrase, str(present)):
        app.say("That is not the current passphrase. Nothing was changed.", "warning")
        return None
    app.say("")
    return str(present)


# --- Passphrase ---------------------------------------------------------------------------------------------


async def change_passphrase(app: Host) -> None:
    """A new passphrase; then new keys are offered, because old backups still open with the old one."""
    vault = app.ws.vault
    try:
        if await ask_present(app, vault) is None:
            return
        new = await app.push_screen_wait(
            PassphraseScreen(
                "A new passphrase",
                "It locks the vault from now on. Backups made until now still open with the old passphrase, "
                "unless you give them new keys as well; you are asked about that next.",
            )
        )
        if not new:
            app.say("The passphrase was not changed.")
            return
        await app.with_held(lambda: vault.change_passphrase(new, kdf=app.setup.kdf))
        app.keep_at_hand(new)
    except VaultError as error:
        app.say(str(error), "warning")
        return
    app.say("The new passphrase is set. Older backups still open with the old one: do not forget it yet.", "good")
    if await app.push_screen_wait(
        Confirm(
            own("New keys for the backups as well?"),
            detail=own(
                "Do this if somebody may know the old passphrase: the backups then open with the new one only. "
                "F9 offers it later too, as *New keys*."
            ),
            yes="New keys",
            no="Not now",
        )
    ):
        await _new_keys(app, vault, new)


# --- Recovery key -------------------------------------------------------------------------------------------


def open_recovery(app: Host, target: str = "") -> None:
    """Make a recovery key, in place of the one before."""
    app.screen.run_worker(_recovery(app), exclusive=True, group="secret")


async def _recovery(app: Host) -> None:
    vault = app.ws.vault
    replaced = vault.has_recovery
    try:
        if await ask_present(app, vault) is None:
            return
    except VaultError as error:
        app.say(str(error), "warning")
        return
    if replaced and not await app.push_screen_wait(
        Confirm(
            own("Make a new recovery key?"),
            detail=own("The one you wrote down stops opening this vault; backups made before still open with it."),
            yes="Make one",
            no="Keep",
        )
    ):
        return
    if await offer_recovery(app, vault, "A recovery key"):
        app.say("The recovery key is set." + (" The old one no longer opens this vault." if replaced else ""), "good")
    else:
        app.say("No recovery key was made; nothing changed.")


# --- New keys -----------------------------------------------------------------------------------------------


async def new_keys(app: Host) -> None:
    """New keys for the vault, its backups and its drafts."""
    vault = app.ws.vault
    try:
        present = await ask_present(app, vault)
    except VaultError as error:
        app.say(str(error), "warning")
        return
    if present is not None:
        await _new_keys(app, vault, present)


async def _new_keys(app: Host, vault: Vault, passphrase: str) -> None:
    chosen = await app.push_screen_wait(
        Choose(
            own("What should happen to the old backups?"),
            [
                (Old.RESEAL.value, own("Seal them again: they open with today's passphrase only")),
                (Old.REMOVE.value, own("Remove them: the next saves make new ones")),
            ],
            detail=own("The same happens to copies kept aside. What you are still writing is kept."),
        )
    )
    if chosen is None:
        app.say("The keys were not changed.")
        return
    key: RecoveryKey | None = None
    if vault.has_recovery:
        key = vault.new_recovery_key()
        if not await app.push_screen_wait(RecoveryScreen(key, "A new recovery key, because the old one stops working")):
            app.say("Neither the keys nor the recovery key were changed.")
            return
    app.say("Making new keys ...")
    done = await app.deed(lambda: rekey(vault, passphrase, key, backups=Old(chosen), kdf=app.setup.kdf))
    if done is None:
        return
    app.say(
        f"The vault has new keys. Beside it, {done.resealed} files were sealed again, {done.removed} removed. "
        "Where it is open elsewhere, close it there.",
        "good",
    )
    if done.left:
        await _offer_removal(app, vault, done.left)


async def _offer_removal(app: Host, vault: Vault, left: tuple[Left, ...]) -> None:
    words = "\n".join(one.sentence for one in left[:4]) + ("\n..." if len(left) > 4 else "")
    if not await app.push_screen_wait(
        Confirm(
            joined(own("Remove "), str(len(left)), own(" files that could not be sealed again?")),
            detail=words,
            yes="Remove them",
            no="Keep them",
        )
    ):
        return
    stubborn = await app.deed(lambda: remove_files(vault, [one.path for one in left]))
    if stubborn is not None:
        app.say(
            "They were removed."
            if not stubborn
            else f"{len(stubborn)} could not be removed; please remove them yourself."
        )
