"""What is refused before it can do harm: odd records, odd keys, odd files."""

import errno
import json
import os
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tinydb import where

from mentor_tui.vault import (
    Change,
    ClosedVault,
    DamagedVault,
    FileSystem,
    KdfParams,
    NewerFormat,
    NoVault,
    RecoveryKey,
    SaveFailed,
    UnreadableVault,
    Vault,
    VaultError,
    VaultExists,
    list_backups,
    preview,
    rekey,
    restore,
    strength,
    verify,
)
from mentor_tui.vault.beside import drafts
from mentor_tui.vault.beside.copies import open_copy
from mentor_tui.vault.beside.inspection import opens_with_recovery
from mentor_tui.vault.disk.seen import Seen
from mentor_tui.vault.errors import save_failed, shown, unreadable
from mentor_tui.vault.sealed import keys, payload, seal
from mentor_tui.vault.sealed.format import MAX_GENERATION, version_of
from mentor_tui.vault.sealed.keys import DataKey
from mentor_tui.vault.sealed.payload import plain

from .conftest import FAST, WORDS, contents, flipped, put
from .writing import BASE, ID


@pytest.mark.parametrize("change", [(5, "a", {}), ("t", None, {}), ("t", "a", [1]), ("t", "a", "text")])
def test_a_change_that_is_none_is_refused(vault, change):
    table, id, after = change
    with pytest.raises(TypeError):
        vault.commit([Change(table, id, after, None)])
    with pytest.raises(TypeError):
        vault.commit([Change("t", "a", {}, "before")])
    assert vault.names() == []


def test_text_that_cannot_be_written_is_no_name(vault):
    for table, id in (("\ud800", "a"), ("t", "\udfff")):
        with pytest.raises(ValueError, match="half a surrogate"):
            vault.commit([Change(table, id, {}, None)])


def test_the_bounds_of_what_a_record_holds():
    with pytest.raises(ValueError, match="half a surrogate") as refused:  # Python's own error would quote the text
        plain({"note": ["x\ud800"]})
    assert not isinstance(refused.value, UnicodeError)
    fine = {"least": -(2**63), "most": 2**63 - 1, "no": None, "yes": True, "float": 1.5, "pair": (1, [2])}
    assert plain(fine) == fine | {"pair": [1, [2]]}
    assert plain(fine) is not fine
    for number in (-(2**63) - 1, 2**63):
        with pytest.raises(ValueError, match="64 bits"):
            plain(number)
    deep, deeper = 0, 0
    for _ in range(64):
        deep = [deep]
    assert plain(deep) == deep
    deeper = {"a": deep}
    with pytest.raises(ValueError, match="64 levels"):
        plain(deeper)
    with pytest.raises(TypeError, match="keys are strings"):
        plain({1: 2})
    with pytest.raises(TypeError, match="may not hold a bytes"):
        plain(b"private")

    class Loud(str):
        pass

    with pytest.raises(TypeError, match="Loud"):
        plain({"a": Loud("x")})


def test_tables_answer_tinydbs_questions_with_copies_and_change_only_whole(vault):
    put(vault, "a", {"n": 1, "list": [1]})
    put(vault, "b", {"n": 2})
    table = vault._current().db.table("goals")
    found = table.search(where("n") == 1)
    assert found == [{"n": 1, "list": [1]}]
    found[0]["list"].append(2)
    assert table.search(where("n") == 1) == [{"n": 1, "list": [1]}]
    for change in (table.insert, table.update, table.remove, table.upsert, table.insert_multiple):
        with pytest.raises(NotImplementedError):
            change({"n": 3})
    assert len(vault.all("goals")) == 2


