"""The recovery key: on paper, typed back, and told apart from a typing slip."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.vault import BadRecoveryKey, NoRecoveryKey, RecoveryKey, Vault, WrongRecoveryKey

from .conftest import FAST, WORDS, contents, put
from .counts import count


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(min_size=20, max_size=20))
def test_text_and_back(raw):
    key = RecoveryKey(raw)
    assert RecoveryKey.parse(key.text) == key
    assert [len(group) for group in key.groups] == [4] * 9
    assert key.text == "-".join(key.groups)


def test_as_people_type_it():
    key = RecoveryKey(bytes(range(20)))
    text = key.text
    sloppy = text.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert RecoveryKey.parse(f"  {sloppy}\n") == key
    assert RecoveryKey.parse(text.replace("-", "").replace("1", "I")) == key
    assert RecoveryKey.parse(text.replace("-", "–")) == key


def test_slips_are_noticed():
    key = RecoveryKey(bytes(range(7, 207, 10)))
    signs = key.text.replace("-", "")
    draw = random.Random(1)
    caught = tried = 0
    while tried < 1000:
        typed = list(signs)
        if tried % 2:
            at, other = draw.randrange(35), draw.randrange(1, 36)
            there = (at + (1 if tried % 4 == 1 else other)) % 36  # neighbours swapped, or any two
            typed[at], typed[there] = typed[there], typed[at]
        else:
            at = draw.randrange(36)
            typed[at] = draw.choice([c for c in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if c != signs[at]])
        if typed == list(signs):
            continue  # two equal signs were swapped
        tried += 1
        try:
            RecoveryKey.parse("".join(typed))
        except BadRecoveryKey:
            caught += 1
    assert caught >= 999
    count("typing slips in recovery keys", tried)
    for wrong in ("", "U" * 36, signs[:-1], signs + "0", "ß" * 18, "!" * 36):
        with pytest.raises(BadRecoveryKey):
            RecoveryKey.parse(wrong)


def test_a_vault_opens_with_its_key_and_no_other(path, vault):
    put(vault, "a", {"n": 1})
    assert not vault.has_recovery
    with pytest.raises(NoRecoveryKey):
        Vault.open_with_recovery(path, RecoveryKey.random().text)
    first, second = vault.new_recovery_key(), vault.new_recovery_key()
    assert not vault.has_recovery  # shown is not stored
    vault.store_recovery_key(first)
    assert vault.has_recovery
    with Vault.open_with_recovery(path, first.text.lower()) as opened:
        opened.change_passphrase("found again")
    assert contents(path, "found again") == {"goals": [{"n": 1}]}
    with Vault.open(path, "found again") as opened:
        opened.store_recovery_key(second)
    Vault.open_with_recovery(path, second.text).close()
    with pytest.raises(WrongRecoveryKey):
        Vault.open_with_recovery(path, first.text)
    with pytest.raises(BadRecoveryKey):
        Vault.open_with_recovery(path, second.text[:-1] + ("0" if second.text[-1] != "0" else "2"))


def test_keys_of_two_vaults_do_not_mix(path, tmp_path, vault):
    key = vault.new_recovery_key()
    vault.store_recovery_key(key)
    with Vault.create(tmp_path / "other.vault", WORDS, kdf=FAST) as other:
        other.store_recovery_key(other.new_recovery_key())
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(WrongRecoveryKey, match="belongs to another vault"):
        Vault.open_with_recovery(tmp_path / "other.vault", key.text)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.rglob("*") if p.is_file()} == before
