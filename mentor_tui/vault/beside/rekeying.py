"""A new data key for a vault, and for everything that stands beside it.

Whoever copied an old file and learns its passphrase can read that file for ever; with a new data key they can read
nothing that is saved from now on, and the old files here are sealed again under the new key, or removed.

The order makes a cut at any moment harmless. Before the vault's own replacement, which decides: drafts are written
once more under the new key (their names depend on the key, so both stand side by side) and the backups are sealed
again with slots for the present passphrase. After it: the version that was replaced, which is the newest backup now,
and the drafts under the old key, also those that an open session wrote in between. (Such a session looks at the vault
before and after it writes a draft, so that none stays under the old key: it sees the new keys, or we see the draft.)
A small journal in the drafts folder names the drafts on both sides, so that opening the vault after a cut removes those
of the side that did not come to be (:mod:`mentor_tui.vault.beside.leftovers`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.vault.beside.drafts import Draft, Drafts, draft_files
from mentor_tui.vault.beside.leftovers import settle, sweep, write_journal
from mentor_tui.vault.beside.resealing import (
    Left,
    Obstacle,
    Under,
    of_another,
    read_draft,
    reseal_files,
    sync_folders,
    vault_files,
)
from mentor_tui.vault.conflicts import conflict_saved
from mentor_tui.vault.disk.files import Mark, Notices, drafts_dir, vault_lock, write_aside
from mentor_tui.vault.disk.opening import read_vault, unlock
from mentor_tui.vault.disk.saving import replace_file
from mentor_tui.vault.disk.standing import Kind, State, decrypt, look
from mentor_tui.vault.errors import NotACopy, SaveFailed, VaultError, save_failed
from mentor_tui.vault.sealed.format import PASSPHRASE, Header, Slot, parse_header
from mentor_tui.vault.sealed.keys import DataKey, KdfParams, passphrase_forms, passphrase_slot, recovery_slot, unwrap
from mentor_tui.vault.sealed.payload import encode
from mentor_tui.vault.sealed.recovery import RecoveryKey
from mentor_tui.vault.sealed.seal import Sealed, descends, grown, knows_key, seal

if TYPE_CHECKING:
    from mentor_tui.vault.core import Vault

_WHAT, _KEPT = "The keys were not changed", "The vault opens as before"
_RESEALED = f"{_KEPT}; backups sealed again until now open with your passphrase"


class Old(Enum):
    """The fate of the files beside a vault that gets a new key."""

    RESEAL = "reseal"
    REMOVE = "remove"


@dataclass(frozen=True)
class Rekeyed:
    """The work that was done beside the vault: files sealed again, files removed, and files that stand as they were."""

    resealed: int
    removed: int
    left: tuple[Left, ...]


def rekey(
    vault: Vault,
    passphrase: str,
    recovery: RecoveryKey | None,
    *,
    backups: Old = Old.RESEAL,
    drafts: Old = Old.RESEAL,
    kdf: KdfParams | None = None,
) -> Rekeyed:
    """Give an open vault a new data key, wrapped for ``passphrase`` and for ``recovery`` alone, and go on using it.

    The passphrase is not compared with the present one: ask for that first. ``kdf`` is as in
    :meth:`Vault.change_passphrase`. ``backups`` also decides about copies kept aside. Files that another key opened
    before are found out with the passphrase. A session that is open elsewhere can read on, and cannot write.

    Raises :class:`VaultBusy`, :class:`ReadOnlyVault`, :class:`ClosedVault`, :class:`SaveFailed` (the vault has its old
    keys) and :class:`ValueError` for an empty passphrase.
    """
    with vault._mutex:
        vault._writable()
        tidying = vault._tidying
        if tidying is not None:
            tidying.join()
        old, new = vault._key, DataKey.random()
        slots = _slots(vault, passphrase, recovery, kdf, new)
        try:
            with vault_lock(vault._fs, vault.path, vault._notices):
                return _Rekeying(vault, Under(new, slots), passphrase).run(backups, drafts)
        except OSError as error:
            raise save_failed(error, what=_WHAT, kept=_KEPT) from None
        finally:
            (old if vault._key is new else new).wipe()


def _slots(
    vault: Vault, passphrase: str, recovery: RecoveryKey | None, kdf: KdfParams | None, key: DataKey
) -> tuple[Slot, ...]:
    held = [slot for slot in vault._current().header.slots if slot.kind == PASSPHRASE]
    if kdf is None:
        kdf = KdfParams(held[0].t, held[0].m_kib, held[0].p) if held else KdfParams.default()
    found = (passphrase_slot(vault.vault_id, passphrase, kdf, key),)
    return found if recovery is None else (*found, recovery_slot(vault.vault_id, recovery.raw, key))


def take_new_keys(vault: Vault, passphrase: str) -> None:
    """Let an open vault go on under the keys that it was given elsewhere; ``passphrase`` is the one that opens it now.

    Raises :class:`WrongPassphrase`, :class:`NotACopy` when another vault stands there, :class:`SaveFailed` and what
    :meth:`Vault.open` raises, each with nothing changed. Raises :class:`ConflictSaved` when the file did not grow from
    what is open here: that is kept beside it, under the new keys.
    """
    with vault._mutex:
        mine = vault._current()
        data, mark = read_vault(vault._fs, vault.path)
        header = parse_header(data, len(data))
        if header.vault_id != vault.vault_id:
            raise NotACopy("Another vault is in this one's place. Nothing was changed; put this one back, or lock.")
        key = unlock(header, PASSPHRASE, passphrase_forms(passphrase))
        state = decrypt(data, header, mark, key)
        ours = header.raw == mine.header.raw or descends(state.lineage, mine.header.save_id)
        copy = None if ours else _kept_beside(vault, Under(key, header.slots))
        old, vault._key = vault._key, key
        vault.drafts.use(key)
        old.wipe()
        vault.read_only = state.newer
        vault._adopt(state)
        vault._note_seen(header)
    if copy is not None:
        raise conflict_saved(Kind.DIVERGED, copy)


def _kept_beside(vault: Vault, under: Under) -> Path:
    """Write the open records beside the vault under other keys."""
    state = vault._current()
    lineage = grown(state.lineage, state.header.save_id)
    sealed = seal(encode(state.db.tables_by_name, lineage), under.key, vault.vault_id, under.slots, vault._floor + 1)
    try:
        return write_aside(vault._fs, vault.path, "conflict", sealed.chunks)
    except OSError as error:
        raise save_failed(error, what="The new keys were not taken over", kept="Nothing was changed") from None


class _Rekeying:
    """One change of keys, under the vault's mutex and lock."""

    def __init__(self, vault: Vault, under: Under, passphrase: str) -> None:
        self.vault, self.under, self.passphrase = vault, under, passphrase
        self.fs, self.path, self.id = vault._fs, vault.path, vault.vault_id
        self.old_key = vault._key
        self.drafts = Drafts(self.fs, drafts_dir(self.path), self.id, under.key, vault._notices)
        self.left: dict[Path, Left] = {}
        self.resealed = self.removed = 0

    def run(self, backups: Old, drafts: Old) -> Rekeyed:
        """All of it, in the order that the module describes."""
        base = self._present()
        sweep(self.vault)
        lineage = grown(base.lineage, base.header.save_id)
        payload = encode(base.db.tables_by_name, lineage)
        sealed = seal(payload, self.under.key, self.id, self.under.slots, self.vault._floor + 1)
        try:
            if drafts is Old.RESEAL:
                self._stage_drafts(sealed.header.save_id)
            if backups is Old.RESEAL:
                self._reseal()
            mark = self._replace(sealed, base)
        except BaseException:
            settle(self.vault)
            raise
        self.vault._key = self.under.key
        self.vault.drafts.use(self.under.key)
        self.vault._adopt(State(sealed.header, mark, lineage, base.db))
        with contextlib.suppress(OSError, SaveFailed):  # the vault has its new keys; what stays behind is told
            if drafts is Old.RESEAL:
                self._follow_drafts()
            settle(self.vault)
            if drafts is Old.REMOVE:
                self._remove(draft_files(self.fs, drafts_dir(self.path)))
            if backups is Old.RESEAL:
                self._reseal()
            else:
                self._remove(vault_files(self.fs, self.path, self.id))
            sync_folders(self.fs, self.path)
        self.vault._tidy(sealed.header)
        return Rekeyed(self.resealed, self.removed, tuple(self.left.values()))

    def _present(self) -> State:
        """The save on disk, which the new keys go on from."""
        vault = self.vault
        view = look(self.fs, self.path, vault._key, vault._current())
        if view.kind not in (Kind.SAME, Kind.NEWER) or view.state is None:
            raise SaveFailed(
                f"the file on disk is not the one opened here (there is {view.kind.value} now)",
                what=_WHAT,
                kept="Nothing was changed",
                advice="Open the vault again, check it, then change the keys.",
            )
        vault._adopt(view.state)
        return view.state

    def _replace(self, sealed: Sealed, base: State) -> Mark:
        """The moment that decides."""
        try:
            return replace_file(self.fs, self.path, sealed, old=base.replaced)[0]
        except SaveFailed as error:
            if not error.applied:  # it did not read back; the backups did
                kept = _RESEALED if self.resealed else _KEPT
                raise SaveFailed(error.reason, error.errno, what=_WHAT, kept=kept, advice=error.advice) from None
            self.vault._notices.add(str(error))  # the new file had to stay
            return Mark.unknown()

    def _stage_drafts(self, save_id: bytes) -> None:
        """Write the drafts under the new key, beside the old ones; a journal first says which are which."""
        moving: dict[Path, Draft] = {}
        for file in draft_files(self.fs, drafts_dir(self.path)):
            draft = read_draft(self.fs, file, [self.vault.drafts])
            if draft is None:
                self.left[file] = Left(file, Obstacle.OTHER_KEY)
            else:
                moving[file] = draft
        if not moving:
            return
        new = [self.drafts.file_of(draft.record, draft.field) for draft in moving.values()]
        write_journal(self.fs, self.path, save_id, moving, new)
        try:
            for draft in moving.values():
                self.drafts.save(draft.record, draft.field, draft.text, draft.saved_at)
        except SaveFailed as error:
            raise SaveFailed(error.reason, error.errno, what=_WHAT, kept=_KEPT) from None
        self.resealed += len(moving)

    def _follow_drafts(self) -> None:
        """Take along what a session that is open elsewhere kept under the old key since the drafts were staged."""
        before = Drafts(self.fs, drafts_dir(self.path), self.id, self.old_key, Notices())
        for file in draft_files(self.fs, drafts_dir(self.path)):
            draft = read_draft(self.fs, file, [before])
            if draft is not None:
                if draft.text != self.drafts.load(draft.record, draft.field):
                    self.drafts.save(draft.record, draft.field, draft.text, draft.saved_at)
                self.fs.unlink(file)

    def _reseal(self) -> None:
        """Seal the backups and copies that are not under the new key yet."""
        files = [file for file in vault_files(self.fs, self.path, self.id) if not self._is_done(file)]
        keys = [self.old_key, *self._keys_found(files)]
        try:
            result = reseal_files(self.fs, self.path, files, self.id, keys, under=self.under)
        finally:
            for key in keys[1:]:
                key.wipe()
        sync_folders(self.fs, self.path)
        self.resealed += len(result.done)
        for left in result.left:
            if left.obstacle is not Obstacle.OTHER_VAULT:
                self.left[left.path] = left
        if any(left.obstacle is Obstacle.FAILED for left in result.left):
            raise SaveFailed(
                "a backup could not be read, or not be written again",
                what=_WHAT,
                kept=_RESEALED,
                advice="Check the disk, then try again, or have the backups removed instead.",
            )

    def _is_done(self, file: Path) -> bool:
        header = self._header(file)
        return header is not None and knows_key(header, self.under.key)

    def _header(self, file: Path) -> Header | None:
        with contextlib.suppress(VaultError):
            data, _ = read_vault(self.fs, file)
            header = parse_header(data, len(data))
            return header if header.vault_id == self.id else None
        return None

    def _keys_found(self, files: Sequence[Path]) -> list[DataKey]:
        """Further data keys, which the passphrase unwraps: left by a change of keys that was cut off."""
        found: list[DataKey] = []
        tried: set[tuple[Slot, ...]] = set()
        for file in files:
            header = self._header(file)
            if header is None or header.slots in tried or any(knows_key(header, k) for k in (self.old_key, *found)):
                continue
            tried.add(header.slots)
            key = unwrap(header.slots, self.id, PASSPHRASE, passphrase_forms(self.passphrase))
            found += [key] if key is not None else []
        return found

    def _remove(self, files: Sequence[Path]) -> None:
        for file in files:
            if of_another(self.fs, file, self.id):
                continue
            try:
                self.fs.unlink(file)
            except OSError:
                self.left[file] = Left(file, Obstacle.FAILED)
            else:
                self.removed += 1
