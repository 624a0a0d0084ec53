"""Sealing again what stands beside a vault: what is forgotten is gone from every file, and nothing else is lost."""

from __future__ import annotations

import os

import pytest

from mentor_tui.vault import list_backups
from mentor_tui.vault.files import backups_dir
from mentor_tui.vault.resealing import reseal_beside

from .conftest import contents, put


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
