"""Copies of a vault that went their own way: noticed by their headers, and no others."""

import json
import os
import shutil

import pytest

from mentor_tui.vault import ConflictSaved, FileSystem, Vault, What, list_backups, restore, verify
from mentor_tui.vault.beside.apart import copies_apart
from mentor_tui.vault.beside.copies import note_joined, open_copy
from mentor_tui.vault.disk.seen import Seen

from .conftest import FAST, WORDS, put
from .writing import CONTENT, payload, sealed
from .writing import WORDS as EXAMPLE

OTHERS = (
    "pair (conflicted copy 2026-11-29).vault",
    "pair.sync-conflict-20261129-101500-ABCDEFG.vault",
    "pair-LAPTOP.vault",
    "pair 2.vault",
    "something else",
)


def parted(path, vault, name=OTHERS[0]):
    """A copy beside the vault; both are saved after they parted."""
    copy = path.with_name(name)
    put(vault, "a", {"n": 0})
    shutil.copy(path, copy)
    with Vault.open(copy, WORDS, state_dir=path.parent / "elsewhere") as other:
        put(other, "there", {"n": 1})
    put(vault, "here", {"n": 2})
    return copy


def names(vault):
    return [file.name for file in copies_apart(vault)]


@pytest.mark.parametrize("name", OTHERS)
def test_a_copy_that_went_its_own_way_is_found_under_any_name(path, vault, name):
    copy = parted(path, vault, name)
    before = copy.read_bytes(), path.read_bytes()
    assert copies_apart(vault) == [copy]
    assert (copy.read_bytes(), path.read_bytes()) == before


def test_what_the_vault_grew_from_is_no_news(path, vault):
    put(vault, "a", {"n": 0})
    shutil.copy(path, path.with_name("by hand.vault"))
    os.link(path, path.with_name("linked.vault"))
    put(vault, "a", {"n": 1})
    shutil.copy(path, path.with_name("just now.vault"))
    vault.close()
    restore(path, list_backups(path)[0].path, WORDS)
    with Vault.open(path, WORDS) as again:
        assert names(again) == []


def test_other_vaults_and_files_that_are_none_are_no_copies(path, vault):
    Vault.create(path.with_name("other.vault"), WORDS, kdf=FAST).close()
    copy = parted(path, vault)
    data = bytearray(copy.read_bytes())
    data[60] ^= 1
    copy.write_bytes(data)
    path.with_name("notes.txt").write_bytes(bytes(copy.stat().st_size))
    path.with_name("folder").mkdir()
    assert names(vault) == []


def test_a_conflict_copy_of_this_program_is_told_until_it_is_joined(path, vault):
    copy = parted(path, vault, f"{path.name}.conflict-20261129T101500Z")
    shutil.copy(copy, path.with_name(f"{path.name}.before-restore-20261129T101500Z"))
    assert copies_apart(vault) == [copy]
    note_joined(vault, open_copy(vault, copy).save_id)
    assert names(vault) == []
    with Vault.open(path, WORDS) as again:
        assert names(again) == []


def test_a_folder_that_cannot_be_listed_and_a_closed_vault_say_nothing(path):
    class Closed(FileSystem):
        closed = False

        def listdir(self, folder):
            if self.closed:
                raise PermissionError("no")
            return super().listdir(folder)

    fs = Closed()
    with Vault.create(path, WORDS, kdf=FAST, fs=fs) as vault:
        parted(path, vault)
        fs.closed = True
        assert names(vault) == []
        fs.closed = False
        assert len(names(vault)) == 1
    assert names(vault) == []


def test_a_history_that_is_not_this_computers_is_told_once(path, vault):
    copy = parted(path, vault)
    with Vault.open(copy, WORDS, state_dir=path.parent / "elsewhere") as other:
        put(other, "there", {"n": 3})
    vault.close()
    copy.replace(path)
    for told in (1, 0):
        with Vault.open(path, WORDS) as again:
            assert sum("did not grow from" in notice for notice in again.notices) == told


def test_the_same_number_of_another_history_is_told_too(path, vault):
    copy = parted(path, vault)
    vault.close()
    copy.replace(path)
    for told in (1, 0):
        with Vault.open(path, WORDS) as again:
            assert sum("did not grow from" in notice for notice in again.notices) == told


