"""New keys for a vault: nothing opens with the old ones, nothing is lost, and a cut at any moment is harmless."""

from __future__ import annotations

import errno
import json
import shutil

import pytest

from mentor_tui.vault import (
    FileSystem,
    KdfParams,
    NoRecoveryKey,
    RecoveryKey,
    SaveFailed,
    Vault,
    WrongRecoveryKey,
    inspect,
    list_backups,
    verify,
)
from mentor_tui.vault.beside.rekeying import Old, rekey
from mentor_tui.vault.disk.files import drafts_dir
from mentor_tui.vault.sealed.format import parse_header
from mentor_tui.vault.sealed.keys import DataKey

from .conftest import FAST, WORDS, contents, flipped, put
from .rekey_room import BadSpot, data_key, lived_vault, opened_by, vault_files


@pytest.fixture
def lived(path, vault):
    return lived_vault(path, vault)


def test_everything_gets_the_new_key_and_nothing_is_lost(path, lived):
    old_recovery, new_recovery = RecoveryKey.random(), RecoveryKey.random()
    lived.store_recovery_key(old_recovery)
    stolen = data_key(path)
    before = [(b.generation, b.saved_at) for b in list_backups(path)]
    texts = sorted((d.record, d.text, d.saved_at) for d in lived.drafts.all())
    done = rekey(lived, WORDS, new_recovery)
    assert (done.resealed, done.removed, done.left) == (5 + 1 + 1 + 2, 0, ())  # backups, one more, copy, drafts
    assert not any(opened_by(file, stolen) for file in vault_files(path))
    for backup in list_backups(path):  # a name ends in a piece of the file's own checksum
        data = backup.path.read_bytes()
        assert backup.path.stem.endswith(parse_header(data, len(data)).save_id[:4].hex())
    assert len({bytes(data_key(file).buffer) for file in vault_files(path)}) == 1
    assert [(b.generation, b.saved_at) for b in list_backups(path)][1:] == before[:4]
    assert [contents(b.path)["goals"][0]["n"] for b in list_backups(path)] == [2, 2, 1, 1, 0]
    assert sorted((d.record, d.text, d.saved_at) for d in lived.drafts.all()) == texts
    put(lived, "a", {"n": 3})  # the session goes on
    lived.drafts.save("c", "notes", "and on")
    lived.close()
    with Vault.open(path, WORDS) as opened:
        assert len(opened.drafts.all()) == 3
        assert opened.notices == []
    with pytest.raises(WrongRecoveryKey):
        Vault.open_with_recovery(path, old_recovery.text)
    for file in vault_files(path):
        Vault.open_with_recovery(file, new_recovery.text).close()
    assert all(check.ok and (check.apart or not check.problem) for check in verify(path, WORDS))


def test_old_files_can_be_removed_instead(path, lived):
    done = rekey(lived, "new words", None, backups=Old.REMOVE, drafts=Old.REMOVE)
    assert vault_files(path) == [path]
    assert (done.removed, done.left, lived.drafts.all()) == (6 + 1 + 2, (), [])
    with pytest.raises(NoRecoveryKey):
        Vault.open_with_recovery(path, RecoveryKey.random().text)
    assert contents(path, "new words") == {"goals": [{"n": 2}]}


def test_what_cannot_be_sealed_again_is_told_and_left(path, lived):
    newest, second = (b.path for b in list_backups(path)[:2])
    newest.write_bytes(flipped(newest.read_bytes(), 9000))
    stray = drafts_dir(path) / "0123abcd-0123-4567-89ab-0123456789ab"
    stray.write_bytes(b"noise")
    done = rekey(lived, WORDS, None)
    assert {left.path for left in done.left} == {newest, stray}
    assert "is damaged" in next(left.sentence for left in done.left if left.path == newest)
    assert newest.exists() and stray.read_bytes() == b"noise"
    assert all(contents(b.path) for b in list_backups(path) if b.path != newest)


def test_what_somebody_else_saved_meanwhile_is_taken_along(path, lived):
    with Vault.open(path, WORDS) as other:
        put(other, "b", {"n": "theirs"})
    rekey(lived, WORDS, None)
    assert contents(path) == {"goals": [{"n": 2}, {"n": "theirs"}]}


@pytest.mark.parametrize("standing", [b"noise", None], ids=["noise", "nothing"])
def test_a_file_that_is_not_ours_any_more_stops_it(path, lived, standing):
    path.unlink()
    if standing:
        path.write_bytes(standing)
    with pytest.raises(SaveFailed, match="not the one opened here"):
        rekey(lived, WORDS, None)
    assert path.read_bytes() == standing if standing else not path.exists()
    assert len(lived.drafts.all()) == 2


