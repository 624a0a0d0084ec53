"""What stands beside the vault: backups, restoring, checking, drafts, the state file, leftovers."""

import json
import os

import pytest

from mentor_tui.vault import (
    BackupInfo,
    ClosedVault,
    DamagedVault,
    FileSystem,
    NoVault,
    ReadOnlyVault,
    Vault,
    WrongPassphrase,
    inspect,
    list_backups,
    remove_files,
    reseal_beside,
    restore,
    verify,
)
from mentor_tui.vault.beside.leftovers import clear

from .conftest import FAST, WORDS, contents, flipped, fresh_id, put


def n_of(path, passphrase=WORDS):
    return contents(path, passphrase)["goals"][0]["n"]


@pytest.fixture
def seven(path, vault):
    """A vault saved seven times."""
    for n in range(7):
        put(vault, "a", {"n": n})
    return vault


def test_the_last_five_versions_are_kept(path, seven):
    backups = list_backups(path)
    assert [n_of(backup.path) for backup in backups] == [5, 4, 3, 2, 1]
    assert [backup.generation for backup in backups] == [7, 6, 5, 4, 3]
    assert all(isinstance(b, BackupInfo) and b.size == b.path.stat().st_size for b in backups)


def test_backups_exist_from_the_second_save_on(path, vault):
    assert list_backups(path) == []
    put(vault, "a", {})
    assert len(list_backups(path)) == 1


def test_large_vaults_are_pruned_too(path, vault):
    for n in range(8):
        put(vault, "a", {"n": n, "text": "x" * 400_000})
    vault.close()
    assert [n_of(backup.path) for backup in list_backups(path)] == [6, 5, 4, 3, 2]


def test_strangers_among_the_backups_are_never_removed(path, vault, tmp_path):
    folder = path.with_name("pair.vault.backups")
    folder.mkdir()
    with Vault.create(tmp_path / "other.vault", WORDS, kdf=FAST):
        pass
    for name in ("note.txt", "before-000000000900-deadbeef-00000000.vault"):
        (folder / name).write_bytes((tmp_path / "other.vault").read_bytes())
    for n in range(8):
        put(vault, "a", {"n": n})
    names = sorted(p.name for p in folder.iterdir())
    assert len(names) == 7
    assert "note.txt" in names


def test_a_damaged_vault_is_restored_and_kept(path, seven):
    seven.close()
    bad = flipped(path.read_bytes(), 3000)
    path.write_bytes(bad)
    with pytest.raises(DamagedVault):
        Vault.open(path, WORDS)
    newest = list_backups(path)[0]
    kept = restore(path, newest.path, WORDS)
    assert kept.read_bytes() == bad
    assert n_of(path) == 5
    with Vault.open(path, WORDS) as opened:
        assert opened.generation > 8
        assert opened.notices == []


def test_a_missing_vault_is_restored(path, seven):
    seven.close()
    path.unlink()
    with pytest.raises(NoVault, match="5 of its backups"):
        Vault.open(path, WORDS)
    assert restore(path, list_backups(path)[2].path, WORDS) is None
    assert n_of(path) == 3


@pytest.mark.parametrize("standing", [b"", b"noise"])
def test_whatever_stands_there_is_kept(path, seven, standing):
    seven.close()
    path.write_bytes(standing)
    assert restore(path, list_backups(path)[0].path, WORDS).read_bytes() == standing
    assert n_of(path) == 5


def test_a_backup_that_does_not_open_changes_nothing(path, seven):
    seven.close()
    standing = path.read_bytes()
    first, second = list_backups(path)[:2]
    first.path.write_bytes(flipped(first.path.read_bytes(), 9000))
    with pytest.raises(DamagedVault):
        restore(path, first.path, WORDS)
    with pytest.raises(WrongPassphrase):
        restore(path, second.path, "wrong")
    with pytest.raises(NoVault):
        restore(path, path.with_name("none"), WORDS)
    assert path.read_bytes() == standing


def test_restoring_twice_keeps_both(path, seven):
    seven.close()
    kept = [restore(path, list_backups(path)[0].path, WORDS) for _ in range(3)]
    assert len({p.name for p in kept}) == 3
    assert inspect(path).generation == 11


