"""Looking at the files beside a vault while folders fail and files go."""

import errno
import os

import pytest

from mentor_tui.vault import (
    DamagedVault,
    FileSystem,
    NoVault,
    Old,
    RecoveryKey,
    UnreadableVault,
    Vault,
    What,
    inspect,
    list_backups,
    rekey,
    verify,
)
from mentor_tui.vault.beside.inspection import has_new_keys, opens_with_recovery
from mentor_tui.vault.disk.files import backups_dir, drafts_dir

from .conftest import FAST, WORDS, flipped, put
from .writing import BASE, KEY, recovery_slot, sealed, slot
from .writing import WORDS as BASE_WORDS


class Moody(FileSystem):
    """Fails a call for every path that a test picks."""

    def __init__(self, call, picked, error):
        self.call, self.picked, self.error = call, picked, error

    def _ask(self, call, path):
        if call == self.call and self.picked(path):
            raise self.error

    def listdir(self, path):
        self._ask("listdir", path)
        return super().listdir(path)

    def stat(self, path):
        self._ask("stat", path)
        return super().stat(path)

    def open_read(self, path):
        self._ask("open_read", path)
        return super().open_read(path)


IO, GONE = OSError(errno.EIO, "io"), FileNotFoundError(errno.ENOENT, "gone")


@pytest.fixture
def three(path, vault):
    for n in range(3):
        put(vault, "a", {"n": n})
    return list_backups(path)


def is_backup(path):
    return path.parent.name.endswith(".backups")


def test_backups_that_cannot_be_listed_or_read_are_told(path, three):
    with pytest.raises(UnreadableVault, match=r"“pair\.vault\.backups” could not be read"):
        list_backups(path, Moody("listdir", lambda p: p == backups_dir(path), IO))
    with pytest.raises(UnreadableVault, match=r"“pair\.vault\.backups” could not be read"):
        list_backups(path, Moody("stat", is_backup, IO))
    with pytest.raises(UnreadableVault, match="“before-0"):
        list_backups(path, Moody("open_read", lambda p: p == three[1].path, IO))


def test_a_backup_that_goes_while_somebody_looks_is_passed_over(path, three):
    for call in ("open_read", "stat"):
        fs = Moody(call, lambda p: p == three[1].path, GONE)
        assert [b.path for b in list_backups(path, fs)] == [three[0].path, three[2].path]


def test_a_backup_whose_header_is_damaged_is_listed_without_a_number(path, three):
    three[1].path.write_bytes(flipped(three[1].path.read_bytes(), 200))
    assert [b.generation for b in list_backups(path)] == [three[0].generation, 0, three[2].generation]


def test_checking_says_what_could_not_be_checked(path, vault, three):
    checks = verify(path, WORDS, Moody("listdir", lambda p: p == backups_dir(path), IO))
    assert [(c.ok, c.read, c.path) for c in checks] == [(True, True, path), (False, False, backups_dir(path))]
    assert "could not be read" in checks[1].problem
    vault.drafts.save("a", "f", "text")
    checks = verify(path, WORDS, Moody("listdir", lambda p: p == drafts_dir(path), IO))
    assert (checks[-1].what, checks[-1].ok, checks[-1].path) == (What.DRAFT, False, drafts_dir(path))
    assert checks[-1].problem == "The drafts folder cannot be read."
    assert all(c.ok for c in checks[:-1])
    checks = verify(path, WORDS, Moody("listdir", lambda p: p == path.parent, IO))
    assert [c.what for c in checks] == [What.VAULT, *[What.BACKUP] * 3, What.KEPT_ASIDE, What.DRAFT]
    assert [(c.path, c.alarming) for c in checks if not c.read] == [(path.parent, True)]
    assert all(c.ok for c in checks if c.read)


def test_a_vault_that_is_gone_or_cannot_be_looked_at_leaves_its_backups_to_be_checked(path, vault, three):
    checks = verify(path, WORDS, Moody("stat", lambda p: p == path, IO))
    assert all(c.ok for c in checks) and len(checks) == 4
    path.unlink()
    checks = verify(path, WORDS)
    assert [c.ok for c in checks] == [False, True, True, True]
    assert "There is no vault at “pair.vault”" in checks[0].problem
    assert "3 of its backups are still there" in checks[0].problem
    vault.close()
    for backup in three:
        backup.path.unlink()
    with pytest.raises(NoVault, match="Check the path"):
        verify(path, WORDS)


