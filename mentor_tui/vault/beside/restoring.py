"""Bringing a backup back into the vault's place, without losing what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from mentor_tui.vault.disk.files import Notices, make_dirs, vault_lock
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.disk.opening import read_vault, resolved, unlock
from mentor_tui.vault.disk.saving import create_file, highest_backup, replace_file
from mentor_tui.vault.disk.seen import Seen
from mentor_tui.vault.disk.standing import State, decrypt
from mentor_tui.vault.errors import NoVault, SaveFailed, VaultError, WrongPassphrase, save_failed
from mentor_tui.vault.sealed.format import PASSPHRASE, parse_header
from mentor_tui.vault.sealed.keys import DataKey, Secret, passphrase_forms
from mentor_tui.vault.sealed.payload import decode_record, encode
from mentor_tui.vault.sealed.seal import grown, knows_key, seal

_WHAT = "The backup was not restored"
_KEPT = "The vault and the backup were not changed"


@dataclass(frozen=True)
class Difference:
    """The effect of restoring on one table: how many records come back, go, and become what they were."""

    back: int
    gone: int
    changed: int


@dataclass(frozen=True)
class Preview:
    """The contents of a backup, and what it would change. ``problem`` is a sentence when the two cannot be compared."""

    generation: int
    records: int
    tables: dict[str, Difference]
    problem: str = ""


def preview(path: Path, backup: Path, passphrase: str, fs: FileSystem | None = None) -> Preview:
    """Decrypt a backup and compare its records with the vault's. Nothing is written.

    Raises what :meth:`Vault.open` raises, about the backup.
    """
    fs = fs or FileSystem()
    path, backup = resolved(path), resolved(backup)
    secret = passphrase_forms(passphrase)
    then, key = _opened(fs, backup, secret)
    try:
        now, problem = {}, ""
        try:
            data, mark = read_vault(fs, path)
            header = parse_header(data, len(data))
            if header.vault_id != then.header.vault_id:
                problem = "Another vault is there now; all of it would be kept aside."
            else:
                own = key if knows_key(header, key) else unlock(header, PASSPHRASE, secret)
                now = decrypt(data, header, mark, own).db.tables_by_name
                if own is not key:
                    own.wipe()
        except NoVault:
            problem = "No vault is there now; every record comes back."
        except WrongPassphrase:
            problem = "The present vault has another passphrase, so the two cannot be compared."
        except VaultError as error:
            problem = f"The present vault cannot be compared. {error}"
        before = then.db.tables_by_name
    finally:
        key.wipe()
    found = {} if problem else {name: _difference(now.get(name, {}), before.get(name, {})) for name in {*now, *before}}
    real = {name: found[name] for name in sorted(found) if found[name] != Difference(0, 0, 0)}
    return Preview(then.header.generation, then.db.check(), real, problem)


def _difference(now: dict[str, msgspec.Raw], then: dict[str, msgspec.Raw]) -> Difference:
    both = now.keys() & then.keys()
    changed = sum(decode_record(now[id]) != decode_record(then[id]) for id in both)
    return Difference(len(then.keys() - both), len(now.keys() - both), changed)


def _opened(fs: FileSystem, backup: Path, secret: Secret) -> tuple[State, DataKey]:
    data, mark = read_vault(fs, backup)
    header = parse_header(data, len(data))
    key = unlock(header, PASSPHRASE, secret)
    try:
        return decrypt(data, header, mark, key), key
    except BaseException:
        key.wipe()
        raise


def restore(
    path: Path,
    backup: Path,
    passphrase: str,
    fs: FileSystem | None = None,
    state_dir: Path | None = None,
) -> Path | None:
    """Make the records of ``backup`` the vault's again.

    The backup is decrypted first, so a wrong passphrase or a damaged backup changes nothing. The file that stands in
    the vault's place, even a damaged one, is kept as ``<name>.before-restore-<time>``; that path is returned, or
    ``None`` if there was no file. The restored vault gets a generation above every one seen, so a session that is
    open elsewhere takes it over, and nobody is told of an old file. The passphrase is the backup's.

    Raises what :meth:`Vault.open` raises (about the backup), :class:`VaultBusy` and :class:`SaveFailed`.
    """
    fs = fs or FileSystem()
    path, backup = resolved(path), resolved(backup)
    state, key = _opened(fs, backup, passphrase_forms(passphrase))
    try:
        if state.newer:
            raise SaveFailed(
                "a newer mentor-tui made it", what=_WHAT, kept=_KEPT, advice="Please install the newest one."
            )
        return _put(fs, path, state, key, Seen(fs, state_dir))
    except OSError as error:
        raise save_failed(error, what=_WHAT, kept=_KEPT) from None
    finally:
        key.wipe()


def _put(fs: FileSystem, path: Path, state: State, key: DataKey, seen: Seen) -> Path | None:
    vault_id = state.header.vault_id
    make_dirs(fs, path.parent)
    with vault_lock(fs, path, Notices()):
        highest = max(seen.highest(vault_id), state.header.generation, highest_backup(fs, path))
        lineage = grown(state.lineage, state.header.save_id)
        there = True
        try:
            data, mark = read_vault(fs, path)
        except VaultError:
            there = _exists(fs, path)
        else:
            try:
                present = parse_header(data, len(data))
                if present.vault_id == vault_id and knows_key(present, key):
                    highest = max(highest, present.generation)
                    lineage = grown(lineage, present.save_id)
                    held = decrypt(data, present, mark, key).lineage
                    lineage = grown(held, state.header.save_id, present.save_id)
            except VaultError:
                pass
        sealed = seal(encode(state.db.tables_by_name, lineage), key, vault_id, state.header.slots, highest + 1)
        kept = None
        if there:
            _, kept = replace_file(fs, path, sealed, old=None, aside="before-restore")
        else:
            create_file(fs, path, sealed)
    seen.record(vault_id, sealed.header.generation, sealed.header.save_id)
    return kept


def _exists(fs: FileSystem, path: Path) -> bool:
    try:
        fs.stat(path)
    except FileNotFoundError:
        return False
    return True
