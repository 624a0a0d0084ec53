"""Two programs on one vault: nothing is lost, and nobody has to guess which version won."""

import errno
import hashlib
import os
import shutil
import signal
import threading
import time

import pytest

from mentor_tui.vault import (
    Change,
    ConflictSaved,
    FileSystem,
    KdfParams,
    ReadOnlyVault,
    SaveFailed,
    Vault,
    VaultBusy,
    list_backups,
    restore,
    verify,
)

from .conftest import FAST, WORDS, contents, flipped, put
from .writing import BASE, KEY, sealed


@pytest.fixture
def two(path, vault):
    put(vault, "a", {"n": 0})
    with Vault.open(path, WORDS) as other:
        yield vault, other


def test_different_records_are_merged(path, two):
    one, other = two
    put(other, "b", {"from": "other"})
    assert put(one, "a", {"n": 1}) is True
    assert one.get("goals", "b") == {"from": "other"}
    assert put(other, "c", {"from": "other"}) is True
    assert other.refresh() is False
    assert one.refresh() is True
    assert one.all("goals") == other.all("goals") == contents(path)["goals"]
    assert put(one, "a", None) is False


def test_the_same_record_is_a_conflict(path, two):
    one, other = two
    put(other, "a", {"n": "theirs"})
    put(other, "b", {"n": "more of theirs"})
    with pytest.raises(ConflictSaved, match="The same thing was changed in two places") as caught:
        one.commit([Change("goals", "a", {"n": "mine"}, {"n": 0}), Change("goals", "c", {"n": "too"}, None)])
    copy = caught.value.copy_path
    assert copy.parent == path.parent
    assert copy.name.startswith("pair.vault.conflict-")
    assert contents(copy) == {"goals": [{"n": "mine"}, {"n": "too"}]}
    theirs = {"goals": [{"n": "theirs"}, {"n": "more of theirs"}]}
    assert contents(path) == theirs == {"goals": one.all("goals")}
    put(one, "a", {"n": "agreed"})
    assert contents(path)["goals"][0] == {"n": "agreed"}


@pytest.mark.parametrize(("theirs", "mine"), [(None, {"n": 1}), ({"n": 1}, None)])
def test_deleting_on_one_side_is_a_conflict_too(path, two, theirs, mine):
    one, other = two
    put(other, "a", theirs)
    with pytest.raises(ConflictSaved) as caught:
        one.commit([Change("goals", "a", mine, {"n": 0})])
    assert contents(caught.value.copy_path) == ({"goals": [mine]} if mine else {})
    assert one.get("goals", "a") == theirs


def test_the_same_change_on_both_sides_is_none(path, two):
    one, other = two
    put(other, "a", {"n": 1})
    assert one.commit([Change("goals", "a", {"n": 1}, {"n": 0})]) is True
    assert contents(path) == {"goals": [{"n": 1}]}


def test_a_new_passphrase_is_taken_over(path, two):
    one, other = two
    other.change_passphrase("new words")
    put(one, "b", {})
    assert one.check_passphrase("new words")
    with pytest.raises(Exception, match="passphrase"):
        Vault.open(path, WORDS)
    assert len(contents(path, "new words")["goals"]) == 2


def test_a_recovery_key_and_an_edit_do_not_undo_each_other(path, two):
    one, other = two
    key = one.new_recovery_key()
    put(other, "b", {})
    one.store_recovery_key(key)
    put(other, "c", {})
    with Vault.open_with_recovery(path, key.text) as opened:
        assert len(opened.all("goals")) == 3


