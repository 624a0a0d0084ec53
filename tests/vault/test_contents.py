"""Every file of a vault, read back from disk: also those that no list of ours knows, and those that do not open."""

import errno
import os
import shutil

import pytest

from mentor_tui.vault import ClosedVault, FileSystem, NewerFormat, SaveFailed, Vault, list_backups, remove_files
from mentor_tui.vault.beside.contents import contents, removable
from mentor_tui.vault.beside.resealing import Left, Obstacle
from mentor_tui.vault.disk.files import backups_dir, drafts_dir
from mentor_tui.vault.sealed.format import may_be_vault

from .conftest import WORDS, Faulty, flipped, put
from .writing import BASE, CONTENT, ID, KEY, SLOTS, payload, sealed
from .writing import put as written

OTHER = sealed(vault_id=bytes(16))
OTHER_KEY = sealed(dek=bytes(32))
NEWER = written(BASE, 8, b"\2")


@pytest.fixture
def fs():
    return Faulty()


@pytest.fixture
def lived(path, fs):
    """The example as a vault with one backup, one copy, one draft and what was seen of it."""
    path.parent.mkdir()
    path.write_bytes(BASE)
    with Vault.open_with_recovery(path, KEY, fs=fs) as vault:
        put(vault, "a", {"n": 1})
        vault.drafts.save("a", "f", "half a sentence")
        path.with_name("pair.vault.conflict-20260101T120000Z").write_bytes(BASE)
        yield vault


def seen_by(vault):
    return {(one.kind, one.path.name): one for one in contents(vault)}


def obstacles(vault):
    return {one.path.name: one.obstacle for one in contents(vault) if one.obstacle}


def test_every_file_is_opened_and_nothing_is_left_out(path, lived):
    (path.parent / ".pair.vault.tmp-0123456789abcdef").write_bytes(BASE)
    (path.parent / "pair.vault.my-own-copy").write_bytes(BASE)
    (path.parent / "letter.vault").write_bytes(BASE)
    found = seen_by(lived)
    backup = list_backups(path)[0].path.name
    draft = next(drafts_dir(path).iterdir()).name
    assert list(found) == [
        ("vault", "pair.vault"),
        ("stray", ".pair.vault.tmp-0123456789abcdef"),
        ("stray", "letter.vault"),
        ("copy", "pair.vault.conflict-20260101T120000Z"),
        ("stray", "pair.vault.my-own-copy"),
        ("backup", backup),
        ("draft", draft),
        ("other", "seen.json"),
    ]
    old = CONTENT["tables"]
    assert found["vault", "pair.vault"].tables == {"goals": old["goals"] | {"a": {"n": 1}}}
    assert found["backup", backup].tables == found["stray", "pair.vault.my-own-copy"].tables == old
    assert found["draft", draft].draft.text == "half a sentence"
    assert ID.hex().encode() in found["other", "seen.json"].plain
    assert all(one.left is None for one in found.values())
    shown = repr(list(found.values()))
    assert not [word for word in ("half a sentence", "Speak up", ID.hex()) if word in shown]


def test_what_does_not_open_says_why_and_of_it_only_ours_may_be_removed(path, lived):
    folder = backups_dir(path)
    ours = f"{ID[:4].hex()}-00000000.vault"
    strange = {
        f"before-000000000101-{ours}": (OTHER, Obstacle.OTHER_VAULT),
        f"before-000000000102-{ours}": (OTHER_KEY, Obstacle.OTHER_KEY),
        f"before-000000000103-{ours}": (flipped(BASE, 9000), Obstacle.DAMAGED),
        f"before-000000000104-{ours}": (NEWER, Obstacle.NEWER),
        f"before-000000000105-{ours}": (payload({"schema_version": 1, "tables": {"t": {"i": 5}}}), Obstacle.DAMAGED),
        "note.txt": (b"a letter", Obstacle.DAMAGED),
    }
    for name, (data, _) in strange.items():
        (folder / name).write_bytes(data)
    (folder / f"before-000000000106-{ours}").mkdir()
    stray = drafts_dir(path) / "0123abcd-0123-4567-89ab-0123456789ab"
    stray.write_bytes(b"noise")
    expected = {name: obstacle for name, (_, obstacle) in strange.items()}
    expected |= {f"before-000000000106-{ours}": Obstacle.FAILED, stray.name: Obstacle.OTHER_KEY}
    assert obstacles(lived) == expected
    left = [one.left for one in contents(lived) if one.left]
    assert {one.path.name: one.obstacle for one in left} == expected
    mine = removable(lived, left)
    assert {file.name for file in mine} == expected.keys() - {"note.txt", f"before-000000000101-{ours}"}
    stubborn = remove_files(lived, mine)
    assert [file.name for file in stubborn] == [f"before-000000000106-{ours}"]  # a folder
    assert obstacles(lived).keys() == {"note.txt", f"before-000000000101-{ours}", f"before-000000000106-{ours}"}
    elsewhere = path.with_name("letter")
    elsewhere.write_bytes(b"")
    with pytest.raises(ValueError, match="only files beside this vault"):
        remove_files(lived, [elsewhere])
    assert elsewhere.exists()


def test_files_that_go_while_somebody_looks_are_passed_over(path, lived, fs, state_folder):
    class Gone(FileSystem):
        def open_read(self, file):
            if file != path:
                raise FileNotFoundError(errno.ENOENT, "gone")
            return super().open_read(file)

        def stat(self, file):
            raise FileNotFoundError(errno.ENOENT, "gone")

    lived._fs = lived.drafts._fs = lived._seen._fs = Gone()
    assert list(seen_by(lived)) == [("vault", "pair.vault")]


