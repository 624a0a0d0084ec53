"""A second reader of vault and draft files, written from ``docs/vault-format.md`` alone.

It shares no code with ``mentor_tui`` and must never import it: struct, json, hashlib, hmac and the primitives of
``cryptography`` are enough. Used on its own it prints what a vault holds::

    python tests/vault/independent.py my.vault "the passphrase"
"""

import hashlib
import hmac
import json
import math
import struct
import sys
import unicodedata
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

DAMAGED, NEWER = "damaged", "newer format"
#: The newest schema_version that the page speaks of.
SCHEMA = 2


class Refused(Exception):
    """The file does not open: ``result`` is the page's name for the error, ``step`` where in the reading order."""

    def __init__(self, result, step):
        super().__init__(f"{result} (step {step})")
        self.result, self.step = result, step


def hkdf(key, salt, info, length=32):
    """RFC 5869 with SHA-256, spelled out; 32 bytes need one block."""
    extracted = hmac.new(salt, key, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()[:length]


@cache
def argon2id(words, salt, t, m, p):
    """RFC 9106; remembered, because the same slot is met again and again in tests."""
    return Argon2id(salt=salt, length=32, iterations=t, lanes=p, memory_cost=m).derive(words)


def passphrase_bytes(text):
    return unicodedata.normalize("NFKC", text.removeprefix("\ufeff")).encode("utf-8", "surrogatepass")


def recovery_bytes(text):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    signs = [c for c in text.upper() if c not in "- \n"]
    signs = [{"O": "0", "I": "1", "L": "1"}.get(c, c) for c in signs]
    if len(signs) != 36 or any(c not in alphabet for c in signs):
        raise Refused("typing slip", 7)
    number = 0
    for sign in signs:
        number = number * 32 + alphabet.index(sign)
    raw, check = (number >> 20).to_bytes(20, "big"), number & 0xFFFFF
    if check != int.from_bytes(hashlib.sha256(raw).digest()[:4], "big") >> 12:
        raise Refused("typing slip", 7)
    return raw


def split(data):
    """Length, bounds and checksum; gives the parts by name."""
    if len(data) > 2**30 + 892:
        raise Refused(DAMAGED, 1)
    if data[:8] != b"MNTRVLT\0" or len(data) < 12:
        raise Refused(DAMAGED, 2)
    major, minor = struct.unpack_from("<HH", data, 8)
    if major != 1:
        raise Refused(NEWER if major else DAMAGED, 3)
    if len(data) < 40:
        raise Refused(DAMAGED, 4)
    count, zero, generation = struct.unpack_from("<HHQ", data, 12)
    end = 156 + 92 * count
    if not 1 <= count <= 8 or len(data) < end:
        raise Refused(DAMAGED, 4)
    tail = end - 116
    (ciphertext_len,) = struct.unpack_from("<Q", data, tail + 44)
    if not 4096 <= ciphertext_len <= 2**30 or ciphertext_len % 4096 or len(data) != end + ciphertext_len:
        raise Refused(DAMAGED, 4)
    if hashlib.sha256(data[: end - 64]).digest() != data[end - 64 : end - 32]:
        raise Refused(DAMAGED, 5)
    if generation >= 2**63 or (zero and not minor):
        raise Refused(DAMAGED, 6)
    slots = []
    for start in range(40, tail, 92):
        kind, kdf, zero, t, m, p = struct.unpack_from("<BBHIII", data, start)
        if (kind, kdf) == (1, 1):
            good = 1 <= t <= 16 and 19456 <= m <= 1048576 and 1 <= p <= 16 and t * m <= 4194304
        elif (kind, kdf) == (2, 2):
            good = t == m == p == 0
        else:
            good = minor > 0
        if not good or (zero and not minor):
            raise Refused(DAMAGED, 6)
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
    """Unwrap the data key with one of the two secrets: the first slot that opens."""
    raw = recovery_bytes(recovery) if recovery is not None else None
    for slot in parts["slots"]:
        if passphrase is not None and (slot["type"], slot["kdf"]) == (1, 1):
            kek = argon2id(passphrase_bytes(passphrase), slot["salt"], slot["t"], slot["m"], slot["p"])
        elif raw is not None and (slot["type"], slot["kdf"]) == (2, 2):
            kek = hkdf(raw, slot["salt"], b"mentor-tui/recovery/1")
        else:
            continue
        try:
            return AESGCM(kek).decrypt(slot["nonce"], slot["wrapped"], slot["aad"])
        except InvalidTag:
            continue
    if recovery is None:
        raise Refused("wrong passphrase", 7)
    has = any(slot["type"] == 2 for slot in parts["slots"])
    raise Refused("wrong recovery key" if has else "no recovery key", 7)


def _finite(text):
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _never(text):
    raise ValueError(text)


def read_payload(data):
    """The JSON object in a payload, of the shape the page gives."""
    try:
        found = json.loads(data.decode("utf-8"), parse_float=_finite, parse_constant=_never)
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise Refused(DAMAGED, 10) from None
    version = found.get("schema_version") if isinstance(found, dict) else None
    if type(version) is not int or version < 1:
        raise Refused(DAMAGED, 10)
    found.setdefault("lineage", "")
    tables = found.get("tables")
    shaped = isinstance(tables, dict) and all(isinstance(rows, dict) for rows in tables.values())
    if not shaped or not isinstance(found["lineage"], str):
        raise Refused(NEWER if version > SCHEMA else DAMAGED, 10)
    if version <= SCHEMA and len(found) != 3:
        raise Refused(DAMAGED, 10)
    if not all(isinstance(record, dict) for rows in tables.values() for record in rows.values()):
        raise Refused(DAMAGED, 10)
    return found


def open_payload(parts, dek):
    """What stands behind the header, with the data key at hand."""
    mac_key = hkdf(dek, parts["save_salt"], b"mentor-tui/header/1")
    if not hmac.compare_digest(hmac.new(mac_key, parts["before_mac"], hashlib.sha256).digest(), parts["mac"]):
        raise Refused(DAMAGED, 8)
    key = hkdf(dek, parts["save_salt"], b"mentor-tui/payload/1")
    try:
        return read_payload(AESGCM(key).decrypt(parts["nonce"], parts["ciphertext"], parts["header"]))
    except InvalidTag:
        raise Refused(DAMAGED, 9) from None


def read_vault(data, passphrase=None, recovery=None):
    """Everything a vault file holds: generation, tables, schema version, lineage, and the data key."""
    parts = split(data)
    dek = data_key(parts, passphrase, recovery)
    found = open_payload(parts, dek)
    return {
        "generation": parts["generation"],
        "vault_id": parts["vault_id"],
        "dek": dek,
        "schema_version": found["schema_version"],
        "read_only": parts["minor"] > 0 or found["schema_version"] > SCHEMA,
        "tables": found["tables"],
        "lineage": found["lineage"],
    }


def place(record, field):
    """A record and a field as the page writes them into hashes and additional data."""
    record, field = record.encode(), field.encode()
    return struct.pack("<H", len(record)) + record + struct.pack("<H", len(field)) + field


def read_draft(data, dek, vault_id):
    """One draft file: record, field, text and the second it was saved."""
    if len(data) < 76 or data[:8] != b"MNTRDRF\0":
        raise Refused("draft refused", 1)
    major, _minor, label_len, text_len = struct.unpack_from("<HHII", data, 8)
    if major != 1 or len(data) != 76 + label_len + text_len:
        raise Refused("draft refused", 1)
    salt, label_nonce, text_nonce = data[20:52], data[52:64], data[64:76]
    cipher = AESGCM(hkdf(dek, salt, b"mentor-tui/draft/1"))
    try:
        label = json.loads(cipher.decrypt(label_nonce, data[76 : 76 + label_len], data[:76] + vault_id))
        if not isinstance(label, dict) or set(label) != {"record", "field", "saved_at"}:
            raise ValueError
        if [type(label[name]) for name in ("record", "field", "saved_at")] != [str, str, int]:
            raise ValueError
        if not 0 <= label["saved_at"] <= 253402300799:
            raise ValueError
        aad = vault_id + place(label["record"], label["field"])
        text = json.loads(cipher.decrypt(text_nonce, data[76 + label_len :], aad))
        if not isinstance(text, str):
            raise ValueError
    except (InvalidTag, ValueError):
        raise Refused("draft refused", 2) from None
    return {"record": label["record"], "field": label["field"], "saved_at": label["saved_at"], "text": text}


def draft_name(dek, vault_id, record, field):
    """The file name that belongs to a record and field."""
    key = hkdf(dek, vault_id, b"mentor-tui/draft-name/1")
    name = hmac.new(key, place(record, field), hashlib.sha256).digest()[:16].hex()
    return "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))


if __name__ == "__main__":
    try:
        found = read_vault(Path(sys.argv[1]).read_bytes(), passphrase=sys.argv[2])
    except Refused as refused:
        sys.exit(str(refused))
    json.dump({"generation": found["generation"], "tables": found["tables"]}, sys.stdout, indent=1)
