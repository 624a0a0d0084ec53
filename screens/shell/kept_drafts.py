"""Drafts of the open vault: what is typed is kept encrypted, offered again, and dropped when it was saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from .. import late
from ..host import Setup
from .open_vault import Keeper

if TYPE_CHECKING:
    from mentor_tui.vault import Vault
    from mentor_tui.vault.beside.own_drafts import OwnDrafts


class KeepsDrafts(Keeper):
    """An app that keeps a vault, and the drafts of this window beside it."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._not_on_disk: dict[tuple[str, str], str] = {}
        """Text that was being typed when the app locked and the disk would not take it, by record and field."""

    @cached_property
    def own_drafts(self) -> OwnDrafts:
        """The drafts that are this window's."""
        return late.own_drafts.OwnDrafts(late.presence.Presence(self.setup.state_dir))

    @property
    def draft_mark(self) -> str:
        """The mark of this window, which its drafts bear."""
        return self.own_drafts.presence.mark

    async def keep_draft(self, record: str, field: str, words: str, *, asked: bool = True) -> bool:
        """Keep typed text as an encrypted draft; True once it is on disk. Otherwise says that it is not.

        When nobody `asked`, and it stands there why a save failed, that is not said over it.
        """
        return await self._with_drafts(
            lambda vault: self._save_draft(vault, record, field, words),
            "The draft could not be kept on disk; your text is still on the screen. F2 saves it.",
            asked=asked,
        )

    async def drop_draft(self, record: str, field: str) -> None:
        """Forget a draft: its text was saved, or is not wanted."""
        self._not_on_disk.pop((record, field), None)
        await self._with_drafts(
            lambda vault: self.own_drafts.discard(vault.drafts, record, field),
            "An old draft could not be removed from disk. When it is offered again, F6 deletes it.",
        )

    async def _with_drafts(self, work: Callable[[Vault], None], trouble: str, *, asked: bool = True) -> bool:
        if not self.is_open:
            return False
        vault = self.ws.vault
        try:
            await self.finish(self._in_turn(lambda: work(vault)))
        except late.vault.NewKeys:
            self.ask_for_keys()
            return False
        except (late.vault.VaultError, OSError):
            told = self._told_on is not None and self._told_on() is self.screen
            if asked or not told:
                self.say(trouble, "warning")
            return False
        return True

    def keep_draft_now(self, record: str, field: str, words: str) -> bool:
        """Keep typed text before the key goes: on disk, or in memory until unlocking when the disk will not take it."""
        try:
            self._save_draft(self.ws.vault, record, field, words)
        except (late.vault.VaultError, OSError):
            self._not_on_disk[record, field] = words
            return False
        return True

    def kept_draft(self, record: str, field: str) -> tuple[str | None, bool]:
        """The draft of a field, and whether it is on disk as this window's own."""
        words = self._not_on_disk.get((record, field))
        return (words, False) if words else self.own_drafts.load(self.ws.vault.drafts, record, field)

    def let_go_of(self, ids: set[str]) -> None:
        self._not_on_disk = {place: words for place, words in self._not_on_disk.items() if place[0] not in ids}
        self.follow_up = self.resume_at = ""
        if self._pair_id in ids:
            self._pair_id = ""

    def _save_draft(self, vault: Vault, record: str, field: str, words: str) -> None:
        """Keep a draft, unless the vault was given new keys elsewhere: they promise that the old ones open nothing.

        Should that be done at this very moment, the draft goes again: the text is still on the screen. Raises NewKeys.
        """
        if not late.vault.has_new_keys(vault):
            self.own_drafts.save(vault.drafts, record, field, words)
            if not late.vault.has_new_keys(vault):
                self._not_on_disk.pop((record, field), None)
                return
            self.own_drafts.discard(vault.drafts, record, field)
        raise late.vault.NewKeys("The vault's keys have changed, so nothing was written. Type its passphrase to go on.")
