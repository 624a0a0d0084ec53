"""The four primitives a vault rests on, each called in one place, so that published test vectors can be run on it.

All of them are the ``cryptography`` package's, imported only when first needed: Argon2id is RFC 9106, HKDF is RFC 5869,
HMAC is RFC 2104 (both with SHA-256), AES-256-GCM is NIST SP 800-38D. Keys are 32 bytes, nonces 12, tags 16.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.modes import GCM

    Buffer = bytes | bytearray | memoryview


def argon2id(secret: bytes, salt: bytes, t: int, m_kib: int, p: int) -> bytes:
    """32 bytes after ``t`` passes over ``m_kib`` KiB in ``p`` lanes, with neither secret value nor associated data.

    Raises :class:`MemoryError` when the machine does not give the memory.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(salt=salt, length=32, iterations=t, lanes=p, memory_cost=m_kib).derive(secret)


def hkdf(material: bytes | bytearray, salt: bytes, info: bytes) -> bytes:
    """32 bytes for one purpose (``info``) and one salt."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    # The library reads any buffer; its annotation names bytes only in some releases.
    return HKDF(SHA256(), 32, salt, info).derive(material)


def hmac_sha256(key: bytes, data: bytes) -> bytes:
    """The 32 bytes of the whole tag."""
    return hmac.digest(key, data, "sha256")


def encrypt(key: bytes, nonce: bytes, clear: Buffer, aad: bytes) -> bytes:
    """Ciphertext and tag of a short text; :func:`aes_gcm` is for long ones."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, clear, aad)


def decrypt(key: bytes, nonce: bytes, sealed: Buffer, aad: bytes) -> bytes | None:
    """The sealed text, or ``None`` if key, nonce, ciphertext, tag and additional data do not belong together."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, sealed, aad)
    except InvalidTag:
        return None


def aes_gcm(key: bytes, nonce: bytes) -> Cipher[GCM]:
    """The cipher for going through a long text piece by piece."""
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import GCM

    return Cipher(AES(key), GCM(nonce))
