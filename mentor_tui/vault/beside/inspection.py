"""Looking at vault files without changing them: headers, full checks, the list of backups."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.vault.beside.apart import files_beside, went_apart
from mentor_tui.vault.beside.drafts import Drafts, draft_files
from mentor_tui.vault.beside.resealing import aside_files, read_draft
from mentor_tui.vault.disk.files import Mark, Notices, backups_dir, drafts_dir, read_file
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.disk.opening import no_vault, read_header, read_vault, resolved, unlock
from mentor_tui.vault.disk.retention import Why
from mentor_tui.vault.disk.saving import backup_files, kept_because, vault_of
from mentor_tui.vault.disk.seen import Seen
from mentor_tui.vault.disk.standing import Kind, State, decrypt, look
from mentor_tui.vault.errors import NewerFormat, UnreadableVault, VaultError, WrongPassphrase, shown, unreadable
from mentor_tui.vault.sealed.format import ARGON2ID, MAJOR, PASSPHRASE, RECOVERY, Header, parse_header
from mentor_tui.vault.sealed.keys import DataKey, Secret, passphrase_forms, unwrap
from mentor_tui.vault.sealed.payload import Record, decode_record
from mentor_tui.vault.sealed.recovery import RecoveryKey
from mentor_tui.vault.sealed.seal import knows_key

if TYPE_CHECKING:
    from mentor_tui.vault.core import Vault

_KINDS = {PASSPHRASE: "passphrase", RECOVERY: "recovery"}


@dataclass(frozen=True)
class SlotInfo:
    """One way to open a vault. ``t``, ``m_kib`` and ``p`` are Argon2id's costs, 0 where it is not used."""

    kind: str
    kdf: str
    t: int
    m_kib: int
    p: int


@dataclass(frozen=True)
class VaultInfo:
    """Facts that can be read without a key. ``size`` is in bytes, ``vault_id`` in hex. Not authenticated."""

    path: Path
    major: int
    minor: int
    slots: tuple[SlotInfo, ...]
    generation: int
    size: int
    vault_id: str


class What(Enum):
    """The role of a file beside a vault, in words for a list."""

    VAULT = "the vault"
    BACKUP = "a backup"
    CONFLICT = "a version kept because two programs changed the same thing"
    KEPT_ASIDE = "a file kept aside when another took its place"
    COPY = "another copy of the vault"
    DRAFT = "unsaved text"


@dataclass(frozen=True)
class FileCheck:
    """The result for one file in :func:`verify`. ``problem`` is a sentence, empty when there is nothing to say.

    ``generation`` and ``records`` are 0 where they could not be read (and for drafts). A sound backup that still has an
    earlier passphrase is ``ok``, with that as its ``problem``. ``read`` is False where nobody could look inside (no
    permission, another passphrase, a newer format), so that nothing is known about it. ``apart``: a copy holds a save
    which the vault did not grow from and was not joined with. ``newer``: a newer release wrote it. ``unread`` names the
    records (table and id) that are whole but not what this version can read.
    """

    path: Path
    ok: bool
    generation: int
    records: int
    problem: str
    what: What = What.VAULT
    read: bool = True
    apart: bool = False
    newer: bool = False
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def alarming(self) -> bool:
        """True if something needs doing. A file that was kept because it was damaged is expected to be."""
        return bool(self.unread) or (not self.ok and not (self.read and self.what is What.KEPT_ASIDE))


@dataclass(frozen=True)
class BackupInfo:
    """One backup. ``saved_at`` is when that version was saved, in seconds since 1970; ``size`` is in bytes.

    ``generation`` is 0 if the header cannot be read. ``why`` is empty for one that the next save removes, and for those
    of another vault, which nobody removes.
    """

    path: Path
    generation: int
    saved_at: float
    size: int
    why: tuple[Why, ...] = ()


def inspect(path: Path, fs: FileSystem | None = None) -> VaultInfo:
    """Read a vault's header. Raises :class:`NoVault`, :class:`UnreadableVault`, :class:`DamagedVault`,
    :class:`NewerFormat`."""
    fs = fs or FileSystem()
    path = resolved(path)
    header, size = read_header(fs, path)
    slots = tuple(
        SlotInfo(
            _KINDS.get(slot.kind, "unknown"),
            "Argon2id" if slot.kdf == ARGON2ID else "HKDF" if slot.kind in _KINDS else "unknown",
            slot.t,
            slot.m_kib,
            slot.p,
        )
        for slot in header.slots
    )
    return VaultInfo(path, MAJOR, header.minor, slots, header.generation, size, header.vault_id.hex())


