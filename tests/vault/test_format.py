"""The bytes: what is written reads back, and what is not right is refused for the right reason."""

import hashlib
import json
import os
import struct
import time

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_tui.vault import (
    Change,
    DamagedVault,
    KdfParams,
    NewerFormat,
    NoVault,
    ReadOnlyVault,
    UnreadableVault,
    Vault,
    VaultError,
    WrongPassphrase,
    inspect,
)

from . import independent
from .conftest import FAST, WORDS, contents, flipped, fresh_id, put

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
RECORDS = st.dictionaries(st.text(), JSON, max_size=5)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def sealed(path):
    """A small vault's bytes, with both kinds of slots."""
    with Vault.create(path, WORDS, kdf=FAST) as vault:
        vault.store_recovery_key(vault.new_recovery_key())
        put(vault, fresh_id(), {"title": "Speak up"})
    return path.read_bytes()


def resummed(data: bytes) -> bytes:
    """The header's checksum made to fit again, as an attacker without a key would."""
    end = 156 + 92 * struct.unpack_from("<H", data, 12)[0]
    head = data[: end - 64]
    return head + hashlib.sha256(head).digest() + data[end - 32 :]


@QUICK
@given(tables=st.dictionaries(st.text(), st.dictionaries(st.text(), RECORDS, min_size=1, max_size=3), max_size=3))
def test_any_records_come_back_as_they_were(tmp_path_factory, tables):
    path = tmp_path_factory.mktemp("v") / "any.vault"
    with Vault.create(path, WORDS, kdf=FAST) as vault:
        vault.commit([Change(t, i, r, None) for t, rows in tables.items() for i, r in rows.items()])
    with Vault.open(path, WORDS) as vault:
        assert vault.names() == sorted(tables)
        for name, rows in tables.items():
            assert vault.all(name) == list(rows.values())
            for key, record in rows.items():
                assert vault.get(name, key) == record


@settings(QUICK, max_examples=200)
@given(data=st.binary(max_size=600), like=st.booleans(), slots=st.integers(0, 9))
def test_random_bytes_meet_only_documented_errors(tmp_path_factory, data, like, slots):
    path = tmp_path_factory.mktemp("v") / "noise.vault"
    if like:
        data = b"MNTRVLT\0" + struct.pack("<HHHH", 1, 0, slots, 0) + data
    path.write_bytes(data)
    with pytest.raises((DamagedVault, NewerFormat)):
        Vault.open(path, WORDS)
    assert path.read_bytes() == data


def test_every_bit_of_the_header_matters(path, sealed):
    end = 156 + 92 * 2
    with path.open("r+b", buffering=0) as file:
        mac = range((end - 32) * 8, end * 8, 8)  # found only after key derivation: one bit of each byte will do
        for bit in (*range((end - 32) * 8), *mac):
            at = bit // 8
            os.pwrite(file.fileno(), flipped(sealed, bit)[at : at + 1], at)
            newer = 8 * 8 < bit < 10 * 8  # the version's bits above the lowest
            try:  # pytest.raises would cost a hundred times the opening
                Vault.open(path, WORDS)
                met = None
            except VaultError as error:
                met = type(error)
            assert met is (NewerFormat if newer else DamagedVault), bit
            os.pwrite(file.fileno(), sealed[at : at + 1], at)
    Vault.open(path, WORDS).close()


def test_bits_of_the_payload_matter(path, sealed):
    end = 156 + 92 * 2
    for bit in [*range(end * 8, len(sealed) * 8, 1999), len(sealed) * 8 - 1]:
        path.write_bytes(flipped(sealed, bit))
        with pytest.raises(DamagedVault):
            Vault.open(path, WORDS)