def test_a_backup_that_cannot_be_written_stops_it_before_the_vault_changes(path, lived):
    lived.close()
    standing = path.read_bytes()
    with Vault.open(path, WORDS, fs=BadSpot()) as vault:
        with pytest.raises(SaveFailed, match="keys were not changed"):
            rekey(vault, WORDS, None)
        assert path.read_bytes() == standing
        assert len(vault.drafts.all()) == 2
        assert len(list(drafts_dir(path).iterdir())) == 2
        assert rekey(vault, WORDS, None, backups=Old.REMOVE).left == ()
    assert vault_files(path) == [path]


def test_a_vault_with_nothing_beside_it_gets_new_keys_at_other_costs(path, vault):
    stolen = data_key(path)
    done = rekey(vault, WORDS, None, kdf=KdfParams(2, 20000, 2))
    assert (done.resealed, done.removed, done.left) == (1, 0, ())  # the version that was replaced
    assert (inspect(path).slots[0].t, inspect(path).slots[0].m_kib, inspect(path).slots[0].p) == (2, 20000, 2)
    assert not any(opened_by(file, stolen) for file in vault_files(path))
    rekey(vault, WORDS, None)
    assert inspect(path).slots[0].m_kib == 20000  # the costs stay as they were
    assert not drafts_dir(path).exists()


def test_a_large_vaults_tidying_is_waited_for(path, vault):
    for n in range(3):
        put(vault, "a", {"n": n, "text": "x" * 400_000})
    assert rekey(vault, WORDS, None).left == ()
    assert len({bytes(data_key(file).buffer) for file in vault_files(path)}) == 1


def test_files_of_another_vault_and_such_as_cannot_be_told_are_left(path, lived, tmp_path):
    with Vault.create(tmp_path / "other.vault", WORDS, kdf=FAST):
        pass
    theirs = path.with_name("pair.vault.conflict-20260102T120000Z")
    theirs.write_bytes((tmp_path / "other.vault").read_bytes())
    noise = path.with_name("pair.vault.damaged-20260102T120000Z")
    noise.write_bytes(b"noise")
    done = rekey(lived, WORDS, None)
    assert [left.path for left in done.left] == [noise]
    assert (theirs.read_bytes(), noise.read_bytes()) == ((tmp_path / "other.vault").read_bytes(), b"noise")
    done = rekey(lived, WORDS, None, backups=Old.REMOVE, drafts=Old.REMOVE)
    assert done.left == ()
    assert vault_files(path) == [path, theirs]
    assert not noise.exists()


def test_what_will_not_be_removed_is_told(path, lived):
    class Stuck(FileSystem):
        def unlink(self, file):
            if ".conflict-" in file.name or (file.parent == drafts_dir(path) and not file.name.startswith(".")):
                raise OSError(errno.EACCES, "no")
            super().unlink(file)

    lived._fs = Stuck()
    done = rekey(lived, WORDS, None, backups=Old.REMOVE, drafts=Old.REMOVE)
    assert {left.path.name.split("-")[0] for left in done.left} >= {"pair.vault.conflict"}
    assert len(done.left) == 1 + 2
    assert done.removed == 6
    assert all("could not be read or written" in left.sentence for left in done.left)
    assert vault_files(path) == [path, path.with_name("pair.vault.conflict-20260101T120000Z")]


class Unsure(FileSystem):
    """From the vault's own replacement on, no folder can be synced and nothing can be put back."""

    def __init__(self, path):
        self.path, self.done = path, False

    def replace(self, source, target):
        if self.done and target == self.path:
            raise OSError(errno.EIO, "io")
        super().replace(source, target)
        self.done = self.done or target == self.path

    def fsync_dir(self, folder):
        if self.done:
            raise OSError(errno.EIO, "io")
        super().fsync_dir(folder)


def test_new_keys_that_the_disk_cannot_confirm_are_in_force_and_said(path, lived):
    old = data_key(path)
    lived._fs = Unsure(path)
    rekey(lived, WORDS, None)
    assert any("could not confirm" in notice for notice in lived.notices)
    assert not opened_by(path, old)
    assert contents(path) == {"goals": [{"n": 2}]}
    lived._fs = FileSystem()
    put(lived, "a", {"n": 3})
    assert contents(path) == {"goals": [{"n": 3}]}


def test_drafts_that_cannot_be_written_anew_stop_it(path, lived):
    class Full(FileSystem):
        def open_new(self, file):
            if file.parent == drafts_dir(path) and "rekey" not in file.name:
                raise OSError(errno.ENOSPC, "full")
            return super().open_new(file)

    lived._fs = Full()
    standing = path.read_bytes()
    drafts = sorted(drafts_dir(path).iterdir())
    with pytest.raises(SaveFailed, match=r"The keys were not changed: the disk is full\. The vault opens as before"):
        lived.drafts._fs = lived._fs
        rekey(lived, WORDS, None)
    assert path.read_bytes() == standing
    assert sorted(drafts_dir(path).iterdir()) == drafts


