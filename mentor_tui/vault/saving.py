"""Putting a sealed vault in the place of the one on disk, and keeping the one before as a backup.

The order is the whole point: new bytes on disk, old file under a second name, one rename, folder on disk. At every
moment the vault's name leads to a complete file, the old or the new one.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from .errors import save_failed
from .files import (
    Mark,
    backups_dir,
    discard,
    is_orphan,
    keep_aside,
    link_or_copy,
    make_dir,
    publish_new,
    write_temp,
)
from .format import Header
from .fs import FileSystem
from .seal import Sealed

KEPT = 5  # backups
_BACKUP = re.compile(r"before-(\d{12,19})-([0-9a-f]{8})-([0-9a-f]{8})\.vault")


def create_file(fs: FileSystem, path: Path, sealed: Sealed) -> Mark:
    """Write a first file where none may be. Raises :class:`FileExistsError`, or :class:`OSError` with none left."""
    temp, mark = write_temp(fs, path, sealed.chunks)
    try:
        publish_new(fs, temp, path)
    except BaseException:
        discard(fs, temp)
        raise
    try:
        fs.fsync_dir(path.parent)
    except OSError:
        fs.unlink(path)
        raise
    return mark


def replace_file(
    fs: FileSystem, path: Path, sealed: Sealed, *, old: Header | None, aside: str | None = None
) -> tuple[Mark, Path | None]:
    """Replace the vault by ``sealed``; under the vault's lock only.

    ``old`` is the header of the file being replaced: it is kept among the backups. ``aside`` is a word: the file,
    whatever it is, is kept next to the vault under ``<name>.<word>-<time>``. With neither, no file stands there.
    Returns the new file's mark and where the old one is kept. Raises :class:`OSError` when nothing was changed and
    :class:`SaveFailed` (``applied``) when the new file had to stay although the folder could not be synced.
    """
    temp, mark = write_temp(fs, path, sealed.chunks)
    kept: Path | None = None
    try:
        if aside is not None:
            kept = keep_aside(fs, path, aside)
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


def _keep_backup(fs: FileSystem, path: Path, old: Header, generation: int) -> Path:
    """Give the file that is about to be replaced a second name among the backups."""
    folder = backups_dir(path)
    make_dir(fs, folder)
    name = _backup_name(f"{generation:012d}", old)
    # A name that is taken is this same save, linked by an attempt that failed later.
    with contextlib.suppress(FileExistsError):
        link_or_copy(fs, path, folder / name)
    return folder / name


def _backup_name(number: str, held: Header) -> str:
    return f"before-{number}-{held.vault_id[:4].hex()}-{held.save_id[:4].hex()}.vault"


def renamed_backup(file: Path, held: Header) -> Path:
    """The path of a backup that was sealed again: the same number, the new checksum."""
    return file.with_name(_backup_name(file.name.split("-")[1], held))


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
        names = fs.listdir(folder)
    except FileNotFoundError:
        return []
    found = [match for match in map(_BACKUP.fullmatch, names) if match]
    if vault_id is not None:
        found = [match for match in found if match[2] == vault_id[:4].hex()]
    found.sort(key=lambda match: (int(match[1]), match[0]), reverse=True)
    return [folder / match[0] for match in found]


def prune(fs: FileSystem, path: Path, vault_id: bytes) -> None:
    """Remove all but the five newest backups of this vault. What cannot be removed is left for the next time."""
    with contextlib.suppress(OSError):
        for old in backup_files(fs, path, vault_id)[KEPT:]:
            discard(fs, old)


def orphans(fs: FileSystem, path: Path) -> list[Path]:
    """Temporary files that a killed save left next to the vault or among its backups."""
    found: list[Path] = []
    for folder, of in ((path.parent, path.name), (backups_dir(path), None)):
        with contextlib.suppress(OSError):
            found += [folder / name for name in fs.listdir(folder) if is_orphan(name, of)]
    return found
