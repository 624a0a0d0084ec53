"""Putting a sealed vault in the place of the one on disk, and keeping the one before as a backup.

The order is the whole point: new bytes on disk, old file under a second name, one rename, folder on disk. At every
moment the vault's name leads to a complete file, the old or the new one.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from mentor_tui.vault.disk.files import (
    Mark,
    backups_dir,
    discard,
    folder_needed,
    in_use,
    is_orphan,
    keep_aside,
    link_or_copy,
    make_dir,
    publish_new,
    read_file,
    write_temp,
)
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.disk.retention import Kept, Why, why_kept
from mentor_tui.vault.errors import DamagedVault, VaultError, save_failed
from mentor_tui.vault.sealed.format import MAX_GENERATION, MAX_HEADER, Header, version_of
from mentor_tui.vault.sealed.seal import Sealed

_BACKUP = re.compile(r"before-(\d{12,19})-([0-9a-f]{8})-([0-9a-f]{8})(?:-schema(\d{1,9}))?\.vault")


@dataclass(frozen=True)
class Replaced:
    """The save that a new one takes the place of.

    ``schema`` is its records' version if this program writes a newer one, else 0: the backup made of it is the last
    one that an older mentor-tui can write to, so its name says so and it stays.
    """

    header: Header
    schema: int = 0


def create_file(fs: FileSystem, path: Path, sealed: Sealed) -> Mark:
    """Write a first file where none may be.

    Raises :class:`FileExistsError`, :class:`OSError` with none left, and :class:`SaveFailed` when it does not read
    back, or (``applied``) when the folder could not be synced and the file would not go again.
    """
    temp, mark = write_temp(fs, path, sealed.chunks, sealed.size)
    try:
        publish_new(fs, temp, path)
    except BaseException:
        discard(fs, temp)
        raise
    try:
        fs.fsync_dir(path.parent)
    except OSError as error:
        try:
            fs.unlink(path)
        except OSError:
            raise save_failed(error, applied=True) from None
        raise
    return mark


def replace_file(
    fs: FileSystem, path: Path, sealed: Sealed, *, old: Replaced | None, aside: str | None = None
) -> tuple[Mark, Path | None]:
    """Replace the vault by ``sealed``; under the vault's lock only.

    ``old`` is the save being replaced: its file is kept among the backups. ``aside`` is a word: the file,
    whatever it is, is kept next to the vault under ``<name>.<word>-<time>``. With neither, no file stands there.
    Returns the new file's mark and where the old one is kept. Raises :class:`OSError` when nothing was changed,
    :class:`VaultBusy` when something else stands there by now, and :class:`SaveFailed` when it does not read back, or
    (``applied``) when the new file had to stay although the folder could not be synced.
    """
    temp, mark = write_temp(fs, path, sealed.chunks, sealed.size)
    kept: Path | None = None
    try:
        if aside is not None:
            kept = keep_aside(fs, path, aside)
            fs.fsync_dir(path.parent)  # a power cut must not keep the rename and drop the second name
        elif not _stands(fs, path, old.header if old else None):
            raise in_use(path)
        elif old is not None:
            kept = _keep_backup(fs, path, old, sealed.header.generation)
        fs.replace(temp, path)
    except BaseException:
        discard(fs, temp)
        raise
    try:
        fs.fsync_dir(path.parent)
    except OSError as error:
        _put_back(fs, path, kept, error)
        raise
    return mark, kept


def _stands(fs: FileSystem, path: Path, old: Header | None) -> bool:
    """True if the save with this header is still there; without one, if nothing is.

    A program that brings files from another computer knows nothing of our lock. Between looking at the file and
    replacing it, we write and sync a whole vault: long enough for such a program to put a newer one in its place.
    """
    try:
        head, _ = read_file(fs, path, head=MAX_HEADER)
    except FileNotFoundError:
        return old is None
    except DamagedVault:
        return False
    return old is not None and head.startswith(old.raw)


def _keep_backup(fs: FileSystem, path: Path, old: Replaced, generation: int) -> Path:
    """Give the file that is about to be replaced a second name among the backups."""
    folder = backups_dir(path)
    make_dir(fs, folder)
    name = _backup_name(f"{generation:012d}", old.header, old.schema)
    # A name that is taken is this same save, linked by an attempt that failed later.
    with contextlib.suppress(FileExistsError), folder_needed(fs, folder):
        link_or_copy(fs, path, folder / name)
    return folder / name


def _backup_name(number: str, held: Header, schema: int = 0) -> str:
    last = f"-schema{schema}" if schema else ""
    return f"before-{number}-{held.vault_id[:4].hex()}-{held.save_id[:4].hex()}{last}.vault"


def renamed_backup(file: Path, held: Header) -> Path:
    """The path of a backup that was sealed again: the same number, the new checksum."""
    return file.with_name(_backup_name(file.name.split("-")[1], held, _schema_in(file)))


def _schema_in(backup: Path) -> int:
    """The records' version in a backup's name: 0 unless a newer one came after it."""
    found = _BACKUP.fullmatch(backup.name)
    return int(found[4] or 0) if found else 0


def _put_back(fs: FileSystem, path: Path, kept: Path | None, error: OSError) -> None:
    """After a rename that could not be synced: bring the old file back, so that memory and disk stay one."""
    try:
        if kept is None:
            fs.unlink(path)
            return
        temp = path.with_name(f".{path.name}.tmp-{os.urandom(8).hex()}")
        try:
            link_or_copy(fs, kept, temp)
            fs.replace(temp, path)
        except BaseException:
            discard(fs, temp)
            raise
    except OSError:
        raise save_failed(error, applied=True) from None


def backup_files(fs: FileSystem, path: Path, vault_id: bytes | None = None) -> list[Path]:
    """The backups beside a vault, newest first; only those of one vault if ``vault_id`` is given.

    Raises :class:`OSError` if the folder cannot be listed; a missing folder holds none.
    """
    folder = backups_dir(path)
    try:
        with folder_needed(fs, folder):
            names = fs.listdir(folder)
    except FileNotFoundError:
        return []
    found = [match for match in map(_BACKUP.fullmatch, names) if match and int(match[1]) < MAX_GENERATION // 2]
    if vault_id is not None:
        found = [match for match in found if match[2] == vault_id[:4].hex()]
    found.sort(key=lambda match: (int(match[1]), match[0]), reverse=True)
    return [folder / match[0] for match in found]


def highest_backup(fs: FileSystem, path: Path, vault_id: bytes | None = None) -> int:
    """The number of the newest save that any backup's name speaks of, 0 if there is none. Raises :class:`OSError`."""
    return max((int(file.name.split("-")[1]) for file in backup_files(fs, path, vault_id)), default=0)


