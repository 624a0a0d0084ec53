"""A second writer of vault and draft files, from ``docs/vault-format.md``, for files that are right but for one thing.

Everything starts from ``vectors/example.vault`` and ``example.draft``, which the page walks through, with their keys.
What else is needed is drawn from SHA-256: no chance, no clock, no code of mentor-tui.
"""

import hashlib
import hmac
import json
import struct
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import independent

HERE = Path(__file__).parent / "vectors"
BASE = (HERE / "example.vault").read_bytes()
BASE_DRAFT = (HERE / "example.draft").read_bytes()
WORDS = "correct horse battery staple"
KEY = "EEWT-GRGX-9209-S0T4-AYVX-9YYK-RAMY-ECW2-MG1V"

PARTS = independent.split(BASE)
DEK = independent.data_key(PARTS, recovery=KEY)
ID = PARTS["vault_id"]
SLOTS = (BASE[40:132], BASE[132:224])
CLEAR = AESGCM(independent.hkdf(DEK, PARTS["save_salt"], b"mentor-tui/payload/1")).decrypt(
    PARTS["nonce"], PARTS["ciphertext"], PARTS["header"]
)
CONTENT = json.loads(CLEAR)
TEXT = CLEAR.rstrip(b" ")
GOAL = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def drawn(label: str, size: int) -> bytes:
    """Bytes that look random and are the same every time."""
    out = b""
    while len(out) < size:
        out += hashlib.sha256(f"{label}/{len(out)}".encode()).digest()
    return out[:size]


def recovery_text(raw: bytes) -> str:
    """Twenty bytes as a recovery key."""
    check = int.from_bytes(hashlib.sha256(raw).digest()[:3], "big") >> 4
    number = int.from_bytes(raw, "big") << 20 | check
    signs = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> 5 * (35 - i) & 31] for i in range(36))
    return "-".join(signs[i : i + 4] for i in range(0, 36, 4))


OTHER_KEY = recovery_text(drawn("another recovery key", 20))


def wrapping_key(kind, kdf, t, m, p, salt, secret):
    if kdf == 2:
        return independent.hkdf(independent.recovery_bytes(secret), salt, b"mentor-tui/recovery/1")
    return independent.argon2id(independent.passphrase_bytes(secret), salt, t, m, p)


def slot(kind=1, kdf=1, zero=0, t=1, m=19456, p=1, secret=WORDS, label="slot", dek=DEK, wrap=True, vault_id=ID):
    """A slot that opens with ``secret``, or (``wrap=False``) one that only looks like it."""
    salt, nonce = drawn(f"{label} salt", 16), drawn(f"{label} nonce", 12)
    head = struct.pack("<BBHIII", kind, kdf, zero, t, m, p) + salt
    if not wrap:
        return head + nonce + drawn(f"{label} wrapped", 48)
    kek = wrapping_key(kind, kdf, t, m, p, salt, secret)
    return head + nonce + AESGCM(kek).encrypt(nonce, dek, b"mentor-tui/slot/1" + vault_id + head)


def recovery_slot(secret=KEY, label="recovery", **more):
    return slot(2, 2, t=0, m=0, p=0, secret=secret, label=label, **more)


def padded(text: bytes) -> bytes:
    return text + b" " * (-(len(text) + 16) % 4096)


def sealed(*, major=1, minor=0, count=None, zero=0, generation=3, vault_id=ID, slots=SLOTS, clear=CLEAR, length=None,
           save_salt=PARTS["save_salt"], dek=DEK) -> bytes:  # fmt: skip
    """A vault whose sums, tags and wrappings are right, whatever stands in it."""
    nonce = PARTS["nonce"]
    head = b"MNTRVLT\0" + struct.pack("<HHHHQ", major, minor, len(slots) if count is None else count, zero, generation)
    head += vault_id + b"".join(slots) + save_salt + nonce
    head += struct.pack("<Q", len(clear) + 16 if length is None else length)
    head += hashlib.sha256(head).digest()
    head += hmac.digest(independent.hkdf(dek, save_salt, b"mentor-tui/header/1"), head, "sha256")
    key = independent.hkdf(dek, save_salt, b"mentor-tui/payload/1")
    return head + AESGCM(key).encrypt(nonce, clear, head)


def payload(text: bytes | dict, **more) -> bytes:
    return sealed(
        clear=padded(text if isinstance(text, bytes) else json.dumps(text, separators=(",", ":")).encode()), **more
    )


def put(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def flip(data: bytes, at: int, bit: int = 0) -> bytes:
    return put(data, at, bytes([data[at] ^ 1 << bit]))


def resummed(data: bytes) -> bytes:
    """``header_sha256`` made to fit, as anybody can who has no key."""
    end = 156 + 92 * struct.unpack_from("<H", data, 12)[0]
    return put(data, end - 64, hashlib.sha256(data[: end - 64]).digest())


def with_slot(at: int, new: bytes, **more) -> bytes:
    """Both slots, with bytes of the first one (at < 92) or the second changed, and everything around them right."""
    both = put(SLOTS[0] + SLOTS[1], at, new)
    return sealed(slots=(both[:92], both[92:]), **more)


FIELD = "why"
LABEL = {"record": GOAL, "field": FIELD, "saved_at": 1767225600}
DRAFT_TEXT = "Because I have something to say."


def sealed_draft(
    *, major=1, minor=0, label=LABEL, text=DRAFT_TEXT, place=(GOAL, FIELD), dek=DEK, vault_id=ID, pad=(256, 1024)
):
    """A draft whose tags are right. Texts given as bytes are sealed as they are."""
    clear = []
    for part, block in zip((label, text), pad, strict=True):
        data = part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
        clear.append(data + b" " * (-(len(data) + 16) % block))
    salt, label_nonce, text_nonce = BASE_DRAFT[20:52], BASE_DRAFT[52:64], BASE_DRAFT[64:76]
    head = b"MNTRDRF\0" + struct.pack("<HHII", major, minor, len(clear[0]) + 16, len(clear[1]) + 16)
    head += salt + label_nonce + text_nonce
    cipher = AESGCM(independent.hkdf(dek, salt, b"mentor-tui/draft/1"))
    body = cipher.encrypt(text_nonce, clear[1], vault_id + independent.place(*place))
    return head + cipher.encrypt(label_nonce, clear[0], head + vault_id) + body


@dataclass
class Vector:
    """One file, the secret to try, and the answer. ``step`` is the one of the page's reading order that refuses."""

    name: str
    comment: str
    data: bytes
    result: str
    step: int = 0
    secret: dict = field(default_factory=lambda: {"passphrase": WORDS})
    tables: dict | None = None
    generation: int = 3


@dataclass
class DraftVector:
    """One draft of the example's vault, kept under the example's draft name."""

    name: str
    comment: str
    data: bytes
    result: str = "draft refused"
    text: str | None = None
