"""Saves of a vault that went their own way: copies beside it that hold one which it did not grow from.

A sync service leaves such a copy when two computers saved at once. Only headers are read, and no key is derived.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.vault.beside.resealing import is_aside
from mentor_tui.vault.disk.files import is_orphan, lock_path, read_file
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.errors import ClosedVault, VaultError
from mentor_tui.vault.sealed.format import FIXED, MAGIC, MAX_HEADER, Header, may_be_vault, parse_header
from mentor_tui.vault.sealed.seal import descends

if TYPE_CHECKING:
    from mentor_tui.vault.core import Vault
    from mentor_tui.vault.disk.seen import Seen
    from mentor_tui.vault.disk.standing import State


def same_vault(fs: FileSystem, path: Path, vault_id: bytes, *, whole: bool = True) -> bool:
    """True if a file says that it is this vault. Only files of a fitting size are opened, unless it need not be
    `whole`: a copy that was cut off says so too."""
    try:
        if whole and not may_be_vault(fs.stat(path).st_size):
            return False
        head, _ = read_file(fs, path, head=FIXED)
    except (OSError, VaultError):
        return False
    return head.startswith(MAGIC) and head.endswith(vault_id)


def files_beside(fs: FileSystem, path: Path, vault_id: bytes, *, whole: bool = True) -> list[Path]:
    """Other files in the vault's folder that say they are this vault, by name.

    What mentor-tui itself put aside when a file was damaged or a backup restored is no copy that went its own way.
    A folder that cannot be listed has none. What `whole` means, `same_vault` tells.
    """
    try:
        names = sorted(fs.listdir(path.parent))
    except OSError:
        return []
    found: list[Path] = []
    for name in names:
        kept = is_aside(path, name) and ".conflict-" not in name[len(path.name) :]
        if kept or is_orphan(name) or name in (path.name, lock_path(path).name):
            continue
        if same_vault(fs, path.with_name(name), vault_id, whole=whole):
            found.append(path.with_name(name))
    return found


def copies_beside(fs: FileSystem, path: Path, vault_id: bytes) -> list[tuple[Path, Header]]:
    """Those of `files_beside` that have a sound header, with it."""
    found: list[tuple[Path, Header]] = []
    for file in files_beside(fs, path, vault_id):
        with contextlib.suppress(OSError, VaultError):
            head, mark = read_file(fs, file, head=MAX_HEADER)
            found.append((file, parse_header(head, mark.size)))
    return found


def copies_apart(vault: Vault) -> list[Path]:
    """The copies beside an open vault that hold a save which it neither is nor grew from, by name.

    Empty for a vault that was closed meanwhile.
    """
    try:
        state = vault._current()
    except ClosedVault:
        return []
    beside = copies_beside(vault._fs, vault.path, vault.vault_id)
    return [file for file, header in beside if went_apart(header, state, vault._seen)]


def went_apart(copy: Header, state: State, seen: Seen) -> bool:
    """True if a copy's save is neither the vault's own, nor one that it grew from or was joined with on this computer.

    `state` is how the vault stands.
    """
    if copy.save_id == state.header.save_id or descends(state.lineage, copy.save_id):
        return False
    return copy.save_id.hex() not in seen.joined(state.header.vault_id)
