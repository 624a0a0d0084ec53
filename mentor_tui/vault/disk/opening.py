"""The first steps of every opening: the path, the bytes, the key, and the errors that name the way out."""

from __future__ import annotations

from pathlib import Path

from mentor_tui.vault.disk.files import Mark, read_file
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.disk.saving import backup_files
from mentor_tui.vault.errors import (
    NoRecoveryKey,
    NoVault,
    VaultExists,
    WrongPassphrase,
    WrongRecoveryKey,
    shown,
    unreadable,
)
from mentor_tui.vault.sealed.format import MAX_HEADER, RECOVERY, Header, parse_header
from mentor_tui.vault.sealed.keys import DataKey, Secret, unwrap


def unlock(header: Header, kind: int, secret: Secret) -> DataKey:
    """The data key of a vault, or the error that says why this secret does not open it."""
    if kind == RECOVERY and not any(slot.kind == RECOVERY for slot in header.slots):
        raise NoRecoveryKey("This vault has no recovery key yet. Nothing was changed; use the passphrase.")
    key = unwrap(header.slots, header.vault_id, kind, secret)
    if key is not None:
        return key
    if kind == RECOVERY:
        raise WrongRecoveryKey(
            "This recovery key is complete, but it belongs to another vault or was replaced by a newer one. "
            "Nothing was changed; look for the newest one you wrote down."
        )
    raise WrongPassphrase("This is not the vault's passphrase. Nothing was changed; please try again.")


def read_vault(fs: FileSystem, path: Path) -> tuple[bytes, Mark]:
    """A vault's bytes and mark. Raises :class:`NoVault`, :class:`UnreadableVault` or :class:`DamagedVault`."""
    return _read(fs, path)


def read_header(fs: FileSystem, path: Path) -> tuple[Header, int]:
    """A vault's header and the bytes of the whole file, which is not read.

    Raises what :func:`read_vault` raises, :class:`NewerFormat`, and :class:`DamagedVault` also for a file that is not
    as long as its header says.
    """
    head, mark = _read(fs, path, MAX_HEADER)
    return parse_header(head, mark.size), mark.size


def _read(fs: FileSystem, path: Path, head: int | None = None) -> tuple[bytes, Mark]:
    try:
        return read_file(fs, path, head=head)
    except (FileNotFoundError, NotADirectoryError):
        raise no_vault(fs, path) from None
    except OSError as error:
        raise unreadable(path, error) from None


def no_vault(fs: FileSystem, path: Path) -> NoVault:
    """A :class:`NoVault` that mentions the backups, if there are any."""
    try:
        count = len(backup_files(fs, path))
    except OSError:
        count = 0
    way = f"{count} of its backups are still there: restore one." if count else "Check the path, or make a new vault."
    return NoVault(f"There is no vault at “{shown(path)}”; nothing was changed. {way}")


def resolved(path: Path) -> Path:
    """The path with every symlink followed. Raises :class:`NoVault` or :class:`UnreadableVault`."""
    try:
        found = Path(path).resolve()
        if not found.name:
            raise NoVault("A whole disk cannot be a vault; nothing was changed. Name a file.")
        return found
    except OSError as error:
        raise unreadable(Path(path), error) from None
    except RuntimeError:
        raise NoVault(f"The link “{shown(Path(path))}” leads back to itself; nothing was changed.") from None


def refuse_existing(fs: FileSystem, path: Path) -> None:
    """Raise :class:`VaultExists` if anything at all stands at the path."""
    try:
        fs.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return
    raise already_there(path)


def already_there(path: Path) -> VaultExists:
    """The error for a path that is taken."""
    return VaultExists(
        f"There is already a file at “{shown(path)}”, which was not touched. Open it, or choose another name."
    )