def opens_with_recovery(path: Path, key: RecoveryKey, fs: FileSystem | None = None) -> bool:
    """True if a recovery key opens the vault that stands on disk now. Raises what :func:`inspect` raises."""
    fs = fs or FileSystem()
    header, _ = read_header(fs, resolved(path))
    found = unwrap(header.slots, header.vault_id, RECOVERY, key.raw)
    if found is not None:
        found.wipe()
    return found is not None


def list_backups(path: Path, fs: FileSystem | None = None) -> list[BackupInfo]:
    """The backups beside a vault, newest first. Raises :class:`UnreadableVault` if the folder cannot be listed."""
    fs = fs or FileSystem()
    path = resolved(path)
    found: list[BackupInfo] = []
    for backup, why in _kept(fs, path):
        try:
            info = fs.stat(backup)
            data, _ = read_file(fs, backup)
            generation = parse_header(data, len(data)).generation
        except FileNotFoundError:
            continue  # pruned while we looked
        except OSError as error:
            raise unreadable(backup, error) from None
        except VaultError:
            generation = 0
        found.append(BackupInfo(backup, generation, info.st_mtime, info.st_size, tuple(why)))
    return found


def _kept(fs: FileSystem, path: Path) -> list[tuple[Path, list[Why]]]:
    """All backups, newest first, each with why it stays among those of its own vault."""
    files = _backups(fs, path)
    reasons: dict[Path, list[Why]] = {}
    for ours in {vault_of(file) for file in files}:
        try:
            reasons |= dict(kept_because(fs, [file for file in files if vault_of(file) == ours]))
        except OSError as error:
            raise unreadable(backups_dir(path), error) from None
    return [(file, reasons[file]) for file in files if file in reasons]


#: Says of a record, by its table and content, whether it is one that can be read.
Reads = Callable[[str, Record], bool]


def verify(
    path: Path,
    passphrase: str,
    fs: FileSystem | None = None,
    reads: Reads | None = None,
    state_dir: Path | None = None,
) -> list[FileCheck]:
    """Decrypt the vault and every file beside it in full: the vault first, then backups, copies, drafts.

    ``reads`` is asked about every record of files that no newer release wrote; those it cannot read are told in
    ``unread``.

    Raises :class:`NoVault` if there is nothing to check, and :class:`WrongPassphrase` if the passphrase opens none of
    the files although it could have.
    """
    fs = fs or FileSystem()
    path = resolved(path)
    checker = _Checker(fs, passphrase_forms(passphrase), reads, Seen(fs, state_dir))
    unread: list[FileCheck] = []
    backups: list[Path] = []
    try:
        backups = _backups(fs, path)
    except VaultError as error:
        unread.append(FileCheck(backups_dir(path), False, 0, 0, str(error), What.BACKUP, read=False))
    try:
        fs.stat(path)
    except FileNotFoundError:
        if not backups:
            raise no_vault(fs, path) from None
    except OSError:
        pass
    checker.check(path, What.VAULT)
    checker.results += unread
    for backup in backups:
        checker.check(backup, What.BACKUP)
    try:
        copies = aside_files(fs, path)
    except OSError as error:
        copies, folder = [], path.parent
        checker.results.append(
            FileCheck(folder, False, 0, 0, str(unreadable(folder, error)), What.KEPT_ASIDE, read=False)
        )
    for copy in copies:
        checker.check(copy, What.CONFLICT if ".conflict-" in copy.name else What.KEPT_ASIDE)
    for copy in checker.copies(path):
        checker.check(copy, What.COPY)
    checker.check_drafts(path)
    checker.finish()
    return checker.results


def has_new_keys(vault: Vault) -> bool:
    """True if an open vault was given new keys elsewhere, so that they do not open what is sealed here.

    False for a vault that was closed meanwhile, or cannot be looked at.
    """
    try:
        return look(vault._fs, vault.path, vault._key, vault._current()).kind is Kind.REKEYED
    except (OSError, VaultError):
        return False


_NAMED = 5
"""The number of records that are named in the sentence among those that could not be read."""

_OTHER_TIME = "It does not open with this passphrase, only with the one used when it was made. It was not changed."


