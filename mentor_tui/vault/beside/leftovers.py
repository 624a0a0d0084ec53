"""The remains of interrupted work beside a vault: temporary files of saves, and drafts of a change of keys.

A change of keys (:mod:`.rekeying`) writes every draft a second time, under the new key, before the
vault itself is replaced. Its journal, ``.rekey-<first 8 bytes of header_sha256>`` in the drafts folder, is named after
the save that was to carry the new key and lists the drafts of both sides by file name. Whether that save came to be
tells which side may go.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.vault.beside.drafts import NAME
from mentor_tui.vault.disk.files import discard, drafts_dir, read_file, vault_lock, write_temp
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.disk.saving import orphans
from mentor_tui.vault.errors import DamagedVault, VaultBusy
from mentor_tui.vault.sealed.seal import descends

if TYPE_CHECKING:
    from mentor_tui.vault.core import Vault

_JOURNAL = re.compile(r"\.rekey-([0-9a-f]{16})")
_LIMIT = 16 << 20  # bytes of a journal


def clear(vault: Vault) -> None:
    """Remove leftovers just after opening, unless somebody is saving right now, or a newer release looks after them."""
    fs, path = vault._fs, vault.path
    if vault.read_only:
        return
    if not (orphans(fs, path) or vault.drafts.orphans() or _journals(fs, path)):
        return
    try:
        with vault_lock(fs, path, vault._notices, timeout=0):
            sweep(vault)
    except (VaultBusy, OSError):
        return
    vault._notices.add("An unfinished temporary file of an interrupted save was removed; nothing saved was lost.")


def sweep(vault: Vault) -> None:
    """The same, with the vault's lock held."""
    for orphan in orphans(vault._fs, vault.path) + vault.drafts.orphans():
        discard(vault._fs, orphan)
    settle(vault)


def settle(vault: Vault) -> None:
    """Finish what a change of keys has to do about drafts: remove those of the side that did not come to be.

    The lock is held, and the vault in memory is the one on disk.
    """
    fs, state = vault._fs, vault._current()
    for journal in _journals(fs, vault.path):
        save_id = bytes.fromhex(journal.name.removeprefix(".rekey-"))
        done = save_id == state.header.save_id or descends(state.lineage, save_id)
        try:
            data, _ = read_file(fs, journal, _LIMIT)
            names = list(json.loads(data)["old" if done else "new"])
        except (OSError, DamagedVault, ValueError, LookupError, TypeError, RecursionError):
            names = []  # no journal of ours; nothing in the folder is touched for its sake
        for name in names:
            if isinstance(name, str) and NAME.fullmatch(name):
                discard(fs, journal.with_name(name))
        discard(fs, journal)


def write_journal(fs: FileSystem, path: Path, save_id: bytes, old: Iterable[Path], new: Iterable[Path]) -> None:
    """Note the drafts of both sides, on disk when this returns. The drafts folder is there. Raises :class:`OSError`."""
    journal = drafts_dir(path) / f".rekey-{save_id.hex()}"
    content = {"old": [file.name for file in old], "new": [file.name for file in new]}
    temp, _ = write_temp(fs, journal, [json.dumps(content).encode()])
    try:
        fs.replace(temp, journal)
    except BaseException:
        discard(fs, temp)
        raise
    fs.fsync_dir(journal.parent)


def _journals(fs: FileSystem, path: Path) -> list[Path]:
    folder = drafts_dir(path)
    with contextlib.suppress(OSError):
        return [folder / name for name in fs.listdir(folder) if _JOURNAL.fullmatch(name)]
    return []
