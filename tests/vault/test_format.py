"""The bytes: what is written reads back, and says no more about itself than it must."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_tui.vault import (
    Change,
    KdfParams,
    NoVault,
    UnreadableVault,
    Vault,
    VaultError,
    WrongPassphrase,
    inspect,
)

from . import independent
from .conftest import FAST, WORDS, contents, fresh_id, put

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
QUICK = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def sealed(path):
    """A small vault's bytes, with both kinds of slots."""
    with Vault.create(path, WORDS, kdf=FAST) as vault:
        vault.store_recovery_key(vault.new_recovery_key())
        put(vault, fresh_id(), {"title": "Speak up"})
    return path.read_bytes()


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


def test_no_two_saves_share_a_salt_or_a_nonce(path):
    """Fresh keys for every save are what makes its nonce safe."""
    saves, slots = [], []
    with Vault.create(path, WORDS, kdf=FAST) as vault:
        for n in range(12):
            if n % 4 == 3:
                vault.change_passphrase(f"{WORDS} {n}")
                vault.store_recovery_key(vault.new_recovery_key())
            put(vault, "a", {"n": 1})
            put(vault, "a", {"n": 2})
            parts = independent.split(path.read_bytes())
            saves.append((parts["save_salt"], parts["nonce"], parts["header"][-64:-32]))
            slots += [(slot["salt"], slot["nonce"], slot["wrapped"]) for slot in parts["slots"]]
            vault.drafts.save("r", "notes", "the same words")
            (draft,) = path.with_name("pair.vault.drafts").iterdir()
            data = draft.read_bytes()
            saves.append((data[20:52], data[52:64], data[64:76]))
    for part in range(3):
        assert len({save[part] for save in saves}) == len(saves)
        assert len({slot[part] for slot in slots}) == len({slot[0] for slot in slots}) == 7
    assert not {salt for salt, *_ in saves} & {salt for salt, *_ in slots}


def test_what_a_passphrase_costs_to_guess():
    """The costs named on the page and in the privacy notes."""
    assert (KdfParams.default().t, KdfParams.default().m_kib, KdfParams.default().p) == (3, 262144, 4)
    assert (KdfParams.low_memory().t, KdfParams.low_memory().m_kib, KdfParams.low_memory().p) == (3, 65536, 4)
