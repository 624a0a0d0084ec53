"""Sealing again what stands beside a vault: its backups, its copies kept aside, and its drafts.

Two deeds need it. Forgetting takes records out of every earlier version, so ``change`` is applied to each file's
tables. A new data key (:mod:`.rekeying`) leaves the tables alone and hands in new slots. Every file
is complete at every moment: the new bytes are written and synced under another name, then renamed over the old file.
A cut in between leaves some files done and some not; doing it again finishes the work.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.vault.beside.drafts import Draft, Drafts, draft_files
from mentor_tui.vault.beside.leftovers import sweep
from mentor_tui.vault.disk.files import Notices, backups_dir, discard, drafts_dir, vault_lock, write_temp
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.disk.opening import read_vault
from mentor_tui.vault.disk.saving import backup_files, renamed_backup
from mentor_tui.vault.disk.standing import decrypt
from mentor_tui.vault.errors import DamagedVault, NewerFormat, VaultError, save_failed, shown
from mentor_tui.vault.sealed.format import Slot, parse_header
from mentor_tui.vault.sealed.keys import DataKey
from mentor_tui.vault.sealed.payload import Record, Tables, decode_record, encode, encode_record, plain
from mentor_tui.vault.sealed.seal import knows_key, seal

if TYPE_CHECKING:
    from mentor_tui.vault.core import Vault

#: Table -> id -> record, all plain JSON.
PlainTables = dict[str, dict[str, Record]]

_ASIDE = re.compile(r"(conflict|before-restore|damaged)-\d{8}T\d{6}Z(-\d+)?")


class Obstacle(Enum):
    """The reason why a file was left as it was. The value is the end of a sentence that begins with the file's name."""

    OTHER_KEY = "does not open with the vault's present key"
    OTHER_VAULT = "belongs to another vault"
    DAMAGED = "is damaged"
    NEWER = "was made by a newer mentor-tui"
    FAILED = "could not be read or written"


@dataclass(frozen=True)
class Left:
    """A file that could not be sealed again and stands as it was."""

    path: Path
    obstacle: Obstacle

    @property
    def sentence(self) -> str:
        """A sentence for a person: which file, and why."""
        return f"“{shown(self.path)}” {self.obstacle.value}."


@dataclass
class Resealed:
    """The work done: files sealed again (their present paths), files that needed nothing, files removed, files left."""

    done: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


@dataclass(frozen=True)
class Under:
    """The keys to seal under: a data key, and slots that wrap it."""

    key: DataKey
    slots: tuple[Slot, ...]


def reseal_beside(
    vault: Vault,
    *,
    change: Callable[[PlainTables], PlainTables] | None = None,
    keep_draft: Callable[[Draft], bool] | None = None,
) -> Resealed:
    """Seal every backup and every copy beside an open vault again, with ``change`` applied to its records.

    ``reseal_beside(vault, change=tables -> tables, keep_draft=draft -> bool) -> Resealed``

    - ``change`` gets fresh plain dicts (table -> id -> record), may edit them, and gives back what shall stand in the
      file. Where that is what stood there before, the file is not touched (it is listed in ``unchanged``).
    - ``keep_draft`` says of each draft whether it stays; the others are removed.
    - Key, slots (each file opens with the secrets it opened with before), generation, lineage and the time of saving
      stay. A backup's name ends in a piece of its own checksum, so its path changes.
    - Leftovers of interrupted saves are removed; they may hold what ``change`` takes out.
    - The vault itself is not touched: commit there first, because that save makes one more backup.
    - ``left`` lists what could not be done: offer to remove it with :func:`remove_files`. A file whose obstacle is
      ``OTHER_VAULT`` is none of this vault's and should stay.

    Holds the vault's lock. Raises :class:`VaultBusy`, :class:`ReadOnlyVault`, :class:`ClosedVault`, :class:`SaveFailed`
    (folders that cannot be listed, nothing done) and what ``change`` raises. May be done again at any time.
    """
    fs = vault._fs
    with vault._mutex, _told():
        vault._writable()
        with vault_lock(fs, vault.path, Notices()):
            sweep(vault)
            files = vault_files(fs, vault.path, vault.vault_id)
            result = reseal_files(fs, vault.path, files, vault.vault_id, [vault._key], change=change)
            _keep_drafts(vault, keep_draft or _all, result)
            sync_folders(fs, vault.path)
    return result


def remove_files(vault: Vault, files: Iterable[Path]) -> list[Path]:
    """Remove files that stand beside a vault and say which would not go. Others than this vault's are refused.

    Raises :class:`VaultBusy`, :class:`ReadOnlyVault`, :class:`ClosedVault`, and :class:`ValueError` for a path that is
    not beside this vault.
    """
    fs = vault._fs
    with vault._mutex, _told():
        vault._writable()
        wanted = list(files)
        with vault_lock(fs, vault.path, Notices()):
            known = set(all_files(fs, vault.path, vault.vault_id))
            if not known.issuperset(wanted):
                raise ValueError("only files beside this vault can be removed")
            stubborn = [file for file in wanted if not _gone(fs, file)]
            sync_folders(fs, vault.path)
    return stubborn


# --- What stands beside a vault -----------------------------------------------------------------------------


def vault_files(fs: FileSystem, path: Path, vault_id: bytes) -> list[Path]:
    """Backups, newest first, then conflict, before-restore and damaged copies, by name. Raises :class:`OSError`."""
    return backup_files(fs, path, vault_id) + aside_files(fs, path)