def test_another_history_with_the_same_number_loses_nothing(path, two, tmp_path):
    one, other = two
    shutil.copy(path, tmp_path / "elsewhere")
    put(one, "b", {"from": "one"})
    ours = path.read_bytes()
    shutil.copy(tmp_path / "elsewhere", path)  # a sync program brings the other computer's version
    put(other, "c", {"from": "other"})
    assert one.generation == other.generation
    assert one.refresh() is False
    with pytest.raises(ConflictSaved) as caught:
        put(one, "d", {"from": "one"})
    assert [record.get("from") for record in contents(caught.value.copy_path)["goals"]] == [None, "one", "one"]
    assert one.all("goals") == other.all("goals") == contents(path)["goals"]
    assert ours != path.read_bytes()
    put(one, "e", {})
    assert other.refresh() is True


def test_an_old_file_put_back_is_noticed_and_ours_kept(path, two, tmp_path):
    one, _ = two
    shutil.copy(path, tmp_path / "old")
    put(one, "a", {"n": 1})
    put(one, "a", {"n": 2})
    (tmp_path / "old").replace(path)
    with Vault.open(path, WORDS) as newcomer:
        assert any("seen on this computer before" in notice for notice in newcomer.notices)
    with pytest.raises(ConflictSaved) as caught:
        put(one, "a", {"n": 3})
    assert contents(caught.value.copy_path) == {"goals": [{"n": 3}]}
    assert one.all("goals") == [{"n": 0}]
    put(one, "a", {"n": 4})
    with Vault.open(path, WORDS) as newcomer:  # the next save is above everything seen
        assert newcomer.notices == []


def test_a_missing_file_is_written_anew(path, two):
    one, _ = two
    path.unlink()
    put(one, "b", {})
    assert any("removed from outside; it was written again" in notice for notice in one.notices)
    assert len(contents(path)["goals"]) == 2


@pytest.mark.parametrize("how", ["empty", "noise", "header", "payload"])
def test_damage_from_outside_is_kept_aside_and_mended(path, two, how):
    one, _ = two
    whole = path.read_bytes()
    bad = {"empty": b"", "noise": b"x" * 5000, "header": flipped(whole, 200), "payload": flipped(whole, 9000)}[how]
    path.write_bytes(bad)
    put(one, "b", {})
    assert len(contents(path)["goals"]) == 2
    kept = [p for p in path.parent.iterdir() if ".damaged-" in p.name]
    assert [p.read_bytes() for p in kept] == [bad]
    assert any(kept[0].name in notice for notice in one.notices)
    assert [check.path for check in verify(path, WORDS) if not check.ok] == kept


@pytest.mark.parametrize("how", ["foreign", "newer", "rewrapped"])
def test_what_is_not_ours_to_write_is_left_alone(path, two, how, tmp_path):
    one, _ = two
    if how == "foreign":
        with Vault.create(tmp_path / "other.vault", WORDS, kdf=FAST) as other:
            put(other, "x", {})
        shutil.copy(tmp_path / "other.vault", path)
    elif how == "newer":
        path.write_bytes(path.read_bytes()[:8] + b"\x02\x00" + path.read_bytes()[10:])
    else:
        id = path.read_bytes()[24:40]
        with Vault.create(tmp_path / "other.vault", WORDS, kdf=FAST):
            theirs = (tmp_path / "other.vault").read_bytes()
        head = theirs[:24] + id + theirs[40 : 132 + 52]
        path.write_bytes(head + hashlib.sha256(head).digest() + theirs[132 + 84 :])
    standing = path.read_bytes()
    assert one.refresh() is False
    assert any("no longer the one opened here" in notice for notice in one.notices)
    with pytest.raises(ConflictSaved, match="Nothing more can be saved in this session") as caught:
        put(one, "b", {"n": 2})
    assert path.read_bytes() == standing
    assert contents(caught.value.copy_path) == {"goals": [{"n": 0}, {"n": 2}]}
    with pytest.raises(ReadOnlyVault):
        put(one, "c", {})
    one.drafts.save("c", "f", "still kept")
    assert path.read_bytes() == standing


def test_a_restored_backup_is_taken_over_by_an_open_session(path, two):
    one, other = two
    put(one, "a", {"n": 1})
    kept = restore(path, list_backups(path)[0].path, WORDS)
    assert contents(kept) == {"goals": [{"n": 1}]}
    assert put(one, "b", {}) is True
    assert one.get("goals", "a") == {"n": 0}