def test_a_draft_and_a_note_of_what_was_seen_that_cannot_be_read_are_told(path, lived, state_folder):
    class Sick(FileSystem):
        def open_read(self, file):
            if file.parent in (drafts_dir(path), state_folder):
                raise OSError(errno.EIO, "io")
            return super().open_read(file)

        def stat(self, file):
            raise OSError(errno.EIO, "io")

    lived._fs = lived.drafts._fs = lived._seen._fs = Sick()
    draft = next(drafts_dir(path).iterdir()).name
    assert obstacles(lived) == {draft: Obstacle.OTHER_KEY, "seen.json": Obstacle.FAILED}
    assert {("draft", draft), ("other", "seen.json")} <= seen_by(lived).keys()


def test_a_folder_that_cannot_be_listed_is_no_proof(path, lived, fs):
    fs.arm(OSError(errno.EIO, "io"), only="listdir")
    with pytest.raises(SaveFailed, match=r"not all read: the disk reported an error\. Nothing was changed"):
        list(contents(lived))
    shutil.rmtree(drafts_dir(path))
    assert ("vault", "pair.vault") in seen_by(lived)  # a folder that is not there holds nothing
    lived.close()
    with pytest.raises(ClosedVault):
        list(contents(lived))


def test_a_file_that_could_not_be_opened_is_a_sentence(path):
    left = Left(path.with_name("a\x1bb"), Obstacle.DAMAGED)
    assert left.sentence == "“a?b” is damaged."


def test_a_newer_copy_is_no_mystery(path, lived):
    path.with_name("pair.vault.conflict-20260101T120000Z").write_bytes(NEWER)
    assert obstacles(lived) == {"pair.vault.conflict-20260101T120000Z": Obstacle.NEWER}
    with pytest.raises(NewerFormat):
        Vault.open(path.with_name("pair.vault.conflict-20260101T120000Z"), WORDS)


def test_slots_are_not_needed_to_read_what_the_key_opens(path, lived):
    path.with_name("pair.vault.conflict-20260101T120000Z").write_bytes(sealed(slots=SLOTS[:1]))
    os.utime(path.with_name("pair.vault.conflict-20260101T120000Z"), (1, 1))
    assert obstacles(lived) == {}


def test_what_another_vault_keeps_beside_ours_is_not_taken_for_ours(path, lived):
    theirs = path.with_name("second.vault.drafts")
    theirs.mkdir()
    (theirs / "0123abcd-0123-4567-89ab-0123456789ab").write_bytes(b"noise")
    path.with_name("second.vault").write_bytes(OTHER)
    path.with_name("second.vault.backups").mkdir()
    (path.with_name("second.vault.backups") / f"before-000000000101-{'0' * 8}-{'0' * 8}.vault").write_bytes(OTHER)
    assert not [one for one in contents(lived) if "second" in str(one.path)]
    mine = path.with_name("third.vault.backups")
    mine.mkdir()
    (mine / "a").write_bytes(BASE)
    assert [(one.kind, one.name) for one in contents(lived) if "third" in str(one.path)] == [
        ("stray", "third.vault.backups/a")
    ]


def test_a_copy_under_any_name_is_found_however_many_keys_it_has(path, lived):
    for count in (1, 2, 8):
        path.with_name(f"letter {count}").write_bytes(sealed(slots=(SLOTS * 4)[:count]))
    path.with_name("letter").write_bytes(BASE[:-1])  # no vault has this size
    strays = [one for one in contents(lived) if one.kind == "stray"]
    assert [one.name for one in strays] == ["letter 1", "letter 2", "letter 8"]
    assert all(one.tables == CONTENT["tables"] for one in strays)


def test_a_half_written_file_of_ours_is_not_overlooked(path, lived):
    half = path.with_name(".pair.vault.tmp-0123456789abcdef")
    half.write_bytes(BASE[:1000])
    path.with_name(".other.vault.tmp-0123456789abcdef").write_bytes(BASE[:1000])
    assert obstacles(lived) == {half.name: Obstacle.DAMAGED}


def test_drafts_that_went_along_with_a_copy_are_found(path, lived):
    mine = next(drafts_dir(path).iterdir())
    shutil.copytree(drafts_dir(path), path.with_name("second.vault.drafts"))
    strays = [one for one in contents(lived) if one.name != one.path.name]
    assert [(one.kind, one.name, one.draft.text) for one in strays] == [
        ("draft", f"second.vault.drafts/{mine.name}", "half a sentence")
    ]


def test_locks_and_empty_folders_hold_nothing_and_empty_files_are_damaged(path, lived):
    for name in ("pair.vault.my-own-copy.lock", "pair.vault.x", "pair.vault.noise.lock"):
        path.with_name(name).write_bytes(b"noise" if "noise" in name else b"")
    path.with_name("pair.vault.my-own-copy.backups").mkdir()
    assert obstacles(lived) == {"pair.vault.x": Obstacle.DAMAGED, "pair.vault.noise.lock": Obstacle.DAMAGED}


def test_the_sizes_that_a_vault_can_have():
    for count in range(1, 9):
        header = 156 + 92 * count
        assert may_be_vault(header + 4096) and may_be_vault(header + 3 * 4096)
        assert not any(may_be_vault(size) for size in (header, header + 4095, header + 4097, 4096 - header))
    assert not may_be_vault(156 + 4096) and not may_be_vault(156 + 92 * 9 + 4096)
