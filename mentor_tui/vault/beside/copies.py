"""Copies of an open vault: read, joined with it, and never written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.vault.beside.drafts import Drafts
from mentor_tui.vault.beside.merging import Joined, PlainTables, Rules, join
from mentor_tui.vault.disk.files import Notices, drafts_dir, read_file
from mentor_tui.vault.disk.opening import read_header, read_vault, resolved, unlock
from mentor_tui.vault.disk.saving import backup_files
from mentor_tui.vault.disk.standing import State, decrypt
from mentor_tui.vault.errors import CopyLocked, DamagedVault, NewerFormat, NotACopy, VaultError, WrongPassphrase, shown
from mentor_tui.vault.sealed.format import MAX_HEADER, PASSPHRASE, Header, parse_header
from mentor_tui.vault.sealed.keys import DataKey, passphrase_forms
from mentor_tui.vault.sealed.payload import decode_record
from mentor_tui.vault.sealed.seal import knows_key

if TYPE_CHECKING:
    from mentor_tui.vault.core import Vault


class DamagedCopy(DamagedVault):
    """The copy is damaged."""

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(reason)
        self.args = (
            f"The copy “{shown(path)}” is damaged: {reason}. Neither it nor your vault was changed; "
            "an earlier backup of that copy may still be sound.",
        )


@dataclass(frozen=True)
class Copy:
    """A copy of a vault, opened and read; the file is not needed any more."""

    path: Path
    generation: int
    drafts: int
    """Drafts beside it that can be read. They are not joined."""
    spare: bool
    """True if it may be deleted once it is joined: it is no backup that the vault looks after itself."""
    state: State = field(repr=False)
    ancestors: tuple[PlainTables, ...] = field(repr=False)
    """The newest earlier save that both grew from, if a file of it was found."""

    @property
    def save_id(self) -> bytes:
        """The save that the copy holds."""
        return self.state.header.save_id


def open_copy(vault: Vault, path: Path, passphrase: str | None = None) -> Copy:
    """Read a copy of an open vault. The file is never written.

    A copy under the vault's own data key needs no passphrase; for any other, :class:`CopyLocked` asks for its own one.
    Raises :class:`NotACopy`, :class:`DamagedCopy`, :class:`WrongPassphrase`, :class:`NoVault`,
    :class:`UnreadableVault`, :class:`NewerFormat` and :class:`NotEnoughMemory`.
    """
    fs, mine, path = vault._fs, vault._current(), resolved(path)
    try:
        read_header(fs, path)  # what is too long or too short is refused before it is read
        data, mark = read_vault(fs, path)
        header = parse_header(data, len(data))
        _check_same_vault(vault, path, header)
        key, own = _key(vault, header, passphrase)
        try:
            state = decrypt(data, header, mark, key)
            if state.newer:
                raise NewerFormat("1 with newer records")
            drafts = Drafts(fs, drafts_dir(path), vault.vault_id, key, Notices()).all()
            base = _base(vault, mine, state, path, key)
        finally:
            if own:
                key.wipe()
    except DamagedVault as error:
        raise DamagedCopy(error.reason, path) from None
    spare = path not in _backups(vault, vault.path)
    return Copy(path, header.generation, len(drafts), spare, state, () if base is None else (base,))


def _check_same_vault(vault: Vault, path: Path, header: Header) -> None:
    if header.vault_id != vault.vault_id:
        raise NotACopy(
            f"“{shown(path)}” is another vault, not a copy of this one. Nothing was changed. To bring in what it "
            "contains, "
            "open it, make its full export (export everything), then import that here."
        )
    there, here = vault._fs.stat(path), vault.path
    try:
        found = vault._fs.stat(here)
    except OSError:
        return
    if path == here or (there.st_dev, there.st_ino) == (found.st_dev, found.st_ino):
        raise NotACopy(f"“{shown(path)}” is the open vault itself. Nothing was changed; name the other copy.")


def _key(vault: Vault, header: Header, passphrase: str | None) -> tuple[DataKey, bool]:
    """The copy's data key, and whether it is ours to wipe."""
    if knows_key(header, vault._key):
        return vault._key, False
    if passphrase is None:
        raise CopyLocked(
            "This copy has its own keys, from before or after the vault's keys were changed. "
            "Nothing was changed; its own passphrase is needed."
        )
    try:
        return unlock(header, PASSPHRASE, passphrase_forms(passphrase)), True
    except WrongPassphrase:
        raise WrongPassphrase(
            "This is not the passphrase of the copy. Nothing was changed; please try again."
        ) from None


def merge(vault: Vault, copy: Copy, rules: Rules) -> Joined:
    """Join a copy with the vault as memory holds it now; nothing is written.

    A copy that the vault grew from only brings: what was deleted here since comes back, because somebody asks for it.
    """
    mine, other = vault._current(), copy.state
    base = copy.ancestors[0] if copy.ancestors else None
    return join(
        _plain(mine), _plain(other), rules, base, deletions=other.header.save_id.hex() not in set(_ancestry(mine))
    )


def note_joined(vault: Vault, save_id: bytes, joined: bool = True) -> None:
    """Remember on this computer that the vault holds what the copy of this save holds, so that it is not offered again.

    With `joined` false: that it does so no longer.
    """
    vault._seen.record_joined(vault.vault_id, save_id, joined)


def outgrow(vault: Vault, copy: Copy) -> None:
    """Let the vault's next save have a number above the copy's, which may be the highest that anybody has seen."""
    with vault._mutex:
        vault._floor = max(vault._floor, copy.generation)


def _plain(state: State) -> PlainTables:
    return {
        name: {key: decode_record(raw) for key, raw in rows.items()} for name, rows in state.db.tables_by_name.items()
    }


def _ancestry(state: State) -> list[str]:
    """This save and those it grew from, newest first."""
    return [state.header.save_id.hex(), *(state.lineage[i : i + 16] for i in range(0, len(state.lineage), 16))]


def _base(vault: Vault, mine: State, other: State, path: Path, key: DataKey) -> PlainTables | None:
    """The newest save that both grew from, as far as a file of it can be read."""
    theirs = set(_ancestry(other))
    common = {save: place for place, save in enumerate(_ancestry(mine)) if save in theirs}
    for state in (mine, other):
        if state.header.save_id.hex() in common:
            return _plain(state)
    found: list[tuple[int, Path]] = []
    for backup in dict.fromkeys([*_backups(vault, vault.path), *_backups(vault, path)]):
        try:
            head, mark = read_file(vault._fs, backup, head=MAX_HEADER)
            save_id = parse_header(head, mark.size).save_id.hex()
        except (OSError, VaultError):
            continue
        if save_id in common:
            found.append((common[save_id], backup))
    for _, backup in sorted(found):
        try:
            data, mark = read_vault(vault._fs, backup)
            header = parse_header(data, len(data))
            held = next((k for k in (vault._key, key) if knows_key(header, k)), None)
            if held is not None and header.vault_id == vault.vault_id:
                return _plain(decrypt(data, header, mark, held))
        except VaultError:
            continue
    return None


def _backups(vault: Vault, path: Path) -> list[Path]:
    try:
        return backup_files(vault._fs, path, vault.vault_id)
    except OSError:
        return []