def test_a_held_lock_is_waited_for_and_then_said(path, two):
    one, _ = two
    fs = FileSystem()
    handle = fs.lock(path.with_name("pair.vault.lock"), 0)
    with pytest.raises(VaultBusy, match="in use by another program"):
        put(one, "b", {})
    fs.unlock(handle)
    put(one, "b", {})


def test_a_save_goes_on_waiting_while_the_others_get_on(path, two):
    one, other = two

    class Crowded(FileSystem):
        turns = 5

        def lock(self, path, timeout):
            if self.turns:
                self.turns -= 1
                put(other, f"theirs {self.turns}", {})
                raise TimeoutError
            return super().lock(path, timeout)

    with Vault.open(path, WORDS, fs=Crowded()) as patient:
        assert put(patient, "mine", {}) is True
        assert len(patient.all("goals")) == 7
        assert contents(path)["goals"] == patient.all("goals")


def test_nobody_waits_for_ever(path, two):
    _, other = two

    class Packed(FileSystem):
        turn = 0

        def lock(self, path, timeout):
            self.turn += 1
            put(other, "theirs", {"n": self.turn})
            raise TimeoutError

    with Vault.open(path, WORDS, fs=Packed()) as patient:
        with pytest.raises(VaultBusy, match="Nothing was changed"):
            put(patient, "mine", {})
        assert patient.get("goals", "mine") is None
        assert patient.get("goals", "theirs") is not None


def test_the_lock_of_a_dead_process_frees_itself(path, two):
    one, _ = two
    lock = path.with_name("pair.vault.lock")
    readable, writable = os.pipe()
    child = os.fork()
    if not child:
        FileSystem().lock(lock, 0)
        os.write(writable, b"held")
        time.sleep(60)
        os._exit(0)
    os.read(readable, 4)
    with pytest.raises(TimeoutError):
        FileSystem().lock(lock, 0)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    FileSystem().unlock(FileSystem().lock(lock, 0))
    put(one, "b", {})
    os.close(readable)
    os.close(writable)


def test_a_lock_file_left_behind_means_nothing(path, two):
    one, _ = two
    lock = path.with_name("pair.vault.lock")
    lock.write_text("pid 1, since 1999")
    put(one, "b", {})
    lock.unlink()
    put(one, "c", {})
    assert len(contents(path)["goals"]) == 3


def test_a_lock_file_removed_while_somebody_waits(path, two):
    """The one who waits ends up with the lock that the next program will ask for, not with a file that is gone."""
    fs, lock = FileSystem(), path.with_name("pair.vault.lock")
    holder = fs.lock(lock, 0)
    got = []
    waiter = threading.Thread(target=lambda: got.append(fs.lock(lock, 30)))
    waiter.start()
    time.sleep(0.05)
    lock.unlink()
    fs.unlock(holder)
    waiter.join(30)
    with pytest.raises(TimeoutError):
        fs.lock(lock, 0)
    fs.unlock(got[0])
    fs.unlock(fs.lock(lock, 0))


class Synced(FileSystem):
    """While the next save writes its temporary file, a program that knows no lock does something to the vault."""

    meddle = None

    def open_new(self, path):
        meddle, self.meddle = self.meddle, None
        if meddle is not None and path.name.startswith(".pair.vault.tmp"):
            meddle()
        return super().open_new(path)


@pytest.fixture
def synced(path, vault, tmp_path):
    """A vault open here, and the same one on another computer."""
    put(vault, "a", {"n": 0})
    far = tmp_path / "far" / "pair.vault"
    far.parent.mkdir()
    fs = Synced()
    with Vault.open(path, WORDS, fs=fs) as here:
        shutil.copy(path, far)
        with Vault.open(far, WORDS) as there:
            yield fs, here, there