def test_a_corrected_checksum_does_not_help(path, sealed):
    tail = 40 + 92 * 2
    for offset, error in {16: DamagedVault, tail: DamagedVault, tail + 40: DamagedVault, 60: WrongPassphrase}.items():
        path.write_bytes(resummed(flipped(sealed, offset * 8)))
        with pytest.raises(error):
            Vault.open(path, WORDS)
    path.write_bytes(resummed(flipped(sealed, 24 * 8)))  # the id is part of every slot's wrapping
    with pytest.raises(WrongPassphrase):
        Vault.open(path, WORDS)
    swapped = sealed[:40] + sealed[132:224] + sealed[40:132] + sealed[224:]
    path.write_bytes(resummed(swapped))
    with pytest.raises(DamagedVault):
        Vault.open(path, WORDS)


@pytest.mark.parametrize("length", [0, 1, 7, 8, 11, 12, 39, 40, 131, 340, 341, 4095, -1])
def test_a_cut_file_is_damaged(path, sealed, length):
    path.write_bytes(sealed[:length])
    with pytest.raises(DamagedVault):
        Vault.open(path, WORDS)


@pytest.mark.parametrize("extra", [b"\0", b" " * 4096])
def test_added_bytes_are_damage(path, sealed, extra):
    path.write_bytes(sealed + extra)
    with pytest.raises(DamagedVault):
        Vault.open(path, WORDS)


@pytest.mark.parametrize(
    ("t", "m", "p"),
    [
        (0, 19456, 1),
        (17, 19456, 1),
        (2**32 - 1, 19456, 1),
        (1, 0, 1),
        (1, 19455, 1),
        (1, 1048577, 1),
        (1, 2**32 - 1, 1),
        (16, 1048576, 1),
        (1, 19456, 0),
        (1, 19456, 17),
    ],
)
def test_hostile_costs_are_refused_at_once(path, sealed, t, m, p):
    hostile = resummed(sealed[:44] + struct.pack("<III", t, m, p) + sealed[56:])
    path.write_bytes(hostile)
    start = time.perf_counter()
    with pytest.raises(DamagedVault):
        Vault.open(path, WORDS)
    assert time.perf_counter() - start < 0.05
    with pytest.raises(ValueError):
        KdfParams(t, m, p)


def test_a_hostile_length_is_refused_at_once(path, sealed):
    hostile = sealed[:268] + struct.pack("<Q", 2**63) + sealed[276:]
    path.write_bytes(resummed(hostile))
    with pytest.raises(DamagedVault):
        Vault.open(path, WORDS)


def test_an_enormous_file_is_refused_unread(path, sealed):
    with path.open("r+b") as file:
        file.truncate(5 << 30)
    start = time.perf_counter()
    with pytest.raises(DamagedVault):
        inspect(path)
    assert time.perf_counter() - start < 0.05


def test_a_wrong_passphrase_leaves_everything_alone(path, sealed):
    before = (path.stat().st_mtime_ns, sorted(p.name for p in path.parent.iterdir()))
    with pytest.raises(WrongPassphrase):
        Vault.open(path, WORDS + " ")
    with pytest.raises(WrongPassphrase):
        Vault.open(path, "")
    assert path.read_bytes() == sealed
    assert before == (path.stat().st_mtime_ns, sorted(p.name for p in path.parent.iterdir()))


def test_the_same_words_typed_otherwise_open(path):
    Vault.create(path, "Zu\u0308rich \ufb01ne", kdf=FAST).close()
    Vault.open(path, "Z\u00fcrich fine").close()


def test_a_newer_major_is_refused_and_kept(path, sealed):
    data = sealed[:8] + struct.pack("<H", 2) + sealed[10:]
    path.write_bytes(data)
    with pytest.raises(NewerFormat):
        Vault.open(path, WORDS)
    with pytest.raises(NewerFormat):
        inspect(path)
    assert path.read_bytes() == data


