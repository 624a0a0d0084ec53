"""Everything that can go wrong with a vault, each told as a sentence for the person at the keyboard.

``str(error)`` always says what happened, what was kept and what to do next. It never holds private text: no
passphrase, no record, no field; at most the name of a file.
"""

from __future__ import annotations

import errno as _errno
import os
from pathlib import Path


def shown(path: Path) -> str:
    """The last part of a path, safe to print: anything unprintable (controls, bidi marks) becomes ``?``."""
    return "".join(c if c.isprintable() else "?" for c in path.name) or "?"


class VaultError(Exception):
    """Base of every error that this package raises on purpose."""


class NoVault(VaultError):
    """There is no file at the path."""


class VaultExists(VaultError):
    """Something already stands where a new vault was to be made; it was not touched."""


class UnreadableVault(VaultError):
    """The operating system would not let the file be read (permissions, a failing disk)."""

    def __init__(self, message: str, errno: int | None = None) -> None:
        super().__init__(message)
        self.errno = errno


class WrongPassphrase(VaultError):
    """The header is whole, but no slot opens with this passphrase."""


class WrongRecoveryKey(WrongPassphrase):
    """The header is whole, but no slot opens with this recovery key."""


class NoRecoveryKey(WrongRecoveryKey):
    """The vault has no recovery slot, so no recovery key can open it."""


class BadRecoveryKey(WrongRecoveryKey):
    """The text is not a recovery key: its length, an impossible sign or the checksum says so (a typing slip)."""


class DamagedVault(VaultError):
    """The bytes are not those a vault was saved with. ``reason`` names the first check that failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"This vault file is damaged: {reason}. It was not changed; restore one of its backups to go on."
        )
        self.reason = reason


class NewerFormat(VaultError):
    """The file was written by a newer release in a format that this one must not guess at."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"This vault was saved in format {version}, which is newer than this program knows. "
            "It was not changed; install the newest mentor-tui to open it."
        )
        self.version = version


class NotEnoughMemory(VaultError):
    """Key derivation, or reading what was saved, needs more memory than the machine would give."""


class NotACopy(VaultError):
    """The file is no copy of this vault: another one, or the vault itself."""


class CopyLocked(WrongPassphrase):
    """The copy is locked with another data key than the open vault, so its own passphrase is needed."""


class VaultBusy(VaultError):
    """Another program held the vault's lock for longer than we wait (2 s)."""


class ReadOnlyVault(VaultError):
    """This vault may be read but not written, by this program or in this session."""


class NewKeys(VaultError):
    """The vault was given new keys elsewhere; what is sealed here would open with the old ones."""


class ClosedVault(VaultError):
    """The vault was closed: its key and records are gone from memory."""

    def __init__(self) -> None:
        super().__init__("This vault is closed; everything saved is safe in its file. Unlock it to go on.")


class ConflictSaved(VaultError):
    """Both sides changed the same thing; our whole version now stands in ``copy_path``, memory follows the disk."""

    def __init__(self, message: str, copy_path: Path) -> None:
        super().__init__(message)
        self.copy_path = copy_path


_WHAT = "Your change was not saved"
_KEPT = "The vault still holds everything saved before"
_UNSURE = (
    "The disk could not confirm this save",
    "The new version is in place, but a power cut now might bring back the previous one",
)


class SaveFailed(VaultError):
    """The save did not happen. Memory and disk hold the version before it, unless ``applied`` is true.

    ``errno`` is the operating system's number (``None`` if the refusal is ours), ``reason`` a short phrase,
    ``advice`` a sentence.
    ``applied`` is true only in one rare case: the new file is in place, the folder could not be forced to disk
    and the old file could not be put back either; then memory holds the new version too.
    """

    def __init__(
        self,
        reason: str,
        errno: int | None = None,
        *,
        what: str = _WHAT,
        kept: str = _KEPT,
        advice: str = "",
        applied: bool = False,
    ) -> None:
        if applied:
            what, kept = _UNSURE
        super().__init__(f"{what}: {reason}. {kept}. {advice or 'Please try again.'}")
        self.errno = errno
        self.reason = reason
        self.advice = advice
        self.applied = applied