def bring(there, path):
    """What a sync program does: a copy beside, then a rename over."""
    copy = path.with_name("~sync")
    shutil.copy(there.path, copy)
    copy.replace(path)


def test_a_newer_copy_brought_before_a_save_is_taken_in(path, synced):
    _, here, there = synced
    put(there, "b", {"from": "there"})
    bring(there, path)
    assert put(here, "c", {}) is True
    assert contents(path)["goals"] == [{"n": 0}, {"from": "there"}, {}]


def test_a_newer_copy_brought_during_a_save_is_taken_in(path, synced):
    fs, here, there = synced
    put(there, "b", {"from": "there"})
    fs.meddle = lambda: bring(there, path)
    assert put(here, "c", {}) is True
    assert contents(path)["goals"] == [{"n": 0}, {"from": "there"}, {}] == here.all("goals")


def test_copies_that_went_two_ways_are_both_kept(path, synced):
    _, here, there = synced
    put(there, "b", {"from": "there"})
    put(here, "c", {"from": "here"})
    bring(there, path)
    with pytest.raises(ConflictSaved, match=r"Another copy is .*“mentor-tui vault merge”") as caught:
        put(here, "d", {"from": "here too"})
    assert contents(caught.value.copy_path)["goals"] == [{"n": 0}, {"from": "here"}, {"from": "here too"}]
    assert contents(path)["goals"] == [{"n": 0}, {"from": "there"}] == here.all("goals")
    assert caught.value.copy_path.name in str(caught.value)


def test_a_copy_that_went_another_way_is_brought_during_a_save(path, synced):
    fs, here, there = synced
    put(there, "b", {"from": "there"})
    put(here, "c", {"from": "here"})
    fs.meddle = lambda: bring(there, path)
    with pytest.raises(VaultBusy, match="Nothing was changed; try again"):
        put(here, "d", {"from": "here too"})
    assert contents(path)["goals"] == [{"n": 0}, {"from": "there"}]
    assert here.all("goals") == [{"n": 0}, {"from": "here"}]
    with pytest.raises(ConflictSaved) as caught:
        put(here, "d", {"from": "here too"})
    assert contents(caught.value.copy_path)["goals"] == [{"n": 0}, {"from": "here"}, {"from": "here too"}]


@pytest.mark.parametrize("how", ["foreign bytes", "removed", "older"])
def test_an_edit_from_outside_during_a_save(path, synced, how):
    fs, here, _ = synced
    older = path.read_bytes()
    put(here, "b", {})
    deeds = {
        "foreign bytes": lambda: path.write_bytes(b"notes"),
        "removed": path.unlink,
        "older": lambda: path.write_bytes(older),
    }
    fs.meddle = deeds[how]
    with pytest.raises(VaultBusy):
        put(here, "c", {})
    assert len(here.all("goals")) == 2
    if how == "older":
        with pytest.raises(ConflictSaved) as caught:
            put(here, "c", {})
        assert len(contents(caught.value.copy_path)["goals"]) == 3
        assert path.read_bytes() == older
    else:
        put(here, "c", {})
        assert len(contents(path)["goals"]) == 3
        kept = [p.read_bytes() for p in path.parent.iterdir() if ".damaged-" in p.name]
        assert kept == ([b"notes"] if how == "foreign bytes" else [])


def test_a_vault_put_in_an_empty_place_during_a_save_is_not_written_over(path, synced):
    fs, here, there = synced
    put(there, "b", {"from": "there"})
    path.unlink()
    fs.meddle = lambda: bring(there, path)
    assert put(here, "c", {}) is True
    assert len(contents(path)["goals"]) == 3


def test_a_foreign_session_with_other_costs(path, vault):
    vault.change_passphrase("x", kdf=KdfParams(2, 19456, 1))
    assert contents(path, "x") == {}


