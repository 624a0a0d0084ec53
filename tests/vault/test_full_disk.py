"""Disks that are really full, and a process that has really run out: no fault is made up here."""

import contextlib
import os
import resource
import shutil
import subprocess

import pytest

from mentor_tui.vault import SaveFailed, Vault, list_backups

from .conftest import FAST, WORDS, found, put, with_recovery
from .counts import count

KEPT = "The vault still holds everything saved before."


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte in memory, with forty files at most."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=40", "none", place], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("making a small disk takes root and the right to mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def filled(path, filler):
    """A vault that has all its backups of a day, and its recovery key."""
    vault = Vault.create(path, WORDS, kdf=FAST)
    key = with_recovery(vault)
    for number in range(8):
        put(vault, "a", {"n": number, "filler": filler})
    return vault, key


def refused(path, vault, key, after, why):
    """A save that cannot be: the person is told, memory and disk hold what was, nothing is left lying about."""
    before = vault.all("goals")
    with pytest.raises(SaveFailed, match=why) as caught:
        put(vault, "a", after)
    assert KEPT in str(caught.value)
    assert not caught.value.applied
    assert vault.all("goals") == before == found(path, key)["goals"]
    assert not [p for p in path.parent.rglob("*") if ".tmp-" in p.name]


def test_a_full_disk(small_disk):
    path = small_disk / "pair.vault"
    vault, key = filled(path, "x" * 20_000)
    ballast = small_disk / "ballast"
    room = shutil.disk_usage(small_disk).free
    outcomes = {"saved": 0, "refused": 0}
    for pages in range(9):  # a save of seven pages finds so many left
        before = vault.get("goals", "a")
        ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - pages * 4096))
        after = {"n": f"pages {pages}", "filler": "y" * 20_000}
        try:
            put(vault, "a", after)
        except SaveFailed as error:
            outcomes["refused"] += 1
            assert "the disk is full" in str(error)
            assert "Free some space, then save again." in str(error)
            assert vault.get("goals", "a") == before
        else:
            outcomes["saved"] += 1
        assert found(path, key)["goals"] == vault.all("goals")
        with contextlib.suppress(SaveFailed):
            vault.drafts.save("a", "f", "text " * 200 * pages)
        ballast.unlink()
        put(vault, "a", after | {"n": "again"})
        vault.drafts.save("a", "f", "kept")
        assert found(path, key)["goals"] == [after | {"n": "again"}]
        assert vault.drafts.load("a", "f") == "kept"
        count("saves on a full disk")
    assert outcomes["refused"] >= 6
    assert outcomes["saved"] >= 1
    vault.close()
    assert shutil.disk_usage(small_disk).free > room - 20 * 4096  # what failed has left nothing behind
    assert all(found(backup.path, key) for backup in list_backups(path)[:5])


def test_a_disk_without_room_for_another_file(small_disk):
    path = small_disk / "pair.vault"
    vault, key = filled(path, "")
    taken = 0
    with contextlib.suppress(OSError):
        while True:
            (small_disk / f"other {taken}").touch()
            taken += 1
    assert 0 < taken < 40
    refused(path, vault, key, {"n": "new"}, "the disk is full")
    (small_disk / "other 0").unlink()
    (small_disk / "other 1").unlink()
    put(vault, "a", {"n": "new"})
    assert found(path, key) == {"goals": [{"n": "new"}]}
    vault.close()
    count("saves on a full disk")


def test_making_a_vault_on_a_full_disk(small_disk):
    path = small_disk / "pair.vault"
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - 4096))
    with pytest.raises(SaveFailed, match="The new vault was not made: the disk is full"):
        Vault.create(path, WORDS, kdf=FAST)
    assert not path.exists()
    ballast.unlink()
    Vault.create(path, WORDS, kdf=FAST).close()


@contextlib.contextmanager
def limit(what, value):
    """A limit of this very process, for as long as it takes to save."""
    soft, hard = resource.getrlimit(what)
    resource.setrlimit(what, (value, hard))
    try:
        yield
    finally:
        resource.setrlimit(what, (soft, hard))


def test_a_file_may_grow_no_further(path):
    """The system itself writes a part, then refuses the rest."""
    vault, key = filled(path, "x" * 20_000)
    size = path.stat().st_size
    for allowed in (0, 1, 339, 340, 341, 4096, size // 2, size - 1):
        with limit(resource.RLIMIT_FSIZE, allowed):
            before = vault.all("goals")
            with pytest.raises(SaveFailed, match="larger than this disk allows"):
                put(vault, "a", {"n": allowed, "filler": "y" * 20_000})
        assert vault.all("goals") == before == found(path, key)["goals"]
        count("saves that outgrew a limit of the system")
    put(vault, "a", {"n": "again"})
    assert found(path, key) == {"goals": [{"n": "again"}]}
    vault.close()


def test_no_more_open_files(path):
    vault, key = filled(path, "")
    before = vault.all("goals")
    free = os.dup(0)  # the lowest number that is free is the limit: not one file more
    os.close(free)
    outcomes = set()
    for more in range(4):
        with limit(resource.RLIMIT_NOFILE, free + more):
            try:
                put(vault, "a", {"n": f"{more} more"})
            except SaveFailed as error:
                assert "too many files are open" in str(error)
                assert KEPT in str(error)
                assert vault.all("goals") == before
                outcomes.add("refused")
            else:
                before = vault.all("goals")
                outcomes.add("saved")
        assert found(path, key)["goals"] == before
        count("saves without an open file to spare")
    assert outcomes == {"refused", "saved"}
    vault.close()
