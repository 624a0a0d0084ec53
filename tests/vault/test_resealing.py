"""Sealing again what stands beside a vault: what is forgotten is gone from every file, and nothing else is lost."""

from __future__ import annotations

import errno
import os

import pytest

from mentor_tui.vault import ClosedVault, FileSystem, SaveFailed, Vault, list_backups
from mentor_tui.vault.beside.resealing import Left, Obstacle, remove_files, reseal_beside
from mentor_tui.vault.disk.files import backups_dir, drafts_dir

from .conftest import contents, flipped, put
from .writing import BASE, CONTENT, ID, KEY, sealed
from .writing import put as written


def without_a(tables):
    for rows in tables.values():
        rows.pop("a", None)
    return tables


@pytest.fixture
def rich(path, vault):
    """A vault with five backups, a conflict copy, a copy of before a restore, and two drafts."""
    for n in range(6):
        put(vault, "a", {"word": f"narrative {n}"})
        put(vault, "b", {"n": n})
    for word in ("conflict", "before-restore"):
        path.with_name(f"pair.vault.{word}-20260101T120000Z").write_bytes(path.read_bytes())
    vault.drafts.save("a", "notes", "of a")
    vault.drafts.save("b", "notes", "of b")
    for at, backup in enumerate(list_backups(path)):
        os.utime(backup.path, (1_700_000_000 - at, 1_700_000_000 - at))
    return vault


def beside(path):
    return sorted(backups_dir(path).iterdir()) + sorted(path.parent.glob("pair.vault.[cb][oe]*-*"))


def test_what_is_forgotten_is_gone_from_every_file(path, rich):
    put(rich, "a", None)
    before = [(b.generation, b.saved_at) for b in list_backups(path)]
    strays = [
        path.with_name(".pair.vault.tmp-0123456789abcdef"),
        backups_dir(path) / ".x.tmp-0123456789abcdef",
    ]
    for stray in strays:
        stray.write_bytes(path.read_bytes())
    result = reseal_beside(rich, change=without_a, keep_draft=lambda draft: draft.record != "a")
    assert not any(stray.exists() for stray in strays)
    assert [(b.generation, b.saved_at) for b in list_backups(path)] == before
    assert len(result.done) == 7
    assert (result.left, len(result.removed), len(result.unchanged)) == ([], 1, 1)
    assert {d.text for d in rich.drafts.all()} == {"of b"}
    files = beside(path)
    assert set(files) == set(result.done)
    for file in files:
        assert "a" not in contents(file)["goals"]
        assert file.stat().st_mode & 0o777 == 0o600
    assert contents(list_backups(path)[0].path)["goals"] == [{"n": 5}]
    again = reseal_beside(rich, change=without_a)
    assert (again.done, len(again.unchanged)) == ([], 7 + 1)


def named(path, number):
    return backups_dir(path) / f"before-{number:012}-{ID[:4].hex()}-00000000.vault"


@pytest.fixture
def odd(path):
    """The example's vault, with backups that cannot be sealed again, each for another reason, and one that can."""
    path.parent.mkdir()
    path.write_bytes(BASE)
    backups_dir(path).mkdir()
    files = [
        (sealed(vault_id=bytes(16)), Obstacle.OTHER_VAULT),
        (sealed(dek=bytes(32)), Obstacle.OTHER_KEY),
        (flipped(BASE, 9000), Obstacle.DAMAGED),
        (written(BASE, 8, b"\2"), Obstacle.NEWER),
        (sealed(minor=1), Obstacle.NEWER),
        (BASE, None),
    ]
    for number, (data, _) in enumerate(files, start=1):
        named(path, number).write_bytes(data)
    named(path, 7).mkdir()
    with Vault.open_with_recovery(path, KEY) as vault:
        yield (
            vault,
            {named(path, n): why for n, (_, why) in enumerate(files, start=1)} | {named(path, 7): Obstacle.FAILED},
        )


def test_each_file_that_is_left_says_why(path, odd):
    vault, files = odd
    before = {file: file.read_bytes() for file, why in files.items() if why and file.is_file()}
    result = reseal_beside(vault, change=lambda tables: {"goals": {"x": {"n": 1}}, "empty": {}})
    assert {left.path: left.obstacle for left in result.left} == {f: why for f, why in files.items() if why}
    assert {file: file.read_bytes() for file in before} == before
    assert len(result.done) == 1
    with Vault.open_with_recovery(result.done[0], KEY) as opened:
        assert (opened.names(), opened.all("goals"), opened.generation) == (["goals"], [{"n": 1}], 3)
    assert not named(path, 6).exists()  # its name tells of its new checksum


