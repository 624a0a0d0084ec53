"""A vault that a newer mentor-tui saved: everything that is known here can be read, and nothing is written."""

from __future__ import annotations

import pytest

from mentor_tui.schema import newer
from mentor_tui.schema.records import Note, Session
from mentor_tui.vault import Change
from mentor_tui.vault.sealed import payload
from mentor_tui.workspace import Workspace

from .conftest import OpenApp

AREAS = ("home", "journey", "sessions", "goals", "actions", "agreement", "pdus", "notes", "close")


def as_a_newer_release(workspace: Workspace) -> None:
    """Every record has something new in it, one meeting is of a new kind, and the payload says a version more."""
    vault = workspace.vault
    changes = []
    for table in vault.names():
        for document in vault.all(table):
            newer_one = document | {"mood": {"colour": "blue"}}
            changes.append(Change(table=table, id=document["id"], before=document, after=newer_one))
    pair = workspace.pairs[0]
    talk = {"id": "new", "pair_id": pair.id, "on": "2026-05-20", "minutes": 60, "kind": "shadowing", "status": "held"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payload, "SCHEMA_VERSION", payload.SCHEMA_VERSION + 1)
        vault.commit([*changes, Change(table="sessions", id="new", before=None, after=talk)])


async def test_everything_known_is_shown_and_what_is_not_is_said(open_app: OpenApp) -> None:
    async with open_app(prepare=as_a_newer_release) as (app, pilot):
        assert app.ws.vault.read_only
        for area in AREAS:
            app.go(area)
            await pilot.pause()
            assert app.crash == ""
        app.go("session:new")
        await pilot.pause()
        session = app.ws.get(Session, "new")
        assert session is not None
        assert session.kind == "other"
        assert len(app.ws.all(Note)) > 0
        assert newer.UNKNOWN_FIELDS in app.ws.vault.notices
        assert not await app.store(Note(pair_id=app.view.pair.id, text="x"), label="note")