def test_a_conflict_that_was_told_is_not_told_again_at_the_next_opening(path, vault):
    copy = parted(path, vault)
    copy.replace(path)
    with pytest.raises(ConflictSaved, match="Another copy is"):
        put(vault, "more", {})
    vault.close()
    with Vault.open(path, WORDS) as again:
        assert not any("did not grow from" in notice for notice in again.notices)


def test_what_is_too_long_ago_is_no_alarm(path, vault):
    first = Seen(FileSystem())
    put(vault, "a", {"n": 0})
    note = next(path.parent.parent.rglob("seen.json"))
    kept = note.read_bytes()
    for n in range(130):
        put(vault, "a", {"n": n})
    vault.close()
    note.write_bytes(kept)
    assert first.highest(vault.vault_id) == 2
    with Vault.open(path, WORDS) as again:
        assert again.notices == []


def test_the_notes_of_this_computer_bear_anything(tmp_path):
    seen = Seen(FileSystem(), tmp_path)
    note = tmp_path / "seen.json"
    for broken in (b"", b"[]", b"[" * 90_000, b'{"saves": 5, "joined": {"%s": 7}, "vaults": 3}' % b"00".hex().encode()):
        note.write_bytes(broken)
        assert (seen.highest(b"00"), seen.save(b"00"), seen.joined(b"00")) == (0, "", frozenset())
    seen.record_joined(b"00", b"x" * 8)
    seen.record(b"00", 3, b"y" * 8)
    for _ in range(2):
        seen.record_joined(b"00", b"z" * 8)
    assert seen.joined(b"00") == {"78" * 8, "7a" * 8}
    assert (seen.highest(b"00"), seen.save(b"00")) == (3, "79" * 8)
    seen.record_joined(b"00", b"x" * 8, joined=False)
    assert seen.joined(b"00") == {"7a" * 8}
    seen.record_joined(b"00", b"z" * 8, joined=False)
    assert seen.joined(b"00") == frozenset()
    seen.record(b"00", 4)
    assert (seen.highest(b"00"), seen.save(b"00")) == (4, "79" * 8)
    seen.record(b"00", 2, b"w" * 8)
    assert seen.save(b"00") == "79" * 8
    assert json.loads(note.read_text())["version"] == 1


def test_verify_names_a_copy_that_went_its_own_way_and_how_to_join_it(path, vault):
    copy = parted(path, vault)
    shutil.copy(path, path.with_name("same.vault"))
    checks = {check.path: check for check in verify(path, WORDS) if check.what is What.COPY}
    assert checks[copy].ok
    assert checks[copy].apart
    assert f"vault merge '{copy.name}'" in checks[copy].problem
    assert not checks[path.with_name("same.vault")].apart


def test_verify_and_the_open_vault_agree_on_a_copy_that_was_joined(path, vault):
    copy = parted(path, vault)
    found = open_copy(vault, copy)
    for joined in (True, False):
        note_joined(vault, found.save_id, joined)
        (check,) = (check for check in verify(path, WORDS) if check.path == copy)
        assert (check.ok, check.apart, bool(check.problem)) == (True, not joined, not joined)
        assert names(vault) == ([] if joined else [copy.name])


def test_verify_asks_about_every_record_and_names_those_that_were_not_read(path, vault):
    for n in range(7):
        put(vault, f"id-{n}", {"n": n})

    def reads(table, record):
        return table == "goals" and record["n"] == 0

    first, *others = verify(path, WORDS, reads=reads)
    assert first.ok
    assert first.alarming
    assert first.unread == tuple(("goals", f"id-{n}") for n in range(1, 7))
    assert "NOT READ in it: goals id-1, goals id-2, goals id-3, goals id-4, goals id-5 and 1 more" in first.problem
    assert [len(check.unread) for check in others] == [5, 4, 3, 2, 1]
    assert not any(check.unread for check in verify(path, WORDS))


def test_verify_says_that_what_a_newer_release_added_was_not_read(path):
    path.parent.mkdir(exist_ok=True)
    for data in (sealed(minor=1), payload(CONTENT | {"schema_version": 1000})):
        path.write_bytes(data)
        (check,) = verify(path, EXAMPLE, reads=lambda table, record: False)
        assert (check.ok, check.newer, check.unread) == (True, True, ())
        assert "was not read" in check.problem
