"""Keys: the random data key, what is derived from it, and how a passphrase or a recovery key unwraps it."""

from __future__ import annotations

import os
import threading
import unicodedata
from dataclasses import dataclass

from mentor_tui.vault.errors import ClosedVault, NotEnoughMemory
from mentor_tui.vault.sealed.format import ARGON2ID, HKDF, PASSPHRASE, RECOVERY, Slot, cost_problem
from mentor_tui.vault.sealed.primitives import argon2id, decrypt, encrypt, hkdf

INFO_PAYLOAD = b"mentor-tui/payload/1"
INFO_HEADER = b"mentor-tui/header/1"
INFO_DRAFT = b"mentor-tui/draft/1"
INFO_DRAFT_NAME = b"mentor-tui/draft-name/1"
INFO_RECOVERY = b"mentor-tui/recovery/1"
AAD_SLOT = b"mentor-tui/slot/1"


@dataclass(frozen=True)
class KdfParams:
    """The cost of Argon2id: ``t`` passes over ``m_kib`` KiB of memory in ``p`` lanes (RFC 9106).

    Raises :class:`ValueError` outside 19 MiB..1 GiB, t 1..16, p 1..16, t*m <= 4 GiB.
    """

    t: int = 3
    m_kib: int = 262144
    p: int = 4

    def __post_init__(self) -> None:
        problem = cost_problem(self.t, self.m_kib, self.p)
        if problem:
            raise ValueError(problem)

    @classmethod
    def default(cls) -> KdfParams:
        """256 MiB, about 0.3 s."""
        return cls()

    @classmethod
    def low_memory(cls) -> KdfParams:
        """64 MiB, for small machines."""
        return cls(3, 65536, 4)

    @classmethod
    def fast_for_tests(cls) -> KdfParams:
        """19 MiB, one pass, about 14 ms. Not for a vault that holds anything."""
        return cls(1, 19456, 1)


class DataKey:
    """The 256-bit data key of one open vault, in a buffer that :meth:`wipe` overwrites.

    What Python and the libraries copied on the way (derived keys, the unwrapped bytes) is beyond our reach; the
    promise is only that this buffer does not outlive the session.
    """

    __slots__ = ("_bytes", "_wiping")

    def __init__(self, key: bytes | bytearray) -> None:
        if len(key) != 32:
            raise ValueError("a data key is 32 bytes")
        self._bytes: bytearray | None = bytearray(key)
        self._wiping = threading.Lock()

    @classmethod
    def random(cls) -> DataKey:
        """A fresh key from the operating system's generator."""
        return cls(os.urandom(32))

    def __repr__(self) -> str:
        return "DataKey(open)" if self._bytes is not None else "DataKey(wiped)"

    @property
    def buffer(self) -> bytearray:
        """The key itself. Raises :class:`ClosedVault` after :meth:`wipe`."""
        if self._bytes is None:
            raise ClosedVault
        return self._bytes

    def subkey(self, salt: bytes, info: bytes) -> bytes:
        """HKDF-SHA256 of this key: 32 bytes for one purpose (``info``) and one salt."""
        with self._wiping:  # a key wiped halfway would derive from zeros
            return hkdf(self.buffer, salt, info)

    def wipe(self) -> None:
        """Overwrite the key with zeros and forget it; may be called twice."""
        with self._wiping:
            if self._bytes is not None:
                self._bytes[:] = bytes(len(self._bytes))
                self._bytes = None


Secret = bytes | tuple[bytes, ...]
"""A secret that may open a slot: one secret, or several that are tried in turn."""

_BOM = "\ufeff"


def passphrase_bytes(passphrase: str) -> bytes:
    """NFKC, then UTF-8, so that the same words typed on another keyboard give the same key.

    A byte order mark at the start is no part of the passphrase: editors put it into files, and nobody can type it.
    """
    return _bytes(passphrase.removeprefix(_BOM))


def passphrase_forms(passphrase: str) -> tuple[bytes, ...]:
    """The bytes of a passphrase in a vault: as they are made now, then as earlier versions made it of the same words.

    They dropped what Python does not call printable while it was typed (a no-break space, a joiner, a new emoji), and
    took the byte order mark of a file for a letter.
    """
    plain = passphrase.removeprefix(_BOM)
    typed = "".join(letter for letter in plain if letter.isprintable())
    earlier = [_bytes(typed)] if typed else []
    return tuple(dict.fromkeys([_bytes(plain), *earlier, _bytes(_BOM + plain)]))


def _bytes(passphrase: str) -> bytes:
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def _wrapping_key(slot: Slot, secret: bytes) -> bytes:
    """The key-encryption key of a slot: Argon2id of a passphrase, or HKDF of a recovery key."""
    if slot.kdf == HKDF:
        return hkdf(secret, slot.salt, INFO_RECOVERY)
    try:
        return argon2id(secret, slot.salt, slot.t, slot.m_kib, slot.p)
    except MemoryError:
        raise NotEnoughMemory(
            f"Unlocking needs {slot.m_kib // 1024} MiB of free memory, which this machine would not give. "
            "Nothing was changed; close other programs and try again."
        ) from None


def _slot_aad(vault_id: bytes, slot: Slot) -> bytes:
    return AAD_SLOT + vault_id + slot.head


def _wrap(slot: Slot, vault_id: bytes, secret: bytes, key: DataKey) -> Slot:
    nonce = os.urandom(12)
    wrapped = encrypt(_wrapping_key(slot, secret), nonce, key.buffer, _slot_aad(vault_id, slot))
    return Slot(slot.kind, slot.kdf, slot.t, slot.m_kib, slot.p, slot.salt, nonce, wrapped)


def passphrase_slot(vault_id: bytes, passphrase: str, kdf: KdfParams, key: DataKey) -> Slot:
    """Wrap the data key for a passphrase. Raises :class:`ValueError` if the passphrase is empty."""
    if not passphrase_bytes(passphrase):
        raise ValueError("a passphrase may not be empty")
    bare = Slot(PASSPHRASE, ARGON2ID, kdf.t, kdf.m_kib, kdf.p, os.urandom(16))
    return _wrap(bare, vault_id, passphrase_bytes(passphrase), key)


def recovery_slot(vault_id: bytes, raw: bytes, key: DataKey) -> Slot:
    """Wrap the data key for a recovery key's 20 bytes."""
    return _wrap(Slot(RECOVERY, HKDF, 0, 0, 0, os.urandom(16)), vault_id, raw, key)


def unwrap(slots: tuple[Slot, ...], vault_id: bytes, kind: int, secret: Secret) -> DataKey | None:
    """The data key from the first slot of ``kind`` that ``secret`` opens, or ``None``."""
    wanted = {PASSPHRASE: ARGON2ID, RECOVERY: HKDF}[kind]
    for form in (secret,) if isinstance(secret, bytes) else secret:
        for slot in slots:
            if slot.kind == kind and slot.kdf == wanted:
                found = decrypt(_wrapping_key(slot, form), slot.nonce, slot.wrapped, _slot_aad(vault_id, slot))
                if found is not None:
                    return DataKey(found)
    return None
