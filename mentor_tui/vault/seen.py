"""The highest generation seen of each vault, so that an old file put back is noticed.

Kept outside the vault's folder, in ``seen.json`` of the user's state folder: ids and numbers, nothing else. It is a
help and never an obstacle: whatever goes wrong here is swallowed.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from .errors import VaultError
from .files import discard, make_dirs, read_file, write_all
from .format import MAX_GENERATION
from .fs import FileSystem

_LIMIT = 1 << 20


class Seen:
    """Reads and updates ``seen.json``. ``state_dir`` wins over ``MENTOR_TUI_STATE_DIR``, that over the platform's."""

    def __init__(self, fs: FileSystem, state_dir: Path | None = None) -> None:
        self._fs = fs
        self._given = state_dir

    def highest(self, vault_id: bytes) -> int:
        """The highest generation seen, 0 if none or if the file cannot be read."""
        try:
            return self._load().get(vault_id.hex(), 0)
        except (OSError, ValueError, VaultError):
            return 0

    def record(self, vault_id: bytes, generation: int) -> None:
        """Remember a generation if it is higher than the one known. Not synced: losing it costs one notice."""
        with contextlib.suppress(OSError, ValueError, VaultError):
            path = self._path()
            try:
                known = self._load()
            except (OSError, ValueError, VaultError):
                known = {}
            if known.get(vault_id.hex(), 0) >= generation:
                return
            known[vault_id.hex()] = generation
            make_dirs(self._fs, path.parent)
            self._write(path, json.dumps({"version": 1, "vaults": known}).encode())

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
        folder = self._given
        if folder is None and os.environ.get("MENTOR_TUI_STATE_DIR"):
            folder = Path(os.environ["MENTOR_TUI_STATE_DIR"])
        if folder is None:
            import platformdirs

            folder = platformdirs.user_state_path("mentor-tui")
        return folder / "seen.json"

    def _load(self) -> dict[str, int]:
        data, _ = read_file(self._fs, self._path(), _LIMIT)
        try:
            found = json.loads(data)
        except RecursionError:
            raise ValueError("brackets without end") from None
        vaults = found.get("vaults") if isinstance(found, dict) else None
        if not isinstance(vaults, dict):
            return {}
        return {
            key: value for key, value in vaults.items() if isinstance(value, int) and 0 < value < MAX_GENERATION // 2
        }