def _resealed(path, minor=0, change=lambda payload: payload, slots=lambda raw: raw):
    """The same vault as another release might write it, made with the test's own reader's keys."""
    data = path.read_bytes()
    parts = independent.split(data)
    dek = independent.data_key(parts, passphrase=WORDS)
    old = independent.read_vault(data, passphrase=WORDS)
    payload = change({key: old[key] for key in ("schema_version", "tables", "lineage")})
    text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    text += b" " * (-(len(text) + 16) % 4096)
    tail = len(parts["header"]) - 116
    raw = slots(data[40:tail])
    head = data[:10] + struct.pack("<HH", minor, len(raw) // 92) + data[14:40] + raw + data[tail : tail + 44]
    head += struct.pack("<Q", len(text) + 16)
    head += hashlib.sha256(head).digest()
    mac_key = independent.hkdf(dek, parts["save_salt"], b"mentor-tui/header/1")
    head += independent.hmac.new(mac_key, head, hashlib.sha256).digest()
    key = independent.hkdf(dek, parts["save_salt"], b"mentor-tui/payload/1")
    path.write_bytes(head + AESGCM(key).encrypt(parts["nonce"], text, head))


@pytest.mark.parametrize(
    "how",
    [
        {"minor": 1},
        {"minor": 7, "slots": lambda raw: raw + bytes([9, 9]) + bytes(90)},
        {"minor": 1, "change": lambda payload: payload | {"schema_version": 2, "extra": [1]}},
        {"change": lambda payload: payload | {"schema_version": 2, "extra": [1]}},
    ],
)
def test_a_newer_minor_opens_for_reading_only(path, sealed, how):
    _resealed(path, **how)
    data = path.read_bytes()
    with Vault.open(path, WORDS) as vault:
        assert vault.read_only
        assert vault.notices
        assert [record["title"] for record in vault.all("goals")] == ["Speak up"]
        for attempt in (
            lambda: put(vault, fresh_id(), {}),
            lambda: vault.change_passphrase("other"),
            lambda: vault.store_recovery_key(vault.new_recovery_key()),
        ):
            with pytest.raises(ReadOnlyVault):
                attempt()
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "payload",
    [b"", b"{}", b"[]", b"{", b'{"schema_version": 0, "tables": {}}', b'{"schema_version": 1, "tables": []}',
     b'{"schema_version": 1, "tables": {}, "more": 1}', b"[" * 3000, b'{"schema_version": 2}', b"\xff\xfe"],
)  # fmt: skip
def test_a_payload_of_another_shape_is_refused(path, sealed, payload):
    _resealed(path, change=lambda _: payload)
    with pytest.raises((DamagedVault, NewerFormat)):
        Vault.open(path, WORDS)


def test_a_record_that_is_none_is_damage(path, sealed):
    _resealed(path, change=lambda payload: payload | {"tables": {"goals": {"a": 5}}})
    with Vault.open(path, WORDS) as vault, pytest.raises(DamagedVault):
        vault.all("goals")


def test_what_is_no_file_is_told_apart(tmp_path):
    with pytest.raises(NoVault):
        Vault.open(tmp_path / "none.vault", WORDS)
    with pytest.raises(NoVault):
        inspect(tmp_path / "none" / "none.vault")
    with pytest.raises(UnreadableVault):
        Vault.open(tmp_path, WORDS)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableVault):
        Vault.open(tmp_path / "pipe", WORDS)
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(VaultError):
        Vault.open(tmp_path / "a", WORDS)


def test_inspect_tells_the_header_without_a_key(path, sealed):
    info = inspect(path)
    assert (info.major, info.minor, info.generation, info.size) == (1, 0, 3, len(sealed))
    assert [(slot.kind, slot.kdf) for slot in info.slots] == [("passphrase", "Argon2id"), ("recovery", "HKDF")]
    assert (info.slots[0].t, info.slots[0].m_kib, info.slots[0].p) == (1, 19456, 1)
    assert bytes.fromhex(info.vault_id) == sealed[24:40]


def test_the_size_tells_only_steps_of_four_kibibytes(vault, path):
    for length in (0, 10, 5000, 70000):
        put(vault, "a", {"text": "x" * length})
        assert (path.stat().st_size - 156 - 92) % 4096 == 0
    assert contents(path) == {"goals": [{"text": "x" * 70000}]}
