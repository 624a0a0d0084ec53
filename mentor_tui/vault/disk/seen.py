"""The newest save seen of each vault, so that an old file put back, or another history in its place, is noticed.

Kept outside the vault's folder, in ``seen.json`` of the user's state folder: ids and numbers, nothing else. It is a
help and never an obstacle: whatever goes wrong here is swallowed.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from mentor_tui.host.crash import state_folder
from mentor_tui.vault.disk.files import discard, make_dirs, read_file, write_all
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.errors import VaultError
from mentor_tui.vault.sealed.format import MAX_GENERATION

_LIMIT = 1 << 20
_JOINED = 64
"""The number of joined copies of a vault that are remembered."""


class Seen:
    """Reads and updates ``seen.json``. ``state_dir`` wins over ``MENTOR_TUI_STATE_DIR``, that over the platform's."""

    def __init__(self, fs: FileSystem, state_dir: Path | None = None) -> None:
        self._fs = fs
        self._given = state_dir

    def highest(self, vault_id: bytes) -> int:
        """The highest generation seen, 0 if none or if the file cannot be read."""
        return _numbers(self._everything()).get(vault_id.hex(), 0)

    def save(self, vault_id: bytes) -> str:
        """The name of the newest save seen, in hex; empty if none is known."""
        return next(iter(self._names("saves", vault_id)), "")

    def joined(self, vault_id: bytes) -> frozenset[str]:
        """The names of the saves whose copies were joined with the vault on this computer."""
        return frozenset(self._names("joined", vault_id))

    def record(self, vault_id: bytes, generation: int, save_id: bytes = b"") -> None:
        """Remember a save unless a later one is known. Not synced: losing it costs one notice."""
        with contextlib.suppress(OSError, ValueError, VaultError):
            everything = self._everything()
            known = _numbers(everything)
            highest = known.get(vault_id.hex(), 0)
            names = [save_id.hex()] if save_id else []
            if highest > generation or (highest == generation and names in ([], self._names("saves", vault_id))):
                return
            known[vault_id.hex()] = generation
            self._keep(everything | {"version": 1, "vaults": known}, "saves", vault_id, names or None)

    def record_joined(self, vault_id: bytes, save_id: bytes, joined: bool = True) -> None:
        """Remember that a copy which holds this save was joined and is not offered again; or that this was undone."""
        with contextlib.suppress(OSError, ValueError, VaultError):
            others = [n for n in self._names("joined", vault_id) if n != save_id.hex()]
            names = [save_id.hex(), *others] if joined else others
            self._keep({"version": 1, "vaults": {}} | self._everything(), "joined", vault_id, names[:_JOINED])

    def _names(self, part: str, vault_id: bytes) -> list[str]:
        found = self._everything().get(part)
        names = found.get(vault_id.hex()) if isinstance(found, dict) else None
        return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []

    def _keep(self, everything: dict[str, Any], part: str, vault_id: bytes, names: list[str] | None) -> None:
        if names is not None:
            known = everything.get(part)
            everything[part] = (known if isinstance(known, dict) else {}) | {vault_id.hex(): names}
        path = self._path()
        make_dirs(self._fs, path.parent)
        self._write(path, json.dumps(everything).encode())

    def _write(self, path: Path, data: bytes) -> None:
        temp = path.with_name(f".{path.name}.tmp-{os.urandom(8).hex()}")
        fd = self._fs.open_new(temp)
        try:
            try:
                write_all(self._fs, fd, data, 0)
            finally:
                self._fs.close(fd)
            self._fs.replace(temp, path)
        except BaseException:
            discard(self._fs, temp)
            raise

    def _path(self) -> Path:
        return (self._given or state_folder()) / "seen.json"

    def _everything(self) -> dict[str, Any]:
        """Read the file; nothing where it cannot be read."""
        try:
            data, _ = read_file(self._fs, self._path(), _LIMIT)
            found = json.loads(data)
        except (OSError, ValueError, VaultError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def _numbers(everything: dict[str, Any]) -> dict[str, int]:
    vaults = everything.get("vaults")
    if not isinstance(vaults, dict):
        return {}
    return {key: value for key, value in vaults.items() if isinstance(value, int) and 0 < value < MAX_GENERATION // 2}
