"""An open vault: records in, copies out, all or nothing, durable when it says so."""

import stat
import subprocess
import sys
import threading

import pytest

from mentor_tui.vault import (
    Change,
    ClosedVault,
    ConflictSaved,
    KdfParams,
    RecoveryKey,
    Vault,
    VaultExists,
    WrongPassphrase,
    inspect,
    strength,
)

from .conftest import FAST, WORDS, contents, fresh_id, put


def test_a_new_vault_is_for_its_owner_only(path, vault):
    put(vault, "a", {})
    vault.drafts.save("a", "f", "text")
    for file in (p for p in path.parent.rglob("*") if p.is_file()):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    for folder in (path.parent, path.parent / "pair.vault.backups", path.parent / "pair.vault.drafts"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_creating_never_overwrites(path, tmp_path):
    for standing in (b"", b"a letter"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(standing)
        with pytest.raises(VaultExists):
            Vault.create(path, WORDS, kdf=FAST)
        assert path.read_bytes() == standing
    with pytest.raises(VaultExists):
        Vault.create(tmp_path, WORDS, kdf=FAST)
    with pytest.raises(ValueError):
        Vault.create(tmp_path / "new.vault", "", kdf=FAST)


def test_insert_replace_delete(path, vault):
    id = fresh_id()
    assert put(vault, id, {"a": 1, "b": {"c": [1, 2]}}) is False
    put(vault, id, {"a": 2})
    assert vault.get("goals", id) == {"a": 2}  # replaced whole, nothing merged in
    assert contents(path) == {"goals": [{"a": 2}]}
    put(vault, id, None)
    assert vault.get("goals", id) is None
    assert vault.names() == []
    assert contents(path) == {}


def test_what_is_handed_out_is_a_copy(vault):
    given = {"list": [1]}
    vault.commit([Change("goals", "a", given, None)])
    given["list"].append(2)
    vault.get("goals", "a")["list"].append(3)
    vault.all("goals")[0]["list"].append(4)
    assert vault.get("goals", "a") == {"list": [1]}


def test_several_changes_are_one_save(path, vault):
    before = vault.generation
    vault.commit([Change("t", str(i), {"n": i}, None) for i in range(50)])
    assert vault.generation == before + 1 == inspect(path).generation
    assert [record["n"] for record in vault.all("t")] == list(range(50))
    vault.commit([Change("t", "0", {"n": 100}, {"n": 0}), Change("t", "0", {"n": 101}, {"n": 100})])
    assert vault.get("t", "0") == {"n": 101}


def test_nothing_to_change_is_no_save(vault):
    before = vault.generation
    assert vault.commit([]) is False
    assert vault.generation == before


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**63, b"bytes", {1: 2}, "\ud800", {1, 2}, object(), stat]
)
def test_what_json_cannot_hold_is_refused_before_anything_happens(vault, value):
    before = vault.generation
    with pytest.raises((TypeError, ValueError)) as caught:
        vault.commit([Change("t", "a", {"fine": 1}, None), Change("t", "b", {"x": value}, None)])
    assert "bytes'" not in str(caught.value)
    assert (vault.generation, vault.names()) == (before, [])


def test_nesting_has_an_end(vault):
    deep = {}
    for _ in range(5000):
        deep = {"d": deep}
    with pytest.raises(ValueError):
        put(vault, "a", deep)


def test_a_stale_change_is_a_conflict_and_kept(path, vault):
    put(vault, "a", {"n": 1})
    with pytest.raises(ConflictSaved) as caught:
        vault.commit([Change("goals", "a", {"n": 3}, {"n": 2}), Change("goals", "b", {}, None)])
    assert vault.all("goals") == [{"n": 1}]
    assert contents(path) == {"goals": [{"n": 1}]}
    assert contents(caught.value.copy_path) == {"goals": [{"n": 3}, {}]}
    with pytest.raises(ConflictSaved) as second:
        vault.commit([Change("goals", "a", {"n": 4}, None)])
    assert second.value.copy_path != caught.value.copy_path


def test_the_vault_behind_a_link_is_the_one_that_is_saved(path, vault, tmp_path):
    link = tmp_path / "link.vault"
    link.symlink_to(path)
    with Vault.open(link, WORDS) as other:
        put(other, "a", {"via": "link"})
        assert other.path == path
    assert link.is_symlink()
    assert not path.is_symlink()
    assert contents(path) == contents(link) == {"goals": [{"via": "link"}]}


def test_the_passphrase_can_change(path, vault):
    put(vault, "a", {"n": 1})
    assert vault.check_passphrase(WORDS)
    vault.change_passphrase("new words", kdf=KdfParams(2, 20000, 2))
    assert vault.check_passphrase("new words")
    assert not vault.check_passphrase(WORDS)
    slot = inspect(path).slots[0]
    assert (slot.t, slot.m_kib, slot.p) == (2, 20000, 2)
    with pytest.raises(WrongPassphrase):
        Vault.open(path, WORDS)
    with pytest.raises(ValueError):
        vault.change_passphrase("")
    vault.change_passphrase(WORDS)
    assert inspect(path).slots[0].m_kib == 20000  # the costs stay as they were
    assert contents(path) == {"goals": [{"n": 1}]}


def test_after_closing_nothing_is_left(vault):
    put(vault, "a", {"n": 1})
    key = vault._key.buffer
    vault.close()
    vault.close()
    assert bytes(key) == bytes(32)
    for use in (
        lambda: vault.get("goals", "a"),
        lambda: vault.all("goals"),
        lambda: vault.names(),
        lambda: vault.generation,
        lambda: vault.has_recovery,
        lambda: vault.commit([Change("goals", "a", None, {"n": 1})]),
        lambda: vault.refresh(),
        lambda: vault.change_passphrase("x"),
        lambda: vault.store_recovery_key(RecoveryKey.random()),
        lambda: vault.check_passphrase("x"),
        lambda: vault.drafts.save("a", "b", "c"),
        lambda: vault.drafts.load("a", "b"),
        lambda: vault.drafts.all(),
    ):
        with pytest.raises(ClosedVault):
            use()


def test_private_text_stays_out_of_reprs(vault):
    secret = "SECRET"
    put(vault, "a", {"x": secret})
    vault.drafts.save("a", "b", secret)
    key = vault.new_recovery_key()
    shown = repr([vault, vault.drafts.all(), vault._key, key, Change("t", "a", {"x": secret}, {"x": secret})])
    assert secret not in shown
    assert key.groups[0] not in shown


def test_threads_take_turns(path, vault):
    errors = []

    def work(name):
        try:
            for i in range(15):
                put(vault, f"{name}-{i}", {"n": i})
                vault.all("goals")
        except Exception as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert errors == []
    assert len(contents(path)["goals"]) == 60


@pytest.mark.parametrize(("passphrase", "weak"), [("", True), ("password1", True), ("x" * 5000, True)])
def test_weak_passphrases(passphrase, weak):
    assert strength(passphrase).weak is weak
    assert strength(passphrase).sentence


def test_strong_passphrase():
    assert strength("velvet tractor mumbles ninety oysters").score == 4
    assert strength("").score == 0


def test_importing_the_vault_is_cheap():
    code = (
        "import sys, mentor_tui.vault\n"
        "heavy = {'textual', 'tinydb', 'cryptography', 'filelock', 'platformdirs', 'zxcvbn', 'asyncio'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