def test_keys_have_their_length():
    for size in (0, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            DataKey(bytes(size))
    for size in (0, 19, 21):
        with pytest.raises(ValueError, match="20 bytes"):
            RecoveryKey(bytes(size))
    key = DataKey(bytes(range(32)))
    assert repr(key) == "DataKey(open)"
    key.wipe()
    assert repr(key) == "DataKey(wiped)"
    with pytest.raises(ClosedVault):
        key.subkey(bytes(16), b"info")


def test_what_a_key_costs():
    assert KdfParams() == KdfParams.default() == KdfParams(3, 256 * 1024, 4)
    assert KdfParams.low_memory() == KdfParams(3, 64 * 1024, 4)


def test_a_draft_too_long_or_that_will_not_go_is_told(vault, monkeypatch):
    vault.drafts.save("a", "f", "kept")
    monkeypatch.setattr(drafts, "_LIMIT", 4096)
    with pytest.raises(SaveFailed, match=r"too long to be kept\. Your text is still on the screen\. Please save"):
        vault.drafts.save("a", "f", "x" * 4000)
    assert vault.drafts.load("a", "f") == "kept"

    class Stuck(FileSystem):
        def unlink(self, path):
            raise OSError(errno.EROFS, "read-only")

    vault.drafts._fs = Stuck()
    with pytest.raises(SaveFailed, match=r"draft was not removed: the disk is read-only\. It is still there"):
        vault.drafts.discard("a", "f")
    assert vault.drafts.load("a", "f") == "kept"


def test_drafts_say_when_they_were_written_and_come_oldest_first(vault):
    for number, day in enumerate((3, 1, 2)):
        vault.drafts.save("a", str(number), "text", datetime(2026, 1, day, 12, tzinfo=UTC))
    vault.drafts.save("a", "half", "a\ud83d b")
    assert [(d.field, d.saved_at.day) for d in vault.drafts.all()[:3]] == [("1", 1), ("2", 2), ("0", 3)]
    assert vault.drafts.load("a", "half") == "a? b"


def test_what_was_seen_stands_in_the_users_state_folder(path, tmp_path, monkeypatch):
    monkeypatch.delenv("MENTOR_TUI_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    with Vault.create(path, WORDS, kdf=FAST) as vault:
        found = list((tmp_path / "home").rglob("seen.json"))
        assert [f.parent.name for f in found] == ["mentor-tui"]
        assert Seen(FileSystem()).highest(vault.vault_id) == 1
    for file in (found[0], found[0].parent):
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


def test_what_was_seen_only_grows_and_leaves_no_half_file(tmp_path):
    class Full(FileSystem):
        full = False

        def write(self, fd, data):
            if self.full:
                raise OSError(errno.ENOSPC, "full")
            return super().write(fd, data)

    seen = Seen(fs := Full(), tmp_path / "state")
    seen.record(ID, 7)
    seen.record(bytes(16), 2)
    seen.record(ID, 5)
    assert (seen.highest(ID), seen.highest(bytes(16)), seen.highest(b"x" * 16)) == (7, 2, 0)
    note = tmp_path / "state" / "seen.json"
    kept = json.loads(note.read_text())
    assert kept == {"version": 1, "vaults": {ID.hex(): 7, bytes(16).hex(): 2}}
    note.write_text(json.dumps(kept).ljust(1 << 20))
    assert seen.highest(ID) == 7
    note.write_text(json.dumps(kept).ljust((1 << 20) + 1))
    assert seen.highest(ID) == 0  # nothing of ours is that long
    note.write_text(json.dumps(kept))
    fs.full = True
    seen.record(ID, 9)
    assert seen.highest(ID) == 7
    assert [p.name for p in (tmp_path / "state").iterdir()] == ["seen.json"]
    seen.record(ID, MAX_GENERATION)
    assert seen.highest(ID) == 7


def test_a_folder_that_is_gone_or_a_link_in_a_circle_has_no_vault(tmp_path, monkeypatch):
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    away.rmdir()
    with pytest.raises(UnreadableVault, match=r"“x\.vault” could not be read"):
        Vault.open(Path("x.vault"), WORDS)
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises((NoVault, UnreadableVault)):
        Vault.open(tmp_path / "a", WORDS)
    with pytest.raises(NoVault, match="Name a file"):
        Vault.open(Path("/"), WORDS)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NoVault):
        Vault.open(tmp_path / "file" / "x.vault", WORDS)


def test_a_vault_that_appears_while_a_new_one_is_made_is_not_touched(path):
    class Racing(FileSystem):
        def link(self, source, target):
            target.write_bytes(b"theirs")
            return super().link(source, target)

    with pytest.raises(VaultExists, match="which was not touched"):
        Vault.create(path, WORDS, kdf=FAST, fs=Racing())
    assert path.read_bytes() == b"theirs"
    assert not [p for p in path.parent.iterdir() if ".tmp-" in p.name]


def test_a_look_at_a_disk_that_fails_changes_nothing(path, vault):
    class Sick(FileSystem):
        def open_read(self, path):
            raise OSError(errno.EIO, "io")

    put(vault, "a", {"n": 1})
    vault._fs = Sick()
    assert vault.refresh() is False
    assert vault.get("goals", "a") == {"n": 1}
    assert vault.notices == []


def test_a_file_does_not_begin_like_a_vault():
    assert version_of(BASE) == (1, 0)
    assert version_of(BASE[:8] + b"\2\1\3\0") == (258, 3)
    for head in (b"", BASE[:11], b"x" * 20):
        assert version_of(head) is None


def test_a_newer_payload_whose_shape_is_unknown_is_newer_and_not_damaged():
    assert payload.decode(b'{"schema_version":1000,"tables":{},"more":1}').schema_version == 1000
    with pytest.raises(NewerFormat, match="format 1 with records of version 1000"):
        payload.decode(b'{"schema_version":1000,"tables":[]}')


def test_errors_name_the_file_and_the_system_s_word():
    assert shown(Path("a\x1b[0m\u202eb.vault")) == "a?[0m?b.vault"
    assert shown(Path("/")) == "?"
    error = unreadable(Path("/x/y.vault"), OSError(errno.EACCES, "no"))
    assert (str(error).count("y.vault"), "Permission denied" in str(error), error.errno) == (1, True, errno.EACCES)
    assert "no reason given" in str(unreadable(Path("y"), OSError("odd")))
    for number, said in (
        (errno.EFBIG, "larger than this disk allows"),
        (errno.ENFILE, "too many files"),
        (errno.EPERM, "may not be written"),
        (errno.ENOTDIR, "folder is gone"),
        (errno.ELOOP, os.strerror(errno.ELOOP)),
        (None, "the system gave no reason"),
    ):
        failed = save_failed(OSError(number, "x") if number else OSError("x"))
        assert said in str(failed) and failed.errno == number
        assert str(failed).startswith("Your change was not saved: ")
        assert str(failed).endswith("Please try again.") is (number in (errno.ELOOP, None))
        assert not failed.applied
    assert str(save_failed(OSError(errno.EIO, "x"), applied=True)).startswith("The disk could not confirm this save: ")
    assert issubclass(SaveFailed, VaultError)


def test_a_passphrase_is_judged_in_five_steps():
    words = ["password", "tr0ub4dor", "velvet trac", "velvet tractor", "velvet tractor mumbles ninety oysters"]
    told = [strength(word) for word in words]
    assert [one.score for one in told] == sorted(one.score for one in told)
    assert (told[0].score, told[-1].score) == (0, 4)
    assert len({one.sentence for one in told}) == len({one.score for one in told})
    assert [one.weak for one in told] == [one.score < 3 for one in told]


def test_a_vault_made_anew_says_what_its_disk_said(path):
    class NoLocks(FileSystem):
        def lock(self, path, timeout):
            raise OSError(errno.ENOLCK, "no locks")

    with Vault.create(path, WORDS, kdf=FAST, fs=NoLocks()) as vault:
        assert vault.notices == [
            "This disk cannot lock files; please do not use the vault in two programs at the same time."
        ]
        assert repr(vault) == "<Vault 'pair.vault' open>"
    assert repr(vault) == "<Vault 'pair.vault' closed>"
    assert contents(path) == {}


def test_a_vault_remembers_its_last_128_saves():
    saves = [bytes([n]) * 8 for n in range(200)]
    lineage = ""
    for save in saves:
        lineage = seal.grown(lineage, save)
    assert lineage == "".join(save.hex() for save in saves[:71:-1])
    assert seal.descends(lineage, saves[72]) and not seal.descends(lineage, saves[71])
    assert not seal.descends(lineage[8:], saves[199])  # only whole names count, where they begin
    assert seal.grown("ab", saves[1], saves[2]) == saves[1].hex() + saves[2].hex() + "ab"


def test_every_key_that_was_unwrapped_for_a_look_is_overwritten(path, vault, tmp_path, monkeypatch):
    made = []

    class Made(DataKey):
        def __init__(self, key):
            super().__init__(key)
            made.append(self.buffer)

    recovery = vault.new_recovery_key()
    vault.store_recovery_key(recovery)
    put(vault, "a", {"n": 1})
    apart = tmp_path / "apart.vault"
    shutil.copy(path, apart)
    rekey(vault, WORDS, recovery)
    backup = list_backups(path)[0].path
    monkeypatch.setattr(keys, "DataKey", Made)
    for look in (
        lambda: preview(path, backup, WORDS),
        lambda: preview(path, apart, WORDS),
        lambda: verify(path, WORDS),
        lambda: vault.check_passphrase(WORDS),
        lambda: opens_with_recovery(path, recovery),
        lambda: open_copy(vault, apart, WORDS),
        lambda: restore(path, backup, WORDS),
        lambda: Vault.open(path, WORDS).close(),
    ):
        made.clear()
        look()
        assert made and not any(map(any, made))
    damaged = tmp_path / "damaged.vault"
    damaged.write_bytes(flipped(path.read_bytes(), 9000))
    made.clear()
    for look in (lambda: preview(path, damaged, WORDS), lambda: restore(path, damaged, WORDS)):
        with pytest.raises(DamagedVault):
            look()
    assert len(made) == 2 and not any(map(any, made))


def test_an_empty_file_is_said_to_be_empty(path):
    path.parent.mkdir()
    path.write_bytes(b"")
    with pytest.raises(DamagedVault, match="it is empty"):
        Vault.open(path, WORDS)


def test_backups_that_cannot_be_listed_keep_nobody_out(path, vault):
    class Closed(FileSystem):
        def listdir(self, folder):
            raise OSError(errno.EACCES, "no")

    put(vault, "a", {"n": 1})
    with Vault.open(path, WORDS, fs=Closed()) as opened:
        assert opened.get("goals", "a") == {"n": 1}


def test_a_draft_being_written_is_left_a_minute(vault):
    class Later(FileSystem):
        def now(self):
            return 10_000.0

    vault.drafts.save("a", "f", "text")
    vault.drafts._fs = Later()
    folder = vault.drafts.file_of("a", "f").parent
    for age in (59.5, 60.5):
        temp = folder / f".x{age}.tmp-0123456789abcdef"
        temp.write_bytes(b"half")
        os.utime(temp, (10_000 - age,) * 2)
    assert [file.name[:6] for file in vault.drafts.orphans()] == [".x60.5"]
