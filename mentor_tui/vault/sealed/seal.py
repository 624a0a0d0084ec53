"""A vault sealed while it is written, and opened: header, subkeys, AES-256-GCM, and the check that it reads back."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from mentor_tui.vault.errors import DamagedVault, SaveFailed
from mentor_tui.vault.sealed.format import MAX_FILE, MAX_GENERATION, Header, Slot, header_start, parse_header
from mentor_tui.vault.sealed.keys import INFO_HEADER, INFO_PAYLOAD, DataKey
from mentor_tui.vault.sealed.payload import LINEAGE, TAG
from mentor_tui.vault.sealed.primitives import aes_gcm, decrypt, hmac_sha256

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.modes import GCM

_PIECE = 1 << 17  # bytes; small enough for a processor's cache


@dataclass(frozen=True)
class Sealed:
    """A vault file about to be written: its header, and all its bytes, made while they are asked for."""

    header: Header
    _pieces: Callable[[], Iterator[bytes]] = field(repr=False)

    @property
    def size(self) -> int:
        """The file's length in bytes."""
        return len(self.header.raw) + self.header.ciphertext_len

    @property
    def chunks(self) -> Iterator[bytes]:
        """The file, in order, and the same whenever it is asked for.

        Raises :class:`SaveFailed` on the way when a piece does not read back; the last piece is only handed out when
        everything has. What was written until then is no vault and may not stay.
        """
        return self._pieces()


def grown(lineage: str, *save_ids: bytes) -> str:
    """A lineage with these saves in front, cut to the newest 128."""
    return ("".join(i.hex() for i in save_ids) + lineage)[: LINEAGE * 16]


def descends(lineage: str, save_id: bytes) -> bool:
    """True if a save with this lineage grew from ``save_id``."""
    wanted = save_id.hex()
    return any(lineage[i : i + 16] == wanted for i in range(0, len(lineage), 16))


def seal(payload: bytearray, key: DataKey, vault_id: bytes, slots: tuple[Slot, ...], generation: int) -> Sealed:
    """A padded payload, to be encrypted under fresh subkeys while it is written, and opened again to compare.

    The header is parsed from its own bytes and the keys are derived a second time; then every piece of ciphertext is
    decrypted while it is at hand and held against what went in, and the tag is checked before the last one leaves.
    The ciphertext is never in memory as a whole, and its beginning is on its way to the disk while its end is still
    being encrypted. Raises :class:`SaveFailed` when the file would be too large or the header does not read
    back, and so does :attr:`Sealed.chunks` for all the rest.
    """
    if len(payload) + TAG > MAX_FILE - 4096 or generation > MAX_GENERATION:
        raise SaveFailed("the vault would grow beyond one gibibyte", advice="Remove something large first.")
    start = header_start(generation, vault_id, slots)
    save_salt, nonce = os.urandom(32), os.urandom(12)
    start += save_salt + nonce + struct.pack("<Q", len(payload) + TAG)
    start += hashlib.sha256(start).digest()
    raw = start + _mac(key, save_salt, start)
    with _reading_back():
        header = parse_header(raw, len(raw) + len(payload) + TAG)
        if header.slots != slots or not knows_key(header, key):
            raise DamagedVault("it does not read back")
    there = aes_gcm(key.subkey(save_salt, INFO_PAYLOAD), nonce)
    back = aes_gcm(key.subkey(header.save_salt, INFO_PAYLOAD), header.payload_nonce)
    return Sealed(header, partial(_pieces, raw, payload, there, back))


def _pieces(raw: bytes, payload: bytearray, there: Cipher[GCM], back: Cipher[GCM]) -> Iterator[bytes]:
    """The header, then the ciphertext with its tag: each piece leaves when the one after it has been compared."""
    encryptor, opener = there.encryptor(), back.decryptor()
    encryptor.authenticate_additional_data(raw)
    opener.authenticate_additional_data(raw)
    ready, opened = raw, bytearray(_PIECE + 15)  # the library wants room for a block more than it writes
    with _reading_back(), memoryview(payload) as clear:
        for offset in range(-len(raw), len(clear), _PIECE):  # so that every piece begins where a page of the file does
            piece = clear[max(offset, 0) : offset + _PIECE]
            sealed = encryptor.update(piece)
            if opener.update_into(sealed, opened) != len(piece) or not opened.startswith(piece):
                raise DamagedVault("it does not read back")
            if offset < 0:
                ready += sealed
            else:
                yield ready
                ready = sealed
        encryptor.finalize()
        opener.finalize_with_tag(encryptor.tag)
    yield ready + encryptor.tag


@contextlib.contextmanager
def _reading_back() -> Iterator[None]:
    """Look at what was just made. What is wrong with it is this machine's fault and not the file's."""
    from cryptography.exceptions import InvalidTag

    try:
        yield
    except (DamagedVault, InvalidTag):
        raise SaveFailed(
            "the sealed copy did not read back as what went in", advice="Please test this machine's memory."
        ) from None


def knows_key(header: Header, key: DataKey) -> bool:
    """True if the header was written by somebody with this data key."""
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
