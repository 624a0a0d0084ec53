"""The power goes at any moment of any deed: what is left opens as the version before or the one after, never neither.

And once a deed has returned, it is the one after, whatever else the disk forgets.
"""

import errno

import pytest

from mentor_tui.vault import Change, ConflictSaved, Vault, list_backups, restore

from .conftest import FAST, WORDS, FileSystem, found, put, with_recovery
from .counts import count
from .power import Recorder, power_cuts

OLD, NEW = {"goals": [{"n": "old"}]}, {"goals": [{"n": "new", "text": "x" * 140_000}]}  # more than one write


class CopyingRecorder(Recorder):
    """On a disk without hard links."""

    def link(self, source, target):
        raise OSError(errno.EOPNOTSUPP, "no links")


@pytest.fixture(params=[Recorder, CopyingRecorder], ids=["links", "copies"])
def kept(request, path):
    """An open vault with an old version of one record, over a file system that takes notes."""
    fs = request.param()
    with Vault.create(path, WORDS, kdf=FAST, fs=fs) as vault:
        key = with_recovery(vault)
        for _ in range(2):
            put(vault, "a", {"n": "older"})
        put(vault, "a", {"n": "old"})
        for early in list_backups(path)[-2:]:  # from before there was a record, or a recovery key
            early.path.unlink()
        yield fs, vault, key


def check_all_around(folder, key, *allowed):
    """Every file that bears a name of ours is a whole vault; unfinished ones have gone at opening."""
    around = [p for p in folder.rglob("*.vault*") if p.is_file() and p.suffix != ".lock"]
    assert not [p.name for p in around if ".tmp-" in p.name]
    for file in around:
        assert found(file, key) in (*allowed, {"goals": [{"n": "older"}]})


def go_on(path, key):
    """After the power is back, work goes on."""
    with Vault.open_with_recovery(path, key) as vault:
        put(vault, "a", {"n": "next"})
    assert found(path, key) == {"goals": [{"n": "next"}]}


def test_power_cuts_during_a_save(path, kept, tmp_path):
    fs, vault, key = kept
    states = 0
    outcomes = set()
    for folder, over in power_cuts(fs, path.parent, lambda: put(vault, "a", NEW["goals"][0]), tmp_path / "cut"):
        here = folder / path.name
        left = found(here, key)
        assert left in ((NEW,) if over else (OLD, NEW))
        outcomes.add((str(left), over))
        check_all_around(folder, key, OLD, NEW)
        go_on(here, key)
        states += 1
    assert outcomes == {(str(OLD), False), (str(NEW), False), (str(NEW), True)}
    assert states >= 30
    count("states after a power cut", states)


def test_power_cuts_while_the_first_vault_is_made(path, tmp_path):
    fs = Recorder()
    states = 0
    tmp_path.joinpath("new").mkdir()
    target = tmp_path / "new" / "deeper" / "pair.vault"
    for folder, over in power_cuts(
        fs, target.parents[1], lambda: Vault.create(target, WORDS, kdf=FAST, fs=fs).close(), tmp_path / "cut"
    ):
        here = folder / "deeper" / "pair.vault"
        if here.exists() or over:
            with Vault.open(here, WORDS) as vault:
                assert vault.names() == []
        states += 1
    assert states >= 8
    count("states after a power cut", states)


def test_power_cuts_during_the_first_save_of_all(path, tmp_path):
    """The one that makes the folder of backups."""
    fs = Recorder()
    with Vault.create(path, WORDS, kdf=FAST, fs=fs) as vault:
        for folder, over in power_cuts(fs, path.parent, lambda: with_recovery(vault), tmp_path / "cut"):
            with Vault.open(folder / path.name, WORDS) as opened:
                assert opened.has_recovery or not over
            count("states after a power cut")


def test_power_cuts_during_a_new_passphrase(path, kept, tmp_path):
    fs, vault, key = kept
    for folder, over in power_cuts(fs, path.parent, lambda: vault.change_passphrase("new words"), tmp_path / "cut"):
        with Vault.open_with_recovery(folder / path.name, key) as opened:
            assert opened.all("goals") == OLD["goals"]
            assert opened.check_passphrase("new words") or (not over and opened.check_passphrase(WORDS))
        count("states after a power cut")