def test_verify_decrypts_everything(path, seven):
    checks = verify(path, WORDS)
    assert [check.path for check in checks] == [path, *(b.path for b in list_backups(path))]
    assert all(check.ok and check.records == 1 and not check.problem for check in checks)
    bad = checks[2].path
    bad.write_bytes(flipped(bad.read_bytes(), 9000))
    checks = verify(path, WORDS)
    assert [check.ok for check in checks] == [True, True, False, True, True, True]
    assert "damaged" in checks[2].problem
    assert checks[2].generation == 6


def test_verify_with_wrong_and_earlier_passphrases(path, seven):
    with pytest.raises(WrongPassphrase):
        verify(path, "wrong")
    seven.change_passphrase("new")
    checks = verify(path, "new")
    assert all(check.ok for check in checks)
    assert [bool(check.problem) for check in checks] == [False, True, True, True, True, True]
    path.write_bytes(b"")
    assert [check.ok for check in verify(path, WORDS)] == [False, True, True, True, True, True]
    with pytest.raises(NoVault):
        verify(path.with_name("none.vault"), WORDS)


def test_looking_changes_nothing(path, seven):
    seven.close()
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in path.parent.rglob("*")}
    verify(path, WORDS)
    inspect(path)
    list_backups(path)
    Vault.open(path, WORDS).close()
    assert before == {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in path.parent.rglob("*")}


def test_leftovers_of_a_killed_save_are_removed(path, seven):
    seven.drafts.save("a", "f", "text")
    seven.close()
    stray = [
        path.with_name(".pair.vault.tmp-0123456789abcdef"),
        path.with_name("pair.vault.backups") / ".before-1.vault.tmp-0123456789abcdef",
        path.with_name("pair.vault.drafts") / ".x.tmp-0123456789abcdef",
    ]
    others = [path.with_name(".other.vault.tmp-0123456789abcdef"), path.with_name("pair.vault.tmp-0123456789abcdef")]
    for file in stray + others:
        file.write_bytes(b"half")
    os.utime(stray[2], (1, 1))
    young = path.with_name("pair.vault.drafts") / ".y.tmp-0123456789abcdef"
    young.write_bytes(b"being written right now")
    fs = FileSystem()
    handle = fs.lock(path.with_name("pair.vault.lock"), 0)
    Vault.open(path, WORDS).close()
    assert all(file.exists() for file in stray)  # somebody may be saving right now
    fs.unlock(handle)
    with Vault.open(path, WORDS) as vault:
        assert len(vault.notices) == 1
    assert not any(file.exists() for file in stray)
    assert all(file.exists() for file in [*others, young])


def test_an_older_file_is_noticed(path, seven, state_folder):
    old = list_backups(path)[0].path.read_bytes()
    seven.close()
    path.write_bytes(old)
    with Vault.open(path, WORDS) as vault:
        assert any("an old file was put back" in notice for notice in vault.notices)
        assert vault.get("goals", "a") == {"n": 5}
    seen = json.loads((state_folder / "seen.json").read_text())
    assert seen["vaults"] == {vault.vault_id.hex(): 8}
    with Vault.open(path, WORDS, state_dir=state_folder / "elsewhere") as vault:
        assert vault.notices == []


# Drafts


def test_drafts_come_back(path, vault):
    one, two = fresh_id(), fresh_id()
    before = path.stat().st_mtime_ns
    vault.drafts.save(one, "notes", "first")
    vault.drafts.save(one, "notes", "“second” – 日本語 \u202e\x1b[0m")
    vault.drafts.save(two, "notes", "")
    assert path.stat().st_mtime_ns == before
    vault.close()
    with Vault.open(path, WORDS) as opened:
        assert opened.drafts.load(one, "notes") == "“second” – 日本語 \u202e\x1b[0m"
        assert opened.drafts.load(two, "notes") == ""
        assert opened.drafts.load(two, "other") is None
        assert {(d.record, d.field) for d in opened.drafts.all()} == {(one, "notes"), (two, "notes")}
        assert all(d.saved_at.utcoffset().total_seconds() == 0 for d in opened.drafts.all())
        opened.drafts.discard(one, "notes")
        opened.drafts.discard(one, "notes")
        assert [d.record for d in opened.drafts.all()] == [two]