def aside_files(fs: FileSystem, path: Path) -> list[Path]:
    """``<name>.conflict-…``, ``<name>.before-restore-…`` and ``<name>.damaged-…``, by name."""
    return [path.with_name(name) for name in sorted(fs.listdir(path.parent)) if is_aside(path, name)]


def is_aside(path: Path, name: str) -> bool:
    """True if a file of this name is one that is kept aside."""
    start = path.name + "."
    return name.startswith(start) and _ASIDE.fullmatch(name, len(start)) is not None


def all_files(fs: FileSystem, path: Path, vault_id: bytes) -> list[Path]:
    """The same, and the drafts."""
    return vault_files(fs, path, vault_id) + draft_files(fs, drafts_dir(path))


def sync_folders(fs: FileSystem, path: Path) -> None:
    """Force the folders' names to disk, as far as the folders are there."""
    for folder in (path.parent, backups_dir(path), drafts_dir(path)):
        with contextlib.suppress(FileNotFoundError):
            fs.fsync_dir(folder)


# --- One file after the other -------------------------------------------------------------------------------


def reseal_files(
    fs: FileSystem,
    path: Path,
    files: Iterable[Path],
    vault_id: bytes,
    keys: Sequence[DataKey],
    *,
    under: Under | None = None,
    change: Callable[[PlainTables], PlainTables] | None = None,
) -> Resealed:
    """Seal vault files again. ``keys`` are tried to open them; ``under`` replaces key and slots of each.

    The vault's lock is held by the caller, who syncs the folders afterwards (:func:`sync_folders`). What cannot be
    done is told in ``left``; only ``change`` may raise.
    """
    result = Resealed()
    for file in files:
        try:
            again = _resealed(fs, path, file, vault_id, keys, under, change)
        except _Left as obstacle:
            result.left.append(Left(file, obstacle.kind))
        else:
            (result.unchanged if again is None else result.done).append(again or file)
    return result


class _Left(Exception):
    def __init__(self, kind: Obstacle) -> None:
        super().__init__(kind.value)
        self.kind = kind


def _resealed(
    fs: FileSystem,
    path: Path,
    file: Path,
    vault_id: bytes,
    keys: Sequence[DataKey],
    under: Under | None,
    change: Callable[[PlainTables], PlainTables] | None,
) -> Path | None:
    """Seal a file again; returns its present path, or ``None`` if there was nothing to do."""
    try:
        data, mark = read_vault(fs, file)
        header = parse_header(data, len(data))
        if header.vault_id != vault_id:
            raise _Left(Obstacle.OTHER_VAULT)
        key = next((key for key in keys if knows_key(header, key)), None)
        if key is None:
            raise _Left(Obstacle.OTHER_KEY)
        state = decrypt(data, header, mark, key)
        if state.newer:
            raise _Left(Obstacle.NEWER)
        tables = state.db.tables_by_name
        before = _plain(tables) if change else {}
    except DamagedVault:
        raise _Left(Obstacle.DAMAGED) from None
    except NewerFormat:
        raise _Left(Obstacle.NEWER) from None
    except VaultError:
        raise _Left(Obstacle.FAILED) from None
    if change is not None:
        after = change(_plain(tables))
        if after == before and under is None:
            return None
        tables = {name: {i: encode_record(plain(r)) for i, r in rows.items()} for name, rows in after.items() if rows}
    into = under or Under(key, header.slots)
    try:
        sealed = seal(encode(tables, state.lineage, state.schema), into.key, vault_id, into.slots, header.generation)
        temp, _ = write_temp(fs, file, sealed.chunks)
        try:
            fs.set_mtime(temp, mark.mtime_ns)  # the time of a backup is when that version was saved
            fs.replace(temp, file)
        except BaseException:
            discard(fs, temp)
            raise
    except (OSError, VaultError):
        raise _Left(Obstacle.FAILED) from None
    if file.parent != backups_dir(path):
        return file
    named = renamed_backup(file, sealed.header)
    with contextlib.suppress(OSError):  # a name that tells of another checksum does no harm
        fs.replace(file, named)
        return named
    return file


def _plain(tables: Tables) -> PlainTables:
    return {name: {i: decode_record(raw) for i, raw in rows.items()} for name, rows in tables.items()}


def _keep_drafts(vault: Vault, keep: Callable[[Draft], bool], result: Resealed) -> None:
    """Remove the drafts that shall not stay."""
    fs = vault._fs
    for file in draft_files(fs, drafts_dir(vault.path)):
        draft = read_draft(fs, file, [vault.drafts])
        if draft is None:
            result.left.append(Left(file, Obstacle.OTHER_KEY))
        elif keep(draft):
            result.unchanged.append(file)
        elif _gone(fs, file):
            result.removed.append(file)
        else:
            result.left.append(Left(file, Obstacle.FAILED))


def read_draft(fs: FileSystem, file: Path, known: Sequence[Drafts]) -> Draft | None:
    """A draft, opened with the first of these that can; ``None`` if none can."""
    for drafts in known:
        with contextlib.suppress(OSError, ValueError, VaultError):
            return drafts.read_file(file)
    return None


def _all(_draft: Draft) -> bool:
    return True


def _gone(fs: FileSystem, file: Path) -> bool:
    try:
        fs.unlink(file)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def of_another(fs: FileSystem, file: Path, vault_id: bytes) -> bool:
    """True if a file is known to belong to another vault."""
    try:
        data, _ = read_vault(fs, file)
        return parse_header(data, len(data)).vault_id != vault_id
    except VaultError:
        return False


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise save_failed(
            error, what="The files beside the vault were not changed", kept="They are as they were"
        ) from None
