"""What earlier releases left on disk is opened, edited, saved, exported and imported for ever."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentor_tui.clock import FrozenClock
from mentor_tui.documents.whole import everything
from mentor_tui.imports import everything as importing
from mentor_tui.schema import catalogue
from mentor_tui.schema import records as rec
from mentor_tui.screens.shell import router
from mentor_tui.vault import KdfParams, Vault, list_backups, verify
from mentor_tui.workspace import Workspace
from tests.stored.ids import present
from tests.stored.make_release import NOW, PASSPHRASE

RELEASES = sorted(path for path in (Path(__file__).parent / "stored").iterdir() if (path / "release.vault").exists())


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.param, tmp_path / "release"))


def opened(path: Path, tmp_path: Path) -> Workspace:
    return Workspace(Vault.open(path, PASSPHRASE, state_dir=tmp_path / "state"), FrozenClock(NOW))


def test_every_kind_of_record_stands_in_the_first_release(tmp_path: Path) -> None:
    shutil.copytree(RELEASES[0], tmp_path / "release")
    ws = opened(tmp_path / "release" / "release.vault", tmp_path)
    since = ["packs"]
    assert [kind.table for kind in catalogue.KINDS if not ws.all(kind.type)] == since
    ws.close()


def test_an_old_vault_is_opened_edited_saved_exported_and_comes_back(release: Path, tmp_path: Path) -> None:
    ws = opened(release / "release.vault", tmp_path)
    assert not ws.vault.read_only
    exported = json.loads((release / "everything.json").read_bytes())
    assert {kind.table for kind in catalogue.KINDS if ws.all(kind.type)} >= set(exported["tables"])
    ws.save(msgspec.structs.replace(ws.all(rec.Note)[0], text="edited today"), label="edited")
    ws.close()
    ws = opened(release / "release.vault", tmp_path)
    assert ws.all(rec.Note)[0].text == "edited today"
    assert ws.settings.keys == {"app.lock": "ctrl+k"}
    whole = everything(ws)
    ws.close()
    for data in (whole, (release / "everything.json").read_bytes()):
        new = tmp_path / f"new{len(list(tmp_path.iterdir()))}.vault"
        vault = Vault.create(new, PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=tmp_path / "state")
        other = Workspace(vault, FrozenClock(NOW))
        importing.apply(other, importing.understand(data, other))
        assert typed(everything(other)) == typed(data)
        other.close()


def test_backups_and_drafts_of_an_old_vault_are_read(release: Path, tmp_path: Path) -> None:
    path = release / "release.vault"
    assert len(list_backups(path)) >= 5
    assert [check.path.name for check in verify(path, PASSPHRASE) if not check.ok] == []
    ws = opened(path, tmp_path)
    for record, place in json.loads((release / "drafts.json").read_text()):
        assert ws.vault.drafts.load(record, place), place
        name = place.partition(":")[0]
        assert name in router._PLACES, name
    ws.close()


def typed(data: bytes) -> dict[str, list[rec.Record]]:
    """An export as records: in a part, a field that is new since says nothing yet."""
    return {
        table: [rec.from_document(catalogue.OF_TABLE[table].type, row) for row in rows]
        for table, rows in json.loads(data)["tables"].items()
    }


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_what_is_stored_by_name_keeps_its_name_and_its_default(release: Path) -> None:
    """One that fails here needs an alias or a tested migration; names that are new may be added."""
    assert _lost(json.loads((release / "ids.json").read_text()), json.loads(json.dumps(present()))) == []


def _lost(before: Any, now: Any, where: str = "") -> list[str]:
    if isinstance(before, dict) and isinstance(now, dict) and not (where.startswith("/defaults/") and not before):
        return [
            one
            for key, value in before.items()
            for one in (_lost(value, now[key], f"{where}/{key}") if key in now else [f"{where}/{key} is gone"])
        ]
    if isinstance(before, list) and isinstance(now, list) and not where.startswith("/defaults/"):
        return [f"{where}: {item} is gone" for item in before if item not in now]
    return [] if before == now else [f"{where}: {before!r} became {now!r}"]


def test_every_kind_of_place_has_a_draft_in_the_first_release() -> None:
    """Together with `tests/screens/test_stored_drafts.py`, which takes them up on their screens."""
    typed = json.loads((RELEASES[0] / "typed.json").read_text())
    kinds = {field.partition(":")[0].partition("#")[0] for _, _, field, _ in typed}
    asked = {place.partition(":")[0] for _, place in json.loads((RELEASES[0] / "drafts.json").read_text())}
    assert asked - kinds == {"pdu-domain"}  # which asks only a mentee with two certifications
    assert {f"note:new#{n}" for n in range(2, 10)} <= {field for _, _, field, _ in typed}
    assert "action:long" in {field for _, _, field, _ in typed}


@pytest.mark.parametrize("name", ["mentee.vault", "firstrun.vault"])
def test_other_vaults_of_a_release_are_opened_saved_and_verified(release: Path, tmp_path: Path, name: str) -> None:
    path = release / name
    vault = Vault.open(path, PASSPHRASE, state_dir=tmp_path / "state")
    ws = Workspace(vault, FrozenClock(NOW))
    assert not vault.read_only
    assert [pair.role for pair in ws.pairs] == (["mentee"] if name == "mentee.vault" else [])
    ws.save(rec.Note(text="today"), label="noted")
    ws.close()
    checks = verify(path, PASSPHRASE, reads=catalogue.readable)
    assert [check.problem for check in checks if not check.ok or check.unread] == []
