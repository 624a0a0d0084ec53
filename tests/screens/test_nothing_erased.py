"""Every form of every kind of record: one field is edited and saved, and everything else in the record stands."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import ROLES, Role
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.drafting import Drafting
from mentor_tui.screens.widgets.fields import FieldEditor
from mentor_tui.screens.widgets.form import FormBody
from mentor_tui.workspace import Workspace
from tests.test_catalogue import keep
from tests.whole_vault import Whole

from .conftest import OpenApp
from .seeing import notice
from .test_firstrun import wait_for

FORMS: dict[type[rec.Record], tuple[str, ...]] = {
    rec.Profile: ("profile",),
    rec.Settings: ("settings:app",),
    rec.Pair: ("pair", "close:state"),
    rec.Session: ("log:{id}", "plan:{id}", "prepare:{id}"),
    rec.LearningLog: ("learning-log:{session_id}",),
    rec.Action: ("action:{id}",),
    rec.Goal: ("goal:{id}/edit", "goal:{id}/note/0", "goal:{id}/step/{step_id}", "goal:{id}/review/{at}"),
    rec.Lesson: ("lesson:{id}",),
    rec.Note: ("note:{id}",),
    rec.Agreement: ("agreement-sign:{id}/{signer}", "agreement-edit:{id}"),
    rec.Worksheet: ("form:{form}",),
    rec.Certification: ("certification:{id}",),
    rec.Claim: ("claim:{id}",),
    rec.Evidence: ("audit-row:{id}",),
}
"""Where each kind is written."""
OTHERWISE = (rec.Session, rec.Claim)
"""What a mentee's forms ask otherwise than a mentor's."""
WITHOUT_FORM = {rec.StepMark, rec.Disclosure, rec.KeptVersion, rec.Pack}
"""Ticked, set aside and noted by a key; none of them is opened in a form."""


def places(record: rec.Record) -> list[str]:
    values = {name: getattr(record, name) for name in record.__struct_fields__}
    if isinstance(record, rec.Goal):
        values |= {"step_id": record.steps[0].id, "at": record.reviews[0].at}
    if isinstance(record, rec.Agreement):
        values |= {"signer": record.signatures[0].role}
    return [place.format(**values) for place in FORMS.get(type(record), ())]


def leaves(value: Any, at: str = "") -> dict[str, Any]:
    """Every value in a record, by its path."""
    if isinstance(value, dict):
        return {k: v for name, inner in value.items() for k, v in leaves(inner, f"{at}/{name}").items()}
    if isinstance(value, list) and all(isinstance(inner, dict) for inner in value):
        return {k: v for number, inner in enumerate(value) for k, v in leaves(inner, f"{at}/{number}").items()}
    return {at: value}


def stored(app: MentorApp, record: rec.Record) -> dict[str, Any]:
    now = app.ws.vault.get(record.table, record.id)
    return {k: v for k, v in leaves(json.loads(json.dumps(now))).items() if k not in ("/created", "/changed")}


def whole(app: MentorApp) -> bool:
    """True once a form stands on the screen with all its fields."""
    screen = app.screen
    return isinstance(screen, Drafting) and screen.ready and all(body.whole for body in screen.query(FormBody))


async def write(app: MentorApp, pilot: Pilot[int], place: str) -> str:
    """Open a form, write into its last field of text, or of a number, save. Gives its id."""
    app.go(place)
    await wait_for(pilot, lambda: whole(app))
    screen = app.screen
    assert isinstance(screen, Drafting)
    words = [e for e in screen.query(FieldEditor) if e.field.kind in ("text", "line") and "secret" in str(e.raw)]
    editor = (words or [e for e in screen.query(FieldEditor) if e.field.kind in ("number", "date")])[-1]
    editor.put(f"{editor.raw} and more" if words else "8" if editor.field.kind == "number" else "2026-02-03")
    await pilot.pause()
    for _ in range(3):  # a remark may have to be seen first
        screen.say("")
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.screen is not screen or notice(app) != "")
        if app.screen is not screen:
            break
    assert app.screen is not screen, place
    return str(editor.field.id)


@pytest.mark.parametrize("role", ROLES)
async def test_what_was_not_touched_stays_in_every_form(open_app: OpenApp, role: Role) -> None:
    whole = Whole(role, share=True)
    for at, record in enumerate(whole.records):
        if isinstance(record, rec.Session):  # one that was held keeps no reason why it was not; an event is no talk
            whole.records[at] = msgspec.structs.replace(record, reason="", program_item="")
    assert {type(r) for r in whole.records} == FORMS.keys() | WITHOUT_FORM

    def prepare(workspace: Workspace) -> None:
        for pair in workspace.pairs:
            workspace.delete_pair(pair)
        keep(workspace, *whole.records)

    async with open_app(role=role, empty=True, prepare=prepare) as (app, pilot):
        wrong = {}
        for record in whole.records if role == "mentor" else whole.of(*OTHERWISE):
            for place in places(record):
                if place.startswith("agreement-edit"):  # a signed one stays as it is
                    await app.store(msgspec.structs.replace(record, signatures=[]), label="unsigned")
                before = stored(app, record)
                field = await write(app, pilot, place)
                now = stored(app, record)
                changed = {k for k in before.keys() | now.keys() if before.get(k) != now.get(k)}
                if len(changed) != 1 or not all(k.endswith(f"/{field}") for k in changed):
                    wrong[place] = (field, {k: (before.get(k), now.get(k)) for k in changed})
                while len(app.screen_stack) > 2:
                    app.pop_screen()
        assert wrong == {}
