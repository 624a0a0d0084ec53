"""Copies of an open vault that are odd, or beside which something is: read as far as they can be, never written."""

import errno
import shutil

import pytest

from mentor_tui.vault import CopyLocked, DamagedVault, FileSystem, NewerFormat, Vault, list_backups, rekey
from mentor_tui.vault.beside.copies import merge, open_copy
from mentor_tui.vault.beside.merging import Rules
from mentor_tui.vault.disk.files import backups_dir

from .conftest import WORDS, flipped, put
from .writing import BASE, CONTENT, KEY, payload, sealed

RULES = Rules(lambda table, content: {"id": "k", "content": content})


@pytest.fixture
def parted(path, vault, tmp_path):
    """A vault and a copy that went two ways; the save both grew from is among the backups of either."""
    put(vault, "a", {"n": 0})
    there = tmp_path / "there" / "pair.vault"
    there.parent.mkdir()
    shutil.copy(path, there)
    with Vault.open(there, WORDS) as other:
        put(other, "b", {"n": 1})
        other.drafts.save("a", "f", "text")
    put(vault, "c", {"n": 2})
    return vault, there


def test_a_copy_of_a_newer_release_is_refused(path, tmp_path):
    path.parent.mkdir()
    path.write_bytes(BASE)
    copy = tmp_path / "copy.vault"
    with Vault.open_with_recovery(path, KEY) as vault:
        for data in (sealed(minor=1), payload(CONTENT | {"schema_version": 1000})):
            copy.write_bytes(data)
            with pytest.raises(NewerFormat, match="1 with newer records"):
                open_copy(vault, copy)
            assert copy.read_bytes() == data


def test_a_copy_can_be_opened_while_the_vaults_own_file_is_gone(path, parted):
    vault, there = parted
    path.unlink()
    copy = open_copy(vault, there)
    assert (copy.generation, copy.drafts, copy.spare) == (3, 1, True)
    assert copy.ancestors == ({"goals": {"a": {"n": 0}}},)
    assert len(merge(vault, copy, RULES).tables["goals"]) == 3
    assert "goals" not in repr(copy)


def base_of(vault, there):
    return open_copy(vault, there).ancestors


def test_the_common_save_is_looked_for_on_both_sides(path, parted):
    vault, there = parted
    common = ({"goals": {"a": {"n": 0}}},)
    shutil.rmtree(backups_dir(path))
    assert base_of(vault, there) == common
    shutil.rmtree(backups_dir(there))
    assert base_of(vault, there) == ()


def test_backups_that_cannot_be_read_are_no_hindrance(path, parted):
    vault, there = parted
    shutil.rmtree(backups_dir(there))
    newest = list_backups(path)[0].path
    whole = newest.read_bytes()

    class Closed(FileSystem):
        def open_read(self, file):
            if file == newest:
                raise OSError(errno.EACCES, "no")
            return super().open_read(file)

    vault._fs = Closed()
    assert base_of(vault, there) == ({},)  # the save before: an empty vault
    vault._fs = FileSystem()
    newest.write_bytes(b"noise")
    assert base_of(vault, there) == ({},)
    newest.write_bytes(flipped(whole, 9000))  # known by its header, and damaged behind it
    assert base_of(vault, there) == ({},)
    for file in list_backups(path)[1:]:
        file.path.unlink()
    assert base_of(vault, there) == ()

    class Sick(FileSystem):
        def listdir(self, folder):
            raise OSError(errno.EIO, "io")

    vault._fs = Sick()
    assert base_of(vault, there) == ()


def test_a_common_save_under_a_key_that_is_gone_is_passed_over(path, vault, tmp_path):
    put(vault, "a", {"n": 0})
    early = tmp_path / "early.vault"
    shutil.copy(path, early)
    rekey(vault, "new words", None)
    there = tmp_path / "there" / "pair.vault"
    there.parent.mkdir()
    shutil.copy(path, there)
    with Vault.open(there, "new words") as other:
        put(other, "b", {"n": 1})
    put(vault, "c", {"n": 2})
    for file in (*list_backups(path), *list_backups(there)):
        shutil.copy(early, file.path)  # the version before the change of keys, under its old key
    assert base_of(vault, there) == ()
    with pytest.raises(CopyLocked):
        open_copy(vault, early)
    copy = open_copy(vault, early, WORDS)
    assert merge(vault, copy, RULES).changes == ()


def test_damage_is_told_of_the_copy_and_not_of_the_vault(parted):
    vault, there = parted
    there.write_bytes(flipped(there.read_bytes(), 9000))
    with pytest.raises(DamagedVault, match=r"The copy “pair\.vault” is damaged: its records were altered.*was changed"):
        open_copy(vault, there)
