"""Every step of a save may fail: the file is then the old or the new one, memory agrees, and a retry succeeds."""

import errno
import os
import threading

import pytest

from mentor_tui.vault import (
    Change,
    ConflictSaved,
    FileSystem,
    SaveFailed,
    UnreadableVault,
    Vault,
    VaultExists,
    list_backups,
    restore,
)
from mentor_tui.vault.disk.fs import UNSUPPORTED

from .conftest import FAST, WORDS, Faulty, contents, found, put, with_recovery
from .counts import count

FULL, SICK = "Free some space, then save again.", "Check the disk, then save again."
#: What the system may say at any step, and a part of what a person must then read.
ERRORS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EIO: SICK,
    errno.EACCES: "Allow writing to the folder, then save again.",
    errno.EROFS: "Make it writable or move the vault, then save again.",
    errno.EMFILE: "Close something else, then save again.",
    errno.EINTR: "Interrupted system call",
}
KEPT = "The vault still holds everything saved before."


def names(number):
    return errno.errorcode[number]


class ShortThenFull(FileSystem):
    """Takes ``room`` more bytes, the last of them in a short write, and then is full; ``None`` is room enough."""

    room = None

    def write(self, fd, data):
        if self.room is None:
            return super().write(fd, data)
        if self.room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done = super().write(fd, data[: self.room])
        self.room -= done
        return done


class NoLinks(Faulty):
    """A disk without hard links (FAT, some network disks): backups are copies."""

    def link(self, source, target):
        self._hit("link")
        raise OSError(errno.EOPNOTSUPP, "no links")


def made(path, fs):
    """A vault with a record, a recovery key and all the backups it will ever keep from one day."""
    vault = Vault.create(path, WORDS, kdf=FAST, fs=fs)
    key = with_recovery(vault)
    for number in range(8):
        put(vault, "a", {"n": number})
    return vault, key


@pytest.fixture
def faulty(path):
    fs = Faulty()
    vault, key = made(path, fs)
    with vault:
        yield fs, vault, key


def steps_of(fs, deed):
    """The calls that a deed makes when nothing fails."""
    fs.arm(None)
    fs.disarm()
    deed()
    return list(fs.calls)


def leftovers(path):
    return [p.name for p in path.parent.rglob("*") if ".tmp-" in p.name]


@pytest.mark.parametrize("disk", [Faulty, NoLinks], ids=["links", "copies"])
@pytest.mark.parametrize("for_good", [False, True], ids=["once", "from-then-on"])
def test_every_step_of_a_save_may_fail(path, for_good, disk):
    fs = disk()
    vault, key = made(path, fs)
    steps = steps_of(fs, lambda: put(vault, "a", {"n": "whole"}))
    copied = {"set_mtime"} if disk is NoLinks else set()
    assert {"lock", "open_new", "write", "fsync", "close", "link", "replace", "fsync_dir"} | copied <= set(steps)
    failures = applied = 0
    numbers = list(ERRORS)
    if for_good or disk is NoLinks:
        numbers = [errno.EIO]  # what a disk that is gone says for ever
    for number in numbers:
        advice = ERRORS[number]
        for at, step in enumerate(steps):
            before, after = vault.get("goals", "a"), {"n": f"private {names(number)} {at}"}
            fs.arm(OSError(number, os.strerror(number)), at=at, for_good=for_good)
            try:
                put(vault, "a", after)
            except SaveFailed as error:
                failures += 1
                applied += error.applied
                assert error.errno == number
                assert vault.get("goals", "a") == (after if error.applied else before)
                assert advice in str(error)
                assert "private" not in str(error)
                if error.applied:
                    assert "The new version is in place" in str(error)
                else:
                    assert str(error).startswith("Your change was not saved: ")
                    assert KEPT in str(error)
            else:
                assert vault.get("goals", "a") == after
            fs.disarm()
            assert found(path, key) == {"goals": [vault.get("goals", "a")]}, f"step {at}: {step}, {names(number)}"
            put(vault, "a", {"n": f"again {at}"})
            assert found(path, key) == {"goals": [{"n": f"again {at}"}]}
            count("steps of a save made to fail")
    assert failures >= 10 * len(numbers)
    assert applied == 0 or for_good
    vault.close()
    found(path, key)
    assert leftovers(path) == []
    for backup in list_backups(path):
        assert found(backup.path, key).keys() <= {"goals"}


def test_a_write_cut_short_by_a_full_disk(path):
    fs = ShortThenFull()
    vault, key = made(path, fs)
    size = path.stat().st_size
    for room in (0, 1, 100, 339, 340, 341, 2000, 4096, size - 1):
        before = vault.get("goals", "a")
        fs.room = room
        with pytest.raises(SaveFailed, match="the disk is full") as caught:
            put(vault, "a", {"n": room})
        assert KEPT in str(caught.value)
        fs.room = None
        assert found(path, key) == {"goals": [before]} == {"goals": vault.all("goals")}
        assert leftovers(path) == []
        put(vault, "a", {"n": f"again {room}"})
        assert found(path, key) == {"goals": [{"n": f"again {room}"}]}
        count("writes cut short")
    vault.close()