class _Checker:
    """Checks files one by one; files that share their key slots cost one key derivation."""

    def __init__(self, fs: FileSystem, secret: Secret, reads: Reads | None, seen: Seen) -> None:
        self.results: list[FileCheck] = []
        self._reads, self._seen = reads, seen
        self._present: State | None = None
        self._fs, self._secret = fs, secret
        self._keys: dict[bytes, DataKey | None] = {}
        self._ids: dict[bytes, None] = {}  # in the order they were met: the vault's own comes first
        self._wrong: VaultError | None = None

    def check(self, path: Path, what: What) -> None:
        """Read and decrypt one file and note what came of it."""
        generation = 0
        try:
            data, mark = read_vault(self._fs, path)
            header = parse_header(data, len(data))
            generation = header.generation
            self._ids[header.vault_id] = None
            result = self._decrypted(path, data, header, mark, what)
        except VaultError as error:
            told = str(error)
            if isinstance(error, WrongPassphrase):
                self._wrong = error if what is What.VAULT else self._wrong or error
                told = told if what is What.VAULT else _OTHER_TIME
            read = not isinstance(error, (WrongPassphrase, UnreadableVault, NewerFormat))
            result = FileCheck(path, False, generation, 0, told, read=read)
        self.results.append(replace(result, what=what))

    def check_drafts(self, path: Path) -> None:
        """Try to open every draft with the keys that were found."""
        folder = drafts_dir(path)
        keys = [key for key in self._keys.values() if key is not None]
        known = [Drafts(self._fs, folder, vault_id, key, Notices()) for vault_id in self._ids for key in keys]
        try:
            files = draft_files(self._fs, folder)
        except OSError:
            self.results.append(
                FileCheck(folder, False, 0, 0, "The drafts folder cannot be read.", What.DRAFT, read=False)
            )
            return
        for file in files:
            if not known:
                told = "It can be read only with the vault's own key, which could not be found. It was not changed."
                self.results.append(FileCheck(file, False, 0, 0, told, What.DRAFT, read=False))
                continue
            ok = read_draft(self._fs, file, known) is not None
            problem = "" if ok else "It is damaged, or was written under a key that is gone. It was not changed."
            self.results.append(FileCheck(file, ok, 0, 0, problem, What.DRAFT))

    def copies(self, path: Path) -> list[Path]:
        """The copies beside the vault that are named in no way this program names files."""
        known = {result.path for result in self.results}
        found = (files_beside(self._fs, path, vault_id, whole=False) for vault_id in list(self._ids)[:1])
        return [file for files in found for file in files if file not in known]

    def _decrypted(self, path: Path, data: bytes, header: Header, mark: Mark, what: What) -> FileCheck:
        problem = ""
        try:
            key = self._unlocked(header)
        except WrongPassphrase:
            known = [key for key in self._keys.values() if key is not None and knows_key(header, key)]
            if not known:
                raise
            key = known[0]
            problem = "This backup is sound, but it opens only with the passphrase used when it was made."
        state = decrypt(data, header, mark, key)
        count = state.db.check()
        if what is What.VAULT:
            self._present = state
        apart = what in (What.COPY, What.CONFLICT) and self._apart(header)
        if apart and not problem:
            merge = f"mentor-tui vault merge {shlex.quote(shown(path))}"
            problem = f"It has saves that are not in the vault: `{merge}` joins the two."
        if state.newer:
            problem = f"{problem} A newer mentor-tui wrote it; what it added to the records was not read.".strip()
        unread = () if self._reads is None or state.newer else tuple(self._unread(self._reads, state))
        if unread:
            named = ", ".join(f"{table} {id}" for table, id in unread[:_NAMED])
            more = f" and {len(unread) - _NAMED} more" if len(unread) > _NAMED else ""
            problem = f"{problem} NOT READ in it: {named}{more}: not in the form this version knows.".strip()
        return FileCheck(path, True, header.generation, count, problem, apart=apart, newer=state.newer, unread=unread)

    def _apart(self, copy: Header) -> bool:
        return self._present is None or went_apart(copy, self._present, self._seen)

    @staticmethod
    def _unread(reads: Reads, state: State) -> Iterator[tuple[str, str]]:
        for table, rows in state.db.tables_by_name.items():
            for id, raw in rows.items():
                if not reads(table, decode_record(raw)):
                    yield table, id

    def _unlocked(self, header: Header) -> DataKey:
        slots = header.vault_id + b"".join(slot.pack() for slot in header.slots)
        if slots not in self._keys:
            self._keys[slots] = None
            self._keys[slots] = unlock(header, PASSPHRASE, self._secret)
        key = self._keys[slots]
        if key is None:
            raise WrongPassphrase(_OTHER_TIME)
        return key

    def finish(self) -> None:
        """Wipe the keys; raise :class:`WrongPassphrase` if that is why nothing opened."""
        for key in self._keys.values():
            if key is not None:
                key.wipe()
        if self._wrong is not None and not any(result.ok for result in self.results):
            raise self._wrong


def _backups(fs: FileSystem, path: Path) -> list[Path]:
    try:
        return backup_files(fs, path)
    except OSError as error:
        raise unreadable(backups_dir(path), error) from None
