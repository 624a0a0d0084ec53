"""The vault: everything private, in one encrypted file.

The file is a TinyDB database, sealed with AES-256-GCM under a random key that a passphrase (Argon2id) or a recovery
key unwraps. ``docs/vault-format.md`` specifies it byte by byte. This package knows nothing of goals or sessions:
records are plain JSON objects, in tables, under their ids.
"""

from __future__ import annotations

from mentor_tui.vault.beside.drafts import Draft, Drafts
from mentor_tui.vault.beside.inspection import (
    BackupInfo,
    FileCheck,
    SlotInfo,
    VaultInfo,
    What,
    has_new_keys,
    inspect,
    list_backups,
    opens_with_recovery,
    verify,
)
from mentor_tui.vault.beside.rekeying import Old, Rekeyed, rekey, take_new_keys
from mentor_tui.vault.beside.resealing import Left, Obstacle, Resealed, remove_files, reseal_beside
from mentor_tui.vault.beside.restoring import Difference, Preview, preview, restore
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.sealed.keys import KdfParams
from mentor_tui.vault.sealed.recovery import RecoveryKey
from mentor_tui.vault.sealed.strength import Strength, strength

from .changes import Change
from .core import Vault
from .errors import (
    BadRecoveryKey,
    ClosedVault,
    ConflictSaved,
    CopyLocked,
    DamagedVault,
    NewerFormat,
    NewKeys,
    NoRecoveryKey,
    NotACopy,
    NotEnoughMemory,
    NoVault,
    ReadOnlyVault,
    SaveFailed,
    UnreadableVault,
    VaultBusy,
    VaultError,
    VaultExists,
    WrongPassphrase,
    WrongRecoveryKey,
)

__all__ = [
    "BackupInfo",
    "BadRecoveryKey",
    "Change",
    "ClosedVault",
    "ConflictSaved",
    "CopyLocked",
    "DamagedVault",
    "Difference",
    "Draft",
    "Drafts",
    "FileCheck",
    "FileSystem",
    "KdfParams",
    "Left",
    "NewKeys",
    "NewerFormat",
    "NoRecoveryKey",
    "NoVault",
    "NotACopy",
    "NotEnoughMemory",
    "Obstacle",
    "Old",
    "Preview",
    "ReadOnlyVault",
    "RecoveryKey",
    "Rekeyed",
    "Resealed",
    "SaveFailed",
    "SlotInfo",
    "Strength",
    "UnreadableVault",
    "Vault",
    "VaultBusy",
    "VaultError",
    "VaultExists",
    "VaultInfo",
    "What",
    "WrongPassphrase",
    "WrongRecoveryKey",
    "has_new_keys",
    "inspect",
    "list_backups",
    "opens_with_recovery",
    "preview",
    "rekey",
    "remove_files",
    "reseal_beside",
    "restore",
    "strength",
    "take_new_keys",
    "verify",
]