def test_the_order_of_a_save(faulty):
    fs, vault, _ = faulty
    calls = steps_of(fs, lambda: put(vault, "a", {"n": "x" * 140_000}))
    order = ["lock", "open_read", "open_new", "write", "write", "fsync", "close", "link", "replace", "fsync_dir"]
    steps = iter(calls)
    assert all(step in steps for step in order), calls
    assert [calls.count(step) for step in ("fsync", "fsync_dir")] == [1, 1]


def test_a_folder_that_cannot_be_synced_brings_the_old_file_back(path, faulty):
    fs, vault, _ = faulty
    fs.arm(OSError(errno.EIO, "io"), only="fsync_dir")
    with pytest.raises(SaveFailed) as caught:
        put(vault, "a", {"n": "new"})
    assert not caught.value.applied
    assert contents(path) == {"goals": [{"n": 7}]} == {"goals": vault.all("goals")}


def test_if_even_that_fails_memory_follows(path, faulty):
    fs, vault, _ = faulty
    steps = steps_of(fs, lambda: put(vault, "a", {"n": "whole"}))
    fs.arm(OSError(errno.EIO, "io"), at=steps.index("fsync_dir"), for_good=True)
    with pytest.raises(SaveFailed, match="could not confirm this save") as caught:
        put(vault, "a", {"n": "new"})
    fs.disarm()
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


@pytest.mark.parametrize("number", sorted({*UNSUPPORTED, errno.EPERM}), ids=names)
def test_where_links_do_not_exist_copies_are_kept(path, number):
    class Without(FileSystem):
        def link(self, source, target):
            raise OSError(number, "no links")

    with Vault.create(path, WORDS, kdf=FAST, fs=Without()) as vault:
        key = with_recovery(vault)
        for n in range(6):
            put(vault, "a", {"n": n})
        stale = Change("goals", "a", {"n": "mine"}, {"n": "?"})
        copies = []
        for _ in range(2):
            with pytest.raises(ConflictSaved) as caught:
                vault.commit([stale])
            copies.append(caught.value.copy_path)
        assert len(set(copies)) == 2
    assert found(path, key) == {"goals": [{"n": 5}]}
    backups = list_backups(path)[:5]
    assert [found(backup.path, key).get("goals") for backup in backups] == [[{"n": n}] for n in (4, 3, 2, 1, 0)]
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


def test_without_another_thread_a_large_save_is_tidied_all_the_same(path, vault, monkeypatch):
    def start(self):
        raise RuntimeError("can't start new thread")

    key = with_recovery(vault)
    monkeypatch.setattr(threading.Thread, "start", start)
    for number in range(3):
        put(vault, "a", {"n": number, "filler": "x" * 300_000})
    assert found(path, key)["goals"][0]["n"] == 2


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "from-then-on"])
def test_creating_may_fail_at_every_step(path, for_good):
    """Nothing is left, or (when the disk died after the last step) a whole new vault, and the person is told."""
    fs = Faulty()
    Vault.create(path.with_name("first.vault"), WORDS, kdf=FAST, fs=fs).close()
    steps = list(fs.calls)
    for at in range(len(steps)):
        target = path.parent / f"{at}" / "new.vault"
        fs.arm(OSError(errno.EIO, "no"), at=at, for_good=for_good)
        try:
            Vault.create(target, WORDS, kdf=FAST, fs=fs).close()
        except SaveFailed as error:
            fs.disarm()
            if error.applied:
                assert contents(target) == {}
                with pytest.raises(VaultExists):
                    Vault.create(target, WORDS, kdf=FAST, fs=fs)
            else:
                assert not target.exists(), steps[at]
                assert str(error).startswith("The new vault was not made: ")
                Vault.create(target, WORDS, kdf=FAST, fs=fs).close()
        fs.disarm()
        assert target.stat().st_size == 4096 + 248
        count("steps of making a vault made to fail")
    for left in [p for p in path.parent.rglob("*") if ".tmp-" in p.name]:
        contents(left.with_name("new.vault"))  # the next opening sweeps up
    assert leftovers(path) == []


@pytest.mark.parametrize("number", [errno.ENOSPC], ids=names)
def test_every_step_of_a_new_passphrase_may_fail(path, faulty, number):
    fs, vault, key = faulty
    words = WORDS
    steps = steps_of(fs, lambda: vault.change_passphrase(WORDS))
    failures = 0
    for at in range(len(steps)):
        new = f"words {at}"
        fs.arm(OSError(number, "no"), at=at)
        try:
            vault.change_passphrase(new)
        except SaveFailed as error:
            failures += 1
            assert KEPT in str(error)
            assert new not in str(error)
        else:
            words = new
        fs.disarm()
        with Vault.open_with_recovery(path, key) as newcomer:
            assert newcomer.check_passphrase(words)
            assert newcomer.all("goals") == vault.all("goals") == [{"n": 7}]
        count("steps of a new passphrase made to fail")
    assert failures >= 8
    vault.change_passphrase("and again")
    assert contents(path, "and again") == {"goals": [{"n": 7}]}


