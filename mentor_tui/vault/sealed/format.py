"""The bytes at the front of a vault file: laid out, read back, and refused when they are not right.

All integers are little-endian. ``docs/vault-format.md`` is the specification; this module follows it. Nothing in
here knows a key: :mod:`mentor_tui.vault.sealed.keys` and :mod:`mentor_tui.vault.sealed.seal` do.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass

from mentor_tui.vault.errors import DamagedVault, NewerFormat

MAGIC = b"MNTRVLT\0"
MAJOR = 1
MINOR = 0

#: What a slot is opened with, and how its key is derived.
PASSPHRASE, RECOVERY = 1, 2
ARGON2ID, HKDF = 1, 2

#: Bounds. A file beyond them is refused before memory is taken or a key derived.
MAX_SLOTS = 8
MAX_FILE = 1 << 30  # bytes
BLOCK = 4096  # ciphertext and tag fill a multiple of this many bytes
MAX_GENERATION = (1 << 63) - 1
M_KIB_MIN, M_KIB_MAX = 19 * 1024, 1024 * 1024  # Argon2id memory, KiB
T_MAX, P_MAX = 16, 16
COST_MAX_KIB = 4 * 1024 * 1024  # t * m, KiB

_FIXED = struct.Struct("<8sHHHHQ16s")
_SLOT = struct.Struct("<BBHIII16s12s48s")
_TAIL = struct.Struct("<32s12sQ32s32s")
SLOT_HEAD = 32  # bytes of a slot before its nonce: what its wrapping authenticates
FIXED, SLOT, TAIL = _FIXED.size, _SLOT.size, _TAIL.size
MAX_HEADER = FIXED + MAX_SLOTS * SLOT + TAIL


@dataclass(frozen=True)
class Slot:
    """One way to open the vault: how a key is derived, and the data key wrapped with it (AES-256-GCM)."""

    kind: int
    kdf: int
    t: int
    m_kib: int
    p: int
    salt: bytes
    nonce: bytes = bytes(12)
    wrapped: bytes = bytes(48)
    reserved: int = 0

    def pack(self) -> bytes:
        """The slot's 92 bytes."""
        return _SLOT.pack(
            self.kind, self.kdf, self.reserved, self.t, self.m_kib, self.p, self.salt, self.nonce, self.wrapped
        )

    @property
    def head(self) -> bytes:
        """The 32 bytes before the nonce, authenticated when the data key is wrapped."""
        return self.pack()[:SLOT_HEAD]


@dataclass(frozen=True)
class Header:
    """Everything before the ciphertext. ``raw`` is exactly those bytes, ``minor`` the format's minor version."""

    minor: int
    generation: int
    vault_id: bytes
    slots: tuple[Slot, ...]
    save_salt: bytes
    payload_nonce: bytes
    ciphertext_len: int
    sha256: bytes
    mac: bytes
    raw: bytes

    @property
    def save_id(self) -> bytes:
        """Eight bytes that name this one save: the start of ``header_sha256``, which covers a fresh random salt."""
        return self.sha256[:8]

    @property
    def before_mac(self) -> bytes:
        """The bytes that ``header_mac`` covers."""
        return self.raw[:-32]


def cost_problem(t: int, m_kib: int, p: int) -> str | None:
    """The reason why these Argon2id costs are out of bounds, or ``None``. ``m_kib`` is in KiB."""
    if not 1 <= t <= T_MAX:
        return "its key derivation asks for an impossible number of passes"
    if not M_KIB_MIN <= m_kib <= M_KIB_MAX:
        return "its key derivation asks for an impossible amount of memory"
    if not 1 <= p <= P_MAX:
        return "its key derivation asks for an impossible number of lanes"
    if t * m_kib > COST_MAX_KIB:
        return "its key derivation would take too long"
    return None


def header_start(generation: int, vault_id: bytes, slots: tuple[Slot, ...]) -> bytes:
    """The header's first part, up to the last slot, in the version this program writes."""
    fixed = _FIXED.pack(MAGIC, MAJOR, MINOR, len(slots), 0, generation, vault_id)
    return fixed + b"".join(slot.pack() for slot in slots)


