"""The first save of a vault whose records are of an earlier release: the vault as it was stays among the backups."""

import pytest

from mentor_tui.vault import Vault, list_backups, rekey, reseal_beside, restore
from mentor_tui.vault.disk.retention import Why
from mentor_tui.vault.sealed import payload

from . import independent
from .conftest import FAST, WORDS, contents, put

NOW = payload.SCHEMA_VERSION


@pytest.fixture
def next_release(monkeypatch):
    """From here on, this program is one whose records may hold more."""

    def come():
        monkeypatch.setattr(payload, "SCHEMA_VERSION", NOW + 1)
        monkeypatch.setattr("mentor_tui.vault.disk.standing.SCHEMA_VERSION", NOW + 1)

    return come


def version(path, words=WORDS):
    return independent.read_vault(path.read_bytes(), passphrase=words)["schema_version"]


def marked(path):
    return [b for b in list_backups(path) if f"-schema{NOW}." in b.path.name]


def test_opening_and_looking_writes_nothing(path, vault, next_release):
    put(vault, "a", {"n": 0})
    vault.close()
    next_release()
    before = path.read_bytes()
    with Vault.open(path, WORDS) as newer:
        assert not newer.read_only
        newer.refresh()
    assert path.read_bytes() == before


def test_the_vault_as_it_was_stays_for_good(path, vault, next_release):
    put(vault, "a", {"n": 0})
    vault.close()
    next_release()
    with Vault.open(path, WORDS) as newer:
        for n in range(1, 9):
            put(newer, "a", {"n": n})
        assert sum("stays among the backups" in notice for notice in newer.notices) == 1
    (kept,) = marked(path)
    assert list_backups(path)[-1] == kept
    assert Why.FORMAT in kept.why
    assert (version(kept.path), contents(kept.path)["goals"]) == (NOW, [{"n": 0}])
    assert version(path) == NOW + 1


def test_one_that_another_window_saved_meanwhile_stays_too(path, vault, next_release, monkeypatch):
    put(vault, "a", {"n": 0})
    next_release()
    with Vault.open(path, WORDS) as newer:
        monkeypatch.setattr(payload, "SCHEMA_VERSION", NOW)
        put(vault, "b", {"n": 1})
        monkeypatch.setattr(payload, "SCHEMA_VERSION", NOW + 1)
        put(newer, "c", {"n": 2})
    (kept,) = marked(path)
    assert contents(kept.path)["goals"] == [{"n": 0}, {"n": 1}]


def test_it_is_still_for_the_earlier_release_after_new_keys_and_forgetting(path, vault, next_release):
    put(vault, "a", {"n": 0})
    vault.close()
    next_release()
    with Vault.open(path, WORDS) as newer:
        put(newer, "a", {"n": 1})
        rekey(newer, "other words", None, kdf=FAST)
        reseal_beside(newer, change=lambda tables: {})
    (kept,) = marked(path)
    assert (version(kept.path, "other words"), contents(kept.path, "other words")) == (NOW, {})


def test_new_keys_as_the_first_save_keep_it_as_well(path, vault, next_release):
    put(vault, "a", {"n": 0})
    vault.close()
    next_release()
    with Vault.open(path, WORDS) as newer:
        rekey(newer, "other words", None, kdf=FAST)
    assert len(marked(path)) == 1


def test_it_can_be_restored(path, vault, next_release):
    put(vault, "a", {"n": 0})
    vault.close()
    next_release()
    with Vault.open(path, WORDS) as newer:
        put(newer, "a", {"n": 1})
    restore(path, marked(path)[0].path, WORDS)
    assert contents(path)["goals"] == [{"n": 0}]
