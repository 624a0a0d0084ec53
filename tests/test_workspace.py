"""The workspace: nothing is stored that could not be read again, and undo never gets stuck."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from mentor_tui import records as rec
from mentor_tui.clock import FrozenClock
from mentor_tui.errors import InputRefused
from mentor_tui.records import Record
from mentor_tui.vault import ConflictSaved, KdfParams, Vault
from mentor_tui.workspace import Workspace

NOW = datetime(2026, 5, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    state = tmp_path / "state"
    vault = Vault.create(tmp_path / "one.vault", "four plain words", kdf=KdfParams.fast_for_tests(), state_dir=state)
    found = Workspace(vault, FrozenClock(NOW))
    found.save(rec.Pair(id="p1", partner_name="Bram Claes"))
    return found


@pytest.mark.parametrize(
    "record",
    [
        rec.Pair(id="p1", role=""),  # type: ignore[arg-type]
        rec.Session(pair_id="p1", on="2026-05-20", kind=""),  # type: ignore[arg-type]
        rec.Session(pair_id="p1", on="2026-05-20", status=""),  # type: ignore[arg-type]
        rec.Action(pair_id="p1", text="Call Ann", owner=""),  # type: ignore[arg-type]
        rec.Goal(pair_id="p1", title="Speak up", status=""),  # type: ignore[arg-type]
        rec.Goal(pair_id="p1", reviews=[rec.GoalReview(status="")]),  # type: ignore[arg-type]
        rec.Agreement(pair_id="p1", signatures=[rec.Signature(role="", name="Ann")]),  # type: ignore[arg-type]
        rec.Agreement(pair_id="p1", version=10**30),
        rec.Agreement(pair_id="p1", reviewed_on="some day"),
        rec.StepMark(pair_id="p1", step="x", state="perhaps"),  # type: ignore[arg-type]
        rec.Session(pair_id="p1", on="9999-12-31"),
    ],
    ids=[
        "role",
        "kind",
        "session-status",
        "owner",
        "goal-status",
        "review-status",
        "signature",
        "version",
        "review-day",
        "mark",
        "far-off-year",
    ],
)
def test_what_could_not_be_read_again_is_refused_before_it_is_stored(workspace: Workspace, record: Record) -> None:
    with pytest.raises(InputRefused):
        workspace.save(record)
    again = Workspace(workspace.vault, workspace.clock)
    assert again.all(type(record)) == ([workspace.find_pair()] if isinstance(record, rec.Pair) else [])


def test_undo_of_what_another_program_changed_since_keeps_that_and_goes_on_to_the_one_before(
    tmp_path: Path, workspace: Workspace
) -> None:
    workspace.save(rec.Note(id="first", pair_id="p1", text="one"), label="first note")
    workspace.save(rec.Note(id="second", pair_id="p1", text="two"), label="second note")
    vault = Vault.open(tmp_path / "one.vault", "four plain words", state_dir=tmp_path / "state")
    with vault:
        elsewhere = Workspace(vault, workspace.clock)
        second = elsewhere.get(rec.Note, "second")
        assert second is not None
        elsewhere.save(msgspec.structs.replace(second, text="two, and more"))
    with pytest.raises(ConflictSaved):
        workspace.undo()
    assert workspace.table(rec.Note)["second"].text == "two, and more"
    assert workspace.undo() == "first note"
    assert list(workspace.table(rec.Note)) == ["second"]


def test_an_import_leaves_nothing_to_redo(workspace: Workspace) -> None:
    workspace.save(rec.Note(id="n", pair_id="p1", text="one"), label="note")
    workspace.undo()
    workspace.restore_documents([(rec.Note, {"id": "m", "pair_id": "p1", "text": "x"})], "export imported")
    assert workspace.can_redo == ""
    assert workspace.can_undo == "export imported"
