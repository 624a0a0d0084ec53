"""Every step of a save may fail: the file is then the old or the new one, memory agrees, and a retry succeeds."""

import errno
import os

import pytest

from mentor_tui.vault import Change, ConflictSaved, FileSystem, SaveFailed, UnreadableVault, Vault, list_backups
from mentor_tui.vault.fs import UNSUPPORTED

from .conftest import FAST, WORDS, Faulty, contents, put

ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS]


@pytest.fixture
def faulty(path):
    fs = Faulty()
    with Vault.create(path, WORDS, kdf=FAST, fs=fs) as vault:
        for number in range(8):
            put(vault, "a", {"n": number})
        yield fs, vault


def leftovers(path):
    return [p.name for p in path.parent.rglob("*") if ".tmp-" in p.name]


@pytest.mark.parametrize("number", ERRORS, ids=lambda n: errno.errorcode[n])
def test_every_step_of_a_save_may_fail(path, faulty, number):
    fs, vault = faulty
    fs.arm(None)
    fs.disarm()
    put(vault, "a", {"n": "whole"})
    steps = list(fs.calls)
    assert {"lock", "open_new", "write", "fsync", "close", "link", "replace", "fsync_dir"} <= set(steps)
    failures = 0
    for at in range(len(steps)):
        before = vault.get("goals", "a")
        fs.arm(OSError(number, os.strerror(number)), at=at)
        try:
            put(vault, "a", {"n": at})
        except SaveFailed as error:
            failures += 1
            assert error.errno == number
            assert vault.get("goals", "a") == before
            assert str(at) not in str(error)
        else:
            assert vault.get("goals", "a") == {"n": at}
        fs.disarm()
        assert contents(path) == {"goals": [vault.get("goals", "a")]}, f"step {at}: {steps[at]}"
        put(vault, "a", {"n": f"again {at}"})
        assert contents(path) == {"goals": [{"n": f"again {at}"}]}
        assert len(list_backups(path)) == 5
    assert failures >= 8
    with Vault.open(path, WORDS):
        assert leftovers(path) == []


def test_the_order_of_a_save(faulty):
    fs, vault = faulty
    fs.arm(None)
    fs.disarm()
    put(vault, "a", {"n": "whole"})
    order = ["lock", "open_read", "open_new", "write", "write", "fsync", "close", "link", "replace", "fsync_dir"]
    steps = iter(fs.calls)
    assert all(step in steps for step in order), fs.calls
    assert [fs.calls.count(step) for step in ("fsync", "fsync_dir")] == [1, 1]


def test_a_folder_that_cannot_be_synced_brings_the_old_file_back(path, faulty):
    fs, vault = faulty
    fs.arm(OSError(errno.EIO, "io"), only="fsync_dir")
    with pytest.raises(SaveFailed) as caught:
        put(vault, "a", {"n": "new"})
    assert not caught.value.applied
    assert contents(path) == {"goals": [{"n": 7}]} == {"goals": vault.all("goals")}


def test_if_even_that_fails_memory_follows(path, faulty, monkeypatch):
    fs, vault = faulty
    replaces = []

    def replace(self, source, target):
        if target == path:
            replaces.append(source)
            if len(replaces) == 2:
                raise OSError(errno.EIO, "io")
        FileSystem.replace(self, source, target)

    def fsync_dir(self, folder):
        raise OSError(errno.EIO, "io")

    with monkeypatch.context() as patch:
        patch.setattr(Faulty, "replace", replace)
        patch.setattr(Faulty, "fsync_dir", fsync_dir)
        with pytest.raises(SaveFailed) as caught:
            put(vault, "a", {"n": "new"})
    assert caught.value.applied
    assert contents(path) == {"goals": [{"n": "new"}]} == {"goals": vault.all("goals")}
    put(vault, "a", {"n": "newer"})
    assert contents(path) == {"goals": [{"n": "newer"}]}


def test_short_writes_and_interruptions_are_finished(path):
    class Slow(FileSystem):
        turn = 0

        def write(self, fd, data):
            self.turn += 1
            if self.turn % 3 == 0:
                raise InterruptedError
            return super().write(fd, data[:1000])

        def read(self, fd, size):
            self.turn += 1
            if self.turn % 3 == 0:
                raise InterruptedError
            return super().read(fd, min(size, 700))

    with Vault.create(path, WORDS, kdf=FAST, fs=Slow()) as vault:
        put(vault, "a", {"text": "x" * 50000})
    assert contents(path) == {"goals": [{"text": "x" * 50000}]}
    with Vault.open(path, WORDS, fs=Slow()) as vault:
        assert vault.get("goals", "a") == {"text": "x" * 50000}


def test_a_disk_that_lies_about_writing_is_noticed(path):
    class Nothing(FileSystem):
        def write(self, fd, data):
            return 0

    with pytest.raises(SaveFailed):
        Vault.create(path, WORDS, kdf=FAST, fs=Nothing())
    assert not path.exists()