def version_of(head: bytes) -> tuple[int, int] | None:
    """Major and minor version in a file's first twelve bytes, unchecked; ``None`` if it does not begin like a vault."""
    if len(head) < 12 or not head.startswith(MAGIC):
        return None
    major, minor = struct.unpack_from("<HH", head, 8)
    return major, minor


def may_be_vault(size: int) -> bool:
    """True if a whole vault can have this many bytes."""
    return any(
        size > MAX_HEADER and (size - FIXED - count * SLOT - TAIL) % BLOCK == 0 for count in range(1, MAX_SLOTS + 1)
    )


def parse_header(data: bytes, file_size: int) -> Header:
    """Read the header at the start of ``data``, of a file that is ``file_size`` bytes long in all.

    Raises :class:`DamagedVault` when length, bounds or ``header_sha256`` are not right and :class:`NewerFormat` for
    a newer major version. Derives no key and takes no memory beyond the header (892 bytes at most).
    """
    if not data:
        raise DamagedVault("it is empty")
    if data[:8] != MAGIC:
        raise DamagedVault("it does not begin like a vault")
    if len(data) < 12:
        raise DamagedVault("it is cut short")
    major, minor = struct.unpack_from("<HH", data, 8)
    if major > MAJOR:
        raise NewerFormat(f"{major}.{minor}")
    if major < MAJOR:
        raise DamagedVault("its version number is impossible")
    if len(data) < FIXED:
        raise DamagedVault("it is cut short")
    _, _, _, count, zero, generation, vault_id = _FIXED.unpack_from(data)
    if not 1 <= count <= MAX_SLOTS:
        raise DamagedVault("it holds an impossible number of key slots")
    length = FIXED + count * SLOT + TAIL
    if len(data) < length:
        raise DamagedVault("it is cut short")
    save_salt, nonce, ciphertext_len, sha256, mac = _TAIL.unpack_from(data, length - TAIL)
    if not BLOCK <= ciphertext_len <= MAX_FILE or ciphertext_len % BLOCK:
        raise DamagedVault("its length is impossible")
    if file_size < length + ciphertext_len:
        raise DamagedVault("it is cut short")
    if file_size > length + ciphertext_len:
        raise DamagedVault("something was added at its end")
    raw = bytes(data[:length])
    if not hmac.compare_digest(hashlib.sha256(raw[:-64]).digest(), sha256):
        raise DamagedVault("its header does not match its checksum")
    if generation > MAX_GENERATION or (zero and minor <= MINOR):
        raise DamagedVault("its header holds impossible values")
    slots = tuple(Slot(*_split_slot(raw, FIXED + i * SLOT)) for i in range(count))
    for slot in slots:
        _check_slot(slot, tolerant=minor > MINOR)
    return Header(minor, generation, vault_id, slots, save_salt, nonce, ciphertext_len, sha256, mac, raw)


def _split_slot(raw: bytes, offset: int) -> tuple[int, int, int, int, int, bytes, bytes, bytes, int]:
    kind, kdf, zero, t, m_kib, p, salt, nonce, wrapped = _SLOT.unpack_from(raw, offset)
    return kind, kdf, t, m_kib, p, salt, nonce, wrapped, zero


def _check_slot(slot: Slot, *, tolerant: bool) -> None:
    """Refuse a slot that version 1.0 cannot have written; a newer minor may hold kinds we skip."""
    if (slot.kind, slot.kdf) == (PASSPHRASE, ARGON2ID):
        problem = cost_problem(slot.t, slot.m_kib, slot.p)
    elif (slot.kind, slot.kdf) == (RECOVERY, HKDF):
        problem = "a key slot holds impossible values" if slot.t or slot.m_kib or slot.p else None
    else:
        problem = None if tolerant else "it holds a key slot of an unknown kind"
    if problem is None and slot.reserved and not tolerant:
        problem = "a key slot holds impossible values"
    if problem:
        raise DamagedVault(problem)
