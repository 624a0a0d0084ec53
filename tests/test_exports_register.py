"""The full export and the register of what left, over a real vault."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mentor_tui import documents as exports
from mentor_tui.clock import FrozenClock
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import OF_TABLE
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.vault.sealed.payload import SCHEMA_VERSION
from mentor_tui.workspace import Workspace
from tests.full_view import full

NOW = datetime(2026, 5, 21, 9, 30, tzinfo=UTC)


def fresh(tmp_path: Path, name: str) -> Workspace:
    state = tmp_path / f"{name}-state"
    vault = Vault.create(tmp_path / name, "a long enough passphrase", kdf=KdfParams.fast_for_tests(), state_dir=state)
    return Workspace(vault, FrozenClock(NOW))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = fresh(tmp_path, "one.vault")
    found.save(rec.Pair(id="p1", partner_name="Bram Claes"), rec.Profile(name="Ana Peeters"))
    return found


def test_what_left_is_noted(workspace: Workspace) -> None:
    pair = workspace.find_pair()
    noted = exports.register(workspace, pair, "closure", "md", " the\nprogram team ", b"words")
    assert workspace.all(rec.Disclosure) == [noted]
    assert (noted.pair_id, noted.what, noted.format) == ("p1", "closure", "md")
    assert (noted.recipient, noted.at, noted.size) == ("the program team", "2026-05-21T09:30:00Z", 5)
    assert noted.sha256 == hashlib.sha256(b"words").hexdigest()
    assert workspace.view(pair).disclosures == [noted]


def test_own_notes_are_noted_as_mine_and_the_full_export_is_not(workspace: Workspace) -> None:
    pair = workspace.find_pair()
    assert exports.register(workspace, pair, "notes", "md", "somebody", b"x").recipient == "myself"
    assert exports.register(workspace, pair, "everything", "json", "somebody", b"x").recipient == "myself"
    assert [d.what for d in workspace.all(rec.Disclosure)] == ["notes"]


def test_everything_comes_back_byte_for_byte(tmp_path: Path, workspace: Workspace) -> None:
    found, _ = full()
    mine = (
        found.goals,
        found.agreements,
        found.sessions,
        found.logs.values(),
        found.actions,
        found.worksheets.values(),
    )
    rest = (found.marks.values(), found.lessons, found.notes, found.disclosures, found.certifications)
    workspace.save(*[r for group in (*mine, *rest) for r in group])
    exports.register(workspace, workspace.find_pair(), "closure", "md", "the program team", b"words")
    first = exports.everything(workspace)
    assert exports.everything(workspace) == first
    parsed = json.loads(first)
    assert parsed["format"] == f"mentor-tui/everything/{SCHEMA_VERSION}"
    assert list(parsed) == ["format", "tables"]
    assert list(parsed["tables"]) == sorted(parsed["tables"])
    for rows in parsed["tables"].values():
        assert [r["id"] for r in rows] == sorted(r["id"] for r in rows)
        assert all(list(r) == sorted(r) for r in rows)
    assert {d["what"] for d in parsed["tables"]["disclosures"]} >= {"closure"}
    other = fresh(tmp_path, "two.vault")
    documents = [(OF_TABLE[t].type, d) for t, rows in parsed["tables"].items() for d in rows]
    other.restore_documents(documents, "import")
    assert exports.everything(other) == first


def test_nothing_of_the_vault_itself_is_in_it(workspace: Workspace) -> None:
    tables = json.loads(exports.everything(workspace))["tables"]
    assert set(tables) == {"pairs", "profile"}
    assert tables["profile"][0]["name"] == "Ana Peeters"


def test_an_empty_vault(tmp_path: Path) -> None:
    raw = exports.everything(fresh(tmp_path, "empty.vault"))
    assert json.loads(raw) == {"format": f"mentor-tui/everything/{SCHEMA_VERSION}", "tables": {}}