@pytest.mark.parametrize("number", sorted({*UNSUPPORTED, errno.EPERM}), ids=lambda n: errno.errorcode[n])
def test_where_links_do_not_exist_copies_are_kept(path, number):
    class NoLinks(FileSystem):
        def link(self, source, target):
            raise OSError(number, "no links")

    with Vault.create(path, WORDS, kdf=FAST, fs=NoLinks()) as vault:
        for n in range(8):
            put(vault, "a", {"n": n})
        stale = Change("goals", "a", {"n": "mine"}, {"n": "?"})
        copies = []
        for _ in range(2):
            with pytest.raises(ConflictSaved) as caught:
                vault.commit([stale])
            copies.append(caught.value.copy_path)
        assert len(set(copies)) == 2
    assert contents(path) == {"goals": [{"n": 7}]}
    backups = list_backups(path)
    assert [contents(backup.path)["goals"][0]["n"] for backup in backups] == [6, 5, 4, 3, 2]
    assert {backup.path.stat().st_nlink for backup in backups} == {1}
    assert leftovers(path) == []


def test_where_locks_do_not_exist_a_notice_says_so(path):
    class NoLocks(FileSystem):
        def lock(self, path, timeout):
            raise OSError(errno.ENOSYS, "no locks")

    with Vault.create(path, WORDS, kdf=FAST, fs=NoLocks()) as vault:
        put(vault, "a", {"n": 1})
        assert any("lock" in notice for notice in vault.notices)
    assert contents(path) == {"goals": [{"n": 1}]}


@pytest.mark.parametrize("number", ERRORS[:2], ids=lambda n: errno.errorcode[n])
def test_creating_may_fail_at_every_step_and_leaves_nothing(path, number):
    fs = Faulty()
    Vault.create(path.with_name("first.vault"), WORDS, kdf=FAST, fs=fs).close()
    for at in range(len(fs.calls)):
        target = path.with_name(f"{at}.vault")
        fs.arm(OSError(number, "no"), at=at)
        try:
            Vault.create(target, WORDS, kdf=FAST, fs=fs).close()
        except SaveFailed:
            assert not target.exists()
            fs.disarm()
            Vault.create(target, WORDS, kdf=FAST, fs=fs).close()
        fs.disarm()
        assert contents(target) == {}
    assert leftovers(path) == []


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES], ids=lambda n: errno.errorcode[n])
def test_a_file_that_cannot_be_read_is_told_apart(path, vault, number):
    fs = Faulty()
    for operation in ("open_read", "fstat", "read"):
        fs.arm(OSError(number, "no"), only=operation)
        with pytest.raises(UnreadableVault) as caught:
            Vault.open(path, WORDS, fs=fs)
        assert caught.value.errno == number
        assert "pair.vault" in str(caught.value)


def test_a_state_folder_in_the_way_never_matters(path, vault, tmp_path):
    put(vault, "a", {"n": 1})
    blocked = tmp_path / "blocked"
    blocked.write_text("not a folder")
    for state in (blocked, blocked / "deeper", tmp_path / "broken"):
        (tmp_path / "broken").mkdir(exist_ok=True)
        (tmp_path / "broken" / "seen.json").write_text('{"vaults": [' if state == tmp_path / "broken" else "")
        with Vault.open(path, WORDS, state_dir=state) as opened:
            put(opened, "b", {"n": 2})


def test_a_vanished_folder_is_a_failed_save(path, vault):
    put(vault, "a", {"n": 1})
    away = path.parent.with_name("away")
    path.parent.rename(away)
    with pytest.raises(SaveFailed) as caught:
        put(vault, "a", {"n": 2})
    assert caught.value.errno == errno.ENOENT
    away.rename(path.parent)
    assert vault.get("goals", "a") == {"n": 1}
    put(vault, "a", {"n": 2})
    assert contents(path) == {"goals": [{"n": 2}]}


@pytest.mark.parametrize("operation", ["open_new", "write", "fsync", "replace", "fsync_dir", "mkdir"])
def test_a_draft_that_fails_keeps_the_one_before(path, faulty, operation):
    fs, vault = faulty
    if operation != "mkdir":
        vault.drafts.save("a", "f", "one")
    fs.arm(OSError(errno.ENOSPC, "full"), only=operation)
    with pytest.raises(SaveFailed) as caught:
        vault.drafts.save("a", "f", "two")
    assert "full" in str(caught.value)
    fs.disarm()
    assert vault.drafts.load("a", "f") in ((None,) if operation == "mkdir" else ("one", "two"))
    vault.drafts.save("a", "f", "three")
    assert vault.drafts.load("a", "f") == "three"
    assert leftovers(path) == []
