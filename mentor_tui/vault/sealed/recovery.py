"""The recovery key: 160 random bits that a person can copy onto paper and type back.

Twenty random bytes followed by the first 20 bits of their SHA-256 make 180 bits, written as 36 signs of Crockford's
base32 (no I, L, O, U), most significant bits first, in nine groups of four. The 20 check bits tell a typing slip
from a key that belongs to another vault.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from dataclasses import dataclass, field

from mentor_tui.vault.errors import BadRecoveryKey

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SIGNS = 36
_RAW = 20


@dataclass(frozen=True)
class RecoveryKey:
    """A recovery key. Its text never shows in ``repr``, so it stays out of crash reports."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != _RAW:
            raise ValueError("a recovery key is 20 bytes")

    @classmethod
    def random(cls) -> RecoveryKey:
        """A fresh key from the operating system's generator."""
        return cls(os.urandom(_RAW))

    @property
    def text(self) -> str:
        """``XXXX-XXXX-…``: nine groups of four."""
        return "-".join(self.groups)

    @property
    def groups(self) -> list[str]:
        """The nine groups, in order."""
        number = int.from_bytes(self.raw, "big") << 20 | _check_bits(self.raw)
        signs = "".join(ALPHABET[number >> 5 * (_SIGNS - 1 - i) & 31] for i in range(_SIGNS))
        return [signs[i : i + 4] for i in range(0, _SIGNS, 4)]

    @classmethod
    def parse(cls, text: str) -> RecoveryKey:
        """Read a key as people type it: any case, spaces or dashes anywhere, O for 0, I or L for 1.

        Raises :class:`BadRecoveryKey` for a wrong length, an impossible sign or a checksum that does not fit.
        """
        kept = [c for c in unicodedata.normalize("NFKC", text).upper() if not _is_filler(c)]
        if len(kept) != _SIGNS:
            raise BadRecoveryKey(
                f"A recovery key has 36 letters and digits; this has {len(kept)}. "
                "Nothing was changed; compare it with your paper, group by group."
            )
        number = 0
        for sign in kept:
            if sign not in _VALUES:
                raise BadRecoveryKey(
                    "This contains a character that no recovery key has (only letters other than U, and digits). "
                    "Nothing was changed; compare it with your paper, group by group."
                )
            number = number << 5 | _VALUES[sign]
        raw = (number >> 20).to_bytes(_RAW, "big")
        if number & 0xFFFFF != _check_bits(raw):
            raise BadRecoveryKey(
                "There is a mistake somewhere in this recovery key: its check characters do not match. "
                "Nothing was changed; compare it with your paper, group by group."
            )
        return cls(raw)


def _check_bits(raw: bytes) -> int:
    return int.from_bytes(hashlib.sha256(raw).digest()[:3], "big") >> 4


def _is_filler(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Pd", "Cf", "Cc")