def test_draft_files_reveal_nothing(path, vault):
    record = fresh_id()
    vault.drafts.save(record, "feelings", "I am not sure about this mentor")
    vault.drafts.save(record, "notes", "short")
    files = list(path.with_name("pair.vault.drafts").iterdir())
    assert len(files) == 2
    assert {file.stat().st_size for file in files} == {76 + 256 + 1024}
    assert {file.read_bytes()[:12] for file in files} == {b"MNTRDRF\0\1\0\0\0"}
    for file in files:
        assert record not in file.name
        for secret in (record, "feelings", "mentor", vault.vault_id.hex()):
            assert secret.encode() not in file.read_bytes()


def test_damaged_and_foreign_drafts_are_left_and_mentioned(path, vault, tmp_path):
    for field in ("a", "b", "c"):
        vault.drafts.save("r", field, field)
    folder = path.with_name("pair.vault.drafts")
    files = sorted(folder.iterdir())
    files[0].write_bytes(flipped(files[0].read_bytes(), 2000))
    files[1].write_bytes(b"")
    with Vault.create(tmp_path / "other.vault", WORDS, kdf=FAST) as other:
        other.drafts.save("r", "a", "other")
        foreign = next((tmp_path / "other.vault.drafts").iterdir())
        foreign.rename(folder / foreign.name)
    assert len(vault.drafts.all()) == 1
    assert len(vault.notices) == 3
    assert len(list(folder.iterdir())) == 4
    for bit in range(0, 76 * 8, 7):
        files[2].write_bytes(flipped(data := files[2].read_bytes(), bit))
        assert vault.drafts.all() == []
        files[2].write_bytes(data)


def test_a_draft_moved_to_another_name_is_not_taken_for_it(path, vault):
    vault.drafts.save("r", "a", "text of a")
    vault.drafts.save("r", "b", "text of b")
    folder = path.with_name("pair.vault.drafts")
    one, two = folder.iterdir()
    one.replace(two)
    assert [vault.drafts.load("r", "a"), vault.drafts.load("r", "b")] == [None, None]


def test_an_unreadable_drafts_folder_is_a_notice(path, vault):
    path.with_name("pair.vault.drafts").write_text("a file")
    assert vault.drafts.all() == []
    assert vault.notices
    vault.close()
    with pytest.raises(ClosedVault):
        vault.drafts.all()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_opens(path, seven):
    seven.close()
    path.parent.chmod(0o500)
    try:
        assert n_of(path) == 6
    finally:
        path.parent.chmod(0o700)


# --- Numbers, and vaults that may only be read ----------------------------------------------------------------


def test_after_an_old_file_was_put_back_elsewhere_new_saves_have_backups_all_the_same(path, seven, state_folder):
    """On a computer that has seen nothing of this vault, whose backups came along in a synced folder."""
    seven.close()
    path.write_bytes(list_backups(path)[4].path.read_bytes())
    (state_folder / "seen.json").unlink()
    with Vault.open(path, WORDS) as back:
        for n in range(70, 76):
            put(back, "a", {"n": n})
    assert [n_of(backup.path) for backup in list_backups(path)] == [74, 73, 72, 71, 70]


def test_a_number_that_no_vault_can_have_is_no_backup_and_bars_no_restoring(path, seven):
    seven.close()
    odd = path.with_name("pair.vault.backups") / "before-9999999999999999999-aaaaaaaa-bbbbbbbb.vault"
    odd.write_bytes(b"")
    assert odd not in [backup.path for backup in list_backups(path)]
    restore(path, list_backups(path)[1].path, WORDS)
    assert n_of(path) == 4 and odd.exists()


def test_beside_a_vault_that_may_only_be_read_nothing_is_written(path, seven):
    left = path.with_name(".pair.vault.tmp-0123456789abcdef")
    left.write_bytes(b"a newer release's, perhaps")
    seven.drafts.save("a", "text", "still typing")
    seven.read_only = True
    before = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
    with pytest.raises(ReadOnlyVault):
        reseal_beside(seven, change=lambda _tables: {}, keep_draft=lambda _draft: False)
    with pytest.raises(ReadOnlyVault):
        remove_files(seven, [list_backups(path)[0].path])
    clear(seven)
    assert {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()} == before
