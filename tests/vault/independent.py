"""A second reader of vault and draft files, written from ``docs/vault-format.md`` alone.

It shares no code with ``mentor_tui`` and must never import it: struct, json, hashlib, hmac and the primitives of
``cryptography`` are enough. Used on its own it prints what a vault holds::

    python tests/vault/independent.py my.vault "the passphrase"
"""

import hashlib
import hmac
import json
import struct
import sys
import unicodedata
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


class Refused(Exception):
    """The file does not open; the text says at which step of the reading order."""


def hkdf(key, salt, info, length=32):
    """RFC 5869 with SHA-256, spelled out; 32 bytes need one block."""
    extracted = hmac.new(salt, key, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()[:length]


def recovery_bytes(text):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    signs = [c for c in text.upper() if c not in "- "]
    signs = [{"O": "0", "I": "1", "L": "1"}.get(c, c) for c in signs]
    if len(signs) != 36 or any(c not in alphabet for c in signs):
        raise Refused("recovery key: form")
    number = 0
    for sign in signs:
        number = number * 32 + alphabet.index(sign)
    raw, check = (number >> 20).to_bytes(20, "big"), number & 0xFFFFF
    if check != int.from_bytes(hashlib.sha256(raw).digest()[:4], "big") >> 12:
        raise Refused("recovery key: checksum")
    return raw


def split(data):
    """Length, bounds and checksum; gives the parts by name."""
    if len(data) < 248 or data[:8] != b"MNTRVLT\0":
        raise Refused("magic or length")
    major, minor, count, zero, generation = struct.unpack_from("<HHHHQ", data, 8)
    if major != 1:
        raise Refused("version")
    if not 1 <= count <= 8:
        raise Refused("slots")
    end = 40 + 92 * count + 116
    if len(data) < end:
        raise Refused("length")
    tail = end - 116
    (ciphertext_len,) = struct.unpack_from("<Q", data, tail + 44)
    if len(data) != end + ciphertext_len or ciphertext_len % 4096 or not ciphertext_len:
        raise Refused("length")
    if hashlib.sha256(data[: end - 64]).digest() != data[end - 64 : end - 32]:
        raise Refused("checksum")
    if minor == 0 and zero:
        raise Refused("bounds")
    slots = []
    for start in range(40, tail, 92):
        kind, kdf, zero, t, m, p = struct.unpack_from("<BBHIII", data, start)
        if kdf == 1 and not (1 <= t <= 16 and 19456 <= m <= 1048576 and 1 <= p <= 16 and t * m <= 4194304):
            raise Refused("bounds")
        slots.append(
            {
                "type": kind,
                "kdf": kdf,
                "t": t,
                "m": m,
                "p": p,
                "salt": data[start + 16 : start + 32],
                "nonce": data[start + 32 : start + 44],
                "wrapped": data[start + 44 : start + 92],
                "aad": b"mentor-tui/slot/1" + data[24:40] + data[start : start + 32],
            }
        )
    return {
        "minor": minor,
        "generation": generation,
        "vault_id": data[24:40],
        "slots": slots,
        "save_salt": data[tail : tail + 32],
        "nonce": data[tail + 32 : tail + 44],
        "before_mac": data[: end - 32],
        "mac": data[end - 32 : end],
        "header": data[:end],
        "ciphertext": data[end:],
    }


def data_key(parts, passphrase=None, recovery=None):
    """Unwrap the data key with one of the two secrets."""
    for slot in parts["slots"]:
        if passphrase is not None and (slot["type"], slot["kdf"]) == (1, 1):
            secret = unicodedata.normalize("NFKC", passphrase).encode()
            kdf = Argon2id(salt=slot["salt"], length=32, iterations=slot["t"], lanes=slot["p"], memory_cost=slot["m"])
            kek = kdf.derive(secret)
        elif recovery is not None and (slot["type"], slot["kdf"]) == (2, 2):
            kek = hkdf(recovery_bytes(recovery), slot["salt"], b"mentor-tui/recovery/1")
        else:
            continue
        try:
            return AESGCM(kek).decrypt(slot["nonce"], slot["wrapped"], slot["aad"])
        except InvalidTag:
            continue
    raise Refused("secret")


def read_vault(data, passphrase=None, recovery=None):
    """Everything a vault file holds: generation, tables, schema version, lineage, and the data key."""
    parts = split(data)
    dek = data_key(parts, passphrase, recovery)
    mac_key = hkdf(dek, parts["save_salt"], b"mentor-tui/header/1")
    if not hmac.compare_digest(hmac.new(mac_key, parts["before_mac"], hashlib.sha256).digest(), parts["mac"]):
        raise Refused("header_mac")
    key = hkdf(dek, parts["save_salt"], b"mentor-tui/payload/1")
    try:
        payload = AESGCM(key).decrypt(parts["nonce"], parts["ciphertext"], parts["header"])
    except InvalidTag:
        raise Refused("payload") from None
    found = json.loads(payload.decode("utf-8"))
    return {
        "generation": parts["generation"],
        "vault_id": parts["vault_id"],
        "dek": dek,
        "schema_version": found["schema_version"],
        "tables": found["tables"],
        "lineage": found["lineage"],
    }


def read_draft(data, dek, vault_id):
    """One draft file: record, field, text and the second it was saved."""
    if len(data) < 76 or data[:8] != b"MNTRDRF\0":
        raise Refused("magic or length")
    major, _minor, label_len, text_len = struct.unpack_from("<HHII", data, 8)
    if major != 1 or len(data) != 76 + label_len + text_len:
        raise Refused("version or length")
    salt, label_nonce, text_nonce = data[20:52], data[52:64], data[64:76]
    cipher = AESGCM(hkdf(dek, salt, b"mentor-tui/draft/1"))
    try:
        label = json.loads(cipher.decrypt(label_nonce, data[76 : 76 + label_len], data[:76] + vault_id))
        record, field = label["record"].encode(), label["field"].encode()
        aad = vault_id + struct.pack("<H", len(record)) + record + struct.pack("<H", len(field)) + field
        text = json.loads(cipher.decrypt(text_nonce, data[76 + label_len :], aad))
    except InvalidTag:
        raise Refused("draft") from None
    return {"record": label["record"], "field": label["field"], "saved_at": label["saved_at"], "text": text}


def draft_name(dek, vault_id, record, field):
    """The file name that belongs to a record and field."""
    key = hkdf(dek, vault_id, b"mentor-tui/draft-name/1")
    record, field = record.encode(), field.encode()
    place = struct.pack("<H", len(record)) + record + struct.pack("<H", len(field)) + field
    name = hmac.new(key, place, hashlib.sha256).digest()[:16].hex()
    return "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))


if __name__ == "__main__":
    found = read_vault(Path(sys.argv[1]).read_bytes(), passphrase=sys.argv[2])
    json.dump({"generation": found["generation"], "tables": found["tables"]}, sys.stdout, indent=1)
