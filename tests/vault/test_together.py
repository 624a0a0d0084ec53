"""Two programs on one vault: nothing is lost, and nobody has to guess which version won."""

import hashlib
import multiprocessing
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from mentor_tui.vault import (
    Change,
    ConflictSaved,
    FileSystem,
    KdfParams,
    ReadOnlyVault,
    Vault,
    VaultBusy,
    list_backups,
    restore,
    verify,
)

from .conftest import FAST, WORDS, contents, flipped, put


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
    with pytest.raises(ConflictSaved) as caught:
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
        assert any("older" in notice for notice in newcomer.notices)
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
    assert any("anew" in notice for notice in one.notices)
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
    assert all(check.ok for check in verify(path, WORDS))


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
    with pytest.raises(ConflictSaved) as caught:
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
    start = time.monotonic()
    with pytest.raises(VaultBusy):
        put(one, "b", {})
    assert 1.9 < time.monotonic() - start < 3
    fs.unlock(handle)
    put(one, "b", {})


def _edits(path, name, count):
    with Vault.open(path, WORDS) as vault:
        for i in range(count):
            vault.commit([Change("goals", f"{name}-{i}", {"by": name, "n": i}, None)])


def test_four_processes_lose_nothing(path, vault):
    vault.close()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_edits, args=(path, f"p{i}", 20)) for i in range(4)]
    [worker.start() for worker in workers]
    [worker.join(60) for worker in workers]
    assert [worker.exitcode for worker in workers] == [0] * 4
    found = contents(path)["goals"]
    assert len(found) == 80
    assert {record["by"] for record in found} == {"p0", "p1", "p2", "p3"}
    with Vault.open(path, WORDS) as opened:
        assert opened.generation == 81


SAVER = """
import sys
from pathlib import Path
from mentor_tui.vault import Change, Vault
vault = Vault.open(Path(sys.argv[1]), sys.argv[2])
number = vault.get("goals", "n")["n"]
filler = "x" * 200000
while True:
    vault.commit([Change("goals", "n", {"n": number + 1, "f": filler}, vault.get("goals", "n"))])
    number += 1
    print(number, flush=True)
"""


def test_killed_while_saving_twenty_times(path, vault):
    put(vault, "n", {"n": 0})
    vault.close()
    draw = random.Random(7)
    for _ in range(20):
        worker = subprocess.Popen([sys.executable, "-c", SAVER, str(path), WORDS], stdout=subprocess.PIPE, text=True)
        said = int(worker.stdout.readline())
        time.sleep(draw.random() * 0.05)
        worker.send_signal(signal.SIGKILL)
        said = [said, *(int(line) for line in worker.stdout.read().split())][-1]
        worker.wait()
        with Vault.open(path, WORDS) as opened:
            found = opened.get("goals", "n")["n"]
            assert said <= found <= said + 1
            assert not [p for p in path.parent.rglob("*") if ".tmp-" in p.name]
            put(opened, "n", {"n": found})
    assert all(check.ok for check in verify(path, WORDS))


def test_a_foreign_session_with_other_costs(path, vault):
    vault.change_passphrase("x", kdf=KdfParams(2, 19456, 1))
    assert contents(path, "x") == {}
