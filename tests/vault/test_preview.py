"""What restoring a backup would do, told before anything is written."""

import errno
import shutil

import pytest

from mentor_tui.vault import (
    DamagedVault,
    FileSystem,
    SaveFailed,
    Vault,
    WrongPassphrase,
    list_backups,
    preview,
    rekey,
    restore,
)
from mentor_tui.vault.beside.restoring import Difference
from mentor_tui.vault.disk.seen import Seen

from .conftest import FAST, WORDS, contents, flipped, put
from .writing import BASE, sealed
from .writing import WORDS as BASE_WORDS


@pytest.fixture
def backup(path, vault):
    """A backup: since then one record was changed, one went, two came, and one of another table stayed."""
    for key in ("changed", "gone"):
        put(vault, key, {"n": 1})
    put(vault, "stays", {}, "notes")
    put(vault, "changed", {"n": 2})
    kept = shutil.copy(list_backups(path)[0].path, path.with_name("backup.vault"))
    put(vault, "gone", None)
    for key in ("came", "came too"):
        put(vault, key, {"n": 3})
    put(vault, "new", {}, "talks")
    return kept


def test_what_would_come_back_go_and_change(path, backup):
    before = path.read_bytes()
    found = preview(path, backup, WORDS)
    assert found.tables == {"goals": Difference(back=1, gone=2, changed=1), "talks": Difference(0, 1, 0)}
    assert list(found.tables) == ["goals", "talks"]
    assert (found.generation, found.records, found.problem) == (4, 3, "")
    assert path.read_bytes() == before


def test_a_passphrase_that_was_changed_and_put_back_is_no_hindrance(path, vault, backup):
    vault.change_passphrase("between")
    vault.change_passphrase(WORDS)
    assert preview(path, backup, WORDS).tables["goals"] == Difference(1, 2, 1)


@pytest.mark.parametrize("how", ["nothing", "another", "passphrase", "rekeyed", "damage"])
def test_what_cannot_be_compared_is_said(path, vault, backup, how):
    if how == "nothing":
        path.unlink()
    elif how == "another":
        path.write_bytes(BASE)
    elif how == "passphrase":
        with Vault.open(path, WORDS) as other:
            other.change_passphrase("new words")
    elif how == "rekeyed":
        rekey(vault, "new words", None)
    else:
        path.write_bytes(flipped(path.read_bytes(), 9000))
    found = preview(path, backup, WORDS)
    told = {
        "nothing": "No vault is there now; every record comes back.",
        "another": "Another vault is there now; all of it would be kept aside.",
        "passphrase": "",  # the same data key: the passphrase of the backup is enough
        "rekeyed": "another passphrase, so the two cannot be compared",
        "damage": "The present vault cannot be compared. This vault file is damaged",
    }[how]
    assert told in found.problem and bool(told) == bool(found.problem)
    assert bool(found.tables) is (how == "passphrase")
    assert found.records == 3


def test_another_data_key_under_the_same_passphrase_can_be_compared(path, vault, backup):
    rekey(vault, WORDS, None)
    assert preview(path, backup, WORDS).tables["goals"] == Difference(1, 2, 1)


def test_a_backup_that_does_not_open_is_refused(path, backup):
    with pytest.raises(WrongPassphrase):
        preview(path, backup, "wrong")
    backup.write_bytes(flipped(backup.read_bytes(), 9000))
    with pytest.raises(DamagedVault):
        preview(path, backup, WORDS)


def test_a_backup_of_a_newer_release_is_not_restored(path, tmp_path):
    path.parent.mkdir()
    path.write_bytes(BASE)
    newer = tmp_path / "newer.vault"
    newer.write_bytes(sealed(minor=1))
    with pytest.raises(SaveFailed, match=r"newer mentor-tui made it\. The vault and the backup were not changed"):
        restore(path, newer, BASE_WORDS)
    assert path.read_bytes() == BASE
    assert [p.name for p in path.parent.iterdir()] == ["pair.vault"]


def test_restoring_makes_the_folder_that_went_with_the_vault(path, vault, backup, tmp_path):
    copy = tmp_path / "copy.vault"
    shutil.copy(backup, copy)
    vault.close()
    shutil.rmtree(path.parent)
    assert restore(path, copy, WORDS) is None
    assert len(contents(path)["goals"]) == 2


def test_an_open_session_takes_the_restored_records_over_and_keeps_its_own_way_back(path, vault, backup):
    """The restored save names both: the backup it came from and the one it replaced."""
    before = vault.generation
    kept = restore(path, backup, WORDS)
    assert Seen(FileSystem()).highest(vault.vault_id) == before + 1
    assert vault.refresh() is True
    assert vault.generation == before + 1
    assert [r["n"] for r in vault.all("goals")] == [1, 1]
    with Vault.open(kept, WORDS) as old:
        assert [r["n"] for r in old.all("goals")] == [2, 3, 3]
    with Vault.create(path.with_name("second.vault"), WORDS, kdf=FAST):
        pass
    assert restore(path.with_name("second.vault"), backup, WORDS).exists()
    assert contents(path.with_name("second.vault")) == contents(backup)


def test_a_disk_that_fails_while_restoring_is_told(path, backup):
    class Sick(FileSystem):
        def fsync(self, fd):
            raise OSError(errno.EIO, "io")

    before = path.read_bytes()
    with pytest.raises(SaveFailed, match=r"The backup was not restored: the disk reported an error\. The vault"):
        restore(path, backup, WORDS, Sick())
    assert path.read_bytes() == before
    assert not [p for p in path.parent.iterdir() if ".tmp-" in p.name]


def test_a_file_that_cannot_be_read_is_kept_aside_all_the_same(path, backup):
    class Blind(FileSystem):
        def open_read(self, file):
            if file == path:
                raise OSError(errno.EIO, "io")
            return super().open_read(file)

    before = path.read_bytes()
    assert restore(path, backup, WORDS, Blind()).read_bytes() == before
    assert contents(path) == contents(backup)
