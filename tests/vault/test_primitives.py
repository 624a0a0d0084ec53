"""Published test vectors, run on the functions that the vault itself calls. Each file says where its own come from."""

import hmac
import json
from pathlib import Path

import pytest

from mentor_tui.vault.sealed.primitives import aes_gcm, argon2id, decrypt, encrypt, hkdf, hmac_sha256
from mentor_tui.vault.sealed.seal import _pieces

from . import independent
from .counts import count

VECTORS = Path(__file__).parent / "vectors" / "primitives"
PUBLISHED = "published vectors of primitives"


def published(name):
    tests = json.loads((VECTORS / f"{name}.json").read_text())["tests"]
    return [{key: value if key in ("result", "source") else _bytes(value) for key, value in t.items()} for t in tests]


def _bytes(value):
    try:
        return bytes.fromhex(value)
    except (TypeError, ValueError):
        return value


def sealed_in_pieces(case):
    """The way a payload goes: piece by piece, each decrypted again and compared."""
    cipher = aes_gcm(case["key"], case["iv"])
    return b"".join(_pieces(case["aad"], bytearray(case["msg"]), cipher, cipher)).removeprefix(case["aad"])


def test_aes_256_gcm():
    cases = published("aes_gcm")
    assert {case["result"] for case in cases} == {"valid", "invalid"}
    for case in cases:
        key, nonce, aad, sealed = case["key"], case["iv"], case["aad"], case["ct"] + case["tag"]
        right = case["result"] == "valid"
        assert decrypt(key, nonce, sealed, aad) == (case["msg"] if right else None), case["tcId"]
        assert (encrypt(key, nonce, case["msg"], aad) == sealed) == right, case["tcId"]
        assert (sealed_in_pieces(case) == sealed) == right, case["tcId"]
    count(PUBLISHED, len(cases))


def test_hkdf_with_sha_256():
    cases = published("hkdf_sha256")
    assert any(case["size"] == 32 for case in cases)
    for case in cases:
        same = min(case["size"], 32)  # a longer or shorter output begins with the same bytes
        for ours in (hkdf, independent.hkdf):
            assert ours(case["ikm"], case["salt"], case["info"])[:same] == case["okm"][:same], case["tcId"]
        assert hkdf(bytearray(case["ikm"]), case["salt"], case["info"])[:same] == case["okm"][:same]
    count(PUBLISHED, len(cases))


def test_hmac_with_sha_256():
    cases = published("hmac_sha256")
    assert {case["result"] for case in cases} == {"valid", "invalid"}
    for case in cases:
        found = hmac_sha256(case["key"], case["msg"])
        assert hmac.compare_digest(found, case["tag"]) == (case["result"] == "valid"), case["tcId"]
    count(PUBLISHED, len(cases))


def test_argon2id():
    """Ours takes neither secret value nor associated data, so the case of RFC 9106 itself runs on the library below."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    cases = published("argon2id")
    small = [case for case in cases if not case["secret"] and case["m_kib"] <= 65536]
    assert len(small) == 7
    for case in small:
        assert argon2id(case["password"], case["salt"], case["t"], case["m_kib"], case["p"]) == case["tag"], case
    (rfc,) = (case for case in cases if case["source"].startswith("RFC 9106"))
    library = Argon2id(
        salt=rfc["salt"], length=32, iterations=3, lanes=4, memory_cost=32, secret=rfc["secret"], ad=rfc["ad"]
    )
    assert library.derive(rfc["password"]) == rfc["tag"]
    count(PUBLISHED, len(small) + 1)


@pytest.mark.soak
def test_argon2id_at_the_memory_of_a_real_vault():
    (large,) = (case for case in published("argon2id") if case["m_kib"] == 262144)
    assert argon2id(large["password"], large["salt"], large["t"], 262144, large["p"]) == large["tag"]
    count(PUBLISHED)
