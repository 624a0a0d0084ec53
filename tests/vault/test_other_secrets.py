"""Two programs have one vault open, and one of them changes what opens it: the other is told."""

import shutil

import pytest

from mentor_tui.vault import ConflictSaved, Vault

from .conftest import FAST, WORDS, put

HERE, THERE = "given here", "given there"


@pytest.fixture
def other(path, vault):
    put(vault, "a", {"n": 0})
    with Vault.open(path, WORDS) as other:
        yield other


def opens(path, words):
    with Vault.open(path, words):
        return True


def test_the_other_is_told_when_it_looks(path, vault, other):
    other.change_passphrase(THERE, kdf=FAST)
    assert vault.refresh()
    assert vault.notices == ["The vault's passphrase was changed elsewhere: from now on only the new one opens it."]
    vault.refresh()
    put(vault, "a", {"n": 1})
    assert len(vault.notices) == 1
    assert opens(path, THERE)
    assert other.notices == []


def test_and_when_it_saves(path, vault, other):
    other.store_recovery_key(other.new_recovery_key())
    put(vault, "b", {"n": 1})
    assert vault.notices == ["The vault's recovery key was changed elsewhere: from now on only the new one opens it."]


def test_changed_in_both_the_last_one_counts_and_says_so(path, vault, other):
    other.change_passphrase(THERE, kdf=FAST)
    vault.change_passphrase(HERE, kdf=FAST)
    assert "changed elsewhere too: the one you have just set here counts" in vault.notices[-1]
    assert opens(path, HERE)
    assert other.refresh()
    assert "changed elsewhere: from now on only the new one opens it" in other.notices[-1]


def test_another_history_with_another_passphrase_is_told_with_the_conflict(path, vault, other):
    copy = path.with_name("copy.vault")
    shutil.copy(path, copy)
    put(vault, "a", {"n": 1})
    with Vault.open(copy, WORDS, state_dir=path.parent / "elsewhere") as there:
        there.change_passphrase(THERE, kdf=FAST)
    copy.replace(path)
    with pytest.raises(ConflictSaved):
        put(vault, "a", {"n": 2})
    assert any("passphrase was changed elsewhere" in notice for notice in vault.notices)


def test_a_save_that_changes_nothing_about_it_says_nothing(path, vault, other):
    put(other, "b", {"n": 1})
    put(vault, "c", {"n": 2})
    vault.change_passphrase(HERE, kdf=FAST)
    assert vault.notices == []