@pytest.mark.parametrize("number", [errno.EIO], ids=names)
def test_every_step_of_restoring_may_fail(path, number):
    with Vault.create(path, WORDS, kdf=FAST) as vault:
        key = with_recovery(vault)
        put(vault, "a", {"n": "old"})
        put(vault, "a", {"n": "present"})
    backup = list_backups(path)[0].path
    standing = path.read_bytes()
    fs = Faulty()
    restore(path, backup, WORDS, fs)
    steps = list(fs.calls)
    failures = 0
    for at in range(len(steps)):
        path.write_bytes(standing)
        fs.arm(OSError(number, "no"), at=at)
        try:
            kept = restore(path, backup, WORDS, fs)
        except (SaveFailed, UnreadableVault) as error:
            failures += 1
            assert "not changed" in str(error)
            fs.disarm()
            assert path.read_bytes() == standing
            kept = restore(path, backup, WORDS, fs)
        fs.disarm()
        assert found(path, key) == {"goals": [{"n": "old"}]}
        assert kept.read_bytes() == standing
        assert found(backup, key) == {"goals": [{"n": "old"}]}
        for copy in path.parent.glob("*.before-restore-*"):
            copy.unlink()
        count("steps of restoring made to fail")
    assert failures >= 12


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=names)
def test_every_step_of_keeping_a_conflict_copy_may_fail(path, faulty, number):
    fs, vault, key = faulty
    stale = Change("goals", "a", {"n": "mine"}, {"n": "?"})

    def clash():
        with pytest.raises(ConflictSaved):
            vault.commit([stale])

    steps = steps_of(fs, clash)
    failures = 0
    for at in range(len(steps)):
        fs.arm(OSError(number, os.strerror(number)), at=at)
        try:
            vault.commit([stale])
        except SaveFailed as error:
            failures += 1
            assert KEPT in str(error)
        except ConflictSaved as error:
            fs.disarm()
            assert found(error.copy_path, key) == {"goals": [{"n": "mine"}]}
        fs.disarm()
        assert found(path, key) == {"goals": [{"n": 7}]} == {"goals": vault.all("goals")}
        clash()
        count("steps of a conflict copy made to fail")
    assert failures >= 5


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES], ids=names)
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


@pytest.mark.parametrize("number", ERRORS, ids=names)
@pytest.mark.parametrize("first", [True, False], ids=["first-draft", "later-draft"])
def test_every_step_of_a_draft_may_fail(path, faulty, number, first):
    fs, vault, _ = faulty

    def fresh(field):
        if first:
            for left in vault.drafts.all():
                vault.drafts.discard(left.record, left.field)
            folder = path.with_name("pair.vault.drafts")
            if folder.exists():
                folder.rmdir()
        else:
            vault.drafts.save("a", field, "one")

    fresh("f")
    steps = steps_of(fs, lambda: vault.drafts.save("a", "f", "private two"))
    for at in range(len(steps)):
        fresh("f")
        fs.arm(OSError(number, os.strerror(number)), at=at)
        try:
            vault.drafts.save("a", "f", "private two")
        except SaveFailed as error:
            fs.disarm()
            assert str(error).startswith("The draft was not kept: ")
            assert "Your text is still on the screen" in str(error)
            assert "private" not in str(error)
            assert vault.drafts.load("a", "f") in (None if first else "one", "private two")
        else:
            fs.disarm()
            assert vault.drafts.load("a", "f") == "private two"
        vault.drafts.save("a", "f", "three")
        assert vault.drafts.load("a", "f") == "three"
        count("steps of a draft made to fail")
    assert leftovers(path) == []


@pytest.mark.parametrize("step", ["encode", "seal"])
def test_too_little_memory_to_make_the_file_is_a_save_that_failed(path, vault, monkeypatch, step):
    put(vault, "a", {"n": 0})
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(f"mentor_tui.vault.core.{step}", out_of_memory)
        with pytest.raises(SaveFailed, match="not enough free memory"):
            put(vault, "a", {"n": 1})
    assert path.read_bytes() == before
    assert vault.get("goals", "a") == {"n": 0}


def test_too_little_memory_after_the_file_was_replaced_is_not_told_as_a_save_that_failed(path, vault, monkeypatch):
    monkeypatch.setattr("mentor_tui.vault.core.Vault._tidy", out_of_memory)
    with pytest.raises(MemoryError):
        put(vault, "a", {"n": 1})
    assert vault.get("goals", "a") == {"n": 1}
    with Vault.open(path, WORDS) as again:
        assert again.get("goals", "a") == {"n": 1}


def out_of_memory(*_args):
    raise MemoryError
