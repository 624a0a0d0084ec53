"""Names that leave no room for what stands beside a vault: one that is too long, and one that somebody else took."""

import pytest

from mentor_tui.vault import ConflictSaved, Old, SaveFailed, UnreadableVault, Vault, list_backups, rekey, verify
from mentor_tui.vault.errors import LONGEST_NAME

from .conftest import FAST, WORDS, contents, put


@pytest.mark.parametrize("letter", ["n", "é"])
def test_a_name_that_is_too_long_is_refused_before_anything_is_made(tmp_path, letter):
    name = letter * (LONGEST_NAME // len(letter.encode()) + 1)
    with pytest.raises(SaveFailed, match=f"The new vault was not made.* at most {LONGEST_NAME} bytes"):
        Vault.create(tmp_path / "box" / name, WORDS, kdf=FAST)
    assert not (tmp_path / "box").exists()


def test_under_the_longest_name_everything_can_be_done(tmp_path):
    path = tmp_path / ("n" * LONGEST_NAME)
    with Vault.create(path, WORDS, kdf=FAST) as vault, Vault.open(path, WORDS) as other:
        aside = path.with_name(f"{path.name}.before-restore-20260101T120000Z-999")
        aside.write_bytes(path.read_bytes())
        put(vault, "a", {"n": 1})
        with pytest.raises(ConflictSaved):
            put(other, "a", {"n": 2})
        vault.drafts.save("a", "notes", "half a thought")
        assert rekey(vault, "new words", None).left == ()  # each file is written anew, beside its own long name
    assert contents(aside, "new words") == {}


def test_an_older_vault_of_a_longer_name_says_it_when_something_cannot_be_kept(tmp_path):
    with Vault.create(tmp_path / "a.vault", WORDS, kdf=FAST) as made:
        put(made, "a", {"n": 0})
    path = made.path.rename(tmp_path / ("n" * 240))
    with Vault.open(path, WORDS) as vault:
        with pytest.raises(SaveFailed, match=f"longer than this disk allows.*a shorter name .*{LONGEST_NAME} bytes"):
            put(vault, "a", {"n": 1})
        assert vault.all("goals") == [{"n": 0}]


def test_a_file_in_the_place_of_the_backups_is_named(path, vault):
    put(vault, "a", {"n": 0})
    folder = path.with_name("pair.vault.backups")
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("a list of my own")
    why = "“pair.vault.backups” is a file, and a folder of that name is needed there"
    with pytest.raises(SaveFailed) as told:
        put(vault, "a", {"n": 1})
    assert str(told.value) == (
        f"Your change was not saved: {why}. The vault still holds everything saved before. "
        "Move that file elsewhere, then save again."
    )
    with pytest.raises(UnreadableVault, match=why):
        list_backups(path)
    assert [why in check.problem for check in verify(path, WORDS)] == [False, True]
    assert contents(path) == {"goals": [{"n": 0}]} and folder.read_text() == "a list of my own"
    folder.unlink()
    put(vault, "a", {"n": 1})


def test_a_file_in_the_place_of_the_drafts_is_named_once_and_asks_for_nothing(path, vault):
    folder = path.with_name("pair.vault.drafts")
    folder.write_text("a list of my own")
    why = "“pair.vault.drafts” is a file, and a folder of that name is needed there"
    with pytest.raises(SaveFailed, match=why):
        vault.drafts.save("a", "notes", "half a thought")
    assert vault.drafts.load("a", "notes") is None
    vault.drafts.discard("a", "notes")
    assert vault.drafts.all() == []
    assert [why in notice for notice in vault.notices] == [True]
    with pytest.raises(SaveFailed, match=why):
        rekey(vault, WORDS, None, drafts=Old.RESEAL)


def test_a_folder_that_is_gone_is_not_taken_for_a_file_in_the_way(path, vault):
    path.parent.rename(path.parent.with_name("away"))
    path.parent.write_text("a file")
    with pytest.raises(SaveFailed, match="the vault's folder is gone"):
        vault.drafts.save("a", "notes", "half a thought")