def test_what_changes_nothing_touches_nothing(path, odd):
    vault, _ = odd
    before = named(path, 6).read_bytes()
    result = reseal_beside(vault, change=lambda tables: tables)
    assert (result.done, result.unchanged) == ([], [named(path, 6)])
    assert named(path, 6).read_bytes() == before
    result = reseal_beside(vault)
    assert len(result.done) == 1  # without a change: fresh bytes all the same


class Stuck(FileSystem):
    """Fails a call for the paths that a test picks."""

    def __init__(self, call, picked):
        self.call, self.picked = call, picked

    def _ask(self, call, path):
        if call == self.call and self.picked(path):
            raise OSError(errno.ENOSPC, "full")

    def replace(self, source, target):
        self._ask("replace", source)
        super().replace(source, target)

    def unlink(self, path):
        self._ask("unlink", path)
        super().unlink(path)

    def listdir(self, path):
        self._ask("listdir", path)
        return super().listdir(path)


def test_a_disk_that_fails_in_between_leaves_the_old_file_and_no_half_one(path, odd):
    vault, _ = odd
    before = named(path, 6).read_bytes()
    vault._fs = Stuck("replace", lambda file: ".tmp-" in file.name)
    result = reseal_beside(vault)
    assert Left(named(path, 6), Obstacle.FAILED) in result.left
    assert named(path, 6).read_bytes() == before
    assert not list(path.parent.rglob("*.tmp-*"))


def test_a_backup_that_cannot_be_renamed_keeps_its_name_and_its_new_content(path, odd):
    vault, _ = odd
    before = named(path, 6).read_bytes()
    vault._fs = Stuck("replace", lambda file: file == named(path, 6))
    result = reseal_beside(vault)
    assert result.done == [named(path, 6)]
    assert named(path, 6).read_bytes() != before
    with Vault.open_with_recovery(named(path, 6), KEY) as opened:
        assert opened.all("goals") == list(CONTENT["tables"]["goals"].values())


def test_drafts_that_cannot_be_read_or_removed_are_left_and_told(path, odd):
    vault, _ = odd
    vault.drafts.save("a", "f", "text")
    mine = next(drafts_dir(path).iterdir())
    stray = drafts_dir(path) / "0123abcd-0123-4567-89ab-0123456789ab"
    stray.write_bytes(b"noise")
    vault._fs = Stuck("unlink", lambda file: file == mine)
    result = reseal_beside(vault, keep_draft=lambda draft: False)
    left = [one for one in result.left if one.path.parent == drafts_dir(path)]
    assert {(one.path, one.obstacle) for one in left} == {(stray, Obstacle.OTHER_KEY), (mine, Obstacle.FAILED)}
    assert stray.read_bytes() == b"noise"
    assert remove_files(vault, [mine]) == [mine]
    vault._fs = FileSystem()
    assert remove_files(vault, [mine, stray]) == []
    assert list(drafts_dir(path).iterdir()) == []


def test_a_file_that_is_gone_already_is_as_good_as_removed(path, odd):
    vault, _ = odd

    class Quick(FileSystem):
        """Somebody else removes each file a moment before us."""

        def unlink(self, file):
            super().unlink(file)
            super().unlink(file)

    vault._fs = Quick()
    assert remove_files(vault, [named(path, 6)]) == []
    assert not named(path, 6).exists()


def test_folders_that_cannot_be_listed_stop_it_before_anything_changes(path, odd):
    vault, _ = odd
    before = named(path, 6).read_bytes()
    vault._fs = Stuck("listdir", lambda folder: folder == backups_dir(path))
    for deed in (lambda: reseal_beside(vault), lambda: remove_files(vault, [named(path, 6)])):
        with pytest.raises(SaveFailed, match=r"were not changed: the disk is full\. They are as they were"):
            deed()
    assert named(path, 6).read_bytes() == before
    vault.close()
    for deed in (lambda: reseal_beside(vault), lambda: remove_files(vault, [])):
        with pytest.raises(ClosedVault):
            deed()


def test_what_was_sealed_again_is_on_the_disk_when_it_returns(path, odd):
    vault, _ = odd
    calls = []

    class Noting(FileSystem):
        def fsync_dir(self, folder):
            super().fsync_dir(folder)
            calls.append(("synced", folder))

        def replace(self, source, target):
            super().replace(source, target)
            calls.append(("replaced", target.parent))

        def unlink(self, file):
            super().unlink(file)
            calls.append(("removed", file.parent))

    vault._fs = Noting()
    reseal_beside(vault)
    resealed = max(at for at, call in enumerate(calls) if call == ("replaced", backups_dir(path)))
    assert ("synced", backups_dir(path)) in calls[resealed:]
    calls.clear()
    assert remove_files(vault, [named(path, 3)]) == []
    assert calls[0] == ("removed", backups_dir(path)) and ("synced", backups_dir(path)) in calls
