"""New keys while the power goes or the disk fills: one key or the other opens everything that is left."""

from __future__ import annotations

import errno
import shutil

import pytest

from mentor_tui.vault import (
    FileSystem,
    Vault,
    VaultError,
    WrongPassphrase,
    list_backups,
    restore,
)
from mentor_tui.vault.beside.rekeying import Old, rekey
from mentor_tui.vault.disk.files import drafts_dir
from mentor_tui.vault.sealed.format import parse_header
from mentor_tui.vault.sealed.seal import knows_key

from .conftest import WORDS, contents, put
from .counts import count
from .rekey_room import data_key, lived_vault, opened_by, vault_files


@pytest.fixture
def lived(path, vault):
    return lived_vault(path, vault)


class Cut(BaseException):
    """The power goes."""


class Cutting(FileSystem):
    """After so many calls that change something, nothing works any more."""

    CHANGING = ("open_new", "write", "fsync", "link", "replace", "fsync_dir", "unlink", "mkdir", "set_mtime")

    def __init__(self):
        self.left = None
        self.calls = 0

    def _step(self):
        self.calls += 1
        if self.left is not None:
            if self.left == 0:
                raise Cut
            self.left -= 1


def _cutting(name):
    def method(self, *args, **kwargs):
        self._step()
        return getattr(FileSystem, name)(self, *args, **kwargs)

    return method


for _name in Cutting.CHANGING:
    setattr(Cutting, _name, _cutting(_name))


def _changing_calls(path, backups):
    fs = Cutting()
    with Vault.open(path, WORDS, fs=fs) as vault:
        fs.calls = 0
        rekey(vault, WORDS, None, backups=backups)
        return fs.calls


def _cut_at(path, room, backups, at):
    """A copy of the vault, its keys being changed when the power goes; where it stands."""
    shutil.rmtree(room, ignore_errors=True)
    shutil.copytree(path.parent, room)
    there, fs = room / path.name, Cutting()
    vault = Vault.open(there, WORDS, fs=fs)
    fs.left = at
    with pytest.raises(Cut):
        rekey(vault, WORDS, None, backups=backups)
    return there


def _check_after_cut(there, old, texts, backups):
    words = [WORDS, "an older one"]
    if not opened_by(there, old) and backups is Old.RESEAL:
        words = [WORDS]  # the new vault: the passphrase of today opens every file
    for file in vault_files(there):
        key = next(key for key in (data_key(file, word) for word in words) if key)
        assert opened_by(file, key)
    with Vault.open(there, WORDS) as again:
        assert again.all("goals") == [{"n": 2}]
        assert sorted(d.text for d in again.drafts.all()) == texts
        assert not [n for n in again.notices if "draft" in n]
    with Vault.open(there, WORDS) as again:  # and it can be done again
        done = rekey(again, WORDS, None, backups=backups)
        assert done.left == ()
        assert sorted(d.text for d in again.drafts.all()) == texts
        assert all(opened_by(file, again._key) for file in vault_files(there))
    # Temporary files of drafts go when they are a minute old.
    assert len([f for f in drafts_dir(there).iterdir() if ".tmp-" not in f.name]) == len(texts)


def _opens(file, words):
    try:
        Vault.open(file, words).close()
    except WrongPassphrase:
        return False
    return True


def _try_cuts(path, lived, tmp_path, backups, points):
    texts = sorted(d.text for d in lived.drafts.all())
    lived.close()
    old = data_key(path)
    shutil.copytree(path.parent, tmp_path / "count")
    total = _changing_calls(tmp_path / "count" / path.name, backups)
    states = points(total)
    for at in states:
        _check_after_cut(_cut_at(path, tmp_path / "cut", backups, at), old, texts, backups)
    count("cuts during a change of keys", len(states))
    return len(states)


def test_the_power_may_go_at_any_moment(path, lived, tmp_path):
    assert _try_cuts(path, lived, tmp_path, Old.RESEAL, lambda total: range(5, total, 25)) >= 4


@pytest.mark.soak
@pytest.mark.parametrize("backups", list(Old), ids=[old.value for old in Old])
def test_the_power_may_go_at_every_moment(path, lived, tmp_path, backups):
    assert _try_cuts(path, lived, tmp_path, backups, range) >= 40


class Full(Cutting):
    """A disk that is full after so many writes."""

    def _step(self):
        self.calls += 1
        if self.left is not None and self.calls > self.left:
            raise OSError(errno.ENOSPC, "full")


@pytest.mark.parametrize("part", (1, 4))
def test_a_full_disk_leaves_one_key_or_the_other(path, lived, tmp_path, part):
    """Whatever failed: the person is told, memory agrees with the disk, and a second try succeeds."""
    texts = sorted(d.text for d in lived.drafts.all())
    lived.close()
    shutil.copytree(path.parent, tmp_path / "count")
    total = _changing_calls(tmp_path / "count" / path.name, Old.RESEAL)
    fs = Full()
    with Vault.open(path, WORDS, fs=fs) as vault:
        fs.calls, fs.left = 0, total * part // 6
        try:
            rekey(vault, WORDS, None)
        except VaultError as error:
            assert "The keys were not changed" in str(error)
        fs.left = None
        assert knows_key(parse_header(path.read_bytes(), path.stat().st_size), vault._key)
        put(vault, "a", {"n": 3})
        assert sorted(d.text for d in vault.drafts.all()) == texts
        assert rekey(vault, WORDS, None).left == ()
        assert sorted(d.text for d in vault.drafts.all()) == texts
    assert len({bytes(data_key(file).buffer) for file in vault_files(path)}) == 1


def test_a_backup_from_a_cut_change_of_keys_can_be_restored(path, lived, tmp_path):
    lived.close()
    shutil.copytree(path.parent, tmp_path / "count")
    total = _changing_calls(tmp_path / "count" / path.name, Old.RESEAL)
    there = _cut_at(path, tmp_path / "cut", Old.RESEAL, total // 2)
    for backup in list_backups(there):
        if _opens(backup.path, WORDS):
            restore(there, backup.path, WORDS)
            assert contents(there) == contents(backup.path)
