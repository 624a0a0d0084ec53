"""A session that is open while the vault gets new keys elsewhere: nothing is lost, and it goes on under them."""

from __future__ import annotations

import errno

import pytest

from mentor_tui.vault import (
    ConflictSaved,
    FileSystem,
    NotACopy,
    ReadOnlyVault,
    SaveFailed,
    Vault,
    WrongPassphrase,
    list_backups,
)
from mentor_tui.vault.beside.rekeying import rekey, take_new_keys

from .conftest import FAST, WORDS, contents, put
from .rekey_room import BadSpot, lived_vault


@pytest.fixture
def lived(path, vault):
    return lived_vault(path, vault)


def test_a_session_open_elsewhere_keeps_its_text_and_does_not_write(path, lived):
    with Vault.open(path, WORDS) as other:
        rekey(lived, WORDS, None)
        standing = path.read_bytes()
        with pytest.raises(ConflictSaved, match="under another key") as told:
            put(other, "a", {"n": "typed elsewhere"})
        assert path.read_bytes() == standing
        assert contents(told.value.copy_path) == {"goals": [{"n": "typed elsewhere"}]}
        with pytest.raises(ReadOnlyVault):
            put(other, "a", {"n": 9})


class Meanwhile(FileSystem):
    """Something happens just before the vault is replaced."""

    def __init__(self, path, deed):
        self.path, self.deed = path, deed

    def replace(self, source, target):
        if target == self.path:
            self.deed()
        super().replace(source, target)


def test_a_draft_kept_elsewhere_in_the_middle_of_it_comes_along(path, lived):
    with Vault.open(path, WORDS) as other:

        def typing():
            other.drafts.save("a", "notes", "half a thought and more")
            other.drafts.save("c", "notes", "a third")

        lived.drafts._fs = lived._fs = Meanwhile(path, typing)
        assert rekey(lived, WORDS, None).left == ()
        texts = {(d.record, d.text) for d in lived.drafts.all()}
        assert texts == {("a", "half a thought and more"), ("b", "another"), ("c", "a third")}
        assert lived.notices == []  # every file in the folder opens
        assert other.drafts.all() == []


def test_a_session_open_elsewhere_goes_on_under_the_new_keys(path, lived):
    with Vault.open(path, WORDS, state_dir=path.parent / "another computer") as other:
        rekey(lived, "new words", None)
        put(lived, "b", {"n": "theirs"})
        with pytest.raises(WrongPassphrase):
            take_new_keys(other, WORDS)
        before = other._key.buffer
        take_new_keys(other, "new words")
        assert not any(before), "the key that is out of use"
        assert other._seen.highest(other.vault_id) == other.generation == lived.generation
        assert other.get("goals", "b") == {"n": "theirs"}
        assert len(other.drafts.all()) == 2
        put(other, "c", {"n": "on"})
        assert lived.refresh() and lived.get("goals", "c") == {"n": "on"}
    assert not list(path.parent.glob("*.conflict-2*"))[1:]


def test_what_is_open_is_kept_beside_a_file_of_new_keys_that_did_not_grow_from_it(path, lived):
    lived.close()
    old = path.read_bytes()
    with Vault.open(path, WORDS) as one:
        put(one, "a", {"n": "only here"})
        path.write_bytes(old)  # as a sync program brings it from another computer
        with Vault.open(path, WORDS) as there:
            rekey(there, "new words", None)
        with pytest.raises(ConflictSaved) as told:
            take_new_keys(one, "new words")
        assert contents(told.value.copy_path, "new words") == {"goals": [{"n": "only here"}]}
        assert one.get("goals", "a") == {"n": 2}
        put(one, "b", {"n": 1})


def test_another_vault_in_its_place_is_not_taken_for_this_one(path, lived, tmp_path):
    with Vault.create(tmp_path / "other.vault", WORDS, kdf=FAST) as other:
        path.write_bytes(other.path.read_bytes())
    with pytest.raises(NotACopy):
        take_new_keys(lived, WORDS)
    assert lived.get("goals", "a") == {"n": 2}


def test_new_keys_are_not_taken_when_what_is_open_cannot_be_kept(path, lived):
    path.write_bytes(list_backups(path)[0].path.read_bytes())
    lived._fs = BadSpot()
    lived._fs.open_new = lambda _path: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full"))
    with pytest.raises(SaveFailed, match="not taken over"):
        take_new_keys(lived, WORDS)
    assert lived.get("goals", "a") == {"n": 2}
