"""New keys for a vault: nothing opens with the old ones, nothing is lost, and a cut at any moment is harmless."""

from __future__ import annotations

import errno
import json
import shutil

import pytest

from mentor_tui.vault import (
    ConflictSaved,
    FileSystem,
    KdfParams,
    NoRecoveryKey,
    NotACopy,
    ReadOnlyVault,
    RecoveryKey,
    SaveFailed,
    Vault,
    VaultError,
    WrongPassphrase,
    WrongRecoveryKey,
    inspect,
    list_backups,
    restore,
    verify,
)
from mentor_tui.vault.files import drafts_dir
from mentor_tui.vault.format import parse_header
from mentor_tui.vault.keys import PASSPHRASE, DataKey, passphrase_bytes, unwrap
from mentor_tui.vault.rekeying import Old, rekey, take_new_keys
from mentor_tui.vault.seal import knows_key

from .conftest import FAST, WORDS, contents, flipped, put
from .counts import count


def vault_files(path):
    folder = path.with_name("pair.vault.backups")
    found = sorted(folder.glob("before-*.vault"))
    return [path, *found, *sorted(path.parent.glob("pair.vault.conflict-*"))]


def data_key(file, passphrase=WORDS):
    data = file.read_bytes()
    header = parse_header(data, len(data))
    return unwrap(header.slots, header.vault_id, PASSPHRASE, passphrase_bytes(passphrase))


def opened_by(file, key: DataKey):
    data = file.read_bytes()
    return knows_key(parse_header(data, len(data)), key)


@pytest.fixture
def lived(path, vault):
    """A vault with history: an old passphrase, a recovery key, backups, a conflict copy, two drafts."""
    put(vault, "a", {"n": 0})
    vault.change_passphrase("an older one")
    put(vault, "a", {"n": 1})
    vault.change_passphrase(WORDS)
    put(vault, "a", {"n": 2})
    path.with_name("pair.vault.conflict-20260101T120000Z").write_bytes(path.read_bytes())
    vault.drafts.save("a", "notes", "half a thought")
    vault.drafts.save("b", "notes", "another")
    return vault


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
    assert all(check.ok and not check.problem for check in verify(path, WORDS))


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
    with Vault.open(path, WORDS) as other:
        rekey(lived, "new words", None)
        put(lived, "b", {"n": "theirs"})
        with pytest.raises(WrongPassphrase):
            take_new_keys(other, WORDS)
        take_new_keys(other, "new words")
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


class BadSpot(FileSystem):
    """A disk on which nothing can be written in the backups folder."""

    def open_new(self, path):
        if path.parent.name.endswith(".backups"):
            raise OSError(errno.EIO, "a bad spot")
        return super().open_new(path)


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

    monkeypatch.setattr("mentor_tui.vault.rekeying.DataKey", Made)
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

    monkeypatch.setattr("mentor_tui.vault.keys.DataKey", Found)
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