def test_power_cuts_while_a_conflict_copy_is_kept(path, kept, tmp_path):
    fs, vault, key = kept
    stale = Change("goals", "a", NEW["goals"][0], {"n": "never there"})

    def clash():
        with pytest.raises(ConflictSaved):
            vault.commit([stale])

    for folder, over in power_cuts(fs, path.parent, clash, tmp_path / "cut"):
        assert found(folder / path.name, key) == OLD
        check_all_around(folder, key, OLD, NEW)
        copies = list(folder.glob("[!.]*.conflict-*"))
        assert copies or not over
        assert all(found(copy, key) == NEW for copy in copies)
        count("states after a power cut")


def test_power_cuts_while_a_damaged_file_is_written_anew(path, kept, tmp_path):
    fs, vault, key = kept
    rubbish = b"rubbish" * 700
    path.write_bytes(rubbish)
    for folder, over in power_cuts(fs, path.parent, lambda: put(vault, "a", NEW["goals"][0]), tmp_path / "cut"):
        here = folder / path.name
        aside = list(folder.glob("[!.]*.damaged-*"))
        assert all(copy.read_bytes() == rubbish for copy in aside)
        if over:
            assert aside
        if over or here.read_bytes() != rubbish:
            assert found(here, key) == NEW
        count("states after a power cut")


def test_power_cuts_during_restoring(path, kept, tmp_path):
    fs, vault, key = kept
    put(vault, "a", NEW["goals"][0])
    vault.close()
    backup = list_backups(path)[0].path
    for folder, over in power_cuts(fs, path.parent, lambda: restore(path, backup, WORDS, fs), tmp_path / "cut"):
        left = found(folder / path.name, key)
        assert left == OLD if over else left in (OLD, NEW)
        aside = list(folder.glob("[!.]*.before-restore-*"))
        assert aside or left == NEW
        assert all(found(copy, key) == NEW for copy in aside)
        check_all_around(folder, key, OLD, NEW)
        count("states after a power cut")


@pytest.mark.parametrize("first", [True, False], ids=["first-draft", "later-draft"])
def test_power_cuts_while_a_draft_is_kept(path, tmp_path, first):
    fs = Recorder()
    with Vault.create(path, WORDS, kdf=FAST, fs=fs) as vault:
        key = with_recovery(vault)
        if not first:
            vault.drafts.save("a", "f", "one")
        for folder, over in power_cuts(fs, path.parent, lambda: vault.drafts.save("a", "f", "two"), tmp_path / "cut"):
            with Vault.open_with_recovery(folder / path.name, key) as opened:
                left = opened.drafts.load("a", "f")
                assert left == "two" if over else left in (None if first else "one", "two")
                assert opened.notices == []
            count("states after a power cut")


def test_the_model_finds_what_it_should(path, tmp_path):
    """A save that forgets to sync is caught: without that, the tests above would prove nothing."""

    class Hasty(Recorder):
        forgets = ""

        def fsync(self, fd):
            if self.forgets == "fsync":
                FileSystem.fsync(self, fd)
            else:
                super().fsync(fd)

        def fsync_dir(self, folder):
            if self.forgets == "fsync_dir":
                FileSystem.fsync_dir(self, folder)
            else:
                Recorder.fsync_dir(self, folder)

    def save():
        put(vault, "a", {"n": fs.forgets})

    fs = Hasty()
    with Vault.create(path, WORDS, kdf=FAST, fs=fs) as vault:
        put(vault, "a", {"n": "old"})
        sizes = {path.stat().st_size}
        for forgets, wrong in (("fsync", False), ("fsync_dir", True)):
            fs.forgets = forgets
            before = path.read_bytes()
            bad = 0
            for folder, over in power_cuts(fs, path.parent, save, tmp_path / "cut"):
                data = (folder / path.name).read_bytes()
                whole = data.startswith(b"MNTRVLT") and len(data) in sizes and any(data[-64:])
                bad += (over and data == before) if wrong else not whole
            assert bad, forgets