def prune(fs: FileSystem, path: Path, vault_id: bytes) -> None:
    """After a good save, remove the backups of this vault that :mod:`.retention` has no reason to keep.

    What cannot be looked at or removed is left for the next time.
    """
    with contextlib.suppress(OSError):
        for file, reasons in kept_because(fs, backup_files(fs, path, vault_id)):
            if not reasons:
                discard(fs, file)


def vault_of(backup: Path) -> str:
    """The piece of the vault's id in a backup's name."""
    return backup.name.split("-")[2]


def kept_because(fs: FileSystem, newest_first: list[Path]) -> list[tuple[Path, list[Why]]]:
    """Backups and why each of them stays, newest first. Costs a ``stat`` for each. Raises :class:`OSError`."""
    if not newest_first:
        return []
    folder = newest_first[0].parent
    found: list[Kept] = []
    for file in newest_first:
        with contextlib.suppress(FileNotFoundError):  # pruned by another program meanwhile
            number, last = int(file.name.split("-")[1]), _schema_in(file) > 0
            found.append(Kept(file.name, number, fs.stat(file).st_mtime, last))
    reasons = why_kept(found, lambda kept: _format_of(fs, folder / kept.name))
    return [(folder / kept.name, why) for kept, why in reasons.items()]


def _format_of(fs: FileSystem, file: Path) -> tuple[int, int] | None:
    """The version a file claims in its first bytes: enough to tell that a format changed. None for no vault."""
    try:
        head, _ = read_file(fs, file, head=12)
    except (OSError, VaultError):
        return None
    return version_of(head)


def orphans(fs: FileSystem, path: Path) -> list[Path]:
    """Temporary files that a killed save left next to the vault or among its backups."""
    found: list[Path] = []
    for folder, of in ((path.parent, path.name), (backups_dir(path), None)):
        with contextlib.suppress(OSError):
            found += [folder / name for name in fs.listdir(folder) if is_orphan(name, of)]
    return found
