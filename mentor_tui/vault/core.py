"""An unlocked vault: records in memory, one encrypted file on disk, and the promise that the two agree."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from mentor_tui.vault.beside.drafts import Drafts
from mentor_tui.vault.beside.leftovers import clear as clear_leftovers
from mentor_tui.vault.disk.files import Mark, Notices, drafts_dir, make_dirs, vault_lock, write_aside
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.disk.opening import already_there, read_header, read_vault, refuse_existing, resolved, unlock
from mentor_tui.vault.disk.saving import create_file, highest_backup, prune, replace_file
from mentor_tui.vault.disk.seen import Seen
from mentor_tui.vault.disk.standing import SEALED, Kind, State, decrypt, look
from mentor_tui.vault.sealed.format import PASSPHRASE, RECOVERY, Header, Slot, parse_header
from mentor_tui.vault.sealed.keys import (
    DataKey,
    KdfParams,
    Secret,
    passphrase_forms,
    passphrase_slot,
    recovery_slot,
    unwrap,
)
from mentor_tui.vault.sealed.payload import encode
from mentor_tui.vault.sealed.recovery import RecoveryKey
from mentor_tui.vault.sealed.seal import Sealed, grown, seal

from .changes import Change, RecordConflict, checked
from .conflicts import conflict_saved, other_secrets, told_after_saving, told_at_opening
from .errors import (
    ClosedVault,
    ConflictSaved,
    ReadOnlyVault,
    SaveFailed,
    VaultBusy,
    refuse_long_name,
    save_failed,
    shown,
)

if TYPE_CHECKING:
    from .storage import Database

_Slots = tuple[Slot, ...]
#: Above this many bytes, freeing an old backup takes long enough to be done beside the work.
_TIDY_ASIDE = 256 << 10
#: How often a save waits for the lock again because the one before found that somebody else had saved.
_TURNS = 15


class Vault:
    """One vault, unlocked. May be used from several threads; saves take turns.

    Reading gives copies. :meth:`commit` is all or nothing and returns only when the change is on disk. Everything
    raises :class:`ClosedVault` after :meth:`close`.
    """

    def __init__(self, fs: FileSystem, path: Path, key: DataKey, state: State, seen: Seen) -> None:
        """Use :meth:`create`, :meth:`open` or :meth:`open_with_recovery`."""
        self.path = path
        self.vault_id = state.header.vault_id
        self.read_only = state.newer
        self._notices = Notices()
        self.notices: list[str] = self._notices
        self._fs, self._key, self._seen = fs, key, seen
        self._state: State | None = state
        self._mutex = threading.RLock()
        self._tidying: threading.Thread | None = None
        self._floor = max(seen.highest(self.vault_id), state.header.generation)
        self.drafts = Drafts(fs, drafts_dir(path), self.vault_id, key, self._notices)

    def __repr__(self) -> str:
        return f"<Vault {shown(self.path)!r} {'closed' if self._state is None else 'open'}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    # Opening

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        *,
        kdf: KdfParams | None = None,
        fs: FileSystem | None = None,
        state_dir: Path | None = None,
    ) -> Vault:
        """Make a new, empty vault (mode 0600) and the folders above it that are missing (0700).

        Raises :class:`VaultExists` if anything stands there, :class:`SaveFailed` if it cannot be written (when that
        is ``applied``, a whole new vault stands there all the same, to be opened with this passphrase), and
        :class:`ValueError` for an empty passphrase.
        """
        fs = fs or FileSystem()
        path = resolved(path)
        notices = Notices()
        try:
            refuse_long_name(path)
            refuse_existing(fs, path)
            key, vault_id = DataKey.random(), os.urandom(16)
            slots = (passphrase_slot(vault_id, passphrase, kdf or KdfParams.default(), key),)
            sealed = seal(encode({}, ""), key, vault_id, slots, 1)
            make_dirs(fs, path.parent)
            with vault_lock(fs, path, notices):
                refuse_existing(fs, path)
                mark = create_file(fs, path, sealed)
        except FileExistsError:
            raise already_there(path) from None
        except OSError as error:
            raise save_failed(error, what="The new vault was not made", kept="Nothing was changed") from None
        from .storage import Database

        vault = cls(fs, path, key, State(sealed.header, mark, "", Database({})), Seen(fs, state_dir))
        vault._seen.record(vault_id, 1, sealed.header.save_id)
        vault.notices.extend(notices)
        return vault

    @classmethod
    def open(cls, path: Path, passphrase: str, *, fs: FileSystem | None = None, state_dir: Path | None = None) -> Vault:
        """Unlock with the passphrase.

        Raises :class:`NoVault`, :class:`UnreadableVault`, :class:`DamagedVault`, :class:`NewerFormat`,
        :class:`WrongPassphrase` or :class:`NotEnoughMemory`. The file is never written.
        """
        return cls._open(path, PASSPHRASE, passphrase_forms(passphrase), fs, state_dir)

    @classmethod
    def open_with_recovery(
        cls, path: Path, recovery_key: str, *, fs: FileSystem | None = None, state_dir: Path | None = None
    ) -> Vault:
        """Unlock with the recovery key.

        Raises what :meth:`open` raises, with :class:`BadRecoveryKey` (a typing slip), :class:`NoRecoveryKey` or
        :class:`WrongRecoveryKey` instead of :class:`WrongPassphrase`.
        """
        return cls._open(path, RECOVERY, RecoveryKey.parse(recovery_key).raw, fs, state_dir)

    @classmethod
    def _open(cls, path: Path, kind: int, secret: Secret, fs: FileSystem | None, state_dir: Path | None) -> Vault:
        fs = fs or FileSystem()
        path = resolved(path)
        read_header(fs, path)  # what is too long or too short is refused before it is read
        data, mark = read_vault(fs, path)
        header = parse_header(data, len(data))
        key = unlock(header, kind, secret)
        vault = cls(fs, path, key, decrypt(data, header, mark, key), Seen(fs, state_dir))
        vault._opened()
        return vault

    def _opened(self) -> None:
        """Note what is worth telling after unlocking, and clear away what interrupted work left."""
        state = self._current()
        grown_here = state.grew_from(self._seen.save(self.vault_id))
        for sentence in told_at_opening(state, seen=self._floor, grown_here=grown_here):
            self._notices.add(sentence)
        self._note_seen(state.header)
        with contextlib.suppress(OSError):  # or what is saved from now on would count as older than the backups there
            self._floor = max(self._floor, highest_backup(self._fs, self.path, self.vault_id))
        clear_leftovers(self)

    # Reading

    @property
    def generation(self) -> int:
        """The number of the save that memory holds; it grows by at least one with every save."""
        return self._current().header.generation

    @property
    def has_recovery(self) -> bool:
        """True if a recovery key can open this vault."""
        return any(slot.kind == RECOVERY for slot in self._current().header.slots)

    def names(self) -> list[str]:
        """The tables that hold at least one record, in alphabetical order."""
        return sorted(self._current().db.tables())

    def all(self, table: str) -> list[dict[str, Any]]:
        """Copies of all records of a table, in the order they were first saved."""
        return self._current().db.records(table)

    def get(self, table: str, id: str) -> dict[str, Any] | None:
        """A copy of one record, or ``None``."""
        return self._current().db.record(table, id)

    # Writing

    def commit(self, changes: Sequence[Change]) -> bool:
        """Save all changes or none; they are on disk when this returns.

        ``True`` if another program had saved in the meantime and memory now holds its changes as well. Raises
        :class:`ConflictSaved`, :class:`VaultBusy`, :class:`SaveFailed`, :class:`ReadOnlyVault`, and
        :class:`TypeError` or :class:`ValueError` for a record that is not plain JSON.
        """
        copies = checked(changes)
        with self._mutex:
            self._writable()
            return self._save(copies) if copies else False

    def refresh(self) -> bool:
        """Take over what another program has saved since; ``True`` if anything changed.

        A file that did not grow from ours is left alone, with a notice: the next commit settles it with a copy.
        """
        with self._mutex:
            mine = self._current()
            try:
                view = look(self._fs, self.path, self._key, mine)
            except OSError:
                return False
            if view.kind is Kind.NEWER and view.state is not None:
                self.notices += other_secrets(mine.header.slots, view.state.header.slots)
                self._adopt(view.state)
                self._note_seen(view.state.header)
                return True
            if view.kind is Kind.SAME:
                self._state = view.state
            else:
                self._notices.add(
                    f"The vault's file on disk is no longer the one opened here (there is {view.kind.value} now). "
                    "Your records are safe in this session; the next save keeps both."
                )
            return False

    def change_passphrase(self, new: str, *, kdf: KdfParams | None = None) -> None:
        """Wrap the data key for a new passphrase, at the present costs unless ``kdf`` is given.

        Backups keep the passphrase they were made with. Raises what :meth:`commit` raises, and
        :class:`ValueError` for an empty passphrase.
        """
        with self._mutex:
            self._writable()
            held = [slot for slot in self._current().header.slots if slot.kind == PASSPHRASE]
            if kdf is None:
                kdf = KdfParams(held[0].t, held[0].m_kib, held[0].p) if held else KdfParams.default()
            slot = passphrase_slot(self.vault_id, new, kdf, self._key)
            self._save([], lambda old: (slot, *(s for s in old if s.kind != PASSPHRASE)))

    def new_recovery_key(self) -> RecoveryKey:
        """A fresh recovery key, not stored yet: show it, have it copied, then :meth:`store_recovery_key`."""
        return RecoveryKey.random()

    def store_recovery_key(self, key: RecoveryKey) -> None:
        """Let this recovery key open the vault, and no earlier one. Raises what :meth:`commit` raises."""
        with self._mutex:
            self._writable()
            slot = recovery_slot(self.vault_id, key.raw, self._key)
            self._save([], lambda old: (*(s for s in old if s.kind != RECOVERY), slot))

    def check_passphrase(self, passphrase: str) -> bool:
        """True if this passphrase opens the vault as it is now; takes as long as unlocking."""
        slots = self._current().header.slots
        found = unwrap(slots, self.vault_id, PASSPHRASE, passphrase_forms(passphrase))
        if found is None:
            return False
        found.wipe()
        return True

    def close(self) -> None:
        """Overwrite the key and let go of the records; may be called twice."""
        with self._mutex:
            self._state = None
            self._key.wipe()
            tidying = self._tidying
        if tidying is not None:
            tidying.join(5)

    # Inside

    def _current(self) -> State:
        state = self._state
        if state is None:
            raise ClosedVault
        return state

    def _writable(self) -> None:
        self._current()
        if self.read_only:
            raise ReadOnlyVault(
                "This vault can only be read in this session, so nothing was changed. "
                "Open it with the newest mentor-tui, or open it again, to go on writing."
            )

    def _save(self, changes: Sequence[Change], slots: Callable[[_Slots], _Slots] = lambda old: old) -> bool:
        """Save; while the others who keep us waiting get on with their own saves, go on waiting. The mutex is held."""
        behind, turns = False, _TURNS
        while True:
            turns -= 1
            try:
                behind = self._save_now(changes, slots) or behind
                break
            except VaultBusy:
                if not turns or not self.refresh():
                    raise
                behind = True
        if behind:
            self._fs.give_way()  # whoever saves without pause would keep the others out
        return behind

    def _save_now(self, changes: Sequence[Change], slots: Callable[[_Slots], _Slots]) -> bool:
        """Make ready, take the lock, compare with the disk, settle, encrypt and replace."""
        mine = self._current()
        ready: tuple[Database, Sealed] | None
        try:
            ready = self._sealed(mine, changes, slots)
        except RecordConflict:
            ready = None
        try:
            with vault_lock(self._fs, self.path, self._notices):
                view = look(self._fs, self.path, self._key, mine)
                base = mine
                if view.kind is Kind.NEWER and view.state is not None:
                    base = view.state
                    try:
                        self._floor = max(self._floor, base.header.generation)
                        ready = self._sealed(base, changes, slots)
                    except RecordConflict:
                        ready = None
                if ready is None or view.kind in (Kind.DIVERGED, *SEALED):
                    raise self._conflict(mine, changes, slots, view.kind, view.state)
                self._write(base, *ready, view.kind)
                self.notices += other_secrets(mine.header.slots, base.header.slots, ready[1].header.slots)
        except OSError as error:
            raise save_failed(error) from None
        return view.kind is Kind.NEWER

    def _sealed(
        self, base: State, changes: Sequence[Change], slots: Callable[[_Slots], _Slots], *, force: bool = False
    ) -> tuple[Database, Sealed]:
        """The records after the changes, and the file that holds them. Here a save needs memory, and no file is touched
        yet: too little of it is a save that failed."""
        lineage = grown(base.lineage, base.header.save_id)
        try:
            db = base.db.fork(changes, force=force)
            payload = encode(db.tables_by_name, lineage)
            return db, seal(payload, self._key, self.vault_id, slots(base.header.slots), self._floor + 1)
        except MemoryError:
            raise save_failed(OSError(errno.ENOMEM, "no memory")) from None

    def _write(self, base: State, db: Database, sealed: Sealed, kind: Kind) -> None:
        """Put the sealed file in place; then, and only then, let memory hold it."""
        after = grown(base.lineage, base.header.save_id)
        try:
            mark, kept = replace_file(
                self._fs,
                self.path,
                sealed,
                old=base.replaced if kind in (Kind.SAME, Kind.NEWER) else None,
                aside="damaged" if kind is Kind.DAMAGED else None,
            )
        except SaveFailed as error:
            if error.applied:  # the new file had to stay
                self._adopt(State(sealed.header, Mark.unknown(), after, db))
            raise
        for sentence in told_after_saving(kind, kept, outdated=bool(base.replaced.schema)):
            self._notices.add(sentence)
        self._adopt(State(sealed.header, mark, after, db))
        self._tidy(sealed.header)

    def _adopt(self, state: State) -> None:
        self._state = state
        self._floor = max(self._floor, state.header.generation)

    def _conflict(
        self,
        mine: State,
        changes: Sequence[Change],
        slots: Callable[[_Slots], _Slots],
        kind: Kind,
        disk: State | None,
    ) -> ConflictSaved:
        """Write our whole version beside the vault, let memory follow the disk, and say so."""
        _, sealed = self._sealed(mine, changes, slots, force=True)
        copy = write_aside(self._fs, self.path, "conflict", sealed.chunks)
        if kind in SEALED:
            self.read_only = True
        elif disk is not None:
            self.notices += other_secrets(mine.header.slots, disk.header.slots)
            self._adopt(disk)
            self._note_seen(disk.header)  # that it is another history is told now
        return conflict_saved(kind, copy)

    def _note_seen(self, header: Header) -> None:
        self._seen.record(self.vault_id, header.generation, header.save_id)

    def _tidy(self, header: Header) -> None:
        """Note the generation and drop the oldest backups; for large files in a thread (freeing takes a while)."""
        if header.ciphertext_len < _TIDY_ASIDE:
            self._tidy_now(header)
            return
        if self._tidying is not None:
            self._tidying.join()
        self._tidying = threading.Thread(target=self._tidy_now, args=(header,), name="vault-tidy", daemon=True)
        try:
            self._tidying.start()
        except RuntimeError:  # no more threads to be had; what was saved is saved
            self._tidying = None
            self._tidy_now(header)

    def _tidy_now(self, header: Header) -> None:
        self._note_seen(header)
        prune(self._fs, self.path, self.vault_id)