def test_every_kind_of_file_is_checked_under_its_name(path, vault, three):
    vault.drafts.save("a", "f", "text")
    (drafts_dir(path) / "0123abcd-0123-4567-89ab-0123456789ab").write_bytes(b"noise")
    for word, data in (("conflict", path.read_bytes()), ("damaged", b"noise"), ("before-restore", path.read_bytes())):
        path.with_name(f"pair.vault.{word}-20260101T120000Z").write_bytes(data)
    checks = verify(path, WORDS)
    kinds = [What.VAULT, *[What.BACKUP] * 3, What.KEPT_ASIDE, What.CONFLICT, What.KEPT_ASIDE, What.DRAFT, What.DRAFT]
    assert [c.what for c in checks] == kinds
    assert [c.path.name.split(".")[-1][:7] for c in checks if not c.ok] == ["damaged", "0123abc"]
    assert [c.path.name[:7] for c in checks if c.alarming] == ["0123abc"]
    assert [c.records for c in checks] == [1, 1, 1, 0, 1, 1, 0, 0, 0]
    assert [c.problem for c in checks if c.ok] == [""] * 7


def test_without_a_key_no_draft_is_judged(path, vault):
    vault.drafts.save("a", "f", "text")
    path.write_bytes(b"noise")
    assert [(c.what, c.read, c.alarming) for c in verify(path, WORDS)] == [
        (What.VAULT, True, True),
        (What.DRAFT, False, True),
    ]


def test_a_copy_kept_aside_that_cannot_be_read_is_not_passed_over(path, vault):
    aside = path.with_name("pair.vault.damaged-20260101T120000Z")
    aside.write_bytes(path.read_bytes())
    checks = verify(path, WORDS, Moody("open_read", lambda p: p == aside, IO))
    assert [(c.ok, c.read, c.alarming) for c in checks] == [(True, True, False), (False, False, True)]


def test_slots_are_named_for_what_they_are(path):
    path.parent.mkdir()
    path.write_bytes(
        sealed(minor=1, slots=(slot(9, 9, wrap=False, t=3, m=5, p=7), slot(), recovery_slot(), slot(9, 1, wrap=False)))
    )
    info = inspect(path)
    assert [(s.kind, s.kdf) for s in info.slots] == [
        ("unknown", "unknown"),
        ("passphrase", "Argon2id"),
        ("recovery", "HKDF"),
        ("unknown", "Argon2id"),
    ]
    assert [(s.t, s.m_kib, s.p) for s in info.slots[:3]] == [(3, 5, 7), (1, 19456, 1), (0, 0, 0)]
    assert (info.major, info.minor, info.generation, info.size) == (1, 1, 3, path.stat().st_size)
    assert info.vault_id == BASE[24:40].hex()
    assert info.path == path
    with Vault.open(path, BASE_WORDS) as opened:
        assert opened.read_only


def test_a_drafts_folder_that_is_gone_means_no_drafts(path, vault):
    assert [c.what for c in verify(path, WORDS)] == [What.VAULT]


def test_a_vault_whose_backups_cannot_be_counted_is_missing_all_the_same(path, vault):
    vault.close()
    path.unlink()
    backups_dir(path).write_bytes(b"a file")
    with pytest.raises(NoVault, match="Check the path"):
        Vault.open(path, WORDS)


def test_which_recovery_key_opens_what_stands_on_disk(path):
    path.parent.mkdir()
    path.write_bytes(BASE)
    assert opens_with_recovery(path, RecoveryKey.parse(KEY))
    assert not opens_with_recovery(path, RecoveryKey(bytes(20)))
    path.write_bytes(sealed(slots=(slot(),)))
    assert not opens_with_recovery(path, RecoveryKey.parse(KEY))
    path.write_bytes(flipped(BASE, 200))
    with pytest.raises(DamagedVault):
        opens_with_recovery(path, RecoveryKey.parse(KEY))


def test_a_file_that_shrinks_while_it_is_read_is_damaged_and_hangs_nobody(path):
    class Shrinking(FileSystem):
        def read(self, fd, size):
            return super().read(fd, 2000)[: max(0, 3000 - os.lseek(fd, 0, os.SEEK_CUR) + 2000)]

    path.parent.mkdir()
    path.write_bytes(BASE)
    with pytest.raises(DamagedVault, match="cut short"):
        Vault.open(path, WORDS, fs=Shrinking())


def test_a_session_learns_that_the_keys_were_changed_elsewhere(path, vault):
    with Vault.open(path, WORDS) as other:
        put(vault, "a", {"n": 1})
        assert not has_new_keys(other)
        rekey(vault, WORDS, None)
        assert has_new_keys(other)
        assert not has_new_keys(vault)
        other._fs = Moody("open_read", lambda p: p == path, IO)
        assert not has_new_keys(other)
    path.unlink()
    assert not has_new_keys(vault)
    vault.close()
    assert not has_new_keys(vault)


def test_a_backup_of_other_keys_is_told_apart_from_a_slip_of_the_passphrase(path, vault):
    """Nobody shall type a passphrase again that is right."""
    put(vault, "a", {"n": 1})
    old = list_backups(path)[0].path
    bytes_of_then = old.read_bytes()
    rekey(vault, "other words", None, backups=Old.REMOVE, kdf=FAST)
    old.write_bytes(bytes_of_then)
    mine, backup, *_ = verify(path, "other words")
    assert mine.ok and not backup.ok
    assert "only with the one used when it was made" in backup.problem and "try again" not in backup.problem
