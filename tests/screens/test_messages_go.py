"""A message goes when what it speaks of has changed, and steps open at their field."""

from __future__ import annotations

import msgspec
import pytest

from mentor_tui.schema.records import Goal, Session
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.fields import FieldEditor
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import inside, notice, seen, stand_on
from .test_firstrun import keys, wait_for
from .walk import go, until


def _paused_and_busy(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    waiting = [Session(pair_id=pair.id, on=f"2026-05-1{n}", minutes=60, status="planned") for n in range(4)]
    workspace.save(msgspec.structs.replace(pair, status="paused"), *waiting)


def _one_reached(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    workspace.save(Goal(pair_id=pair.id, title="Listen", status="not_reached"))


def _closed_early(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    workspace.save(
        msgspec.structs.replace(pair, start="2026-04-21", end="2026-09-20", status="ended_early", ended_on="2026-05-20")
    )


async def test_a_remark_about_a_step_goes_with_the_cursor_and_what_was_saved_stays(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "step:read-code")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "outside the app" in notice(app))
        await pilot.press("down")
        await wait_for(pilot, lambda: notice(app) == "")
        await pilot.press("space")
        await wait_for(pilot, lambda: notice(app).startswith("Saved"))
        await pilot.press("down")
        await pilot.pause()
        assert notice(app).startswith("Saved")


async def test_not_saved_yet_goes_when_the_field_is_mended(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "new-pair")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
        app.screen.body_widget.put({"role": "mentor", "partner_name": ""})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: notice(app).startswith("Not saved yet"))
        app.screen.body_widget.editor("partner_name").focus_editor()  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press(*keys("Zo"))
        await wait_for(pilot, lambda: notice(app) == "")


@pytest.mark.parametrize(
    ("where", "step", "field"),
    [("journey", "survey", "survey_submitted"), ("close", "Fill in the closing survey", "survey_submitted")],
)
async def test_a_step_opens_at_its_field(open_app: OpenApp, where: str, step: str, field: str) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "step:survey" if where == "journey" else where)
        if where == "close":
            stand_on(app, "#steps", step)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
        assert next(e for e in app.focused.ancestors if isinstance(e, FieldEditor)).field.id == field  # type: ignore[union-attr]
        assert app.screen.where == "form:closure"  # type: ignore[attr-defined]


async def test_the_word_about_a_long_pause_is_never_crowded_out(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_paused_and_busy) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, HomeRoom))
        assert "Log your session" in inside(app, "#next")
        assert "The program team would like to hear about a longer pause." in " ".join(seen(app).split())


async def test_no_goals_yet_is_not_said_of_a_concluded_one(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_one_reached, size=(120, 40)) as (app, _):
        assert "No goals yet" not in seen(app) and "No open goal" in seen(app)


async def test_a_closed_pair_is_not_told_when_its_mid_point_is(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_closed_early, size=(120, 40)) as (app, pilot):
        assert "mid-point in" not in seen(app) and "ended yesterday" in seen(app).splitlines()[0]
        await go(app, pilot, "step:midpoint-form")
        rows = app.screen.query_one("#steps").rows  # type: ignore[attr-defined]
        assert not any(r.cells[2].startswith("by ") and r.key.startswith("midpoint") for r in rows)