def test_a_journal_that_cannot_be_put_in_place_stops_it_and_leaves_nothing(path, lived):
    class Stuck(FileSystem):
        def replace(self, source, target):
            if target.name.startswith(".rekey-"):
                raise OSError(errno.EIO, "io")
            super().replace(source, target)

    lived._fs = Stuck()
    drafts = sorted(drafts_dir(path).iterdir())
    with pytest.raises(SaveFailed, match="The keys were not changed: the disk reported an error"):
        rekey(lived, WORDS, None)
    assert sorted(drafts_dir(path).iterdir()) == drafts


def test_a_journal_names_drafts_only(path, lived):
    """Whoever can write to the folder cannot make us remove anything else through a journal."""
    lived.close()
    victim = path.with_name("letter")
    victim.write_bytes(b"dear")
    mine = sorted(drafts_dir(path).iterdir())
    for side in ("old", "new"):
        journal = drafts_dir(path) / f".rekey-{path.read_bytes()[224:232].hex()}"
        journal.write_text(json.dumps({side: ["../letter", ".", 5, mine[0].name + "x", "../pair.vault"]}))
        with Vault.open(path, WORDS) as vault:
            assert len(vault.drafts.all()) == 2
        assert not journal.exists()
    assert victim.read_bytes() == b"dear"
    assert sorted(drafts_dir(path).iterdir()) == mine


def test_other_files_named_like_a_journal_stay(path, lived):
    lived.close()
    for name in (".rekey-0123", ".rekey-0123456789abcdefg", "rekey-0123456789abcdef", ".rekey-0123456789ABCDEF"):
        (drafts_dir(path) / name).write_bytes(b"{}")
    before = sorted(drafts_dir(path).iterdir())
    with Vault.open(path, WORDS) as vault:
        assert vault.notices == []
    assert sorted(drafts_dir(path).iterdir()) == before


def test_the_backups_are_on_the_disk_under_the_new_key_before_the_vault_is(path, lived):
    calls = []

    class Noting(FileSystem):
        def fsync_dir(self, folder):
            super().fsync_dir(folder)
            calls.append(("synced", folder))

        def replace(self, source, target):
            super().replace(source, target)
            calls.append(("replaced", target))

    lived._fs = lived.drafts._fs = Noting()
    rekey(lived, WORDS, None)
    backups = path.with_name("pair.vault.backups")
    decided = calls.index(("replaced", path))
    resealed = [at for at, (what, where) in enumerate(calls) if what == "replaced" and where.parent == backups]
    synced = [at for at, call in enumerate(calls) if call == ("synced", backups)]
    assert any(max(at for at in resealed if at < decided) < at < decided for at in synced)
    assert max(resealed) < max(synced)
    journal = next(at for at, (_, where) in enumerate(calls) if where.name.startswith(".rekey-"))
    assert calls[journal + 1] == ("synced", drafts_dir(path))  # before the first draft that it names
    assert journal < decided
    assert ("synced", path.parent) in calls[decided:]


def test_the_key_that_is_out_of_use_is_overwritten(path, lived, monkeypatch):
    made = []

    class Made(DataKey):
        def __init__(self, key):
            super().__init__(key)
            made.append(self.buffer)

    monkeypatch.setattr("mentor_tui.vault.beside.rekeying.DataKey", Made)
    old = lived._key.buffer
    rekey(lived, WORDS, None)
    assert not any(old) and any(made[0])
    lived._fs = BadSpot()
    with pytest.raises(SaveFailed):
        rekey(lived, WORDS, None)
    assert any(made[0]) and not any(made[1])
    put(lived, "a", {"n": 3})


def test_keys_that_the_passphrase_found_are_overwritten_too(path, lived, monkeypatch):
    """A copy under the keys of before comes back: it is opened with the passphrase, and sealed under the new key."""
    copy = path.with_name("pair.vault.conflict-20260101T120000Z")
    before = copy.read_bytes()
    rekey(lived, WORDS, None)
    copy.write_bytes(before)
    found = []

    class Found(DataKey):
        def __init__(self, key):
            super().__init__(key)
            found.append(self.buffer)

    monkeypatch.setattr("mentor_tui.vault.sealed.keys.DataKey", Found)
    assert rekey(lived, WORDS, None).left == ()
    assert found and not any(map(any, found))
    assert opened_by(copy, lived._key)


def test_a_copy_that_went_another_way_gets_no_new_keys(path, lived, tmp_path):
    shutil.copy(path, tmp_path / "elsewhere.vault")
    put(lived, "a", {"n": "here"})
    with Vault.open(tmp_path / "elsewhere.vault", WORDS) as there:
        put(there, "a", {"n": "there"})
    shutil.copy(tmp_path / "elsewhere.vault", path)
    standing = path.read_bytes()
    with pytest.raises(SaveFailed, match="not the one opened here"):
        rekey(lived, WORDS, None)
    assert path.read_bytes() == standing
    assert lived.get("goals", "a") == {"n": "here"}