def test_a_stale_change_while_the_file_is_gone_is_kept_and_the_vault_written_by_the_next(path, two):
    one, _ = two
    path.unlink()
    with pytest.raises(ConflictSaved) as caught:
        one.commit([Change("goals", "a", {"n": "mine"}, {"n": "?"})])
    assert contents(caught.value.copy_path) == {"goals": [{"n": "mine"}]}
    assert one.all("goals") == [{"n": 0}]
    put(one, "b", {})
    assert contents(path) == {"goals": [{"n": 0}, {}]}


def test_a_file_that_was_gone_stays_gone_when_its_new_one_cannot_be_confirmed(path, two):
    one, _ = two
    path.unlink()

    class Unsure(FileSystem):
        def fsync_dir(self, folder):
            raise OSError(errno.EIO, "io")

    one._fs = Unsure()
    with pytest.raises(SaveFailed) as caught:
        put(one, "b", {})
    assert not caught.value.applied
    assert not path.exists()
    assert one.all("goals") == [{"n": 0}]


def test_an_enormous_file_in_the_vaults_place_is_kept_aside_unread(path, synced):
    fs, here, _ = synced
    with path.open("r+b") as file:
        file.truncate(5 << 30)
    put(here, "b", {})
    assert len(contents(path)["goals"]) == 2
    kept = next(p for p in path.parent.iterdir() if ".damaged-" in p.name)
    assert kept.stat().st_size == 5 << 30
    fs.meddle = lambda: os.truncate(path, 5 << 30)
    with pytest.raises(VaultBusy):
        put(here, "c", {})
    assert path.stat().st_size == 5 << 30


def test_a_newer_release_saved_this_vault_meanwhile(path):
    path.parent.mkdir()
    path.write_bytes(BASE)
    with Vault.open_with_recovery(path, KEY) as here:
        path.write_bytes(sealed(minor=1, generation=4, save_salt=bytes(32)))
        standing = path.read_bytes()
        assert here.refresh() is False
        with pytest.raises(ConflictSaved, match="a vault in a newer format in the vault's place"):
            put(here, "b", {"n": 2})
        assert path.read_bytes() == standing
        assert here.read_only


def test_who_finds_others_saving_gives_way_and_who_is_alone_does_not(path, two):
    _, other = two

    class Polite(FileSystem):
        ways = 0

        def give_way(self):
            self.ways += 1

    fs = Polite()
    with Vault.open(path, WORDS, fs=fs) as patient:
        put(patient, "alone", {})
        assert fs.ways == 0
        put(other, "theirs", {})
        put(patient, "mine", {})
        assert fs.ways == 1
        put(patient, "mine", None)
        assert fs.ways == 1


def test_an_untouched_file_is_compared_by_its_header_alone(path):
    class Counting(FileSystem):
        most = 0

        def read(self, fd, size):
            self.most = max(self.most, size)
            return super().read(fd, size)

    fs = Counting()
    with Vault.create(path, WORDS, kdf=FAST, fs=fs) as vault:
        for n in range(3):
            put(vault, "a", {"n": n, "text": "x" * 9000})
        assert vault.refresh() is False
        assert fs.most <= 892
    with Vault.open(path, WORDS, fs=fs) as vault:
        fs.most = 0
        put(vault, "a", {"n": 4})
        assert fs.most <= 892
        os.utime(path, (1, 1))
        put(vault, "a", {"n": 5})
        assert fs.most > 892  # somebody touched it: every byte of it is looked at
        os.utime(path, (1, 1))
        assert vault.refresh() is False
        fs.most = 0
        put(vault, "a", {"n": 6})
        assert fs.most <= 892  # but once


def test_a_save_counts_on_above_all_that_others_saved_meanwhile(path, two):
    one, other = two
    for n in range(3):
        put(other, "theirs", {"n": n})
    held = other.generation
    put(one, "mine", {})
    assert one.generation == held + 1
    with Vault.open(path, WORDS) as newcomer:
        assert newcomer.generation == held + 1
        assert newcomer.notices == []
