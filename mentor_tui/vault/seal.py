"""A vault in memory, sealed and opened: header, subkeys, AES-256-GCM, and the check before anything is written."""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import DamagedVault, SaveFailed
from .format import MAX_FILE, MAX_GENERATION, Header, Slot, header_start, parse_header
from .keys import INFO_HEADER, INFO_PAYLOAD, DataKey
from .payload import LINEAGE, TAG
from .primitives import aes_gcm, decrypt, hmac_sha256

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import AEADDecryptionContext, AEADEncryptionContext

_PIECE = 1 << 17  # bytes; small enough for a processor's cache


@dataclass(frozen=True)
class Sealed:
    """A vault file ready to be written: its header and its ciphertext with the tag."""

    header: Header
    body: bytearray

    @property
    def chunks(self) -> tuple[bytes, bytearray]:
        """The file, in order."""
        return self.header.raw, self.body


def grown(lineage: str, *save_ids: bytes) -> str:
    """A lineage with these saves in front, cut to the newest 128."""
    return ("".join(i.hex() for i in save_ids) + lineage)[: LINEAGE * 16]


def descends(lineage: str, save_id: bytes) -> bool:
    """Whether a save with this lineage grew from ``save_id``."""
    wanted = save_id.hex()
    return any(lineage[i : i + 16] == wanted for i in range(0, len(lineage), 16))


def seal(payload: bytearray, key: DataKey, vault_id: bytes, slots: tuple[Slot, ...], generation: int) -> Sealed:
    """Encrypt a padded payload under fresh subkeys, and open the result again to compare.

    The comparison goes along piece by piece, while the bytes are at hand: the header is parsed from its own bytes,
    the keys are derived a second time, every piece of ciphertext is decrypted and held against what went in, and the
    tag is checked at the end. Raises :class:`SaveFailed` when the file would be too large or does not read back.
    """
    from cryptography.exceptions import InvalidTag

    if len(payload) + TAG > MAX_FILE - 4096 or generation > MAX_GENERATION:
        raise SaveFailed("the vault would grow beyond one gibibyte", advice="Remove something large first.")
    start = header_start(generation, vault_id, slots)
    save_salt, nonce = os.urandom(32), os.urandom(12)
    start += save_salt + nonce + struct.pack("<Q", len(payload) + TAG)
    start += hashlib.sha256(start).digest()
    raw = start + _mac(key, save_salt, start)
    encryptor = aes_gcm(key.subkey(save_salt, INFO_PAYLOAD), nonce).encryptor()
    encryptor.authenticate_additional_data(raw)
    try:
        header = parse_header(raw, len(raw) + len(payload) + TAG)
        if header.slots != slots or not knows_key(header, key):
            raise DamagedVault("it does not read back")
        opener = aes_gcm(key.subkey(header.save_salt, INFO_PAYLOAD), header.payload_nonce).decryptor()
        opener.authenticate_additional_data(header.raw)
        body = _encrypt_and_compare(payload, encryptor, opener)
    except (DamagedVault, InvalidTag):
        raise SaveFailed(
            "the sealed copy did not read back as what went in", advice="Please test this machine's memory."
        ) from None
    return Sealed(header, body)


def _encrypt_and_compare(
    payload: bytearray, encryptor: AEADEncryptionContext, opener: AEADDecryptionContext
) -> bytearray:
    """The ciphertext with its tag, every piece of it decrypted again and compared."""
    size = len(payload)
    out, back = bytearray(size + TAG), bytearray(_PIECE + 15)
    with memoryview(payload) as clear, memoryview(out) as sealed:
        for offset in range(0, size, _PIECE):
            piece = clear[offset : offset + _PIECE]
            # The library wants room for a block more than it writes; the tag's place comes after the last piece.
            done = encryptor.update_into(piece, sealed[offset:])
            opener.update_into(sealed[offset : offset + done], back)
            if done != len(piece) or not back.startswith(piece):
                raise DamagedVault("it does not read back")
        encryptor.finalize()
        sealed[size:] = encryptor.tag
        opener.finalize_with_tag(bytes(sealed[size:]))
    return out


def knows_key(header: Header, key: DataKey) -> bool:
    """Whether the header was written by somebody with this data key."""
    return hmac.compare_digest(_mac(key, header.save_salt, header.before_mac), header.mac)


def open_payload(header: Header, body: bytes | memoryview, key: DataKey) -> bytes:
    """Check ``header_mac`` and decrypt. Raises :class:`DamagedVault` if either fails."""
    if not knows_key(header, key):
        raise DamagedVault("its header was altered")
    clear = decrypt(key.subkey(header.save_salt, INFO_PAYLOAD), header.payload_nonce, body, header.raw)
    if clear is None:
        raise DamagedVault("its records were altered")
    return clear


def _mac(key: DataKey, save_salt: bytes, data: bytes) -> bytes:
    return hmac_sha256(key.subkey(save_salt, INFO_HEADER), data)