LONGEST_NAME = 197
"""Bytes in a vault's name. Most file systems take 255, and the longest name beside the vault is that of a copy being
written: ``.<name>.before-restore-20260101T120000Z-999.tmp-0123456789abcdef``."""


def refuse_long_name(path: Path) -> None:
    """Raise :class:`SaveFailed` for a new vault under whose name not everything beside it could be written."""
    size = len(os.fsencode(path.name))
    if size > LONGEST_NAME:
        raise SaveFailed(
            f"its name is {size} bytes long, and the names of its backups and copies are longer still",
            _errno.ENAMETOOLONG,
            what="The new vault was not made",
            kept="Nothing was changed",
            advice=f"Choose a name of at most {LONGEST_NAME} bytes; other letters than a to z take two to four each.",
        )


class InTheWay(NotADirectoryError):
    """A file stands where the folder of the backups or the drafts belongs."""

    def __init__(self, path: Path) -> None:
        super().__init__(_errno.ENOTDIR, os.strerror(_errno.ENOTDIR), str(path))
        self.path = path

    @property
    def sentence(self) -> str:
        """Name the files and their places, as the middle of a sentence."""
        return f"“{shown(self.path)}” is a file, and a folder of that name is needed there"


_REASONS: dict[int, tuple[str, str]] = {
    _errno.ENOSPC: ("the disk is full", "Free some space, then save again."),
    _errno.EDQUOT: ("your disk quota is used up", "Free some space, then save again."),
    _errno.EFBIG: ("the file would be larger than this disk allows", "Move the vault to another disk."),
    _errno.EROFS: ("the disk is read-only", "Make it writable or move the vault, then save again."),
    _errno.EACCES: ("the folder may not be written", "Allow writing to the folder, then save again."),
    _errno.EPERM: ("the folder may not be written", "Allow writing to the folder, then save again."),
    _errno.EIO: ("the disk reported an error", "Check the disk, then save again."),
    _errno.ENOMEM: ("there is not enough free memory", "Close other programs, then save again."),
    _errno.EMFILE: ("too many files are open", "Close something else, then save again."),
    _errno.ENFILE: ("too many files are open", "Close another program, then save again."),
    _errno.ENAMETOOLONG: (
        "a name beside the vault's would be longer than this disk allows",
        f"Quit, give the vault and the files beside it a shorter name (most disks take {LONGEST_NAME} bytes), "
        "then open it again.",
    ),
    _errno.ENOENT: ("the vault's folder is gone", "Bring the folder or drive back, then save again."),
    _errno.ENOTDIR: ("the vault's folder is gone", "Bring the folder or drive back, then save again."),
}


def save_failed(error: OSError, *, applied: bool = False, what: str = _WHAT, kept: str = _KEPT) -> SaveFailed:
    """A :class:`SaveFailed` in plain words for an error of the operating system."""
    number = error.errno
    reason, advice = _REASONS.get(number or 0, ("", ""))
    if isinstance(error, InTheWay):
        reason, advice = error.sentence, "Move that file elsewhere, then save again."
    if not reason:
        reason = f"the system said “{os.strerror(number)}”" if number else "the system gave no reason"
    return SaveFailed(reason, number, advice=advice, applied=applied, what=what, kept=kept)


def unreadable(path: Path, error: OSError) -> UnreadableVault:
    """An :class:`UnreadableVault` in plain words for an error of the operating system."""
    if isinstance(error, InTheWay):
        return UnreadableVault(f"{error.sentence}. It was not changed; move it elsewhere, then try again.", error.errno)
    why = os.strerror(error.errno) if error.errno else "no reason given"
    return UnreadableVault(
        f"The file “{shown(path)}” could not be read (the system said “{why}”). "
        "It was not changed; check its permissions and its disk, then try again.",
        error.errno,
    )
