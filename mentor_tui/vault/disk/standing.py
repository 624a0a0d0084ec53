"""The save in memory, the file on disk, and how the two are related."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.vault.disk.files import Mark, read_file
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.disk.saving import Replaced
from mentor_tui.vault.errors import DamagedVault, NewerFormat, NotEnoughMemory
from mentor_tui.vault.sealed.format import MAX_HEADER, MINOR, Header, parse_header
from mentor_tui.vault.sealed.keys import DataKey
from mentor_tui.vault.sealed.payload import LINEAGE, SCHEMA_VERSION, decode
from mentor_tui.vault.sealed.seal import descends, knows_key, open_payload

if TYPE_CHECKING:
    from mentor_tui.vault.storage import Database


@dataclass(frozen=True)
class State:
    """One save of a vault, decrypted: replaced as a whole, never edited."""

    header: Header
    mark: Mark
    lineage: str
    db: Database
    newer: bool = False  # written by a newer release: to be read, not written
    schema: int = 0  # the records' version that the file was opened with; 0: this program's own

    @property
    def replaced(self) -> Replaced:
        """The fate of its file when a save takes its place."""
        return Replaced(self.header, self.schema if self.schema < SCHEMA_VERSION else 0)

    def grew_from(self, save_id: str) -> bool:
        """True if a save, by its name in hex, is this one or before it. What is too long ago to tell counts as so."""
        names = [self.header.save_id.hex(), *(self.lineage[i : i + 16] for i in range(0, len(self.lineage), 16))]
        return not save_id or save_id in names or len(names) > LINEAGE


class Kind(Enum):
    """The relation of the file on disk to the save in memory."""

    SAME = "the very save we hold"
    NEWER = "a later save that grew from ours"
    DIVERGED = "a save of this vault that did not grow from ours"
    FOREIGN = "another vault"
    REKEYED = "this vault under another key"
    NEWER_FORMAT = "a vault in a newer format"
    DAMAGED = "not a readable vault"
    MISSING = "nothing"


SEALED = (Kind.FOREIGN, Kind.REKEYED, Kind.NEWER_FORMAT)
"""Relations in which the file cannot be read, and so is never written over."""


@dataclass(frozen=True)
class View:
    """The file on disk; ``state`` is there for SAME, NEWER and DIVERGED."""

    kind: Kind
    state: State | None = None


def decrypt(data: bytes, header: Header, mark: Mark, key: DataKey) -> State:
    """Decrypt a whole file. Raises :class:`DamagedVault`, :class:`NewerFormat` or :class:`NotEnoughMemory`."""
    try:
        from mentor_tui.vault.storage import Database

        payload = decode(open_payload(header, memoryview(data)[len(header.raw) :], key))
        newer = header.minor > MINOR or payload.schema_version > SCHEMA_VERSION
        return State(header, mark, payload.lineage, Database(payload.tables), newer, payload.schema_version)
    except MemoryError:
        raise NotEnoughMemory(
            "Reading this vault needs more memory than this machine would give. "
            "Nothing was changed; close other programs and try again."
        ) from None


def look(fs: FileSystem, path: Path, key: DataKey, mine: State) -> View:
    """Compare the file on disk with the save in memory. Raises :class:`OSError` if it cannot be read.

    Untouched, the file costs one read of less than a kilobyte: its mark (device, inode, size, time) and its header,
    which holds a fresh random salt for every save, say enough. With any other mark it is read and decrypted in full.
    """
    try:
        head, mark = read_file(fs, path, head=MAX_HEADER)
        if mark == mine.mark and head.startswith(mine.header.raw):
            return View(Kind.SAME, mine)
        data, mark = read_file(fs, path)
    except FileNotFoundError:
        return View(Kind.MISSING)
    except DamagedVault:
        return View(Kind.DAMAGED)
    try:
        header = parse_header(data, len(data))
        if header.vault_id != mine.header.vault_id:
            return View(Kind.FOREIGN)
        if not knows_key(header, key):
            return View(Kind.REKEYED)
        state = decrypt(data, header, mark, key)
    except DamagedVault:
        return View(Kind.DAMAGED)
    except NewerFormat:
        return View(Kind.NEWER_FORMAT)
    if header.raw == mine.header.raw:
        return View(Kind.SAME, state)
    if state.newer:
        return View(Kind.NEWER_FORMAT)
    return View(Kind.NEWER if descends(state.lineage, mine.header.save_id) else Kind.DIVERGED, state)
