"""The workspace: nothing is stored that could not be read again, and undo never gets stuck."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentor_tui import documents
from mentor_tui.clock import FrozenClock
from mentor_tui.errors import InputRefused
from mentor_tui.schema import newer
from mentor_tui.schema import records as rec
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Record
from mentor_tui.vault import Change, ConflictSaved, KdfParams, Vault
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


# --- A vault of a newer mentor-tui --------------------------------------------------------------------------


def of_a_newer_release(workspace: Workspace, **tables: dict[str, Any]) -> Workspace:
    """The same vault, with records as another release might have written them, open for reading only."""
    rows = [({"id": "r", **row}, table) for table, row in tables.items()]
    workspace.vault.commit([Change(table=t, id=d["id"], before=None, after=d) for d, t in rows])
    workspace.vault.read_only = True
    return Workspace(workspace.vault, workspace.clock)


def test_what_a_newer_release_added_is_left_out_and_the_rest_is_read(workspace: Workspace) -> None:
    found = of_a_newer_release(
        workspace,
        notes={"pair_id": "p1", "text": "Ask about Ann", "mood": {"a": [1]}},
        goals={"pair_id": "p1", "title": "Speak up", "steps": [{"id": "s", "text": "Read", "colour": "red"}]},
        worksheets={"pair_id": "p1", "form": "closure", "answers": {"one": "x", "two": {"a": 1}}},
    )
    pair = found.find_pair()
    view = found.view(pair)
    assert [n.text for n in view.notes] == ["Ask about Ann"]
    assert [(g.title, [s.text for s in g.steps]) for g in view.goals] == [("Speak up", ["Read"])]
    assert view.answers("closure") == {"one": "x"}
    assert [n for n in found.vault.notices if "added" in n] == [newer.UNKNOWN_FIELDS]
    assert b"Ask about Ann" in documents.everything(found)


def test_a_word_of_a_newer_release_counts_for_nothing_and_is_said(workspace: Workspace) -> None:
    found = of_a_newer_release(
        workspace,
        sessions={"pair_id": "p1", "on": "2026-05-20", "minutes": 60, "status": "held", "kind": "shadowing"},
        actions={"pair_id": "p1", "text": "Call Ann", "status": "delegated", "owner": "both"},
        marks={"pair_id": "p1", "step": "x", "state": "perhaps"},
        agreements={"pair_id": "p1", "signatures": [{"role": "mentor", "on": "2026-05-20"}, "sponsor"]},
    )
    view = found.view(found.find_pair())
    assert [(s.kind, s.status, s.minutes) for s in view.sessions] == [("other", "held", 60)]
    assert view.met == []
    assert [(a.text, a.status, a.owner) for a in view.actions] == [("Call Ann", "open", "mentee")]
    assert view.marks == {}
    assert [s.role for s in view.agreements[0].signatures] == ["mentor"]
    told = " ".join(found.vault.notices)
    for words in ("sessions have a newer kind", "actions have a newer status", "of the marks", "parts of the agreem"):
        assert words in told
    assert "shadowing" not in told


def test_a_value_of_a_newer_form_is_left_open(workspace: Workspace) -> None:
    found = of_a_newer_release(workspace, sessions={"pair_id": "p1", "on": "2026-05-20", "minutes": 60.5, "agenda": 3})
    (session,) = found.view(found.find_pair()).sessions
    assert (session.on, session.minutes, session.agenda) == ("2026-05-20", 0, [])
    assert any("newer form of minutes" in n for n in found.vault.notices)


def test_the_same_in_a_vault_of_this_release_is_still_refused(workspace: Workspace) -> None:
    found = of_a_newer_release(workspace, notes={"pair_id": "p1", "mood": 1})
    found.vault.read_only = False
    with pytest.raises(InputRefused):
        found.all(rec.Note)


# --- Answers to questions that a newer pack dropped ---------------------------------------------------------


@pytest.fixture
def answered(workspace: Workspace) -> Workspace:
    document = {"id": "w", "pair_id": "p1", "form": "closure", "answers": {"dropped": "An old answer"}}
    workspace.vault.commit([Change(table="worksheets", id="w", before=None, after=document)])
    return workspace


def test_an_answer_to_a_dropped_question_stays_as_it_is(answered: Workspace) -> None:
    sheet = answered.table(rec.Worksheet)["w"]
    field = next(f.id for f in answered.program(answered.find_pair()).form("closure").fields() if f.kind == "text")
    for given_now in ({**sheet.answers, field: "New"}, {field: "Newer"}):
        answered.save(msgspec.structs.replace(sheet, answers=given_now))
        saved = answered.vault.get("worksheets", "w")
        assert saved is not None
        assert saved["answers"] == {"dropped": "An old answer", field: given_now[field]}
    assert b"An old answer" in documents.everything(answered)


@pytest.mark.parametrize("given_now", [{"dropped": "Changed"}, {"never": "x"}])
def test_a_new_answer_to_no_question_is_refused(answered: Workspace, given_now: dict[str, Any]) -> None:
    sheet = answered.table(rec.Worksheet)["w"]
    with pytest.raises(InputRefused, match="no such field"):
        answered.save(msgspec.structs.replace(sheet, answers=given_now))
    with pytest.raises(InputRefused, match="no such field"):
        answered.save(rec.Worksheet(pair_id="p1", form="midpoint", answers={"dropped": "An old answer"}))


def test_the_next_version_of_an_agreement_takes_old_answers_along(workspace: Workspace) -> None:
    document = {"id": "a", "pair_id": "p1", "answers": {"dropped": "We said so"}}
    workspace.vault.commit([Change(table="agreements", id="a", before=None, after=document)])
    workspace.save(rec.Agreement(id="b", pair_id="p1", version=2, answers={"dropped": "We said so"}))
    assert workspace.table(rec.Agreement)["b"].answers == {"dropped": "We said so"}


# --- What left stays noted ----------------------------------------------------------------------------------


def test_undo_does_not_take_back_that_something_left(workspace: Workspace) -> None:
    pair = workspace.find_pair()
    workspace.save(rec.Note(id="n", pair_id="p1", text="one"), label="note saved")
    documents.register(workspace, pair, "closure", "md", "the program team", b"words")
    assert workspace.can_undo == "note saved"
    assert workspace.undo() == "note saved"
    assert [d.what for d in workspace.all(rec.Disclosure)] == ["closure"]


def test_undo_after_an_invitation_takes_back_its_mark_alone(workspace: Workspace) -> None:
    session = rec.Session(id="s", pair_id="p1", on="2026-05-28", minutes=60)
    workspace.save(session, label="meeting planned")
    workspace.save(msgspec.structs.replace(session, invited_on="2026-05-21"), label="invitation made")
    documents.register(workspace, workspace.find_pair(), "invitation", "ics", "Bram", b"ics")
    assert workspace.undo() == "invitation made"
    assert workspace.table(rec.Session)["s"].invited_on == ""
    assert workspace.can_undo == "meeting planned"
    assert len(workspace.all(rec.Disclosure)) == 1


def test_a_pair_of_which_something_left_is_not_undone_but_deleted_and_brought_back(workspace: Workspace) -> None:
    pair = workspace.find_pair()
    assert workspace.can_undo
    documents.register(workspace, pair, "closure", "md", "the program team", b"words")
    assert workspace.can_undo == ""
    workspace.delete_pair(pair)
    assert workspace.all(rec.Disclosure) == []
    workspace.undo()
    assert [d.what for d in workspace.all(rec.Disclosure)] == ["closure"]


def test_an_import_with_its_register_is_undone_as_a_whole(workspace: Workspace) -> None:
    there = [(rec.Pair, {"id": "p2"}), (rec.Disclosure, {"id": "d", "pair_id": "p2", "what": "closure"})]
    workspace.restore_documents(there, "export imported")
    assert workspace.undo() == "export imported"
    assert workspace.all(rec.Disclosure) == []


def test_an_import_leaves_nothing_to_redo(workspace: Workspace) -> None:
    workspace.save(rec.Note(id="n", pair_id="p1", text="one"), label="note")
    workspace.undo()
    workspace.restore_documents([(rec.Note, {"id": "m", "pair_id": "p1", "text": "x"})], "export imported")
    assert workspace.can_redo == ""
    assert workspace.can_undo == "export imported"


@pytest.mark.parametrize(
    "left", [lambda ws: ws.close(), lambda ws: ws.forget_pair(ws.pairs[0])], ids=["closed", "forgotten"]
)
def test_words_that_a_pair_filled_in_stay_in_no_program_once_the_vault_is_left(
    workspace: Workspace, left: Callable[[Workspace], None]
) -> None:
    def kept() -> int:
        gc.collect()
        found = [one for one in gc.get_objects() if isinstance(one, Program)]
        return sum("Swift Harbour" in str(msgspec.structs.astuple(one)) for one in found)

    pair = msgspec.structs.replace(workspace.pairs[0], program="company")
    workspace.save(pair, rec.Worksheet(pair_id="p1", form="blanks", answers={"organisation": "Swift Harbour"}))
    workspace.view(workspace.pairs[0])
    assert kept()
    left(workspace)
    assert not kept()
